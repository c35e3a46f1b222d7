/** Private keys and passwords stay where they belong: in files of mode 0600, never in a trace, a log or an error. @module */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { createPrivateKey } from 'node:crypto';
import { chmodSync, globSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { after, test } from 'node:test';

const main = join(import.meta.dirname, '../src/main.ts');
const PASSPHRASE = 'planted-passphrase-7c1f';
/** Labs of other tests may run on this host now: SDP needs a port that is not theirs. */
const SDP_PORT = String(20_000 + (process.pid % 10_000));
const folder = mkdtempSync(join(tmpdir(), 'openpnc-secrets-'));
after(() => rmSync(folder, { recursive: true, force: true }));

function openpnc(...parameters: readonly string[]) {
  const { stdout, stderr, status } = spawnSync(process.execPath, ['--conditions=openpnc-source', main, ...parameters], {
    encoding: 'utf8',
    env: { ...process.env, OPENPNC_PASSPHRASE: PASSPHRASE },
    timeout: 60_000,
  });
  return { output: stdout + stderr, status };
}

/** Each spelling in which a secret could show itself. */
function spellings(secret: Uint8Array): string[] {
  const bytes = Buffer.from(secret);
  const base64 = bytes.toString('base64').replace(/=+$/, '');
  return [bytes.toString('hex'), bytes.toString('hex').toUpperCase(), base64, bytes.toString('base64url')];
}

/** The private scalar (or RSA exponent) of a key file, and the lines of its PEM with and without passphrase. */
function secretsOf(file: string): string[] {
  const pem = readFileSync(file, 'utf8');
  const key = createPrivateKey({ key: pem, passphrase: PASSPHRASE });
  const { d } = key.export({ format: 'jwk' });
  const lines = (text: string) => text.split('\n').filter((line) => line.length === 64);
  return [
    ...spellings(Buffer.from(d!, 'base64url')),
    ...lines(pem),
    // The first line of a plain key is its header and says nothing.
    ...lines(key.export({ type: 'pkcs8', format: 'pem' }) as string).slice(1),
  ];
}

test('a lab of five processes leaves no key, password, token or passphrase in its trace and output', () => {
  const { output, status } = openpnc(
    'lab',
    'accepted',
    '--processes',
    '--json',
    '--timing',
    '--folder',
    folder,
    '--sdp-port',
    SDP_PORT,
  );
  assert.equal(status, 0, output);
  const place = join(folder, 'accepted');
  const keys = globSync('*/**/*.key.pem', { cwd: place }).map((file) => join(place, file));
  for (const name of ['contract.key.pem', 'provisioning.key.pem', 'secc.key.pem', 'server-ec.key.pem'])
    assert.ok(
      keys.some((file) => basename(file) === name),
      `no ${name} among ${keys.join(', ')}`,
    );
  const settings = JSON.parse(readFileSync(join(place, 'openpnc.json'), 'utf8'));
  const { password, identity } = settings.station;
  const token = settings.csms.partners[0].token;
  const secrets = [
    ...keys.flatMap(secretsOf),
    PASSPHRASE,
    password,
    token,
    ...spellings(Buffer.from(password)),
    ...spellings(Buffer.from(token)),
    Buffer.from(`${identity}:${password}`).toString('base64'),
  ];
  assert.ok(secrets.length > 40 && secrets.every((secret) => secret.length >= 10), String(secrets.length));
  const trace = readFileSync(join(place, 'trace.jsonl'), 'utf8');
  assert.ok(trace.includes('AuthorizationReq') && trace.includes('BootNotification'), 'the trace is whole');
  for (const secret of secrets) {
    assert.ok(!trace.includes(secret), `the trace holds ${secret}`);
    assert.ok(!output.includes(secret), `the output holds ${secret}`);
  }
});

test('each file with a private key or a password has mode 0600', { skip: process.platform === 'win32' }, () => {
  const place = join(folder, 'accepted');
  const files = globSync('**/*', { cwd: place })
    .map((file) => join(place, file))
    .filter((file) => statSync(file).isFile());
  const holders = files.filter((file) => {
    const text = readFileSync(file, 'latin1');
    return text.includes('PRIVATE KEY') || file.endsWith('openpnc.json') || file.endsWith('trace.jsonl');
  });
  assert.ok(holders.length >= 6, holders.join(', '));
  const open = holders.filter((file) => (statSync(file).mode & 0o077) !== 0);
  assert.deepEqual(open, []);
});

test('errors about passwords and keys do not tell them', () => {
  const config = join(folder, 'accepted', 'openpnc.json');
  const planted = 'planted password, too odd for OCPP';
  const refused = openpnc('station', '--config', config, '--set', `station.password=${planted}`);
  assert.equal(refused.status, 1);
  assert.match(refused.output, /station\.password: .* came \(hidden\)/);
  assert.ok(!refused.output.includes(planted), refused.output);

  const file = globSync('station/keys/secc.key.pem', { cwd: join(folder, 'accepted') }).map((found) =>
    join(folder, 'accepted', found),
  )[0]!;
  const pem = readFileSync(file, 'utf8');
  const line = pem.split('\n')[2]!;
  writeFileSync(file, pem.replace(line, line.toLowerCase()), { mode: 0o600 });
  const broken = openpnc('station', '--config', config);
  assert.equal(broken.status, 1, broken.output);
  assert.ok(!broken.output.includes(line) && !broken.output.includes(PASSPHRASE), broken.output);
  assert.match(broken.output, /secc/);

  if (process.platform === 'win32') return; // has no such modes
  writeFileSync(file, pem);
  chmodSync(file, 0o644);
  const open = openpnc('station', '--config', config);
  assert.equal(open.status, 1, open.output);
  assert.match(open.output, /mode 644 lets others read it, expected 600/);
});
