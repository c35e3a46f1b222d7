/** supportedAppProtocol: the station's choice. @module */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { negotiate, offer, protocols } from '@openpnc/iso15118/sap';

const { iso15118_2: iso, din70121: din } = protocols;

test('the smallest Priority value wins, whatever the order of the list [V2G2-169]', () => {
  const offered = [
    { ...din, SchemaID: 9, Priority: 2 },
    { ...iso, SchemaID: 7, Priority: 1 },
  ];
  assert.deepEqual(negotiate(offered, [din, iso]), {
    ResponseCode: 'OK_SuccessfulNegotiation',
    SchemaID: 7,
    chosen: iso,
  });
});

test('a protocol that the station lacks is passed over', () => {
  assert.deepEqual(negotiate(offer([din, iso]), [iso]), {
    ResponseCode: 'OK_SuccessfulNegotiation',
    SchemaID: 2,
    chosen: iso,
  });
});

test('another minor version is taken, with deviation [SupportedAppProtocol_006]', () => {
  const offered = [{ ...iso, VersionNumberMinor: 1, SchemaID: 0, Priority: 20 }];
  assert.deepEqual(negotiate(offered, [iso]), {
    ResponseCode: 'OK_SuccessfulNegotiationWithMinorDeviation',
    SchemaID: 0,
    chosen: iso,
  });
});

test('another major version or an unknown namespace is Failed_NoNegotiation without SchemaID [V2G2-172]', () => {
  for (const odd of [
    { ...iso, VersionNumberMajor: 1 },
    { ...iso, ProtocolNamespace: 'urn:iso:15118:2:2010:MsgDef' },
  ])
    assert.deepEqual(negotiate([{ ...odd, SchemaID: 1, Priority: 1 }], [iso, din]), {
      ResponseCode: 'Failed_NoNegotiation',
    });
});
