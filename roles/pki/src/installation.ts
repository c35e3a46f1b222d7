/** What the contract pool answers a car: CertificateInstallation and CertificateUpdate, checked and answered in EXI, failures too. ISO 15118-2:2014 8.4.3.6, 8.4.3.10. @module */

import { isSameEmaid, normalEmaid } from '@openpnc/core/emaid';
import { ProtocolError } from '@openpnc/core/errors';
import { normalPcid } from '@openpnc/core/identifiers';
import type { Millis } from '@openpnc/core/machine';
import type { FindingRecord } from '@openpnc/core/trace';
import { ExiError } from '@openpnc/exi';
import {
  type CertificateInstallationReq,
  type CertificateUpdateReq,
  decodeMessage,
  encodeMessage,
  type V2G_Message,
} from '@openpnc/exi/iso15118-2';
import { verifySignature } from '@openpnc/iso15118/signature';
import { failure } from '@openpnc/iso15118/v2/failure';
import { bodyOf, certificatesOf, type FailureCode } from '@openpnc/iso15118/v2/message';
import { signatureProfile } from '@openpnc/iso15118/v2/signatures';
import type { InstallationAnswer, Outcome, SignedContract } from '@openpnc/opcp/backend';
import { type Certificate, parseCertificate } from '@openpnc/x509/certificate';
import { type ContractVerdict, contractVerdict } from '@openpnc/x509/contractVerdict';
import { isPrintedName } from '@openpnc/x509/name';
import { anchorUses, type CertificateFinding, type Purpose, validatePath } from '@openpnc/x509/path';

/** What the answer stands on: the pools and the provisioning service behind doors. */
export interface InstallationDoors {
  readonly now: () => Millis;
  readonly isUpdateOffered: boolean;
  /** Roots of the pool for a purpose. */
  anchors(purpose: Purpose): Promise<readonly Certificate[]>;
  /** The certificates that were taken in for a car, leaf first. */
  provisioning(pcid: string): Promise<readonly Certificate[] | undefined>;
  /** Findings about the revocation of the certificates of a path, the root left out. */
  revocation(path: readonly Certificate[]): Promise<readonly CertificateFinding[]>;
  /** The contract that a car gets: its default one, made anew where it has ended. */
  contract(pcid: string): Promise<SignedContract | undefined>;
  /** Makes the successor of a contract and gives the whole response for this session. */
  update(old: Certificate, eMAID: string, sessionId: Uint8Array): Promise<Uint8Array | undefined>;
  /** The V2G root over the CPS that signed. */
  cpsRoot(fingerprint: string): Promise<Certificate | undefined>;
  /** Told for each refusal. */
  found(finding: Pick<FindingRecord, 'code' | 'text' | 'data'>): void;
}

/** Answers the EXI of a request. `invalid`: it is no request that we can read. */
export async function answerInstallation(
  exi: Uint8Array,
  doors: InstallationDoors,
): Promise<Outcome<InstallationAnswer>> {
  let message: V2G_Message;
  try {
    message = decodeMessage(exi);
  } catch (error) {
    if (!(error instanceof ExiError)) throw error;
    return { ok: false, problem: 'invalid', text: `certificateInstallationReq: ${error.message}` };
  }
  const request = bodyOf(message);
  switch (request?.name) {
    case 'CertificateInstallationReq':
      return { ok: true, value: await install(message, request.body, doors) };
    case 'CertificateUpdateReq':
      if (doors.isUpdateOffered) return { ok: true, value: await update(message, request.body, doors) };
      return {
        ok: false,
        problem: 'invalid',
        text: 'certificateInstallationReq: a CertificateUpdateReq, which is not offered here',
      };
    default:
      return {
        ok: false,
        problem: 'invalid',
        text: `certificateInstallationReq: it holds ${request?.name ?? 'no message'}`,
      };
  }
}

