/** The example of the README runs. @module */
import assert from 'node:assert/strict';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { TestStation, world } from './world.ts';

test('the example of the README takes a station in', async () => {
  const text = readFileSync(join(import.meta.dirname, '../README.md'), 'utf8');
  const example = /```ts\n([\s\S]*?)```/.exec(text)![1]!;
  assert.ok(example.trimEnd().split('\n').length <= 20);
  const file = join(import.meta.dirname, `readme-example-${process.pid}.mts`);
  writeFileSync(file, example);
  try {
    const { start } = await import(file);
    const { csms: first, pki } = await world();
    const { csms, password } = await start(first.services.ports, pki.certificates.root.der);
    assert.equal((await new TestStation('CS1').connect(csms, password)).status, 101);
    assert.equal(csms.services.certificates.roots('mo').length, 1);
    assert.equal(csms.services.partners.named('emsp').policy, 'list-first');
  } finally {
    rmSync(file);
  }
});
