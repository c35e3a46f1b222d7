/** OCPP 2.0.1 messages: types by action, and validation against the OCA schemas. @module */
import type { CallErrorBody, CallErrorCode } from './errors.ts';
import { actions, type Requests, type Responses } from './generated/v201Messages.ts';
import * as generated from './generated/v201Validators.ts';

export type * from './generated/v201Messages.ts';

/** Name of a message pair: the standard's name without "Request". */
export type Action = keyof Requests;

/** What a payload is checked against beside the schema. */
export interface Profile {
  /** Unknown properties are told as warnings instead of an error: stations in the field send them. */
  readonly lenient: boolean;
  /**
   * Longest value of a field that is wider than the schema says, by `MESSAGE.field`, as the station reports it in
   * OCPPCommCtrlr.FieldLength, e.g. `Get15118EVCertificateResponse.exiResponse`.
   */
  readonly fieldLength: Readonly<Record<string, number>>;
}

/** Unknown properties pass with a warning; the certificate messages take what a full -2 response needs (6 x 800 bytes and the rest). */
export const lenientProfile: Profile = {
  lenient: true,
  fieldLength: {
    'Get15118EVCertificateRequest.exiRequest': 7_500,
    'Get15118EVCertificateResponse.exiResponse': 7_500,
  },
};

/** The schema and nothing else. */
export const strictProfile: Profile = { lenient: false, fieldLength: {} };

/** The outcome of a check. `payload` is what was checked, without the unknown properties that the warnings name. */
export type Checked<T> =
  | { readonly ok: true; readonly payload: T; readonly warnings: readonly string[] }
  | { readonly ok: false; readonly error: CallErrorBody };

interface SchemaError {
  readonly keyword: string;
  readonly instancePath: string;
  readonly params: Readonly<Record<string, unknown>>;
  readonly message?: string;
}
type Validator = ((payload: unknown) => boolean) & { readonly errors?: readonly SchemaError[] | null };

const validators = generated as unknown as Readonly<Record<string, Validator>>;
const knownActions: ReadonlySet<string> = new Set(actions);
/** Unknown properties taken out of one payload before it counts as nonsense. */
const MOST_WARNINGS = 32;

/** Whether OCPP 2.0.1 has a message of this name. */
export function isAction(name: string): name is Action {
  return knownActions.has(name);
}

/** Checks a request payload. */
export function checkRequest<A extends Action>(
  action: A,
  payload: unknown,
  profile: Profile = lenientProfile,
): Checked<Requests[A]> {
  return check<Requests[A]>(`${action}Request`, payload, profile);
}

/** Checks a response payload. */
export function checkResponse<A extends Action>(
  action: A,
  payload: unknown,
  profile: Profile = lenientProfile,
): Checked<Responses[A]> {
  return check<Responses[A]>(`${action}Response`, payload, profile);
}

function check<T>(message: string, payload: unknown, { lenient, fieldLength }: Profile): Checked<T> {
  const validate = validators[message]!;
  if (validate(payload)) return { ok: true, payload: payload as T, warnings: [] };
  const warnings: string[] = [];
  let judged = payload;
  for (let error = validate.errors?.[0]; error; error = validate(judged) ? undefined : validate.errors?.[0]) {
    if (error.keyword === 'additionalProperties' && lenient && warnings.length < MOST_WARNINGS) {
      const name = String(error.params.additionalProperty);
      warnings.push(`${message}${error.instancePath}: unknown property ${name}`);
      judged = without(judged, error.instancePath.split('/').slice(1), name);
      continue;
    }
    const limit = error.keyword === 'maxLength' ? fieldLength[`${message}.${error.instancePath.slice(1)}`] : undefined;
    const value =
      limit === undefined ? undefined : (judged as Readonly<Record<string, string>>)[error.instancePath.slice(1)];
    if (limit !== undefined && value !== undefined && value.length <= limit) {
      // The rest is judged with the long field shortened; what is handed on keeps it whole.
      const field = error.instancePath.slice(1);
      const rest = check<T>(message, { ...(judged as object), [field]: '' }, { lenient, fieldLength: {} });
      return rest.ok
        ? { ...rest, payload: { ...rest.payload, [field]: value }, warnings: [...warnings, ...rest.warnings] }
        : rest;
    }
    return { ok: false, error: errorOf(message, judged, error) };
  }
  return { ok: true, payload: judged as T, warnings };
}

/** A copy of `value` that lacks `name` at `path`. */
function without(value: unknown, path: readonly string[], name: string): unknown {
  const [key, ...rest] = path;
  if (key === undefined) return Object.fromEntries(Object.entries(value as object).filter(([found]) => found !== name));
  if (Array.isArray(value)) return value.with(Number(key), without(value[Number(key)], rest, name));
  return { ...(value as object), [key]: without((value as Readonly<Record<string, unknown>>)[key], rest, name) };
}

/** Which error code a broken schema rule has. OCPP 2.0.1 Part 4, table 7; the text leaves the mapping of keywords open. */
const codes: Readonly<Record<string, CallErrorCode>> = {
  required: 'OccurrenceConstraintViolation',
  minItems: 'OccurrenceConstraintViolation',
  maxItems: 'OccurrenceConstraintViolation',
  type: 'TypeConstraintViolation',
  enum: 'PropertyConstraintViolation',
  maxLength: 'PropertyConstraintViolation',
  minimum: 'PropertyConstraintViolation',
  maximum: 'PropertyConstraintViolation',
  format: 'PropertyConstraintViolation',
  additionalProperties: 'FormatViolation',
};

function errorOf(
  message: string,
  payload: unknown,
  { keyword, instancePath, params, message: rule = keyword }: SchemaError,
): CallErrorBody {
  const path = `${message}${instancePath.replaceAll('/', '.')}`;
  const came = instancePath
    .split('/')
    .slice(1)
    .reduce<unknown>((value, key) => (value as Readonly<Record<string, unknown>> | undefined)?.[key], payload);
  const value =
    typeof came === 'string'
      ? `, came ${came.length > 40 ? `${came.length} characters` : `'${came}'`}`
      : typeof came === 'object'
        ? ''
        : `, came ${came}`;
  const extra =
    keyword === 'additionalProperties'
      ? `: ${String(params.additionalProperty)}`
      : keyword === 'enum'
        ? `: ${(params.allowedValues as string[]).join(', ')}`
        : '';
  const code = keyword === 'type' && instancePath === '' ? 'FormatViolation' : (codes[keyword] ?? 'FormatViolation');
  return { code, description: `${path}: ${rule}${extra}${value}`.slice(0, 255), details: {} };
}
