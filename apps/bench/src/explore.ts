/**
 * Every state that a station's session can come to, against a peer that may send any message, good or bad, at any time, or
 * none until a timer runs out, with any news from the outside in between. The SECC is pure and its state plain data, so a
 * copy of each state takes each move; states are the same when an abstraction of them is. On each step the safety
 * invariants are asked.
 *
 * @module
 */
import { createPrivateKey, sign } from 'node:crypto';
import { toHex } from '@openpnc/core/bytes';
import type { Millis } from '@openpnc/core/machine';
import type { Bodies, V2G_Message } from '@openpnc/exi/iso15118-2';
import { encodeMessage } from '@openpnc/exi/iso15118-2';
import { finishSignature, prepareSignature } from '@openpnc/iso15118/signature';
import type { RequestName } from '@openpnc/iso15118/v2/message';
import { bodyOf } from '@openpnc/iso15118/v2/message';
import { Secc } from '@openpnc/iso15118/v2/secc';
import { secc, strictSecc } from '@openpnc/iso15118/v2/seccTable';
import {
  type SeccEffect,
  type SeccInput,
  type SeccSettings,
  type SeccStation,
  type Session,
  seccDefaults,
} from '@openpnc/iso15118/v2/session';
import { type SignedRequestName, signatureProfile } from '@openpnc/iso15118/v2/signatures';
import { timing } from '@openpnc/iso15118/v2/timing';
import { PathMemory } from '@openpnc/x509/path';
import type { BenchContract, Material } from './material.ts';

/** A station to explore. */
export interface ExploreConfig {
  readonly name: string;
  readonly settings: Partial<SeccSettings>;
  readonly isTls?: boolean;
  /** A session was paused at this outlet. */
  readonly isPaused?: boolean;
}

/** The stations that the whole exploration looks at. */
export const configs: readonly ExploreConfig[] = [
  { name: 'AC', settings: { energyTransferModes: ['AC_three_phase_core'] } },
  { name: 'AC, pilot wired', settings: { energyTransferModes: ['AC_three_phase_core'], isPilotChecked: true } },
  { name: 'AC, receipts', settings: { energyTransferModes: ['AC_three_phase_core'], receipts: { every_ms: 1 } } },
  {
    name: 'AC, asked at PaymentDetails',
    settings: { energyTransferModes: ['AC_three_phase_core'], authorizeAt: 'PaymentDetails' },
  },
  { name: 'AC, without TLS', settings: { energyTransferModes: ['AC_three_phase_core'] }, isTls: false },
  { name: 'AC, strict', settings: { energyTransferModes: ['AC_three_phase_core'], isStrict: true } },
  { name: 'AC, a session to resume', settings: { energyTransferModes: ['AC_three_phase_core'] }, isPaused: true },
  { name: 'DC', settings: { energyTransferModes: ['DC_extended'] } },
  { name: 'DC, pilot wired', settings: { energyTransferModes: ['DC_extended'], isPilotChecked: true } },
];

/** An invariant that did not hold, with the row of moves that leads there. */
export interface Counterexample {
  readonly config: string;
  readonly invariant: string;
  readonly text: string;
  readonly moves: readonly string[];
}

export interface ExploreReport {
  readonly states: number;
  readonly transitions: number;
  /** False: the budget was used up before everything was seen. */
  readonly isWhole: boolean;
  readonly counterexamples: readonly Counterexample[];
  /** Cells of the table of states that were answered. */
  readonly cells: ReadonlySet<string>;
}

/** Explores one station. `most`: transitions at most. */
export function exploreSecc(material: Material, config: ExploreConfig, most = Number.POSITIVE_INFINITY): ExploreReport {
  const peer = new Peer(material);
  const queue: Walk[] = [];
  const seen = new Set<string>();
  const isNew = (walk: Walk): boolean => {
    const key = walk.key();
    if (walk.isOver || seen.has(key)) return false;
    seen.add(key);
    queue.push(walk);
    return true;
  };
  // The states of a good session first: a search with a budget then looks around each of them.
  let good = new Walk(peer, config);
  isNew(good);
  for (const move of goodPath(config)) {
    good = good.copy();
    good.do(move);
    isNew(good);
  }
  const counterexamples: Counterexample[] = [];
  const cells = new Set<string>();
  let transitions = 0;
  for (let at = 0; at < queue.length && transitions < most; at += 1) {
    const here = queue[at]!;
    for (const move of moveNames) {
      if (!here.can(move)) continue;
      const walk = here.copy();
      transitions += 1;
      for (const { invariant, text } of walk.do(move))
        if (counterexamples.length < MOST_COUNTEREXAMPLES)
          counterexamples.push({ config: config.name, invariant, text, moves: walk.moves });
      if (walk.answered !== undefined) cells.add(`${here.state} ${walk.answered}`);
      isNew(walk);
    }
  }
  return { states: seen.size, transitions, isWhole: transitions < most, counterexamples, cells };
}

