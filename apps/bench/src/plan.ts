/** What happens in a simulated session and in the world around it, drawn from a seed. The same seed and number draw the same. @module */
import type { Millis } from '@openpnc/core/machine';
import type { Party } from '@openpnc/core/trace';
import { SeededRandom } from '@openpnc/sim/random';
import type { AnchorUse } from '@openpnc/x509/trustStore';
import type { Fault, Leg, ScriptEffect, Where, WireEffect } from './faults.ts';
import { type ContractKind, contractKinds } from './material.ts';
import type { CarWish, WorldOptions } from './world.ts';

/** One car's visit. */
export interface Plan {
  readonly car: CarWish;
  readonly faults: readonly Fault[];
  /** Before the car comes. */
  readonly idle_ms: Millis;
}

/** `plain`: cars with good contracts, nothing goes wrong. `mixed`: everything there is. */
export type Mix = 'plain' | 'mixed';

type Drawn<K extends keyof WorldOptions> = Pick<WorldOptions, K>;

/** The settings of the world of a batch. */
export function worldOf(seed: string, mix: Mix): Drawn<'station' | 'csms' | 'stationRoots'> {
  if (mix === 'plain') return {};
  const random = new SeededRandom(`${seed}/world`);
  const one = picker(random);
  const roots: readonly AnchorUse[] = random.chance(0.1) ? ['v2g', 'csms'] : ['v2g', 'mo', 'csms'];
  return {
    stationRoots: roots,
    station: {
      receipts_s: one([0, 0, 1, 5]),
      authorizeAt: one(['Authorization', 'PaymentDetails']),
      refusalCodes: one(['plain', 'specific']),
      authorizationHold_ms: one([0, 500, 1_000, 1_400]),
      variables: {
        SampledDataCtrlr: { TxUpdatedInterval: one(['0', '1', '30']) },
        ISO15118Ctrlr: { CentralContractValidationAllowed: one(['false', 'true']) },
      },
    },
    csms: {
      certificates: { revocation: one(['require', 'require', 'prefer']) },
      ...(random.chance(0.3) && { smartCharging: { limit_W: 7_000 } }),
      // Roots that the station lacks stay away where the world is to show it.
      trust: { apply: roots.includes('mo') ? one(['off', 'report', 'apply'] as const) : 'off' },
    },
  };
}

/** The visit of this number. */
export function planOf(seed: string, n: number, mix: Mix): Plan {
  const random = new SeededRandom(`${seed}/plan/${n}`);
  const one = picker(random);
  const good: ContractKind = random.chance(0.5) ? 'v2g-root' : 'mo-root';
  const which = random.integer(64);
  const idle_ms = 1_000 + random.integer(60_000);
  const rounds = 1 + random.integer(3);
  if (mix === 'plain') return { car: { contract: good, which, settings: { stop: { rounds } } }, faults: [], idle_ms };

  const isDc = random.chance(0.2);
  const contract = random.chance(0.15) ? one(contractKinds.slice(2)) : good;
  const payment = one(['contract', 'contract', 'contract', 'contract', 'contractOrExternal', 'external'] as const);
  const how = one(['stop', 'stop', 'stop', 'stop', 'pause', 'renegotiate'] as const);
  const car: CarWish = {
    contract,
    which,
    card: one(['known', 'known', 'unknown', 'none']),
    isKeyWrong: random.chance(0.03),
    isResumed: how === 'pause' && random.chance(0.7),
    ...(random.chance(0.02) && { roots: 'foreign' as const }),
    unplugAfter_ms: one([0, 500, 500, 5_000, 60_000]),
    settings: {
      payment,
      ...(isDc && { energyTransferModes: ['DC_extended'] as const }),
      stop: { rounds, how },
      security: payment !== 'contract' && random.chance(0.3) ? 'none' : 'tls',
      ocsp: one(['check', 'check', 'ignore', 'require']),
      ongoingPause_ms: one([0, 100, 1_000]),
      loopPause_ms: one([0, 500, 2_000, 10_000]),
      ...(random.chance(0.2) && { departure_s: 3_600 }),
      retries: { times: random.chance(0.1) ? 1 : 0 },
    },
  };
  const count = random.chance(0.25) ? (random.chance(0.2) ? 2 : 1) : 0;
  return { car, faults: Array.from({ length: count }, () => faultOf(random, isDc)), idle_ms };
}

/** Messages of each wire as a session has them. */
export const messagesOf: Readonly<Record<Leg, readonly string[]>> = {
  sdp: ['SECCDiscoveryReq'],
  v2g: [
    'supportedAppProtocolReq',
    'SessionSetupReq',
    'ServiceDiscoveryReq',
    'PaymentServiceSelectionReq',
    'PaymentDetailsReq',
    'AuthorizationReq',
    'ChargeParameterDiscoveryReq',
    'PowerDeliveryReq',
    'ChargingStatusReq',
    'MeteringReceiptReq',
    'SessionStopReq',
  ],
  ocpp: ['Authorize', 'TransactionEvent', 'StatusNotification', 'NotifyEVChargingNeeds', 'NotifyEVChargingSchedule'],
  ocpi: ['POST tokens/authorize', 'POST cdrs'],
  ocsp: ['OCSPRequest'],
};

