/** The entry functions, the JSON form's faults, the lenient read and the vocabulary's own checks. @module */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  attribute,
  createCodec,
  ExiError,
  exiErrorCodes,
  explain,
  ID,
  type Infer,
  membersOf,
  namespace,
  optional,
  repeated,
  schemaSet,
  string,
  text,
  unsignedLong,
} from '@openpnc/exi';
import * as v2 from '@openpnc/exi/iso15118-2';
import * as v20 from '@openpnc/exi/iso15118-20';
import { decodeSap, encodeSap } from '@openpnc/exi/sap';
import * as ds from '@openpnc/exi/xmldsig';
import { bytes, codecs, hex, schemas, vectors } from './vectors.ts';

const header = { SessionID: bytes('C4A91E0D77B20F35') };

test('the ISO 15118-20 functions take a message and a fragment to their bytes and back', () => {
  const vector = vectors('iso15118-20.jsonl').find(({ name }) => name === 'session-setup-req')!;
  const message = v20.decodeMessage(bytes(vector.exi));
  assert.equal(message.SessionSetupReq?.EVCCID, 'WKXLEVC0000712');
  assert.equal(message.SessionSetupReq?.Header.TimeStamp, 1764003000n);
  assert.equal(hex(v20.encodeMessage(message)), vector.exi);
  const fragment = vectors('iso15118-20.jsonl').find(({ kind }) => kind === 'fragment')!;
  const { name, value } = v20.decodeFragment(bytes(fragment.exi));
  assert.equal(name, 'PnC_AReqAuthorizationMode');
  assert.equal(
    hex(v20.encodeFragment('PnC_AReqAuthorizationMode', value as v20.PnC_AReqAuthorizationModeType)),
    fragment.exi,
  );
  assert.throws(() => v20.encodeMessage({} as v20.CommonMessage), { code: 'root' });
});

test('fragments of -2 and xmldsig are read by their entries', () => {
  const named = (name: string) => vectors('fragments.jsonl').find((vector) => vector.name === name)!;
  const { name, value } = v2.decodeFragment(bytes(named('emaid').exi));
  assert.deepEqual({ name, value }, { name: 'eMAID', value: { Id: 'id4', value: 'DEKXLC4711AB905' } });
  assert.equal(ds.decodeFragment(bytes(named('signed-info/1-ref').exi)).name, 'SignedInfo');
});

test('the relaxed eMAID fragment is refused where it is not what ISO 15118-2 signs', () => {
  const codec = codecs['iso15118-2']!;
  const relaxed = hex(v2.encodeFragment('eMAID', { Id: 'id4', value: 'DEKXLC4711AB905' }));
  // The plain text of eMAIDType, which is never signed, has its form too.
  assert.deepEqual(codec.decodeFragment(codec.encodeFragment('eMAID', 'DEKXLC4711AB905')).value, 'DEKXLC4711AB905');
  for (const [what, exi] of [
    ['another attribute', relaxed.replace('80ec02', '80ec00')],
    ['the typed form', hex(v2.encodeTypedEmaidFragment({ Id: 'id4', value: 'DEKXLC4711AB905' }))],
    ['an end before the text', '80ec0202b4b21a3fbd3d00'],
    ['something after the text', relaxed.replace('7d3d00', '7cbd00')],
    ['another event', '80ec7f80'],
  ] as const)
    assert.throws(() => codec.decodeFragment(bytes(exi)), ExiError, what);
  assert.throws(() => codec.encodeFragment('eMAID', { Id: 'id4', value: 'SHORT' }), { code: 'length', path: 'eMAID' });
  assert.throws(() => codec.encodeFragment('eMAID', { Id: 4, value: 'DEKXLC4711AB905' }), {
    code: 'value_type',
    path: 'eMAID/@Id',
  });
  assert.throws(() => codec.encodeFragment('eMAID', 12), { code: 'value_type', path: 'eMAID' });
});

test('a handshake is one of its two messages', () => {
  const res = { supportedAppProtocolRes: { ResponseCode: 'OK_SuccessfulNegotiation', SchemaID: 1 } } as const;
  assert.deepEqual(decodeSap(encodeSap(res)), res);
  assert.throws(() => encodeSap({} as never), { code: 'root' });
  assert.throws(() => encodeSap({ ...res, supportedAppProtocolReq: { AppProtocol: [] } } as never), { code: 'root' });
});

