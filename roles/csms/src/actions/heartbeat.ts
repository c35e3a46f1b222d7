/** Use case G02: a sign of life, answered with the time. OCPP 2.0.1 G02. @module */
import type { HeartbeatRequest, HeartbeatResponse } from '@openpnc/ocpp/v201';
import { rfc3339 } from '../rfc3339.ts';
import type { Call } from './call.ts';

/** The station sets its clock by it. */
export function heartbeat(_request: HeartbeatRequest, { services }: Call): HeartbeatResponse {
  return { currentTime: rfc3339(services.ports.clock.now()) };
}
