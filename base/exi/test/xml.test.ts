/** The XML form: canonical out, any well-formed XML in, nothing of a document type. @module */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ExiError } from '@openpnc/exi';
import { iso15118v2 } from '@openpnc/exi/iso15118-2';
import { appProtocol } from '@openpnc/exi/sap';
import { fromXml, toXml } from '@openpnc/exi/xml';
import fc from 'fast-check';
import { valuesOf } from './arbitraries.ts';
import { bytes, codecs, hex, schemas, vectors } from './vectors.ts';

const wellFormed = ['iso15118-2', 'sap', 'fragments', 'ac-pnc-session', 'iso15118-20'].flatMap((file) =>
  vectors(`${file}.jsonl`),
);

test('the XML of every vector is canonical and gives its bytes back', () => {
  for (const { name, schema, kind, exi, xml } of wellFormed) {
    const codec = codecs[schema]!;
    const read = kind === 'document' ? codec.decode(bytes(exi)) : codec.decodeFragment(bytes(exi));
    assert.equal(toXml(codec.schema, read.name, read.value), xml, name);
    const again = fromXml(codec.schema, xml);
    assert.deepEqual(again, read, name);
    assert.equal(
      hex(kind === 'document' ? codec.encode(again.name, again.value) : codec.encodeFragment(again.name, again.value)),
      exi,
      name,
    );
  }
});

test('random values of every element come back from their XML', () => {
  for (const schema of Object.values(schemas)) {
    for (const fragment of schema.fragments.filter(({ isAbstract }) => !isAbstract)) {
      for (const type of fragment.types) {
        const values = valuesOf(type);
        if (values === undefined) continue;
        const name = `{${fragment.namespace}}${fragment.name}`;
        fc.assert(
          fc.property(values, (value) => {
            const xml = toXml(schema, name, value);
            const again = fromXml(schema, xml);
            // White space around and inside xs:anyURI and xs:ID is collapsed, as XML Schema asks.
            assert.equal(
              toXml(schema, name, again.value),
              toXml(schema, name, fromXml(schema, toXml(schema, name, again.value)).value),
            );
            assert.equal(collapsed(toXml(schema, name, again.value)), collapsed(xml));
          }),
          { numRuns: 5, seed: 7 },
        );
      }
    }
  }
});

const sapXml = (content: string) =>
  `<a:supportedAppProtocolRes xmlns:a="urn:iso:15118:2:2010:AppProtocol">${content}</a:supportedAppProtocolRes>`;

test('any prefix, white space, comments, CDATA, references and an XML declaration are read', () => {
  const xml = `\ufeff<?xml version="1.0" encoding="UTF-8"?>\r\n<!-- made by hand --><supportedAppProtocolRes\n xmlns = 'urn:iso:15118:2:2010:AppProtocol'
    xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="a b">
    <ResponseCode xmlns=""><![CDATA[OK_Successful]]>Negotiati&#x6f;n</ResponseCode><?skip me?>
    <SchemaID xmlns="" >&#49;<!-- one --></SchemaID >
  </supportedAppProtocolRes> `;
  assert.deepEqual(fromXml(appProtocol, xml), {
    name: 'supportedAppProtocolRes',
    value: { ResponseCode: 'OK_SuccessfulNegotiation', SchemaID: 1 },
  });
  assert.deepEqual(fromXml(appProtocol, '<SchemaID> 7 </SchemaID>'), { name: 'SchemaID', value: 7 });
  assert.deepEqual(
    fromXml(iso15118v2, '<ReceiptRequired xmlns="urn:iso:15118:2:2013:MsgBody">1</ReceiptRequired>').value,
    true,
  );
});

test('a name that several elements share is told apart by its namespace', () => {
  const xml = '<b:SAScheduleTupleID xmlns:b="urn:iso:15118:2:2013:MsgDataTypes">3</b:SAScheduleTupleID>';
  const { name, value } = fromXml(iso15118v2, xml);
  assert.equal(name, '{urn:iso:15118:2:2013:MsgDataTypes}SAScheduleTupleID');
  assert.deepEqual(codecs['iso15118-2']!.decodeFragment(codecs['iso15118-2']!.encodeFragment(name, value)), {
    name,
    value,
  });
});