test('names that the schema does not have are refused', () => {
  const codec = codecs['iso15118-2']!;
  assert.throws(() => codec.encode('SessionSetupReq', {}), { code: 'root' });
  assert.throws(() => codec.encodeFragment('Nothing', {}), { code: 'unknown_name' });
  assert.throws(() => codec.encodeFragment('BodyElement', {}), { code: 'unknown_name' });
  assert.throws(() => codec.encodeFromJson({ Nothing: {} }), { code: 'root' });
  assert.throws(() => codec.encodeFromJson({ V2G_Message: {}, Other: {} }), { code: 'root' });
  assert.throws(() => codec.encodeFromJson(null), { code: 'root' });
  assert.throws(() => v2.encodeMessage({ Header: header, Body: { SessionSetup: {} } } as never), {
    code: 'unknown_name',
    path: 'V2G_Message/Body',
  });
});

for (const [what, body, code, path] of [
  ['an unknown key', { SessionSetupReq: { EVCCId: '00' } }, 'unknown_name', 'SessionSetupReq/EVCCId'],
  ['an attribute without its mark', { AuthorizationReq: { Id: 'a' } }, 'unknown_name', 'AuthorizationReq/Id'],
  ['a text where there is none', { AuthorizationReq: { '#text': 'a' } }, 'unknown_name', 'AuthorizationReq/#text'],
  ['an array for an object', { AuthorizationReq: [] }, 'value_type', 'AuthorizationReq'],
  ['null', { AuthorizationReq: null }, 'value_type', 'AuthorizationReq'],
  ['a number for hex', { SessionSetupReq: { EVCCID: 12 } }, 'value_type', 'SessionSetupReq/EVCCID'],
  ['odd hex', { SessionSetupReq: { EVCCID: '123' } }, 'malformed_json', 'SessionSetupReq/EVCCID'],
  ['no hex', { SessionSetupReq: { EVCCID: '1g' } }, 'malformed_json', 'SessionSetupReq/EVCCID'],
  ['no base64', { AuthorizationReq: { GenChallenge: 'a*==' } }, 'malformed_json', 'AuthorizationReq/GenChallenge'],
  [
    'base64 beyond ASCII',
    { AuthorizationReq: { GenChallenge: 'äöü€' } },
    'malformed_json',
    'AuthorizationReq/GenChallenge',
  ],
  [
    'base64 without padding',
    { AuthorizationReq: { GenChallenge: 'abc' } },
    'malformed_json',
    'AuthorizationReq/GenChallenge',
  ],
  [
    'base64 with bits left over',
    { AuthorizationReq: { GenChallenge: 'ab==' } },
    'malformed_json',
    'AuthorizationReq/GenChallenge',
  ],
  [
    'base64 with a bad last group',
    { AuthorizationReq: { GenChallenge: '*bc=' } },
    'malformed_json',
    'AuthorizationReq/GenChallenge',
  ],
  ['a text for a number', { ServiceDetailReq: { ServiceID: '1' } }, 'value_type', 'ServiceDetailReq/ServiceID'],
  [
    'a fraction for a 64-bit number',
    { PaymentDetailsRes: { EVSETimeStamp: 1.5 } },
    'value_type',
    'PaymentDetailsRes/EVSETimeStamp',
  ],
  [
    'words for a 64-bit number',
    { PaymentDetailsRes: { EVSETimeStamp: 'now' } },
    'value_type',
    'PaymentDetailsRes/EVSETimeStamp',
  ],
  [
    'an object for a list',
    { PowerDeliveryReq: { ChargingProfile: { ProfileEntry: {} } } },
    'value_type',
    'PowerDeliveryReq/ChargingProfile/ProfileEntry',
  ],
  [
    'a fault in a list',
    { PowerDeliveryReq: { ChargingProfile: { ProfileEntry: [{}, { Nothing: 1 }] } } },
    'unknown_name',
    'PowerDeliveryReq/ChargingProfile/ProfileEntry[2]/Nothing',
  ],
] as const) {
  test(`JSON with ${what} is refused with its path`, () => {
    const json = { V2G_Message: { Header: { SessionID: '00' }, Body: body } };
    assert.throws(() => codecs['iso15118-2']!.encodeFromJson(json), { code, path: `V2G_Message/Body/${path}` });
  });
}

test('JSON takes 64-bit numbers as numbers too, and base64 with white space', () => {
  const codec = codecs['iso15118-2']!;
  const json = (EVSETimeStamp: unknown, GenChallenge: string) => ({
    V2G_Message: {
      Header: { SessionID: '00' },
      Body: { PaymentDetailsRes: { ResponseCode: 'OK', GenChallenge, EVSETimeStamp } },
    },
  });
  const challenge = 'AAECAwQFBgcICQoLDA0ODw==';
  const exi = hex(codec.encodeFromJson(json('-5', challenge)));
  assert.equal(hex(codec.encodeFromJson(json(-5, ' AAECAwQF\nBgcICQoLDA0ODw== '))), exi);
  assert.equal(hex(codec.encodeFromJson(json('+7', challenge))), hex(codec.encodeFromJson(json(7, challenge))));
});

