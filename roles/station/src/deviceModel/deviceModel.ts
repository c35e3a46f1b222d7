/** The device model of a station: values of its variables, kept over restarts, with what the CSMS may do to them. OCPP 2.0.1 B05 to B08. @module */
import { OperatorError, UsageError } from '@openpnc/core/errors';
import type {
  ComponentType,
  GetVariableStatusEnumType,
  SetVariableStatusEnumType,
  VariableType,
} from '@openpnc/ocpp/v201';
import type { Kysely } from 'kysely';
import type { StationTables } from '../store/tables.ts';
import { partsOf, type VariableDefinition, type VariableName, variables } from './variables.ts';

/** A variable at one place. EVSE 0 is the station itself. */
export interface Place {
  readonly name: VariableName;
  readonly evse: number;
}

/** A value that changed. */
export interface Change extends Place {
  readonly value: string;
  readonly before: string | undefined;
  readonly by: 'csms' | 'station';
}

/** What a CSMS hears of a wish to change a value. */
interface SetOutcome {
  readonly status: SetVariableStatusEnumType;
  /** Why not, at most 20 characters. */
  readonly reasonCode?: string;
  readonly text?: string;
}

/** What a CSMS hears of a wish to read one. */
interface GetOutcome {
  readonly status: GetVariableStatusEnumType;
  readonly value?: string;
}

/** Which EVSEs there are and which of them share an SECC. */
interface Layout {
  /** EVSE ids by SECC. */
  readonly seccs: readonly (readonly number[])[];
}

/** Decides on a wish of the CSMS beyond type and range; a text refuses it. */
export type Judge = (place: Place, value: string) => string | undefined;

/** Where a variable of the station itself has its value. */
const STATION = [0] as const;
/** What a change resolves with that has nothing to wait for. */
const DONE: Promise<void> = Promise.resolve();
const definitions: Readonly<Record<VariableName, VariableDefinition>> = variables;
/** All names, in the order of the table. */
export const variableNames = Object.keys(variables) as readonly VariableName[];

/** The values of all variables. Reading is immediate; writing resolves when it is durable. */
export class DeviceModel {
  readonly #layout: Layout;
  readonly #evses: readonly number[];
  /** Members of lists that were asked for, by name. */
  readonly #lists = new Map<VariableName, { readonly text: string; readonly members: readonly string[] }>();
  readonly #db: Kysely<StationTables>;
  readonly #values = new Map<VariableName, Map<number, string>>();
  readonly #computed = new Map<VariableName, () => string>();
  readonly #watchers = new Set<(change: Change) => void>();
  readonly #judges = new Set<Judge>();

  private constructor(layout: Layout, db: Kysely<StationTables>) {
    this.#layout = layout;
    this.#evses = layout.seccs.flat().toSorted((a, b) => a - b);
    this.#db = db;
  }

  /**
   * The model with its first values, those of `settings` over them, and what was stored over those.
   * @param settings by `Component.Variable`, for all places of the variable
   * @throws OperatorError `variable_unknown`, `variable_invalid` naming the setting
   */
  static async load(
    layout: Layout,
    db: Kysely<StationTables>,
    settings: Readonly<Record<string, string>> = {},
  ): Promise<DeviceModel> {
    const model = new DeviceModel(layout, db);
    for (const [name, value] of Object.entries(settings)) {
      if (!isVariable(name)) throw new OperatorError('variable_unknown', `station.variables: no variable '${name}'`);
      const problem = problemOf(definitions[name], value);
      if (problem) throw new OperatorError('variable_invalid', `station.variables.${name}: ${problem.text}`);
    }
    for (const name of variableNames) {
      const value = settings[name] ?? definitions[name].first;
      if (value !== undefined) for (const evse of model.places(name)) model.#take({ name, evse }, value);
    }
    for (const row of await db.selectFrom('variable').selectAll().execute()) {
      const name = nameOf(row.component, row.variable, row.instance);
      if (name && model.places(name).includes(row.evse)) model.#take({ name, evse: row.evse }, row.value);
    }
    return model;
  }

  /** EVSE ids where a variable has a value; `[0]` for one of the station. */
  places(name: VariableName): readonly number[] {
    const { each } = definitions[name];
    if (each === undefined) return STATION;
    return each === 'secc' && this.#layout.seccs.length === 1 ? STATION : this.#evses;
  }

