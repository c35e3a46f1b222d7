/** Tokens: what is signed is verified, and everything else has its problem; rights by role, manufacturer and provider. @module */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { toBase64, toUtf8 } from '@openpnc/core/bytes';
import { claimsOf, type Grant, grantOf, type Right, rights, whyNot } from '@openpnc/opcp/grant';
import { jwkOf, signJwt, verifyJwt } from '@openpnc/opcp/jwt';
import { memoryKeys } from '../../../base/x509/test/memoryKeys.ts';

const keys = memoryKeys();
const signer = await keys.make('server');
const other = await keys.make('other');
const at = Date.parse('2026-06-01T12:00:00Z');
const claims = { iss: 'i', aud: 'a', exp: at / 1000 + 60, nbf: at / 1000 - 60 };
const options = { publicKey: signer.publicKey, at, audience: 'a', issuer: 'i' };

test('a token is verified by the key that signed it, for its time, audience and issuer', async () => {
  const token = await signJwt(claims, signer);
  const verdict = verifyJwt(token, options);
  assert.deepEqual(verdict.ok && verdict.claims, claims);
  const problem = (changes: Partial<typeof options>, of = token) => {
    const found = verifyJwt(of, { ...options, ...changes });
    return found.ok ? 'ok' : found.problem;
  };
  assert.equal(problem({ publicKey: other.publicKey }), 'token_signature_invalid');
  assert.equal(problem({ at: at + 119_000 }), 'ok');
  assert.equal(problem({ at: at + 121_000 }), 'token_expired');
  assert.equal(problem({ at: at - 121_000 }), 'token_not_yet_valid');
  assert.equal(problem({ audience: 'b' }), 'token_wrong_audience');
  assert.equal(problem({ issuer: 'b' }), 'token_wrong_issuer');
  assert.equal(problem({}, await signJwt({ ...claims, aud: ['b', 'a'] }, signer)), 'ok');
  assert.equal(problem({}, await signJwt({ iss: 'i', aud: 'a' }, signer)), 'token_malformed', 'a token without end');
  for (const wrong of [
    '',
    'a.b',
    'a.b.c',
    `${token}.x`,
    token.replace('.', '..'),
    token.replaceAll('.', '.='),
    'é.é.é',
  ])
    assert.equal(problem({}, wrong), 'token_malformed', wrong);
});

test('an algorithm that the header chooses is not followed: none and HS256 are refused', async () => {
  const [, body, signature] = (await signJwt(claims, signer)).split('.');
  for (const alg of ['none', 'HS256', 'RS256', 'es256', undefined]) {
    const header = toBase64(toUtf8(JSON.stringify({ alg }))).replaceAll('=', '');
    const found = verifyJwt(`${header}.${body}.${signature}`, options);
    assert.equal(found.ok ? 'ok' : found.problem, 'token_signature_invalid', alg);
    const empty = verifyJwt(`${header}.${body}.`, options);
    assert.equal(empty.ok ? 'ok' : empty.problem, 'token_signature_invalid', alg);
  }
});

test('the key as JWK has the coordinates of the point', async () => {
  const { kty, crv, x, y } = jwkOf(signer.publicKey) as Record<string, string>;
  const imported = await crypto.subtle.importKey(
    'jwk',
    { kty: kty!, crv: crv!, x: x!, y: y! },
    { name: 'ECDSA', namedCurve: 'P-256' },
    true,
    ['verify'],
  );
  assert.deepEqual(new Uint8Array(await crypto.subtle.exportKey('spki', imported)), signer.publicKey);
});

const grant = (roles: Grant['roles'], more: Partial<Grant> = {}): Grant => ({
  clientName: 'c',
  roles,
  wmis: [],
  emaidPrefixes: [],
  ...more,
});

test('a grant survives its claims; claims of another shape are no rights', () => {
  const full = grant(['OEM', 'CPO'], { wmis: ['WVW'], emaidPrefixes: ['DE8AA'] });
  assert.deepEqual(grantOf(claimsOf(full, 'u'), 'u'), full);
  assert.deepEqual(grantOf(claimsOf(full, 'u'), 'other').roles, []);
  assert.deepEqual(grantOf({ 'u/role': 'ADMIN' }, 'u').roles, []);
  assert.deepEqual(grantOf({ 'u/role': ['ROOT', 7] }, 'u').roles, []);
});

test('every right is refused to a client without role and given to an administrator', () => {
  for (const right of Object.keys(rights) as Right[]) {
    assert.notEqual(whyNot(grant([]), right), undefined);
    assert.equal(whyNot(grant(['ADMIN']), right, { pcid: 'WVWZZZAAZMD123456', eMAID: 'DE8AAC12345678' }), undefined);
  }
});

test('an OEM touches its own cars alone, an MO its own eMAIDs in any spelling alone', () => {
  const oem = grant(['OEM'], { wmis: ['WVW'] });
  assert.equal(whyNot(oem, 'provisioning.write', { pcid: 'wvwzzzaazmd123456' }), undefined);
  assert.match(whyNot(oem, 'provisioning.write', { pcid: 'XYZZZZAAZMD123456' })!, /manufacturer XYZ/);
  const mo = grant(['MO_EXTERNAL_PKI'], { emaidPrefixes: ['DE8AA'] });
  assert.equal(whyNot(mo, 'cps.sign', { eMAID: 'de-8aa-c12345678' }), undefined);
  assert.match(whyNot(mo, 'cps.sign', { eMAID: 'DE9AAC12345678' })!, /eMAID/);
  assert.match(whyNot(mo, 'cps.sign', { eMAID: 'nonsense' })!, /eMAID/);
  assert.match(whyNot(mo, 'cps.generate')!, /cps.generate is for/);
});