/** A session in which everything goes well, up to its end. */
function goodPath({ settings, isTls = true }: ExploreConfig): readonly string[] {
  const isDc = settings.energyTransferModes?.[0]?.startsWith('DC') === true;
  const pilot = (state: 'B' | 'C') => (settings.isPilotChecked ? [`pilot ${state}`] : []);
  const authorized = isTls
    ? ['PaymentServiceSelectionReq Contract', 'PaymentDetailsReq', 'AuthorizationReq signed', 'accepted']
    : ['PaymentServiceSelectionReq ExternalPayment', 'AuthorizationReq bare', 'card'];
  const start = isDc
    ? [
        'ChargeParameterDiscoveryReq DC',
        ...pilot('C'),
        'CableCheckReq',
        'isolation Valid',
        'CableCheckReq',
        'PreChargeReq',
        'present',
      ]
    : ['ChargeParameterDiscoveryReq AC', ...pilot('C')];
  const loop = isDc ? ['CurrentDemandReq'] : ['ChargingStatusReq'];
  const receipt = settings.receipts === undefined || !isTls ? [] : ['meter', ...loop, 'MeteringReceiptReq signed'];
  return [
    ...pilot('B'),
    'SessionSetupReq',
    'ServiceDiscoveryReq',
    ...authorized,
    ...start,
    'PowerDeliveryReq Start',
    'energy on',
    ...loop,
    ...receipt,
    ...(isDc ? [] : pilot('B')),
    'PowerDeliveryReq Stop',
    'energy off',
    ...(isDc ? pilot('B') : []),
    'SessionStopReq Terminate',
  ];
}

/** What a walk knows beside the machine: what was really given to it. */
interface Ghost {
  /** A rightly signed AuthorizationReq with the challenge of this session was sent. */
  isProved: boolean;
  /** Ids that the machine asked the back end for. */
  readonly asked: string[];
  /** The back end said yes to a question of this session. */
  isAccepted: boolean;
  isCardAccepted: boolean;
  power: 'off' | 'on';
  requests: number;
  responses: number;
  ended: number;
  started: number;
  isClosed: boolean;
}

type Rows = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

export interface Problem {
  readonly invariant: string;
  readonly text: string;
}

/** One machine on its way through its states. */
export class Walk {
  secc: Secc;
  ghost: Ghost = {
    isProved: false,
    asked: [],
    isAccepted: false,
    isCardAccepted: false,
    power: 'off',
    requests: 0,
    responses: 0,
    ended: 0,
    started: 0,
    isClosed: false,
  };
  now: Millis;
  /** How it came here. */
  moves: readonly string[] = [];
  /** The request that the last move was, when it was answered well. */
  answered: RequestName | undefined;
  readonly #peer: Peer;
  readonly #config: ExploreConfig;
  #held = '';
  #effects: readonly SeccEffect[] = [];

  constructor(peer: Peer, config: ExploreConfig) {
    const { settings, isTls = true, isPaused = false } = config;
    this.#peer = peer;
    this.#config = config;
    this.now = peer.startAt;
    this.secc = new Secc(peer.station(settings, isTls, isPaused), {
      setupEnd: this.now + timing.V2G_SECC_CommunicationSetup_Performance_Time,
    });
  }

  get state(): string {
    return this.secc.state;
  }

  get isOver(): boolean {
    return this.ghost.isClosed;
  }

  /**
   * Whether a move can happen here and be told from others: an outlet does not measure what was never asked of it, and
   * news that this station takes no notice of would only multiply the states.
   */
  can(move: string): boolean {
    const { session, deadline, state } = this.secc;
    const { settings } = this.#config;
    const [kind] = move.split(' ');
    switch (kind) {
      case 'timer':
        return deadline !== undefined;
      case 'late':
        return state === 'WaitForAuthorization' && session.ongoingSince !== undefined;
      case 'certificate':
        return session.certificate !== undefined;
      case 'accepted':
      case 'rejected':
        return session.authorization !== undefined && !session.hasStarted;
      case 'card':
        return !session.isExternallyAuthorized && session.energyTransferMode === undefined;
      case 'energy':
        return session.energy !== 'off';
      case 'isolation':
        return session.isolation === 'asked';
      case 'present':
        return session.preChargeSince !== undefined && session.present.voltage_V === 0;
      case 'meter':
        return settings.receipts !== undefined && session.hasStarted && session.meterInfo === undefined;
      case 'notify':
        return session.hasStarted && session.notification.EVSENotification === 'None';
      case 'pilot':
        return settings.isPilotChecked === true && (session.pilot ?? '') !== move.slice(6);
      default:
        return !(kind! in variants) || this.#isTold(move, kind as RequestName);
    }
  }

