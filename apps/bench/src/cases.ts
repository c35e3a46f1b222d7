/** Visits whose outcome is known in advance: each refusal by the party that has to, each good car charged. What a mutation of our parties must not survive. @module */
import type { Fault, ScriptEffect } from './faults.ts';
import type { Broken } from './invariants.ts';
import { contractKinds, type Material } from './material.ts';
import { Bench } from './simulate.ts';
import type { CarWish, WorldOptions } from './world.ts';

/** One visit. */
export interface Case {
  readonly name: string;
  readonly car: CarWish;
  readonly faults?: readonly Fault[];
  readonly world?: Pick<WorldOptions, 'station' | 'csms' | 'emsp' | 'pki' | 'stationRoots'>;
  /** Causes that fit; null: charged. */
  readonly expected: readonly (string | null)[];
}

const unproved = (effect: ScriptEffect): readonly Fault[] => [{ kind: 'script', request: 'AuthorizationReq', effect }];
const dc: NonNullable<CarWish['settings']> = { energyTransferModes: ['DC_extended'] };

/** All of them; those with the same `world` share one, in this order. */
export const cases: readonly Case[] = [
  { name: 'a contract under the V2G root', car: {}, expected: [null] },
  { name: 'the same contract again', car: {}, expected: [null] },
  { name: 'a contract under the MO root', car: { contract: 'mo-root' }, expected: [null] },
  { name: 'DC', car: { settings: dc }, expected: [null] },
  ...contractKinds.slice(2).map(
    (kind): Case => ({
      name: `contract ${kind}`,
      car: { contract: kind },
      expected: [
        {
          'v2g-root': null,
          'mo-root': null,
          revoked: 'contract_revoked',
          expired: 'contract_expired',
          future: 'contract_expired',
          blocked: 'emsp_contract_blocked',
          'no-credit': 'emsp_no_credit',
          'unknown-to-emsp': 'emsp_contract_unknown',
          'unknown-provider': 'emsp_route_missing',
        }[kind],
      ],
    }),
  ),
  { name: 'a good contract after the refused ones', car: { which: 1 }, expected: [null] },
  { name: 'the key of another contract', car: { isKeyWrong: true }, expected: ['signature_invalid'] },
  {
    name: 'an unsigned AuthorizationReq',
    car: {},
    faults: unproved({ do: 'unsigned' }),
    expected: ['signature_invalid'],
  },
  {
    name: 'another challenge',
    car: {},
    faults: unproved({ do: 'patch', body: { GenChallenge: new Uint8Array(16) } }),
    expected: ['challenge_mismatch'],
  },
  { name: 'a car that knows another root', car: { roots: 'foreign' }, expected: ['ev_v2g_root_missing'] },
  { name: 'a known card', car: { settings: { payment: 'external' } }, expected: [null] },
  {
    name: 'an unknown card',
    car: { card: 'unknown', settings: { payment: 'external' } },
    expected: ['external_payment_timeout', 'token_unknown'],
  },
  { name: 'no card', car: { card: 'none', settings: { payment: 'external' } }, expected: ['external_payment_timeout'] },
  { name: 'a pause', car: { isResumed: true, settings: { stop: { rounds: 2, how: 'pause' } } }, expected: [null] },
  { name: 'a renegotiation', car: { settings: { stop: { rounds: 2, how: 'renegotiate' } } }, expected: [null] },
  {
    name: 'the car falls silent while it charges',
    car: {},
    faults: [{ kind: 'script', request: 'ChargingStatusReq', nth: 2, effect: { do: 'wait', ms: 61_000 } }],
    expected: ['peer_silent'],
  },
  {
    name: 'the car leaves while it charges',
    car: {},
    faults: [{ kind: 'wire', at: { leg: 'v2g', message: 'ChargingStatusReq', nth: 2 }, effect: { do: 'cut' } }],
    expected: ['peer_silent', 'ev_declined_pnc'],
  },
  {
    name: 'the station dies while it charges',
    car: {},
    faults: [
      { kind: 'kill', party: 'station', at: { leg: 'v2g', message: 'ChargingStatusReq', nth: 2 }, restart_ms: 20_000 },
    ],
    expected: ['peer_silent'],
  },
  {
    name: 'the CSMS dies while the car charges',
    car: {},
    faults: [
      { kind: 'kill', party: 'csms', at: { leg: 'v2g', message: 'ChargingStatusReq', nth: 2 }, restart_ms: 20_000 },
    ],
    expected: [null],
  },
  {
    name: 'an event of the transaction is lost on the way',
    car: {},
    faults: [{ kind: 'wire', at: { leg: 'ocpp', message: 'TransactionEvent', nth: 3 }, effect: { do: 'halfOpen' } }],
    expected: [null],
  },
  ...[1, 3, 5].map(
    (nth): Case => ({
      name: `the connection to the CSMS goes with event ${nth} of the transaction`,
      car: {},
      faults: [{ kind: 'wire', at: { leg: 'ocpp', message: 'TransactionEvent', nth }, effect: { do: 'cut' } }],
      expected: [null],
    }),
  ),
  {
    name: 'a car that begins again without being unplugged pays for both times',
    car: { settings: { retries: { times: 1 } } },
    faults: [{ kind: 'wire', at: { leg: 'v2g', message: 'ChargingStatusReq', nth: 2 }, effect: { do: 'cut' } }],
    expected: [null],
  },
  {
    name: 'a CDR is lost on the way: it comes again',
    car: {},
    faults: [{ kind: 'wire', at: { leg: 'ocpi', message: 'POST cdrs' }, effect: { do: 'cut' } }],
    expected: [null],
  },
  {
    name: 'the answer to a CDR is lost: it comes again',
    car: {},
    faults: [{ kind: 'wire', at: { leg: 'ocpi', message: 'POST cdrs', part: 'answer' }, effect: { do: 'cut' } }],
    expected: [null],
  },
  {
    name: 'an acceptance that comes too late is not for the next car',
    car: {},
    faults: [
      { kind: 'wire', at: { leg: 'ocpp', message: 'Authorize', part: 'answer' }, effect: { do: 'delay', ms: 29_000 } },
      { kind: 'kill', party: 'ev', at: { leg: 'v2g', message: 'AuthorizationReq', nth: 3 } },
    ],
    expected: [null, 'peer_silent'],
  },
  { name: 'the car after it', car: { contract: 'blocked', which: 1 }, expected: ['emsp_contract_blocked'] },
  { name: 'the eMSP is away', car: {}, faults: [{ kind: 'down', party: 'emsp' }], expected: ['emsp_unreachable'] },
  { name: 'the CSMS is away', car: {}, faults: [{ kind: 'down', party: 'csms' }], expected: ['station_offline'] },
  ...(['stale', 'unknown', 'tryLater', 'wrongSigner', 'httpError'] as const).map(
    (fault): Case => ({
      name: `OCSP responder: ${fault}`,
      car: { which: 2, settings: { ocsp: 'ignore' } },
      world: { pki: { dangerOcspFault: fault } },
      expected: ['ocsp_unavailable', 'ocsp_unverifiable'],
    }),
  ),
  {
    name: 'receipts',
    car: { settings: { stop: { rounds: 4 } } },
    world: { station: { receipts_s: 1 } },
    expected: [null],
  },
  {
    name: 'an unsigned receipt',
    car: { settings: { stop: { rounds: 4 } } },
    faults: [{ kind: 'script', request: 'MeteringReceiptReq', effect: { do: 'unsigned' } }],
    world: { station: { receipts_s: 1 } },
    expected: ['signature_invalid', 'ev_refused_response', 'peer_silent'],
  },
  {
    name: 'a station without the MO root',
    car: { contract: 'mo-root' },
    world: { stationRoots: ['v2g', 'csms'], csms: { trust: { apply: 'off' } } },
    expected: ['station_mo_root_missing'],
  },
  {
    name: 'central validation in its place',
    car: { contract: 'mo-root', which: 1 },
    world: {
      stationRoots: ['v2g', 'csms'],
      csms: { trust: { apply: 'off' } },
      station: { variables: { ISO15118Ctrlr: { CentralContractValidationAllowed: 'true' } } },
    },
    expected: [null],
  },
  {
    name: 'the CSMS gives the station the root that it lacks',
    car: { contract: 'mo-root', which: 2 },
    world: { stationRoots: ['v2g', 'csms'], csms: { trust: { apply: 'apply' } } },
    expected: [null],
  },
];

