/** One station that is connected: its calls to the handlers, our calls to it, and what it may do before it is accepted. OCPP 2.0.1 B01-B03, Part 4. @module */
import { toHex } from '@openpnc/core/bytes';
import type { Millis } from '@openpnc/core/machine';
import type { Channel, ChannelReceiver } from '@openpnc/core/ports';
import { Endpoint, type Exchange, type Handlers } from '@openpnc/ocpp/endpoint';
import { CallRefused } from '@openpnc/ocpp/errors';
import type { Lane } from '@openpnc/ocpp/rpc';
import type { Action, Profile, RegistrationStatusEnumType, Requests, Responses } from '@openpnc/ocpp/v201';
import type { Call } from './actions/call.ts';
import { traceFinding } from './finding.ts';
import type { Services } from './services.ts';
import { traceIdOf, tracePayload } from './traceMessage.ts';

/** How the connection of a station is made. */
export interface ConnectionOptions {
  readonly identity: string;
  /** What its last boot was answered, if it booted before. */
  readonly registration: RegistrationStatusEnumType | undefined;
  readonly services: Services;
  readonly handlers: Handlers<Call>;
  readonly profile: Profile;
  readonly channel: Channel;
  /** Common name of its client certificate, where it proved itself by one. */
  readonly certificateName?: string | undefined;
  /** The certificate has ended: the station may come in to get another, and nothing else. A00.FR.429 */
  readonly isCertificateExpired?: boolean;
  readonly closed: (connection: StationConnection) => void;
}

/** An open connection. */
export class StationConnection {
  readonly identity: string;
  /** undefined before the first BootNotification. */
  registration: RegistrationStatusEnumType | undefined;
  /** Actions that we asked for while the registration is pending. */
  #invited: Set<Action> | undefined;
  /** Tokens that we started transactions with, by type and key, with the time. */
  #remoteStarts: Map<string, Millis> | undefined;
  readonly certificateName: string | undefined;
  readonly isCertificateExpired: boolean;
  readonly receiver: ChannelReceiver;
  readonly #services: Services;
  readonly #endpoint: Endpoint<Call>;

  constructor(options: ConnectionOptions) {
    const { identity, registration, services, handlers, profile, channel, closed } = options;
    this.certificateName = options.certificateName;
    this.isCertificateExpired = options.isCertificateExpired ?? false;
    this.identity = identity;
    this.registration = registration;
    this.#services = services;
    const { clock, trace } = services.ports;
    this.#endpoint = new Endpoint<Call>({
      clock,
      handlers,
      profile,
      context: ({ id }) => ({ services, connection: this, id, traceId: traceIdOf(id), arrived: clock.now() }),
      guard: (action) => this.#guard(action),
      exchanged: (exchange) => this.#trace(exchange),
      noticed: ({ code, text }) => {
        if (code !== 'late_result')
          traceFinding(trace, clock.now(), undefined, {
            code: `ocpp_${code}`,
            severity: code === 'unknown_property' ? 'info' : 'warning',
            text: `${identity}: ${text}`,
            spec: 'OCPP 2.0.1 Part 4',
          });
      },
      broke: (action, error) =>
        traceFinding(trace, clock.now(), undefined, {
          code: 'internal_error',
          severity: 'warning',
          text: `${action} of ${identity}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
        }),
    });
    const inner = this.#endpoint.attach(this.#bounded(channel));
    this.receiver = {
      text: (text) => inner.text(text),
      closed: (code, reason) => {
        inner.closed(code, reason);
        this.#endpoint.close();
        closed(this);
      },
    };
  }

  /** Calls the station. @throws CallFailure `timeout`, `not_connected`, `call_error`, `invalid_response`; UsageError when the payload breaks the schema. */
  call<A extends Action>(action: A, payload: Requests[A], deadline: Millis, lane?: Lane): Promise<Responses[A]> {
    const id = toHex(this.#services.ports.random.bytes(16));
    return this.#endpoint.call(action, payload, { id, deadline, ...(lane && { lane }) });
  }

  /** Ends the connection; what is under way comes to nothing. */
  close(code: number, reason: string): void {
    this.#endpoint.close(code, reason);
  }

  /** The station may send these while it is pending: we asked for them. B02.FR.02 */
  invite(actions: readonly Action[]): void {
    if (this.registration === 'Accepted' || actions.length === 0) return;
    this.#invited = new Set([...(this.#invited ?? []), ...actions]);
  }

  /** A boot was answered. */
  registered(registration: RegistrationStatusEnumType): void {
    this.registration = registration;
    this.#invited = undefined;
  }

  /** We started a transaction with this token. */
  startedWith(token: string, at: Millis): void {
    this.#remoteStarts ??= new Map();
    this.#remoteStarts.set(token, at);
  }

  /** Whether we started a transaction here since it connected. */
  get hasRemoteStarts(): boolean {
    return this.#remoteStarts !== undefined;
  }

  /** When we last started a transaction with this token. */
  remoteStart(token: string): Millis | undefined {
    return this.#remoteStarts?.get(token);
  }

  /** Before it is accepted a station may boot and send what we asked for. B01.FR.08, B02.FR.09, B03.FR.08 */
  #guard(action: Action): CallRefused | undefined {
    if (action === 'BootNotification' || this.registration === 'Accepted') return undefined;
    if (this.registration === 'Pending' && this.#invited?.has(action)) return undefined;
    return new CallRefused(
      'SecurityError',
      `${action} before BootNotification was answered Accepted (registration: ${this.registration ?? 'none'})`,
    );
  }

  /** A channel that is cut off when its reader is too slow: what waits for it would fill the memory. */
  #bounded(channel: Channel): Channel {
    const { maxBufferedBytes } = this.#services.settings;
    const { trace, clock } = this.#services.ports;
    const { identity } = this;
    return {
      send: (text) => {
        if (channel.bufferedBytes <= maxBufferedBytes) {
          channel.send(text);
          return;
        }
        traceFinding(trace, clock.now(), undefined, {
          code: 'station_reads_slowly',
          severity: 'warning',
          text: `${identity}: ${channel.bufferedBytes} bytes wait to be read, more than ${maxBufferedBytes}; connection closed`,
        });
        channel.close(1008, 'reads too slowly');
      },
      close: (code, reason) => channel.close(code, reason),
      get bufferedBytes() {
        return channel.bufferedBytes;
      },
    };
  }

  #trace({ direction, id, action, payload, answer, problem, took_ms, at }: Exchange): void {
    const { settings, ports } = this.#services;
    const traceId = traceIdOf(id);
    const isReceived = direction === 'received';
    const result = problem ?? resultOf(answer);
    ports.trace({
      type: 'message',
      party: 'csms',
      at: at - took_ms,
      ...(traceId !== undefined && { traceId }),
      from: isReceived ? this.identity : settings.name,
      to: isReceived ? settings.name : this.identity,
      protocol: 'ocpp2.0.1',
      message: action,
      ...(result !== undefined && { result }),
      took_ms,
      payload: tracePayload(action, payload, answer),
    });
  }
}

/** The essence of an answer: its statuses. */
function resultOf(answer: unknown): string | undefined {
  const { status, idTokenInfo, certificateStatus } = (answer ?? {}) as {
    readonly status?: string;
    readonly idTokenInfo?: { readonly status: string };
    readonly certificateStatus?: string;
  };
  if (!idTokenInfo && certificateStatus === undefined) return status;
  return [status, idTokenInfo?.status, certificateStatus].filter((part) => part !== undefined).join(' / ');
}
