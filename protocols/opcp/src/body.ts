/** Bodies of the pool calls: checked JSON in, JSON and the one error form out. OPCP 4. @module */

import { fromBase64, fromUtf8, toBase64, toHex } from '@openpnc/core/bytes';
import { parseEmaid } from '@openpnc/core/emaid';
import { ProtocolError } from '@openpnc/core/errors';
import { type HttpResponse, jsonResponse } from '@openpnc/core/http';
import { normalPcid } from '@openpnc/core/identifiers';
import type { Random } from '@openpnc/core/ports';
import { type Certificate, parseCertificate } from '@openpnc/x509/certificate';
import type { Static, TSchema } from 'typebox';
import { Errors } from 'typebox/value';
import type { Outcome } from './backend.ts';
import { statuses } from './est.ts';

/** The JSON of a request as `schema` says. @throws ProtocolError `body_malformed` naming the field */
export function readBody<Schema extends TSchema>(schema: Schema, body: Uint8Array | undefined): Static<Schema> {
  let value: unknown;
  try {
    value = JSON.parse(fromUtf8(body ?? new Uint8Array()));
  } catch (cause) {
    throw new ProtocolError('body_malformed', 'body: not JSON', { cause });
  }
  const [worst] = Errors(schema, value);
  if (worst)
    throw new ProtocolError('body_malformed', `body${worst.instancePath}: ${worst.message}`, {
      path: worst.instancePath,
    });
  return value as Static<Schema>;
}

/** A base64 field. @throws ProtocolError `body_malformed` */
export function readBase64(text: string, field: string): Uint8Array {
  try {
    return fromBase64(text);
  } catch (cause) {
    throw new ProtocolError('body_malformed', `body/${field}: not base64`, { path: field, cause });
  }
}

/** A certificate in a base64 field. The size limit of 800 is that of ISO 15118-2: bytes of DER, not characters. @throws ProtocolError */
export function readCertificate(text: string, field: string): Certificate {
  try {
    return parseCertificate(readBase64(text, field));
  } catch (cause) {
    if (!(cause instanceof ProtocolError)) throw cause;
    throw new ProtocolError('body_malformed', `body/${field}: ${cause.message}`, { path: field, cause });
  }
}

/** An eMAID in any spelling as the pools write it: upper case, no hyphens. @throws ProtocolError `body_malformed` */
export function readEmaid(text: string, field = 'emaid'): string {
  const emaid = parseEmaid(text);
  if (!emaid) throw new ProtocolError('body_malformed', `${field}: '${text}' is no eMAID`, { path: field });
  return emaid.id14 + (emaid.check ?? '');
}

/** A PCID, upper case. @throws ProtocolError `body_malformed` */
export function readPcid(text: string, field = 'pcid'): string {
  const pcid = normalPcid(text);
  if (pcid === undefined)
    throw new ProtocolError('body_malformed', `${field}: '${text}', expected 17 or 18 letters and digits`, {
      path: field,
    });
  return pcid;
}

/** The error form of all pool calls. */
export function errorResponse(status: number, message: string, random: Random): HttpResponse {
  return jsonResponse(status, { errorMessages: [message], traceId: uuid(random) });
}

/** The answer of an outcome: what `answer` makes of its value, or the error form. */
export async function respond<T>(
  outcome: Promise<Outcome<T>>,
  answer: (value: T) => HttpResponse,
  random: Random,
): Promise<HttpResponse> {
  const found = await outcome;
  return found.ok ? answer(found.value) : errorResponse(statuses[found.problem], found.text, random);
}

/** Runs a handler; what its body readers throw is a 400. */
export async function checked(random: Random, serve: () => Promise<HttpResponse>): Promise<HttpResponse> {
  try {
    return await serve();
  } catch (error) {
    if (!(error instanceof ProtocolError)) throw error;
    return errorResponse(400, error.message, random);
  }
}

/** A random UUID, version 4. RFC 9562 5.4 */
export function uuid(random: Random): string {
  const bytes = Uint8Array.from(random.bytes(16));
  bytes[6] = (bytes[6]! & 0x0f) | 0x40;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  return toHex(bytes).replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}

/** DER of a certificate as base64. */
export function base64Of({ der }: Certificate): string {
  return toBase64(der);
}
