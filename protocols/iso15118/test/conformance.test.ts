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

test('every case has a test, another place, or is said to be open', () => {
  const rows = page.split('\n').filter((line) => /^\| [A-Z]/.test(line) && !line.includes('.test.ts'));
  const empty = rows.filter((line) => !/"|\*elsewhere\*|\*open\*|SEQ|SID|SILENT/.test(line.split('|')[2] ?? ''));
  assert.ok(rows.length > 70, String(rows.length));
  assert.deepEqual(empty, []);
});
