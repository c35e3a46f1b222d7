/**
 * The car's side of a session: runs a script, one request outstanding at a time, with its message timeouts and the checks
 * that hold for every response. ISO 15118-2:2014 8.7.2, 8.8.2.
 *
 * @module
 */
import { equalBytes, toHex } from '@openpnc/core/bytes';
import { earliest, type Machine, type Millis, type Timeout } from '@openpnc/core/machine';
import { PeerRefused } from '@openpnc/core/script';
import type { V2G_Message } from '@openpnc/exi/iso15118-2';
import type { AppProtocolMessage } from '@openpnc/exi/sap';
import type { Finding } from '../finding.ts';
import type { CarKey, EvccScript, EvccStep, Notice, ReceivedContract, RequestStep, Stored } from './evccStep.ts';
import { bodyOf, responseNameOf } from './message.ts';
import type { TimedRequest } from './timing.ts';

/** What a car's machine takes. */
export type EvccInput =
  /** Begins the script; the connection is up. */
  | { readonly type: 'start' }
  | { readonly type: 'response'; readonly message: V2G_Message | AppProtocolMessage }
  /** What came can't be decoded or framed. */
  | { readonly type: 'undecodable'; readonly finding: Finding }
  /** The answer to the effect `sign` of this id: raw r||s. */
  | { readonly type: 'signed'; readonly id: number; readonly value: Uint8Array }
  /** The car can't sign: the session ends. */
  | { readonly type: 'unsigned'; readonly id: number; readonly text: string }
  | { readonly type: 'stored'; readonly id: number; readonly stored: Stored }
  | { readonly type: 'closed'; readonly reason: string };

/** What it asks of its car. */
export type EvccEffect<Result> =
  | EvccSend
  | { readonly do: 'close'; readonly how?: 'end' | 'abort' }
  | { readonly do: 'sign'; readonly id: number; readonly key: CarKey; readonly data: Uint8Array }
  | { readonly do: 'store'; readonly id: number; readonly contract: ReceivedContract }
  /** A response is in. */
  | { readonly do: 'exchanged'; readonly exchange: EvccExchange }
  | Notice
  /** The script is over. Comes once; `close` follows. */
  | { readonly do: 'done'; readonly end: EvccEnd<Result> };

export interface EvccSend {
  readonly do: 'send';
  readonly name: TimedRequest;
  readonly message: V2G_Message | AppProtocolMessage;
}

/** A request with its response, and how long it took beside the car's limit. */
export interface EvccExchange {
  readonly message: TimedRequest;
  readonly ResponseCode: string;
  readonly took_ms: Millis;
  readonly limit_ms: Millis;
  readonly sessionId: string;
  readonly request: V2G_Message | AppProtocolMessage;
  readonly response: V2G_Message | AppProtocolMessage;
}

/** How a script ended: with its result, or because the station or the link left its line. */
export type EvccEnd<Result> =
  | { readonly ok: true; readonly result: Result }
  | {
      readonly ok: false;
      /** The request at which it ended. */
      readonly at: string;
      /** A ResponseCode, or the code of a finding (`message_timeout`, `ev_response_invalid`). */
      readonly code: string;
      readonly text: string;
    };

interface Outstanding {
  readonly step: RequestStep;
  readonly message: V2G_Message | AppProtocolMessage;
  readonly sentAt: Millis;
  readonly until: Millis;
}

export interface EvccOptions {
  /** When the time for communication set-up is over: 20 s after the data link was ready [V2G2-711]. */
  readonly setupEnd: Millis;
  /** SessionID of a paused session to join; absent asks for a new one. */
  readonly sessionId?: Uint8Array;
}

/** Runs one script on one connection. */
export class Evcc<Result> implements Machine<EvccInput, EvccEffect<Result>> {
  readonly #script: EvccScript<Result>;
  #sessionId: Uint8Array;
  /** The same as upper-case hex: every exchange says it. */
  #sessionName: string;
  #setupEnd: Millis | undefined;
  #outstanding: Outstanding | undefined;
  #wakeAt: Millis | undefined;
  #asked: { readonly id: number } | undefined;
  #questions = 0;
  #closedBy: string | undefined;
  #isDone = false;

