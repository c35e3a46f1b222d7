/** What is signed in ISO 15118-2, by whose key, and how. ISO 15118-2:2014 7.9.2.4. @module */
import type { KeyObject } from 'node:crypto';
import { ProtocolError } from '@openpnc/core/errors';
import {
  type Bodies,
  encodeFragment,
  encodeTypedEmaidFragment,
  type Fragments,
  type V2G_Message,
} from '@openpnc/exi/iso15118-2';
import { encodeSignedInfo } from '@openpnc/exi/xmldsig';
import { type Certificate, parseCertificate } from '@openpnc/x509/certificate';
import { type SignatureProfile, type SignedElement, type Verification, verifySignature } from '../signature.ts';
import type { RequestName } from './message.ts';
import type { Session } from './session.ts';

/** Elements that can be signed. */
export type FragmentName = keyof Fragments;

/** The signatures of this edition. */
export const signatureProfile: SignatureProfile<FragmentName> = {
  canonicalization: 'http://www.w3.org/TR/canonical-exi/',
  transform: 'http://www.w3.org/TR/canonical-exi/',
  signatureMethod: 'http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256',
  digestMethod: 'http://www.w3.org/2001/04/xmlenc#sha256',
  hash: 'sha256',
  curve: 'P-256',
  algorithm: 'ES256',
  maxReferences: 4,
  encodeElement: ({ name, value }) => encodeFragment(name, value as never),
  // The only element name of the schemas with two types: some stacks code it as the typed element.
  encodeElementOtherwise: ({ name, value }) =>
    name === 'eMAID' ? encodeTypedEmaidFragment(value as Bodies['CertificateInstallationRes']['eMAID']) : undefined,
  encodeSignedInfo,
  wrongSignedInfos: {
    'SignedInfo was coded with the message grammar': (signedInfo) => encodeFragment('SignedInfo', signedInfo),
  },
};

/** The requests that are signed, with the certificate whose key signs them: parsed already, or DER from the request. */
export const signedRequests = {
  /** The first one, in PnC: with the contract key. */
  AuthorizationReq: (_body: Bodies['AuthorizationReq'], { contract }: Session) => contract?.leaf,
  MeteringReceiptReq: (_body: Bodies['MeteringReceiptReq'], { contract }: Session) => contract?.leaf,
  /** With the key of the OEM provisioning certificate inside it. */
  CertificateInstallationReq: ({ OEMProvisioningCert }: Bodies['CertificateInstallationReq']) => OEMProvisioningCert,
  /** With the key of the contract that shall be replaced. */
  CertificateUpdateReq: ({ ContractSignatureCertChain }: Bodies['CertificateUpdateReq']) =>
    ContractSignatureCertChain.Certificate,
} as const satisfies {
  readonly [R in RequestName]?: (body: Bodies[R], session: Session) => Certificate | Uint8Array | undefined;
};

export type SignedRequestName = keyof typeof signedRequests;

/** What the signature of a request proves. `unsigned` also for requests that are never signed. */
export type Proof = 'unsigned' | Verification;

/** Verifies the signature of a request with the key that has to sign it. */
export function proofOf(name: RequestName, message: V2G_Message, session: Session): Proof {
  const { Signature } = message.Header;
  if (!Signature || !isSigned(name)) return 'unsigned';
  const body = (message.Body as Bodies)[name];
  const signer = (signedRequests[name] as (body: unknown, session: Session) => Certificate | Uint8Array | undefined)(
    body,
    session,
  );
  const key = signer && publicKeyOf(signer);
  if (!key)
    return { ok: false, problem: 'signature_value', text: 'no certificate to verify the signature with', data: {} };
  return verifySignature(signatureProfile, Signature, [{ name, value: body }], key);
}

/** The four signed elements of CertificateInstallationRes and CertificateUpdateRes. */
export function signedParts(
  body: Bodies['CertificateInstallationRes'] | Bodies['CertificateUpdateRes'],
): readonly SignedElement<FragmentName>[] {
  return CERTIFICATE_PARTS.map((name) => ({ name, value: body[name] }));
}

function isSigned(name: RequestName): name is SignedRequestName {
  return name in signedRequests;
}

function publicKeyOf(signer: Certificate | Uint8Array): KeyObject | undefined {
  try {
    return (signer instanceof Uint8Array ? parseCertificate(signer) : signer).publicKey;
  } catch (error) {
    if (error instanceof ProtocolError) return undefined;
    throw error;
  }
}

const CERTIFICATE_PARTS = [
  'ContractSignatureCertChain',
  'ContractSignatureEncryptedPrivateKey',
  'DHpublickey',
  'eMAID',
] as const satisfies readonly FragmentName[];
