/** The station's connection to its CSMS: opened again for ever, registered, kept alive; calls both ways. OCPP 2.0.1 Part 4, B01 to B04, G02. @module */
import { toBase64, toUtf8 } from '@openpnc/core/bytes';
import { withFirst } from '@openpnc/core/deadline';
import type { Millis } from '@openpnc/core/machine';
import { ConnectionFailure } from '@openpnc/core/network';
import type { Channel, ChannelReceiver, ChannelTarget, Clock, DialChannel, Random } from '@openpnc/core/ports';
import { Endpoint, type Exchange, type Handlers } from '@openpnc/ocpp/endpoint';
import { CallFailure, CallRefused } from '@openpnc/ocpp/errors';
import type {
  Action,
  BootNotificationRequest,
  BootNotificationResponse,
  RegistrationStatusEnumType,
  Requests,
  Responses,
} from '@openpnc/ocpp/v201';
import type { DeviceModel } from '../deviceModel/deviceModel.ts';
import { MessageIds, randomBelow, traceIdOf } from '../messageIds.ts';
import { type Caller, type CallHow, perform } from '../stationScript.ts';
import type { StationTime } from '../stationTime.ts';
import type { StationFinding, StationTrace } from '../stationTrace.ts';
import { boot } from './boot.ts';

/** What a handler gets beside the payload of a call that the CSMS makes. */
export interface Received {
  /** Message id of the CSMS. */
  readonly id: string;
  readonly registration: RegistrationStatusEnumType;
}

/** What others of the station hear of the link. */
interface LinkListener {
  /** The CSMS has accepted the station, after a boot. */
  accepted(answer: BootNotificationResponse): void;
  /** Calls may go out: after a boot, or after a reconnect. `offline_ms`: how long they could not. */
  online(offline_ms: Millis): void;
  offline(reason: string): void;
  /** The clock was set by so much. */
  clockSet(difference_ms: Millis): void;
  /** The socket is open; nothing was said yet. */
  opened(): void;
  /** The socket could not be opened. */
  unreachable(failure: ConnectionFailure): void;
  /** A frame came that nobody can read. */
  malformed(text: string): void;
}

export interface LinkOptions {
  readonly clock: Clock;
  readonly time: StationTime;
  readonly random: Random;
  readonly dial: DialChannel;
  readonly model: DeviceModel;
  readonly trace: StationTrace;
  readonly handlers: Handlers<Received>;
  readonly listener: LinkListener;
  readonly connect_ms: Millis;
  /** Where to go at the next attempt, asked each time: profiles and passwords change. */
  readonly target: () => Omit<ChannelTarget, 'deadline' | 'protocols'>;
  readonly bootNotification: () => BootNotificationRequest;
}

/** OCPP 2.0.1 alone; the version is never in the URL. */
const PROTOCOLS = ['ocpp2.0.1'] as const;

/** One station's way to its CSMS. */
export class CsmsLink {
  readonly #options: LinkOptions;
  readonly #endpoint: Endpoint<Received>;
  readonly #ids: MessageIds;
  readonly #stopped = new AbortController();
  #channel: Channel | undefined;
  #registration: RegistrationStatusEnumType | undefined;
  #offlineSince: Millis;
  #heardAt: Millis;
  #running: Promise<void> | undefined;
  #stopHeartbeat: (() => void) | undefined;
  /** Ends the wait for the next attempt early. */
  #hurry = new AbortController();
  #bootAgain: AbortController | undefined;

  constructor(options: LinkOptions) {
    const { clock, random, handlers } = options;
    this.#options = options;
    this.#ids = new MessageIds(random);
    this.#offlineSince = clock.now();
    this.#heardAt = clock.now();
    this.#endpoint = new Endpoint<Received>({
      clock,
      handlers,
      context: ({ id }) => ({ id, registration: this.#registration ?? 'Rejected' }),
      guard: () => this.#guard(),
      exchanged: (exchange) => this.#exchanged(exchange),
      noticed: ({ code, text }) => {
        this.#found({ code: `ocpp_${code}`, severity: 'warning', text });
        if (code === 'malformed_frame') options.listener.malformed(text);
      },
      broke: (action, error) =>
        this.#found({ code: 'handler_broke', severity: 'warning', text: `${action}: ${String(error)}` }),
    });
  }

