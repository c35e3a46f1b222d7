/** A PKI role in memory for tests: SQLite, keys, a clock that is set by hand. @module */

import { type HttpHandler, serveRoutes } from '@openpnc/core/http';
import type { TraceRecord } from '@openpnc/core/trace';
import type { PkiPorts } from '@openpnc/pki/authority';
import { labPki } from '@openpnc/pki/lab';
import { pkiService } from '@openpnc/pki/service';
import { PkiSettings } from '@openpnc/pki/settings';
import { type PkiTables, pkiMigrations } from '@openpnc/pki/tables';
import { migrate } from '@openpnc/store/migrate';
import { openSqlite } from '@openpnc/store/sqlite';
import { Default } from 'typebox/value';
import { countingRandom, memoryKeys } from '../../../base/x509/test/memoryKeys.ts';

export const start = Date.parse('2026-06-01T12:00:00Z');

/** The clock of the test: `now` is set by hand, sleeping moves it. */
export class HandClock {
  at = start;
  readonly #alarms = new Set<{ readonly at: number; readonly ring: () => void }>();
  now(): number {
    return this.at;
  }
  async sleep(ms: number): Promise<void> {
    this.at += ms;
  }
  /** Alarms ring when the test sets the time. */
  alarm(at: number, ring: () => void): () => void {
    const alarm = { at, ring };
    this.#alarms.add(alarm);
    return () => void this.#alarms.delete(alarm);
  }
  /** Moves the time and rings what is due. */
  forward(ms: number): void {
    this.at += ms;
    for (const alarm of [...this.#alarms].filter((one) => one.at <= this.at)) {
      this.#alarms.delete(alarm);
      alarm.ring();
    }
  }
}

export function settingsOf(changes: Partial<PkiSettings> = {}): PkiSettings {
  return Default(PkiSettings, { ...changes }) as PkiSettings;
}

/** Ports over a database file, or in memory. */
export async function portsOf(path = ':memory:'): Promise<PkiPorts & { clock: HandClock; close(): Promise<void> }> {
  const database = openSqlite<PkiTables>(path);
  await migrate(database, 'pki', pkiMigrations);
  return {
    clock: new HandClock(),
    random: countingRandom(),
    keys: memoryKeys(),
    database,
    close: () => database.destroy(),
  };
}

/** A PKI service with all its routes, and a client's door to it that takes absolute URLs. */
export async function service(changes: Partial<PkiSettings> = {}, http?: HttpHandler) {
  const ports = { ...(await portsOf()), ...(http && { http }) };
  const settings = settingsOf(changes);
  const records: TraceRecord[] = [];
  const made = await pkiService(ports, settings, { trace: (record) => records.push(record) });
  const serve = serveRoutes(made.routes);
  const call: HttpHandler = (request, context) =>
    serve({ ...request, url: request.url.replace(/^https?:\/\/[^/]+/, '') }, context);
  return { ports, settings, ...made, call, records };
}

export async function world(changes: Partial<PkiSettings> = {}) {
  const ports = await portsOf();
  const settings = settingsOf(changes);
  return { ports, settings, pki: await labPki(ports, settings) };
}
