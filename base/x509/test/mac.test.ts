/** HMAC-SHA-256 against the vectors of RFC 4231 and against node:crypto. @module */
import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { test } from 'node:test';
import { toHex, toUtf8 } from '@openpnc/core/bytes';
import { hmacSha256, isSameMac } from '@openpnc/x509/mac';

for (const [name, key, data, mac] of [
  [
    '1',
    new Uint8Array(20).fill(0x0b),
    toUtf8('Hi There'),
    'b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7',
  ],
  [
    '2: a key shorter than the hash',
    toUtf8('Jefe'),
    toUtf8('what do ya want for nothing?'),
    '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843',
  ],
  [
    '6: a key longer than the block',
    new Uint8Array(131).fill(0xaa),
    toUtf8('Test Using Larger Than Block-Size Key - Hash Key First'),
    '60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54',
  ],
] as const)
  test(`RFC 4231 4, test case ${name}`, () => {
    assert.equal(toHex(hmacSha256(key, data)), mac);
  });

test('keys and data of every length around the block', () => {
  const bytes = Uint8Array.from({ length: 200 }, (_, i) => (i * 37) & 0xff);
  for (const keyLength of [0, 1, 31, 32, 33, 63, 64, 65, 128])
    for (const length of [0, 1, 55, 56, 63, 64, 65, 200]) {
      const [key, data] = [bytes.subarray(0, keyLength), bytes.subarray(200 - length)];
      assert.equal(toHex(hmacSha256(key, data)), createHmac('sha256', key).update(data).digest('hex'));
    }
});

test('the same text is the same MAC, another or a shorter one is not', () => {
  assert.equal(isSameMac('00ff', '00ff'), true);
  assert.equal(isSameMac('00ff', '00fe'), false);
  assert.equal(isSameMac('00ff', '00f'), false);
});