  /** Whether the CSMS is reached and has accepted the station. */
  get isOnline(): boolean {
    return this.#endpoint.isConnected && this.#registration === 'Accepted';
  }

  get registration(): RegistrationStatusEnumType | undefined {
    return this.#registration;
  }

  start(): void {
    this.#running ??= this.#run();
  }

  /** Closes the connection and ends everything; calls that are open fail. */
  async stop(): Promise<void> {
    this.#stopped.abort(new CallFailure('not_connected', '', 'the station stops'));
    this.#stopHeartbeat?.();
    this.#endpoint.close(1000, 'station stops');
    this.#channel?.close(1000, 'station stops');
    await this.#running;
  }

  /** Drops the connection and opens it again, e.g. with a new password or certificate. */
  reconnect(reason: string): void {
    this.#hurry.abort();
    this.#channel?.close(1000, reason);
  }

  /** Drops the connection and registers anew at the next one, as after a cold start. */
  restart(reason: string): void {
    this.#registration = undefined;
    this.reconnect(reason);
  }

  /** Registers anew: a boot field changed, or the CSMS asked for it. */
  bootAgain(): void {
    this.#bootAgain?.abort();
  }

  /**
   * Calls the CSMS. Only after it has accepted the station.
   * @throws CallFailure `not_connected` at once when it cannot go out now, `timeout`, `call_error`, `invalid_response`
   */
  call<A extends Action>(
    action: A,
    payload: Requests[A],
    how: CallHow & { readonly whilePending?: boolean } = {},
  ): Promise<Responses[A]> {
    const isAllowed = this.#registration === 'Accepted' || (how.whilePending && this.#registration === 'Pending');
    if (this.#endpoint.isConnected && isAllowed) return this.#call(action, payload, how);
    const text = `${action}: the station is not connected and accepted`;
    return Promise.reject(new CallFailure('not_connected', action, text));
  }

  #call<A extends Action>(action: A, payload: Requests[A], how: CallHow): Promise<Responses[A]> {
    const { clock, model } = this.#options;
    const asked = clock.now();
    const within_ms = how.within_ms ?? model.number('OCPPCommCtrlr.MessageTimeout[Default]') * 1_000;
    const answer = this.#endpoint.call(action, payload, {
      id: this.#ids.next(how.traceId),
      deadline: asked + within_ms,
      ...(how.lane && { lane: how.lane }),
    });
    // The caller hears of the failure too, after this.
    answer.catch((error: unknown) => this.#failed(error, asked));
    return answer;
  }

  #failed(error: unknown, asked: Millis): void {
    const { clock, model } = this.#options;
    // Nothing at all was heard for a whole timeout: the socket is dead and does not know it.
    const isSilent = error instanceof CallFailure && error.code === 'timeout' && this.#heardAt < asked;
    if (isSilent && clock.now() - asked >= model.number('OCPPCommCtrlr.MessageTimeout[Default]') * 1_000)
      this.#channel?.close(1000, 'no answer');
  }

  async #run(): Promise<void> {
    const { clock, listener } = this.#options;
    const { signal } = this.#stopped;
    let failures = 0;
    let wait_ms = 0;
    while (!signal.aborted) {
      let reason: string;
      try {
        const gone = await this.#open();
        failures = 0;
        reason = await gone;
        this.#offlineSince = clock.now();
      } catch (error) {
        reason = this.#dialFailed(error);
      }
      this.#channel = undefined;
      this.#stopHeartbeat?.();
      if (signal.aborted) return;
      listener.offline(reason);
      ({ wait_ms } = this.#backOff(failures, wait_ms));
      failures += 1;
      const { RetryBackOffRandomRange: range } = this.#backOffVariables();
      const sleep_ms = wait_ms + this.#random_ms(range);
      await withFirst([signal, this.#hurry.signal], (first) => clock.sleep(sleep_ms, first)).catch(() => {});
      this.#hurry = new AbortController();
    }
  }

  /** Waits double with each failure, RepeatTimes times; the random part comes anew each time. OCPP 2.0.1 Part 4 5.3 */
  #backOff(failures: number, before_ms: Millis): { readonly wait_ms: Millis } {
    const { RetryBackOffWaitMinimum: least, RetryBackOffRepeatTimes: times } = this.#backOffVariables();
    if (failures === 0) return { wait_ms: least * 1_000 };
    return { wait_ms: failures <= times ? before_ms * 2 : before_ms };
  }

  #backOffVariables() {
    const { model } = this.#options;
    return {
      RetryBackOffWaitMinimum: model.number('OCPPCommCtrlr.RetryBackOffWaitMinimum'),
      RetryBackOffRandomRange: model.number('OCPPCommCtrlr.RetryBackOffRandomRange'),
      RetryBackOffRepeatTimes: model.number('OCPPCommCtrlr.RetryBackOffRepeatTimes'),
    };
  }

  #random_ms(range_s: number): Millis {
    return range_s === 0 ? 0 : randomBelow(this.#options.random, range_s * 1_000);
  }

  /** Opens one connection. @returns a promise of the reason of its end */
  async #open(): Promise<Promise<string>> {
    const { clock, dial, target, connect_ms } = this.#options;
    let over: (reason: string) => void = () => {};
    const gone = new Promise<string>((resolve) => {
      over = resolve;
    });
    let receiver: ChannelReceiver | undefined;
    const early: ((receiver: ChannelReceiver) => void)[] = [];
    const { channel, protocol } = await dial(
      { ...target(), protocols: PROTOCOLS, deadline: clock.now() + connect_ms },
      () => ({
        text: (text) => {
          this.#heardAt = clock.now();
          if (receiver) receiver.text(text);
          else early.push((late) => late.text(text));
        },
        closed: (code, reason) => {
          if (receiver) receiver.closed(code, reason);
          else early.push((late) => late.closed(code, reason));
          over(reason || `closed with code ${code}`);
        },
      }),
    );
    if (this.#stopped.signal.aborted) {
      channel.close(1000, 'station stops');
      return gone;
    }
    if (protocol !== PROTOCOLS[0]) {
      channel.close(1002, 'no common sub-protocol');
      throw new ConnectionFailure(
        'ocpp_no_subprotocol',
        `the CSMS chose the sub-protocol ${protocol ?? 'none'}, expected ${PROTOCOLS[0]}`,
      );
    }
    this.#channel = channel;
    receiver = this.#endpoint.attach(channel);
    for (const deliver of early) deliver(receiver);
    this.#options.listener.opened();
    void this.#register(gone);
    return gone;
  }

  async #register(gone: Promise<string>): Promise<void> {
    const { clock, listener, bootNotification } = this.#options;
    const lost = new AbortController();
    const failure = new CallFailure('not_connected', 'BootNotification', 'the connection is gone');
    void gone.then(() => lost.abort(failure));
    for (;;) {
      // After a reconnect nothing is said unless a boot field changed.
      const isKnown = this.#registration === 'Accepted';
      const again = new AbortController();
      this.#bootAgain = again;
      const ends = [lost.signal, this.#stopped.signal, again.signal];
      try {
        if (!isKnown) {
          const caller: Caller = (action, payload, how = {}) => this.#call(action, payload, how);
          const script = boot(bootNotification(), (told) => this.#told(told));
          const answer = await withFirst(ends, (signal) => perform(script, { caller, clock, signal }));
          listener.accepted(answer);
        }
        const offline_ms = clock.now() - this.#offlineSince;
        this.beat();
        listener.online(offline_ms);
        // Without a boot nobody else tells the time, and a clock may have been set meanwhile: certificates are judged by it.
        if (isKnown) this.heartbeat().catch(() => {});
        await withFirst(ends, aborted);
      } catch (error) {
        if (!(error instanceof CallFailure) && !again.signal.aborted) throw error;
      }
      if (!again.signal.aborted || lost.signal.aborted || this.#stopped.signal.aborted) return;
      this.#registration = undefined;
      this.#stopHeartbeat?.();
    }
  }

  #told({ status, currentTime, interval }: BootNotificationResponse): void {
    const { model } = this.#options;
    this.#registration = status;
    this.#setClock(currentTime);
    if (status !== 'Accepted')
      this.#found({
        code: `registration_${status.toLowerCase()}`,
        severity: 'info',
        text: `BootNotification: ${status}, again after ${interval} s`,
        spec: 'OCPP 2.0.1 B02, B03',
      });
    else if (interval > 0) void model.put('OCPPCommCtrlr.HeartbeatInterval', String(interval));
  }

  #setClock(currentTime: string): void {
    const difference_ms = this.#options.time.synchronise(currentTime);
    if (difference_ms !== 0) this.#options.listener.clockSet(difference_ms);
  }

  /** Begins to count the heartbeat interval anew. */
  beat(): void {
    const { clock, model } = this.#options;
    this.#stopHeartbeat?.();
    if (!this.isOnline) return;
    const interval_ms = model.number('OCPPCommCtrlr.HeartbeatInterval') * 1_000;
    this.#stopHeartbeat = clock.alarm(clock.now() + interval_ms, () => {
      this.#stopHeartbeat = undefined;
      if (!this.isOnline) return;
      this.heartbeat().catch(() => {});
      this.beat();
    });
  }

  /** Sends a Heartbeat now and takes the time of its answer. @throws CallFailure */
  async heartbeat(): Promise<void> {
    const { currentTime } = await this.call('Heartbeat', {}, { whilePending: true });
    this.#setClock(currentTime);
  }

  #guard(): CallRefused | undefined {
    // Before it is accepted or configured, nobody but BootNotification speaks. B01, B03
    return this.#registration === undefined || this.#registration === 'Rejected'
      ? new CallRefused('SecurityError', 'the station is not registered')
      : undefined;
  }

  #dialFailed(error: unknown): string {
    if (!(error instanceof ConnectionFailure)) throw error;
    this.#found({ code: 'csms_unreachable', severity: 'warning', text: error.message, data: { failure: error.code } });
    this.#options.listener.unreachable(error);
    return error.message;
  }

  #found(finding: StationFinding): void {
    this.#options.trace.finding(finding);
  }

  #exchanged({ direction, id, action, payload, answer, problem, took_ms }: Exchange): void {
    const isSent = direction === 'sent';
    const traceId = isSent ? traceIdOf(id) : undefined;
    const request = isSent && OPEN_REQUESTS.has(action) ? payload : withoutSecrets(payload);
    this.#options.trace.message(
      {
        from: isSent ? 'station' : 'csms',
        to: isSent ? 'csms' : 'station',
        protocol: 'ocpp2.0.1',
        message: action,
        result: problem ?? essence(answer),
        took_ms,
        payload: answer === undefined ? { request } : { request, response: withoutSecrets(answer) },
      },
      traceId === undefined ? {} : { traceId },
    );
  }
}