  /** A request that this state does not take is refused whatever is in it: its first variant stands for all. */
  #isTold(move: string, name: RequestName): boolean {
    const isHeld = this.ghost.requests > this.ghost.responses;
    const table: Rows = this.#config.settings.isStrict ? strictSecc : secc;
    return (!isHeld && table[this.secc.state]?.[name] !== undefined) || variants[name] === move;
  }

  copy(): Walk {
    const other = new Walk(this.#peer, this.#config);
    other.secc = this.secc.copy();
    other.ghost = { ...this.ghost, asked: [...this.ghost.asked] };
    other.now = this.now;
    other.moves = this.moves;
    other.#held = this.#held;
    return other;
  }

  do(move: string): readonly Problem[] {
    this.moves = [...this.moves, move];
    this.answered = undefined;
    const { input, after_ms, isRight } = this.#peer.input(move, this.secc, this.now);
    this.now += after_ms;
    const { secc, ghost } = this;
    const before = secc.state;
    const wasClosed = ghost.isClosed;
    const wasHeld = ghost.requests > ghost.responses;
    if (input.type === 'request') {
      ghost.requests += 1;
      if (isRight && move === 'AuthorizationReq signed') ghost.isProved ||= before === 'WaitForAuthorization';
    }
    if (move === 'accepted' && ghost.asked.length > 0) ghost.isAccepted = true;
    if (move === 'card') ghost.isCardAccepted = true;
    if (move === 'energy off') ghost.power = 'off';
    return this.#step(input, { move, before, wasClosed, wasHeld });
  }

  /** Feeds an input that is no move of the list. @returns what the machine asks for, and what is wrong */
  feed(
    input: SeccInput | { readonly type: 'timeout' },
    now: Millis,
  ): { readonly effects: readonly SeccEffect[]; readonly problems: readonly Problem[] } {
    this.answered = undefined;
    this.now = now;
    const { secc, ghost } = this;
    const before = secc.state;
    const wasClosed = ghost.isClosed;
    const wasHeld = ghost.requests > ghost.responses;
    const name = input.type === 'request' ? bodyOf(input.message)?.name : undefined;
    if (input.type === 'request') {
      ghost.requests += 1;
      // The car that is played here signs rightly.
      if (name === 'AuthorizationReq' && input.message.Header.Signature && before === 'WaitForAuthorization')
        ghost.isProved = true;
    }
    if (input.type === 'authorized' && input.outcome === 'accepted' && ghost.asked.includes(input.id))
      ghost.isAccepted = true;
    if (input.type === 'authorizedExternally') ghost.isCardAccepted = true;
    if (input.type === 'energy' && input.state === 'off') ghost.power = 'off';
    const problems = this.#step(input, { move: name ?? input.type, before, wasClosed, wasHeld });
    return { effects: this.#effects, problems };
  }

  #step(
    input: SeccInput | { readonly type: 'timeout' },
    how: { readonly move: string; readonly before: string; readonly wasClosed: boolean; readonly wasHeld: boolean },
  ): readonly Problem[] {
    let effects: readonly SeccEffect[];
    try {
      effects = this.secc.step(input, this.now);
    } catch (error) {
      return [
        { invariant: 'neverThrows', text: error instanceof Error ? (error.stack ?? error.message) : String(error) },
      ];
    }
    this.#effects = effects;
    return this.#judge(effects, { ...how, input });
  }

  /** Equal for states in which the machine does the same from here on. */
  key(): string {
    const { secc, now, ghost } = this;
    const { session, deadline } = secc;
    return [
      secc.state,
      sessionKey(session, now),
      deadline === undefined ? 'no timer' : timerKey(deadline - now),
      ghost.isProved,
      ghost.isAccepted,
      ghost.isCardAccepted,
      ghost.power,
      // A request whose answer is held back.
      ghost.requests - ghost.responses > 0 && !ghost.isClosed ? `held ${this.#held}` : '',
    ].join('|');
  }

  #judge(
    effects: readonly SeccEffect[],
    {
      move,
      before,
      wasClosed,
      wasHeld,
      input,
    }: {
      readonly move: string;
      readonly before: string;
      readonly wasClosed: boolean;
      readonly wasHeld: boolean;
      readonly input: SeccInput | { readonly type: 'timeout' };
    },
  ): readonly Problem[] {
    const { ghost, secc, now } = this;
    const problems: Problem[] = [];
    const broken = (invariant: string, text: string) => problems.push({ invariant, text });
    if (wasClosed && effects.length > 0) broken('silentWhenClosed', `${move} after the end gave ${effects[0]!.do}`);
    if (input.type === 'request') this.#held = bodyOf(input.message)?.name ?? '';
    let isFailed = false;
    let isFound = false;
    let isClosing = false;
    for (const effect of effects) {
      switch (effect.do) {
        case 'send': {
          ghost.responses += 1;
          const response = bodyOf(effect.message)!;
          const code = (response.body as { readonly ResponseCode: string }).ResponseCode;
          if (response.name !== effect.request.replace(/Req$/, 'Res'))
            broken('answersFit', `${effect.request} was answered by ${response.name}`);
          if (now - effect.receivedAt > timing.V2G_SECC_Msg_Performance_Time[effect.request])
            broken('answersInTime', `${effect.request} was answered after ${now - effect.receivedAt} ms`);
          if (code.startsWith('FAILED')) isFailed = true;
          else this.answered = effect.request;
          if (before === 'End') broken('nothingAfterTheEnd', `${effect.request} was answered after the end`);
          break;
        }
        case 'energy':
          if (effect.want === 'stop') ghost.power = 'off';
          else {
            ghost.power = 'on';
            const problem = this.#unproved();
            if (problem) broken('noEnergyWithoutProof', problem);
          }
          break;
        case 'authorize':
          if (ghost.asked.includes(effect.id)) broken('questionsAreNew', `question ${effect.id} was asked before`);
          ghost.asked.push(effect.id);
          if (effect.verdict.trust !== 'anchor')
            broken('onlyProvedChains', `asked for a chain of trust ${effect.verdict.trust}`);
          break;
        case 'finding':
          if (effect.severity === 'refusal') isFound = true;
          break;
        case 'session':
          if (effect.event === 'started') ghost.started += 1;
          if (effect.event === 'ended') ghost.ended += 1;
          if (effect.event === 'charging' && this.#unproved()) broken('noEnergyWithoutProof', this.#unproved()!);
          break;
        case 'close':
          isClosing = true;
          ghost.isClosed = true;
      }
    }
    if (input.type === 'closed') ghost.isClosed = true;
    if (this.answered !== undefined && isNeverGood(move, secc.session))
      broken('badRequestsFail', `${move} was answered well`);
    if (ghost.responses > ghost.requests) broken('oneAnswerEach', 'more answers than requests');
    if (input.type === 'request' && wasHeld && !wasClosed && before !== 'End' && !isClosing)
      broken('oneAtATime', `${move} came while an answer was due, and the session went on`);
    if (isFailed && !isClosing) broken('failuresClose', 'a FAILED answer and the connection stays open [V2G2-539]');
    if (isFailed && !isFound) broken('refusalsAreTold', 'a FAILED answer without a finding');
    if (secc.state === 'End' && ghost.power === 'on')
      broken('powerEndsWithTheSession', 'the session ended and the power was not taken off');
    if (!ghost.isClosed && secc.deadline === undefined) broken('nothingHangs', `no timer runs in ${secc.state}`);
    if (ghost.ended > 1) broken('oneEnd', 'the end of the session was told twice');
    if (ghost.isClosed && ghost.started > 0 && ghost.ended === 0)
      broken('endsAreTold', 'the connection is over and no end was told');
    return problems;
  }

  #unproved(): string | undefined {
    const { payment } = this.secc.session;
    const { isProved, isAccepted, isCardAccepted } = this.ghost;
    // Who paid by card at the outlet may charge whatever the car selected [V2G2-855].
    if (payment === 'ExternalPayment') return isCardAccepted ? undefined : 'energy before anybody paid';
    if (!isProved) return 'energy before the contract key was proved';
    return isAccepted ? undefined : 'energy before the back end said yes';
  }
}

