/** The example of the README runs. @module */
import assert from 'node:assert/strict';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { encodeSap } from '@openpnc/exi/sap';
import { offer, protocols } from '@openpnc/iso15118/sap';
import { frame, payloadTypes } from '@openpnc/iso15118/v2gtp';
import { SeededRandom } from '@openpnc/sim/random';
import { checkAt } from './pki.ts';

test('the example of the README answers a car', async () => {
  const text = readFileSync(join(import.meta.dirname, '../README.md'), 'utf8');
  const example = /```ts\n([\s\S]*?)```/.exec(text)![1]!;
  assert.ok(example.trimEnd().split('\n').length <= 20);
  const file = join(import.meta.dirname, `readme-example-${process.pid}.mts`);
  writeFileSync(file, example);
  try {
    const { station } = await import(file);
    const trust = { anchors: () => [], isClockSynchronised: () => true, isPrivateEnvironment: false };
    const secc = station({ trust, random: new SeededRandom('readme'), isTls: true }, checkAt);
    const sap = encodeSap({ supportedAppProtocolReq: { AppProtocol: offer([protocols.iso15118_2]) } });
    const [sent] = secc.step({ type: 'bytes', bytes: frame(payloadTypes.exi, sap) }, checkAt);
    assert.equal(sent.exchange.ResponseCode, 'OK_SuccessfulNegotiation');
  } finally {
    rmSync(file);
  }
});
