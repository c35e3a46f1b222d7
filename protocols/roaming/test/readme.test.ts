/** The example of the README runs and prints what it says. @module */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';

test('the example of the README has at most 20 lines, runs, and prints what its comments say', () => {
  const folder = join(import.meta.dirname, '..');
  const example = /```ts\n([\s\S]*?)```/.exec(readFileSync(join(folder, 'README.md'), 'utf8'))?.[1] ?? '';
  assert.ok(example.trim().split('\n').length <= 20);
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['--conditions=openpnc-source', '--no-warnings', '--input-type=module-typescript', '--eval', example],
    { cwd: folder, encoding: 'utf8' },
  );
  assert.equal(status, 0, stderr);
  for (const expected of EXPECTED) assert.ok(stdout.includes(expected), stdout);
});

const EXPECTED = ['refused', 'DE-8AA-C12345678-D'];
