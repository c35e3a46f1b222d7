/** Limits of both sides and the schedules to choose from. ISO 15118-2:2014 8.4.3.9, [V2G2-303] to [V2G2-305], [V2G2-476], [V2G2-477]. @module */
import { toHex } from '@openpnc/core/bytes';
import type { Millis } from '@openpnc/core/machine';
import type { ChargeParameterDiscoveryReq, ChargeParameterDiscoveryRes } from '@openpnc/exi/iso15118-2';
import type { Finding } from '../../finding.ts';
import { type Answer, acStatus, type Context, dcStatus, fail } from '../answer.ts';
import type { EnergyTransferMode, PhysicalValue, SAScheduleList, SAScheduleTuple, Unit } from '../message.ts';
import { amount, physical } from '../physical.ts';
import { energyKind, type SeccEffect, type Session } from '../session.ts';
import { timing } from '../timing.ts';

type ParameterAnswer = Answer<
  ChargeParameterDiscoveryRes,
  'WaitForChargeParameterDiscovery' | 'WaitForCableCheck' | 'WaitForPowerDelivery'
>;

/** Finished with a schedule, or Ongoing until whoever plans has answered; at the end of Ongoing the station plans itself. */
export function chargeParameterDiscovery(req: ChargeParameterDiscoveryReq, context: Context): ParameterAnswer {
  const { station, now, since } = context;
  const { RequestedEnergyTransferMode: mode } = req;
  if (!station.settings.energyTransferModes.includes(mode))
    return fail('FAILED_WrongEnergyTransferMode', {
      code: 'charge_parameter_invalid',
      severity: 'refusal',
      text: `RequestedEnergyTransferMode: ${mode}, offered was ${station.settings.energyTransferModes.join(', ')}`,
      spec: 'ISO 15118-2:2014 [V2G2-476]',
    });
  const { problem, notes } = judge(req, context.session);
  if (problem)
    return fail('FAILED_WrongChargeParameter', {
      code: 'charge_parameter_invalid',
      severity: 'refusal',
      text: problem,
      spec: 'ISO 15118-2:2014 [V2G2-477]',
    });
  // What the loop before a renegotiation left behind does not count for the next one.
  const { isolation: _, cableCheckSince: __, preChargeSince: ___, ...rest } = context.session;
  const session: Session = { ...rest, energyTransferMode: mode };
  const effects = notes.map((note): SeccEffect => ({ do: 'finding', ...note }));

  if (station.settings.schedules === 'own') return finished(req, ownSchedule(req, context), session, effects);
  const { schedules } = session;
  if (schedules?.SAScheduleList) {
    const { schedules: ____, ...answered } = session;
    return {
      ...finished(req, schedules.SAScheduleList, answered, effects),
      ...(schedules.signature && { signature: schedules.signature }),
    };
  }
  const asked: { readonly session: Session; readonly effects: readonly SeccEffect[] } = schedules
    ? { session, effects }
    : ask(req, session, effects);
  const { ongoingSince = now } = asked.session;
  const end = ongoingSince + timing.V2G_SECC_Ongoing_Performance_Time;
  const hold = Math.min(since + station.settings.authorizationHold_ms, end);
  if (now < hold) return { hold, ...asked };
  if (now >= end && asked.session.ongoingSince !== undefined) {
    const { schedules: ____, ...alone } = asked.session;
    return finished(req, ownSchedule(req, context), alone, [
      ...asked.effects,
      {
        do: 'finding',
        code: 'schedules_timeout',
        severity: 'warning',
        text: 'no schedule came: the station made its own',
      },
    ]);
  }
  return {
    res: { ResponseCode: 'OK', EVSEProcessing: 'Ongoing', ...parameter(mode, asked.session) },
    next: 'WaitForChargeParameterDiscovery',
    session: { ...asked.session, ongoingSince },
    effects: asked.effects,
  };
}

function ask(req: ChargeParameterDiscoveryReq, session: Session, effects: readonly SeccEffect[]) {
  const id = `${toHex(session.sessionId)}-${session.questions + 1}`;
  return {
    session: { ...session, questions: session.questions + 1, schedules: { id } },
    effects: [...effects, { do: 'schedules', id, request: req } as const],
  };
}

