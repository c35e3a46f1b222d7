/**
 * What a readiness check may rely on: traces, captures, device models, exports and bench results, each a numbered source
 * with the hash of its bytes. A fact always carries the source that it came from.
 *
 * @module
 */
import { createHash } from 'node:crypto';
import { OperatorError } from '@openpnc/core/errors';
import type { Millis } from '@openpnc/core/machine';
import type { FindingRecord, MessageRecord, TraceRecord } from '@openpnc/core/trace';
import { type CapturedHandshake, decodeCapture } from '@openpnc/lab/capture';
import { jsonValue } from '@openpnc/lab/lab';
import { readCaptureFile } from '@openpnc/node/captureFile';
import { type Certificate, parseCertificate, pemToDer } from '@openpnc/x509/certificate';

/** What a source is. */
export type SourceKind =
  | 'trace'
  | 'capture'
  | 'variables'
  | 'locations'
  | 'tariffs'
  | 'datex'
  | 'cases'
  | 'roots'
  | 'subject';

/** One source. */
export interface Source {
  /** `E1`, `E2`, ... */
  readonly id: string;
  readonly kind: SourceKind;
  readonly name: string;
  readonly sha256: string;
}

/** A record with where it is from. */
export interface Sourced<Record> {
  readonly record: Record;
  readonly source: string;
}

/** What a bench case came to. */
export interface CaseVerdict {
  readonly id: string;
  readonly verdict: 'passed' | 'failed' | 'inconclusive';
}

/** A variable of the device model: `Component.Variable`. */
export interface VariableValue {
  readonly value: string;
  readonly source: string;
}

/** A JSON object of a protocol. */
export type Json = Readonly<Record<string, unknown>>;

/** Everything that was given, in the order it was given. */
export class Evidence {
  readonly sources: Source[] = [];
  readonly messages: Sourced<MessageRecord>[] = [];
  readonly findings: Sourced<FindingRecord>[] = [];
  readonly handshakes: (CapturedHandshake & { readonly source: string })[] = [];
  /** V2G roots that cars of the market have. `isRequired`: the station must have it too. */
  readonly roots: { readonly certificate: Certificate; readonly isRequired: boolean; readonly source: string }[] = [];
  /** The source of what the operator declares; undefined when nothing is. */
  subject: string | undefined;
  readonly variables = new Map<string, VariableValue>();
  readonly cases = new Map<string, CaseVerdict & { readonly source: string }>();
  locations: { readonly list: readonly Json[]; readonly source: string } | undefined;
  tariffs: { readonly list: readonly Json[]; readonly source: string } | undefined;
  datex: { readonly text: string; readonly source: string } | undefined;

  /** A trace of JSON lines. @throws OperatorError `evidence_unreadable` naming the line */
  addTrace(name: string, bytes: Uint8Array): void {
    const source = this.#source('trace', name, bytes);
    const lines = textOf(bytes).split('\n');
    for (const [i, line] of lines.entries()) {
      if (line.trim() === '') continue;
      const record = parsed(line, `${name}: line ${i + 1}`) as TraceRecord;
      if (typeof record !== 'object' || record === null || !('type' in record))
        throw unreadable(`${name}: line ${i + 1}: no trace record`);
      this.#record(record, source);
    }
  }

  /** A capture with its key log. @throws OperatorError `capture_unreadable` */
  addCapture(name: string, bytes: Uint8Array, keyLog: string | undefined, sdpPort?: number): void {
    const source = this.#source('capture', name, bytes);
    const decoded = decodeCapture(readCaptureFile(bytes), {
      ...(keyLog !== undefined && { keyLog }),
      ...(sdpPort !== undefined && { sdpPort }),
    });
    for (const record of decoded.records) this.#record(JSON.parse(JSON.stringify(record, jsonValue)), source);
    for (const handshake of decoded.handshakes) this.handshakes.push({ ...handshake, source });
  }

  /** The device model as our CSMS exports it: `{items:[{component,variable,attribute,value},..]}`. */
  addVariables(name: string, bytes: Uint8Array): void {
    const source = this.#source('variables', name, bytes);
    const { items } = parsed(textOf(bytes), name) as { readonly items?: readonly Json[] };
    if (!Array.isArray(items)) throw unreadable(`${name}: expected {"items":[{"component","variable","value"}]}`);
    for (const { component, variable, attribute = 'Actual', value } of items as readonly Json[])
      if (attribute === 'Actual' && typeof value === 'string')
        this.variables.set(`${component}.${variable}`, { value, source });
  }