/** `Authorization` of HTTP Basic: the identity and the password as UTF-8. OCPP 2.0.1 A00 */
export function basicAuthorization(identity: string, password: string): string {
  return `Basic ${toBase64(toUtf8(`${identity}:${password}`))}`;
}

/** The statuses of an answer in a few words. */
function essence(answer: unknown): string {
  const { status, certificateStatus, idTokenInfo } = (answer ?? {}) as Readonly<Record<string, unknown>>;
  const token = (idTokenInfo as { readonly status?: string } | undefined)?.status;
  return [status, token, certificateStatus].filter((word) => word !== undefined).join(' ') || 'ok';
}

/** Requests that this station makes of what happens at its outlets: there is no password to look for in them. */
const OPEN_REQUESTS: ReadonlySet<Action> = new Set<Action>([
  'Authorize',
  'NotifyEVChargingNeeds',
  'NotifyEVChargingSchedule',
  'StatusNotification',
  'TransactionEvent',
]);

/** A payload whose passwords are gone: traces are read by many. */
function withoutSecrets(value: unknown): unknown {
  // To search the text takes half as long as to walk through the fields.
  if (!/password|simPin|"pin"|"key"/i.test(JSON.stringify(value))) return value;
  return JSON.parse(
    JSON.stringify(value, function (this: Readonly<Record<string, unknown>>, key, inner) {
      return isSecret(this, key) ? '(secret)' : inner;
    }),
  );
}

/** Whether a text or number is a password by its own name, or the value of a variable that is one. */
function isSecret(record: Readonly<Record<string, unknown>>, key: string): boolean {
  if (typeof record[key] !== 'string' && typeof record[key] !== 'number') return false;
  if (key !== 'attributeValue') return /password|simPin|^pin$|^key$/i.test(key);
  return /password/i.test((record.variable as { readonly name?: string } | undefined)?.name ?? '');
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
