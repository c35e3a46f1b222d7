/** `openpnc csms` subcommands against a CSMS, a station and a PKI that run as programs of their own. @module */
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { prepareLab } from '@openpnc/lab/lab';
import { chooseLink } from '@openpnc/node/interfaces';
import { parseCertificate, pemToDer } from '@openpnc/x509/certificate';
import { csmsCommands } from '../src/csmsCommands.ts';
import { openpnc, Running } from './commandLine.ts';

const folder = mkdtempSync(join(tmpdir(), 'openpnc-csms-'));
const running: Running[] = [];
let environment: Record<string, string> = {};
let identity = '';

before(async () => {
  // The station lacks the MO root, so that there is something to explain and to mend.
  const { sections } = await prepareLab(
    folder,
    { stationLacks: 'mo-root' },
    chooseLink().interface,
    20_000 + (process.pid % 10_000),
  );
  identity = sections.station.identity;
  const start = async (party: string, ...more: readonly string[]) => {
    const one = new Running([party, '--config', join(folder, 'openpnc.json'), '--trace', '-', ...more]);
    running.push(one);
    return JSON.parse(await one.line((line) => line.startsWith('{"type":"ready"'))).addresses as readonly string[];
  };
  await start('pki');
  const addresses = await start('csms', '--set', 'csms.trust.afterBoot_ms=60000');
  const url = addresses.find((address) => address.startsWith('API '))!.replace(/^API (.*)\/api\/v1.*/, '$1');
  assert.ok(addresses.includes(`key of the API in ${join(folder, 'csms/api-key')}`), addresses.join('\n'));
  environment = { OPENPNC_CSMS_URL: url, OPENPNC_CSMS_KEY: readFileSync(join(folder, 'csms/api-key'), 'utf8') };
  await start('station');
});
after(async () => {
  for (const one of running.toReversed()) await one.interrupt();
  rmSync(folder, { recursive: true, force: true });
});

const csms = (...args: readonly string[]) => openpnc(['csms', ...args], environment);
// biome-ignore lint/suspicious/noExplicitAny: a test reads answers of any shape.
const json = (...args: readonly string[]): any => {
  const { stdout, stderr } = csms(...args, '--json');
  assert.equal(stderr, '');
  return JSON.parse(stdout);
};
/** Lets the lines of other programs come in: those that are waited for block this one. */
const turn = () => new Promise<void>((resolve) => setTimeout(resolve, 50));
const moRoot = () => join(folder, 'csms/roots/mo/mo-root.pem');

test('the first key is made once, in a file that only its owner reads, or printed once', async () => {
  assert.equal(statSync(join(folder, 'csms/api-key')).mode & 0o777, 0o600);
  assert.match(environment.OPENPNC_CSMS_KEY!, /^opnc_[0-9a-f]{12}_\S+\n$/);
  const other = mkdtempSync(join(tmpdir(), 'openpnc-csms-'));
  const set = ['--set', `csms.folder=${other}`, '--set', 'csms.tls=false', '--set', 'csms.api.keyFile=-'];
  const told: string[] = [];
  for (let i = 0; i < 2; i += 1) {
    const one = new Running(['csms', ...set]);
    await one.line((line) => line.startsWith('OCPI '));
    await one.interrupt();
    told.push(...one.lines.filter((line) => line.startsWith('key of the API')));
  }
  assert.equal(told.length, 1);
  assert.match(told[0]!, /^key of the API, told this once: opnc_/);
  rmSync(other, { recursive: true });
});

test('stations are listed, looked at, enrolled, set and removed', () => {
  const { stdout, status } = csms('stations');
  assert.equal(status, 0);
  assert.match(stdout, new RegExp(`^identity +connected +boot .*\\n${identity} +yes +Accepted +`));
  assert.equal(json('enrol', 'CS2').password.length > 15, true);
  assert.equal(csms('registration', 'CS2', 'Pending').status, 0);
  assert.equal(json('station', 'CS2').registration, 'Pending');
  for (const name of ['CS3', 'CS4']) csms('enrol', name);
  assert.equal(json('stations', '--limit', '2').items.length, 2);
  assert.equal(json('stations', '--all').items.length, 4);
  assert.match(csms('remove', 'CS2').stdout, /^done\n$/);
  assert.match(csms('station', 'CS2').stderr, /^openpnc: station_unknown: no station CS2\n$/);
  assert.ok(json('variables', identity, '--component', 'ISO15118Ctrlr').items !== undefined);
  assert.ok(json('notifications', identity).items.length >= 0);
});

