/** A CSMS for tests: answers by a table that a test may change, remembers all calls, and has every frame judged by a second validator. @module */
import assert from 'node:assert/strict';
import type { Accept, Channel, ChannelReceiver, Clock } from '@openpnc/core/ports';
import { Endpoint, type Handlers } from '@openpnc/ocpp/endpoint';
import { CallRefused } from '@openpnc/ocpp/errors';
import type { Action, Requests, Responses } from '@openpnc/ocpp/v201';
import { Judge } from '../../../protocols/ocpp/test/judge.ts';

/** A call that the station made. */
export interface SeenCall {
  readonly action: Action;
  readonly payload: Requests[Action];
  readonly id: string;
  readonly at: number;
}

/** The other end of a station's socket. */
export class ScriptedCsms {
  readonly calls: SeenCall[] = [];
  /** Frames of both directions, in order. */
  readonly frames: string[] = [];
  /** Answers; a test replaces what it needs. */
  readonly answers: { -readonly [A in Action]?: (payload: Requests[A]) => Responses[A] | Promise<Responses[A]> };
  /** In place of the answer to Authorize: what it gives goes out unchecked, or InternalError when it rejects. */
  broken: (() => unknown) | undefined;
  /** Upgrades are answered 503 while true. */
  isDown = false;
  readonly upgrades: { readonly path: string; readonly headers: Readonly<Record<string, string>> }[] = [];
  #endpoint: Endpoint<{ readonly id: string }>;
  #channel: Channel | undefined;
  readonly #clock: Clock;
  readonly #judges = new Judge();
  #calls = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
    const currentTime = () => new Date(clock.now()).toISOString();
    this.answers = {
      BootNotification: () => ({ currentTime: currentTime(), interval: 300, status: 'Accepted' }),
      Heartbeat: () => ({ currentTime: currentTime() }),
      StatusNotification: () => ({}),
      Authorize: () => ({ idTokenInfo: { status: 'Accepted' }, certificateStatus: 'Accepted' }),
      TransactionEvent: () => ({}),
      GetCertificateStatus: () => ({ status: 'Failed' }),
      SecurityEventNotification: () => ({}),
      NotifyEvent: () => ({}),
      NotifyReport: () => ({}),
      MeterValues: () => ({}),
      NotifyEVChargingNeeds: () => ({ status: 'Rejected' }),
      NotifyEVChargingSchedule: () => ({ status: 'Accepted' }),
    };
    this.#endpoint = this.#newEndpoint();
  }

  #newEndpoint(): Endpoint<{ readonly id: string }> {
    const handlers: Record<string, unknown> = {};
    for (const action of OCPP_ACTIONS) {
      handlers[action] = async (payload: never, { id }: { readonly id: string }) => {
        this.calls.push({ action, payload, id, at: this.#clock.now() });
        if (action === 'Authorize' && this.broken) {
          const raw = await Promise.resolve(this.broken()).catch(() => {
            throw new CallRefused('InternalError', 'broken');
          });
          this.#channel?.send(JSON.stringify([3, id, raw]));
          return new Promise<never>(() => {});
        }
        const answer = this.answers[action] as ((payload: never) => unknown) | undefined;
        assert.ok(answer, `the test's CSMS has no answer to ${action}`);
        return answer(payload);
      };
    }
    return new Endpoint<{ readonly id: string }>({
      clock: this.#clock,
      handlers: handlers as Handlers<{ readonly id: string }>,
      context: ({ id }) => ({ id }),
      broke: (action, error) => {
        throw new Error(`the test's CSMS broke at ${action}: ${String(error)}`);
      },
    });
  }

  /** The server's door. */
  readonly accept: Accept = ({ path, headers, protocols }) => {
    this.upgrades.push({ path, headers });
    if (this.isDown) return { accept: false, status: 503 };
    return {
      accept: true,
      ...(protocols.includes('ocpp2.0.1') && { protocol: 'ocpp2.0.1' }),
      open: (channel) => this.#attach(channel),
    };
  };

  /** Calls the station. */
  call<A extends Action>(action: A, payload: Requests[A], within_ms = 30_000): Promise<Responses[A]> {
    this.#calls += 1;
    return this.#endpoint.call(action, payload, { id: `csms-${this.#calls}`, deadline: this.#clock.now() + within_ms });
  }

  /** Sends a text as it is. */
  send(text: string): void {
    this.#channel?.send(text);
  }

  /** Closes the socket from this side. */
  hangUp(): void {
    this.#channel?.close(1001, 'the test hangs up');
  }

  /** Payloads of one action, in order. */
  of<A extends Action>(action: A): readonly Requests[A][] {
    return this.calls.filter((call) => call.action === action).map(({ payload }) => payload as Requests[A]);
  }

  #attach(channel: Channel): ChannelReceiver {
    this.#channel = channel;
    const watched: Channel = {
      send: (text) => {
        this.#judge(text);
        channel.send(text);
      },
      close: (code, reason) => channel.close(code, reason),
      get bufferedBytes() {
        return channel.bufferedBytes;
      },
    };
    const receiver = this.#endpoint.attach(watched);
    return {
      text: (text) => {
        this.#judge(text);
        receiver.text(text);
      },
      closed: (code, reason) => receiver.closed(code, reason),
    };
  }

  /** Each frame, whoever sent it, passes the second validator. */
  #judge(text: string): void {
    this.frames.push(text);
    this.#judges.see(text);
  }
}

/** Everything that a station may send. */
const OCPP_ACTIONS: readonly Action[] = [
  'Authorize',
  'BootNotification',
  'FirmwareStatusNotification',
  'Get15118EVCertificate',
  'GetCertificateStatus',
  'Heartbeat',
  'LogStatusNotification',
  'MeterValues',
  'NotifyCustomerInformation',
  'NotifyEVChargingNeeds',
  'NotifyEVChargingSchedule',
  'NotifyEvent',
  'NotifyMonitoringReport',
  'NotifyReport',
  'ReportChargingProfiles',
  'SecurityEventNotification',
  'SignCertificate',
  'StatusNotification',
  'TransactionEvent',
];
