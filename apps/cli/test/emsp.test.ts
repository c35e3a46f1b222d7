/** `openpnc emsp` as a program that is killed, and its subcommands against it on a socket. @module */
import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { type TestContext, test } from 'node:test';
import { serveRoutes } from '@openpnc/core/http';
import { realClock } from '@openpnc/node/clock';
import { httpCaller, serveHttp } from '@openpnc/node/http';
import { systemRandom } from '@openpnc/node/random';
import { memoryOwnedStore, ownedRoutes, ownedTokens } from '@openpnc/roaming/ocpi/owned';
import {
  callerByToken,
  credentialsRoutes,
  type Handshake,
  invite,
  memoryPartnerStore,
  type RegisteredCaller,
} from '@openpnc/roaming/ocpi/registration';
import { ocpiRoutes } from '@openpnc/roaming/ocpi/serve';
import type { Token } from '@openpnc/roaming/ocpi/token';
import { versionsRoutes } from '@openpnc/roaming/ocpi/versions';
import { program } from '../src/program.ts';

const main = join(import.meta.dirname, '../src/main.ts');
const KEY = 'key-of-the-management-api';

/** The program with its store in a folder; started again after it was killed it has the same port. */
async function emsp(t: TestContext, settings: object = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'openpnc-emsp-'));
  const file = join(folder, 'openpnc.json');
  let child: ChildProcess | undefined;
  const start = async (port: number) => {
    const partners = [{ name: 'csms', token: 'token-of-the-csms', parties: [{ country_code: 'DE', party_id: 'OPC' }] }];
    const section = { folder, listen: { port }, apiToken: KEY, partners, ...settings };
    writeFileSync(file, JSON.stringify({ emsp: section }));
    const started = spawn(
      process.execPath,
      ['--conditions=openpnc-source', main, 'emsp', '--config', file, '--trace', '-'],
      {
        stdio: ['ignore', 'pipe', 'inherit'],
      },
    );
    child = started;
    for await (const line of createInterface({ input: started.stdout })) {
      const { type, addresses = [] } = JSON.parse(line) as { readonly type: string; readonly addresses?: string[] };
      if (type === 'ready') return new URL(addresses[0]!.split(' ')[1]!).origin;
    }
    throw new Error('the eMSP ended');
  };
  const kill = async () => {
    const gone = once(child!, 'exit');
    child!.kill('SIGKILL');
    await gone;
  };
  const url = await start(0);
  t.after(async () => {
    await kill();
    rmSync(folder, { recursive: true });
  });
  return { url, folder, kill, restart: () => start(Number(new URL(url).port)) };
}

/** Runs `openpnc emsp ...` here. @returns its lines and its exit code */
async function openpnc(url: string, ...args: string[]): Promise<{ lines: string[]; code: number; error?: string }> {
  const lines: string[] = [];
  const before = { log: console.log, write: process.stdout.write, key: process.env.OPENPNC_EMSP_KEY };
  console.log = (line: string) => void lines.push(line);
  process.stdout.write = ((chunk: string | Uint8Array) => {
    lines.push(String(chunk));
    return true;
  }) as typeof process.stdout.write;
  process.env.OPENPNC_EMSP_KEY = before.key ?? KEY;
  process.exitCode = 0;
  try {
    await program().parseAsync(['node', 'openpnc', 'emsp', ...args, '--url', url]);
    return { lines, code: Number(process.exitCode ?? 0) };
  } catch (error) {
    return { lines, code: 1, error: (error as Error).message };
  } finally {
    console.log = before.log;
    process.stdout.write = before.write;
    process.exitCode = 0;
    if (before.key === undefined) delete process.env.OPENPNC_EMSP_KEY;
  }
}

