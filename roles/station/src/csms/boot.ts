/** Cold boot, use cases B01 to B03: asks until the CSMS accepts. OCPP 2.0.1 B01 to B03. @module */
import type { Millis } from '@openpnc/core/machine';
import { CallFailure } from '@openpnc/ocpp/errors';
import type { BootNotificationRequest, BootNotificationResponse } from '@openpnc/ocpp/v201';
import { call, type StationScript, sleep } from '../stationScript.ts';

/** Wait when the CSMS gave no interval, or no answer. */
const bootRetry_ms: Millis = 30_000;

/**
 * @param told hears of each answer before the wait, so that a Pending station can be configured
 * @returns the answer that accepted
 */
export function* boot(
  request: BootNotificationRequest,
  told: (answer: BootNotificationResponse) => void,
): StationScript<BootNotificationResponse> {
  for (;;) {
    let wait_ms = bootRetry_ms;
    try {
      const answer = yield* call('BootNotification', request);
      told(answer);
      if (answer.status === 'Accepted') return answer;
      if (answer.interval > 0) wait_ms = answer.interval * 1_000;
    } catch (error) {
      // Without an answer the station is where it was; a connection that is gone begins again after the reconnect.
      if (!(error instanceof CallFailure) || error.code === 'not_connected') throw error;
    }
    yield* sleep(wait_ms);
  }
}
