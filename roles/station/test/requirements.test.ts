/** The list of OCPP use cases names tests that exist. @module */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { test } from 'node:test';

const root = resolve(import.meta.dirname, '../../..');
const page = readFileSync(join(root, 'docs/ocpp-station.md'), 'utf8');

test('every test that docs/ocpp-station.md names is in its file', () => {
  const files = new Map(
    [...page.matchAll(/^\| (\w+) +\| `([^`]+\.test\.ts)` +\|$/gm)].map(([, short, file]) => [short!, file!]),
  );
  assert.ok(files.size > 20, String(files.size));
  const wrong: string[] = [];
  let named = 0;
  for (const [, short, piece] of page.matchAll(/(\w+) "([^"]+)"/g)) {
    named += 1;
    const file = files.get(short!);
    if (!file) wrong.push(`${short}: no such file`);
    else if (!readFileSync(join(root, file), 'utf8').includes(piece!)) wrong.push(`${file}: ${piece}`);
  }
  assert.ok(named > 90, String(named));
  assert.deepEqual(wrong, []);
});

test('every use case has a test or is said to be open', () => {
  const rows = page.split('\n').filter((line) => /^\| ([A-Z]\d\d|Part 4)/.test(line));
  assert.ok(rows.length > 55, String(rows.length));
  assert.deepEqual(
    rows.filter((line) => !/"|\*open\*/.test(line.split('|')[2] ?? '')),
    [],
  );
});