  /** The value that holds for an EVSE: its own, or the station's. */
  text(name: VariableName, evse = 0): string | undefined {
    const values = this.#values.get(name);
    return values?.get(evse) ?? values?.get(0) ?? this.#anyOf(name, evse);
  }

  /** A boolean that holds for an EVSE; absent is false. */
  flag(name: VariableName, evse = 0): boolean {
    return this.text(name, evse) === 'true';
  }

  /** A number that holds for an EVSE; absent is 0. */
  number(name: VariableName, evse = 0): number {
    return Number(this.text(name, evse) ?? '0');
  }

  /** The members of a list. */
  list(name: VariableName, evse = 0): readonly string[] {
    const text = this.text(name, evse) ?? '';
    let list = this.#lists.get(name);
    if (list?.text !== text) {
      list = { text, members: membersOf(text) };
      this.#lists.set(name, list);
    }
    return list.members;
  }

  /** Sets a value that the station itself knows. Shared SECCs share it. */
  put(name: VariableName, value: string, evse = 0): Promise<void> {
    const places = this.places(name);
    if (places.includes(evse)) return this.#write({ name, evse }, value, 'station');
    const text = `${name}: no value at EVSE ${evse}, expected ${places}`;
    return Promise.reject(new UsageError('variable_place', text));
  }

  /** Sets a value because the CSMS wants it. OCPP 2.0.1 B05 */
  async set(component: ComponentType, variable: VariableType, value: string): Promise<SetOutcome> {
    const found = this.find(component, variable);
    if (typeof found === 'string') return { status: found };
    const definition = definitions[found.name];
    if (definition.mutability === 'ReadOnly') return { status: 'Rejected', reasonCode: 'ReadOnly' };
    const problem = problemOf(definition, value);
    if (problem) return { status: 'Rejected', ...problem };
    for (const judge of this.#judges) {
      const text = judge(found, value);
      if (text !== undefined) return { status: 'Rejected', reasonCode: 'InvalidValue', text };
    }
    await this.#write(found, value, 'csms');
    return { status: definition.needsReboot ? 'RebootRequired' : 'Accepted' };
  }

  /** Reads a value for the CSMS. OCPP 2.0.1 B06 */
  get(component: ComponentType, variable: VariableType): GetOutcome {
    const found = this.find(component, variable);
    if (typeof found === 'string') return { status: found };
    if (definitions[found.name].mutability === 'WriteOnly') return { status: 'Rejected' };
    const value = this.#computed.get(found.name)?.() ?? this.#values.get(found.name)?.get(found.evse) ?? '';
    return { status: 'Accepted', value };
  }

  /** The place that a CSMS names, or what is unknown about it. Names have no case. */
  find(component: ComponentType, variable: VariableType): Place | 'UnknownComponent' | 'UnknownVariable' {
    const same = (a: string, b: string) => a.toLowerCase() === b.toLowerCase();
    const ofComponent = variableNames.filter((name) => same(partsOf(name).component, component.name));
    const evse = component.evse?.id ?? 0;
    const hasPlace = ofComponent.some((name) => this.places(name).includes(evse));
    const isConnector = component.evse?.connectorId === undefined || component.evse.connectorId === 1;
    if (!hasPlace || component.instance !== undefined || !isConnector) return 'UnknownComponent';
    const name = ofComponent.find(
      (candidate) =>
        same(partsOf(candidate).variable, variable.name) &&
        same(partsOf(candidate).instance, variable.instance ?? '') &&
        this.places(candidate).includes(evse),
    );
    return name ? { name, evse } : 'UnknownVariable';
  }

  /** A value that is made when it is read. */
  compute(name: VariableName, value: () => string): void {
    this.#computed.set(name, value);
  }

  /** Calls `seen` after each change until the returned function is called. */
  watch(seen: (change: Change) => void): () => void {
    this.#watchers.add(seen);
    return () => void this.#watchers.delete(seen);
  }

  /** Asks `judge` before each change that the CSMS wants. */
  judge(judge: Judge): void {
    this.#judges.add(judge);
  }

