/** The example of the README runs. @module */
import assert from 'node:assert/strict';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { derToPem } from '@openpnc/x509/certificate';
import { at, tree } from './tree.ts';

test('the example of the README judges a chain', async () => {
  const text = readFileSync(join(import.meta.dirname, '../README.md'), 'utf8');
  const example = /```ts\n([\s\S]*?)```/.exec(text)![1]!;
  assert.ok(example.trimEnd().split('\n').length <= 20);
  const file = join(import.meta.dirname, `readme-example-${process.pid}.mts`);
  writeFileSync(file, example);
  try {
    const { judge } = await import(file);
    const { root, sub1, sub2, leaf } = (await tree()).certificates;
    assert.equal(judge(derToPem(leaf.der, sub2.der, sub1.der), derToPem(root.der), at), 'OK');
    assert.equal(judge(derToPem(leaf.der, sub1.der), derToPem(root.der), at), 'NoCertificateAvailable');
  } finally {
    rmSync(file);
  }
});
