/**
 * PowerDelivery: start, stop or renegotiate; answered when the contactor has followed. ISO 15118-2:2014 8.4.3.11,
 * [V2G2-224], [V2G2-225], [V2G2-478] to [V2G2-480], [V2G2-812].
 *
 * @module
 */
import type { PowerDeliveryReq, PowerDeliveryRes } from '@openpnc/exi/iso15118-2';
import type { Finding } from '../../finding.ts';
import { type Answer, type Context, evseStatus, fail, type State } from '../answer.ts';
import type { SAScheduleTuple } from '../message.ts';
import { amount } from '../physical.ts';
import type { EnergyKind, SeccEffect, Session } from '../session.ts';
import { timing } from '../timing.ts';

/** Where AC and DC go on. */
interface Places<Loop extends State, After extends State> {
  readonly kind: EnergyKind;
  readonly loop: Loop;
  readonly after: After;
}

const ac = { kind: 'AC', loop: 'WaitForFirstChargingStatus', after: 'WaitForSessionStop' } as const;
const dc = { kind: 'DC', loop: 'WaitForFirstCurrentDemand', after: 'WaitForWeldingDetection' } as const;

/** Before the loop: Start begins it, Stop ends the session without one, Renegotiate needs a Start before in this session. */
export const powerDeliveryAc = (req: PowerDeliveryReq, context: Context) => beforeLoop(req, context, ac);
export const powerDeliveryDc = (req: PowerDeliveryReq, context: Context) => beforeLoop(req, context, dc);
/** In the loop: a second Start is refused [V2G2-812]. */
export const powerDeliveryInAcLoop = (req: PowerDeliveryReq, context: Context) => inLoop(req, context, ac);
export const powerDeliveryInDcLoop = (req: PowerDeliveryReq, context: Context) => inLoop(req, context, dc);

function beforeLoop<Loop extends State, After extends State>(
  req: PowerDeliveryReq,
  context: Context,
  places: Places<Loop, After>,
): Answer<PowerDeliveryRes, Loop | After | 'WaitForChargeParameterDiscovery'> {
  if (req.ChargeProgress === 'Start') return start(req, context, places);
  if (req.ChargeProgress === 'Renegotiate' && !context.session.hasStarted)
    return fail('FAILED', refusal('Renegotiate before any Start'));
  return inLoop(req, context, places);
}

function inLoop<After extends State>(
  { ChargeProgress }: PowerDeliveryReq,
  context: Context,
  places: Places<State, After>,
): Answer<PowerDeliveryRes, After | 'WaitForChargeParameterDiscovery'> {
  switch (ChargeProgress) {
    case 'Start':
      return fail('FAILED', refusal('Start although charging has started'));
    case 'Stop':
      return stop(context, places);
    case 'Renegotiate':
      return renegotiate(context, places);
  }
}

function start<Loop extends State>(
  req: PowerDeliveryReq,
  context: Context,
  { kind, loop }: Places<Loop, State>,
): Answer<PowerDeliveryRes, Loop> {
  const { session, now, since } = context;
  const tuple = session.SAScheduleList?.SAScheduleTuple.find(
    ({ SAScheduleTupleID }) => SAScheduleTupleID === req.SAScheduleTupleID,
  );
  if (!tuple)
    return fail('FAILED_TariffSelectionInvalid', {
      code: 'schedule_tuple_unknown',
      severity: 'refusal',
      text: `PowerDeliveryReq.SAScheduleTupleID: ${req.SAScheduleTupleID} was not offered`,
      spec: 'ISO 15118-2:2014 [V2G2-479]',
    });
  const above = profileProblem(req, tuple);
  if (above) return fail('FAILED_ChargingProfileInvalid', above);
  const unready = kind === 'DC' ? unreadiness(req, session) : undefined;
  if (unready) return fail('FAILED_PowerDeliveryNotApplied', unready);

  const chosen: Session = { ...session, SAScheduleTupleID: req.SAScheduleTupleID };
  const hold = since + timing.V2G_SECC_Msg_Performance_Time.PowerDeliveryReq;
  switch (session.energy) {
    case 'on':
      return {
        res: { ResponseCode: 'OK', ...evseStatus(context) },
        next: loop,
        session: { ...chosen, hasStarted: true },
        effects: [{ do: 'session', event: 'charging', request: req }, { do: 'meter' }],
      };
    case 'starting':
      return now < hold ? { hold } : notFollowed(kind, 'the power is not on');
    case 'failed':
      return notFollowed(kind, 'the power could not be switched on');
    default:
      return { hold, session: { ...chosen, energy: 'starting' }, effects: [{ do: 'energy', want: 'start', kind }] };
  }
}

