/**
 * Our own car against our own station, both pure: every order in which the wire, the back end, the contactor, the isolation
 * monitor, the driver and the timers can act. The car's script is a position in code and cannot be copied, so a state is
 * reached by replaying the shortest row of choices to it.
 *
 * @module
 */
import type { Millis } from '@openpnc/core/machine';
import type { V2G_Message } from '@openpnc/exi/iso15118-2';
import { Evcc, type EvccEffect, type EvccInput } from '@openpnc/iso15118/v2/evcc';
import type { Battery, Car, Charged } from '@openpnc/iso15118/v2/evcc/car';
import { chargingSession } from '@openpnc/iso15118/v2/evcc/chargingSession';
import { bodyOf } from '@openpnc/iso15118/v2/message';
import type { SeccEffect, SeccInput } from '@openpnc/iso15118/v2/session';
import { timing } from '@openpnc/iso15118/v2/timing';
import {
  type Counterexample,
  type ExploreConfig,
  type ExploreReport,
  Peer,
  type Problem,
  sessionKey,
  Walk,
} from './explore.ts';
import type { Material } from './material.ts';

/** The pairs that the whole exploration looks at. */
export const pairConfigs: readonly ExploreConfig[] = [
  { name: 'car and station, AC', settings: { energyTransferModes: ['AC_three_phase_core'] } },
  { name: 'car and station, DC', settings: { energyTransferModes: ['DC_extended'] } },
  { name: 'car and station, AC by card', settings: { energyTransferModes: ['AC_three_phase_core'] }, isTls: false },
];

/** Explores one pair. `most`: transitions at most. */
export function explorePair(material: Material, config: ExploreConfig, most = Number.POSITIVE_INFINITY): ExploreReport {
  const peer = new Peer(material);
  const queue: (readonly Choice[])[] = [[]];
  const seen = new Set([new Pair(peer, config).key()]);
  const counterexamples: Counterexample[] = [];
  const cells = new Set<string>();
  let transitions = 0;
  for (let at = 0; at < queue.length && transitions < most; at += 1) {
    const path = queue[at]!;
    for (const choice of choices) {
      const pair = new Pair(peer, config);
      for (const before of path) pair.do(before);
      if (!pair.can(choice)) continue;
      const from = pair.walk.state;
      transitions += 1;
      const found = [...pair.do(choice), ...pair.hanging()];
      for (const { invariant, text } of found)
        if (counterexamples.length < MOST)
          counterexamples.push({ config: config.name, invariant, text, moves: [...path, choice] });
      if (pair.walk.answered !== undefined) cells.add(`${from} ${pair.walk.answered}`);
      const key = pair.key();
      if (seen.has(key) || pair.isOver) continue;
      seen.add(key);
      queue.push([...path, choice]);
    }
  }
  return { states: seen.size, transitions, isWhole: transitions < most, counterexamples, cells };
}

const choices = [
  'deliver',
  'lose',
  'cut',
  'accepted',
  'rejected',
  'card',
  'power follows',
  'power fails',
  'isolation Valid',
  'isolation Fault',
  'station stops',
  'timer',
] as const;
type Choice = (typeof choices)[number];

type InFlight = { readonly to: 'station' | 'car'; readonly message: V2G_Message };

class Pair {
  readonly walk: Walk;
  readonly #peer: Peer;
  readonly #evcc: Evcc<Charged>;
  readonly #started: Millis;
  #now: Millis;
  #inFlight: InFlight | undefined;
  #question: string | undefined;
  #isCardAwaited = false;
  #wish: 'on' | 'off' | undefined;
  #isIsolationAsked = false;
  #isStopAsked = false;
  #end: string | undefined;
  #isCarClosed = false;
  #problems: Problem[] = [];
  #reading = 0n;
  #exchanges = 0;