function finished(
  { RequestedEnergyTransferMode: mode }: ChargeParameterDiscoveryReq,
  SAScheduleList: SAScheduleList,
  { ongoingSince: _, ...session }: Session,
  effects: readonly SeccEffect[],
): Extract<ParameterAnswer, { res: unknown }> {
  return {
    res: { ResponseCode: 'OK', EVSEProcessing: 'Finished', SAScheduleList, ...parameter(mode, session) },
    next: energyKind(mode) === 'AC' ? 'WaitForPowerDelivery' : 'WaitForCableCheck',
    session: { ...session, SAScheduleList },
    effects,
  };
}

/** The station's own limits. */
function parameter(mode: EnergyTransferMode, session: Session) {
  const { ac, dc } = session.limits;
  if (energyKind(mode) === 'AC')
    return {
      AC_EVSEChargeParameter: {
        AC_EVSEStatus: acStatus(session),
        EVSENominalVoltage: physical(ac.nominalVoltage_V, 'V'),
        EVSEMaxCurrent: physical(ac.maxCurrent_A, 'A'),
      },
    };
  return {
    DC_EVSEChargeParameter: {
      DC_EVSEStatus: dcStatus(session),
      EVSEMaximumCurrentLimit: physical(dc.maxCurrent_A, 'A'),
      EVSEMaximumPowerLimit: physical(dc.maxPower_W, 'W'),
      EVSEMaximumVoltageLimit: physical(dc.maxVoltage_V, 'V'),
      EVSEMinimumCurrentLimit: physical(dc.minCurrent_A, 'A'),
      EVSEMinimumVoltageLimit: physical(dc.minVoltage_V, 'V'),
      EVSEPeakCurrentRipple: physical(dc.peakCurrentRipple_A, 'A'),
    },
  };
}

/** What does not fit, or is out of range; odd units are noted and not refused. */
function judge(
  req: ChargeParameterDiscoveryReq,
  { limits: { ac, dc } }: Session,
): { readonly problem?: string; readonly notes: readonly Finding[] } {
  const { RequestedEnergyTransferMode: mode, AC_EVChargeParameter, DC_EVChargeParameter } = req;
  const notes: Finding[] = [];
  const read = (path: string, value: PhysicalValue, unit: Unit) => {
    if (value.Unit !== unit)
      notes.push({
        code: 'unit_unexpected',
        severity: 'warning',
        text: `${path}: unit ${value.Unit}, expected ${unit}`,
      });
    return amount(value);
  };
  const problem =
    energyKind(mode) === 'AC'
      ? acProblem(AC_EVChargeParameter && { ...AC_EVChargeParameter })
      : dcProblem(DC_EVChargeParameter && { ...DC_EVChargeParameter });
  return { ...(problem !== undefined && { problem }), notes };

  function acProblem(parameter: typeof AC_EVChargeParameter): string | undefined {
    if (!parameter) return `${mode}: AC_EVChargeParameter is absent`;
    const path = 'AC_EVChargeParameter';
    const energy = read(`${path}.EAmount`, parameter.EAmount, 'Wh');
    const voltage = read(`${path}.EVMaxVoltage`, parameter.EVMaxVoltage, 'V');
    const most = read(`${path}.EVMaxCurrent`, parameter.EVMaxCurrent, 'A');
    const least = read(`${path}.EVMinCurrent`, parameter.EVMinCurrent, 'A');
    if (Math.min(energy, voltage, most, least) < 0) return `${path}: a negative value`;
    if (most < ac.minCurrent_A)
      return `${path}.EVMaxCurrent: ${most} A, the station gives at least ${ac.minCurrent_A} A`;
    if (least > ac.maxCurrent_A)
      return `${path}.EVMinCurrent: ${least} A, the station gives at most ${ac.maxCurrent_A} A`;
    return undefined;
  }

  function dcProblem(parameter: typeof DC_EVChargeParameter): string | undefined {
    if (!parameter) return `${mode}: DC_EVChargeParameter is absent`;
    const path = 'DC_EVChargeParameter';
    const current = read(`${path}.EVMaximumCurrentLimit`, parameter.EVMaximumCurrentLimit, 'A');
    const voltage = read(`${path}.EVMaximumVoltageLimit`, parameter.EVMaximumVoltageLimit, 'V');
    const power =
      parameter.EVMaximumPowerLimit && read(`${path}.EVMaximumPowerLimit`, parameter.EVMaximumPowerLimit, 'W');
    if (Math.min(current, voltage, power ?? 0) < 0) return `${path}: a negative value`;
    if (voltage < dc.minVoltage_V)
      return `${path}.EVMaximumVoltageLimit: ${voltage} V, the station gives at least ${dc.minVoltage_V} V`;
    if (current < dc.minCurrent_A)
      return `${path}.EVMaximumCurrentLimit: ${current} A, the station gives at least ${dc.minCurrent_A} A`;
    return undefined;
  }
}

