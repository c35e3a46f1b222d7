/**
 * The station's side of a session: one engine over the table of states. It checks sequence and session id, holds answers
 * that wait for the world outside, keeps the timers, and closes after every failure. ISO 15118-2:2014 8.3, 8.7, 8.8.
 *
 * @module
 */
import assert from 'node:assert/strict';
import { equalBytes, toHex } from '@openpnc/core/bytes';
import { earliest, type Machine, type Millis, type Timeout } from '@openpnc/core/machine';
import type { Bodies, V2G_Message } from '@openpnc/exi/iso15118-2';
import type { Finding } from '../finding.ts';
import { type Answer, type Context, kindOf, type Row, type State, type Table } from './answer.ts';
import { failure } from './failure.ts';
import { bodyOf, type FailureCode, isRequest, type RequestName, responseNameOf, type Signature } from './message.ts';
import { secc, strictSecc } from './seccTable.ts';
import type { SeccEffect, SeccInput, SeccSend, SeccStation, Session } from './session.ts';
import { type Proof, proofOf } from './signatures.ts';
import { timing } from './timing.ts';

/** A request whose answer waits. */
interface Held {
  readonly name: RequestName;
  readonly body: unknown;
  readonly row: Row<unknown, unknown, State>;
  readonly since: Millis;
  readonly until: Millis;
  readonly proof: Proof;
  readonly sessionId: Uint8Array;
  readonly exi: Uint8Array;
}

/** One session of one connection, from SessionSetupReq on. */
export class Secc implements Machine<SeccInput, SeccEffect> {
  readonly #station: SeccStation;
  readonly #table: Table;
  #state: State = 'WaitForSessionSetup';
  #session: Session;
  #held: Held | undefined;
  #sequenceEnd: Millis | undefined;
  /** SessionSetupRes must be out by then. */
  #setupEnd: Millis | undefined;
  /** The car closes after SessionStopRes; if it does not, we do. */
  #closeAt: Millis | undefined;
  #isPaused = false;
  #isClosed = false;

