/** The list of conformance cases names tests that exist. @module */
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { test } from 'node:test';

const root = resolve(import.meta.dirname, '../../..');
const page = readFileSync(join(root, 'docs/conformance.md'), 'utf8');

test('every test that docs/conformance.md names is in its file', () => {
  const files = new Map(
    [...page.matchAll(/^\| (\w+) \| `([^`]+\.test\.ts)` \|$/gm)].map(([, short, file]) => [short!, file!]),
  );
  assert.ok(files.size > 10);
  const wrong: string[] = [];
  let named = 0;
  for (const [, short, piece] of page.matchAll(/(\w+) "([^"]+)"/g)) {
    named += 1;
    const file = files.get(short!);
    if (!file || !existsSync(join(root, file))) wrong.push(`${short}: no such file`);
    else if (!readFileSync(join(root, file), 'utf8').includes(piece!)) wrong.push(`${file}: ${piece}`);
  }
  assert.ok(named > 80, String(named));
  assert.deepEqual(wrong, []);
});

/** The cases of the catalogue that the page follows, by group and highest number; A.8 is by theme. */
const catalogue: Readonly<Record<string, number>> = {
  SDP: 7,
  V2GTPSDP: 5,
  V2GTPSessionSetup: 5,
  SupportedAppProtocol: 6,
  SessionSetup: 6,
  ServiceDiscovery: 4,
  ServiceDetail: 12,
  PaymentServiceSelection: 10,
  CertificateInstallation: 8,
  CertificateUpdate: 17,
  PaymentDetails: 10,
  Authorization: 17,
  ChargingStatus: 9,
  MeteringReceipt: 7,
  Abnormal: 2,
};
const ours = ['TLS 4', 'SEC 6', 'OCPP 12'];

test('every case of the catalogue has its row', () => {
  const covered = new Set<string>();
  for (const line of page.split('\n').filter((found) => found.startsWith('| '))) {
    const cell = line.split('|')[1]!;
    let group = '';
    let last = 0;
    for (const [, range, named, bare] of cell.matchAll(/( to )?(?:(\w+?)_|_|PNC-(?=[A-Z])|-)?(\d{1,3}|[A-Z]+-\d+)/g)) {
      const [head, number] = bare!.includes('-')
        ? [`PNC-${bare!.split('-')[0]}`, Number(bare!.split('-')[1])]
        : [undefined, Number(bare)];
      group = head ?? named ?? group;
      for (let i = range ? last + 1 : number; i <= number; i += 1) covered.add(`${group} ${i}`);
      last = number;
    }
  }
  const wanted = [
    ...Object.entries(catalogue),
    ...ours.map((text): [string, number] => [`PNC-${text.split(' ')[0]}`, Number(text.split(' ')[1])]),
  ].flatMap(([group, highest]) => Array.from({ length: highest }, (_, i) => `${group} ${i + 1}`));
  assert.deepEqual(
    wanted.filter((id) => !covered.has(id)),
    [],
  );
  for (const theme of ['PNC-CHAIN', 'PNC-TIME', 'ChargeParameterDiscovery', 'PowerDelivery', 'SessionStop'])
    assert.ok(page.includes(`| ${theme}`), theme);
});

test('every case has a test, another place, or is said to be open', () => {
  const rows = page.split('\n').filter((line) => /^\| [A-Z]/.test(line) && !line.includes('.test.ts'));
  const empty = rows.filter((line) => !/"|\*elsewhere\*|\*open\*|SEQ|SID|SILENT/.test(line.split('|')[2] ?? ''));
  assert.ok(rows.length > 70, String(rows.length));
  assert.deepEqual(empty, []);
});