test('contracts are made, shown, changed, blocked, unblocked and ended by commands, in text and in JSON', async (t) => {
  const { url } = await emsp(t);
  const made = await openpnc(
    url,
    'contracts',
    'create',
    '--emaid',
    'de8aac12345678',
    '--valid-to',
    '2030-01-31',
    '--language',
    'de',
    '--json',
  );
  assert.partialDeepStrictEqual(JSON.parse(made.lines[0]!), {
    emaid: 'DE-8AA-C12345678-D',
    status: 'active',
    validTo: '2030-01-31T00:00:00.000Z',
    language: 'de',
  });
  const another = JSON.parse((await openpnc(url, 'contracts', 'create', '--json')).lines[0]!);
  assert.match(another.emaid, /^DE-8AA-C[0-9A-Z]{8}-[0-9A-Z]$/);
  const list = await openpnc(url, 'contracts', 'list', '--all', '--limit', '1');
  assert.match(list.lines[0]!, /^eMAID +status +credit +valid to/);
  assert.equal(list.lines.length, 3);
  assert.equal((await openpnc(url, 'contracts', 'list', '--limit', '1')).lines.at(-1), 'there are more: --all');
  for (const [verb, status] of [
    ['block', 'blocked'],
    ['unblock', 'active'],
    ['terminate', 'terminated'],
  ]) {
    const moved = await openpnc(url, 'contracts', verb!, 'DE8AAC12345678', '--reason', 'for the test', '--json');
    assert.equal(JSON.parse(moved.lines[0]!).status, status);
  }
  assert.match(
    (await openpnc(url, 'contracts', 'unblock', 'DE8AAC12345678')).error!,
    /^transition_not_allowed: DE-8AA-C12345678-D is terminated/,
  );
  const set = await openpnc(
    url,
    'contracts',
    'set',
    another.emaid,
    '--credit',
    'no',
    '--parties',
    'NLCPO,DEOPC',
    '--json',
  );
  assert.partialDeepStrictEqual(JSON.parse(set.lines[0]!), { hasCredit: false, allowedParties: ['NLCPO', 'DEOPC'] });
  const events = await openpnc(url, 'contracts', 'events', 'DE8AAC12345678');
  assert.deepEqual(
    events.lines.slice(1).map((line) => line.split(/ {2,}/).slice(1)),
    [
      ['created', 'active'],
      ['blocked', 'for the test'],
      ['active', 'for the test'],
      ['terminated', 'for the test'],
    ],
  );
  assert.match((await openpnc(url, 'contracts', 'show', 'DE8AAC12345678')).lines.join('\n'), /status +terminated/);
  assert.match((await openpnc(url, 'contracts', 'show', 'DE8AAC00000000')).error!, /^contract_unknown: /);
  assert.match(
    (await openpnc(url, 'contracts', 'certificate', another.emaid)).error!,
    /^pcid_malformed: pcid: the contract has none/,
  );
  const ordered = await openpnc(
    url,
    'contracts',
    'certificate',
    another.emaid,
    '--pcid',
    'WVWZZZAAZMD123456',
    '--json',
  );
  assert.partialDeepStrictEqual(JSON.parse(ordered.lines[0]!), {
    pcid: 'WVWZZZAAZMD123456',
    certificate: { state: 'ordered' },
  });
});

test('a CSV goes in row by row and comes out again; a refused row is told and gives exit code 2', async (t) => {
  const { url, folder } = await emsp(t);
  const file = join(folder, 'in.csv');
  writeFileSync(
    file,
    'emaid,status,language\r\nDE8AAC00000001,active,de\r\nNL8AAC00000001,active,de\r\nDE8AAC00000002,active,fr\r\n',
  );
  const imported = await openpnc(url, 'contracts', 'import', file);
  assert.equal(imported.code, 2);
  assert.match(imported.lines[0]!, /^line 2: created DE-?8AA/);
  assert.match(imported.lines[1]!, /^line 3: refused .*is of NL8AA, not of DE8AA/);
  assert.equal(imported.lines.at(-1), '2 created, 0 changed, 0 same, 1 refused');
  const out = join(folder, 'out.csv');
  assert.deepEqual((await openpnc(url, 'contracts', 'export', out)).lines, [`${out}: 2 contracts`]);
  const again = await openpnc(url, 'contracts', 'import', out);
  assert.deepEqual([again.code, again.lines.at(-1)], [0, '0 created, 0 changed, 2 same, 0 refused']);
  assert.equal((await openpnc(url, 'contracts', 'export')).lines.join(''), readFileSync(out, 'utf8'));
  assert.match((await openpnc(url, 'contracts', 'import', join(folder, 'none.csv'))).error!, /none\.csv: no such file/);
});

