/** Use case G01: the status of a connector. OCPP 2.0.1 G01. @module */
import type { StatusNotificationRequest, StatusNotificationResponse } from '@openpnc/ocpp/v201';
import { timeOf } from '../sessions/foldEvent.ts';
import type { Call } from './call.ts';

/** Keeps it: the EVSEs of a station are known by it. */
export async function statusNotification(
  { evseId, connectorId, connectorStatus, timestamp }: StatusNotificationRequest,
  { services, connection, arrived }: Call,
): Promise<StatusNotificationResponse> {
  const { identity } = connection;
  const at = timeOf(timestamp, arrived);
  await services.stations.connectorStatus(identity, { evseId, connectorId }, connectorStatus, at);
  services.ports.publish('station', {
    event: 'connector',
    station: identity,
    evseId,
    connectorId,
    status: connectorStatus,
  });
  return {};
}
