/** What the pools of a world hold for its car: a contract, as it should be, or an answer that no provisioning service may give. ISO 15118-2:2014 8.4.3.6, [V2G2-818]. @module */
import assert from 'node:assert/strict';
import type { StoredKey } from '@openpnc/core/ports';
import { ExiError } from '@openpnc/exi';
import { type CertificateInstallationRes, decodeMessage, encodeMessage } from '@openpnc/exi/iso15118-2';
import { signElements } from '@openpnc/iso15118/signature';
import { bodyOf, type Signature } from '@openpnc/iso15118/v2/message';
import { signatureProfile, signedParts } from '@openpnc/iso15118/v2/signatures';
import { type Authority, type Identity, issue, type PkiPorts } from '@openpnc/pki/authority';
import { putFormerCar, putFormerContract } from '@openpnc/pki/formerPools';
import type { ContractOrder, LabPki } from '@openpnc/pki/lab';
import type { PkiSettings } from '@openpnc/pki/settings';
import type { NameParts } from '@openpnc/x509/issue';
import { flipped } from './forgeries.ts';

/** How the answer to CertificateInstallationReq is spoiled; what is changed `unsigned` is not covered by the signature any more. */
export const answerForgeries = [
  'signature missing',
  'signature of another key',
  'reference missing',
  'eMAID changed unsigned',
  'contract chain changed unsigned',
  'encrypted key changed unsigned',
  'DH key changed unsigned',
  'eMAID of another contract',
  'encrypted key of another contract',
  'encrypted key short',
  'DH key off the curve',
  'DH key short',
  'contract leaf of another sub-CA',
  'contract leaf garbage',
  'CPS leaf garbage',
  'CPS sub-CAs missing',
  'CPS sub-CA 1 missing',
  'CPS sub-CAs reversed',
  'CPS of another use',
  'CPS under an unknown root',
] as const;
export type AnswerForgery = (typeof answerForgeries)[number];

/**
 * Puts the PKI's car and a contract for it into the pools, whatever their certificates are worth. Nothing is kept where no
 * message can carry it (certificates above 800 bytes) and where nothing can be sealed for the car's key.
 */
export async function fillPools(
  ports: PkiPorts,
  pki: LabPki,
  order: ContractOrder,
  how: AnswerForgery | { readonly exiBytes: number; readonly settings: PkiSettings } | undefined,
): Promise<void> {
  await putFormerCar(ports, pki);
  if (pki.provisioning.key.algorithm !== 'ES256') return;
  try {
    await putFormerContract(ports, pki, order, async (exi) => {
      if (how === undefined) return exi;
      if (typeof how === 'string') return forged(exi, pki, how);
      return filled(exi, { ports, pki, ...how });
    });
  } catch (error) {
    if (!(error instanceof ExiError)) throw error;
  }
}

/**
 * The answer made longer until it has so many bytes, and signed anew: by the leaf of the provisioning service, issued again
 * with padding, and by certificates that belong to no path, two at most beside each chain.
 */
async function filled(exi: Uint8Array, { ports, pki, settings, exiBytes }: Filling): Promise<Uint8Array> {
  const message = decodeMessage(exi);
  const { body: good } = bodyOf(message) as { readonly body: CertificateInstallationRes };
  const { Certificate: leaf } = good.SAProvisioningCertificateChain;
  const lacking = exiBytes - exi.length;
  const count = Math.max(0, Math.ceil((lacking - (MAX_BYTES - leaf.length)) / (MAX_BYTES + 2)));
  assert.ok(lacking >= LEAST_PADDING && count <= 4, `${exiBytes} bytes can't be reached from ${exi.length}`);
  const each = count === 0 ? 0 : Math.min(MAX_BYTES, Math.floor((lacking - LEAST_PADDING) / count) - 2);
  const padded = (CN: string, bytes: number) =>
    otherLeaf(ports, settings, { like: pki.cps, issuer: pki.issuers.cps, profile: 'cpsLeaf', CN, bytes });
  const fillers = await Promise.all(Array.from({ length: count }, (_, i) => padded(`Filler ${i + 1}`, each)));
  let growth = lacking - count * (each + 2);
  for (;;) {
    const Certificate = await padded('CPS', leaf.length + growth);
    const body: CertificateInstallationRes = {
      ...good,
      SAProvisioningCertificateChain: withMore(
        { ...good.SAProvisioningCertificateChain, Certificate },
        fillers.slice(0, 2),
      ),
      ContractSignatureCertChain: withMore(good.ContractSignatureCertChain, fillers.slice(2)),
    };
    const Signature = await signElements(signatureProfile, signedParts(body), pki.cps.key);
    const made = encodeMessage({
      Header: { ...message.Header, Signature },
      Body: { CertificateInstallationRes: body },
    });
    if (made.length === exiBytes) return made;
    growth += exiBytes - made.length;
  }
}

