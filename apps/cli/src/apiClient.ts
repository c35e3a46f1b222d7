/** A client of the CSMS's HTTP API: address and key, problems as one line, pages, and the live stream. @module */
import { readFileSync } from 'node:fs';
import { OperatorError } from '@openpnc/core/errors';
import { HttpFailure, type HttpRequest, type HttpResponse } from '@openpnc/core/http';
import { realClock } from '@openpnc/node/clock';
import { type HttpCaller, httpCaller } from '@openpnc/node/http';
import { derToPem, pemToDer } from '@openpnc/x509/certificate';
import { certificatesOf } from '@openpnc/x509/report';

/** Where the API is and who asks. */
export interface ApiFlags {
  readonly url?: string;
  readonly key?: string;
  readonly keyFile?: string;
  /** PEM file of the roots under which the server's certificate is. */
  readonly ca?: string;
}

/** One call of the API; `path` is below `/api/v1`. */
export interface ApiRequest {
  readonly method: HttpRequest['method'];
  readonly path: string;
  /** What is undefined is left out. */
  readonly query?: Readonly<Record<string, string | number | boolean | undefined>>;
  readonly body?: unknown;
}

/** JSON of the API. */
export type Json = Readonly<Record<string, unknown>>;

/** A client that was told where to ask. */
export interface ApiClient {
  /** The answer's JSON or text; undefined where there is no body. @throws OperatorError with the code of the problem */
  call(request: ApiRequest): Promise<unknown>;
  /** Reads the live stream from now on until `signal`; resolves when the server has ended it. @throws OperatorError `api_unreachable` */
  follow(
    options: { readonly topics?: string; readonly after?: string; readonly signal: AbortSignal },
    event: (event: LiveEvent) => void,
  ): Promise<void>;
  close(): Promise<void>;
}

/** One record of the live stream. */
export interface LiveEvent {
  readonly id: string;
  readonly topic: string;
  readonly record: Json;
}

/** A call that asks many stations takes its time. */
const TIMEOUT_MS = 300_000;

/** @throws OperatorError `key_missing`, `url_malformed`, `file_missing` */
export function apiClient(flags: ApiFlags, environment: NodeJS.ProcessEnv = process.env): ApiClient {
  const base = flags.url ?? environment.OPENPNC_CSMS_URL;
  if (base === undefined)
    throw new OperatorError('url_missing', 'which CSMS? --url http://HOST:PORT or OPENPNC_CSMS_URL');
  if (!/^https?:\/\/[^/\s]+/.test(base))
    throw new OperatorError('url_malformed', `--url ${base}: expected http://HOST:PORT or https://HOST:PORT`);
  const key = keyOf(flags, environment);
  const caller: HttpCaller = httpCaller(flags.ca === undefined ? {} : { roots: pemToDer(textOf(flags.ca)) });
  const requestOf = (
    { method, path, query = {}, body }: ApiRequest,
    headers: Readonly<Record<string, string>> = {},
  ) => {
    const search = new URLSearchParams(
      Object.entries(query).flatMap(([name, value]) =>
        value === undefined ? [] : [[name, String(value)] as [string, string]],
      ),
    ).toString();
    return {
      method,
      url: `${base.replace(/\/+$/, '')}${path === '/metrics' ? '' : '/api/v1'}${path}${search === '' ? '' : `?${search}`}`,
      headers: {
        authorization: `Bearer ${key}`,
        ...headers,
        ...(body !== undefined && { 'content-type': 'application/json' }),
      },
      ...(body !== undefined && { body: Buffer.from(JSON.stringify(body)) }),
    } satisfies HttpRequest;
  };
  return {
    async call(request) {
      return answerOf(await reached(caller.call(requestOf(request), { deadline: realClock.now() + TIMEOUT_MS })));
    },
    async follow({ topics, after, signal }, event) {
      let rest = '';
      const request = requestOf(
        { method: 'GET', path: '/events', query: { topics } },
        after === undefined ? {} : { 'last-event-id': after },
      );
      const context = { deadline: realClock.now() + TIMEOUT_MS, signal };
      const read = (text: string) => {
        const blocks = (rest + text).split('\n\n');
        rest = blocks.pop()!;
        for (const block of blocks) {
          const live = liveEvent(block);
          if (live) event(live);
        }
      };
      try {
        const response = await caller.stream(request, context, read);
        if (response.status !== 200) answerOf(response);
      } catch (error) {
        if (error instanceof HttpFailure && signal.aborted) return;
        throw error instanceof HttpFailure ? unreachable(error) : error;
      }
    },
    close: () => caller.close(),
  };
}

function keyOf({ key, keyFile }: ApiFlags, environment: NodeJS.ProcessEnv): string {
  const found = key ?? (keyFile === undefined ? environment.OPENPNC_CSMS_KEY : textOf(keyFile));
  if (found !== undefined && found.trim() !== '') return found.trim();
  throw new OperatorError(
    'key_missing',
    'which key? --key-file FILE (the first one is api-key in the folder of the CSMS), --key KEY or OPENPNC_CSMS_KEY',
  );
}

/** @throws OperatorError `file_missing` */
function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw new OperatorError('file_missing', `${file}: ${code === 'ENOENT' ? 'no such file' : message}`);
  }
}

/** The first certificate of a PEM or DER file, as PEM. @throws OperatorError `file_missing`, `certificate_unreadable` */
export function pemOfFile(file: string): string {
  textOf(file);
  try {
    return derToPem(certificatesOf(readFileSync(file))[0]!.der);
  } catch (error) {
    throw new OperatorError('certificate_unreadable', `${file}: expected a certificate: ${(error as Error).message}`);
  }
}

function unreachable(error: HttpFailure): OperatorError {
  return new OperatorError('api_unreachable', `the API of the CSMS: ${error.message}`);
}

async function reached(call: Promise<HttpResponse>): Promise<HttpResponse> {
  try {
    return await call;
  } catch (error) {
    throw error instanceof HttpFailure ? unreachable(error) : error;
  }
}

function answerOf({ status, headers, body }: HttpResponse): unknown {
  const text = body ? Buffer.from(body).toString() : '';
  const isJson = /^application\/(problem\+)?json/.test(headers['content-type'] ?? '');
  if (status < 400) return text === '' ? undefined : isJson ? JSON.parse(text) : text;
  if (!isJson) throw new OperatorError('api_refused', `HTTP ${status}: is this the API of a CSMS?`);
  const { code, detail } = JSON.parse(text) as { readonly code: string; readonly detail: string };
  throw new OperatorError(code, `${code}: ${detail}`);
}

function liveEvent(block: string): LiveEvent | undefined {
  const fields = new Map(
    block.split('\n').flatMap((line) => {
      const [, name, value] = /^(\w+): (.*)$/.exec(line) ?? [];
      return name === undefined ? [] : [[name, value!] as const];
    }),
  );
  const [id, topic, data] = ['id', 'event', 'data'].map((name) => fields.get(name));
  if (id === undefined || topic === undefined || data === undefined) return undefined;
  return { id, topic, record: JSON.parse(data) as Json };
}
