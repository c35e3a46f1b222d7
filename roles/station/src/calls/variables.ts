/** The device model read and written by the CSMS. OCPP 2.0.1 B05 to B08. @module */
import type { Handlers } from '@openpnc/ocpp/endpoint';
import type {
  ComponentCriterionEnumType,
  ComponentVariableType,
  GetVariableResultType,
  ReportBaseEnumType,
  ReportDataType,
  SetVariableResultType,
} from '@openpnc/ocpp/v201';
import type { Received } from '../csms/csmsLink.ts';
import { type DeviceModel, definitionOf, type Place, variableNames, wireNames } from '../deviceModel/deviceModel.ts';
import { partsOf } from '../deviceModel/variables.ts';
import type { StationWorld } from '../stationWorld.ts';
import { piecesOf } from './reports.ts';

/** SetVariables, GetVariables, GetBaseReport, GetReport. */
export function variableCalls(world: StationWorld) {
  const { model, time, afterAnswer } = world;
  const report = (requestId: number, places: readonly Place[]) =>
    afterAnswer(async () => {
      for (const { items, seqNo, tbc } of piecesOf(places))
        await world.call(
          'NotifyReport',
          {
            requestId,
            generatedAt: time.text(),
            seqNo,
            ...(tbc && { tbc }),
            reportData: items.map((place) => reportData(model, place)),
          },
          { whilePending: true },
        );
    });
  return {
    SetVariables: async ({ setVariableData }) => {
      const setVariableResult: SetVariableResultType[] = [];
      for (const { component, variable, attributeType, attributeValue } of setVariableData) {
        const head = { component, variable, ...(attributeType && { attributeType }) };
        if (attributeType !== undefined && attributeType !== 'Actual') {
          setVariableResult.push({ ...head, attributeStatus: 'NotSupportedAttributeType' });
          continue;
        }
        const { status, reasonCode, text } = await model.set(component, variable, attributeValue);
        setVariableResult.push({
          ...head,
          attributeStatus: status,
          ...(reasonCode && {
            attributeStatusInfo: { reasonCode, ...(text !== undefined && { additionalInfo: text.slice(0, 512) }) },
          }),
        });
      }
      return { setVariableResult };
    },
    GetVariables: ({ getVariableData }) => ({
      getVariableResult: getVariableData.map(({ component, variable, attributeType }): GetVariableResultType => {
        const head = { component, variable, ...(attributeType && { attributeType }) };
        if (attributeType !== undefined && attributeType !== 'Actual')
          return { ...head, attributeStatus: 'NotSupportedAttributeType' };
        const { status, value } = model.get(component, variable);
        return { ...head, attributeStatus: status, ...(value !== undefined && { attributeValue: value }) };
      }),
    }),
    GetBaseReport: ({ requestId, reportBase }) => {
      const places = allPlaces(model).filter((place) => isInReport(reportBase, place));
      report(requestId, places);
      return { status: 'Accepted' };
    },
    GetReport: ({ requestId, componentVariable, componentCriteria = [] }) => {
      const places = allPlaces(model)
        .filter((place) => !componentVariable || componentVariable.some((wanted) => isWanted(wanted, place)))
        .filter((place) => componentCriteria.every((criterion) => meets(model, place, criterion)));
      if (places.length === 0) return { status: 'EmptyResultSet' };
      report(requestId, places);
      return { status: 'Accepted' };
    },
  } satisfies Handlers<Received>;
}

function allPlaces(model: DeviceModel): readonly Place[] {
  return variableNames.flatMap((name) => model.places(name).map((evse) => ({ name, evse })));
}

/** What a base report holds. B07 */
function isInReport(base: ReportBaseEnumType, { name }: Place): boolean {
  switch (base) {
    case 'FullInventory':
      return true;
    case 'ConfigurationInventory':
      return definitionOf(name).mutability !== 'ReadOnly';
    case 'SummaryInventory':
      return ['AvailabilityState', 'Problem'].includes(partsOf(name).variable);
  }
}

/** A name without instance or EVSE asks for all of them. B08 */
export function isWanted({ component, variable }: ComponentVariableType, place: Place): boolean {
  const { component: found, variable: of } = wireNames(place);
  const same = (a: string, b: string) => a.toLowerCase() === b.toLowerCase();
  if (!same(component.name, found.name)) return false;
  if (component.instance !== undefined && component.instance !== found.instance) return false;
  if (component.evse && component.evse.id !== found.evse?.id) return false;
  if (component.evse?.connectorId !== undefined && component.evse.connectorId !== found.evse?.connectorId) return false;
  if (!variable) return true;
  return same(variable.name, of.name) && (variable.instance === undefined || variable.instance === of.instance);
}

/** A component that does not say so is active, available and enabled, and has no problem. B08 */
function meets(model: DeviceModel, { name, evse }: Place, criterion: ComponentCriterionEnumType): boolean {
  const found = model.find(
    { name: partsOf(name).component, ...(evse !== 0 && { evse: { id: evse } }) },
    { name: criterion },
  );
  if (typeof found === 'string') return criterion !== 'Problem';
  return model.flag(found.name, found.evse);
}

function reportData(model: DeviceModel, place: Place): ReportDataType {
  const { dataType, mutability, unit, minLimit, maxLimit, values, isMonitored, isVolatile } = definitionOf(place.name);
  const { status, value } = model.get(wireNames(place).component, wireNames(place).variable);
  return {
    ...wireNames(place),
    variableAttribute: [
      {
        type: 'Actual',
        ...(status === 'Accepted' && value !== undefined && { value }),
        mutability,
        persistent: !isVolatile,
        constant: false,
      },
    ],
    variableCharacteristics: {
      dataType,
      ...(unit && { unit }),
      ...(minLimit !== undefined && { minLimit }),
      ...(maxLimit !== undefined && { maxLimit }),
      ...(values && { valuesList: values.join(',') }),
      supportsMonitoring: isMonitored ?? false,
    },
  };
}