async function install(
  message: V2G_Message,
  request: CertificateInstallationReq,
  doors: InstallationDoors,
): Promise<InstallationAnswer> {
  const refuse = (code: FailureCode, why: string) => refused('CertificateInstallationReq', message, code, why, doors);
  const found = (fault: ChainFault, text: string) => doors.found({ code: `provisioning_certificate_${fault}`, text });
  const leaf = parsed(request.OEMProvisioningCert);
  if (typeof leaf === 'string') return refuse('FAILED', leaf);
  const proof = verifySignature(
    signatureProfile,
    message.Header.Signature,
    [{ name: 'CertificateInstallationReq', value: request }],
    leaf.publicKey,
  );
  if (!proof.ok) return refuse('FAILED_SignatureError', proof.text);
  const pcid = normalPcid(leaf.subject.commonName ?? '');
  if (pcid === undefined) {
    const why = `${leaf.subject}: its CN is no PCID of 17 or 18 characters`;
    found('invalid', why);
    return refuse('FAILED_NoCertificateAvailable', why);
  }
  const known = await doors.provisioning(pcid);
  if (!known) return refuse('FAILED_NoCertificateAvailable', `no provisioning certificate of PCID ${pcid} in the pool`);
  const isSameKey = Buffer.compare(known[0]!.spki, leaf.spki) === 0;
  if (!isSameKey)
    return refuse('FAILED_NoCertificateAvailable', `${pcid}: another key than that of the certificate in the pool`);
  const bad = await judged([leaf, ...known.slice(1)], leaf, 'provisioning', doors);
  if (bad) {
    found(bad.fault, bad.text);
    // CertChainError is not among the codes of this response.
    return refuse(bad.verdict === 'CertChainError' ? 'FAILED' : `FAILED_${bad.verdict}`, bad.text);
  }
  const contract = await doors.contract(pcid);
  if (!contract) return refuse('FAILED_NoCertificateAvailable', `no contract for PCID ${pcid}`);
  const root = await doors.cpsRoot(contract.cpsRootFingerprint);
  if (!root || !isListed(root, request.ListOfRootCertificateIDs))
    return refuse(
      'FAILED_NoCertificateAvailable',
      `the car does not list ${root?.subject ?? 'the root'} over the CPS that signed: it lists ${listed(request.ListOfRootCertificateIDs)}`,
    );
  const template = decodeMessage(contract.exi);
  return {
    isFound: true,
    // The signature covers four elements of the body and nothing of the header.
    exi: encodeMessage({ ...template, Header: { ...template.Header, SessionID: message.Header.SessionID } }),
    eMAID: contract.eMAID,
    responseCode: 'OK',
  };
}

async function update(
  message: V2G_Message,
  request: CertificateUpdateReq,
  doors: InstallationDoors,
): Promise<InstallationAnswer> {
  const refuse = (code: FailureCode, why: string) => refused('CertificateUpdateReq', message, code, why, doors);
  const chain = certificatesOf(request.ContractSignatureCertChain).map(parsed);
  const malformed = chain.find((one) => typeof one === 'string');
  if (typeof malformed === 'string') return refuse('FAILED_CertChainError', malformed);
  const certificates = chain as readonly Certificate[];
  const leaf = certificates[0]!;
  const proof = verifySignature(
    signatureProfile,
    message.Header.Signature,
    [{ name: 'CertificateUpdateReq', value: request }],
    leaf.publicKey,
  );
  if (!proof.ok) return refuse('FAILED_SignatureError', proof.text);
  const named = leaf.subject.commonName ?? '';
  const eMAID = normalEmaid(named);
  if (eMAID === undefined || !isSameEmaid(named, request.eMAID))
    return refuse('FAILED_NoCertificateAvailable', `eMAID ${request.eMAID}, but the certificate is of '${named}'`);
  const bad = await judged(certificates, leaf, 'contract', doors);
  if (bad) {
    doors.found({ code: CONTRACT_FAULTS[bad.fault], text: bad.text });
    return refuse(`FAILED_${bad.verdict}`, bad.text);
  }
  const exi = await doors.update(leaf, eMAID, message.Header.SessionID);
  if (!exi) return refuse('FAILED_NoCertificateAvailable', `no contract ${eMAID} that this pool may renew`);
  return { isFound: true, exi, eMAID, responseCode: 'OK' };
}

/** The first word of path and revocation, or undefined when all is well. */
async function judged(
  chain: readonly Certificate[],
  leaf: Certificate,
  purpose: 'provisioning' | 'contract',
  doors: InstallationDoors,
): Promise<
  { readonly verdict: Exclude<ContractVerdict, 'OK'>; readonly fault: ChainFault; readonly text: string } | undefined
