/** The memory for verified signatures: same answers, worked out once. @module */
import assert from 'node:assert/strict';
import { generateKeyPairSync, sign, verify } from 'node:crypto';
import { test } from 'node:test';
import { memoiseVerify } from '@openpnc/sim/verifyMemo';

test('a signature is verified once for its key, bytes and coding; others are not taken for it', () => {
  const [first, second] = [
    generateKeyPairSync('ec', { namedCurve: 'P-256' }),
    generateKeyPairSync('ec', { namedCurve: 'P-256' }),
  ];
  const data = Buffer.from('meter reading 48000');
  const signature = sign('sha256', data, first.privateKey);
  const memo = memoiseVerify();
  try {
    assert.equal(verify('sha256', data, first.publicKey, signature), true);
    assert.equal(verify('sha256', data, first.publicKey, signature), true);
    assert.deepEqual([memo.asked, memo.known], [2, 1]);
    assert.equal(verify('sha256', data, second.publicKey, signature), false);
    assert.equal(verify('sha256', Buffer.from('meter reading 48001'), first.publicKey, signature), false);
    assert.equal(verify('sha256', data, { key: first.publicKey, dsaEncoding: 'ieee-p1363' }, signature), false);
    assert.equal(memo.known, 1);
  } finally {
    memo.stop();
  }
  assert.equal(verify('sha256', data, first.publicKey, signature), true);
  assert.equal(memo.asked, 5);
});
