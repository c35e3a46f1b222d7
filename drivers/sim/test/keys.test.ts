/** Seeded randomness and keys. @module */
import assert from 'node:assert/strict';
import { createECDH, createPrivateKey, createPublicKey, verify } from 'node:crypto';
import { test } from 'node:test';
import { toHex, toUtf8 } from '@openpnc/core/bytes';
import { SeededKeys } from '@openpnc/sim/keys';
import { SeededRandom } from '@openpnc/sim/random';

test('the same seed gives the same bytes, another seed or name others', () => {
  const [a, b, c] = [new SeededRandom('1'), new SeededRandom('1'), new SeededRandom('2')];
  assert.equal(toHex(a.bytes(50)), toHex(b.bytes(20)) + toHex(b.bytes(30)));
  assert.notEqual(toHex(new SeededRandom('1').bytes(16)), toHex(c.bytes(16)));
  assert.notEqual(toHex(a.fork('x').bytes(16)), toHex(a.fork('y').bytes(16)));
  const counts = new Set(Array.from({ length: 200 }, () => a.integer(5)));
  assert.deepEqual([...counts].toSorted(), [0, 1, 2, 3, 4]);
});

for (const algorithm of ['ES256', 'ES512', 'RS256', 'Ed448'] as const) {
  test(`${algorithm}: the key comes from the seed, its signature is the same each time and verifies`, async () => {
    const key = await new SeededKeys('seed').make('contract', algorithm);
    const same = await new SeededKeys('seed').make('contract', algorithm);
    assert.equal(toHex(key.publicKey), toHex(same.publicKey));
    assert.equal(key.algorithm, algorithm);
    const data = toUtf8('sample');
    const signature = await key.sign(data);
    assert.equal(toHex(signature), toHex(await same.sign(data)));
    const publicKey = createPublicKey({ key: Buffer.from(key.publicKey), format: 'der', type: 'spki' });
    const hash = { ES256: 'sha256', ES512: 'sha512', RS256: 'sha256', Ed448: null }[algorithm];
    const input = algorithm.startsWith('ES') ? { key: publicKey, dsaEncoding: 'ieee-p1363' as const } : publicKey;
    assert.ok(verify(hash, data, input, signature));
    assert.ok(!verify(hash, toUtf8('simple'), input, signature));
  });
}

test('ECDSA nonces are those of RFC 6979 (A.2.5 P-256 and A.2.7 P-521, "sample")', async () => {
  const keys = new SeededKeys('any');
  const p256 = await keys.keep(
    'p256',
    pem('P-256', 'C9AFA9D845BA75166B5C215767B1D6934E50C3DB36E89B127B8A622B120F6721'),
  );
  assert.equal(
    toHex(await p256.sign(toUtf8('sample'))).toUpperCase(),
    'EFD48B2AACB6A8FD1140DD9CD45E81D69D2C877B56AAF991C34D0EA84EAF3716' +
      'F7CB1C942D657C41D436C7A1B6E29F65F3E900DBB9AFF4064DC4AB2F843ACDA8',
  );
  const p521 = await keys.keep(
    'p521',
    pem(
      'P-521',
      '00FAD06DAA62BA3B25D2FB40133DA757205DE67F5BB0018FEE8C86E1B68C7E75CAA896EB32F1F47C70855836A6D16FCC1466F6D8FBEC67DB89EC0C08B0E996B83538',
    ),
  );
  assert.equal(
    toHex(await p521.sign(toUtf8('sample'))).toUpperCase(),
    '00C328FAFCBD79DD77850370C46325D987CB525569FB63C5D3BC53950E6D4C5F174E25A1EE9017B5D450606ADD152B534931D7D4E8455CC91F9B15BF05EC36E377FA' +
      '00617CCE7CF5064806C467F678D3B4080D6F1CC50AF26CA209417308281B68AF282623EAA63E5B5C0723D8B8C37FF0777B1A20F8CCB1DCCC43997F1EE0E44DA4A67A',
  );
});

test('a store finds, lists, exports, agrees and removes', async () => {
  const keys = new SeededKeys('seed');
  const [a, b] = [await keys.make('a'), await keys.make('b')];
  assert.notEqual(toHex(a.publicKey), toHex(b.publicKey));
  assert.notEqual(toHex(a.publicKey), toHex((await keys.make('a')).publicKey), 'a second key of a name is another one');
  assert.deepEqual(await keys.list(), ['a', 'b']);
  assert.equal((await keys.find('b'))?.name, 'b');
  const point = (key: typeof a) => key.publicKey.subarray(-65);
  assert.equal(toHex(await a.agree(point(b))), toHex(await b.agree(point(a))));
  assert.equal(createPrivateKey(b.exportPem()).asymmetricKeyType, 'ec');
  await keys.remove('a');
  assert.equal(await keys.find('a'), undefined);
});

function pem(crv: string, d: string): string {
  const ecdh = createECDH(crv === 'P-256' ? 'prime256v1' : 'secp521r1');
  ecdh.setPrivateKey(Buffer.from(d, 'hex'));
  const point = ecdh.getPublicKey();
  const half = (point.length - 1) / 2;
  const text = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64url');
  const jwk = {
    kty: 'EC',
    crv,
    d: text(Buffer.from(d, 'hex')),
    x: text(point.subarray(1, 1 + half)),
    y: text(point.subarray(1 + half)),
  };
  return createPrivateKey({ key: jwk, format: 'jwk' }).export({ type: 'pkcs8', format: 'pem' }).toString();
}