  constructor(script: EvccScript<Result>, { setupEnd, sessionId = new Uint8Array(8) }: EvccOptions) {
    this.#script = script;
    this.#setupEnd = setupEnd;
    this.#sessionId = sessionId;
    this.#sessionName = toHex(sessionId).toUpperCase();
  }

  /** The request whose answer is awaited. */
  get awaiting(): TimedRequest | undefined {
    return this.#outstanding?.step.name;
  }

  get deadline(): Millis | undefined {
    return this.#isDone ? undefined : earliest(this.#outstanding?.until, this.#wakeAt, this.#setupEnd);
  }

  step(input: EvccInput | Timeout, now: Millis): readonly EvccEffect<Result>[] {
    if (this.#isDone) return [];
    switch (input.type) {
      case 'start':
        return this.#run(() => this.#script.next(), now);
      case 'response':
        return this.#response(input.message, now);
      case 'undecodable':
        return this.#broken(input.finding, now);
      case 'signed':
        return this.#answered(input.id, input.value, now);
      case 'unsigned': {
        if (this.#asked?.id !== input.id) return [];
        return this.#broken({ code: 'ev_no_contract', severity: 'refusal', text: input.text }, now);
      }
      case 'stored':
        return this.#answered(input.id, input.stored, now);
      case 'closed':
        this.#closedBy = input.reason;
        return this.#outstanding ? this.#broken(closedFinding(this.#outstanding.step.name, input.reason), now) : [];
      case 'timeout':
        return this.#timeout(now);
    }
  }

  #timeout(now: Millis): readonly EvccEffect<Result>[] {
    if (this.#setupEnd !== undefined && now >= this.#setupEnd) {
      this.#setupEnd = undefined;
      return this.#broken(setupTimeout, now);
    }
    if (this.#outstanding && now >= this.#outstanding.until)
      return this.#broken(timeoutFinding(this.#outstanding.step), now);
    if (this.#wakeAt !== undefined && now >= this.#wakeAt) {
      this.#wakeAt = undefined;
      return this.#run(() => this.#script.next(undefined), now);
    }
    return [];
  }

  #answered(id: number, answer: unknown, now: Millis): readonly EvccEffect<Result>[] {
    if (this.#asked?.id !== id) return [];
    this.#asked = undefined;
    return this.#run(() => this.#script.next(answer), now);
  }

  #response(message: V2G_Message | AppProtocolMessage, now: Millis): readonly EvccEffect<Result>[] {
    const outstanding = this.#outstanding;
    const found = read(message);
    if (!outstanding) return this.#broken(invalid('no request', `${found?.name ?? 'an empty body'} came unasked`), now);
    const { name, timeout_ms } = outstanding.step;
    const expected = name === 'supportedAppProtocolReq' ? 'supportedAppProtocolRes' : responseNameOf(name);
    if (found?.name !== expected)
      return this.#broken(invalid(name, `${found?.name ?? 'an empty body'} came, expected ${expected}`), now);
    const { header, body } = found;
    if (header && name === 'SessionSetupReq') {
      if (!header.SessionID.some((byte) => byte !== 0))
        return this.#broken(invalid(name, 'SessionID 0 in the response'), now);
      this.#sessionId = header.SessionID;
      this.#sessionName = toHex(header.SessionID).toUpperCase();
      this.#setupEnd = undefined;
    } else if (header && !equalBytes(header.SessionID, this.#sessionId))
      return this.#broken(
        invalid(name, `SessionID ${toHex(header.SessionID)} in the response, expected ${toHex(this.#sessionId)}`),
        now,
      );
    this.#outstanding = undefined;
    const exchange: EvccExchange = {
      message: name,
      ResponseCode: body.ResponseCode,
      took_ms: now - outstanding.sentAt,
      limit_ms: timeout_ms,
      sessionId: this.#sessionName,
      request: outstanding.message,
      response: message,
    };
    return [{ do: 'exchanged', exchange }, ...this.#run(() => this.#script.next({ res: body, header }), now)];
  }

  /** Throws into the script, which may still stop in order (PowerDelivery Stop) or end. */
  #broken(finding: Finding, now: Millis): readonly EvccEffect<Result>[] {
    const at = this.#outstanding?.step.name ?? 'connection';
    this.#outstanding = undefined;
    this.#wakeAt = undefined;
    this.#asked = undefined;
    const error = new PeerRefused(at, finding.code, finding.text);
    return [{ do: 'finding', ...finding }, ...this.#run(() => this.#script.throw(error), now)];
  }

  /** Goes on with the script until it waits for something. */
  #run(resume: () => IteratorResult<EvccStep, Result>, now: Millis): readonly EvccEffect<Result>[] {
    const effects: EvccEffect<Result>[] = [];
    let next = resume;
    for (;;) {
      let turn: IteratorResult<EvccStep, Result>;
      try {
        turn = next();
      } catch (error) {
        if (!(error instanceof PeerRefused)) throw error;
        return [...effects, ...this.#done({ ok: false, at: error.step, code: error.code, text: error.message })];
      }
      if (turn.done) return [...effects, ...this.#done({ ok: true, result: turn.value })];
      const step = turn.value;
      switch (step.do) {
        case 'now':
          next = () => this.#script.next(now);
          break;
        case 'request': {
          if (this.#closedBy === undefined) return [...effects, ...this.#send(step, now)];
          const finding = closedFinding(step.name, this.#closedBy);
          effects.push({ do: 'finding', ...finding });
          next = () => this.#script.throw(new PeerRefused(step.name, finding.code, finding.text));
          break;
        }
        case 'sleep':
          this.#wakeAt = now + step.ms;
          return effects;
        case 'sign':
        case 'store':
          this.#questions += 1;
          this.#asked = { id: this.#questions };
          return [...effects, { ...step, id: this.#questions }];
        default:
          effects.push(step);
          next = () => this.#script.next(undefined);
      }
    }
  }

  #send(step: RequestStep, now: Millis): readonly EvccEffect<Result>[] {
    const { name, body, signature, sessionId = this.#sessionId, timeout_ms, alongside = [] } = step;
    const message =
      name === 'supportedAppProtocolReq'
        ? ({ supportedAppProtocolReq: body } as AppProtocolMessage)
        : ({
            Header: { SessionID: sessionId, ...(signature && { Signature: signature }) },
            Body: { [name]: body },
          } as V2G_Message);
    this.#outstanding = { step, message, sentAt: now, until: now + timeout_ms };
    return [{ do: 'send', name, message }, ...alongside];
  }

  #done(end: EvccEnd<Result>): readonly EvccEffect<Result>[] {
    this.#isDone = true;
    return [{ do: 'done', end }, { do: 'close' }];
  }
}

/** The one message in a response, with its header. */
function read(message: V2G_Message | AppProtocolMessage):
  | {
      readonly name: string;
      readonly body: { readonly ResponseCode: string };
      readonly header: V2G_Message['Header'] | undefined;
    }
  | undefined {
  if (!('Header' in message)) {
    const [[name, body]] = Object.entries(message) as [[string, { readonly ResponseCode: string }]];
    return { name, body, header: undefined };
  }
  const found = bodyOf(message);
  return found && { name: found.name, body: found.body as { readonly ResponseCode: string }, header: message.Header };
}

function invalid(name: string, text: string): Finding {
  return { code: 'ev_response_invalid', severity: 'refusal', text: `${name}: ${text}`, data: { message: name } };
}

function timeoutFinding({ name, timeout_ms }: RequestStep): Finding {
  return {
    code: 'message_timeout',
    severity: 'refusal',
    text: `${name}: no response within ${timeout_ms} ms`,
    spec: 'ISO 15118-2:2014 table 109',
    data: { message: name, limit_ms: timeout_ms },
  };
}

function closedFinding(name: string, reason: string): Finding {
  return {
    code: 'secc_closed_early',
    severity: 'refusal',
    text: `${name}: the station closed the connection (${reason})`,
    data: { message: name },
  };
}

const setupTimeout: Finding = {
  code: 'communication_setup_timeout',
  severity: 'refusal',
  text: 'no SessionSetupRes within the time for communication set-up',
  spec: 'ISO 15118-2:2014 8.7.2, V2G_EVCC_CommunicationSetup_Timeout',
};