/** One tuple at the station's limit until the car leaves, or for a day. A resumed session gets its old tuple, shortened [V2G2-743]. */
function ownSchedule(req: ChargeParameterDiscoveryReq, { session, station, now }: Context): SAScheduleList {
  const { paused } = station;
  const agreed = session.isResumed
    ? paused?.SAScheduleList?.SAScheduleTuple.find(
        ({ SAScheduleTupleID }) => SAScheduleTupleID === paused.SAScheduleTupleID,
      )
    : undefined;
  if (agreed && paused) {
    const rest = shortened(agreed, Math.floor((now - paused.at) / 1000));
    if (rest) return { SAScheduleTuple: [rest] };
  }
  const parameter = req.AC_EVChargeParameter ?? req.DC_EVChargeParameter;
  const length_s = Math.max(1, Math.min(parameter?.DepartureTime ?? DAY_S, MAX_START_S));
  const PMax = physical(maxPower(req.RequestedEnergyTransferMode, session), 'W');
  // An entry lasts until the next begins; only the last has a duration, of a day at most.
  const starts = Array.from({ length: Math.ceil(length_s / DAY_S) }, (_, day) => day * DAY_S);
  return {
    SAScheduleTuple: [
      {
        SAScheduleTupleID: 1,
        PMaxSchedule: {
          PMaxScheduleEntry: starts.map((start, day) => ({
            RelativeTimeInterval: { start, ...(day === starts.length - 1 && { duration: length_s - start }) },
            PMax,
          })),
        },
      },
    ],
  };
}

/** The rest of a tuple after `elapsed_s`; undefined when nothing is left of it. */
function shortened(tuple: SAScheduleTuple, elapsed_s: number): SAScheduleTuple | undefined {
  const entries = tuple.PMaxSchedule.PMaxScheduleEntry;
  const left = entries.flatMap((entry, i) => {
    const { start, duration } = entry.RelativeTimeInterval ?? { start: 0 };
    const end = duration === undefined ? entries[i + 1]?.RelativeTimeInterval?.start : start + duration;
    if (end !== undefined && end <= elapsed_s) return [];
    const from = Math.max(0, start - elapsed_s);
    const RelativeTimeInterval = {
      start: from,
      ...(duration !== undefined && { duration: start + duration - elapsed_s - from }),
    };
    return [{ ...entry, RelativeTimeInterval }];
  });
  // A sales tariff was signed over its own times: it does not survive the cut.
  const { SalesTariff: _, ...rest } = tuple;
  return left.length === 0 ? undefined : { ...rest, PMaxSchedule: { PMaxScheduleEntry: left } };
}

function maxPower(mode: EnergyTransferMode, { limits: { ac, dc } }: Session): number {
  if (energyKind(mode) === 'DC') return dc.maxPower_W;
  return ac.nominalVoltage_V * ac.maxCurrent_A * (mode === 'AC_three_phase_core' ? 3 : 1);
}

/** 86,400 s is the longest `duration`, 16,777,214 s the latest `start` of the schema. */
const DAY_S = 86_400;
const MAX_START_S: Millis = 16_777_214;