function stop<After extends State>(
  context: Context,
  { kind, after }: Places<State, After>,
): Answer<PowerDeliveryRes, After> {
  const { session, now, since } = context;
  const hold = since + timing.V2G_SECC_Msg_Performance_Time.PowerDeliveryReq;
  switch (session.energy) {
    case 'off':
      return {
        res: { ResponseCode: 'OK', ...evseStatus({ ...context, session: obeyed(session) }) },
        next: after,
        session: obeyed(session),
        effects: [{ do: 'session', event: 'stopped' }],
      };
    case 'stopping':
      return now < hold ? { hold } : notFollowed(kind, 'the power is not off');
    case 'failed':
      return notFollowed(kind, 'the power could not be switched off');
    default:
      return { hold, session: { ...session, energy: 'stopping' }, effects: [{ do: 'energy', want: 'stop', kind }] };
  }
}

/** AC stays on; DC goes off, since the isolation is measured again. */
function renegotiate(
  context: Context,
  { kind }: Places<State, State>,
): Answer<PowerDeliveryRes, 'WaitForChargeParameterDiscovery'> {
  const { session } = context;
  const isGoingOff = kind === 'DC' && session.energy !== 'off';
  const { SAScheduleList: _, schedules: __, ...rest } = obeyed(session);
  const effects: readonly SeccEffect[] = isGoingOff ? [{ do: 'energy', want: 'stop', kind }] : [];
  const after: Session = { ...rest, ...(isGoingOff && { energy: 'stopping' }) };
  return {
    res: { ResponseCode: 'OK', ...evseStatus({ ...context, session: after }) },
    next: 'WaitForChargeParameterDiscovery',
    session: after,
    effects,
  };
}

/** The car has done what it was asked. */
function obeyed(session: Session): Session {
  return { ...session, notification: { EVSENotification: 'None', NotificationMaxDelay: 0 } };
}

function notFollowed(kind: EnergyKind, text: string) {
  const isAc = kind === 'AC';
  return fail(isAc ? 'FAILED_ContactorError' : 'FAILED_PowerDeliveryNotApplied', {
    code: isAc ? 'contactor_error' : 'power_delivery_failed',
    severity: 'refusal',
    text: `PowerDeliveryReq: ${text}`,
    spec: 'ISO 15118-2:2014 [V2G2-480]',
  });
}

/** A profile entry above the schedule's PMax at that time. A profile that goes on after the schedule is let through. */
function profileProblem({ ChargingProfile }: PowerDeliveryReq, tuple: SAScheduleTuple): Finding | undefined {
  for (const entry of ChargingProfile?.ProfileEntry ?? []) {
    const limit = tuple.PMaxSchedule.PMaxScheduleEntry.findLast(
      ({ RelativeTimeInterval }) => (RelativeTimeInterval?.start ?? 0) <= entry.ChargingProfileEntryStart,
    );
    const [wanted, most] = [amount(entry.ChargingProfileEntryMaxPower), limit && amount(limit.PMax)];
    if (most !== undefined && wanted > most)
      return {
        code: 'charging_profile_invalid',
        severity: 'refusal',
        text: `ChargingProfile at ${entry.ChargingProfileEntryStart} s: ${wanted} W, the schedule allows ${most} W`,
        spec: 'ISO 15118-2:2014 [V2G2-224, V2G2-478]',
      };
  }
  return undefined;
}

function unreadiness(
  { DC_EVPowerDeliveryParameter }: PowerDeliveryReq,
  { evseStatusCode }: Session,
): Finding | undefined {
  const error = DC_EVPowerDeliveryParameter?.DC_EVStatus.EVErrorCode ?? 'NO_ERROR';
  if (evseStatusCode === 'EVSE_Ready' && error === 'NO_ERROR') return undefined;
  return {
    code: 'power_delivery_failed',
    severity: 'refusal',
    text: `PowerDeliveryReq(Start): the station is ${evseStatusCode}, the car says ${error}`,
    spec: 'ISO 15118-2:2014 [V2G2-480]',
  };
}

function refusal(text: string): Finding {
  return {
    code: 'power_delivery_sequence',
    severity: 'refusal',
    text: `PowerDeliveryReq: ${text}`,
    spec: 'ISO 15118-2:2014 [V2G2-812]',
  };
}
