/**
 * OCPP-J: frames and the rule of one open CALL in each direction, as a machine. Station and CSMS use the same class with
 * different handler tables. OCPP 2.0.1 Part 4 sections 4 and 5.
 *
 * @module
 */
import { UsageError } from '@openpnc/core/errors';
import { earliest, type Machine, type Millis, type Timeout } from '@openpnc/core/machine';
import type { CallErrorBody, CallErrorCode, CallFailureCode } from './errors.ts';
import { type Action, checkRequest, checkResponse, isAction, lenientProfile, type Profile } from './v201.ts';

/** The order in which waiting calls leave: PnC calls pass everything, queued transaction events wait for everything. */
export type Lane = 'pnc' | 'normal' | 'bulk';

/** What is fed to an {@link Rpc}. */
export type RpcInput =
  /** The channel is up or gone. What was open when it went fails with `not_connected`. */
  | { readonly type: 'connected' }
  | { readonly type: 'disconnected'; readonly reason: string }
  /** A text frame came. */
  | { readonly type: 'text'; readonly text: string }
  /** We want to call. `id` is unique for this side over all its connections, at most 36 characters. */
  | {
      readonly type: 'call';
      readonly id: string;
      readonly action: Action;
      readonly payload: unknown;
      readonly deadline: Millis;
      readonly lane?: Lane;
    }
  /** Our answer to a `handle` effect. */
  | { readonly type: 'answer'; readonly id: string; readonly payload: unknown }
  | { readonly type: 'refuse'; readonly id: string; readonly error: CallErrorBody };

/** What the driver of an {@link Rpc} must do. */
export type RpcEffect =
  | { readonly do: 'send'; readonly text: string }
  /** The peer calls: answer with `answer` or `refuse`. */
  | { readonly do: 'handle'; readonly id: string; readonly action: Action; readonly payload: unknown }
  /** An own call ended. */
  | {
      readonly do: 'result';
      readonly id: string;
      readonly action: Action;
      readonly payload: unknown;
      readonly took_ms: Millis;
      readonly waited_ms: Millis;
    }
  | {
      readonly do: 'failed';
      readonly id: string;
      readonly action: Action;
      readonly code: CallFailureCode;
      readonly text: string;
      readonly callError?: CallErrorBody;
      readonly took_ms: Millis;
    }
  /** Something odd that broke nothing: an unknown property, a late result. */
  | {
      readonly do: 'notice';
      readonly code: 'unknown_property' | 'late_result' | 'duplicate_id' | 'malformed_frame' | 'refused_call';
      readonly text: string;
    };

/** How an {@link Rpc} behaves. */
export interface RpcOptions {
  /** Actions that this side has handlers for: a known one beside them is NotSupported, an unknown one NotImplemented. */
  readonly handles: { has(action: string): boolean };
  readonly profile?: Profile;
  /** Calls of the peer that may be open at once. The standard allows one; a few more are served, a flood is refused. */
  readonly maxOpenCalls?: number;
  /** Own calls that may wait. */
  readonly maxWaiting?: number;
  /** A waiting PnC call cuts the time of an open bulk call to this. */
  readonly bulkPatience_ms?: Millis;
}

interface OwnCall {
  readonly id: string;
  readonly action: Action;
  readonly payload: unknown;
  readonly lane: Lane;
  readonly asked: Millis;
  sent: Millis;
  deadline: Millis;
}

const CALL = 2;
const CALLRESULT = 3;
const CALLERROR = 4;
const MAX_ID = 36;
const lanes: readonly Lane[] = ['pnc', 'normal', 'bulk'];
/** The id of an answer to a frame whose own id cannot be read. OCPP 2.0.1 Part 4 4.2.3. */
const UNREADABLE_ID = '-1';

/** One side of an OCPP-J connection. It outlives the socket: waiting calls go out after a reconnect if their deadline allows. */
export class Rpc implements Machine<RpcInput, RpcEffect> {
  readonly #handles: RpcOptions['handles'];
  readonly #profile: Profile;
  /** What we send ourselves has no unknown properties. */
  readonly #ownProfile: Profile;
  readonly #maxOpenCalls: number;
  readonly #maxWaiting: number;
  readonly #bulkPatience_ms: Millis;
  readonly #waiting: OwnCall[] = [];
  readonly #handling = new Map<string, Action>();
  #open: OwnCall | undefined;
  #isConnected = false;

  constructor({
    handles,
    profile = lenientProfile,
    maxOpenCalls = 8,
    maxWaiting = 1_000,
    bulkPatience_ms = 2_000,
  }: RpcOptions) {
    this.#handles = handles;
    this.#profile = profile;
    this.#ownProfile = profile.lenient ? { ...profile, lenient: false } : profile;
    this.#maxOpenCalls = maxOpenCalls;
    this.#maxWaiting = maxWaiting;
    this.#bulkPatience_ms = bulkPatience_ms;
  }

