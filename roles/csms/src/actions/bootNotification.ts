/** Use cases B01-B03: a station has started. OCPP 2.0.1 B01, B02, B03. @module */
import type { BootNotificationRequest, BootNotificationResponse } from '@openpnc/ocpp/v201';
import { rfc3339 } from '../rfc3339.ts';
import type { Call } from './call.ts';

/** Keeps what it told and answers with its registration. */
export async function bootNotification(
  request: BootNotificationRequest,
  { services, connection }: Call,
): Promise<BootNotificationResponse> {
  const { stations, settings, ports } = services;
  const status = await stations.booted(connection.identity, request);
  connection.registration = status;
  connection.invited.clear();
  if (status === 'Accepted') await services.trust.came(connection.identity, 'booted');
  ports.publish('station', { event: 'booted', station: connection.identity, status, reason: request.reason });
  return {
    currentTime: rfc3339(ports.clock.now()),
    interval: status === 'Accepted' ? settings.heartbeat_s : settings.bootRetry_s,
    status,
  };
}