  /** OCPI Location or Tariff objects: a list, or an OCPI answer with `data`. */
  addOcpi(kind: 'locations' | 'tariffs', name: string, bytes: Uint8Array): void {
    const source = this.#source(kind, name, bytes);
    const value = parsed(textOf(bytes), name) as readonly Json[] | { readonly data?: readonly Json[] };
    const list = Array.isArray(value) ? value : (value as { readonly data?: readonly Json[] }).data;
    if (!Array.isArray(list)) throw unreadable(`${name}: expected a list of OCPI ${kind} or an answer with data`);
    this[kind] = { list: list as readonly Json[], source };
  }

  /** The file of the subject: what rests on a declaration rests on it. */
  addSubject(name: string, bytes: Uint8Array): void {
    this.subject = this.#source('subject', name, bytes);
  }

  addDatex(name: string, bytes: Uint8Array): void {
    this.datex = { text: textOf(bytes), source: this.#source('datex', name, bytes) };
  }

  /** The JSON report of a bench run. */
  addCases(name: string, bytes: Uint8Array): void {
    const source = this.#source('cases', name, bytes);
    const { cases } = parsed(textOf(bytes), name) as { readonly cases?: readonly CaseVerdict[] };
    if (!Array.isArray(cases)) throw unreadable(`${name}: expected a bench report with cases`);
    for (const one of cases as readonly CaseVerdict[]) this.cases.set(one.id, { ...one, source });
  }

  /** V2G roots, PEM. @throws OperatorError `evidence_unreadable` */
  addRoots(name: string, pem: Uint8Array, isRequired = true): void {
    const source = this.#source('roots', name, pem);
    try {
      for (const der of pemToDer(textOf(pem)))
        this.roots.push({ certificate: parseCertificate(der), isRequired, source });
    } catch (error) {
      throw unreadable(`${name}: ${(error as Error).message}`);
    }
  }

  /** Exchanges of this name, first hand, oldest first. */
  exchanges(message: string): readonly Sourced<MessageRecord>[] {
    return this.messages
      .filter(({ record }) => record.message === message)
      .toSorted((a, b) => a.record.at - b.record.at);
  }

  #source(kind: SourceKind, name: string, bytes: Uint8Array): string {
    const id = `E${this.sources.length + 1}`;
    this.sources.push({ id, kind, name, sha256: createHash('sha256').update(bytes).digest('hex') });
    return id;
  }

  #record(record: TraceRecord, source: string): void {
    if (record.type === 'finding') this.findings.push({ record, source });
    if (record.type !== 'message') return;
    // Two parties see each exchange: the station tells of both its sides, the others of what it has no part in.
    const isStationNear = [record.from, record.to].includes('station') || record.protocol === 'ocpp2.0.1';
    if (isStationNear && record.party !== 'station') return;
    this.messages.push({ record, source });
    if (record.message === 'NotifyReport') this.#report(record.payload, record.at, source);
  }

  #report(payload: unknown, _at: Millis, source: string): void {
    const report = list((payload as { readonly request?: Json })?.request?.reportData);
    for (const entry of report) {
      const name = `${(entry.component as Json)?.name}.${(entry.variable as Json)?.name}`;
      const actual = list(entry.variableAttribute).find(({ type }) => type === undefined || type === 'Actual');
      if (typeof actual?.value === 'string') this.variables.set(name, { value: actual.value, source });
    }
  }
}

/** The parts of an exchange's payload. */
export function partsOf({ payload }: MessageRecord): { readonly request: Json; readonly response: Json } {
  const { request, response } = (payload ?? {}) as { readonly request?: Json; readonly response?: Json };
  return { request: request ?? {}, response: response ?? {} };
}

/** The body of a message of ISO 15118-2 by its name, from the JSON of request or response; undefined when it is another. */
export function v2gBody(message: Json, name: string): Json | undefined {
  const body = (message.V2G_Message as { readonly Body?: Json } | undefined)?.Body;
  return (body?.[name] ?? message[name]) as Json | undefined;
}

/** An array of objects, or none. */
export function list(value: unknown): readonly Json[] {
  return Array.isArray(value) ? (value as readonly Json[]) : [];
}

function textOf(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('utf8');
}

function parsed(text: string, where: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw unreadable(`${where}: not JSON: ${(error as Error).message}`);
  }
}

function unreadable(problem: string): OperatorError {
  return new OperatorError('evidence_unreadable', problem);
}
