/** A station for the tests of the car: the SECC of iso15118 behind a virtual network, with a cable and a back end that says yes. @module */
import { cable } from '@openpnc/core/cable';
import type { Stream, StreamReceiver, TlsIdentity, V2gHost } from '@openpnc/core/network';
import { Runner } from '@openpnc/core/runner';
import { SeccConnection, type StreamEffect, type StreamInput } from '@openpnc/iso15118/connection';
import { decodeSdpRequest, encodeSdpResponse, sdpAnswer } from '@openpnc/iso15118/sdp';
import { seccEdition } from '@openpnc/iso15118/v2/edition';
import {
  type PausedSession,
  type SeccEffect,
  type SeccInput,
  type SeccSettings,
  seccDefaults,
} from '@openpnc/iso15118/v2/session';
import { timing } from '@openpnc/iso15118/v2/timing';
import type { VirtualClock } from '@openpnc/sim/clock';
import { VirtualV2gNetwork } from '@openpnc/sim/network';
import type { SeededRandom } from '@openpnc/sim/random';
import { certificate, chain } from '../../../protocols/iso15118/test/pki.ts';

export interface TestStationOptions {
  readonly settings?: Partial<SeccSettings>;
  readonly open?: { readonly tls: boolean; readonly tcp: boolean };
  readonly identity?: TlsIdentity | undefined;
  readonly staple?: Uint8Array | undefined;
  readonly perform?: (effect: SeccEffect, feed: (input: SeccInput) => void) => boolean;
  /** The first so many SDP requests are not answered. */
  readonly deafFor?: number;
}

export const seccIdentity: TlsIdentity = { id: 'secc', certificates: chain('secc', 'cpoSub2', 'cpoSub1'), keyPem: '' };

/** Opens a station and gives what a test looks at. */
export function testStation(clock: VirtualClock, random: SeededRandom, options: TestStationOptions = {}) {
  const network = new VirtualV2gNetwork(clock, random, { delay_ms: 2 });
  const { car: plug, outlet } = cable(clock, 48_000);
  const effects: SeccEffect[] = [];
  let [requests, paused] = [0, undefined as PausedSession | undefined];
  const host: V2gHost = {
    sdp: ({ payload }) => {
      const asked = decodeSdpRequest(payload);
      requests += 1;
      if (!asked || requests <= (options.deafFor ?? 0)) return undefined;
      const answer = sdpAnswer(asked, listener.endpoint);
      return answer && encodeSdpResponse(answer);
    },
    identity: () => ('identity' in options ? options.identity : seccIdentity),
    staple: () => options.staple,
    open,
    failed: () => {},
  };
  const listener = network.listen(host, options.open);
  return { network, plug, outlet, effects, requests: () => requests };

  function open(stream: Stream): StreamReceiver {
    const setupEnd = clock.now() + timing.V2G_SECC_CommunicationSetup_Performance_Time;
    const station = {
      settings: { ...seccDefaults, EVSEID: 'DE*KXL*E0042*7', ...options.settings },
      trust: {
        anchors: () => [certificate('moRoot')],
        isClockSynchronised: () => true,
        isPrivateEnvironment: false,
      },
      random: random.fork('secc'),
      isTls: stream.info.tls !== undefined,
      ...(paused && { paused }),
    };
    const secc = new SeccConnection<SeccInput, SeccEffect>({
      editions: [seccEdition(station, { setupEnd })],
      setupEnd,
      sapLimit_ms: timing.V2G_SECC_Msg_Performance_Time.supportedAppProtocolReq,
    });
    const runner = new Runner<SeccInput | StreamInput, SeccEffect | StreamEffect>(secc, clock, (effect) => {
      if (effect.do === 'send') {
        if ('bytes' in effect) stream.send(effect.bytes);
      } else if (effect.do === 'close') stream.close();
      else perform(effect as SeccEffect);
    });
    const stop = outlet.watch((event) => {
      if (event.type === 'pilot') runner.feed({ type: 'pilot', state: event.state });
    });
    return {
      bytes: (bytes) => runner.feed({ type: 'bytes', bytes }),
      closed: (reason) => {
        stop();
        runner.feed({ type: 'closed', reason });
      },
    };

    function perform(effect: SeccEffect): void {
      effects.push(effect);
      if (options.perform?.(effect, (input) => runner.feed(input))) return;
      switch (effect.do) {
        case 'authorize':
          clock.alarm(clock.now() + 200, () => runner.feed({ type: 'authorized', id: effect.id, outcome: 'accepted' }));
          break;
        case 'authorizeExternally':
          clock.alarm(clock.now() + 5_000, () => runner.feed({ type: 'authorizedExternally' }));
          break;
        case 'energy': {
          const isStart = effect.want === 'start';
          void outlet.set({ contactor: isStart ? 'closed' : 'open' });
          clock.alarm(clock.now() + 50, () => runner.feed({ type: 'energy', state: isStart ? 'on' : 'off' }));
          break;
        }
        case 'meter': {
          const reading = BigInt(Math.round(outlet.meter()!.energy_Wh));
          runner.feed({ type: 'meter', meterInfo: { MeterID: 'MTR-1', MeterReading: reading } });
          break;
        }
        case 'cableCheck':
          clock.alarm(clock.now() + 1_000, () => runner.feed({ type: 'isolation', status: 'Valid' }));
          break;
        case 'target': {
          const { voltage_V, current_A, phase } = effect;
          runner.feed({ type: 'present', voltage_V, current_A: phase === 'charge' ? current_A : 0 });
          break;
        }
        case 'pause':
          paused = effect.paused;
      }
    }
  }
}