test('what was acknowledged is there after kill -9: contracts, and the reference of an authorization in its CDR', async (t) => {
  const program = await emsp(t);
  const { url } = program;
  await openpnc(url, 'contracts', 'create', '--emaid', 'DE8AAC12345678');
  const caller = httpCaller();
  t.after(() => caller.close());
  const ocpi = async (path: string, body?: object) => {
    const response = await caller.call(
      {
        method: 'POST',
        url: `${url}/ocpi/2.3.0${path}`,
        headers: { authorization: `Token ${Buffer.from('token-of-the-csms').toString('base64')}` },
        ...(body && { body: Buffer.from(JSON.stringify(body)) }),
      },
      { deadline: realClock.now() + 10_000 },
    );
    return JSON.parse(Buffer.from(response.body!).toString());
  };
  const answer = await ocpi('/tokens/DE8AAC12345678D/authorize?type=EMAID');
  assert.equal(answer.data.allowed, 'ALLOWED');
  await program.kill();
  await program.restart();
  const now = Date.now();
  const cdr = {
    country_code: 'DE',
    party_id: 'OPC',
    id: 'CDR1',
    session_id: 'S1',
    start_date_time: new Date(now - 3_600_000).toISOString(),
    end_date_time: new Date(now).toISOString(),
    cdr_token: {
      country_code: 'DE',
      party_id: '8AA',
      uid: 'DE8AAC12345678D',
      type: 'EMAID',
      contract_id: 'DE8AAC12345678D',
    },
    auth_method: 'AUTH_REQUEST',
    authorization_reference: answer.data.authorization_reference,
    cdr_location: {
      id: 'LOC1',
      address: 'Street 1',
      city: 'Town',
      country: 'DEU',
      coordinates: { latitude: '50.77077', longitude: '6.10496' },
      evse_uid: 'E1',
      evse_id: 'DE*OPC*E1',
      connector_id: '1',
      connector_standard: 'IEC_62196_T2',
      connector_format: 'SOCKET',
      connector_power_type: 'AC_3_PHASE',
    },
    currency: 'EUR',
    charging_periods: [
      { start_date_time: new Date(now - 3_600_000).toISOString(), dimensions: [{ type: 'ENERGY', volume: 5 }] },
    ],
    total_cost: { before_taxes: 2 },
    total_energy: 5,
    total_time: 1,
    last_updated: new Date(now).toISOString(),
  };
  assert.equal((await ocpi('/cdrs', cdr)).status_code, 1000);
  const listed = await openpnc(url, 'cdrs', 'list', '--emaid', 'DE8AAC12345678');
  assert.match(listed.lines[1]!, /^CDR1 +DEOPC +DE8AAC12345678D +\S+ +5 +2 EUR +-$/);
  assert.deepEqual((await openpnc(url, 'cdrs', 'list', '--in-question')).lines, ['none']);
});

/** A CPO's platform on a socket that takes tokens. */
async function cpo(t: TestContext) {
  const store = memoryPartnerStore();
  const tokens = memoryOwnedStore<Token>();
  const caller = httpCaller();
  const us = { country_code: 'NL', party_id: 'CPO' };
  const handshake: Handshake = {
    ports: { http: caller.call, clock: realClock, random: systemRandom },
    store,
    roles: [{ role: 'CPO', ...us, business_details: { name: 'CPO' } }],
    versionsUrl: () => `${serving.url}/ocpi/versions`,
    required: [],
    call_ms: 10_000,
  };
  const base = '/ocpi/2.3.0';
  const modules = [
    { identifier: 'credentials', role: 'RECEIVER', path: `${base}/credentials` },
    { identifier: 'tokens', role: 'RECEIVER', path: `${base}/tokens` },
  ] as const;
  const routes = ocpiRoutes<RegisteredCaller>(
    { clock: realClock, random: systemRandom, parties: [us], authenticate: (token) => callerByToken(store, token) },
    [
      ...versionsRoutes<RegisteredCaller>('/ocpi', { '2.3.0': modules }, () => serving.url),
      ...credentialsRoutes('2.3.0', `${base}/credentials`, handshake),
      ...ownedRoutes<Token, RegisteredCaller>('2.3.0', `${base}/tokens`, ownedTokens, tokens, { skew_ms: 1000 }),
    ],
  );
  const serving = await serveHttp({ host: '127.0.0.1', port: 0 }, serveRoutes(routes));
  t.after(async () => {
    await serving.close();
    await caller.close();
  });
  return { handshake, store, tokens, url: serving.url };
}

