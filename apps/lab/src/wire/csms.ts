/** The CSMS on real sockets: OCPP over wss for stations, HTTP towards eMSPs and OCSP responders, everything kept in its folder. @module */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { serveRoutes } from '@openpnc/core/http';
import { noTrace, type Trace } from '@openpnc/core/trace';
import { type Csms, createCsms } from '@openpnc/csms/csms';
import { CsmsSettings } from '@openpnc/csms/settings';
import { type CsmsTables, csmsMigrations } from '@openpnc/csms/store';
import { realClock } from '@openpnc/node/clock';
import { httpCaller, serveHttp } from '@openpnc/node/http';
import { passwordHashes } from '@openpnc/node/passwords';
import { systemRandom } from '@openpnc/node/random';
import { serveChannels } from '@openpnc/node/webSocket';
import { migrate } from '@openpnc/store/migrate';
import { openSqlite } from '@openpnc/store/sqlite';
import Type, { type Static } from 'typebox';
import { requireFolder, writeRoleFile } from '../folder.ts';
import { readCertificates, readIdentity, readTrust } from '../material.ts';
import { Listen } from './listen.ts';
import { closeAll, type Running, tellBroken } from './running.ts';

/** The section `csms` of a configuration. */
export const CsmsSection = Type.Object(
  {
    ...CsmsSettings.properties,
    listen: Listen,
    folder: Type.String({
      default: 'csms',
      description:
        'Folder of the database; roots/v2g, roots/mo, roots/oem (*.pem), sub-cas.pem, server-ec.pem and server-rsa.pem with keys/',
    }),
    tls: Type.Boolean({
      default: true,
      description: 'Security profile 2 (TLS and password); false is profile 1, for trusted networks',
    }),
    maxFrame_bytes: Type.Integer({ default: 262_144, minimum: 10_000, description: 'Largest frame of a station' }),
    handshake_ms: Type.Integer({
      default: 10_000,
      minimum: 100,
      description: 'Time for TLS and the WebSocket upgrade, ms',
    }),
    api: Type.Object(
      {
        ...Listen.properties,
        tls: Type.Boolean({
          default: false,
          description:
            'HTTPS with the certificates of the OCPP port; false is HTTP, for a proxy or the loopback address',
        }),
        keyFile: Type.String({
          default: 'api-key',
          minLength: 1,
          description:
            'File in the folder that gets the first key (admin) of the HTTP API, mode 0600; - prints it once instead',
        }),
      },
      {
        additionalProperties: false,
        default: {},
        description: 'HTTP API (/api/v1), OCPI for partners (/ocpi) and /metrics',
      },
    ),
  },
  { additionalProperties: false },
);
export type CsmsSection = Static<typeof CsmsSection>;

/** A CSMS that runs. */
interface RunningCsms extends Running {
  readonly csms: Csms;
  /** Of the server of API and OCPI, without a path. */
  readonly apiUrl: string;
}

/** Serves stations. @throws OperatorError for a port in use, a missing folder or certificate */
export async function startCsms(section: CsmsSection, trace: Trace): Promise<RunningCsms> {
  const closers: (() => Promise<unknown>)[] = [];
  try {
    const csms = await openCsms(section, trace, closers, { isWorking: true });
    const { folder, listen, tls, maxFrame_bytes, handshake_ms, path, api } = section;
    const identities = tls ? [await readIdentity(folder, 'server-ec'), await readIdentity(folder, 'server-rsa')] : [];
    const serving = await serveChannels(
      {
        ...listen,
        maxPayload: maxFrame_bytes,
        handshake_ms,
        failed: tellBroken(trace, 'csms'),
        ...(tls && { tls: { identities } }),
      },
      csms.accept,
    );
    closers.push(() => serving.close());
    const firstKey = await keepFirstKey(csms, section);
    const apiIdentities = api.tls
      ? [await readIdentity(folder, 'server-ec'), await readIdentity(folder, 'server-rsa')]
      : [];
    const apiServing = await serveHttp(
      {
        host: api.host,
        port: api.port,
        failed: tellBroken(trace, 'csms'),
        ...(api.tls && { tls: { identities: apiIdentities } }),
      },
      serveRoutes([...csms.routes, ...csms.ocpiRoutes]),
    );
    closers.push(() => apiServing.close());
    await meetPartners(csms, section);
    return {
      csms,
      apiUrl: apiServing.url,
      addresses: [
        `OCPP ${serving.url}${path}/STATION`,
        ...firstKey,
        `API ${apiServing.url}/api/v1/openapi.json`,
        `OCPI ${apiServing.url}/ocpi/versions`,
      ],
      close: () => closeAll(closers),
    };
  } catch (error) {
    await closeAll(closers);
    throw error;
  }
}

