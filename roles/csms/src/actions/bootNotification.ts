/** Use cases B01-B03: a station has started. OCPP 2.0.1 B01, B02, B03. @module */

import { CallRefused } from '@openpnc/ocpp/errors';
import type { BootNotificationRequest, BootNotificationResponse } from '@openpnc/ocpp/v201';
import { traceFinding } from '../finding.ts';
import { rfc3339 } from '../rfc3339.ts';
import type { Call } from './call.ts';

/** Keeps what it told and answers with its registration. */
export async function bootNotification(
  request: BootNotificationRequest,
  { services, connection }: Call,
): Promise<BootNotificationResponse> {
  const { stations, settings, ports } = services;
  const { certificateName, identity } = connection;
  const { serialNumber } = request.chargingStation;
  if (certificateName !== undefined && serialNumber !== certificateName) {
    const text = `serial number ${serialNumber ?? 'absent'}, but its certificate is of ${certificateName}`;
    traceFinding(ports.trace, ports.clock.now(), undefined, {
      code: 'station_serial_number_wrong',
      severity: 'warning',
      text: `${identity}: ${text}`,
      spec: 'OCPP 2.0.1 B01.FR.12',
    });
    connection.close(1008, 'serial number and certificate differ');
    throw new CallRefused('SecurityError', text);
  }
  // With a certificate that has ended a station is let in to get another one, no more. A00.FR.429
  const status = await stations.booted(identity, request, connection.isCertificateExpired ? 'Pending' : undefined);
  connection.registered(status);
  if (status === 'Accepted') await services.trust.came(connection.identity, 'booted');
  ports.publish('station', { event: 'booted', station: connection.identity, status, reason: request.reason });
  return {
    currentTime: rfc3339(ports.clock.now()),
    interval: status === 'Accepted' ? settings.heartbeat_s : settings.bootRetry_s,
    status,
  };
}
