/** Use cases K15, K17: a car says what it needs, and gets the limit of the settings as its profile. OCPP 2.0.1 K15, K17. @module */
import type {
  NotifyEVChargingNeedsRequest,
  NotifyEVChargingNeedsResponse,
  NotifyEVChargingScheduleRequest,
  NotifyEVChargingScheduleResponse,
} from '@openpnc/ocpp/v201';
import { traceFinding } from '../finding.ts';
import type { Call } from './call.ts';
import { kept } from './notifications.ts';

const keepNeeds = kept('NotifyEVChargingNeeds');
const keepSchedule = kept('NotifyEVChargingSchedule');

/** Rejected where there is no limit to give (the station then uses its own); else Accepted, and the profile follows. K15.FR.03 */
export async function notifyEVChargingNeeds(
  request: NotifyEVChargingNeedsRequest,
  call: Call,
): Promise<NotifyEVChargingNeedsResponse> {
  const { services, connection } = call;
  const { limit_W } = services.settings.smartCharging;
  await keepNeeds(request, call);
  if (limit_W === undefined) return { status: 'Rejected', statusInfo: { reasonCode: 'NoProfile' } };
  const session = await services.sessions.runningAt(connection.identity, request.evseId);
  if (!session) return { status: 'Rejected', statusInfo: { reasonCode: 'NoTransaction' } };
  void sendLimit(call, request.evseId, session.transaction_id, limit_W);
  return { status: 'Accepted' };
}

/** Within the limit it is Accepted, else Rejected: the station then renegotiates. K15.FR.13, FR.14 */
export async function notifyEVChargingSchedule(
  request: NotifyEVChargingScheduleRequest,
  call: Call,
): Promise<NotifyEVChargingScheduleResponse> {
  await keepSchedule(request, call);
  const { limit_W } = call.services.settings.smartCharging;
  const { chargingRateUnit, chargingSchedulePeriod } = request.chargingSchedule;
  const highest = Math.max(...chargingSchedulePeriod.map(({ limit }) => limit));
  const isWithin = limit_W === undefined || chargingRateUnit !== 'W' || highest <= limit_W;
  return { status: isWithin ? 'Accepted' : 'Rejected' };
}

/** The car waits up to 60 s for it in ChargeParameterDiscovery. K15.FR.07 */
async function sendLimit(
  { services, connection, arrived, traceId }: Call,
  evseId: number,
  transactionId: string,
  limit_W: number,
): Promise<void> {
  const { connections, ports } = services;
  const problem = (text: string) =>
    traceFinding(ports.trace, ports.clock.now(), traceId, {
      code: 'charging_profile_not_set',
      severity: 'warning',
      text: `${connection.identity}, EVSE ${evseId}: ${text}`,
      spec: 'OCPP 2.0.1 K15',
    });
  const chargingProfile = {
    id: 1,
    stackLevel: 0,
    chargingProfilePurpose: 'TxProfile',
    chargingProfileKind: 'Relative',
    transactionId,
    chargingSchedule: [{ id: 1, chargingRateUnit: 'W', chargingSchedulePeriod: [{ startPeriod: 0, limit: limit_W }] }],
  } as const;
  try {
    const { status, statusInfo } = await connections.call(
      connection.identity,
      'SetChargingProfile',
      { evseId, chargingProfile },
      arrived + PROFILE_MS,
      'pnc',
    );
    if (status !== 'Accepted') problem(`SetChargingProfile: ${status} ${statusInfo?.reasonCode ?? ''}`.trimEnd());
  } catch (error) {
    problem((error as Error).message);
  }
}

const PROFILE_MS = 55_000;