test('the station is called: its answer is shown, and anything but a good one is exit code 2', () => {
  const good = csms(
    'call',
    identity,
    'GetVariables',
    '{"getVariableData":[{"component":{"name":"ISO15118Ctrlr"},"variable":{"name":"PnCEnabled"}}]}',
  );
  assert.deepEqual([good.status, good.stderr], [0, '']);
  assert.match(good.stdout, /"attributeValue":"true"/);
  assert.equal(csms('trigger', identity, 'Heartbeat').status, 0);
  assert.equal(csms('clear-cache', identity).status, 0);
  assert.match(
    csms('unlock', identity, '1', '1').stdout,
    /^status {2}(Unlocked|UnlockFailed|OngoingAuthorizedTransaction)\n$/,
  );
  assert.match(csms('unlock', identity, '9', '9').stdout, /UnknownConnector/);
  assert.equal(csms('unlock', identity, '9', '9').status, 2);
  assert.match(csms('unlock', identity, 'one', '1').stderr, /^openpnc: evse one: expected a whole number\n$/);
  assert.match(csms('call', identity, 'Nonsense').stderr, /unknown_action: Nonsense: no request from CSMS to station/);
  assert.match(csms('call', identity, 'Reset', '[1]').stderr, /payload \[1\]: expected a JSON object/);
  assert.match(csms('reset', 'CS3').stderr, /station_not_connected/);
  assert.match(csms('installed', identity).stdout, /^V2GRootCertificate {2}serial /m);
});

test('a root that is missing is explained, compared in a dry run, and installed', () => {
  const { fingerprint } = parseCertificate(pemToDer(readFileSync(moRoot(), 'utf8'))[0]!);
  const dry = csms('trust', 'compare', identity);
  assert.equal(dry.status, 2);
  assert.match(dry.stdout, /^differs\nlacks {2}MORootCertificate /);
  const why = csms('trust', 'explain', '--root', moRoot(), '--station', identity);
  assert.equal(why.status, 2);
  assert.match(why.stdout, /^no: a contract under .*MO.* at /);
  assert.match(why.stdout, / no {7}station_has_root .*\n.*remedy: Install the root/);
  assert.equal(json('trust', 'explain', '--root', fingerprint, '--station', identity).isAuthorized, 'no');
  assert.match(csms('trust', 'fleet').stdout, new RegExp(`${identity} +differs .*MORootCertificate`));
  assert.match(csms('trust', 'alarms').stdout, /station_root_missing/);
  const mended = csms('trust', 'compare', identity, '--apply');
  assert.deepEqual([mended.status, mended.stderr], [0, '']);
  assert.match(mended.stdout, /^same\ninstalled {2}/);
  assert.equal(json('trust', 'explain', '--root', fingerprint, '--station', identity).isAuthorized === 'no', false);
  assert.match(csms('metrics').stdout, new RegExp(`^openpnc_station_roots_missing\\{station="${identity}"\\} 0$`, 'm'));
  assert.equal(csms('install-root', identity, 'mo', moRoot()).status, 0);
  assert.match(csms('install-root', identity, 'nonsense', moRoot()).stderr, /use nonsense: expected v2g, mo/);
});

test('roots of the CSMS are listed, shown, removed and added again', () => {
  const [{ fingerprint }] = json('roots', '--use', 'mo').items;
  assert.match(csms('root', 'show', 'mo', fingerprint).stdout, /^-----BEGIN CERTIFICATE-----\n/);
  assert.equal(csms('root', 'remove', 'mo', fingerprint).status, 0);
  assert.deepEqual(json('roots', '--use', 'mo').items, []);
  assert.equal(json('root', 'add', 'mo', moRoot()).fingerprint, fingerprint);
  assert.match(csms('root', 'add', 'mo', join(folder, 'csms/api-key')).stderr, /api-key: expected a certificate: /);
  assert.match(csms('certificates').stdout, /^root +- +/m);
  assert.match(
    csms('trust', 'renew', '--root', json('roots', '--use', 'v2g').items[0].fingerprint, '--dry-run').stdout,
    new RegExp(`${identity} +under_root`),
  );
  assert.match(csms('trust', 'pools').stdout, /^pki +\d{4}-\d\d-\d\dT/m);
});