interface Filling {
  readonly ports: PkiPorts;
  readonly pki: LabPki;
  readonly settings: PkiSettings;
  /** Length of the whole answer. */
  readonly exiBytes: number;
}

function withMore<Of extends Chain>(chain: Of, more: readonly Uint8Array[]): Of {
  return { ...chain, SubCertificates: { Certificate: [...(chain.SubCertificates?.Certificate ?? []), ...more] } };
}

/** A certificate for the key of another, with its subject otherwise and of exactly so many bytes where that is said. */
export async function otherLeaf(
  ports: PkiPorts,
  settings: PkiSettings,
  { like, issuer, profile, C, CN, bytes }: OtherLeaf,
): Promise<Uint8Array> {
  const { subject: before, der: plain, spki } = like.certificate;
  const named = before.attributes.map(({ type, value }) => [type, type === 'CN' ? (CN ?? value) : value]) as NameParts;
  const subject: NameParts = C === undefined ? named : [['C', C], ...named];
  for (let padding = bytes === undefined ? 0 : bytes - plain.length - 20; ; ) {
    const extra = [{ oid: '1.3.6.1.4.1.99999.2.2', isCritical: false, value: new Uint8Array(padding) }];
    const { der } = await issue(ports, settings, issuer, spki, {
      name: 'other-leaf',
      profile,
      subject,
      danger: { change: (plan) => (bytes === undefined ? plan : { ...plan, extra }) },
    });
    if (bytes === undefined || der.length === bytes) return der;
    padding += bytes - der.length;
  }
}

/** What {@link otherLeaf} makes. */
interface OtherLeaf {
  readonly like: Identity;
  readonly issuer: Authority;
  readonly profile: 'cpsLeaf' | 'contractLeaf';
  readonly C?: string;
  readonly CN?: string;
  readonly bytes?: number;
}

/** The most that a certificate may have in a message. ISO 15118-2:2014 certificateType */
const MAX_BYTES = 800;
/** Of the extension that pads, with something in it. */
const LEAST_PADDING = 60;

type Chain = CertificateInstallationRes['SAProvisioningCertificateChain'];

