/** Codec against the shared vectors: bytes of two foreign encoders, and damaged streams. @module */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ExiError } from '@openpnc/exi';
import * as v2 from '@openpnc/exi/iso15118-2';
import { decodeSap, encodeSap } from '@openpnc/exi/sap';
import { encodeSignedInfo } from '@openpnc/exi/xmldsig';
import { bytes, codecs, hex, type Vector, vectors } from './vectors.ts';

const wellFormed = ['iso15118-2', 'sap', 'fragments', 'ac-pnc-session', 'iso15118-20'].flatMap((file) =>
  vectors(`${file}.jsonl`),
);

for (const vector of wellFormed) {
  test(`${vector.schema} ${vector.kind} ${vector.name} is read and written byte for byte`, () => {
    const json = decodeJson(vector, vector.exi);
    assert.deepEqual(json, vector.json);
    assert.equal(encodeJson(vector, json), vector.exi);
  });
  const omitted = vector.divergence?.nagasena_encoder?.exi;
  if (omitted !== undefined) {
    test(`${vector.name} is read also where empty values come without characters`, () => {
      assert.deepEqual(decodeJson(vector, omitted), vector.json);
    });
  }
}

for (const vector of vectors('malformed.jsonl')) {
  const isRefused = vector.expect === 'reject' || vector.expect === 'schema-reject';
  if (isRefused) {
    test(`malformed ${vector.name} is refused with code, path and bit`, () => {
      const error = refusal(() => decodeJson(vector, vector.exi));
      assert.ok(error !== undefined, 'was accepted');
      assert.ok(error.offset !== undefined && error.offset <= vector.exi.length * 4, `offset ${error.offset}`);
    });
  } else {
    test(`${vector.name} ${vector.expect === 'accept' ? 'is read' : 'does no harm'}`, () => {
      const error = refusal(() => decodeJson(vector, vector.exi));
      if (vector.expect === 'accept') assert.equal(error, undefined);
    });
  }
}

test('the policy of the strict read: trailing bytes, padding, cookie and NUL are refused, long integers are read', () => {
  const codes = Object.fromEntries(
    vectors('malformed.jsonl')
      .filter(({ expect }) => expect === 'policy')
      .map((vector) => [vector.name, refusal(() => decodeJson(vector, vector.exi))?.code]),
  );
  assert.deepEqual(codes, {
    'header/cookie': 'header',
    'length/non-minimal': undefined,
    'string/nul': 'character',
    'list/16-services-2-bit-ee': 'undeclared',
    'trailing/zero-byte': 'trailing_bytes',
    'trailing/garbage': 'trailing_bytes',
    'trailing/second-message': 'trailing_bytes',
    'padding/ones': 'padding',
  });
});

test('a lenient read tells of what it lets pass', () => {
  for (const [name, code] of [
    ['header/cookie', 'header'],
    ['trailing/garbage', 'trailing_bytes'],
    ['padding/ones', 'padding'],
  ] as const) {
    const vector = vectors('malformed.jsonl').find((other) => other.name === name)!;
    const deviations: string[] = [];
    v2.decodeMessage(bytes(vector.exi), {
      isLenient: true,
      onDeviation: (deviation) => deviations.push(deviation.code),
    });
    assert.deepEqual(deviations, [code]);
  }
});

test('the messages have their types', () => {
  const message: v2.V2G_Message = {
    Header: { SessionID: bytes('C4A91E0D77B20F35') },
    Body: { AuthorizationReq: { Id: 'id1', GenChallenge: new Uint8Array(16) } },
  };
  const read = v2.decodeMessage(v2.encodeMessage(message));
  assert.deepEqual(read, message);
  const challenge: Uint8Array | undefined = read.Body.AuthorizationReq?.GenChallenge;
  assert.equal(challenge?.length, 16);
  assert.deepEqual(v2.decodeMessage(v2.encodeMessage({ ...message, Body: {} })).Body, {});

  const status: v2.PowerDeliveryRes = {
    ResponseCode: 'OK',
    AC_EVSEStatus: { NotificationMaxDelay: 0, EVSENotification: 'None', RCD: false },
  };
  assert.equal(status.DC_EVSEStatus, undefined);
  // @ts-expect-error: one of the two states must be there
  const none: v2.PowerDeliveryRes = { ResponseCode: 'OK' };
  assert.throws(() => v2.encodeMessage({ ...message, Body: { PowerDeliveryRes: none } }), { code: 'missing_element' });
  // @ts-expect-error: undefined is not absent
  const undefinedId: v2.AuthorizationReq = { Id: undefined };
  assert.equal(undefinedId.Id, undefined);
  const meter: v2.MeterInfoType = { MeterID: 'M', MeterReading: 12n };
  assert.equal(meter.MeterReading, 12n);
});

test('the entry functions give the bytes of the vectors', () => {
  const session = vectors('ac-pnc-session.jsonl');
  const named = (name: string) => session.find((vector) => vector.name === name)!;
  const eMAID = { Id: 'id4', value: 'DEKXLC4711AB905' };
  assert.equal(hex(v2.encodeFragment('eMAID', eMAID)), named('fragment:eMAID').exi);
  assert.equal(hex(v2.encodeTypedEmaidFragment(eMAID)), '80ec02b4b21a04511152d61310cd0dcc4c50508e4c0d5e80');
  const { AuthorizationReq } = v2.decodeMessage(bytes(named('AuthorizationReq').exi)).Body;
  assert.equal(hex(v2.encodeFragment('AuthorizationReq', AuthorizationReq!)), named('fragment:AuthorizationReq').exi);
  const req = decodeSap(bytes(named('SupportedAppProtocolReq').exi));
  assert.equal(req.supportedAppProtocolReq?.AppProtocol.length, 2);
  assert.equal(hex(encodeSap(req)), named('SupportedAppProtocolReq').exi);
  const { Header } = v2.decodeMessage(bytes(named('AuthorizationReq').exi));
  assert.equal(hex(encodeSignedInfo(Header.Signature!.SignedInfo)), named('fragment:SignedInfo-1ref').exi);
});

function decodeJson(vector: Vector, exi: string): unknown {
  const codec = codecs[vector.schema]!;
  return vector.kind === 'document' ? codec.decodeToJson(bytes(exi)) : codec.decodeFragmentToJson(bytes(exi));
}

function encodeJson(vector: Vector, json: unknown): string {
  const codec = codecs[vector.schema]!;
  return hex(vector.kind === 'document' ? codec.encodeFromJson(json) : codec.encodeFragmentFromJson(json));
}

function refusal(read: () => unknown): ExiError | undefined {
  try {
    read();
    return undefined;
  } catch (error) {
    assert.ok(error instanceof ExiError, `threw ${error}`);
    return error;
  }
}