test('what happens now is followed line by line, as text and as JSON', async (t) => {
  const reader = new Running(['csms', 'follow', '--topics', 'station,trust'], environment);
  t.after(() => reader.interrupt());
  // The stream is open when the first record comes; until then one is made again and again.
  const first = reader.line((line) => /station enrolled station=CS-LIVE/.test(line));
  for (let i = 0; i < 20 && reader.lines.length === 0; i += 1) {
    csms('enrol', 'CS-LIVE');
    await turn();
  }
  await first;
  csms('trust', 'compare', identity);
  assert.match(
    await reader.line((line) => /trust compared/.test(line)),
    new RegExp(`trust compared station=${identity} state=same`),
  );
  assert.equal(await reader.interrupt(), 0);
  const asJson = new Running(['csms', 'follow', '--json'], environment);
  t.after(() => asJson.interrupt());
  for (let i = 0; i < 20 && asJson.lines.length === 0; i += 1) {
    csms('trigger', identity, 'Heartbeat');
    await turn();
  }
  assert.equal(JSON.parse(asJson.lines[0]!).topic.length > 0, true);
});

test('sessions, decisions, partners, tokens and keys are lists, empty or not', () => {
  assert.equal(csms('sessions').stdout, 'none\n');
  assert.equal(csms('sessions', '--running', '--station', identity).stdout, 'none\n');
  assert.equal(csms('decisions').stdout, 'none\n');
  assert.match(csms('partners').stdout, /^emsp +DE8AA /m);
  assert.equal(csms('tokens').stdout, 'none\n');
  const { id, key } = json('key', 'add', 'eye', 'viewer');
  assert.match(csms('keys').stdout, new RegExp(`^${id} +eye +viewer`, 'm'));
  const asViewer = openpnc(['csms', 'enrol', 'CS9'], { ...environment, OPENPNC_CSMS_KEY: key });
  assert.match(asViewer.stderr, /^openpnc: forbidden: the key 'eye' is viewer, expected admin\n$/);
  assert.equal(csms('key', 'remove', id).status, 0);
  assert.match(openpnc(['csms', 'stations', '--key', key], environment).stderr, /^openpnc: unauthorized: /);
});

test('without an address, without a key, or with nobody there, one clear line', () => {
  const bare = { OPENPNC_CSMS_URL: '', OPENPNC_CSMS_KEY: '' };
  const faults: readonly (readonly [readonly string[], RegExp])[] = [
    [['stations', '--key', 'x'], /^openpnc: --url : expected http:\/\/HOST:PORT/],
    [['stations', '--url', 'http://127.0.0.1:1'], /^openpnc: which key\? --key-file FILE/],
    [['stations', '--url', 'http://127.0.0.1:1', '--key', 'x'], /^openpnc: the API of the CSMS: .*ECONNREFUSED/],
    [['stations', '--url', 'http://127.0.0.1:1', '--key-file', '/nowhere'], /^openpnc: \/nowhere: no such file\n$/],
    [['stations', '--limit', 'x', '--url', 'http://127.0.0.1:1', '--key', 'x'], /--limit x: expected a whole number/],
    [['trust', 'explain', '--station', 'CS1'], /required option '--root <root>' not specified/],
    [['nonsense'], /nonsense/],
  ];
  for (const [args, message] of faults) {
    const { status, stderr } = openpnc(['csms', ...args], bare);
    assert.match(stderr, message);
    assert.equal(status, 1, args.join(' '));
  }
});

test('every subcommand of the table has its help', () => {
  const help =
    openpnc(['csms', '--help']).stdout +
    ['trust', 'root', 'key', 'partner'].map((group) => openpnc(['csms', group, '--help']).stdout).join('');
  for (const { name } of csmsCommands) assert.match(help, new RegExp(`^ +${name.split(' ').at(-1)}[ |]`, 'm'), name);
});