/** Makes the first key of the HTTP API where there is none. @returns what to tell the person who started the CSMS */
async function keepFirstKey(csms: Csms, { folder, api: { keyFile } }: CsmsSection): Promise<readonly string[]> {
  if (await csms.hasApiKeys()) return [];
  const { key } = await csms.makeApiKey('first', 'admin');
  if (keyFile === '-') return [`key of the API, told this once: ${key}`];
  writeRoleFile(folder, keyFile, `${key}\n`, true);
  return [`key of the API in ${join(folder, keyFile)}`];
}

/** Reads the endpoints of the partners ahead of the first car; one that is down now is tried again when it is needed. */
async function meetPartners({ services: { partners } }: Csms, { partners: known }: CsmsSection): Promise<void> {
  const deadline = realClock.now() + MEET_MS;
  await Promise.allSettled(known.map((partner) => partners.reach(partner, deadline)));
}

const MEET_MS = 1_000;

/** Lets a station in and tells its password, without serving anybody. */
export async function enrol(section: CsmsSection, identity: string): Promise<string> {
  const closers: (() => Promise<unknown>)[] = [];
  try {
    return (await (await openCsms(section, noTrace, closers, { isWorking: false })).enrol(identity)).password;
  } finally {
    await closeAll(closers);
  }
}

/** Puts a card on the CSMS's own list, without serving anybody. */
export async function listCard(section: CsmsSection, { idToken, type }: Card): Promise<void> {
  const closers: (() => Promise<unknown>)[] = [];
  try {
    const { services } = await openCsms(section, noTrace, closers, { isWorking: false });
    await services.list.put([
      {
        key: idToken.toUpperCase(),
        type,
        partner: '',
        country_code: 'DE',
        party_id: 'OPC',
        uid: idToken,
        contract_id: idToken,
        valid: 1,
        whitelist: 'ALWAYS',
        language: null,
        group_id: null,
        valid_until: null,
        ocpi: null,
        updated_at: realClock.now(),
      },
    ]);
  } finally {
    await closeAll(closers);
  }
}

/** A card by its number and kind (OCPP IdTokenType). */
interface Card {
  readonly idToken: string;
  readonly type: string;
}

async function openCsms(
  section: CsmsSection,
  trace: Trace,
  closers: (() => Promise<unknown>)[],
  options: { readonly isWorking: boolean },
): Promise<Csms> {
  const { listen: _listen, folder, tls: _tls, api: _api, ...rest } = section;
  const { maxFrame_bytes: _frame, handshake_ms: _handshake, ...settings } = rest;
  requireFolder(folder, 'csms');
  const db = openSqlite<CsmsTables>(join(folder, 'csms.sqlite'));
  closers.push(() => db.destroy());
  await migrate(db, 'csms', csmsMigrations);
  const http = httpCaller();
  closers.push(() => http.close());
  const csms = await createCsms(
    settings,
    {
      clock: realClock,
      random: systemRandom,
      db,
      http: http.call,
      passwords: passwordHashes(),
      trace,
      publish: () => {},
    },
    options,
  );
  closers.push(() => csms.stop());
  for (const { use, certificate } of readTrust(folder).list()) await csms.addRoot(use, certificate.der, 'folder');
  if (existsSync(join(folder, 'sub-cas.pem'))) {
    for (const certificate of readCertificates(folder, 'sub-cas.pem'))
      await csms.services.certificates.addSubCa(certificate, 'folder');
  }
  return csms;
}