test('a partner is registered by command and gets the tokens; another is invited; one is removed', async (t) => {
  const { url } = await emsp(t, { pushTokens: true, retry_s: 3600 });
  const other = await cpo(t);
  await openpnc(url, 'contracts', 'create', '--emaid', 'DE8AAC12345678');
  const { tokenA } = await invite(other.handshake, 'emsp', 'eMSP');
  assert.match(
    (await openpnc(url, 'partners', 'register', 'cpo', 'CPO', `${other.url}/ocpi/versions`)).error!,
    /which token A/,
  );
  const registered = await openpnc(
    url,
    'partners',
    'register',
    'cpo',
    'The CPO',
    `${other.url}/ocpi/versions`,
    '--token-a',
    tokenA,
    '--json',
  );
  assert.equal(JSON.parse(registered.lines[0]!).state, 'registered');
  assert.doesNotMatch(registered.lines[0]!, /token(In|Out)/);
  // The registration wakes the push by itself; the command waits for what is still open.
  const pushed = await openpnc(url, 'tokens', 'push');
  assert.equal(pushed.code, 0, pushed.lines.join('\n'));
  assert.deepEqual([...other.tokens.objects.keys()], ['DE8AA/DE8AAC12345678D/EMAID']);
  const invited = JSON.parse((await openpnc(url, 'partners', 'invite', 'second', 'Second CPO', '--json')).lines[0]!);
  assert.match(invited.tokenA, /^\S{16,64}$/);
  const partners = await openpnc(url, 'partners', 'list');
  assert.deepEqual(
    partners.lines.slice(1).map((line) => line.split(/ {2,}/)),
    [
      ['cpo', 'The CPO', 'registered', '2.3.0', 'CPO NLCPO'],
      ['second', 'Second CPO', 'invited', '-', '-'],
    ],
  );
  assert.equal((await openpnc(url, 'partners', 'renew', 'cpo')).code, 0);
  assert.match((await openpnc(url, 'partners', 'pull-cdrs', 'cpo')).lines.join('\n'), /no_endpoint/);
  assert.equal((await openpnc(url, 'partners', 'remove', 'cpo')).code, 0);
  assert.equal((await other.store.find('emsp'))?.state, 'unregistered');
});

test('a wrong address, a wrong key and a wrong argument are one clear line each', async (t) => {
  const { url } = await emsp(t);
  assert.match(
    (await openpnc('http://127.0.0.1:1', 'contracts', 'list')).error!,
    /^the API of the eMSP: .*ECONNREFUSED/,
  );
  assert.match((await openpnc('somewhere', 'contracts', 'list')).error!, /^--url somewhere: expected http/);
  process.env.OPENPNC_EMSP_KEY = 'another-key-than-that';
  t.after(() => delete process.env.OPENPNC_EMSP_KEY);
  assert.match((await openpnc(url, 'contracts', 'list')).error!, /^not_authenticated: /);
  delete process.env.OPENPNC_EMSP_KEY;
  assert.match(
    (await openpnc(url, 'contracts', 'set', 'DE8AAC12345678', '--credit', 'maybe')).error!,
    /^--credit maybe: expected yes or no/,
  );
  assert.match((await openpnc(url, 'tokens', 'push')).error!, /^push_is_off: /);
});
