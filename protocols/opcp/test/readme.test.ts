/** The example of the README runs. @module */
import assert from 'node:assert/strict';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { toBase64, toUtf8 } from '@openpnc/core/bytes';
import type { HttpHandler } from '@openpnc/core/http';

test('the example of the README asks two services and gives the EXI of the one that has it', async () => {
  const text = readFileSync(join(import.meta.dirname, '../README.md'), 'utf8');
  const example = /```ts\n([\s\S]*?)```/.exec(text)![1]!;
  assert.ok(example.trimEnd().split('\n').length <= 20);
  const file = join(import.meta.dirname, `readme-example-${process.pid}.mts`);
  writeFileSync(file, example);
  const exi = Uint8Array.of(1, 2, 3);
  const http: HttpHandler = async ({ url }) => {
    const json = (status: number, body: object) => ({ status, headers: {}, body: toUtf8(JSON.stringify(body)) });
    if (url.endsWith('/oauth/token')) return json(200, { access_token: 't', expires_in: 60 });
    if (url.includes('/opnc/'))
      return json(200, { signedContractDataCollection: [{ certificateInstallationRes: toBase64(exi) }] });
    return json(404, { errorMessages: ['no contract'] });
  };
  const clock = { now: () => 0, sleep: async () => {}, alarm: () => () => {} };
  try {
    const { contractFor } = await import(file);
    assert.deepEqual(await contractFor(Uint8Array.of(9), http, clock), exi);
  } finally {
    rmSync(file);
  }
});
