/** The example of the README runs and prints what it says. @module */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';

test('the example of the README runs', () => {
  const readme = readFileSync(join(import.meta.dirname, '../README.md'), 'utf8');
  const code = /```ts\n([\s\S]*?)```/.exec(readme)![1]!;
  const run = spawnSync(
    process.execPath,
    ['--conditions=openpnc-source', '--input-type=module-typescript', '--eval', code],
    { cwd: join(import.meta.dirname, '..'), encoding: 'utf8' },
  );
  assert.equal(run.status, 0, run.stderr);
  assert.match(run.stdout, /TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256[\s\S]*undefined\n$/);
});