> {
  const anchors = await doors.anchors(purpose);
  const { findings, path } = validatePath({ chain, leaf, anchors, at: doors.now(), purpose });
  const isGood = findings.every(({ severity }) => severity !== 'refusal');
  const all: readonly CertificateFinding[] = isGood ? [...findings, ...(await doors.revocation(path))] : findings;
  const verdict = contractVerdict(all);
  if (verdict === 'OK') return undefined;
  const refusals = all.filter(({ severity }) => severity === 'refusal');
  return { verdict, fault: faultOf(verdict, refusals), text: refusals.map(({ text }) => text).join('; ') };
}

/** What is wrong with a chain, in the words of findings. */
type ChainFault = 'expired' | 'revoked' | 'unproved' | 'invalid';

const CONTRACT_FAULTS: Readonly<Record<ChainFault, string>> = {
  expired: 'contract_certificate_expired',
  revoked: 'contract_certificate_revoked',
  unproved: 'ocsp_no_status',
  invalid: 'contract_chain_invalid',
};

function faultOf(verdict: ContractVerdict, refusals: readonly CertificateFinding[]): ChainFault {
  if (verdict === 'CertificateExpired') return 'expired';
  if (verdict === 'CertificateRevoked') return 'revoked';
  // Good but for its status: nobody says that it is not revoked.
  return refusals.every(({ code }) => code.startsWith('revocation_')) ? 'unproved' : 'invalid';
}

function refused(
  name: 'CertificateInstallationReq' | 'CertificateUpdateReq',
  message: V2G_Message,
  ResponseCode: FailureCode,
  why: string,
  doors: InstallationDoors,
): InstallationAnswer {
  doors.found({ code: 'contract_pool_refused', text: `${name}: ${why}`, data: { ResponseCode } });
  const body = failure(name, ResponseCode, {
    EVSEID: 'ZZ00000',
    kind: 'AC',
    now_s: BigInt(Math.floor(doors.now() / 1000)),
  });
  // RetryCounter 0: at the next session. [V2G2-696]
  const answer =
    name === 'CertificateUpdateReq'
      ? { CertificateUpdateRes: { ...body, RetryCounter: 0 } }
      : { CertificateInstallationRes: body };
  return {
    isFound: false,
    exi: encodeMessage({ Header: { SessionID: message.Header.SessionID }, Body: answer } as V2G_Message),
    responseCode: ResponseCode,
  };
}

/** Whether a root is in ListOfRootCertificateIDs: the serial number decides, the printed name must not speak against it. */
function isListed(
  root: Certificate,
  { RootCertificateID }: CertificateInstallationReq['ListOfRootCertificateIDs'],
): boolean {
  const serial = BigInt(`0x${root.serialNumber}`);
  return RootCertificateID.some(
    ({ X509IssuerName, X509SerialNumber }) =>
      X509SerialNumber === serial && (!X509IssuerName.includes('=') || isPrintedName(X509IssuerName, root.issuer)),
  );
}

function listed({ RootCertificateID }: CertificateInstallationReq['ListOfRootCertificateIDs']): string {
  return RootCertificateID.map(({ X509IssuerName, X509SerialNumber }) => `${X509IssuerName} ${X509SerialNumber}`).join(
    ', ',
  );
}

function parsed(der: Uint8Array): Certificate | string {
  try {
    const certificate = parseCertificate(der);
    // The key is needed for the signature: a malformed one is found here.
    void certificate.publicKey;
    return certificate;
  } catch (error) {
    if (!(error instanceof ProtocolError)) throw error;
    return error.message;
  }
}

/** Uses of the pool's roots by purpose: `MO` and `V2G` for contracts, `OEM` for provisioning certificates. */
export function rootTypesFor(purpose: Purpose): readonly ('V2G' | 'MO' | 'OEM')[] {
  return anchorUses[purpose].flatMap((use) =>
    use === 'v2g' ? ['V2G'] : use === 'mo' ? ['MO'] : use === 'oem' ? ['OEM'] : [],
  ) as readonly ('V2G' | 'MO' | 'OEM')[];
}
