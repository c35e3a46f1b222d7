/** Messages that only tell something: each is kept as it came and acknowledged. OCPP 2.0.1 A04, I, J, K, L, N, P. @module */
import type { Action, DataTransferRequest, DataTransferResponse } from '@openpnc/ocpp/v201';
import { timeOf } from '../sessions/foldEvent.ts';
import type { Call } from './call.ts';

/** A handler that keeps messages of `action` and answers with nothing. */
export function kept<A extends Action>(action: A) {
  return async (payload: object, { services, connection, arrived }: Call): Promise<object> => {
    const { ports, stations } = services;
    const { timestamp, generatedAt } = payload as { readonly timestamp?: string; readonly generatedAt?: string };
    await stations.putNotification({
      id: ports.ids.next(arrived),
      station: connection.identity,
      action,
      at: timeOf(timestamp ?? generatedAt ?? '', arrived),
      received_at: Math.floor(arrived),
      payload: JSON.stringify(payload),
    });
    ports.publish('station', { event: action, station: connection.identity, payload });
    return {};
  };
}

/** No vendor's messages are known here. OCPP 2.0.1 P02.FR.06 */
export function dataTransfer(_request: DataTransferRequest): DataTransferResponse {
  return { status: 'UnknownVendorId' };
}
