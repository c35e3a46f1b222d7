/** The envelope around every OCPI answer, and its status codes. OCPI 2.3.0 Transport and format, Status codes. @module */
import { fromUtf8 } from '@openpnc/core/bytes';
import { ocpiError } from '../errors.ts';
import { dateTime } from './values.ts';

/** What every answer is wrapped in; `data` is absent on an error. */
export interface Envelope {
  readonly data?: unknown;
  readonly status_code: number;
  readonly status_message?: string;
  readonly timestamp: string;
}

/** Whether the code says that it worked (1xxx). */
export function isSuccess(status_code: number): boolean {
  return status_code >= 1000 && status_code < 2000;
}

/** An envelope for `data` or for an error. `now` is ms since the epoch. */
export function envelope(now: number, answer: Omit<Envelope, 'timestamp'>): Envelope {
  return { ...answer, timestamp: dateTime(now) };
}

/**
 * The envelope in the JSON of a response; undefined when it is none. The timestamp is not judged: parties write it in many
 * forms and nothing depends on it.
 */
export function envelopeIn(json: unknown): Omit<Envelope, 'timestamp'> | undefined {
  if (typeof json !== 'object' || json === null) return undefined;
  const { data, status_code, status_message } = json as Record<string, unknown>;
  if (!Number.isInteger(status_code)) return undefined;
  return {
    ...(data !== undefined && data !== null && { data }),
    status_code: status_code as number,
    ...(typeof status_message === 'string' && { status_message }),
  };
}

/** The JSON of a body; undefined for an absent or empty one. @throws ProtocolError `malformed_json` */
export function jsonOf(body: Uint8Array | undefined): unknown {
  if (body === undefined || body.length === 0) return undefined;
  try {
    return JSON.parse(fromUtf8(body)) as unknown;
  } catch (error) {
    throw ocpiError('malformed_json', `body: expected JSON in UTF-8: ${(error as Error).message}`);
  }
}
