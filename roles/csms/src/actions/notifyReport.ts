/** Use cases B07, B08: the device model as the station reports it. OCPP 2.0.1 B07. @module */
import type { NotifyReportRequest, NotifyReportResponse } from '@openpnc/ocpp/v201';
import type { VariableRow } from '../store/tables.ts';
import type { Call } from './call.ts';

/** Keeps each attribute's latest value. */
export async function notifyReport(
  { reportData = [] }: NotifyReportRequest,
  { services, connection, arrived }: Call,
): Promise<NotifyReportResponse> {
  const station = connection.identity;
  const rows = reportData.flatMap(({ component, variable, variableAttribute, variableCharacteristics }) =>
    variableAttribute.map(
      ({ type = 'Actual', value, mutability }): VariableRow => ({
        station,
        component: component.name,
        component_instance: component.instance ?? '',
        evse_id: component.evse?.id ?? 0,
        connector_id: component.evse?.connectorId ?? 0,
        variable: variable.name,
        variable_instance: variable.instance ?? '',
        attribute: type,
        value: value ?? null,
        mutability: mutability ?? null,
        characteristics: variableCharacteristics ? JSON.stringify(variableCharacteristics) : null,
        updated_at: Math.floor(arrived),
      }),
    ),
  );
  for (const { component, evse_id, variable, attribute, value } of rows)
    if (component === 'EVSE' && evse_id > 0)
      services.sites.learn(
        station,
        evse_id,
        variable === 'ISO15118EvseId' && attribute === 'Actual' ? (value ?? undefined) : undefined,
      );
  await services.stations.putVariables(rows);
  return {};
}