/** What came of a case; `broken` is empty when all is as it must be. */
export interface CaseResult {
  readonly name: string;
  readonly code: string | null;
  readonly broken: readonly Broken[];
}

/** Runs all cases. */
export async function* runCases(material: Material, list: readonly Case[] = cases): AsyncGenerator<CaseResult> {
  let [bench, world]: [Bench | undefined, string | undefined] = [undefined, undefined];
  try {
    for (const one of list) {
      const key = JSON.stringify(one.world ?? {});
      if (key !== world || !bench || bench.isLost) {
        await bench?.close();
        bench = await Bench.of({ seed: `cases/${key}`, material, ...one.world });
        world = key;
      }
      const { session, broken } = await bench.visit({ car: one.car, faults: one.faults ?? [], idle_ms: 5_000 });
      const code = !session ? 'bug' : session.outcome === 'charged' ? null : (session.cause?.code ?? 'none');
      const isKilled = session !== undefined && session.ev === undefined;
      const wrong: Broken[] =
        isKilled || one.expected.includes(code)
          ? []
          : [
              {
                invariant: 'caseFits',
                text: `${code ?? 'charged'}, expected ${one.expected.map((cause) => cause ?? 'charged').join(' or ')}`,
              },
            ];
      // What the case expects stands in place of what a world without faults of its own would.
      const others = broken.filter(({ invariant }) => invariant !== 'verdictFits');
      yield { name: one.name, code, broken: [...others, ...wrong] };
    }
  } finally {
    await bench?.close();
  }
}