  #write({ name, evse }: Place, value: string, by: Change['by']): Promise<void> {
    const shared = definitions[name].each === 'secc' && evse !== 0 ? this.#seccOf(evse) : [evse];
    if (!definitions[name].isVolatile) return this.#keep(name, shared, value, by);
    for (const place of shared) {
      const change = this.#changeTo({ name, evse: place }, value, by);
      if (change) this.#tell(change);
    }
    return DONE;
  }

  async #keep(name: VariableName, places: readonly number[], value: string, by: Change['by']): Promise<void> {
    for (const evse of places) {
      const change = this.#changeTo({ name, evse }, value, by);
      if (!change) continue;
      await this.#store({ name, evse }, value);
      this.#tell(change);
    }
  }

  #changeTo({ name, evse }: Place, value: string, by: Change['by']): Change | undefined {
    const before = this.#values.get(name)?.get(evse);
    if (before === value) return undefined;
    this.#take({ name, evse }, value);
    return { name, evse, value, before, by };
  }

  #tell(change: Change): void {
    for (const seen of this.#watchers) seen(change);
  }

  #take({ name, evse }: Place, value: string): void {
    const values = this.#values.get(name) ?? new Map<number, string>();
    values.set(evse, value);
    this.#values.set(name, values);
  }

  async #store({ name, evse }: Place, value: string): Promise<void> {
    await this.#db
      .insertInto('variable')
      .values({ ...partsOf(name), evse, value })
      .onConflict((conflict) => conflict.columns(['component', 'evse', 'variable', 'instance']).doUpdateSet({ value }))
      .execute();
  }

  #seccOf(evse: number): readonly number[] {
    return this.#layout.seccs.find((members) => members.includes(evse)) ?? [evse];
  }

  /** Asked for the station, a variable of several SECCs answers for the first. */
  #anyOf(name: VariableName, evse: number): string | undefined {
    const [first] = this.places(name);
    return evse === 0 && first !== undefined ? this.#values.get(name)?.get(first) : undefined;
  }
}

/** The definition of a variable. */
export function definitionOf(name: VariableName): VariableDefinition {
  return definitions[name];
}

/** Component and variable of a place, as OCPP names them. */
export function wireNames({ name, evse }: Place): {
  readonly component: ComponentType;
  readonly variable: VariableType;
} {
  const { component, variable, instance } = partsOf(name);
  const isConnector = definitions[name].each === 'connector';
  return {
    component: {
      name: component,
      ...(evse !== 0 && { evse: { id: evse, ...(isConnector && { connectorId: 1 }) } }),
    },
    variable: { name: variable, ...(instance !== '' && { instance }) },
  };
}

/** Why a value does not fit its variable. */
function problemOf(
  { dataType, minLimit, maxLimit, values }: VariableDefinition,
  value: string,
): { readonly reasonCode: string; readonly text: string } | undefined {
  const wrong = (expected: string) => ({ reasonCode: 'InvalidValue', text: `'${value}', expected ${expected}` });
  const range = `${minLimit ?? 'any'} to ${maxLimit ?? 'any'}`;
  switch (dataType) {
    case 'boolean':
      return value === 'true' || value === 'false' ? undefined : wrong('true or false');
    case 'integer':
    case 'decimal': {
      const isNumber = dataType === 'integer' ? /^-?\d{1,15}$/.test(value) : /^-?\d+(\.\d+)?$/.test(value);
      if (!isNumber) return wrong(dataType === 'integer' ? 'a whole number' : 'a number');
      const number = Number(value);
      const isOut = number < (minLimit ?? number) || number > (maxLimit ?? number);
      return isOut ? { reasonCode: 'ValueOutOfRange', text: `${value}, expected ${range}` } : undefined;
    }
    case 'OptionList':
      return values && !values.includes(value) ? wrong(`one of ${values.join(', ')}`) : undefined;
    case 'MemberList':
    case 'SequenceList': {
      const stranger = values && membersOf(value).find((member) => !values.includes(member));
      return stranger === undefined ? undefined : wrong(`of ${values!.join(', ')}; not ${stranger}`);
    }
    case 'dateTime':
      return Number.isNaN(Date.parse(value)) ? wrong('a time of RFC 3339') : undefined;
    case 'string':
      if (value.length < (minLimit ?? 0) || value.length > (maxLimit ?? 2_500))
        return { reasonCode: 'TooLargeElement', text: `${value.length} characters, expected ${range}` };
      return undefined;
  }
}

function membersOf(list: string): readonly string[] {
  return list
    .split(',')
    .map((member) => member.trim())
    .filter((member) => member !== '');
}

function isVariable(name: string): name is VariableName {
  return Object.hasOwn(variables, name);
}

function nameOf(component: string, variable: string, instance: string): VariableName | undefined {
  const name = `${component}.${variable}${instance === '' ? '' : `[${instance}]`}`;
  return isVariable(name) ? name : undefined;
}