test('a name in several namespaces keeps its namespace as JSON', () => {
  const codec = codecs['iso15118-2']!;
  const name = '{urn:iso:15118:2:2013:MsgDataTypes}SAScheduleTupleID';
  assert.deepEqual(codec.decodeFragmentToJson(codec.encodeFragmentFromJson({ [name]: 9 })), { [name]: 9 });
});

test('alternatives of a repeated choice in another order than the schema are refused', () => {
  const signature = (KeyInfo: unknown) => ({
    SignedInfo: {
      CanonicalizationMethod: { Algorithm: 'a' },
      SignatureMethod: { Algorithm: 'b' },
      Reference: [{ DigestMethod: { Algorithm: 'c' }, DigestValue: bytes('00') }],
    },
    SignatureValue: { value: bytes('00') },
    KeyInfo,
  });
  const codec = codecs.xmldsig!;
  const both = codec.encodeFragment('KeyInfo', { KeyName: ['x', 'y'], MgmtData: ['z'] });
  assert.deepEqual(codec.decodeFragment(both).value, { KeyName: ['x', 'y'], MgmtData: ['z'] });
  assert.deepEqual(codec.decodeFragmentToJson(both), { KeyInfo: { KeyName: ['x', 'y'], MgmtData: 'z' } });
  const whole = codec.encodeFragment('Signature', signature({ KeyName: ['x'] }));
  assert.deepEqual(codec.decodeFragment(whole).value, signature({ KeyName: ['x'] }));
  // KeyInfo 8: AT(Id) 0, KeyName 1, ..., MgmtData 7 in 4 bits; then MgmtData 6, KeyName 0.
  const bits = [
    '10000000',
    '001000',
    '0111',
    '0',
    '00000010',
    '0',
    '0000',
    '0',
    '00000010',
    '0',
    '1000',
    '101110',
  ].join('');
  const exi = Uint8Array.from(bits.match(/.{1,8}/g)!, (byte) => Number.parseInt(byte.padEnd(8, '0'), 2));
  assert.throws(
    () => codec.decodeFragment(exi),
    (error) => error instanceof ExiError && error.code === 'element_order' && error.path === 'KeyInfo',
  );
});

test('wildcards and mixed content are refused where they stand, and shown by explain', () => {
  const codec = codecs.xmldsig!;
  // CanonicalizationMethod 0: AT(Algorithm), then SE(*) 0, EE 1, CH 2 in 2 bits.
  const begin = ['10000000', '000000', '0', '00000010'].join('');
  for (const [code, expected, shown] of [
    ['00', 'wildcard', /SE\(\*\)/],
    ['10', 'mixed_content', /CH \(mixed\)/],
    ['11', 'undeclared', /escape/],
  ] as const) {
    const exi = Uint8Array.from(`${begin}${code}0000000`.match(/.{8}/g)!, (byte) => Number.parseInt(byte, 2));
    assert.throws(
      () => codec.decodeFragment(exi),
      (error) => error instanceof ExiError && error.code === expected,
    );
    assert.match(explain(codec.schema, exi, { isFragment: true }), shown);
  }
  assert.throws(() => codec.encodeFragment('SignatureProperty', { Target: 'a' }), { code: 'missing_element' });
});

test('a lenient read lets control characters pass, and explain shows what it lets pass', () => {
  const codec = codecs['iso15118-2']!;
  const nul = vectors('malformed.jsonl').find(({ name }) => name === 'string/nul')!;
  const { value } = codec.decode(bytes(nul.exi), { isLenient: true });
  assert.equal((value as v2.V2G_Message).Body.SessionSetupRes?.EVSEID, 'SE*\0LT*E7');
  const trailing = vectors('malformed.jsonl').find(({ name }) => name === 'trailing/garbage')!;
  const text = explain(codec.schema, bytes(trailing.exi), { isLenient: true });
  assert.match(text, /168 {2}110111101010110110111110\.\.\. {5}bytes after the end/);
  assert.match(text, /! trailing_bytes: 4 bytes after the end of the document/);
  const cookie = vectors('malformed.jsonl').find(({ name }) => name === 'header/cookie')!;
  assert.match(explain(codec.schema, bytes(cookie.exi), { isLenient: true }), /EXI cookie/);
});

