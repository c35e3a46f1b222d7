/** Who is connected: one connection a station, and our calls to them. OCPP 2.0.1 Part 4 3.2, B02. @module */
import type { Millis } from '@openpnc/core/machine';
import type { Channel, ChannelReceiver } from '@openpnc/core/ports';
import type { Handlers } from '@openpnc/ocpp/endpoint';
import { CallFailure } from '@openpnc/ocpp/errors';
import type { Lane } from '@openpnc/ocpp/rpc';
import {
  type Action,
  lenientProfile,
  type MessageTriggerEnumType,
  type Profile,
  type Requests,
  type Responses,
} from '@openpnc/ocpp/v201';
import type { Call } from './actions/call.ts';
import { tokenKey } from './authorization/tokenList.ts';
import { type ConnectionOptions, StationConnection } from './connection.ts';
import { traceFinding } from './finding.ts';
import type { Services } from './services.ts';

/** A station at the door, proved. */
export type Arrival = Pick<ConnectionOptions, 'identity' | 'registration' | 'certificateName' | 'isCertificateExpired'>;

/** The open connections of this process. */
export class Connections {
  readonly #services: () => Services;
  readonly #handlers: Handlers<Call>;
  readonly #open = new Map<string, StationConnection>();
  #shared: Profile | undefined;
  #isClosed = false;

  constructor(services: () => Services, handlers: Handlers<Call>) {
    this.#services = services;
    this.#handlers = handlers;
  }

  /** Stations of the field send unknown properties; EXI for a car is longer than OCPP 2.0.1 foresaw. */
  get #profile(): Profile {
    this.#shared ??= {
      ...lenientProfile,
      fieldLength: {
        ...lenientProfile.fieldLength,
        'Get15118EVCertificateResponse.exiResponse': this.#services().settings.pki.exiResponseLength,
      },
    };
    return this.#shared;
  }

  find(identity: string): StationConnection | undefined {
    return this.#open.get(identity);
  }

  identities(): readonly string[] {
    return [...this.#open.keys()].toSorted();
  }

  /** Takes a channel of a station in; one that was open before is closed. */
  open({ identity, registration, ...proof }: Arrival, channel: Channel): ChannelReceiver {
    if (this.#isClosed) {
      channel.close(1001, 'the CSMS stops');
      return { text: () => {}, closed: () => {} };
    }
    const services = this.#services();
    const { stations, ports } = services;
    const before = this.#open.get(identity);
    const connection = new StationConnection({
      identity,
      registration: before?.registration ?? registration,
      ...proof,
      services,
      handlers: this.#handlers,
      profile: this.#profile,
      channel,
      closed: (closed) => {
        if (this.#open.get(identity) !== closed) return; // another took its place
        this.#open.delete(identity);
        this.#keep(stations.disconnected(identity));
        ports.publish('station', { event: 'disconnected', station: identity });
      },
    });
    this.#open.set(identity, connection);
    // A station has one connection: the new one is the living one.
    before?.close(1001, 'replaced by a new connection');
    this.#keep(stations.connected(identity));
    if (connection.registration === 'Accepted') this.#keep(services.trust.came(identity, 'reconnected'));
    ports.publish('station', { event: 'connected', station: identity });
    return connection.receiver;
  }

  /** Ends the connection of a station, e.g. when it is taken out. */
  drop(identity: string, reason: string): void {
    this.#open.get(identity)?.close(1008, reason);
  }

  /**
   * Calls a station.
   * @throws CallFailure `not_connected` also for a station that may not be called yet (B03); `timeout`, `call_error`,
   *   `invalid_response`; UsageError `invalid_request` when the payload breaks the schema.
   */
  async call<A extends Action>(
    station: string,
    action: A,
    payload: Requests[A],
    deadline?: Millis,
    lane?: Lane,
  ): Promise<Responses[A]> {
    const connection = this.#open.get(station);
    if (!connection) throw new CallFailure('not_connected', action, `${station} is not connected`);
    const { registration } = connection;
    // A rejected station is left in peace, one that has not booted is not known yet. B01.FR.05, B03.FR.04
    if (registration !== 'Accepted' && registration !== 'Pending')
      throw new CallFailure('not_connected', action, `${station} is not accepted (${registration ?? 'no boot yet'})`);
    connection.invite(invitedBy(action, payload));
    const { clock } = this.#services().ports;
    if (action === 'RequestStartTransaction') {
      const { idToken } = payload as Requests['RequestStartTransaction'];
      connection.startedWith(`${idToken.type}\n${tokenKey(idToken.idToken, idToken.type)}`, clock.now());
    }
    return connection.call(action, payload, deadline ?? clock.now() + this.#services().settings.callTimeout_ms, lane);
  }

  close(): void {
    this.#isClosed = true;
    for (const connection of this.#open.values()) connection.close(1001, 'the CSMS stops');
    this.#open.clear();
  }

  /** When a station came and went is told to people, nothing waits for it. */
  #keep(write: Promise<void>): void {
    const { trace, clock } = this.#services().ports;
    write.catch((error: unknown) =>
      traceFinding(trace, clock.now(), undefined, {
        code: 'internal_error',
        severity: 'warning',
        text: `connection times: ${String(error)}`,
      }),
    );
  }
}

/** What a station that is pending may send because of a call of ours. B02.FR.02 */
function invitedBy(action: Action, payload: unknown): readonly Action[] {
  switch (action) {
    case 'TriggerMessage': {
      const { requestedMessage } = payload as Requests['TriggerMessage'];
      return [TRIGGERED[requestedMessage]];
    }
    case 'GetBaseReport':
    case 'GetReport':
      return ['NotifyReport'];
    case 'GetMonitoringReport':
      return ['NotifyMonitoringReport'];
    case 'GetLog':
      return ['LogStatusNotification'];
    case 'CustomerInformation':
      return ['NotifyCustomerInformation'];
    default:
      return [];
  }
}

const TRIGGERED: Readonly<Record<MessageTriggerEnumType, Action>> = {
  BootNotification: 'BootNotification',
  FirmwareStatusNotification: 'FirmwareStatusNotification',
  Heartbeat: 'Heartbeat',
  LogStatusNotification: 'LogStatusNotification',
  MeterValues: 'MeterValues',
  PublishFirmwareStatusNotification: 'PublishFirmwareStatusNotification',
  SignChargingStationCertificate: 'SignCertificate',
  SignCombinedCertificate: 'SignCertificate',
  SignV2GCertificate: 'SignCertificate',
  StatusNotification: 'StatusNotification',
  TransactionEvent: 'TransactionEvent',
};