/** Requests that no state may answer well. */
function isNeverGood(move: string, { payment, contract }: Session): boolean {
  if (move.startsWith('AuthorizationReq'))
    return BAD_PROOFS.has(move) && payment === 'Contract' && contract !== undefined;
  return BAD_REQUESTS.has(move);
}

const BAD_PROOFS: ReadonlySet<string> = new Set([
  'AuthorizationReq signed by another key',
  'AuthorizationReq with another challenge',
  'AuthorizationReq unsigned',
]);
const BAD_REQUESTS: ReadonlySet<string> = new Set([
  'ServiceDiscoveryReq of a foreign session',
  'PaymentServiceSelectionReq unknown service',
  'PaymentDetailsReq expired',
  'PaymentDetailsReq of another eMAID',
  'PaymentDetailsReq without sub-CAs',
  'CableCheckReq with a fault',
  'PowerDeliveryReq Start of an unknown schedule',
  'MeteringReceiptReq unsigned',
  'CertificateInstallationReq unsigned',
]);

/** Durations fall into classes: before and after the limits that are asked for. */
function timerKey(left_ms: Millis): string {
  if (left_ms <= 0) return 'due';
  if (left_ms <= 1_500) return 'short';
  return left_ms <= 5_000 ? 'seconds' : 'long';
}