  get deadline(): Millis | undefined {
    const open = this.#open?.deadline;
    return this.#waiting.length === 0 ? open : earliest(open, ...this.#waiting.map(({ deadline }) => deadline));
  }

  /** @throws UsageError when an own call or answer breaks the schema or reuses an id. */
  step(input: RpcInput | Timeout, now: Millis): readonly RpcEffect[] {
    switch (input.type) {
      case 'text':
        return this.#and(this.#frame(input.text, now), now);
      case 'call':
        return this.#and(this.#call(input, now), now);
      case 'answer':
        return this.#answer(input.id, input.payload);
      case 'refuse':
        return this.#refuse(input.id, input.error);
      case 'connected':
        this.#isConnected = true;
        return this.#next(now);
      case 'disconnected':
        return this.#disconnected(input.reason, now);
      case 'timeout':
        return this.#and(this.#expire(now), now);
    }
  }

  /** Some effects, and then the next waiting call. */
  #and(effects: readonly RpcEffect[], now: Millis): readonly RpcEffect[] {
    return this.#waiting.length === 0 ? effects : [...effects, ...this.#next(now)];
  }

  #call(
    { id, action, payload, deadline, lane = 'normal' }: Extract<RpcInput, { type: 'call' }>,
    now: Millis,
  ): readonly RpcEffect[] {
    if (id.length === 0 || id.length > MAX_ID)
      throw new UsageError('message_id', `message id '${id}': 1 to ${MAX_ID} characters`);
    if (this.#open?.id === id || this.#waiting.some((call) => call.id === id))
      throw new UsageError('message_id', `message id '${id}' is in use`);
    const checked = checkRequest(action, payload, this.#ownProfile);
    if (!checked.ok) throw new UsageError('invalid_request', checked.error.description);
    const call: OwnCall = { id, action, payload, lane, asked: now, sent: now, deadline };
    if (this.#waiting.length >= this.#maxWaiting)
      return [failed(call, 'timeout', `${this.#maxWaiting} calls wait already`, now)];
    this.#waiting.push(call);
    // An open CALL cannot be taken back, but a queued event can be given up early and sent again (decisions 15).
    if (lane === 'pnc' && this.#open?.lane === 'bulk')
      this.#open.deadline = Math.min(this.#open.deadline, now + this.#bulkPatience_ms);
    return [];
  }

  /** Sends the next waiting call when none is open. */
  #next(now: Millis): readonly RpcEffect[] {
    if (!this.#isConnected || this.#open) return [];
    let next = this.#waiting[0];
    if (!next) return [];
    for (const call of this.#waiting) if (lanes.indexOf(call.lane) < lanes.indexOf(next.lane)) next = call;
    this.#waiting.splice(this.#waiting.indexOf(next), 1);
    next.sent = now;
    this.#open = next;
    return [{ do: 'send', text: JSON.stringify([CALL, next.id, next.action, next.payload]) }];
  }

  #expire(now: Millis): readonly RpcEffect[] {
    const effects: RpcEffect[] = [];
    if (this.#open && this.#open.deadline <= now) {
      effects.push(
        failed(
          this.#open,
          'timeout',
          `${this.#open.action}: no answer within ${Math.round(now - this.#open.sent)} ms`,
          now,
        ),
      );
      this.#open = undefined;
    }
    for (const call of this.#waiting.filter(({ deadline }) => deadline <= now)) {
      this.#waiting.splice(this.#waiting.indexOf(call), 1);
      effects.push(
        failed(
          call,
          this.#isConnected ? 'timeout' : 'not_connected',
          `${call.action}: waited ${Math.round(now - call.asked)} ms and was not sent`,
          now,
        ),
      );
    }
    return effects;
  }

  #disconnected(reason: string, now: Millis): readonly RpcEffect[] {
    this.#isConnected = false;
    this.#handling.clear();
    const open = this.#open;
    this.#open = undefined;
    return open ? [failed(open, 'not_connected', `${open.action}: the connection is gone: ${reason}`, now)] : [];
  }

  #answer(id: string, payload: unknown): readonly RpcEffect[] {
    const action = this.#handling.get(id);
    if (action === undefined) return []; // the connection it came on is gone
    const checked = checkResponse(action, payload, this.#ownProfile);
    if (!checked.ok) {
      return [
        ...this.#refuse(id, error('InternalError', 'the answer could not be made')),
        { do: 'notice', code: 'malformed_frame', text: `our own ${checked.error.description}` },
      ];
    }
    this.#handling.delete(id);
    return [{ do: 'send', text: JSON.stringify([CALLRESULT, id, payload]) }];
  }

  #refuse(id: string, body: CallErrorBody): readonly RpcEffect[] {
    if (!this.#handling.delete(id)) return [];
    return [callError(id, body)];
  }

  #frame(text: string, now: Millis): readonly RpcEffect[] {
    let frame: unknown;
    try {
      frame = JSON.parse(text);
    } catch {
      return this.#malformed(UNREADABLE_ID, 'RpcFrameworkError', 'the frame is not JSON');
    }
    if (!Array.isArray(frame))
      return this.#malformed(UNREADABLE_ID, 'RpcFrameworkError', 'the frame is not a JSON array');
    const [type, id] = frame as readonly unknown[];
    const isReadable = typeof id === 'string' && id.length > 0 && id.length <= MAX_ID;
    if (type !== CALL && type !== CALLRESULT && type !== CALLERROR) {
      return this.#malformed(
        isReadable ? id : UNREADABLE_ID,
        'MessageTypeNotSupported',
        `message type ${JSON.stringify(type)}, expected 2, 3 or 4`,
      );
    }
    if (!isReadable) {
      // An answer to an answer would never end: only a CALL is answered.
      const problem = `message id: expected 1 to ${MAX_ID} characters`;
      return type === CALL
        ? this.#malformed(UNREADABLE_ID, 'RpcFrameworkError', problem)
        : [notice('malformed_frame', problem)];
    }
    if (type === CALL) return this.#called(id, frame);
    return this.#answered(id, frame, now);
  }

  #called(id: string, frame: readonly unknown[]): readonly RpcEffect[] {
    const [, , action, payload] = frame;
    if (frame.length !== 4)
      return this.#malformed(id, 'RpcFrameworkError', `CALL of ${frame.length} elements, expected 4`);
    if (typeof action !== 'string') return this.#malformed(id, 'RpcFrameworkError', 'CALL: the action is not a string');
    if (this.#handling.has(id)) return [notice('duplicate_id', `CALL ${action}: id '${id}' is open already`)];
    if (!isAction(action))
      return this.#malformed(id, 'NotImplemented', `action '${action.slice(0, 64)}' is not in OCPP 2.0.1`);
    if (!this.#handles.has(action)) return this.#malformed(id, 'NotSupported', `action ${action} is not served here`);
    if (this.#handling.size >= this.#maxOpenCalls)
      return this.#malformed(id, 'GenericError', `${this.#handling.size} calls are open already; one is allowed`);
    const checked = checkRequest(action, payload, this.#profile);
    if (!checked.ok) return [callError(id, checked.error), notice('refused_call', checked.error.description)];
    this.#handling.set(id, action);
    return noticed(checked.warnings, { do: 'handle', id, action, payload: checked.payload });
  }

  #answered(id: string, frame: readonly unknown[], now: Millis): readonly RpcEffect[] {
    const call = this.#open;
    if (call?.id !== id) return [notice('late_result', `an answer to '${id}' came, which is not open`)];
    this.#open = undefined;
    const took_ms = now - call.sent;
    if (frame[0] === CALLERROR) {
      const [, , code, description, details] = frame;
      const body = error(
        typeof code === 'string' ? code : 'GenericError',
        typeof description === 'string' ? description : '',
        isRecord(details) ? details : {},
      );
      return [
        {
          ...failed(call, 'call_error', `${call.action}: ${body.code} ${body.description}`.trim(), now),
          callError: body,
        },
      ];
    }
    const checked =
      frame.length === 3
        ? checkResponse(call.action, frame[2], this.#profile)
        : { ok: false as const, error: error('FormatViolation', `CALLRESULT of ${frame.length} elements, expected 3`) };
    if (!checked.ok) return [failed(call, 'invalid_response', checked.error.description, now)];
    const waited_ms = call.sent - call.asked;
    const result = { do: 'result', id, action: call.action, payload: checked.payload, took_ms, waited_ms } as const;
    return noticed(checked.warnings, result);
  }

  #malformed(id: string, code: CallErrorCode, text: string): readonly RpcEffect[] {
    return [callError(id, error(code, text)), notice('malformed_frame', text)];
  }
}

function failed(
  { id, action, sent }: OwnCall,
  code: CallFailureCode,
  text: string,
  now: Millis,
): Extract<RpcEffect, { do: 'failed' }> {
  return { do: 'failed', id, action, code, text, took_ms: now - sent };
}

function error(
  code: CallErrorBody['code'],
  description: string,
  details: CallErrorBody['details'] = {},
): CallErrorBody {
  return { code, description: description.slice(0, 255), details };
}

function callError(id: string, { code, description, details }: CallErrorBody): RpcEffect {
  return { do: 'send', text: JSON.stringify([CALLERROR, id, code, description, details]) };
}

function notice(code: Extract<RpcEffect, { do: 'notice' }>['code'], text: string): RpcEffect {
  return { do: 'notice', code, text };
}

/** What was odd about a payload, then what is done with it. */
function noticed(warnings: readonly string[], effect: RpcEffect): readonly RpcEffect[] {
  if (warnings.length === 0) return [effect];
  return [...warnings.map((warning) => notice('unknown_property', warning)), effect];
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
