/** The PKI on real sockets: OCSP responder over HTTP, keys and records in its folder. @module */
import { join } from 'node:path';
import { serveRoutes } from '@openpnc/core/http';
import type { Trace } from '@openpnc/core/trace';
import { realClock } from '@openpnc/node/clock';
import { serveHttp } from '@openpnc/node/http';
import { fileKeys } from '@openpnc/node/keys';
import { systemRandom } from '@openpnc/node/random';
import type { PkiPorts } from '@openpnc/pki/authority';
import { type LabPki, labPki } from '@openpnc/pki/lab';
import { ocspRoutes } from '@openpnc/pki/ocspResponder';
import { PkiSettings } from '@openpnc/pki/settings';
import { type PkiTables, pkiMigrations } from '@openpnc/pki/tables';
import { migrate } from '@openpnc/store/migrate';
import { openSqlite } from '@openpnc/store/sqlite';
import Type, { type Static } from 'typebox';
import { requireFolder } from '../folder.ts';
import { Listen } from './listen.ts';
import { closeAll, type Running, tellBroken } from './running.ts';

/** The section `pki` of a configuration. */
export const PkiSection = Type.Object(
  {
    ...PkiSettings.properties,
    listen: Listen,
    folder: Type.String({ default: 'pki', description: 'Folder of the keys and the database' }),
  },
  { additionalProperties: false },
);
export type PkiSection = Static<typeof PkiSection>;

/** A PKI that runs, with its certificates at hand. */
interface RunningPki extends Running {
  readonly pki: LabPki;
}

/** Makes or finds the certificates and serves OCSP. @throws OperatorError for a port in use or a missing folder */
export async function startPki(section: PkiSection, trace: Trace): Promise<RunningPki> {
  const { listen, folder, ...settings } = section;
  requireFolder(folder, 'pki');
  const closers: (() => Promise<unknown>)[] = [];
  try {
    const database = openSqlite<PkiTables>(join(folder, 'pki.sqlite'));
    closers.push(() => database.destroy());
    await migrate(database, 'pki', pkiMigrations);
    const keys = fileKeys(join(folder, 'keys'), process.env.OPENPNC_PASSPHRASE);
    const ports: PkiPorts = { clock: realClock, random: systemRandom, keys, database };
    const pki = await labPki(ports, settings);
    const serving = await serveHttp(
      { ...listen, failed: tellBroken(trace, 'pki') },
      serveRoutes(ocspRoutes({ ports, settings, authorities: pki.authorities, trace })),
    );
    closers.push(() => serving.close());
    return { pki, addresses: [`OCSP ${settings.ocspUrl}`], close: () => closeAll(closers) };
  } catch (error) {
    await closeAll(closers);
    throw error;
  }
}
