/** The example of the README runs. @module */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';

test('the example of the README charges although the CSMS is slow', () => {
  const text = readFileSync(join(import.meta.dirname, '../README.md'), 'utf8');
  const example = /```ts\n([\s\S]*?)```/.exec(text)![1]!;
  assert.ok(example.trimEnd().split('\n').length <= 20);
  const file = join(import.meta.dirname, `readme-example-${process.pid}.mts`);
  writeFileSync(file, example);
  try {
    const { stdout, stderr } = spawnSync(process.execPath, [...process.execArgv, '--conditions=openpnc-source', file], {
      encoding: 'utf8',
    });
    assert.equal(stdout, 'charged no cause 12 12\n', stderr);
  } finally {
    rmSync(file);
  }
});