test('streams beyond the size of the working memory are read and written', () => {
  const codec = codecs['iso15118-2']!;
  const long = 'x'.repeat(70_000);
  const reference = {
    URI: `#${'y'.repeat(100)}`,
    DigestMethod: { Algorithm: 'c' },
    DigestValue: new Uint8Array(20_000).fill(7),
  };
  const info = {
    CanonicalizationMethod: { Algorithm: long },
    SignatureMethod: { Algorithm: 'ä'.repeat(70_000) },
    Reference: Array.from({ length: 100 }, () => reference),
  };
  const exi = codec.encodeFragment('SignedInfo', info);
  assert.ok(exi.length > 2_000_000);
  assert.deepEqual(codec.decodeFragment(exi).value, info);
  // Beyond 16 MB the interpreter serves.
  const huge = { ...info, Reference: [{ ...reference, DigestValue: new Uint8Array(17_000_000) }] };
  const read = codec.decodeFragment(codec.encodeFragment('SignedInfo', huge)).value as typeof huge;
  assert.equal(read.Reference[0]!.DigestValue.length, 17_000_000);
});

test('strings that come again are written and read alike, whatever their length and place', () => {
  const compiled = codecs.xmldsig!;
  const interpreted = createCodec(compiled.schema, { isCompiled: false });
  for (let length = 0; length <= 70; length++) {
    for (const fill of ['a', 'b~ ']) {
      const text = fill.repeat(length).slice(0, length);
      const reference = {
        Id: text,
        Type: text,
        URI: text,
        Transforms: { Transform: [{ Algorithm: text, XPath: [text, `${text}ä`] }] },
        DigestMethod: { Algorithm: text },
        DigestValue: bytes('00'),
      };
      const expected = hex(interpreted.encodeFragment('Reference', reference));
      for (let time = 0; time < 3; time++) {
        const exi = compiled.encodeFragment('Reference', reference);
        assert.equal(hex(exi), expected);
        assert.deepEqual(compiled.decodeFragment(exi).value, reference);
      }
    }
  }
});

test('memory that was handed to another thread is not used again', () => {
  const message: v2.V2G_Message = { Header: header, Body: { SessionStopRes: { ResponseCode: 'OK' } } };
  const before = v2.encodeMessage(message);
  structuredClone(before, { transfer: [before.buffer as ArrayBuffer] });
  const after = v2.encodeMessage(message);
  assert.deepEqual(v2.decodeMessage(after), message);
  const chain = { eMAID: 'DEKXLC4711AB905', ContractSignatureCertChain: { Certificate: new Uint8Array(700).fill(5) } };
  const exi = v2.encodeMessage({ Header: header, Body: { PaymentDetailsReq: chain } });
  const read = v2.decodeMessage(exi).Body.PaymentDetailsReq!.ContractSignatureCertChain.Certificate;
  structuredClone(read, { transfer: [read.buffer as ArrayBuffer] });
  assert.deepEqual(v2.decodeMessage(exi).Body.PaymentDetailsReq, chain);
});

test('what was read does not change when other messages are read or the stream is overwritten', () => {
  const exi = bytes(vectors('ac-pnc-session.jsonl').find(({ name }) => name === 'PaymentDetailsReq')!.exi);
  const first = v2.decodeMessage(exi);
  const copy = structuredClone(first);
  exi.fill(0xff);
  for (const { schema, exi, kind } of vectors('ac-pnc-session.jsonl'))
    if (kind === 'document') for (let i = 0; i < 20; i++) codecs[schema]!.decode(bytes(exi));
  assert.deepEqual(first, copy);
});

test('a schema of one’s own gives types and a codec', () => {
  const example = namespace({ uri: 'urn:example', prefix: 'ex' });
  const Key = example.complexType('KeyType', { Id: attribute(ID) }, text(string()));
  const Meter = example.element('Meter', {
    Id: attribute(ID),
    Reading: unsignedLong,
    Note: optional(string({ maxLength: 80 })),
    Key: repeated(Key, { max: 2 }),
  });
  type Meter = Infer<typeof Meter>;
  const meter: Meter = { Id: 'm1', Reading: 7n, Key: [{ Id: 'k', value: 'secret' }] };
  const codec = createCodec(schemaSet({ name: 'example', namespaces: [example], elements: [Meter] }));
  assert.deepEqual(codec.decode(codec.encode('Meter', meter)), { name: 'Meter', value: meter });
  assert.throws(() => codec.encode('Meter', { ...meter, Key: [{ Id: 'k' }] }), {
    code: 'missing_element',
    path: 'Meter/Key[1]',
  });
  const twice = example.complexType('TwiceType', { B: string() }, { B: unsignedLong });
  assert.throws(() => membersOf(twice), /TwiceType: two members are named B/);
});

test('every code that the tests of this package see is in the list, with a sentence', () => {
  for (const [code, sentence] of Object.entries(exiErrorCodes)) assert.match(sentence, /^[A-Z].*\.$/, code);
  assert.equal(Object.keys(schemas).length, 4);
});
