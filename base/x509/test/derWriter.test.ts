/** The DER writer: what the strict reader reads back, at every size of a length. @module */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fromHex, toHex } from '@openpnc/core/bytes';
import { DerReader, tags } from '../src/der.ts';
import { bitString, element, generalizedTime, objectIdentifier, unsignedInteger } from '../src/derWriter.ts';

const reader = (der: Uint8Array) => new DerReader(der, 'test');

test('an element has the shortest form of its length and its contents in order', () => {
  for (const length of [0, 1, 0x7f, 0x80, 0xff, 0x100, 0xffff, 0x1_0000]) {
    const [a, b] = [new Uint8Array(length >> 1).fill(1), new Uint8Array(length - (length >> 1)).fill(2)];
    const read = reader(element(tags.octetString, a, b));
    const content = read.content(read.read(tags.octetString, 'content'));
    read.done('content');
    assert.equal(content.length, length);
    assert.ok(content.subarray(0, a.length).every((octet) => octet === 1));
    assert.ok(content.subarray(a.length).every((octet) => octet === 2));
  }
});

test('an unsigned number loses leading zeros and keeps its sign', () => {
  for (const [octets, der] of [
    ['', '020100'],
    ['0000', '020100'],
    ['7f', '02017f'],
    ['80', '02020080'],
    ['000080', '02020080'],
    ['0001ff', '020201ff'],
  ])
    assert.equal(toHex(unsignedInteger(fromHex(octets!))), der);
});

test('object identifiers, bits and times are read back as they were', () => {
  for (const oid of ['0.9.2342.19200300.100.1.25', '1.2.840.10045.4.3.2', '2.16.840.1.101.3.4.2.1', '2.999.128'])
    assert.equal(reader(objectIdentifier(oid)).oid('oid'), oid);
  assert.equal(toHex(reader(bitString(fromHex('0180'))).wholeBits('bits')), '0180');
  assert.equal(
    toHex(generalizedTime(Date.UTC(2026, 1, 5, 8, 9, 1, 999))),
    `180f${toHex(Buffer.from('20260205080901Z'))}`,
  );
  assert.equal(
    reader(generalizedTime(Date.UTC(2050, 11, 31, 23, 59, 59))).time('time'),
    Date.UTC(2050, 11, 31, 23, 59, 59),
  );
});
