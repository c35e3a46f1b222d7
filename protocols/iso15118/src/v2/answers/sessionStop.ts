/** SessionStop: the end, or a pause. ISO 15118-2:2014 8.4.3.12, [V2G2-740] to [V2G2-743]. @module */
import type { SessionStopReq, SessionStopRes } from '@openpnc/exi/iso15118-2';
import { type Answer, type Context, fail } from '../answer.ts';
import type { PausedSession } from '../session.ts';
import { awaitPilot } from './pilot.ts';

/** After the loop: Terminate or Pause. */
export function sessionStop({ ChargingSession }: SessionStopReq, context: Context): Answer<SessionStopRes, 'End'> {
  const pilot = awaitPilot(['A', 'B'], 'SessionStopReq', context);
  if (pilot) return pilot;
  const { session, now } = context;
  const { payment } = session;
  if (ChargingSession === 'Terminate' || !payment) return { res: { ResponseCode: 'OK' }, next: 'End' };
  const paused: PausedSession = {
    sessionId: session.sessionId,
    payment,
    SAScheduleTupleID: session.SAScheduleTupleID,
    SAScheduleList: session.SAScheduleList,
    energyTransferMode: session.energyTransferMode,
    at: now,
  };
  return { res: { ResponseCode: 'OK' }, next: 'End', effects: [{ do: 'pause', paused }] };
}

/** Before the loop has ended cars stop too, as DIN SPEC 70121 allows; only a pause makes no sense there. */
export function earlySessionStop({ ChargingSession }: SessionStopReq): Answer<SessionStopRes, 'End'> {
  if (ChargingSession === 'Terminate') return { res: { ResponseCode: 'OK' }, next: 'End' };
  return fail('FAILED', {
    code: 'pause_too_early',
    severity: 'refusal',
    text: 'SessionStopReq(Pause): only after PowerDelivery(Stop) or WeldingDetection',
    spec: 'ISO 15118-2:2014 8.4.3.12',
  });
}