  /** @param setupEnd when the time for communication set-up is over: 18 s after the data link was ready. */
  constructor(station: SeccStation, { setupEnd }: { readonly setupEnd: Millis }) {
    const { settings } = station;
    this.#station = station;
    this.#table = settings.isStrict ? strictSecc : secc;
    this.#setupEnd = setupEnd;
    this.#session = {
      sessionId: new Uint8Array(0),
      isResumed: false,
      paymentOptions: [],
      isContractProved: false,
      isExternallyAuthorized: false,
      hasStarted: false,
      energy: 'off',
      present: { voltage_V: 0, current_A: 0 },
      notification: { EVSENotification: 'None', NotificationMaxDelay: 0 },
      evseStatusCode: 'EVSE_NotReady',
      limits: { ac: settings.ac, dc: settings.dc },
      questions: 0,
    };
  }

  /** The same session once more: all of it is plain data, so both go on by themselves. For exploring what may come next. */
  copy(): Secc {
    const other = new Secc(this.#station, { setupEnd: 0 });
    other.#state = this.#state;
    other.#session = this.#session;
    other.#held = this.#held;
    other.#sequenceEnd = this.#sequenceEnd;
    other.#setupEnd = this.#setupEnd;
    other.#closeAt = this.#closeAt;
    other.#isPaused = this.#isPaused;
    other.#isClosed = this.#isClosed;
    return other;
  }

  /** What is waited for. */
  get state(): State {
    return this.#state;
  }

  get session(): Session {
    return this.#session;
  }

  get deadline(): Millis | undefined {
    if (this.#isClosed) return undefined;
    return earliest(this.#closeAt, this.#setupEnd, this.#held ? this.#held.until : this.#sequenceEnd);
  }

  step(input: SeccInput | Timeout, now: Millis): readonly SeccEffect[] {
    if (this.#isClosed) return [];
    switch (input.type) {
      case 'closed':
        return this.#gone(input.reason);
      case 'abandoned':
        return this.#state === 'End' ? [] : this.#end(input.reason);
      case 'timeout':
        return this.#timeout(now);
      case 'request':
        return this.#state === 'End' ? [] : this.#request(input, now);
      case 'emergency':
        return this.#state === 'End' ? [] : this.#emergency(input.reason);
      default:
        this.#session = informed(this.#session, input);
        return this.#held ? this.#ask(this.#held, now) : [];
    }
  }

  #request({ message, exi }: Extract<SeccInput, { type: 'request' }>, now: Millis): readonly SeccEffect[] {
    const found = bodyOf(message);
    if (!found || !isRequest(found.name)) {
      const what = found?.name ?? 'an empty body';
      const finding = { code: 'message_unexpected', severity: 'refusal', text: `${what}: not a request` } as const;
      return [{ do: 'finding', ...finding }, ...this.#end(`${what} came`)];
    }
    const { name, body } = found as { readonly name: RequestName; readonly body: unknown };
    const row = this.#table[this.#state][name] as Row<unknown, unknown, State> | undefined;
    if (this.#held)
      return this.#fail(name, body, now, 'FAILED_SequenceError', [
        sequenceError(`${name} came while the answer to ${this.#held.name} was due`),
      ]);
    if (!row)
      return this.#fail(name, body, now, 'FAILED_SequenceError', [
        sequenceError(`${name} came in ${this.#state}, expected ${this.#expected()}`),
      ]);
    const { SessionID } = message.Header;
    if (this.#state !== 'WaitForSessionSetup' && !equalBytes(SessionID, this.#session.sessionId))
      return this.#fail(name, body, now, 'FAILED_UnknownSession', [unknownSession(name, SessionID, this.#session)]);
    const proof = proofOf(name, message, this.#session);
    const noted = proof !== 'unsigned' && proof.ok ? proof.codedOtherwise.map(codedOtherwise) : [];
    const asked = { name, body, row, since: now, until: now, proof, sessionId: SessionID, exi };
    return [...this.#ask(asked, now), ...noted];
  }

  /** Gives a request to its row's answer and does what comes of it. */
  #ask(request: Held, now: Millis): readonly SeccEffect[] {
    const { row, name, body, since, proof, sessionId, exi } = request;
    const context: Context = { session: this.#session, station: this.#station, now, since, proof, sessionId, exi };
    const answer = row.answer(body, context);
    this.#held = undefined;
    if ('fail' in answer) {
      this.#session = answer.session ?? this.#session;
      return this.#fail(name, body, since, answer.fail, answer.findings);
    }
    this.#session = answer.session ?? this.#session;
    if ('hold' in answer) {
      if (answer.hold <= now) assert.fail(`${name}: an answer is held until a time that has passed`);
      this.#held = { ...request, until: answer.hold };
      this.#sequenceEnd = undefined;
      return answer.effects ?? [];
    }
    if (!row.next.includes(answer.next))
      assert.fail(`${name}: the table does not let ${this.#state} lead to ${answer.next}`);
    return this.#answered(request, answer, now);
  }

  #answered(
    { name, since }: Held,
    { res, next, exi, signature, effects = [] }: Extract<Answer<unknown, State>, { res: unknown }>,
    now: Millis,
  ): readonly SeccEffect[] {
    const sent = this.#send(name, res, since, { ...(exi && { exi }), ...(signature && { signature }) });
    this.#state = next;
    this.#setupEnd = undefined;
    const { ResponseCode } = res as { readonly ResponseCode: string };
    if (ResponseCode.startsWith('FAILED'))
      return [sent, ...effects, ...this.#end(`${responseNameOf(name)} ${ResponseCode}`)];
    if (next === 'End') return [sent, ...effects, ...this.#stopped(now, effects)];
    this.#sequenceEnd = now + timing.V2G_SECC_Sequence_Timeout;
    return [sent, ...effects];
  }

  /** The smallest body with the code, then the end: an answer that failed never leads to another state. */
  #fail(
    name: RequestName,
    body: unknown,
    since: Millis,
    code: FailureCode,
    findings: readonly Finding[],
  ): readonly SeccEffect[] {
    const { ServiceID } = body as Partial<Bodies['ServiceDetailReq']>;
    const res = failure(name, code, {
      EVSEID: this.#station.settings.EVSEID,
      kind: kindOf({ session: this.#session, station: this.#station }),
      now_s: BigInt(Math.floor(since / 1000)),
      ...(ServiceID !== undefined && { ServiceID }),
    });
    return [
      this.#send(name, res, since),
      ...findings.map((finding): SeccEffect => ({ do: 'finding', ...finding })),
      ...this.#end(`${responseNameOf(name)} ${code}`),
    ];
  }

  #send(
    name: RequestName,
    res: unknown,
    receivedAt: Millis,
    { exi, signature }: { readonly exi?: Uint8Array; readonly signature?: Signature } = {},
  ): SeccSend {
    const message = {
      Header: { SessionID: this.#session.sessionId, ...(signature && { Signature: signature }) },
      Body: { [responseNameOf(name)]: res },
    } as V2G_Message;
    return { do: 'send', message, request: name, receivedAt, ...(exi && { exi }) };
  }

  #timeout(now: Millis): readonly SeccEffect[] {
    if (this.#closeAt !== undefined) return now >= this.#closeAt ? this.#close() : [];
    if (this.#setupEnd !== undefined && now >= this.#setupEnd)
      return this.#silent('communication_setup_timeout', 'no SessionSetupReq within the time for communication set-up');
    if (this.#held) return now >= this.#held.until ? this.#ask(this.#held, now) : [];
    if (this.#sequenceEnd !== undefined && now >= this.#sequenceEnd)
      return this.#silent(
        'sequence_timeout',
        `no request within ${timing.V2G_SECC_Sequence_Timeout / 1000} s in ${this.#state}, expected ${this.#expected()}`,
      );
    return [];
  }

  /** A timer of the sequence ran out: no response, the connection closes. */
  #silent(code: string, text: string): readonly SeccEffect[] {
    const finding = { code, severity: 'refusal', text, spec: 'ISO 15118-2:2014 8.7.2' } as const;
    return [{ do: 'finding', ...finding }, ...this.#end(text)];
  }

  #emergency(reason: string): readonly SeccEffect[] {
    const finding: Finding = { code: 'emergency_stop', severity: 'refusal', text: `emergency stop: ${reason}` };
    this.#session = { ...this.#session, evseStatusCode: 'EVSE_EmergencyShutdown' };
    const held = this.#held;
    if (held) return this.#fail(held.name, held.body, held.since, 'FAILED', [finding]);
    return [{ do: 'finding', ...finding }, ...this.#end(finding.text)];
  }

  #stopped(now: Millis, effects: readonly SeccEffect[]): readonly SeccEffect[] {
    this.#isPaused = effects.some((effect) => effect.do === 'pause');
    this.#sequenceEnd = undefined;
    this.#closeAt = now + timing.connectionTermination;
    return [...this.#powerOff(), this.#ended('SessionStop')];
  }

  #end(reason: string): readonly SeccEffect[] {
    this.#state = 'End';
    return [...this.#powerOff(), this.#ended(reason), ...this.#close()];
  }

  /** The peer closed, or the cable was pulled. */
  #gone(reason: string): readonly SeccEffect[] {
    const state = this.#state;
    this.#state = 'End';
    this.#isClosed = true;
    return state === 'End' ? [] : [...this.#powerOff(), leftEarly(state, reason), this.#ended(reason)];
  }

  #close(): readonly SeccEffect[] {
    this.#isClosed = true;
    return [{ do: 'close' }];
  }

  #powerOff(): readonly SeccEffect[] {
    if (this.#session.energy === 'off') return [];
    const kind = kindOf({ session: this.#session, station: this.#station });
    this.#session = { ...this.#session, energy: 'stopping' };
    return [{ do: 'energy', want: 'stop', kind }];
  }

  #ended(reason: string): SeccEffect {
    return { do: 'session', event: 'ended', reason, isPaused: this.#isPaused };
  }

  #expected(): string {
    return Object.keys(this.#table[this.#state]).join(' or ');
  }
}

/** The session after news from outside. */
function informed(
  session: Session,
  input: Exclude<SeccInput, { type: 'request' | 'closed' | 'abandoned' | 'emergency' }>,
): Session {
  switch (input.type) {
    case 'authorized': {
      const { authorization } = session;
      if (authorization?.id !== input.id || authorization.outcome !== 'pending') return session;
      const { type: _, ...answered } = input;
      return { ...session, authorization: answered };
    }
    case 'authorizedExternally':
      return { ...session, isExternallyAuthorized: true };
    case 'certificate': {
      if (session.certificate?.id !== input.id) return session;
      const { type: _, ...answered } = input;
      return { ...session, certificate: answered };
    }
    case 'schedules': {
      if (session.schedules?.id !== input.id) return session;
      const { type: _, ...answered } = input;
      return { ...session, schedules: answered };
    }
    case 'energy': {
      // Power that goes away by itself: the car is asked to stop.
      const isLost = session.energy === 'on' && input.state !== 'on';
      const notification = isLost
        ? ({ EVSENotification: 'StopCharging', NotificationMaxDelay: 0 } as const)
        : session.notification;
      return { ...session, energy: input.state, notification };
    }
    case 'isolation':
      return { ...session, isolation: input.status };
    case 'present':
      return { ...session, present: { voltage_V: input.voltage_V, current_A: input.current_A } };
    case 'meter':
      return { ...session, meterInfo: input.meterInfo };
    case 'limits':
      return { ...session, limits: { ac: input.ac ?? session.limits.ac, dc: input.dc ?? session.limits.dc } };
    case 'notify': {
      const { EVSENotification, NotificationMaxDelay } = input;
      const isStopping = EVSENotification === 'StopCharging' && session.evseStatusCode === 'EVSE_Ready';
      return {
        ...session,
        notification: { EVSENotification, NotificationMaxDelay },
        ...(isStopping && { evseStatusCode: 'EVSE_Shutdown' }),
      };
    }
    case 'pilot':
      return { ...session, pilot: input.state };
  }
}

function sequenceError(text: string): Finding {
  return { code: 'sequence_error', severity: 'refusal', text, spec: 'ISO 15118-2:2014 [V2G2-538]' };
}

function unknownSession(name: RequestName, came: Uint8Array, { sessionId }: Session): Finding {
  return {
    code: 'unknown_session',
    severity: 'refusal',
    text: `${name}: SessionID ${toHex(came) || 'empty'}, this session is ${toHex(sessionId)}`,
    spec: 'ISO 15118-2:2014 [V2G2-460]',
  };
}

function codedOtherwise(name: string): SeccEffect {
  const text = `${name}: signed in another fragment coding than EXI has for it`;
  return { do: 'finding', code: 'fragment_coded_otherwise', severity: 'warning', text };
}

function leftEarly(state: State, reason: string): SeccEffect {
  const text = `the car left in ${state}: ${reason}`;
  return { do: 'finding', code: 'ev_closed_early', severity: 'refusal', text, data: { state } };
}