function since(at: Millis | undefined, now: Millis, limit_ms: Millis): string {
  if (at === undefined) return '-';
  return now - at < limit_ms ? 'running' : 'over';
}

export function sessionKey(session: Session, now: Millis): string {
  const { authorization, certificate, contract, present, notification } = session;
  return [
    session.payment ?? '-',
    session.paymentOptions.join(','),
    session.isResumed,
    contract ? `${contract.verdict.trust}${contract.verdict.isExpiringSoon}` : '-',
    session.isContractProved,
    authorization?.outcome ?? '-',
    session.isExternallyAuthorized,
    since(session.ongoingSince, now, timing.V2G_SECC_Ongoing_Performance_Time),
    certificate ? (certificate.exiResponse ? 'came' : (certificate.failure ?? 'asked')) : '-',
    session.energyTransferMode ?? '-',
    session.SAScheduleList ? 'planned' : '-',
    session.SAScheduleTupleID ?? '-',
    session.hasStarted,
    session.energy,
    session.isolation ?? '-',
    since(session.cableCheckSince, now, timing.V2G_SECC_CableCheck_Performance_Time),
    since(session.preChargeSince, now, timing.V2G_SECC_PreCharge_Performance_Time),
    present.voltage_V > 0,
    session.meterInfo ? 'metered' : '-',
    session.receiptDue ? 'due' : '-',
    session.receiptAt === undefined ? '-' : 'asked before',
    notification.EVSENotification,
    session.evseStatusCode,
    session.pilot ?? '-',
  ].join(',');
}

const status = { EVReady: true, EVErrorCode: 'NO_ERROR', EVRESSSOC: 40 } as const;
const carFault = { ...status, EVErrorCode: 'FAILED_RESSTemperatureInhibit' } as const;
const volt = { Multiplier: 0, Unit: 'V', Value: 380 } as const;
const ampere = { Multiplier: 0, Unit: 'A', Value: 16 } as const;
const roots = { RootCertificateID: [{ X509IssuerName: 'DC=V2G,CN=V2G Root', X509SerialNumber: 1n }] };

type Request = {
  readonly [R in RequestName]: {
    readonly name: R;
    readonly body: Bodies[R];
    readonly signed?: 'right' | 'wrong';
    readonly sessionId?: Uint8Array;
  };
}[RequestName];

interface MoveInput {
  readonly input: SeccInput | { readonly type: 'timeout' };
  readonly after_ms: Millis;
  readonly isRight?: boolean;
}

