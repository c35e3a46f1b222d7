/** The eMSP on real sockets: OCPI and its API over HTTP, contracts and CDRs in its folder, certificates from a PKI service. @module */
import { join } from 'node:path';
import { serveRoutes } from '@openpnc/core/http';
import type { Trace } from '@openpnc/core/trace';
import type { ContractSeed } from '@openpnc/emsp/contracts';
import { createEmsp } from '@openpnc/emsp/emsp';
import { opcpCertificates } from '@openpnc/emsp/opcpCertificates';
import { EmspSettings } from '@openpnc/emsp/settings';
import { type EmspTables, emspMigrations } from '@openpnc/emsp/store';
import { realClock } from '@openpnc/node/clock';
import { httpCaller, serveHttp } from '@openpnc/node/http';
import { systemRandom } from '@openpnc/node/random';
import { migrate } from '@openpnc/store/migrate';
import { openSqlite } from '@openpnc/store/sqlite';
import Type, { type Static } from 'typebox';
import { requireFolder } from '../folder.ts';
import { Listen } from './listen.ts';
import { closeAll, type Running, tellBroken } from './running.ts';

/** The section `emsp` of a configuration. */
export const EmspSection = Type.Object(
  {
    ...EmspSettings.properties,
    listen: Listen,
    folder: Type.String({ default: 'emsp', description: 'Folder of the database' }),
    maxBody_bytes: Type.Integer({
      default: 16_777_216,
      minimum: 10_000,
      description: 'Largest body of a request, bytes: a file of contracts is one',
    }),
    contracts: Type.Array(
      Type.Object(
        {
          emaid: Type.String({ description: 'In any spelling' }),
          status: Type.Union(
            [Type.Literal('active'), Type.Literal('blocked'), Type.Literal('expired'), Type.Literal('terminated')],
            { default: 'active' },
          ),
          hasCredit: Type.Boolean({ default: true }),
        },
        { additionalProperties: false },
      ),
      { default: [], description: 'Contracts that are put in at the start' },
    ),
  },
  { additionalProperties: false },
);
export type EmspSection = Static<typeof EmspSection>;

/** Serves OCPI and the API, and does what waits until it is closed. @throws OperatorError for a port in use or a missing folder */
export async function startEmsp(section: EmspSection, trace: Trace): Promise<Running> {
  const { listen, folder, contracts, maxBody_bytes, ...settings } = section;
  requireFolder(folder, 'emsp');
  const closers: (() => Promise<unknown>)[] = [];
  try {
    const db = openSqlite<EmspTables>(join(folder, 'emsp.sqlite'));
    closers.push(() => db.destroy());
    await migrate(db, 'emsp', emspMigrations);
    const http = httpCaller();
    closers.push(() => http.close());
    const { pki, apiToken } = settings;
    const emsp = createEmsp(settings, {
      clock: realClock,
      random: systemRandom,
      trace,
      db,
      http: http.call,
      ...(pki && { certificates: opcpCertificates(http.call, realClock, pki) }),
    });
    await emsp.seedContracts(contracts as readonly ContractSeed[]);
    const stop = new AbortController();
    const running = emsp.run(stop.signal);
    closers.push(() => {
      stop.abort();
      return running;
    });
    const serving = await serveHttp(
      { ...listen, maxBody: maxBody_bytes, failed: tellBroken(trace, 'emsp') },
      serveRoutes(emsp.routes),
    );
    closers.push(() => serving.close());
    const reached = settings.publicUrl ?? serving.url;
    return {
      addresses: [
        `OCPI ${reached}/ocpi/versions`,
        ...(apiToken === undefined ? [] : [`API ${serving.url}/api/contracts`]),
      ],
      close: () => closeAll(closers),
    };
  } catch (error) {
    await closeAll(closers);
    throw error;
  }
}
