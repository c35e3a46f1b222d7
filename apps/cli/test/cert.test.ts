/** `openpnc cert`: the program itself on files of every form, good and bad. @module */
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { parseCertificate, pemToDer } from '@openpnc/x509/certificate';
import { encodeCertsOnly } from '@openpnc/x509/pkcs7';
import { openpnc, repository } from './commandLine.ts';

const vector = JSON.parse(readFileSync(join(repository, 'vectors/crypto/pki-small.json'), 'utf8')) as {
  readonly checkAt: string;
  readonly certificates: Readonly<Record<string, { readonly pem: string }>>;
};
const pem = (...names: readonly string[]) => names.map((name) => vector.certificates[name]!.pem).join('');
const der = (name: string) => pemToDer(pem(name))[0]!;

const folder = mkdtempSync(join(tmpdir(), 'openpnc-cert-'));
after(() => rmSync(folder, { recursive: true }));
const file = (name: string, content: string | Uint8Array) => {
  writeFileSync(join(folder, name), content);
  return join(folder, name);
};
mkdirSync(join(folder, 'all/roots'), { recursive: true });
for (const name of ['moSub1', 'moSub2', 'contract', 'secc', 'cpoSub1', 'cpoSub2']) file(`all/${name}.pem`, pem(name));
for (const name of ['v2gRoot', 'moRoot']) file(`all/roots/${name}.crt`, pem(name));
file('all/notes.txt', 'not looked at');
file('all/key.pem', '-----BEGIN PRIVATE KEY-----\nMAA=\n-----END PRIVATE KEY-----\n');

/** Runs a subcommand at the time of the vectors. */
const cert = (...args: readonly string[]) => openpnc(['cert', ...args, '--at', vector.checkAt]);
// biome-ignore lint/suspicious/noExplicitAny: a test reads documents of any shape.
const json = (text: string) => JSON.parse(text) as any;

test('inspect says what each certificate of PEM, DER and PKCS#7 is, and in which file', () => {
  const [asPem, asDer] = [file('contract.pem', pem('contract')), file('contract.der', der('contract'))];
  const chain = ['contract', 'moSub2', 'moSub1'].map((name) => parseCertificate(der(name)));
  const asP7 = file('contract.p7c', encodeCertsOnly(chain));
  const { stdout, status } = cert('inspect', asPem, asDer, asP7, '--json');
  assert.equal(status, 0);
  assert.deepEqual(
    json(stdout).map((one: { file: string; kind: string }) => [one.file, one.kind]),
    [
      [asPem, 'contractLeaf'],
      [asDer, 'contractLeaf'],
      [asP7, 'contractLeaf'],
      [asP7, 'moSubCa2'],
      [asP7, 'moSubCa1'],
    ],
  );
  const { stdout: text } = cert('inspect', asPem);
  assert.match(text, /kind {7}contract certificate\n/);
  assert.match(text, /eMAID {6}DE-LAB-C12345678-Y \(check character right\)\n/);
  assert.match(text, /validity .* days left\n/);
});