/** Everything that may happen to a station's session, by name. */
const requests: Readonly<Record<string, (peer: Peer, session: Session) => Request>> = {
  SessionSetupReq: () => ({ name: 'SessionSetupReq', body: { EVCCID: new Uint8Array(6) } }),
  'SessionSetupReq of the paused session': (peer) => ({
    name: 'SessionSetupReq',
    body: { EVCCID: new Uint8Array(6) },
    sessionId: peer.pausedId,
  }),
  ServiceDiscoveryReq: () => ({ name: 'ServiceDiscoveryReq', body: {} }),
  'ServiceDiscoveryReq of a foreign session': () => ({
    name: 'ServiceDiscoveryReq',
    body: {},
    sessionId: Uint8Array.of(9, 9, 9, 9, 9, 9, 9, 9),
  }),
  ServiceDetailReq: () => ({ name: 'ServiceDetailReq', body: { ServiceID: 2 } }),
  'ServiceDetailReq unknown': () => ({ name: 'ServiceDetailReq', body: { ServiceID: 77 } }),
  'PaymentServiceSelectionReq Contract': () => selection('Contract', 1),
  'PaymentServiceSelectionReq Contract with certificate': () => ({
    name: 'PaymentServiceSelectionReq',
    body: {
      SelectedPaymentOption: 'Contract',
      SelectedServiceList: { SelectedService: [{ ServiceID: 1 }, { ServiceID: 2, ParameterSetID: 1 }] },
    },
  }),
  'PaymentServiceSelectionReq ExternalPayment': () => selection('ExternalPayment', 1),
  'PaymentServiceSelectionReq unknown service': () => selection('Contract', 99),
  PaymentDetailsReq: (peer) => details(peer.contract, peer.contract.eMAID),
  'PaymentDetailsReq expired': (peer) => details(peer.expired, peer.expired.eMAID),
  'PaymentDetailsReq of another eMAID': (peer) => details(peer.contract, peer.expired.eMAID),
  'PaymentDetailsReq without sub-CAs': (peer) => ({
    name: 'PaymentDetailsReq',
    body: { eMAID: peer.contract.eMAID, ContractSignatureCertChain: { Certificate: peer.contract.chain[0]! } },
  }),
  'AuthorizationReq signed': (_, session) => ({ name: 'AuthorizationReq', body: challenge(session), signed: 'right' }),
  'AuthorizationReq signed by another key': (_, session) => ({
    name: 'AuthorizationReq',
    body: challenge(session),
    signed: 'wrong',
  }),
  'AuthorizationReq with another challenge': () => ({
    name: 'AuthorizationReq',
    body: { Id: 'ID1', GenChallenge: new Uint8Array(16).fill(7) },
    signed: 'right',
  }),
  'AuthorizationReq unsigned': (_, session) => ({ name: 'AuthorizationReq', body: challenge(session) }),
  'AuthorizationReq bare': () => ({ name: 'AuthorizationReq', body: {} }),
  'ChargeParameterDiscoveryReq AC': () => ({
    name: 'ChargeParameterDiscoveryReq',
    body: {
      RequestedEnergyTransferMode: 'AC_three_phase_core',
      AC_EVChargeParameter: {
        EAmount: { Multiplier: 1, Unit: 'Wh', Value: 2_000 },
        EVMaxVoltage: volt,
        EVMaxCurrent: ampere,
        EVMinCurrent: { ...ampere, Value: 6 },
      },
    },
  }),
  'ChargeParameterDiscoveryReq DC': () => ({
    name: 'ChargeParameterDiscoveryReq',
    body: {
      RequestedEnergyTransferMode: 'DC_extended',
      DC_EVChargeParameter: {
        DC_EVStatus: status,
        EVMaximumCurrentLimit: { ...ampere, Value: 200 },
        EVMaximumVoltageLimit: { ...volt, Value: 450 },
      },
    },
  }),
  CableCheckReq: () => ({ name: 'CableCheckReq', body: { DC_EVStatus: status } }),
  'CableCheckReq with a fault': () => ({ name: 'CableCheckReq', body: { DC_EVStatus: carFault } }),
  PreChargeReq: () => ({
    name: 'PreChargeReq',
    body: { DC_EVStatus: status, EVTargetVoltage: volt, EVTargetCurrent: { ...ampere, Value: 1 } },
  }),
  'PowerDeliveryReq Start': () => ({
    name: 'PowerDeliveryReq',
    body: { ChargeProgress: 'Start', SAScheduleTupleID: 1 },
  }),
  'PowerDeliveryReq Start of an unknown schedule': () => ({
    name: 'PowerDeliveryReq',
    body: { ChargeProgress: 'Start', SAScheduleTupleID: 200 },
  }),
  'PowerDeliveryReq Stop': () => ({ name: 'PowerDeliveryReq', body: { ChargeProgress: 'Stop', SAScheduleTupleID: 1 } }),
  'PowerDeliveryReq Renegotiate': () => ({
    name: 'PowerDeliveryReq',
    body: { ChargeProgress: 'Renegotiate', SAScheduleTupleID: 1 },
  }),
  ChargingStatusReq: () => ({ name: 'ChargingStatusReq', body: {} }),
  CurrentDemandReq: () => ({
    name: 'CurrentDemandReq',
    body: {
      DC_EVStatus: status,
      EVTargetCurrent: { ...ampere, Value: 100 },
      ChargingComplete: false,
      EVTargetVoltage: volt,
    },
  }),
  'MeteringReceiptReq signed': (_, session) => ({
    name: 'MeteringReceiptReq',
    body: receipt(session),
    signed: 'right',
  }),
  'MeteringReceiptReq unsigned': (_, session) => ({ name: 'MeteringReceiptReq', body: receipt(session) }),
  WeldingDetectionReq: () => ({ name: 'WeldingDetectionReq', body: { DC_EVStatus: status } }),
  'SessionStopReq Terminate': () => ({ name: 'SessionStopReq', body: { ChargingSession: 'Terminate' } }),
  'SessionStopReq Pause': () => ({ name: 'SessionStopReq', body: { ChargingSession: 'Pause' } }),
  'CertificateInstallationReq signed': (peer) => ({
    name: 'CertificateInstallationReq',
    body: { Id: 'ID1', OEMProvisioningCert: peer.provisioning, ListOfRootCertificateIDs: roots },
    signed: 'right',
  }),
  'CertificateInstallationReq unsigned': (peer) => ({
    name: 'CertificateInstallationReq',
    body: { Id: 'ID1', OEMProvisioningCert: peer.provisioning, ListOfRootCertificateIDs: roots },
  }),
  'CertificateUpdateReq signed': (peer) => ({
    name: 'CertificateUpdateReq',
    body: {
      Id: 'ID1',
      ContractSignatureCertChain: chainOf(peer.contract),
      eMAID: peer.contract.eMAID,
      ListOfRootCertificateIDs: roots,
    },
    signed: 'right',
  }),
};

