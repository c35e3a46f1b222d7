/** A car in a test: it asks for a contract, and opens and proves what it gets as ISO 15118-2 demands. @module */

import { decodeMessage, encodeMessage, type V2G_Message } from '@openpnc/exi/iso15118-2';
import { signElements, verifySignature } from '@openpnc/iso15118/signature';
import { bodyOf, certificatesOf } from '@openpnc/iso15118/v2/message';
import { signatureProfile, signedParts } from '@openpnc/iso15118/v2/signatures';
import type { Identity } from '@openpnc/pki/authority';
import { type Certificate, parseCertificate } from '@openpnc/x509/certificate';
import { openContractKey } from '@openpnc/x509/keyTransport';
import { validatePath } from '@openpnc/x509/path';

export const sessionId = Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8);

const rootIds = (roots: readonly Certificate[]) => ({
  RootCertificateID: roots.map(({ issuer, serialNumber }) => ({
    X509IssuerName: String(issuer),
    X509SerialNumber: BigInt(`0x${serialNumber}`),
  })),
});

/** A signed CertificateInstallationReq. */
export async function installationRequest(provisioning: Identity, roots: readonly Certificate[]): Promise<Uint8Array> {
  const body = {
    Id: 'ID1',
    OEMProvisioningCert: provisioning.certificate.der,
    ListOfRootCertificateIDs: rootIds(roots),
  };
  const elements = [{ name: 'CertificateInstallationReq', value: body }] as const;
  const signature = await signElements(signatureProfile, elements, provisioning.key);
  return encodeMessage({
    Header: { SessionID: sessionId, Signature: signature },
    Body: { CertificateInstallationReq: body },
  });
}

/** A signed CertificateUpdateReq. */
export async function updateRequest(
  contract: Identity,
  eMAID: string,
  roots: readonly Certificate[],
): Promise<Uint8Array> {
  const [leaf, ...subs] = contract.chain.map(({ der }) => der);
  const body = {
    Id: 'ID1',
    ContractSignatureCertChain: { Certificate: leaf!, SubCertificates: { Certificate: subs } },
    eMAID,
    ListOfRootCertificateIDs: rootIds(roots),
  };
  const signature = await signElements(signatureProfile, [{ name: 'CertificateUpdateReq', value: body }], contract.key);
  return encodeMessage({
    Header: { SessionID: sessionId, Signature: signature },
    Body: { CertificateUpdateReq: body },
  });
}

/** What a car makes of an answer: the contract and its key, or the first check that failed. */
export async function opened(
  exi: Uint8Array,
  receiver: Identity,
  roots: readonly Certificate[],
  at: number,
): Promise<
  | {
      readonly ok: true;
      readonly eMAID: string;
      readonly chain: readonly Certificate[];
      readonly privateKey: Uint8Array;
    }
  | { readonly ok: false; readonly why: string }
> {
  const message: V2G_Message = decodeMessage(exi);
  const found = bodyOf(message);
  if (found?.name !== 'CertificateInstallationRes' && found?.name !== 'CertificateUpdateRes')
    return { ok: false, why: String(found?.name) };
  const { body } = found;
  if (Buffer.compare(message.Header.SessionID, sessionId) !== 0) return { ok: false, why: 'SessionID' };
  if (body.ResponseCode !== 'OK') return { ok: false, why: body.ResponseCode };
  const cps = certificatesOf(body.SAProvisioningCertificateChain).map(parseCertificate);
  const proof = verifySignature(signatureProfile, message.Header.Signature, signedParts(body), cps[0]!.publicKey);
  if (!proof.ok) return { ok: false, why: proof.problem };
  const path = validatePath({ chain: cps, leaf: cps[0]!, anchors: roots, at, purpose: 'cps' });
  const refusal = path.findings.find(({ severity }) => severity === 'refusal');
  if (refusal) return { ok: false, why: `CPS ${refusal.code}` };
  const chain = certificatesOf(body.ContractSignatureCertChain).map(parseCertificate);
  const key = await openContractKey({
    DHpublickey: body.DHpublickey.value,
    ContractSignatureEncryptedPrivateKey: body.ContractSignatureEncryptedPrivateKey.value,
    contractPoint: chain[0]!.publicKeyBits,
    agree: (point) => receiver.key.agree(point),
  });
  if (!key.ok) return { ok: false, why: key.problem };
  return { ok: true, eMAID: body.eMAID.value, chain, privateKey: key.privateKey };
}
