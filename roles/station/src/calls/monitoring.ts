/** Monitors for the CSMS. OCPP 2.0.1 N02 to N06. @module */
import type { Handlers } from '@openpnc/ocpp/endpoint';
import type { MonitoringCriterionEnumType, MonitoringDataType, SetMonitoringResultType } from '@openpnc/ocpp/v201';
import type { Received } from '../csms/csmsLink.ts';
import { wireNames } from '../deviceModel/deviceModel.ts';
import type { Monitor } from '../deviceModel/monitors.ts';
import type { StationWorld } from '../stationWorld.ts';
import { piecesOf } from './reports.ts';
import { isWanted } from './variables.ts';

/** SetVariableMonitoring, ClearVariableMonitoring, SetMonitoringBase, SetMonitoringLevel, GetMonitoringReport. */
export function monitoringCalls(world: StationWorld) {
  const { monitors, model, time, afterAnswer } = world;
  return {
    SetVariableMonitoring: async ({ setMonitoringData }) => {
      const setMonitoringResult: SetMonitoringResultType[] = [];
      for (const wish of setMonitoringData) {
        const { status, id, reasonCode } = await monitors.set(wish);
        const { component, variable, type, severity } = wish;
        setMonitoringResult.push({
          component,
          variable,
          type,
          severity,
          status,
          ...(id !== undefined && { id }),
          ...(reasonCode && { statusInfo: { reasonCode } }),
        });
      }
      return { setMonitoringResult };
    },
    ClearVariableMonitoring: async ({ id: ids }) => {
      const clearMonitoringResult = [];
      for (const id of ids) clearMonitoringResult.push({ id, status: await monitors.clear(id) });
      return { clearMonitoringResult };
    },
    SetMonitoringBase: async ({ monitoringBase }) => {
      await monitors.setBase(monitoringBase);
      return { status: 'Accepted' };
    },
    SetMonitoringLevel: async ({ severity }) => {
      if (severity < 0 || severity > 9) return { status: 'Rejected', statusInfo: { reasonCode: 'ValueOutOfRange' } };
      await model.put('MonitoringCtrlr.ActiveMonitoringLevel', String(severity));
      return { status: 'Accepted' };
    },
    GetMonitoringReport: ({ requestId, componentVariable, monitoringCriteria = [] }) => {
      const found = monitors
        .all()
        .filter((monitor) => !componentVariable || componentVariable.some((wanted) => isWanted(wanted, monitor)))
        .filter(({ type }) => monitoringCriteria.length === 0 || monitoringCriteria.includes(criterionOf(type)));
      if (found.length === 0) return { status: 'EmptyResultSet' };
      afterAnswer(async () => {
        for (const { items, seqNo, tbc } of piecesOf(byPlace(found)))
          await world.call(
            'NotifyMonitoringReport',
            { requestId, generatedAt: time.text(), seqNo, ...(tbc && { tbc }), monitor: items },
            { whilePending: true },
          );
      });
      return { status: 'Accepted' };
    },
  } satisfies Handlers<Received>;
}

function criterionOf(type: Monitor['type']): MonitoringCriterionEnumType {
  if (type === 'Delta') return 'DeltaMonitoring';
  return type.endsWith('Threshold') ? 'ThresholdMonitoring' : 'PeriodicMonitoring';
}

function byPlace(monitors: readonly Monitor[]): readonly MonitoringDataType[] {
  const places = Map.groupBy(monitors, ({ name, evse }) => `${name}@${evse}`);
  return [...places.values()].map((here) => ({
    ...wireNames(here[0]!),
    variableMonitoring: here.map(({ id, type, value, severity, isInTransaction }) => ({
      id,
      type,
      value,
      severity,
      transaction: isInTransaction,
    })),
  }));
}