/** The first variant of each request. */
const variants: Readonly<Record<string, string>> = Object.fromEntries(
  Object.keys(requests)
    .toReversed()
    .map((move) => [move.split(' ')[0]!, move]),
);

const news: Readonly<Record<string, (session: Session) => SeccInput | { readonly type: 'timeout' }>> = {
  accepted: ({ authorization }) => ({ type: 'authorized', id: authorization?.id ?? '', outcome: 'accepted' }),
  rejected: ({ authorization }) => ({ type: 'authorized', id: authorization?.id ?? '', outcome: 'rejected' }),
  'accepted for another session': () => ({ type: 'authorized', id: 'AAAAAAAAAAAAAAAA-1', outcome: 'accepted' }),
  card: () => ({ type: 'authorizedExternally' }),
  'certificate comes': ({ certificate }) => ({
    type: 'certificate',
    id: certificate?.id ?? '',
    exiResponse: new Uint8Array(4),
  }),
  'certificate fails': ({ certificate }) => ({
    type: 'certificate',
    id: certificate?.id ?? '',
    failure: 'no contract',
  }),
  'energy on': () => ({ type: 'energy', state: 'on' }),
  'energy off': () => ({ type: 'energy', state: 'off' }),
  'energy failed': () => ({ type: 'energy', state: 'failed' }),
  'isolation Valid': () => ({ type: 'isolation', status: 'Valid' }),
  'isolation Fault': () => ({ type: 'isolation', status: 'Fault' }),
  present: () => ({ type: 'present', voltage_V: 380, current_A: 0 }),
  meter: () => ({ type: 'meter', meterInfo: { MeterID: 'M', MeterReading: 1n } }),
  'notify StopCharging': () => ({ type: 'notify', EVSENotification: 'StopCharging', NotificationMaxDelay: 0 }),
  'notify ReNegotiation': () => ({ type: 'notify', EVSENotification: 'ReNegotiation', NotificationMaxDelay: 0 }),
  'pilot A': () => ({ type: 'pilot', state: 'A' }),
  'pilot B': () => ({ type: 'pilot', state: 'B' }),
  'pilot C': () => ({ type: 'pilot', state: 'C' }),
  emergency: () => ({ type: 'emergency', reason: 'the button' }),
  closed: () => ({ type: 'closed', reason: 'ended by the peer' }),
  abandoned: () => ({ type: 'abandoned', reason: 'unreadable' }),
  timer: () => ({ type: 'timeout' }),
  /** A timer that rings before its time: a driver may be early, a machine must not believe it. */
  'timer too early': () => ({ type: 'timeout' }),
};

/** A poll just before the sequence timeout: the one way past the end of Ongoing. */
const LATE_POLL = 'late poll';
const moveNames = [...Object.keys(requests), LATE_POLL, ...Object.keys(news)];

