/** The credentials token on the wire. @module */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { authorizationHeader, tokensOfHeader } from '@openpnc/roaming/ocpi/headers';

test('the token is base64 of its UTF-8, without the line end that the example of the specification has', () => {
  assert.equal(authorizationHeader('example-token'), 'Token ZXhhbXBsZS10b2tlbg==');
  assert.equal(authorizationHeader('example-token', { isRaw: true }), 'Token example-token');
});

test('a token is read in base64, raw, and in base64 with a line end', () => {
  assert.deepEqual(tokensOfHeader('Token ZXhhbXBsZS10b2tlbg=='), ['example-token', 'ZXhhbXBsZS10b2tlbg==']);
  assert.equal(tokensOfHeader('Token ZXhhbXBsZS10b2tlbgo=')[0], 'example-token');
  assert.ok(tokensOfHeader('Token example-token').includes('example-token'));
  assert.ok(tokensOfHeader('token abcd').includes('abcd'), 'the word Token has no case');
});

test('what is no token gives none', () => {
  for (const header of [undefined, '', 'Token', 'Token ', 'Bearer abc', 'Token a b', `Token ${'x'.repeat(500)}`])
    assert.deepEqual(tokensOfHeader(header), [], String(header));
});

test('a token with a space, a control character or more than 64 characters is a fault of the caller', () => {
  for (const token of ['', 'a b', 'a\n', 'é', 'x'.repeat(65)])
    assert.throws(() => authorizationHeader(token), { name: 'UsageError', code: 'credentials_token' });
});
