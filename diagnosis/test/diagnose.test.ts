/** The causes and their ranking. @module */
import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { test } from 'node:test';
import type { FindingRecord } from '@openpnc/core/trace';
import { causes } from '../src/causes.ts';
import { diagnose } from '../src/diagnose.ts';
import { causesPage } from '../src/page.ts';

const finding = (code: string, more: Partial<FindingRecord> = {}): FindingRecord => ({
  type: 'finding',
  at: 0,
  party: 'station',
  code,
  severity: 'refusal',
  text: `${code} happened`,
  ...more,
});

test('nothing refused has no cause, warnings included', () => {
  assert.equal(diagnose([]), null);
  assert.equal(diagnose([finding('emsp_blocked', { severity: 'warning' })]), null);
});

test('the cause nearer to the root wins over what followed from it', () => {
  const records = [finding('authorization_refused', { at: 2 }), finding('emsp_blocked', { at: 1, party: 'csms' })];
  const found = diagnose(records);
  assert.equal(found?.code, 'emsp_contract_blocked');
  assert.deepEqual(
    found?.evidence.map(({ code }) => code),
    ['emsp_blocked'],
  );
  assert.equal(diagnose([...records, finding('contract_certificate_revoked')])?.code, 'contract_revoked');
});

test('a warning is the cause of a refusal that it explains, and of no other', () => {
  const late = finding('late_response', { severity: 'warning' });
  assert.equal(diagnose([late]), null);
  assert.equal(diagnose([late, finding('ev_closed_early', { at: 1 })])?.code, 'response_late');
  assert.equal(diagnose([finding('ev_closed_early')])?.code, 'peer_silent');
  assert.equal(diagnose([late, finding('contactor_error')])?.code, 'power_not_delivered');
  const pilot = finding('plug_pilot_late', { severity: 'warning', party: 'ev' });
  assert.equal(diagnose([pilot, finding('pilot_state', { at: 1 })])?.code, 'pilot_late');
});

test('the issuer that was not found tells which root is missing', () => {
  const of = (issuer: string) => diagnose([finding('contract_root_missing', { data: { issuer } })])?.code;
  assert.equal(of('DC=V2G, O=OpenPnC, CN=V2G Root'), 'station_v2g_root_missing');
  assert.equal(of('CN=MO Root,DC=MO'), 'station_mo_root_missing');
  assert.equal(of('CN=some root'), 'station_mo_root_missing');
});

test('another root of the same name is told of: a list of names shows nothing missing', () => {
  const of = (data: object) => diagnose([finding('contract_root_missing', { data: { issuer: 'DC=V2G', ...data } })])!;
  assert.equal(of({ namesake: 'ab' }).code, 'station_v2g_root_missing');
  assert.match(of({ namesake: 'ab' }).text, /lacks the V2G root .* Another root of the same name is installed\.$/);
  assert.doesNotMatch(of({}).text, /Another root/);
});

test('a refusal without a cause in the table says so with its own words', () => {
  assert.match(diagnose([finding('never_seen')])?.text ?? '', /never_seen happened/);
});

test('every cause has its own code, evidence, a sentence and a remedy', () => {
  assert.equal(new Set(causes.map(({ code }) => code)).size, causes.length);
  for (const { code, text, remedy, evidence } of causes) {
    assert.ok(evidence.length > 0, code);
    assert.match(text, /\.$/, code);
    assert.match(remedy, /\.$/, code);
  }
});

test('the page of causes is the one that the code makes', () => {
  const page = readFileSync(resolve(import.meta.dirname, '../../docs/errors.md'), 'utf8');
  assert.equal(page === causesPage(), true, 'npm run docs');
});

test('every finding that refuses, in any package, is evidence of a cause', () => {
  const root = resolve(import.meta.dirname, '../..');
  const known = new Set(causes.flatMap(({ evidence }) => evidence));
  const orphans: string[] = [];
  for (const file of globSync('{protocols,roles}/*/src/**/*.ts', { cwd: root })) {
    const text = readFileSync(join(root, file), 'utf8');
    // Written out, made by the CSMS's function of that name (elsewhere it makes answers), or told by a decision that refuses.
    const forms = [
      /code: '([a-z0-9_]+)',\s*severity: 'refusal'/g,
      ...(file.startsWith('roles/csms/') ? [/\brefusal\(\s*'([a-z0-9_]+)'/g] : []),
      /do: 'refuse',\s*code: '([a-z0-9_]+)'/g,
    ];
    for (const [, code] of forms.flatMap((form) => [...text.matchAll(form)])) {
      if (!known.has(code!)) orphans.push(`${file}: ${code}`);
    }
  }
  assert.deepEqual(orphans, []);
});
