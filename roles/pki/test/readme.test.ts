/** The example of the README runs. @module */
import assert from 'node:assert/strict';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { portsOf } from './world.ts';

test('the example of the README issues, revokes and serves', async () => {
  const text = readFileSync(join(import.meta.dirname, '../README.md'), 'utf8');
  const example = /```ts\n([\s\S]*?)```/.exec(text)![1]!;
  assert.ok(example.trimEnd().split('\n').length <= 20);
  const file = join(import.meta.dirname, `readme-example-${process.pid}.mts`);
  writeFileSync(file, example);
  try {
    const { start } = await import(file);
    const { eMAID, chain, serve } = await start(await portsOf());
    assert.equal(eMAID, 'DE8AAC00000001');
    assert.equal(chain.length, 3);
    assert.equal((await serve({ method: 'GET', url: '/.well-known/jwks.json', headers: {} }, {})).status, 200);
  } finally {
    rmSync(file);
  }
});
