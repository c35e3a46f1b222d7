/** `openpnc cert contracts`: a car's folder with every kind of contract that the bench's cases ask for, from a PKI's folder. @module */
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { catalogue } from '@openpnc/bench/catalogue';
import { isForEvse } from '@openpnc/bench/evseRun';
import { openSqlite } from '@openpnc/store/sqlite';
import { openpnc } from './commandLine.ts';

const folder = mkdtempSync(join(tmpdir(), 'openpnc-contracts-'));
after(() => rmSync(folder, { recursive: true }));
const config = join(folder, 'openpnc.json');
const car = join(folder, 'car');
mkdirSync(join(folder, 'pki'));
writeFileSync(config, JSON.stringify({ pki: { folder: join(folder, 'pki'), dangerPlainKeys: true } }));
const contracts = (...args: readonly string[]) =>
  openpnc(['cert', 'contracts', '--config', config, '--out', car, ...args]);

test('every kind of contract of the catalogue has its folder, with a chain that is what its name says', () => {
  const { stdout, stderr, status } = contracts();
  assert.equal(status, 0, stderr);
  assert.match(stdout, /^blocked +DE-8AA-CBENCH006-\w +\S+contracts\/blocked$/m);
  const kinds = new Set(catalogue.filter(isForEvse).flatMap(({ car: wish }) => wish?.contract ?? []));
  assert.ok(kinds.size >= 9);
  for (const kind of kinds) {
    const place = kind === 'v2g-root' ? car : join(car, 'contracts', kind);
    assert.equal(statSync(join(place, 'keys/contract.key.pem')).mode & 0o777, 0o600);
    // As a station that has both roots judges it; revocation and the eMSP are asked by the CSMS.
    const verdict = openpnc(['cert', 'verify', join(place, 'contract.pem'), '--roots', join(car, 'trust'), '--json']);
    assert.equal(verdict.status, ['expired', 'future'].includes(kind) ? 2 : 0, `${kind}: ${verdict.stdout}`);
  }
  const foreign = join(car, 'foreign/roots/v2g');
  assert.equal(openpnc(['cert', 'verify', join(car, 'contract.pem'), '--roots', foreign]).status, 2);
  const known = JSON.parse(readFileSync(join(car, 'emsp-contracts.json'), 'utf8')) as readonly object[];
  assert.deepEqual(known[5], { emaid: 'DE8AACBENCH006', status: 'blocked', hasCredit: true });
  assert.deepEqual(known[6], { emaid: 'DE8AACBENCH007', status: 'active', hasCredit: false });
  assert.equal(known.length, 7, 'two are nobody’s');
});

test('made again they are new, with another provider when one is named', () => {
  const before = readFileSync(join(car, 'contract.pem'), 'utf8');
  const { stdout, status } = contracts('--provider', 'NL123', '--json');
  assert.equal(status, 0);
  assert.equal(JSON.parse(stdout)[0].eMAID, 'NL123CBENCH001');
  assert.notEqual(readFileSync(join(car, 'contract.pem'), 'utf8'), before);
});

test('a provider that is none, a PKI that is not there and one that runs are refused in one line', async () => {
  assert.match(contracts('--provider', 'DE').stderr, /--provider DE: expected country and provider/);
  assert.match(contracts('--set', `pki.folder=${join(folder, 'nowhere')}`).stderr, /nowhere does not exist/);
  const running = openSqlite(join(folder, 'pki/pki.sqlite'));
  try {
    const { stderr, status } = contracts();
    assert.equal(status, 1);
    assert.match(stderr, /^openpnc: .*pki\.sqlite.*\n$/);
  } finally {
    await running.destroy();
  }
});
