/** How a car finds its station: SDP requests until one is answered. ISO 15118-2:2014 7.10.1, [V2G2-159], [V2G2-161]. @module */
import type { Millis } from '@openpnc/core/machine';
import type { V2gDialer } from '@openpnc/core/network';
import type { Clock } from '@openpnc/core/ports';
import { decodeSdpResponse, encodeSdpRequest, type SdpResponse, type Security } from '@openpnc/iso15118/sdp';
import { timing } from '@openpnc/iso15118/v2/timing';

/** What came of the search. */
interface Discovery {
  /** Absent when nobody answered in time. */
  readonly found?: SdpResponse;
  readonly requests: number;
  readonly took_ms: Millis;
  /** Datagrams that were no SDP response; they are ignored and the timer keeps running. */
  readonly ignored: number;
}

/** Asks every 250 ms until the first valid answer, `requests` times at most and not beyond `deadline`. */
export async function discover(
  dialer: V2gDialer,
  clock: Clock,
  security: Security,
  { requests, deadline }: { readonly requests: number; readonly deadline: Millis },
): Promise<Discovery> {
  const began = clock.now();
  let [sent, ignored] = [0, 0];
  let found: SdpResponse | undefined;
  const request = encodeSdpRequest(security);
  while (!found && sent < requests && clock.now() < deadline) {
    sent += 1;
    const wait_ms = Math.min(timing.V2G_EVCC_SDP_Response_Timeout, deadline - clock.now());
    const until = clock.now() + wait_ms;
    await dialer.discover(request, wait_ms, ({ payload }) => {
      if (found) return true;
      found = decodeSdpResponse(payload);
      if (!found) ignored += 1;
      return found !== undefined;
    });
    // A dialer that gives up early does not shorten the interval between requests.
    if (!found && clock.now() < until) await clock.sleep(until - clock.now());
  }
  return { ...(found && { found }), requests: sent, took_ms: clock.now() - began, ignored };
}