const dcMessages = ['CableCheckReq', 'PreChargeReq', 'CurrentDemandReq', 'WeldingDetectionReq'];
const legs = ['sdp', 'v2g', 'v2g', 'v2g', 'ocpp', 'ocpp', 'ocpi', 'ocsp'] as const satisfies readonly Leg[];
const killed = ['ev', 'station', 'csms', 'emsp', 'pki'] as const satisfies readonly Party[];

function faultOf(random: SeededRandom, isDc: boolean): Fault {
  const one = picker(random);
  const at = whereOf(random, isDc);
  switch (one(['wire', 'wire', 'wire', 'link', 'skew', 'kill', 'kill', 'down', 'slow', 'script', 'script'] as const)) {
    case 'wire':
      return { kind: 'wire', at, effect: wireEffectOf(random, isDc) };
    case 'link':
      return linkOf(random);
    case 'skew':
      return {
        kind: 'skew',
        party: one(['ev', 'station', 'csms', 'emsp', 'pki']),
        offset_ms: one([-86_400_000, -30_000, -1_000, 1_000, 30_000, 86_400_000]),
      };
    case 'kill':
      return { kind: 'kill', party: one(killed), at, restart_ms: one([0, 1_000, 20_000, 300_000]) };
    case 'down':
      return { kind: 'down', party: one(['csms', 'emsp', 'pki']) };
    case 'slow':
      return { kind: 'slow', party: one(['emsp', 'pki']), ms: one([500, 1_900, 2_100, 7_000, 30_000]) };
    case 'script':
      return scriptOf(random);
  }
}

function whereOf(random: SeededRandom, isDc: boolean): Where {
  const one = picker(random);
  const leg = one(legs);
  const messages = leg === 'v2g' && isDc ? [...messagesOf.v2g, ...dcMessages] : messagesOf[leg];
  return { leg, message: one(messages), part: one(['request', 'answer']), nth: one([1, 1, 1, 2, 3]) };
}

function wireEffectOf(random: SeededRandom, isDc: boolean): WireEffect {
  const one = picker(random);
  switch (one(['delay', 'delay', 'lose', 'duplicate', 'corrupt', 'cut', 'halfOpen', 'behind'] as const)) {
    case 'delay':
      return { do: 'delay', ms: one([100, 900, 1_900, 2_100, 4_900, 5_100, 29_000, 59_000, 61_000]) };
    case 'lose':
      return { do: 'lose' };
    case 'duplicate':
      return { do: 'duplicate' };
    case 'corrupt':
      return { do: 'corrupt', bit: random.integer(8_000) };
    case 'cut':
      return { do: 'cut' };
    case 'halfOpen':
      return { do: 'halfOpen' };
    case 'behind':
      return { do: 'behind', other: whereOf(random, isDc), most_ms: one([100, 1_000, 10_000]) };
  }
}

function linkOf(random: SeededRandom): Fault {
  const one = picker(random);
  const leg = one(legs);
  return one<Fault>([
    { kind: 'link', leg, delay_ms: one([50, 200, 900]) },
    { kind: 'link', leg, jitter_ms: one([20, 300]) },
    { kind: 'link', leg, loss: one([0.05, 0.3]) },
    { kind: 'link', leg: 'v2g', reads: 'awkward' },
  ]);
}

function scriptOf(random: SeededRandom): Fault {
  const one = picker(random);
  const request = one(messagesOf.v2g.slice(1)) as Extract<Fault, { kind: 'script' }>['request'];
  const unfit = one<Extract<ScriptEffect, { do: 'before' | 'replace' }>>([
    { do: 'before', name: 'ServiceDiscoveryReq', body: {} },
    { do: 'before', name: 'AuthorizationReq', body: {} },
    { do: 'replace', name: 'SessionStopReq', body: { ChargingSession: 'Terminate' } },
    { do: 'replace', name: 'AuthorizationReq', body: {} },
    { do: 'replace', name: 'PowerDeliveryReq', body: { ChargeProgress: 'Start', SAScheduleTupleID: 1 } },
  ]);
  const nth = one([1, 1, 2]);
  return one<Fault>([
    { kind: 'script', request, nth, effect: { do: 'wait', ms: one([1_000, 39_000, 59_000, 61_000]) } },
    { kind: 'script', request: 'AuthorizationReq', effect: { do: 'unsigned' } },
    { kind: 'script', request: 'AuthorizationReq', effect: { do: 'patch', body: { GenChallenge: random.bytes(16) } } },
    { kind: 'script', request, nth, effect: unfit },
  ]);
}

function picker(random: SeededRandom): <T>(values: readonly T[]) => T {
  return (values) => values[random.integer(values.length)]!;
}