async function forged(exi: Uint8Array, pki: LabPki, how: AnswerForgery): Promise<Uint8Array> {
  const { Header, Body } = decodeMessage(exi);
  const { body: good } = bodyOf({ Header, Body }) as { readonly body: CertificateInstallationRes };
  const signature = Header.Signature!;
  const answer = (body: CertificateInstallationRes, by: Signature | undefined): Uint8Array => {
    const { Signature: _, ...rest } = Header;
    return encodeMessage({
      Header: { ...rest, ...(by && { Signature: by }) },
      Body: { CertificateInstallationRes: body },
    });
  };
  const unsigned = (change: Partial<CertificateInstallationRes>) => answer({ ...good, ...change }, signature);
  const signed = async (change: Partial<CertificateInstallationRes>, key: StoredKey = pki.cps.key) => {
    const body = { ...good, ...change };
    return answer(body, await signElements(signatureProfile, signedParts(body), key));
  };
  const signedBy = (other: Identity) => signed({ SAProvisioningCertificateChain: chainOf(other) }, other.key);
  const { ContractSignatureCertChain, ContractSignatureEncryptedPrivateKey, DHpublickey } = good;
  const withKey = (value: Uint8Array) => ({ ContractSignatureEncryptedPrivateKey: { Id: 'id2', value } });
  const withPoint = (value: Uint8Array) => ({ DHpublickey: { Id: 'id3', value } });
  const cps = (Certificate: Uint8Array, above: readonly Uint8Array[]): Chain => ({
    Certificate,
    ...(above.length > 0 && { SubCertificates: { Certificate: above } }),
  });
  const [cpsLeaf, cpsSub2, cpsSub1] = pki.cps.chain.map(({ der }) => der) as [Uint8Array, Uint8Array, Uint8Array];
  switch (how) {
    case 'signature missing':
      return answer(good, undefined);
    case 'signature of another key':
      return signed({}, pki.secc.key);
    case 'reference missing': {
      const { SignedInfo } = signature;
      const Reference = SignedInfo.Reference.filter(({ URI }) => URI !== '#id2');
      return answer(good, { ...signature, SignedInfo: { ...SignedInfo, Reference } });
    }
    case 'eMAID changed unsigned':
      return unsigned({ eMAID: { Id: 'id4', value: OTHER_EMAID } });
    case 'contract chain changed unsigned':
      return unsigned({ ContractSignatureCertChain: { Id: 'id1', ...chainOf(pki.contractMo) } });
    case 'encrypted key changed unsigned':
      return unsigned(withKey(flipped(ContractSignatureEncryptedPrivateKey.value)));
    case 'DH key changed unsigned':
      return unsigned(withPoint(flipped(DHpublickey.value)));
    case 'eMAID of another contract':
      return signed({ eMAID: { Id: 'id4', value: OTHER_EMAID } });
    case 'encrypted key of another contract':
      return signed(withKey(flipped(ContractSignatureEncryptedPrivateKey.value)));
    case 'encrypted key short':
      return signed(withKey(ContractSignatureEncryptedPrivateKey.value.subarray(0, 32)));
    case 'DH key off the curve':
      return signed(withPoint(flipped(DHpublickey.value)));
    case 'DH key short':
      return signed(withPoint(DHpublickey.value.subarray(0, 33)));
    case 'contract leaf of another sub-CA':
      return signed({
        ContractSignatureCertChain: {
          ...ContractSignatureCertChain,
          SubCertificates: { Certificate: chainOf(pki.contractMo).SubCertificates!.Certificate },
        },
      });
    case 'contract leaf garbage':
      return signed({ ContractSignatureCertChain: { ...ContractSignatureCertChain, Certificate: garbage } });
    case 'CPS leaf garbage':
      return unsigned({ SAProvisioningCertificateChain: cps(garbage, [cpsSub2, cpsSub1]) });
    case 'CPS sub-CAs missing':
      return unsigned({ SAProvisioningCertificateChain: cps(cpsLeaf, []) });
    case 'CPS sub-CA 1 missing':
      return unsigned({ SAProvisioningCertificateChain: cps(cpsLeaf, [cpsSub2]) });
    case 'CPS sub-CAs reversed':
      return unsigned({ SAProvisioningCertificateChain: cps(cpsLeaf, [cpsSub1, cpsSub2]) });
    case 'CPS of another use':
      return signedBy(pki.secc);
    case 'CPS under an unknown root':
      return signedBy(pki.provisioning);
  }
}

function chainOf({ chain: [leaf, ...above] }: Identity): Chain {
  return { Certificate: leaf!.der, SubCertificates: { Certificate: above.map(({ der }) => der) } };
}

const OTHER_EMAID = 'DE8AACZ9Z9Z9Z9';
const garbage = new Uint8Array(400).fill(0xa5);
