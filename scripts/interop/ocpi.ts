/** OCPI of others: the Python package `extrawest-ocpi` (2.2.1) as eMSP at our CSMS and as CPO at our eMSP. @module */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseEmaid } from '@openpnc/core/emaid';
import { type HttpHandler, serveRoutes } from '@openpnc/core/http';
import { createCsms } from '@openpnc/csms/csms';
import { CsmsSettings } from '@openpnc/csms/settings';
import { type CsmsTables, csmsMigrations } from '@openpnc/csms/store';
import { createEmsp } from '@openpnc/emsp/emsp';
import { EmspSettings } from '@openpnc/emsp/settings';
import { type EmspTables, emspMigrations } from '@openpnc/emsp/store';
import { realClock } from '@openpnc/node/clock';
import { httpCaller, serveHttp } from '@openpnc/node/http';
import { passwordHashes } from '@openpnc/node/passwords';
import { systemRandom } from '@openpnc/node/random';
import { register } from '@openpnc/roaming/ocpi/registration';
import { migrate } from '@openpnc/store/migrate';
import { openSqlite } from '@openpnc/store/sqlite';
import { Default } from 'typebox/value';
import { emaidAnswer } from '../../roles/csms/src/authorization/tokenEngine.ts';
import { handshakeOf } from '../../roles/csms/src/roaming/platform.ts';
import { BOOT, TestStation } from '../../roles/csms/test/world.ts';
import { pythonWith } from './bench.ts';
import type { Peer } from './peer.ts';

const PACKAGES = ['extrawest-ocpi==2025.7.16', 'uvicorn==0.54.0'];
const TOKEN_A = 'token-a-of-the-stranger';
let python = '';

/** Both directions, over real sockets of this host. */
export const ocpi: Peer = {
  name: 'OCPI (Python extrawest-ocpi)',
  programs: ['python3'],
  isOverCable: false,
  install(bench) {
    python = pythonWith(bench, 'ocpi', ...PACKAGES);
  },
  cases: [
    { name: 'their eMSP at our CSMS', run: () => withStranger(theirEmsp) },
    { name: 'their CPO at our eMSP', run: () => withStranger(theirCpo) },
  ],
};

interface Stranger {
  readonly url: string;
  /** What it keeps, a map by id for each module. */
  kept(): Promise<Kept>;
}

type Kept = Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, unknown>>>>>>;

/** Runs their program for one case. */
async function withStranger(work: (stranger: Stranger, closers: (() => Promise<unknown>)[]) => Promise<string>) {
  const port = await freePort();
  const child = spawn(python, [join(import.meta.dirname, 'python_ocpi.py'), String(port), TOKEN_A], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => {
      said += chunk.toString();
    });
  const closers: (() => Promise<unknown>)[] = [];
  const url = `http://127.0.0.1:${port}`;
  try {
    await eventually('their server', async () => (await fetch(`${url}/kept`).catch(() => undefined))?.ok);
    return await work({ url, kept: async () => (await (await fetch(`${url}/kept`)).json()) as Kept }, closers);
  } catch (error) {
    throw new Error(`${(error as Error).message}\n${said.slice(-1500)}`);
  } finally {
    for (const close of closers.toReversed()) await close();
    child.kill('SIGKILL');
  }
}

