/**
 * Makes the types and validators of OCPP 2.0.1 from the OCA's JSON schemas, as the package `ocpp-rpc` carries them.
 *
 * `node --conditions=openpnc-source protocols/ocpp/scripts/generate.ts` writes `src/generated/`; with `--check` it only
 * compares and exits 1 on a difference.
 *
 * @module
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import standalone from 'ajv/dist/standalone/index.js';

interface Schema {
  readonly $id?: string;
  readonly $ref?: string;
  readonly type?: string;
  readonly enum?: readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly definitions?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: boolean;
}

/** The module is CommonJS: its default import is the function itself, which its types do not tell. */
const standaloneCode = standalone as unknown as typeof standalone.default;
const folder = join(import.meta.dirname, '../src/generated');
const require = createRequire(import.meta.url);
/** RFC 3339, at most nanoseconds; OCPP 2.0.1 Part 4 asks for 3 fraction digits at most and stations send more. */
const DATE_TIME =
  /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])[Tt]([01]\d|2[0-3]):[0-5]\d:([0-5]\d|60)(\.\d{1,9})?([Zz]|[+-]([01]\d|2[0-3]):[0-5]\d)$/;

/** The files of `src/generated/`, name to text. */
export function generate(): Readonly<Record<string, string>> {
  const schemas: readonly Schema[] = JSON.parse(
    readFileSync(require.resolve('ocpp-rpc/lib/schemas/ocpp2_0_1.json'), 'utf8'),
  );
  const definitions: Record<string, Schema> = {};
  const actions: string[] = [];
  for (const schema of schemas) {
    const [, action, kind] = /^urn:(\w+)\.(req|conf)$/.exec(schema.$id ?? '') as unknown as [string, string, string];
    if (kind === 'req') actions.push(action);
    for (const [name, definition] of Object.entries(schema.definitions ?? {})) definitions[name] ??= bare(definition);
    const { $id: _id, definitions: _definitions, ...message } = schema;
    definitions[`${action}${kind === 'req' ? 'Request' : 'Response'}`] = bare(message);
  }
  return { 'v201Messages.ts': typesOf(definitions, actions), 'v201Validators.ts': validatorsOf(definitions, actions) };
}

/** Without the prose: descriptions are the OCA's text. */
function bare(schema: Schema): Schema {
  return JSON.parse(
    JSON.stringify(schema, (key, value) =>
      ['description', 'javaType', '$schema', 'comment', 'default'].includes(key) && typeof value !== 'object'
        ? undefined
        : value,
    ),
  );
}

function typesOf(definitions: Readonly<Record<string, Schema>>, actions: readonly string[]): string {
  const types = Object.keys(definitions)
    .toSorted()
    .map((name) => {
      const schema = definitions[name]!;
      return schema.enum ? `export type ${name} = ${typeOf(schema)};` : `export interface ${name} ${typeOf(schema)}`;
    });
  return [
    '/** Types of all OCPP 2.0.1 messages. Made by scripts/generate.ts from the OCA schemas; do not edit. @module */',
    ...types,
    '/** Request payloads by action. */',
    `export interface Requests {\n${actions.map((action) => `  readonly ${action}: ${action}Request;`).join('\n')}\n}`,
    '/** Response payloads by action. */',
    `export interface Responses {\n${actions.map((action) => `  readonly ${action}: ${action}Response;`).join('\n')}\n}`,
    '/** All actions of OCPP 2.0.1. */',
    `export const actions = [\n${actions.map((action) => `  '${action}',`).join('\n')}\n] as const satisfies readonly (keyof Requests)[];`,
    '',
  ].join('\n\n');
}

function typeOf(schema: Schema, indent = ''): string {
  if (schema.$ref) return schema.$ref.slice('#/definitions/'.length);
  if (schema.enum) return schema.enum.map((value) => `'${value}'`).join(' | ');
  switch (schema.type) {
    case 'string':
      return 'string';
    case 'integer':
    case 'number':
      return 'number';
    case 'boolean':
      return 'boolean';
    case 'array': {
      const item = typeOf(schema.items ?? {}, indent);
      return `readonly ${item.includes(' ') ? `(${item})` : item}[]`;
    }
    case 'object': {
      const inner = `${indent}  `;
      const required = new Set(schema.required);
      const fields = Object.entries(schema.properties ?? {}).map(
        ([name, property]) => `${inner}readonly ${name}${required.has(name) ? '' : '?'}: ${typeOf(property, inner)};`,
      );
      // Only CustomDataType is open.
      if (schema.additionalProperties !== false) fields.push(`${inner}readonly [name: string]: unknown;`);
      return `{\n${fields.join('\n')}\n${indent}}`;
    }
    default:
      return 'unknown';
  }
}

function validatorsOf(definitions: Readonly<Record<string, Schema>>, actions: readonly string[]): string {
  const ajv = new Ajv({
    code: { source: true, esm: true, lines: true },
    unicode: false,
    strict: false,
    inlineRefs: false,
    messages: true,
    ownProperties: true,
  });
  ajv.addFormat('date-time', DATE_TIME);
  ajv.addFormat('uri', /^[a-zA-Z][a-zA-Z0-9+.-]*:/);
  ajv.addSchema({ $id: 'v201', definitions: strictArrays(definitions) });
  const names = actions.flatMap((action) => [`${action}Request`, `${action}Response`]);
  const code = standaloneCode(ajv, Object.fromEntries(names.map((name) => [name, `v201#/definitions/${name}`])));
  if (/\brequire\(|^import /m.test(code)) throw new Error('the validators need a runtime module');
  return `// @ts-nocheck\n/** Validators of all OCPP 2.0.1 messages: Ajv standalone code. Made by scripts/generate.ts from the OCA schemas; do not edit. @module */\n${code}\n`;
}

/** `additionalItems` without a tuple means nothing: left out, so that the strict reader is not confused. */
function strictArrays(definitions: Readonly<Record<string, Schema>>): object {
  return JSON.parse(JSON.stringify(definitions, (key, value) => (key === 'additionalItems' ? undefined : value)));
}

if (import.meta.main) {
  let isSame = true;
  for (const [name, text] of Object.entries(generate())) {
    const file = join(folder, name);
    if (process.argv.includes('--check')) {
      if (readFileSync(file, 'utf8') !== text) {
        console.error(`${name} differs from what the generator makes`);
        isSame = false;
      }
    } else writeFileSync(file, text);
  }
  process.exitCode = isSame ? 0 : 1;
}
