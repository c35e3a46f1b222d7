/**
 * Sweeps: a delay at 0, 50, 90, 99, 101 and 110 % of each limit, exact in virtual time; and each kind of fault at every
 * message of a session, the death and return of each party among them.
 *
 * @module
 */
import type { Millis } from '@openpnc/core/machine';
import type { Party } from '@openpnc/core/trace';
import type { Fault, Where, WireEffect } from './faults.ts';
import type { Broken } from './invariants.ts';
import type { Material } from './material.ts';
import type { Plan } from './plan.ts';
import { Bench } from './simulate.ts';
import type { Passing } from './wires.ts';
import type { CarWish, SessionRecord } from './world.ts';

/** A limit, and the delay that uses so much of it. */
export interface LimitSweep {
  /** By the standard's (or the setting's) name and the message. */
  readonly limit: string;
  readonly limit_ms: Millis;
  readonly car?: CarWish;
  /** What of the limit the way there and back takes without the fault. */
  readonly fault: (total_ms: Millis) => Fault;
  /** What comes of it when the limit is passed: outcome, and the codes that a car's end may have. */
  readonly beyond: readonly SessionRecord['outcome'][];
}

/** One point of a sweep. */
export interface SweepPoint {
  readonly limit: string;
  readonly percent: number;
  readonly delay_ms: Millis;
  readonly outcome: SessionRecord['outcome'];
  readonly cause: string | undefined;
  /** What is wrong with it; empty when it is as it must be. */
  readonly broken: readonly Broken[];
}

export const percents = [0, 50, 90, 99, 101, 110] as const;

/** ISO 15118-2:2014 table 109, written again: what is judged must not be its own measure. */
const EVCC_TIMEOUTS_MS: Readonly<Record<string, Millis>> = {
  PaymentDetailsReq: 5_000,
  PowerDeliveryReq: 5_000,
  CurrentDemandReq: 250,
};

/** One way over the cable between car and station. */
const WAY_MS = 2;

const acRequests = [
  'supportedAppProtocolReq',
  'SessionSetupReq',
  'ServiceDiscoveryReq',
  'PaymentServiceSelectionReq',
  'PaymentDetailsReq',
  'ChargeParameterDiscoveryReq',
  'PowerDeliveryReq',
  'ChargingStatusReq',
  'SessionStopReq',
] as const;
const dcRequests = ['CableCheckReq', 'PreChargeReq', 'CurrentDemandReq', 'WeldingDetectionReq'] as const;
const dc: CarWish = { settings: { energyTransferModes: ['DC_extended'] } };

/** What the way there and back and the work in between take without a fault, where it is more than two ways. */
const OWN_MS: Readonly<Record<string, Millis>> = {
  // The station tells the CSMS what the car needs before it answers.
  ChargeParameterDiscoveryReq: 100,
};

/** Every limit that a delay on a wire or in the car's script can use up. */
export const limitSweeps: readonly LimitSweep[] = [
  ...[...acRequests, ...dcRequests].map(
    (message): LimitSweep => ({
      limit: `V2G_EVCC_Msg_Timeout ${message}`,
      limit_ms: EVCC_TIMEOUTS_MS[message] ?? 2_000,
      ...((dcRequests as readonly string[]).includes(message) && { car: dc }),
      fault: (total_ms) => ({
        kind: 'wire',
        at: { leg: 'v2g', message, part: 'answer' },
        effect: { do: 'delay', ms: Math.max(0, total_ms - (OWN_MS[message] ?? 2 * WAY_MS)) },
      }),
      beyond: ['failed'],
    }),
  ),
  // The first request has the time of communication set-up, later ones that of the sequence.
  ...(
    ['ServiceDiscoveryReq', 'PaymentDetailsReq', 'AuthorizationReq', 'PowerDeliveryReq', 'ChargingStatusReq'] as const
  ).map(
    (request): LimitSweep => ({
      limit: `V2G_SECC_Sequence_Timeout before ${request}`,
      limit_ms: 60_000,
      fault: (total_ms) => ({
        kind: 'script',
        request,
        effect: { do: 'wait', ms: Math.max(0, total_ms - 2 * WAY_MS) },
      }),
      beyond: ['failed', 'refused'],
    }),
  ),
  {
    limit: 'V2G_EVCC_SDP_Response_Timeout',
    limit_ms: 250,
    fault: (total_ms) => ({
      kind: 'wire',
      at: { leg: 'sdp', part: 'answer', nth: 'each' },
      effect: { do: 'delay', ms: Math.max(0, total_ms - 2 * WAY_MS) },
    }),
    beyond: ['failed'],
  },
  {
    limit: 'station authorize_ms (Authorize)',
    limit_ms: 30_000,
    fault: (total_ms) => ({
      kind: 'wire',
      at: { leg: 'ocpp', message: 'Authorize', part: 'answer' },
      effect: { do: 'delay', ms: Math.max(0, total_ms - AUTHORIZE_MS) },
    }),
    beyond: ['refused'],
  },
  {
    limit: 'csms ocsp.timeout_ms (OCSPRequest)',
    limit_ms: 2_000,
    fault: (total_ms) => ({
      kind: 'wire',
      at: { leg: 'ocsp', part: 'answer', nth: 'each' },
      effect: { do: 'delay', ms: Math.max(0, total_ms - HTTP_MS) },
    }),
    beyond: ['refused'],
  },
  {
    limit: 'csms partner timeout_ms (POST tokens/authorize)',
    limit_ms: 3_000,
    fault: (total_ms) => ({
      kind: 'wire',
      at: { leg: 'ocpi', message: 'POST tokens/authorize', part: 'answer', nth: 'each' },
      // The first question of a CSMS reads the eMSP's endpoints too, within the same limit.
      effect: { do: 'delay', ms: Math.max(0, total_ms - 3 * HTTP_MS) },
    }),
    beyond: ['refused'],
  },
];

