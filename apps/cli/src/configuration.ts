/**
 * The one configuration format of all roles: a JSON file with a section a role, overridden by a scenario (a JSON file with
 * the settings of one role), by environment variables, by flags; checked against the role's schema, where an unknown key is
 * an error that names it.
 *
 * `{"station":{"evse":{"id":"DE*OPC*E1"}}}` = `OPENPNC_STATION__EVSE__ID=..` = `--set station.evse.id=..`; an element of a
 * list by its place: `OPENPNC_CSMS__PKI__PROVIDERS__0__CLIENTSECRET`
 *
 * @module
 */
import { readFileSync } from 'node:fs';
import { OperatorError } from '@openpnc/core/errors';
import type { Static, TSchema } from 'typebox';
import { Default, Errors } from 'typebox/value';

/** Where settings come from, weakest first. */
interface Sources {
  /** Path of a JSON file; absent reads none. */
  readonly file?: string;
  /** A JSON file whose keys are those of one section. */
  readonly scenario?: { readonly section: string; readonly file: string };
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** `KEY=VALUE` texts of `--set`, e.g. `station.evse.id=DE*OPC*E1`. */
  readonly flags: readonly string[];
}

/** A JSON value on its way to the schema. */
type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };
interface JsonObject {
  [key: string]: Json;
}

const PREFIX = 'OPENPNC_';
/** Variables of that prefix that are not settings. */
const NOT_SETTINGS = new Set([
  'OPENPNC_CONFIG',
  'OPENPNC_PASSPHRASE',
  'OPENPNC_PKI_SECRET',
  'OPENPNC_CSMS_URL',
  'OPENPNC_CSMS_KEY',
  'OPENPNC_EMSP_URL',
  'OPENPNC_EMSP_KEY',
  'OPENPNC_EMSP_TOKEN_A',
]);

/**
 * The settings of `sections` (name -> schema), with defaults filled in.
 * @throws OperatorError `configuration_invalid` naming the key, what was expected and where it came from; `configuration_unreadable`.
 */
export function configuration<Sections extends Readonly<Record<string, TSchema>>>(
  sections: Sections,
  sources: Sources,
): { readonly [Name in keyof Sections]: Static<Sections[Name]> } {
  const origins = new Map<string, string>();
  const merged: JsonObject = {};
  if (sources.file !== undefined) merge(merged, readJson(sources.file), [], sources.file, origins);
  if (sources.scenario !== undefined) {
    const { section, file } = sources.scenario;
    const scenario = readJson(file);
    if (!isObject(merged[section] ?? null)) merged[section] = {};
    merge(merged[section] as JsonObject, scenario, [section], file, origins);
  }
  // In the order of their names, so that the elements of a list come one after the other.
  const variables = Object.entries(sources.environment).toSorted(([a], [b]) =>
    a.localeCompare(b, 'en', { numeric: true }),
  );
  for (const [name, text] of variables) {
    if (!name.startsWith(PREFIX) || NOT_SETTINGS.has(name) || text === undefined) continue;
    put(merged, pathOfVariable(name, sections), text, sections, name, origins);
  }
  for (const flag of sources.flags) {
    const at = flag.indexOf('=');
    if (at < 1)
      throw new OperatorError('configuration_invalid', `--set ${flag}: expected KEY=VALUE, e.g. --set station.id=CS1`);
    put(merged, flag.slice(0, at).split('.'), flag.slice(at + 1), sections, `--set ${flag.slice(0, at)}`, origins);
  }
  const result: Record<string, unknown> = {};
  for (const name of Object.keys(merged)) {
    if (!(name in sections))
      throw invalid([name], `unknown section; known: ${Object.keys(sections).join(', ')}`, origins);
  }
  for (const [name, schema] of Object.entries(sections))
    result[name] = checked(name, schema, merged[name] ?? {}, origins);
  return result as { readonly [Name in keyof Sections]: Static<Sections[Name]> };
}

function checked(name: string, schema: TSchema, value: Json, origins: ReadonlyMap<string, string>): unknown {
  const filled = Default(schema, structuredClone(value));
  const errors = [...Errors(schema, filled)];
  if (errors.length === 0) return filled;
  // An unknown key comes as two errors; the one of the parent lists the names.
  const unknown = errors.find(({ keyword }) => keyword === 'additionalProperties');
  if (unknown) {
    const path = [name, ...unknown.instancePath.split('/').slice(1)];
    const [key] = (unknown.params as { additionalProperties: string[] }).additionalProperties;
    const known = Object.keys((schemaAt(schema, path.slice(1))?.properties as object | undefined) ?? {});
    throw invalid(
      [...path, key!],
      `unknown key${known.length > 0 ? `; known here: ${known.join(', ')}` : ''}`,
      origins,
    );
  }
  const worst = errors[0]!;
  const path = [name, ...worst.instancePath.split('/').slice(1)];
  const came = at(filled, path.slice(1));
  throw invalid(path, `${worst.message}, came ${came === undefined ? 'nothing' : shown(path, came)}`, origins);
}

/** A value for an error; a secret is never told. */
function shown(path: readonly string[], value: unknown): string {
  if (path.some(isSecret)) return '(hidden)';
  return JSON.stringify(value, (key, inner: unknown) => (isSecret(key) ? '(hidden)' : inner));
}