/** Knows contracts and keys, and makes the inputs of moves. What it has signed once it signs the same again. */
export class Peer {
  readonly startAt: Millis;
  readonly contract: BenchContract;
  readonly expired: BenchContract;
  readonly provisioning: Uint8Array;
  readonly pausedId = Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8);
  readonly #material: Material;
  readonly #memory = new PathMemory();
  readonly #values = new Map<string, Uint8Array>();
  readonly #signatures = new Map<string, V2G_Message['Header']['Signature']>();
  readonly #keys: Readonly<Record<'contract' | 'provisioning' | 'wrong', ReturnType<typeof createPrivateKey>>>;

  constructor(material: Material) {
    this.#material = material;
    this.startAt = material.startAt;
    this.contract = material.contracts['v2g-root'][0]!;
    this.expired = material.contracts.expired[0]!;
    this.provisioning = material.pki.provisioning.certificate.der;
    this.#keys = {
      contract: createPrivateKey(this.contract.keyPem),
      provisioning: createPrivateKey(material.pki.provisioning.key.exportPem()),
      wrong: createPrivateKey(this.expired.keyPem),
    };
  }

  station(settings: Partial<SeccSettings>, isTls: boolean, isPaused: boolean): SeccStation {
    const { roots: anchors } = this.#material.pki;
    return {
      settings: { ...seccDefaults, EVSEID: 'DE*OPC*E00001*1', ...settings },
      trust: {
        anchors: () => [anchors.v2g, anchors.mo],
        memory: this.#memory,
        isClockSynchronised: () => true,
        isPrivateEnvironment: false,
      },
      // Every challenge is the same, so that each is signed once.
      random: { bytes: (length) => new Uint8Array(length).fill(0x5a) },
      isTls,
      ...(isPaused && {
        paused: {
          sessionId: this.pausedId,
          payment: 'Contract',
          SAScheduleTupleID: 1,
          SAScheduleList: undefined,
          energyTransferMode: settings.energyTransferModes?.[0],
          at: this.startAt - 60_000,
        },
      }),
    };
  }

  input(move: string, { session, deadline }: Secc, now: Millis): MoveInput {
    if (move === 'timer') return { input: { type: 'timeout' }, after_ms: Math.max(0, (deadline ?? now) - now) };
    if (move === LATE_POLL) {
      const late = (deadline ?? now) - now - 1;
      return { input: this.#request({ name: 'AuthorizationReq', body: {} }, session), after_ms: Math.max(0, late) };
    }
    const request = requests[move]?.(this, session);
    if (!request) return { input: news[move]!(session), after_ms: 0 };
    return { input: this.#request(request, session), after_ms: REQUEST_MS, isRight: request.signed === 'right' };
  }

  #request({ name, body, signed, ...request }: Request, session: Session): SeccInput {
    const { sessionId = session.sessionId } = request;
    const Signature = signed && this.#sign(name as SignedRequestName, body as never, signed);
    const message = {
      Header: { SessionID: sessionId.length === 0 ? new Uint8Array(8) : sessionId, ...(Signature && { Signature }) },
      Body: { [name]: body },
    } as V2G_Message;
    // The bytes are only handed on, for certificate requests.
    return { type: 'request', message, exi: name.startsWith('Certificate') ? encodeMessage(message) : NO_BYTES };
  }

  /** What the car's key makes of bytes that are to be signed: the same each time. */
  value(data: Uint8Array): Uint8Array {
    const id = toHex(data);
    let known = this.#values.get(id);
    if (!known) {
      known = new Uint8Array(sign('sha256', data, { key: this.#keys.contract, dsaEncoding: 'ieee-p1363' }));
      this.#values.set(id, known);
    }
    return known;
  }

  #sign<R extends SignedRequestName>(name: R, body: Bodies[R], how: 'right' | 'wrong') {
    const prepared = prepareSignature(signatureProfile, [{ name, value: body }]);
    const owner = how === 'wrong' ? 'wrong' : name === 'CertificateInstallationReq' ? 'provisioning' : 'contract';
    const id = `${owner} ${toHex(prepared.data)}`;
    let known = this.#signatures.get(id);
    if (!known) {
      const value = sign('sha256', prepared.data, { key: this.#keys[owner], dsaEncoding: 'ieee-p1363' });
      known = finishSignature(prepared, new Uint8Array(value));
      this.#signatures.set(id, known);
    }
    return known;
  }
}

function selection(SelectedPaymentOption: 'Contract' | 'ExternalPayment', ServiceID: number): Request {
  return {
    name: 'PaymentServiceSelectionReq',
    body: { SelectedPaymentOption, SelectedServiceList: { SelectedService: [{ ServiceID }] } },
  };
}

function details(contract: BenchContract, eMAID: string): Request {
  return { name: 'PaymentDetailsReq', body: { eMAID, ContractSignatureCertChain: chainOf(contract) } };
}

function chainOf({ chain }: BenchContract) {
  const [leaf, ...subs] = chain as readonly [Uint8Array, ...Uint8Array[]];
  return { Certificate: leaf, SubCertificates: { Certificate: subs } };
}

function challenge({ contract }: Session): Bodies['AuthorizationReq'] {
  return { Id: 'ID1', GenChallenge: contract?.challenge ?? new Uint8Array(16) };
}

function receipt({ sessionId, receiptDue, SAScheduleTupleID }: Session): Bodies['MeteringReceiptReq'] {
  return {
    Id: 'ID1',
    SessionID: sessionId.length === 0 ? new Uint8Array(8) : sessionId,
    ...(SAScheduleTupleID !== undefined && { SAScheduleTupleID }),
    MeterInfo: receiptDue ?? { MeterID: 'M' },
  };
}

const NO_BYTES = new Uint8Array(0);
const REQUEST_MS: Millis = 100;
const MOST_COUNTEREXAMPLES = 20;
