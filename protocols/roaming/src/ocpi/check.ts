/** Checks a value from outside against a schema and says what was expected, what came, and where. @module */
import type { Static, TSchema } from 'typebox';
import { Compile, type Validator } from 'typebox/compile';
import { ocpiError } from '../errors.ts';

/**
 * `value` as the type of `schema`. A key with the value null counts as absent (many parties write it so); unknown keys
 * stay where the schema allows them, as OCPI asks.
 * @param name what the value is, for the message: `Token`.
 * @param options `keepNulls`: null is a value of its own (in our own APIs).
 * @throws ProtocolError `invalid_parameters`: `Token.uid: expected at most 36 characters, came 40 characters`.
 */
export function checked<S extends TSchema>(
  schema: S,
  value: unknown,
  name: string,
  { keepNulls = false }: { readonly keepNulls?: boolean } = {},
): Static<S> {
  const clean = keepNulls || !hasNulls(value) ? value : withoutNulls(value);
  const validator = compiled(schema);
  if (validator.Check(clean)) return clean as Static<S>;
  const errors = validator.Errors(clean) as Fault[];
  // An unknown key comes as two errors; the one of its parent lists the names.
  const error = errors.find(({ keyword }) => keyword === 'additionalProperties') ?? errors[0]!;
  const missing = error.keyword === 'required' ? (error.params.requiredProperties as string[])[0] : undefined;
  const path = [name, ...error.instancePath.split('/').slice(1), ...(missing === undefined ? [] : [missing])]
    .map((part, i) => (/^\d+$/.test(part) ? `[${part}]` : i === 0 ? part : `.${part}`))
    .join('');
  const came = valueAt(clean, error.instancePath);
  const problem =
    missing === undefined ? `expected ${expectation(error)}, came ${shown(came)}` : 'required, but absent';
  throw ocpiError('invalid_parameters', `${path}: ${problem}`, path);
}

interface Fault {
  readonly keyword: string;
  readonly instancePath: string;
  readonly params: Readonly<Record<string, unknown>>;
  readonly message: string;
}

function expectation({ keyword, params, message }: Fault): string {
  switch (keyword) {
    case 'type':
      return `a value of type ${String(params.type)}`;
    case 'maxLength':
      return `at most ${String(params.limit)} characters`;
    case 'minLength':
      return `at least ${String(params.limit)} character`;
    case 'minItems':
      return `at least ${String(params.limit)} item`;
    case 'enum':
      return `one of ${(params.allowedValues as string[]).join(', ')}`;
    case 'additionalProperties':
      return `no key ${(params.additionalProperties as string[]).join(', ')}`;
    case 'pattern':
      return `a text like ${String(params.pattern)}`;
    default:
      return message.replace(/^must (be )?/, '');
  }
}

function shown(value: unknown): string {
  if (typeof value === 'string') return value.length > 60 ? `${value.length} characters` : `'${value}'`;
  if (Array.isArray(value)) return `an array of ${value.length}`;
  return typeof value === 'object' && value !== null ? 'an object' : String(value);
}

function valueAt(value: unknown, pointer: string): unknown {
  let at = value;
  for (const part of pointer.split('/').slice(1)) at = (at as Record<string, unknown> | undefined)?.[part];
  return at;
}

/** Whether there is anything to take out: looking costs a tenth of copying, and few parties write nulls. */
function hasNulls(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (Array.isArray(value)) return value.some(hasNulls);
  for (const key in value) {
    const member = (value as Record<string, unknown>)[key];
    if (member === null || key === PROTO || hasNulls(member)) return true;
  }
  return false;
}

function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (typeof value !== 'object' || value === null) return value;
  const clean: Record<string, unknown> = {};
  for (const [key, member] of Object.entries(value)) {
    if (member !== null && key !== PROTO) clean[key] = withoutNulls(member);
  }
  return clean;
}

/** A key of this name would become the prototype, and its members would count as fields. */
const PROTO = '__proto__';

function compiled(schema: TSchema): Validator {
  let validator = validators.get(schema);
  if (!validator) {
    validator = Compile(schema);
    validators.set(schema, validator);
  }
  return validator;
}

/** Compiled once a schema, when it is first used. */
const validators = new WeakMap<TSchema, Validator>();