test('tree draws a folder with all folders in it; keys and other files there are passed over', () => {
  const { stdout, status } = cert('tree', join(folder, 'all'));
  assert.equal(status, 0);
  const lines = stdout.trimEnd().split('\n');
  assert.equal(lines.length, 8);
  assert.match(
    stdout,
    /^DC=MO.*CN=MORootCA {2}\[MO root, \d+ days left\]\n└─ .*\n {3}└─ .*\n {6}└─ .*\[contract certificate/m,
  );
  assert.equal(stdout.includes('issuer not at hand'), false);
  const [mo] = json(cert('tree', join(folder, 'all'), '--json').stdout);
  assert.equal(mo.issued[0].issued[0].issued[0].kind, 'contractLeaf');
});

test('lint compares with the profile of the kind, guessed or told, and its exit code is 2 when something is wrong', () => {
  const good = cert('lint', file('secc.pem', pem('secc')));
  assert.deepEqual([good.status, good.stderr], [0, '']);
  const bad = cert('lint', file('contract.pem', pem('contract')));
  assert.equal(bad.status, 2);
  assert.match(bad.stdout, /contract\.pem: .*: contract certificate\n {2}error {4}country_present: .* \(ISO 15118-4/);
  const other = cert('lint', join(folder, 'secc.pem'), '--kind', 'cpsLeaf', '--json');
  assert.equal(other.status, 2);
  assert.ok(json(other.stdout)[0].findings.some(({ code }: { code: string }) => code === 'domain_component_wrong'));
});

test('verify builds the path of each end entity to a root that it was given, whatever the order, and to no other', () => {
  const all = join(folder, 'all');
  const good = cert('verify', all, '--roots', join(all, 'roots'));
  assert.equal(good.status, 0, good.stdout);
  assert.match(good.stdout, /good for contract\n/);
  assert.match(good.stdout, /good for secc\n/);
  const shuffled = file('shuffled.pem', pem('moSub1', 'contract', 'moSub2'));
  assert.equal(cert('verify', shuffled, '--roots', join(all, 'roots/moRoot.crt')).status, 0);
  // A root that comes along is no anchor.
  const withRoot = file('with-root.pem', pem('contract', 'moSub2', 'moSub1', 'moRoot'));
  const refused = cert('verify', withRoot, '--roots', join(all, 'roots/v2gRoot.crt'), '--json');
  assert.equal(refused.status, 2);
  assert.partialDeepStrictEqual(json(refused.stdout), [{ ok: false, verdict: 'NoCertificateAvailable' }]);
  const late = openpnc(['cert', 'verify', shuffled, '--roots', join(all, 'roots'), '--at', '2039-01-01T00:00:00Z']);
  assert.equal(late.status, 2);
  assert.match(late.stdout, /refusal {2}certificate_expired: /);
  assert.match(late.stdout, /refused for contract: CertificateExpired\n/);
  assert.match(cert('verify', shuffled, '--roots', all, '--purpose', 'secc').stdout, /refused for secc\n/);
});

test('what is no certificate is one clear line with exit code 1', () => {
  const key = join(folder, 'all/key.pem');
  const faults: readonly (readonly [readonly string[], RegExp])[] = [
    [['inspect', key], /^openpnc: .*key\.pem: expected a certificate, the file holds PRIVATE KEY\n$/],
    [
      ['lint', file('photo.jpg', Uint8Array.of(0xff, 0xd8, 0xff, 0xe0))],
      /photo\.jpg: no certificate in PEM, DER or PKCS/,
    ],
    [['tree', file('cut.der', der('secc').subarray(0, 300))], /cut\.der: no certificate in PEM, DER or PKCS#7: .*/],
    [['inspect', join(folder, 'none.pem')], /^openpnc: .*none\.pem: no such file or folder\n$/],
    [['inspect', file('empty.pem', '')], /empty\.pem: no certificate/],
    [['verify', file('ca.pem', pem('moSub1')), '--roots', key], /key\.pem: expected a certificate/],
    [['verify', join(folder, 'ca.pem'), '--roots', join(folder, 'all/roots')], /ca\.pem: CAs alone; expected /],
    [['lint', join(folder, 'ca.pem'), '--kind', 'nonsense'], /argument 'nonsense' is invalid/],
    [['verify', join(folder, 'ca.pem')], /required option '--roots <path...>' not specified/],
  ];
  for (const [args, message] of faults) {
    const { status, stderr, stdout } = cert(...args);
    assert.match(stderr, message);
    assert.deepEqual([status, stdout], [1, ''], args.join(' '));
  }
  const when = openpnc(['cert', 'tree', key, '--at', 'tomorrow']);
  assert.match(when.stderr, /expected a certificate|--at tomorrow: expected a time/);
});
