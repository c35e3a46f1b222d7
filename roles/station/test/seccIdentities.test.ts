/** Which chain a car is shown, by the roots that it names in trusted_ca_keys. ISO 15118-2:2014 [V2G2-651], RFC 6066 6. @module */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { concatBytes } from '@openpnc/core/bytes';
import { SeededKeys } from '@openpnc/sim/keys';
import { type StationTables, stationMigrations } from '@openpnc/station/store';
import { migrate } from '@openpnc/store/migrate';
import { openSqlite } from '@openpnc/store/sqlite';
import { encodeTrustedCaKeys, type TrustedAuthority } from '@openpnc/tls/trustedCaKeys';
import type { NameParts } from '@openpnc/x509/issue';
import { SeccIdentities } from '../src/certificates/seccIdentities.ts';
import { type Issued, issue, pki, startAt } from './pki.ts';

const uint = (value: number, bytes: number) =>
  Uint8Array.from({ length: bytes }, (_, i) => (value >> (8 * (bytes - 1 - i))) & 0xff);

/** A ClientHello message that names these roots, or none. */
function hello(...authorities: readonly TrustedAuthority[]): Uint8Array {
  const list = encodeTrustedCaKeys(authorities);
  const extension = concatBytes(uint(3, 2), uint(list.length, 2), list);
  const extensions = authorities.length === 0 ? new Uint8Array(0) : concatBytes(uint(extension.length, 2), extension);
  const offer = concatBytes(uint(2, 2), uint(0xc023, 2), uint(1, 1), uint(0, 1));
  const body = concatBytes(uint(0x0303, 2), new Uint8Array(32), uint(0, 1), offer, extensions);
  return concatBytes(uint(1, 1), uint(body.length, 3), body);
}

const certificateHash = ({ certificate }: Issued): TrustedAuthority => ({
  type: 'cert_sha1_hash',
  hash: certificate.sha1Fingerprint,
});

/** A station with chains under two roots; the second is the newer one. */
async function twoChains() {
  const subject = (CN: string, DC: string): NameParts => [
    ['O', 'Other'],
    ['DC', DC],
    ['CN', CN],
  ];
  const root = await issue('otherRoot', 'v2gRoot', subject('Other Root', 'V2G'), 'self');
  const sub1 = await issue('otherSub1', 'cpoSubCa1', subject('Other 1', 'V2G'), root);
  const sub2 = await issue('otherSub2', 'cpoSubCa2', subject('Other 2', 'V2G'), sub1);
  const leaf = await issue('otherSecc', 'seccLeaf', subject('DE*OPC*E00001', 'CPO'), sub2, {
    from: startAt - 3_600_000,
  });
  const keys = new SeededKeys('secc');
  await keys.keep('first', pki.secc.key.exportPem());
  await keys.keep('second', leaf.key.exportPem());
  const db = openSqlite<StationTables>(':memory:');
  await migrate(db, 'station', stationMigrations);
  const identities = await SeccIdentities.load(keys, db, {
    seccChains: [
      { name: 'first', keyName: 'first', chain: pki.secc.chain },
      { name: 'second', keyName: 'second', chain: leaf.chain },
    ],
  });
  const roots = [pki.v2gRoot.certificate, root.certificate];
  return {
    root,
    chosen: (...named: readonly TrustedAuthority[]) => identities.choose(hello(...named), { roots, at: startAt })?.name,
    fitsNone: (...named: readonly TrustedAuthority[]) => identities.fitsNone(hello(...named), { roots, at: startAt }),
  };
}

test('of two chains the one under a root that the car names is shown; the newest when it names none or a strange one', async () => {
  const { root, chosen, fitsNone } = await twoChains();
  const strange = certificateHash(pki.moRoot);
  assert.equal(chosen(), 'second');
  assert.equal(chosen(certificateHash(pki.v2gRoot)), 'first');
  assert.equal(chosen(certificateHash(root)), 'second');
  assert.equal(chosen(strange, certificateHash(pki.v2gRoot)), 'first');
  assert.equal(chosen({ type: 'x509_name', name: pki.v2gRoot.certificate.subject.der }), 'first');
  assert.equal(chosen(strange), 'second');
  assert.equal(fitsNone(strange), true);
  assert.equal(fitsNone(strange, certificateHash(root)), false);
  assert.equal(fitsNone(), false);
  assert.equal(fitsNone({ type: 'pre_agreed' }), false);
});

test('a chain whose order or signatures are wrong is never shown, and why is told', async () => {
  const keys = new SeededKeys('secc');
  await keys.keep('secc', pki.secc.key.exportPem());
  const db = openSqlite<StationTables>(':memory:');
  await migrate(db, 'station', stationMigrations);
  const chain = [pki.secc.certificate.der, pki.cpo1.certificate.der, pki.cpo2.certificate.der];
  const identities = await SeccIdentities.load(keys, db, { seccChains: [{ name: 'secc', keyName: 'secc', chain }] });
  assert.deepEqual(identities.usable(startAt), []);
  assert.match(identities.unusable(startAt)[0]!.text, /not signed by .*CPO 1/);
});
