/** Certificates in a degenerate PKCS#7 (CMS SignedData without content and signers): what EST sends. RFC 7030 4.1.3, RFC 5652 5. @module */

import * as cms from '@peculiar/asn1-cms';
import { AsnConvert } from '@peculiar/asn1-schema';
import * as asn1 from '@peculiar/asn1-x509';
import { type Certificate, parseCertificate } from './certificate.ts';
import { DerReader, tags } from './der.ts';

/** DER of a ContentInfo that holds these certificates, in the given order. */
export function encodeCertsOnly(certificates: readonly Certificate[]): Uint8Array {
  const signedData = new cms.SignedData({
    version: cms.CMSVersion.v1,
    digestAlgorithms: new cms.DigestAlgorithmIdentifiers(),
    encapContentInfo: new cms.EncapsulatedContentInfo({ eContentType: DATA }),
    certificates: new cms.CertificateSet(
      certificates.map(
        ({ der }) => new cms.CertificateChoices({ certificate: AsnConvert.parse(der, asn1.Certificate) }),
      ),
    ),
    signerInfos: new cms.SignerInfos(),
  });
  const info = new cms.ContentInfo({ contentType: SIGNED_DATA, content: AsnConvert.serialize(signedData) });
  return new Uint8Array(AsnConvert.serialize(info));
}

/** The certificates of a certs-only message in its order, which means nothing. @throws ProtocolError `pkcs7_malformed`, `certificate_malformed` */
export function parseCertsOnly(input: Uint8Array): readonly Certificate[] {
  const outer = new DerReader(Uint8Array.from(input), 'pkcs7_malformed');
  const info = outer.enter(tags.sequence, 'ContentInfo');
  const type = info.oid('contentType');
  if (type !== SIGNED_DATA) throw info.fault('contentType', type, 0);
  const data = info.enter(0xa0, 'content').enter(tags.sequence, 'SignedData');
  data.smallInteger('version');
  data.read(tags.set, 'digestAlgorithms');
  data.read(tags.sequence, 'encapContentInfo');
  const set = data.optional(0xa0, 'certificates');
  if (!set) return [];
  const list = data.into(set);
  const certificates: Certificate[] = [];
  while (!list.isAtEnd) certificates.push(parseCertificate(list.whole(list.read(tags.sequence, 'certificate'))));
  return certificates;
}

/**
 * The chain of one leaf out of certificates in any order: leaf, its issuer, and so on, the root left out. Issuers are
 * found by name and signature. Where one is missing the chain ends.
 */
export function orderedChain(leaf: Certificate, others: readonly Certificate[]): readonly Certificate[] {
  const chain = [leaf];
  for (;;) {
    const last = chain.at(-1)!;
    const issuer = others.find(
      (other) => other.subject.equals(last.issuer) && !chain.includes(other) && last.isSignedBy(other),
    );
    if (!issuer || issuer.isSelfIssued) return chain;
    chain.push(issuer);
  }
}

const DATA = '1.2.840.113549.1.7.1';
const SIGNED_DATA = '1.2.840.113549.1.7.2';
