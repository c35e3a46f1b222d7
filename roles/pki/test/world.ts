/** A PKI role in memory for tests: SQLite, keys, a clock that is set by hand. @module */

import type { PkiPorts } from '@openpnc/pki/authority';
import { labPki } from '@openpnc/pki/lab';
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
  now(): number {
    return this.at;
  }
  async sleep(ms: number): Promise<void> {
    this.at += ms;
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

export async function world(changes: Partial<PkiSettings> = {}) {
  const ports = await portsOf();
  const settings = settingsOf(changes);
  return { ports, settings, pki: await labPki(ports, settings) };
}
