/** Every test that docs/ocpp-csms.md names is there. @module */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';

test('each requirement names tests that exist', () => {
  const sources = new Map(
    readdirSync(import.meta.dirname)
      .filter((file) => file.endsWith('.test.ts'))
      .map((file) => [file.replace('.test.ts', ''), readFileSync(join(import.meta.dirname, file), 'utf8')]),
  );
  const rows = readFileSync(join(import.meta.dirname, '../../../docs/ocpp-csms.md'), 'utf8')
    .split('\n')
    .filter((line) => /^\| [A-Z]/.test(line));
  assert.ok(rows.length > 40);
  const wrong: string[] = [];
  for (const row of rows) {
    const covered = row.split('|').at(-2)!;
    const named = [...covered.matchAll(/(\w+) "([^"]+)"/g)];
    if (named.length === 0) wrong.push(`${row}: names no test`);
    for (const [, file, text] of named) {
      const tests = [...(sources.get(file!) ?? '').matchAll(/^\s*test\(\s*(['"`])(.*)\1/gm)].map(([, , name]) => name!);
      if (!tests.some((name) => name.includes(text!))) wrong.push(`${file} "${text}"`);
    }
  }
  assert.deepEqual(wrong, []);
});
