/** V2GTP framing against streams that are cut, merged and broken. @module */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { concatBytes, fromHex, toHex } from '@openpnc/core/bytes';
import { FrameReader, frame, payloadTypes } from '@openpnc/iso15118/v2gtp';

const limits = { maxPayloadBytes: 100 };
const hello = frame(payloadTypes.exi, fromHex('80400040'));

test('a payload goes behind 01 FE, its type and its length', () => {
  assert.equal(toHex(hello), '01fe80010000000480400040');
});

test('a message in one-byte reads comes out once and whole', () => {
  const reader = new FrameReader(limits);
  const payloads = [...hello].flatMap((byte) => reader.read(Uint8Array.of(byte)).payloads);
  assert.deepEqual(payloads.map(toHex), ['80400040']);
  assert.equal(reader.isInside, false);
});

test('two messages and a half in one read come out in order, the half with its rest', () => {
  const reader = new FrameReader(limits);
  const stream = concatBytes(hello, frame(payloadTypes.exi, fromHex('aa')), hello);
  const first = reader.read(stream.subarray(0, stream.length - 2));
  assert.deepEqual(first.payloads.map(toHex), ['80400040', 'aa']);
  assert.equal(reader.isInside, true);
  assert.deepEqual(reader.read(stream.subarray(stream.length - 2)).payloads.map(toHex), ['80400040']);
});

for (const [problem, header] of [
  ['version_invalid', 'fffe800100000001'],
  ['version_invalid', '02fd900000000000'],
  ['inverse_version_invalid', '01ff700000000000'],
  ['payload_type_unknown', '01fe700100000000'],
  ['payload_type_unknown', '01fe900000000002'],
  ['payload_empty', '01fe800100000000'],
  ['payload_too_large', '01fe800100000065'],
  ['payload_too_large', '01fe8001ffffffff'],
] as const) {
  test(`the header ${header} is ${problem}: version, inverse, type, length are checked in that order`, () => {
    const reader = new FrameReader(limits);
    const { payloads, bad } = reader.read(concatBytes(hello, fromHex(header), hello));
    assert.deepEqual(payloads.map(toHex), ['80400040'], 'what came before it counts');
    assert.equal(bad?.problem, problem);
    assert.deepEqual(reader.read(hello), { payloads: [] }, 'nothing after it is read');
  });
}

test('skip passes over the ignored message by its length and reads on', () => {
  const reader = new FrameReader(limits);
  const ignored = fromHex('01fe700100000003');
  assert.equal(reader.read(concatBytes(ignored, fromHex('0102'))).bad?.problem, 'payload_type_unknown');
  assert.deepEqual(reader.skip().payloads, []);
  assert.deepEqual(reader.read(concatBytes(fromHex('03'), hello)).payloads.map(toHex), ['80400040']);
});