test('special characters are escaped in text and attributes', () => {
  const value = { Id: 'a&<>"\'\t\n\r', SessionID: bytes('01'), MeterInfo: { MeterID: '&<>"\t\n\r' } };
  const xml = toXml(iso15118v2, 'MeteringReceiptReq', value);
  assert.match(xml, /Id="a&amp;&lt;>&quot;'&#x9;&#xA;&#xD;"/);
  assert.match(xml, /<v2gci_t:MeterID>&amp;&lt;&gt;"\t\n&#xD;<\/v2gci_t:MeterID>/);
});

for (const [what, xml, code] of [
  [
    'a document type',
    `<!DOCTYPE a [<!ENTITY b "c">]>${sapXml('<ResponseCode>Failed_NoNegotiation</ResponseCode>')}`,
    'malformed_xml',
  ],
  ['an entity of its own', sapXml('<ResponseCode>&b;</ResponseCode>'), 'malformed_xml'],
  ['an entity named like a property of objects', sapXml('<ResponseCode>&constructor;</ResponseCode>'), 'malformed_xml'],
  ['a reference without its end', sapXml('<ResponseCode>&amp </ResponseCode>'), 'malformed_xml'],
  ['a reference beyond all characters', sapXml('<ResponseCode>&#x110000;</ResponseCode>'), 'malformed_xml'],
  ['a reference to NUL', sapXml('<ResponseCode>&#0;</ResponseCode>'), 'malformed_xml'],
  ['a lone surrogate', sapXml('<ResponseCode>\ud800</ResponseCode>'), 'malformed_xml'],
  ['an undeclared prefix', '<b:SchemaID>1</b:SchemaID>', 'malformed_xml'],
  ['an end tag of another element', '<SchemaID>1</SchemaId>', 'malformed_xml'],
  ['a document that ends early', '<SchemaID>1', 'malformed_xml'],
  ['an unfinished comment', '<SchemaID><!-- 1</SchemaID>', 'malformed_xml'],
  ['an unfinished tag', '<SchemaID', 'malformed_xml'],
  ['two root elements', '<SchemaID>1</SchemaID><SchemaID>1</SchemaID>', 'malformed_xml'],
  ['no element', '   ', 'malformed_xml'],
  ['plain text', 'hello', 'malformed_xml'],
  ['an attribute without value', '<SchemaID a>1</SchemaID>', 'malformed_xml'],
  ['an attribute without quotes', '<SchemaID a=1>1</SchemaID>', 'malformed_xml'],
  ['an attribute without end', '<SchemaID a="1>1</SchemaID>', 'malformed_xml'],
  ['an attribute with <', '<SchemaID a="<">1</SchemaID>', 'malformed_xml'],
  ['an attribute twice', '<SchemaID a="1" a="2">1</SchemaID>', 'malformed_xml'],
  [
    'an attribute twice by two prefixes',
    '<SchemaID xmlns:b="u" xmlns:c="u" b:a="1" c:a="2">1</SchemaID>',
    'malformed_xml',
  ],
  ['an attribute that follows without space', '<SchemaID a="1"b="2">1</SchemaID>', 'malformed_xml'],
  ['an unknown attribute', '<SchemaID a="1">1</SchemaID>', 'unknown_name'],
  ['an unknown attribute of a complex type', sapXml('').replace('>', ' b="1">'), 'unknown_name'],
  ['an unknown root', '<Unknown/>', 'unknown_name'],
  ['an unknown element', sapXml('<Unknown/>'), 'unknown_name'],
  [
    'an element too many',
    sapXml('<ResponseCode>Failed_NoNegotiation</ResponseCode><ResponseCode>Failed_NoNegotiation</ResponseCode>'),
    'too_many',
  ],
  [
    'elements out of order',
    sapXml('<SchemaID>1</SchemaID><ResponseCode>Failed_NoNegotiation</ResponseCode>'),
    'too_many',
  ],
  ['a missing element', sapXml(''), 'missing_element'],
  ['text between elements', sapXml('x<ResponseCode>Failed_NoNegotiation</ResponseCode>'), 'malformed_xml'],
  ['an unknown value', sapXml('<ResponseCode>Maybe</ResponseCode>'), 'enumeration'],
  ['a number out of range', '<SchemaID>256</SchemaID>', 'integer_range'],
  ['a number that is none', '<SchemaID>1.0</SchemaID>', 'malformed_xml'],
] as const) {
  test(`${what} is refused as ${code}`, () => {
    assert.throws(
      () => fromXml(appProtocol, xml),
      (error) => error instanceof ExiError && error.code === code && error.offset === undefined,
    );
  });
}

test('faults of -2 elements name their path', () => {
  const v2 = (content: string) => `<m:CertificateChain xmlns:m="x">${content}</m:CertificateChain>`;
  assert.throws(() => fromXml(iso15118v2, v2('')), { code: 'unknown_name' });
  const body = (content: string) =>
    `<d:V2G_Message xmlns:d="urn:iso:15118:2:2013:MsgDef" xmlns:h="urn:iso:15118:2:2013:MsgHeader" xmlns:b="urn:iso:15118:2:2013:MsgBody"><d:Header><h:SessionID>00</h:SessionID></d:Header><d:Body>${content}</d:Body></d:V2G_Message>`;
  assert.deepEqual(fromXml(iso15118v2, body('')).value, { Header: { SessionID: bytes('00') }, Body: {} });
  assert.throws(() => fromXml(iso15118v2, body('<b:SessionSetupReq><b:EVCCID>0</b:EVCCID></b:SessionSetupReq>')), {
    code: 'malformed_xml',
    path: 'V2G_Message/Body/SessionSetupReq/EVCCID',
  });
  assert.throws(() => fromXml(iso15118v2, body('<b:CertificateUpdateReq/>')), {
    code: 'missing_element',
    path: 'V2G_Message/Body/CertificateUpdateReq',
  });
  assert.throws(() => fromXml(iso15118v2, body('<b:BodyElement/>')), { code: 'abstract_element' });
  assert.throws(() => toXml(iso15118v2, 'Nothing', {}), { code: 'unknown_name' });
});

function collapsed(xml: string): string {
  return xml.replace(/(?:&#x[9AD];|\s)+/g, ' ').replace(/ (?=<|")|(?<=>|") /g, '');
}