async function theirEmsp({ url, kept }: Stranger, closers: (() => Promise<unknown>)[]): Promise<string> {
  const db = openSqlite<CsmsTables>(':memory:');
  await migrate(db, 'csms', csmsMigrations);
  const { publicUrl, mount, http } = await listening(closers);
  const settings = Default(CsmsSettings, {
    publicUrl,
    trust: { apply: 'off', poll_s: 0 },
    ocpi: { pageLimit: 50 },
    tariff: { perKwh: 0.5, vat_percent: 19 },
  }) as CsmsSettings;
  const csms = await createCsms(settings, {
    clock: realClock,
    random: systemRandom,
    db,
    http,
    passwords: passwordHashes(),
    trace: () => {},
    publish: () => {},
  });
  closers.push(() => csms.stop());
  mount(serveRoutes(csms.ocpiRoutes));
  const { services } = csms;

  const wanted = { id: 'stranger', name: 'extrawest', versionsUrl: `${url}/ocpi/versions`, tokenA: TOKEN_A };
  const registered = await register(handshakeOf(services), wanted);
  assert.ok(registered.ok, JSON.stringify(registered));
  assert.equal(registered.partner.version, '2.2.1');

  const answers: string[] = [];
  for (const eMAID of ['DE8AACLIVE0001', 'DE8AACBLCK0001', 'DE8AACNONE0001']) {
    const emaid = parseEmaid(eMAID)!;
    const deadline = realClock.now() + 8000;
    answers.push((await emaidAnswer(services, { eMAID, emaid, station: 'CS1', deadline })).info.status);
  }
  assert.deepEqual(answers, ['Accepted', 'Blocked', 'Unknown']);

  const { items, problem } = await services.listSync.sync(services.partners.named('stranger')!);
  assert.deepEqual([items, problem], [120, null]);
  const listed = await services.list.find('DE8AAC00000077', 'eMAID');
  assert.equal(listed?.whitelist, 'ALLOWED');

  const station = new TestStation('CS1');
  await station.connect(csms, (await csms.enrol('CS1')).password);
  await station.call('BootNotification', BOOT);
  const began = Date.now() - 60_000;
  for (const [seqNo, eventType] of [
    [0, 'Started'],
    [1, 'Ended'],
  ] as const) {
    const timestamp = new Date(began + seqNo * 30_000).toISOString();
    const { idTokenInfo } = await station.call('TransactionEvent', {
      eventType,
      seqNo,
      triggerReason: 'Authorized',
      timestamp,
      transactionInfo: { transactionId: 'TX1', chargingState: 'Charging' },
      evse: { id: 1, connectorId: 1 },
      meterValue: [{ timestamp, sampledValue: [{ value: 1000 + seqNo * 2000 }] }],
      ...(seqNo === 0 && { idToken: { idToken: 'DE8AACLIVE0001', type: 'eMAID' } }),
    });
    if (seqNo === 0) assert.equal(idTokenInfo?.status, 'Accepted');
  }
  await eventually('the CDR', async () => (await csms.session('CS1', 'TX1'))?.cdr?.state === 'done');
  await eventually('the session', async () => (await kept()).sessions?.TX1?.status === 'COMPLETED');
  const { sessions, cdrs } = await kept();
  const [cdr] = Object.values(cdrs!);
  assert.deepEqual(
    [sessions!.TX1!.kwh, cdr!.total_energy, (cdr!.total_cost as { excl_vat: number }).excl_vat],
    [2, 2, 1],
  );
  assert.match(String(cdr!.authorization_reference), /^EXTRAWEST1$/i);
  return 'registered, asked for three contracts, pulled a list of 120 in pages, pushed a session, sent its CDR';
}

async function theirCpo({ url, kept }: Stranger, closers: (() => Promise<unknown>)[]): Promise<string> {
  const db = openSqlite<EmspTables>(':memory:');
  await migrate(db, 'emsp', emspMigrations);
  const { publicUrl, mount, http } = await listening(closers);
  const apiToken = 'key-of-the-management-api';
  const settings = Default(EmspSettings, { publicUrl, apiToken, pushTokens: true, party_id: 'OPC' }) as EmspSettings;
  const emsp = createEmsp(settings, { clock: realClock, random: systemRandom, trace: () => {}, db, http });
  mount(serveRoutes(emsp.routes));
  await emsp.seedContracts([{ emaid: 'DEOPCC00000001' }, { emaid: 'DEOPCC00000002' }]);
  const body = { id: 'stranger', name: 'extrawest', versionsUrl: `${url}/ocpi/versions`, tokenA: TOKEN_A };
  const registered = await fetch(`${publicUrl}/api/partners/register`, {
    method: 'POST',
    headers: { authorization: `Bearer ${apiToken}` },
    body: JSON.stringify(body),
  });
  assert.equal(registered.status, 200, await registered.text());
  assert.equal((await emsp.settle()).pushed, 2);
  const { tokens } = await kept();
  assert.deepEqual(
    Object.values(tokens!).map(({ uid, valid }) => [String(uid).toUpperCase().slice(0, 14), valid]),
    [
      ['DEOPCC00000001', true],
      ['DEOPCC00000002', true],
    ],
  );
  return 'registered, took two contracts as tokens';
}

/** A server whose handler comes later, and calls. */
async function listening(closers: (() => Promise<unknown>)[]) {
  let handler: HttpHandler = async () => ({ status: 503, headers: {} });
  const serving = await serveHttp({ host: '127.0.0.1', port: 0 }, (request, context) => handler(request, context));
  const caller = httpCaller();
  closers.push(serving.close, () => caller.close());
  return {
    publicUrl: serving.url,
    http: caller.call,
    mount: (routes: HttpHandler) => {
      handler = routes;
    },
  };
}

async function eventually(what: string, is: () => Promise<boolean | undefined>): Promise<void> {
  for (const end = performance.now() + 30_000; !(await is()); await sleep(50))
    if (performance.now() > end) throw new Error(`${what} did not come in 30 s`);
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
}