/** From the station's question to the CSMS's answer when nothing is slow: two ways, OCSP and eMSP asked for the first time. */
const AUTHORIZE_MS = 110;
const HTTP_MS = 20;

/** Runs all points of some sweeps, each in a world of its own. */
export async function* runLimitSweeps(
  material: Material,
  sweeps: readonly LimitSweep[] = limitSweeps,
): AsyncGenerator<SweepPoint> {
  for (const { limit, limit_ms, car = {}, fault, beyond } of sweeps) {
    for (const percent of percents) {
      const delay_ms = (limit_ms * percent) / 100;
      const { session, broken } = await oneWorld(material, `sweep/${limit}`, {
        car,
        faults: [fault(delay_ms)],
        idle_ms: 0,
      });
      const outcome = session?.outcome ?? 'failed';
      const wanted = percent < 100 ? ['charged'] : beyond;
      const wrong: Broken[] = wanted.includes(outcome)
        ? []
        : [
            {
              invariant: 'limitHolds',
              text: `${outcome} at ${percent} % of ${limit} (${limit_ms} ms), expected ${wanted.join(' or ')}`,
            },
          ];
      yield { limit, percent, delay_ms, outcome, cause: session?.cause?.code, broken: [...broken, ...wrong] };
    }
  }
}

/** One fault at one message. */
export interface FaultPoint {
  readonly fault: Fault;
  readonly outcome: SessionRecord['outcome'];
  readonly cause: string | undefined;
  readonly broken: readonly Broken[];
}

const effects: readonly WireEffect[] = [
  { do: 'delay', ms: 1_000 },
  { do: 'lose' },
  { do: 'duplicate' },
  { do: 'corrupt', bit: 77 },
  { do: 'cut' },
  { do: 'halfOpen' },
];
const parties: readonly Party[] = ['ev', 'station', 'csms', 'emsp', 'pki'];

/** Every fault of the kinds above at every message of a session: what {@link runFaultSweeps} runs. */
export async function faultsEverywhere(material: Material, car: CarWish = {}): Promise<readonly Fault[]> {
  const passed = await messagesOf(material, car);
  return passed.flatMap((at) => [
    ...effects.map((effect): Fault => ({ kind: 'wire', at, effect })),
    ...parties.map((party): Fault => ({ kind: 'kill', party, at, restart_ms: 5_000 })),
  ]);
}

/** Runs faults, each in a world of its own with a second car behind the first: what went wrong must not reach it. */
export async function* runFaultSweeps(
  material: Material,
  faults: readonly Fault[],
  car: CarWish = {},
): AsyncGenerator<FaultPoint> {
  for (const fault of faults) {
    const bench = await Bench.of({ seed: 'sweep', material });
    const { session, broken } = await bench.visit({ car, faults: [fault], idle_ms: 0 });
    const next = bench.isLost ? undefined : await bench.visit({ car: {}, faults: [], idle_ms: 1_000 });
    await bench.close();
    yield {
      fault,
      outcome: session?.outcome ?? 'failed',
      cause: session?.cause?.code,
      broken: [
        ...broken,
        ...(next?.broken ?? []).map(({ invariant, text }) => ({ invariant, text: `the next car: ${text}` })),
      ],
    };
  }
}

/** The messages of a session in which nothing goes wrong, each with its count. */
async function messagesOf(material: Material, car: CarWish): Promise<readonly Where[]> {
  const passed: Where[] = [];
  const counts = new Map<string, number>();
  const watchWire = ({ leg, message, part }: Passing) => {
    const key = `${leg} ${message} ${part}`;
    const nth = (counts.get(key) ?? 0) + 1;
    counts.set(key, nth);
    passed.push({ leg, message, part, nth });
  };
  const bench = await Bench.of({ seed: 'sweep', material, watchWire });
  passed.length = 0;
  counts.clear();
  await bench.visit({ car, faults: [], idle_ms: 0 });
  await bench.close();
  return passed;
}

async function oneWorld(material: Material, seed: string, plan: Plan) {
  const bench = await Bench.of({ seed, material });
  try {
    return await bench.visit(plan);
  } finally {
    await bench.close();
  }
}