  constructor(peer: Peer, config: ExploreConfig) {
    this.#peer = peer;
    this.walk = new Walk(peer, config);
    this.#now = peer.startAt;
    this.#started = peer.startAt;
    const isDc = config.settings.energyTransferModes?.[0] === 'DC_extended';
    const script = chargingSession(carOf(peer, isDc, config.isTls ?? true));
    this.#evcc = new Evcc(afterNegotiation(script), {
      setupEnd: this.#now + timing.V2G_EVCC_CommunicationSetup_Timeout,
    });
    this.#car({ type: 'start' });
    this.#problems = [];
  }

  get isOver(): boolean {
    return this.#end !== undefined && this.walk.isOver;
  }

  can(choice: Choice): boolean {
    switch (choice) {
      case 'deliver':
      case 'lose':
        return this.#inFlight !== undefined;
      case 'cut':
        return !this.walk.isOver && !this.#isCarClosed;
      case 'accepted':
      case 'rejected':
        return this.#question !== undefined;
      case 'card':
        return this.#isCardAwaited;
      case 'power follows':
      case 'power fails':
        return this.#wish !== undefined;
      case 'isolation Valid':
      case 'isolation Fault':
        return this.#isIsolationAsked;
      case 'station stops':
        return !this.#isStopAsked && this.walk.secc.session.hasStarted && !this.walk.isOver;
      case 'timer':
        return this.#deadline() !== undefined;
    }
  }

  do(choice: Choice): readonly Problem[] {
    this.#problems = [];
    switch (choice) {
      case 'deliver': {
        const { to, message } = this.#inFlight!;
        this.#inFlight = undefined;
        this.#now += WAY_MS;
        if (to === 'car') this.#car({ type: 'response', message });
        else this.#station({ type: 'request', message, exi: new Uint8Array(0) });
        break;
      }
      case 'lose':
        this.#inFlight = undefined;
        break;
      case 'cut':
        this.#inFlight = undefined;
        this.#station({ type: 'closed', reason: 'cut' });
        this.#car({ type: 'closed', reason: 'cut' });
        break;
      case 'accepted':
      case 'rejected': {
        const id = this.#question!;
        this.#question = undefined;
        this.#station({ type: 'authorized', id, outcome: choice });
        break;
      }
      case 'card':
        this.#isCardAwaited = false;
        this.#station({ type: 'authorizedExternally' });
        break;
      case 'power follows': {
        const state = this.#wish!;
        this.#wish = undefined;
        this.#station({ type: 'energy', state });
        break;
      }
      case 'power fails':
        this.#wish = undefined;
        this.#station({ type: 'energy', state: 'failed' });
        break;
      case 'isolation Valid':
      case 'isolation Fault':
        this.#isIsolationAsked = false;
        this.#station({ type: 'isolation', status: choice === 'isolation Valid' ? 'Valid' : 'Fault' });
        break;
      case 'station stops':
        this.#isStopAsked = true;
        this.#station({ type: 'notify', EVSENotification: 'StopCharging', NotificationMaxDelay: 0 });
        break;
      case 'timer': {
        this.#now = Math.max(this.#now, this.#deadline()!);
        if ((this.walk.secc.deadline ?? Number.POSITIVE_INFINITY) <= this.#now) this.#station({ type: 'timeout' });
        if ((this.#evcc.deadline ?? Number.POSITIVE_INFINITY) <= this.#now) this.#car({ type: 'timeout' });
      }
    }
    return this.#problems;
  }

  /** Somebody must be able to act until both are over. */
  hanging(): readonly Problem[] {
    const problems: Problem[] = [];
    if (!this.isOver && !choices.some((choice) => choice !== 'cut' && this.can(choice)))
      problems.push({
        invariant: 'nothingHangs',
        text: `the car ${this.#end ?? 'waits'}, the station is in ${this.walk.state}`,
      });
    if (this.#now - this.#started > LONGEST_MS)
      problems.push({ invariant: 'everythingEnds', text: `${(this.#now - this.#started) / 1_000} s and no end` });
    return problems;
  }

  key(): string {
    const { secc, ghost } = this.walk;
    const { session } = secc;
    const elapsed = session.ongoingSince === undefined ? '-' : Math.floor((this.#now - session.ongoingSince) / 10_000);
    const flying = this.#inFlight && bodyOf(this.#inFlight.message);
    return [
      secc.state,
      sessionKey(session, this.#now),
      elapsed,
      this.#left(secc.deadline),
      this.#left(this.#evcc.deadline),
      this.#evcc.awaiting,
      this.#inFlight?.to,
      flying?.name,
      JSON.stringify(flying?.body, (_, value) =>
        typeof value === 'bigint' || value instanceof Uint8Array ? '' : value,
      ),
      this.#question !== undefined,
      this.#isCardAwaited,
      this.#wish,
      this.#isIsolationAsked,
      this.#isStopAsked,
      this.#end,
      this.#isCarClosed,
      // The rounds of its loop are where the car's script is.
      Math.min(this.#exchanges, 60),
      ghost.power,
      ghost.isClosed,
      ghost.requests - ghost.responses,
    ].join('|');
  }

  #left(deadline: Millis | undefined): string {
    if (deadline === undefined) return '-';
    const left = deadline - this.#now;
    return left <= 0 ? 'due' : left <= 2_000 ? 'short' : left <= 10_000 ? 'seconds' : 'long';
  }

  #deadline(): Millis | undefined {
    const both = [this.walk.isOver ? undefined : this.walk.secc.deadline, this.#evcc.deadline].filter(
      (one) => one !== undefined,
    );
    return both.length === 0 ? undefined : Math.min(...both);
  }

  #station(input: SeccInput | { readonly type: 'timeout' }): void {
    const { effects, problems } = this.walk.feed(input, this.#now);
    this.#problems.push(...problems);
    for (const effect of effects) this.#perform(effect);
  }

  #perform(effect: SeccEffect): void {
    switch (effect.do) {
      case 'send':
        if (!this.#isCarClosed) this.#inFlight = { to: 'car', message: effect.message };
        return;
      case 'authorize':
        this.#question = effect.id;
        return;
      case 'authorizeExternally':
        this.#isCardAwaited = true;
        return;
      case 'energy':
        this.#wish = effect.want === 'start' ? 'on' : 'off';
        return;
      case 'cableCheck':
        this.#isIsolationAsked = true;
        return;
      case 'meter':
        this.#reading += 1n;
        this.#station({ type: 'meter', meterInfo: { MeterID: 'M', MeterReading: this.#reading } });
        return;
      case 'target':
        this.#station({ type: 'present', voltage_V: effect.voltage_V, current_A: 0 });
        return;
      case 'close':
        // What was sent comes before the end of the stream.
        if (!this.#inFlight) this.#car({ type: 'closed', reason: 'ended by the peer' });
    }
  }

  #car(input: EvccInput | { readonly type: 'timeout' }): void {
    let effects: readonly EvccEffect<Charged>[];
    try {
      effects = this.#evcc.step(input, this.#now);
    } catch (error) {
      this.#problems.push({
        invariant: 'neverThrows',
        text: error instanceof Error ? (error.stack ?? error.message) : String(error),
      });
      this.#end = 'threw';
      return;
    }
    for (const effect of effects) this.#act(effect);
    if (input.type === 'response' && this.walk.isOver && this.#end === undefined)
      this.#car({ type: 'closed', reason: 'ended by the peer' });
  }

  #act(effect: EvccEffect<Charged>): void {
    switch (effect.do) {
      case 'send':
        if ('Header' in effect.message && !this.walk.isOver)
          this.#inFlight = { to: 'station', message: effect.message };
        return;
      case 'sign':
        this.#car({ type: 'signed', id: effect.id, value: this.#peer.value(effect.data) });
        return;
      case 'exchanged':
        this.#exchanges += 1;
        return;
      case 'done':
        this.#end = effect.end.ok ? 'charged' : effect.end.code;
        return;
      case 'close':
        this.#isCarClosed = true;
        this.#inFlight = undefined;
        if (!this.walk.isOver) this.#station({ type: 'closed', reason: 'ended by the peer' });
    }
  }
}

/** The script after supportedAppProtocol: that is the connection's, not the session's. */
function* afterNegotiation(script: ReturnType<typeof chargingSession>): ReturnType<typeof chargingSession> {
  let turn = script.next();
  while (!turn.done) {
    const step = turn.value;
    let answer: unknown;
    try {
      answer =
        step.do === 'request' && step.name === 'supportedAppProtocolReq'
          ? { res: { ResponseCode: 'OK_SuccessfulNegotiation', SchemaID: 1 }, header: undefined }
          : yield step;
    } catch (error) {
      turn = script.throw(error);
      continue;
    }
    turn = script.next(answer);
  }
  return turn.value;
}

function carOf(peer: Peer, isDc: boolean, isTls: boolean): Car {
  return {
    evccId: new Uint8Array(6),
    isTls,
    isContractWanted: isTls,
    isExternalPaymentAccepted: !isTls,
    contract: { eMAID: peer.contract.eMAID, chain: peer.contract.chain, notAfter: peer.contract.certificate.notAfter },
    isExpiredContractShown: true,
    certificateService: 'never',
    roots: [],
    energyTransferModes: [isDc ? 'DC_extended' : 'AC_three_phase_core'],
    battery: battery(),
    // Few polls, so that the end of Ongoing is within reach of a search.
    ongoingPause_ms: 15_000,
    loopPause_ms: 10_000,
    ongoingTimeout_ms: timing.V2G_EVCC_Ongoing_Timeout,
    wish: (_, { rounds }) => (rounds >= 2 ? 'stop' : 'charge'),
  };
}

function battery(): Battery {
  return {
    ac: { maxVoltage_V: 230, maxCurrent_A: 16, minCurrent_A: 6 },
    dc: { maxVoltage_V: 450, maxCurrent_A: 300, maxPower_W: 100_000 },
    wanted_Wh: () => 10_000,
    soc_percent: () => 40,
    voltage_V: () => 380,
    acceptance_W: () => 50_000,
    charge: () => {},
    taken_Wh: () => 0,
    isFull: () => false,
  };
}

const WAY_MS: Millis = 5;
const MOST = 20;
/** Longer than all limits of one session together. */
const LONGEST_MS: Millis = 15 * 60_000;
