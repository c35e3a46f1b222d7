/** The PKI on real sockets: OCSP, CRL, EST, pools and tokens over HTTP, keys and records in its folder. @module */
import { join } from 'node:path';
import { OperatorError } from '@openpnc/core/errors';
import { serveRoutes } from '@openpnc/core/http';
import type { Trace } from '@openpnc/core/trace';
import { realClock } from '@openpnc/node/clock';
import { httpCaller, serveHttp } from '@openpnc/node/http';
import { fileKeys, memoryKeys } from '@openpnc/node/keys';
import { systemRandom } from '@openpnc/node/random';
import type { PkiPorts } from '@openpnc/pki/authority';
import { HierarchyProfile } from '@openpnc/pki/hierarchy';
import { type PkiService, pkiService } from '@openpnc/pki/service';
import { PkiSettings } from '@openpnc/pki/settings';
import { type PkiTables, pkiMigrations } from '@openpnc/pki/tables';
import { migrate } from '@openpnc/store/migrate';
import { openSqlite } from '@openpnc/store/sqlite';
import Type, { type Static } from 'typebox';
import { Default, Errors } from 'typebox/value';
import { readRoleFile, requireFolder } from '../folder.ts';
import { Listen } from './listen.ts';
import { closeAll, type Running, tellBroken } from './running.ts';

/** The section `pki` of a configuration. */
export const PkiSection = Type.Object(
  {
    ...PkiSettings.properties,
    listen: Type.Object(
      { ...Listen.properties, port: { ...Listen.properties.port, default: 8880 } },
      { additionalProperties: false, default: {}, description: 'Where it listens: keep it, certificates name it' },
    ),
    folder: Type.String({ default: 'pki', description: 'Folder of the keys and the database' }),
    profileFile: Type.Optional(
      Type.String({
        minLength: 1,
        description: 'A profile of the hierarchies (JSON) in the folder, instead of profile',
      }),
    ),
    dangerPlainKeys: Type.Boolean({
      default: false,
      description: 'Start without OPENPNC_PASSPHRASE: keys are then in files that are not encrypted',
    }),
    deliver_s: Type.Number({ default: 60, minimum: 1, description: 'How often webhooks that failed are looked at, s' }),
    sweep_s: Type.Number({
      default: 3600,
      minimum: 1,
      description: 'How often what has ended or was revoked leaves the pools, s',
    }),
  },
  { additionalProperties: false },
);
export type PkiSection = Static<typeof PkiSection>;

/** A PKI that runs, with its certificates and pools at hand. */
interface RunningPki extends Running, PkiService {
  readonly ports: PkiPorts;
}

/**
 * Makes or finds the certificates and serves every dialect.
 * @throws OperatorError for a port in use, a missing folder, `keys_plain` without a passphrase, `profile_invalid`
 */
export async function startPki(section: PkiSection, trace: Trace): Promise<RunningPki> {
  const { listen, deliver_s, sweep_s } = section;
  const { ports, settings, profile, close } = await openPki(section);
  const closers: (() => Promise<unknown>)[] = [close];
  try {
    const service = await pkiService(ports, settings, { trace, ...(profile && { profile }) });
    const serving = await serveHttp({ ...listen, failed: tellBroken(trace, 'pki') }, serveRoutes(service.routes));
    closers.push(() => serving.close());
    closers.push(repeated(deliver_s, () => service.webhooks.deliver(), trace));
    closers.push(repeated(sweep_s, () => service.backend.sweep(), trace));
    return {
      ...service,
      ports,
      addresses: [`PKI ${serving.url}`, `OCSP ${settings.ocspUrl}`],
      close: () => closeAll(closers),
    };
  } catch (error) {
    await closeAll(closers);
    throw error;
  }
}

/**
 * Keys and database of a PKI's folder, without a server. One process at a time owns them.
 * @throws OperatorError for a missing folder, `keys_plain` without a passphrase, `profile_invalid`
 */
export async function openPki(section: PkiSection) {
  const { listen: _, folder, profileFile, dangerPlainKeys, deliver_s: __, sweep_s: ___, ...settings } = section;
  requireFolder(folder, 'pki');
  const passphrase = process.env.OPENPNC_PASSPHRASE;
  if (!passphrase && !dangerPlainKeys)
    throw new OperatorError(
      'keys_plain',
      'pki: no OPENPNC_PASSPHRASE in the environment to encrypt the keys with; for a lab set pki.dangerPlainKeys',
    );
  const profile = profileFile === undefined ? undefined : readProfile(folder, profileFile);
  const closers: (() => Promise<unknown>)[] = [];
  try {
    const database = openSqlite<PkiTables>(join(folder, 'pki.sqlite'));
    closers.push(() => database.destroy());
    await migrate(database, 'pki', pkiMigrations);
    const caller = httpCaller();
    closers.push(() => caller.close());
    const ports: PkiPorts = {
      clock: realClock,
      random: systemRandom,
      keys: fileKeys(join(folder, 'keys'), passphrase),
      passingKeys: memoryKeys(),
      database,
      http: caller.call,
    };
    return { ports, settings, profile, close: () => closeAll(closers) };
  } catch (error) {
    await closeAll(closers);
    throw error;
  }
}

/** @throws OperatorError `profile_invalid` naming the file and what is wrong in it */
function readProfile(folder: string, name: string): HierarchyProfile {
  const invalid = (why: string) => new OperatorError('profile_invalid', `${join(folder, name)}: ${why}`);
  let json: unknown;
  try {
    json = JSON.parse(readRoleFile(folder, name));
  } catch (error) {
    if (error instanceof OperatorError) throw error;
    throw invalid((error as Error).message);
  }
  const filled = Default(HierarchyProfile, json);
  const [wrong] = Errors(HierarchyProfile, filled);
  if (wrong) throw invalid(`${wrong.instancePath || 'the file'}: ${wrong.message}`);
  return filled as HierarchyProfile;
}

/** Does something now and every so many seconds; a failure is told and the next round comes. @returns ends it, after the round that runs */
function repeated(every_s: number, work: () => Promise<unknown>, trace: Trace): () => Promise<void> {
  let cancel = () => {};
  let isEnded = false;
  let running = Promise.resolve();
  const round = () => {
    running = work()
      .then(() => {}, tellBroken(trace, 'pki'))
      .then(() => {
        if (!isEnded) cancel = realClock.alarm(realClock.now() + every_s * 1000, round);
      });
  };
  round();
  return () => {
    isEnded = true;
    cancel();
    return running;
  };
}
