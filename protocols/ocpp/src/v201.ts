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
   * OCPPCommCtrlr.FieldLength, e.g. `Get15118EVCertificateResponse.exiResponse`; `*` stands for each item of a list.
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

/** As {@link lenientProfile}, with the lengths that OCPP 2.1 gives to certificates, tokens and their messages. */
export const wideProfile: Profile = {
  lenient: true,
  fieldLength: {
    'AuthorizeRequest.certificate': 10_000,
    'AuthorizeRequest.idToken.idToken': 255,
    'AuthorizeRequest.iso15118CertificateHashData.*.responderURL': 2_000,
    'AuthorizeResponse.idTokenInfo.groupIdToken.idToken': 255,
    'Get15118EVCertificateRequest.exiRequest': 11_000,
    'Get15118EVCertificateResponse.exiResponse': 17_000,
    'GetCertificateStatusRequest.ocspRequestData.responderURL': 2_000,
    'GetCertificateStatusResponse.ocspResult': 18_000,
    'InstallCertificateRequest.certificate': 10_000,
    'RequestStartTransactionRequest.idToken.idToken': 255,
    'TransactionEventRequest.idToken.idToken': 255,
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

/** A message of the schema, and what checks it. */
interface Message {
  readonly name: string;
  readonly validate: Validator;
}

// By action: to put a name together and look it up costs more than the check of a small message.
const requests = messages('Request');
const responses = messages('Response');
const knownActions: ReadonlySet<string> = new Set(actions);
/** Unknown properties and long fields of one payload before it counts as nonsense. */
const MOST_STEPS = 32;

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
  return check<Requests[A]>(requests.get(action)!, payload, profile);
}

/** Checks a response payload. */
export function checkResponse<A extends Action>(
  action: A,
  payload: unknown,
  profile: Profile = lenientProfile,
): Checked<Responses[A]> {
  return check<Responses[A]>(responses.get(action)!, payload, profile);
}

function messages(kind: 'Request' | 'Response'): ReadonlyMap<Action, Message> {
  const validators = generated as unknown as Readonly<Record<string, Validator>>;
  return new Map(
    actions.map((action) => [action, { name: `${action}${kind}`, validate: validators[`${action}${kind}`]! }]),
  );
}

function check<T>(
  { name: message, validate }: Message,
  payload: unknown,
  { lenient, fieldLength }: Profile,
): Checked<T> {
  if (validate(payload)) return { ok: true, payload: payload as T, warnings: [] };
  const warnings: string[] = [];
  // What is handed on keeps its long fields whole; the rest is judged with them shortened.
  let [judged, handed] = [payload, payload];
  let steps = 0;
  for (let error = validate.errors?.[0]; error; error = validate(judged) ? undefined : validate.errors?.[0]) {
    const path = error.instancePath.split('/').slice(1);
    steps += 1;
    if (error.keyword === 'additionalProperties' && lenient && steps <= MOST_STEPS) {
      const name = String(error.params.additionalProperty);
      warnings.push(`${message}${error.instancePath}: unknown property ${name}`);
      judged = changed(judged, path, (parent) => without(parent, name));
      handed = changed(handed, path, (parent) => without(parent, name));
    } else if (error.keyword === 'maxLength' && steps <= MOST_STEPS && isWithin(message, path, judged, fieldLength))
      judged = changed(judged, path, () => '');
    else return { ok: false, error: errorOf(message, judged, error) };
  }
  return { ok: true, payload: handed as T, warnings };
}

/** Whether a text that the schema finds too long is within the wider limit of its field. */
function isWithin(
  message: string,
  path: readonly string[],
  payload: unknown,
  fieldLength: Profile['fieldLength'],
): boolean {
  const name = [message, ...path.map((key) => (/^\d+$/.test(key) ? '*' : key))].join('.');
  const value = path.reduce<unknown>((inner, key) => (inner as Readonly<Record<string, unknown>>)[key], payload);
  return typeof value === 'string' && value.length <= (fieldLength[name] ?? -1);
}

/** A copy of `value` with what stands at `path` changed. */
function changed(value: unknown, [key, ...rest]: readonly string[], change: (value: unknown) => unknown): unknown {
  if (key === undefined) return change(value);
  if (Array.isArray(value)) return value.with(Number(key), changed(value[Number(key)], rest, change));
  const record = value as Readonly<Record<string, unknown>>;
  return { ...record, [key]: changed(record[key], rest, change) };
}

function without(value: unknown, name: string): unknown {
  const { [name]: _, ...rest } = value as Readonly<Record<string, unknown>>;
  return rest;
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
