/** eMAIDs against the shared vectors. ISO 15118-2:2014 Annex H.1. @module */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import {
  checkCharacter,
  dinCheckDigit,
  displayEmaid,
  emaidOfDin,
  hasWrongCheckCharacter,
  isSameEmaid,
  normalEmaid,
  parseEmaid,
} from '@openpnc/core/emaid';

const vectors = JSON.parse(
  readFileSync(new URL('../../../vectors/crypto/emaid-check-digit.json', import.meta.url), 'utf8'),
);

test('ISO check characters are those of the vectors and of third parties', () => {
  for (const { in14, checkDigit, full15, hyphenated } of vectors.iso) {
    assert.equal(checkCharacter(in14), checkDigit, in14);
    assert.equal(normalEmaid(hyphenated), full15);
    assert.equal(displayEmaid(in14), hyphenated);
  }
  for (const { in14, checkDigit } of vectors.knownFromThirdParties)
    assert.equal(checkCharacter(in14), checkDigit, in14);
});

test('DIN SPEC 91286 check digits and their ISO form are those of the vectors', () => {
  for (const { din11, checkDigit } of vectors.knownDinFromThirdParties)
    assert.equal(dinCheckDigit(din11), checkDigit, din11);
  for (const { din11, dinCheckDigit: digit, dinStars, iso14, isoCheckDigit } of vectors.din) {
    assert.equal(dinCheckDigit(din11), digit, din11);
    assert.deepEqual([emaidOfDin(dinStars)?.id14, emaidOfDin(dinStars)?.check], [iso14, isoCheckDigit]);
  }
  assert.equal(emaidOfDin('NL-TNM-012204-6'), undefined);
});

test('one contract in all its spellings is equal, another one is not', () => {
  for (const { value, normal14, normal15 } of vectors.normalise) {
    assert.equal(parseEmaid(value)?.id14, normal14);
    assert.ok(isSameEmaid(value, normal15) && isSameEmaid(normal14, value), value);
  }
  assert.ok(!isSameEmaid('DE8AAC12345678D', 'DE8AAC12345678E'), 'two present 15th characters must be equal');
  assert.ok(!isSameEmaid('DE8AAC12345678', 'DE8AAC12345679'));
  assert.ok(!isSameEmaid('no eMAID', 'no eMAID'), 'what is no eMAID is equal to nothing');
});

test('malformed texts are no eMAIDs, a wrong check character is one with a finding', () => {
  for (const { value, why } of vectors.invalid) {
    const emaid = parseEmaid(value, { strict: true });
    if (why.startsWith('wrong check')) assert.ok(emaid && hasWrongCheckCharacter(emaid), value);
    else assert.equal(emaid, undefined, `${value}: ${why}`);
  }
  assert.equal(parseEmaid('DE--8AA-001234567'), undefined);
  assert.equal(parseEmaid('DE-8AA001234567')?.id14, 'DE8AA001234567');
});

test('what was read before does not change what is read next', () => {
  const mixed = 'DE-8AA001234567';
  assert.equal(parseEmaid(mixed)?.id14, 'DE8AA001234567');
  assert.equal(parseEmaid(mixed, { strict: true }), undefined);
  assert.equal(parseEmaid('FR8AA001234567')?.country, 'FR');
  assert.equal(parseEmaid(mixed)?.country, 'DE');
});
