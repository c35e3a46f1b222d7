/** An eMSP in memory with a CPO that calls it: what the tests of this package share. @module */
import { fromUtf8, toUtf8 } from '@openpnc/core/bytes';
import { type HttpHandler, type HttpRequest, serveRoutes } from '@openpnc/core/http';
import type { Clock, Random } from '@openpnc/core/ports';
import type { TraceRecord } from '@openpnc/core/trace';
import type { ContractSeed } from '@openpnc/emsp/contracts';
import { createEmsp, type EmspPorts } from '@openpnc/emsp/emsp';
import { EmspSettings } from '@openpnc/emsp/settings';
import { type EmspTables, emspMigrations } from '@openpnc/emsp/store';
import { migrate } from '@openpnc/store/migrate';
import { openSqlite } from '@openpnc/store/sqlite';
import { Default } from 'typebox/value';

export const START = Date.UTC(2026, 5, 1, 12);
export const CPO = { country_code: 'NL', party_id: 'CPO' };

/** Moves only by `advance`. Its times have fractions, as those of the real clock. */
export function handClock(): Clock & { advance(ms: number): void } {
  let now = START + 0.25;
  const alarms = new Set<{ at: number; ring: () => void }>();
  const alarm = (at: number, ring: () => void) => {
    const entry = { at, ring };
    alarms.add(entry);
    return () => void alarms.delete(entry);
  };
  return {
    now: () => now,
    alarm,
    sleep: (ms, signal) =>
      new Promise((resolve, reject) => {
        signal?.throwIfAborted();
        const cancel = alarm(now + ms, resolve);
        signal?.addEventListener('abort', () => {
          cancel();
          reject(signal.reason);
        });
      }),
    advance(ms) {
      now += ms;
      for (const entry of [...alarms]) {
        if (entry.at > now) continue;
        alarms.delete(entry);
        entry.ring();
      }
    },
  };
}

/** 1, 2, 3 ... as bytes; the first two tell how often 256 was passed, so that no id comes twice. */
export function countedRandom(): Random {
  let count = 0;
  return {
    bytes: (length) => {
      count += 1;
      const bytes = new Uint8Array(length).fill(count);
      if (count > 255) bytes.set([count >> 16, count >> 8].slice(0, length));
      return bytes;
    },
  };
}

export const PARTNERS = [
  { name: 'cpo', token: 'token-of-the-cpo', parties: [CPO] },
  { name: 'other', token: 'token-of-the-other', parties: [{ country_code: 'FR', party_id: 'OTH' }] },
];

/** An eMSP over an empty database in memory. */
export async function bench(
  seeds: readonly ContractSeed[] = [],
  settings: Partial<EmspSettings> = {},
  ports: Pick<EmspPorts, 'http' | 'certificates'> = {},
) {
  const db = openSqlite<EmspTables>(':memory:');
  await migrate(db, 'emsp', emspMigrations);
  const records: TraceRecord[] = [];
  const clock = handClock();
  const emsp = createEmsp(Default(EmspSettings, { partners: PARTNERS, ...settings }) as EmspSettings, {
    ...ports,
    clock,
    random: countedRandom(),
    db,
    trace: (record) => records.push(record),
  });
  await emsp.seedContracts(seeds);
  const served = serveRoutes(emsp.routes);
  /** The whole URL as a client has it; the host goes into its header as a server sees it. */
  const http: HttpHandler = (request, context) => {
    const { host, pathname, search } = new URL(request.url);
    return served({ ...request, url: pathname + search, headers: { host, ...request.headers } }, context);
  };
  const call = async (
    method: HttpRequest['method'],
    path: string,
    body?: unknown,
    headers: Readonly<Record<string, string>> = {},
  ) => {
    const response = await http(
      {
        method,
        url: `http://emsp.example${path}`,
        headers: { authorization: 'Token token-of-the-cpo', ...headers },
        ...(body !== undefined && { body: toUtf8(JSON.stringify(body)) }),
      },
      {},
    );
    const json = response.body ? JSON.parse(fromUtf8(response.body)) : undefined;
    return { status: response.status, headers: response.headers, json };
  };
  /** The management API with its token. */
  const api = (method: HttpRequest['method'], path: string, body?: unknown) =>
    call(method, `/api${path}`, body, { authorization: `Bearer ${settings.apiToken}` });
  return { db, records, clock, emsp, http, call, api };
}

export const API_TOKEN = 'a-token-for-the-api';