function isSecret(key: string): boolean {
  return /password|passphrase|token|secret|keyPem/i.test(key);
}

function invalid(path: readonly string[], problem: string, origins: ReadonlyMap<string, string>): OperatorError {
  const key = path.join('.');
  const origin = path
    .map((_, i) => origins.get(path.slice(0, path.length - i).join('.')))
    .find((found) => found !== undefined);
  return new OperatorError(
    'configuration_invalid',
    `${key}: ${problem}${origin === undefined ? '' : ` (from ${origin})`}`,
  );
}

function readJson(file: string): Json {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    throw new OperatorError('configuration_unreadable', `${file}: ${(error as Error).message}`);
  }
  try {
    return JSON.parse(text) as Json;
  } catch (error) {
    throw new OperatorError('configuration_unreadable', `${file}: not JSON: ${(error as Error).message}`);
  }
}

/** What is there already stays where the new one does not say otherwise. `$schema` at the top of a file is for editors. */
function merge(
  into: JsonObject,
  from: Json,
  path: readonly string[],
  origin: string,
  origins: Map<string, string>,
  isTop = true,
): void {
  if (!isObject(from))
    throw new OperatorError('configuration_invalid', `${origin}: expected an object, came ${JSON.stringify(from)}`);
  for (const [key, value] of Object.entries(from)) {
    if (isTop && key === '$schema') continue;
    const place = [...path, key];
    origins.set(place.join('.'), origin);
    if (isObject(value)) {
      if (!isObject(into[key] ?? null)) into[key] = {};
      merge(into[key] as JsonObject, value, place, origin, origins, false);
    } else into[key] = value;
  }
}

/** `OPENPNC_STATION__EVSE__ID` -> `station.evse.id`: the spelling of each key is the schema's. */
function pathOfVariable(name: string, sections: Readonly<Record<string, TSchema>>): string[] {
  const path: string[] = [];
  let known: Readonly<Record<string, unknown>> = sections;
  let list: TSchema | undefined;
  for (const part of name.slice(PREFIX.length).split('__')) {
    if (list && /^\d+$/.test(part)) {
      path.push(part);
      known = propertiesOf(list);
      list = itemsOf(list);
      continue;
    }
    const key = Object.keys(known).find((candidate) => candidate.toUpperCase() === part.toUpperCase());
    if (key === undefined) {
      const place = path.length > 0 ? ` in ${path.join('.')}` : '';
      throw new OperatorError(
        'configuration_invalid',
        `${name}: no setting ${part.toLowerCase()}${place}; known here: ${Object.keys(known).join(', ')}`,
      );
    }
    path.push(key);
    list = itemsOf(known[key] as TSchema);
    known = propertiesOf(known[key] as TSchema);
  }
  return path;
}

function propertiesOf(schema: TSchema): Readonly<Record<string, unknown>> {
  return (schema as { properties?: Readonly<Record<string, unknown>> }).properties ?? {};
}

/** What the elements of a list are; undefined for everything else. */
function itemsOf(schema: TSchema): TSchema | undefined {
  return (schema as { items?: TSchema }).items;
}

function put(
  into: JsonObject,
  path: readonly string[],
  text: string,
  sections: Readonly<Record<string, TSchema>>,
  origin: string,
  origins: Map<string, string>,
): void {
  const [section = '', ...rest] = path;
  const schema = sections[section] && schemaAt(sections[section], rest);
  let place = into;
  for (const [i, key] of path.entries()) {
    if (Array.isArray(place) && !(Number(key) <= place.length))
      throw invalid(
        path.slice(0, i + 1),
        `the list has ${place.length} elements, the next one is ${place.length}`,
        origins,
      );
    if (i === path.length - 1) break;
    if (typeof place[key] !== 'object' || place[key] === null) {
      const wanted = sections[section] && schemaAt(sections[section], path.slice(1, i + 1));
      place[key] = wanted?.items === undefined ? {} : [];
    }
    place = place[key] as JsonObject;
  }
  place[path.at(-1)!] = valueFor(text, schema);
  origins.set(path.join('.'), origin);
}

/** A text becomes what the schema wants there: a string stays as it is, everything else is JSON. */
function valueFor(text: string, schema: Readonly<Record<string, unknown>> | undefined): Json {
  if (schema === undefined || takesText(schema)) return text;
  try {
    return JSON.parse(text) as Json;
  } catch {
    return text; // The schema check then says what was expected.
  }
}

function takesText(schema: Readonly<Record<string, unknown>>): boolean {
  const alternatives = schema.anyOf as readonly Readonly<Record<string, unknown>>[] | undefined;
  return schema.type === 'string' || typeof schema.const === 'string' || (alternatives?.some(takesText) ?? false);
}

function schemaAt(schema: TSchema, path: readonly string[]): Readonly<Record<string, unknown>> | undefined {
  let here = schema as Readonly<Record<string, unknown>> | undefined;
  for (const key of path)
    here =
      (here?.properties as Record<string, Readonly<Record<string, unknown>>> | undefined)?.[key] ??
      (/^\d+$/.test(key) ? (here?.items as Readonly<Record<string, unknown>> | undefined) : undefined);
  return here;
}

function at(value: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>((here, key) => (here as Readonly<Record<string, unknown>> | undefined)?.[key], value);
}

function isObject(value: Json): value is { readonly [key: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
