/** What the CSMS knows of a contract's certificates before it asks anybody, and what is to be asked. OCPP 2.0.1 C07.FR.04 .. FR.17. @module */
import { isSameEmaid } from '@openpnc/core/emaid';
import { ProtocolError } from '@openpnc/core/errors';
import type { Millis } from '@openpnc/core/machine';
import type { CertificateVerdict } from '@openpnc/ocpp/authorizeAnswer';
import { type Certificate, parseCertificate, pemToDer } from '@openpnc/x509/certificate';
import { certHashes, hashesKey } from '@openpnc/x509/hashData';
import { type PathFinding, validatePath } from '@openpnc/x509/path';
import type { CertificateStore, KnownContract } from '../certificates.ts';
import type { Finding } from '../finding.ts';
import type { OcspClient, OcspQuestion, OcspResult } from '../ocspClient.ts';
import type { CsmsSettings } from '../settings.ts';

/** What a station sent to prove a contract. */
export interface Material {
  /** PEM, leaf first, without root. */
  readonly certificate?: string | undefined;
  readonly iso15118CertificateHashData?: readonly OcspQuestion[] | undefined;
}

/** What is known at once. */
export interface LocalVerdict {
  /** A bad one is final: nobody else is asked. */
  readonly verdict: CertificateVerdict;
  readonly findings: readonly Finding[];
  /** Whose status is still open. */
  readonly questions: readonly OcspQuestion[];
  /** The proved chain, anchor last, where the certificates came whole. */
  readonly path: readonly Certificate[];
}

/** Where certificates and answers are kept. */
export interface CertificateSources {
  readonly certificates: CertificateStore;
  readonly ocsp: OcspClient;
  readonly settings: CsmsSettings;
}

/**
 * Judges by what is at hand: the chain with our own roots, its validity, the eMAID in it, known contracts, kept OCSP answers.
 */
export async function localVerdict(
  { certificates, ocsp, settings }: CertificateSources,
  eMAID: string,
  { certificate, iso15118CertificateHashData = [] }: Material,
  now: Millis,
): Promise<LocalVerdict> {
  const findings: Finding[] = [];
  let verdict: CertificateVerdict = 'good';
  let path: readonly Certificate[] = [];
  const questions: OcspQuestion[] = [];
  if (certificate !== undefined) {
    const whole = wholeChain(certificates, settings, eMAID, certificate, now);
    findings.push(...whole.findings);
    ({ verdict, path } = whole);
    questions.push(...whole.questions);
  }
  const keys = questions.map(hashesKey);
  for (const [position, hashes] of iso15118CertificateHashData.entries()) {
    const key = hashesKey(hashes);
    // Some stations list the root too; a root has no status. The leaf always stays: something must be proved.
    if (keys.includes(key) || (position > 0 && certificates.isRoot(hashes, key))) continue;
    keys.push(key);
    questions.push(hashes);
  }
  // Hashes beside a whole chain that are none of its certificates prove nothing more, but their status still counts.
  if (certificate === undefined && questions[0]) {
    const known = knownContract(await certificates.findContract(questions[0], keys[0]), eMAID, now);
    findings.push(...known.findings);
    verdict = known.verdict;
  }
  if (settings.certificates.revocation === 'off') return { verdict, findings, questions: [], path };
  const kept = questions.map((question, i) => ocsp.cached(question, keys[i]));
  const status = revocationVerdict(
    kept.filter((result) => result !== undefined),
    settings,
  );
  return {
    verdict: worse(verdict, status.verdict),
    findings: [...findings, ...status.findings],
    questions: questions.filter((_, i) => !kept[i]),
    path,
  };
}

/** What OCSP results mean for the contract, by the setting `certificates.revocation`. A proved revocation outweighs what is not proved. */
export function revocationVerdict(
  results: readonly OcspResult[],
  { certificates: { revocation } }: Pick<CsmsSettings, 'certificates'>,
): Judged {
  if (revocation === 'off') return { verdict: 'good', findings: [] };
  const bad = results.filter(({ status }) => status !== 'good');
  const isHard = revocation === 'require';
  const findings = bad.map(
    ({ status, problem }): Finding =>
      status === 'revoked'
        ? refusal('contract_certificate_revoked', problem!.text, 'OCPP 2.0.1 C07.FR.15')
        : { ...refusal(problem!.code, problem!.text), severity: isHard ? 'refusal' : 'warning' },
  );
  if (bad.some(({ status }) => status === 'revoked')) return { verdict: 'revoked', findings };
  return { verdict: bad.length > 0 && isHard ? 'chain-invalid' : 'good', findings };
}

/** The worse of two, in the order of C07: a chain that does not hold, revoked, expired. */
function worse(a: CertificateVerdict, b: CertificateVerdict): CertificateVerdict {
  return RANK.indexOf(a) <= RANK.indexOf(b) ? a : b;
}

const RANK: readonly CertificateVerdict[] = ['chain-invalid', 'revoked', 'expired', 'good'];

/** A verdict with its reasons. */
export interface Judged {
  readonly verdict: CertificateVerdict;
  readonly findings: readonly Finding[];
}

/** Central validation. OCPP 2.0.1 C07.FR.06 */
function wholeChain(
  certificates: CertificateStore,
  settings: CsmsSettings,
  eMAID: string,
  pem: string,
  now: Millis,
): Judged & Pick<LocalVerdict, 'questions' | 'path'> {
  let chain: readonly Certificate[];
  try {
    chain = pemToDer(pem).map(parseCertificate);
  } catch (error) {
    if (!(error instanceof ProtocolError)) throw error;
    return {
      verdict: 'chain-invalid',
      findings: [refusal('contract_certificate_malformed', error.message)],
      ...nothing,
    };
  }
  const judged = validatePath({
    chain,
    anchors: certificates.roots('v2g', 'mo'),
    at: now,
    purpose: 'contract',
    isPrivate: settings.certificates.isPrivate,
    memory: certificates.memory,
  });
  const findings = judged.findings.map((found) => pathFinding(found, judged.path));
  const { path } = judged;
  const [leaf] = path;
  if (leaf && !isSameEmaid(leaf.subject.commonName ?? '', eMAID))
    findings.push(
      refusal(
        'contract_emaid_mismatch',
        `idToken ${eMAID}, but the contract certificate is of ${leaf.subject.commonName ?? 'nobody'}`,
      ),
    );
  const verdict = verdictOf(findings);
  if (!judged.anchor || settings.certificates.revocation === 'off')
    return { verdict, findings, questions: [], path: judged.ok ? path : [] };
  const questions: OcspQuestion[] = [];
  for (const [i, certificate] of path.slice(0, -1).entries()) {
    const [responderURL] = certificate.ocspUrls;
    if (responderURL !== undefined) questions.push({ ...certHashes(certificate, path[i + 1]!), responderURL });
    else if (settings.certificates.revocation === 'require')
      findings.push(
        refusal('ocsp_no_responder', `${certificate.subject}: names no OCSP responder, so its status cannot be learnt`),
      );
  }
  return { verdict: verdictOf(findings), findings, questions, path: judged.ok ? path : [] };
}

function knownContract(known: KnownContract | undefined, eMAID: string, now: Millis): Judged {
  if (!known) return { verdict: 'good', findings: [] };
  const findings: Finding[] = [];
  if (!isSameEmaid(known.emaid, eMAID))
    findings.push(refusal('contract_emaid_mismatch', `idToken ${eMAID}, but this certificate is of ${known.emaid}`));
  if (now > known.notAfter)
    findings.push(
      refusal(
        'contract_certificate_expired',
        `contract certificate of ${known.emaid}: valid until ${new Date(known.notAfter).toISOString()}`,
        'OCPP 2.0.1 C07.FR.16',
      ),
    );
  return { verdict: verdictOf(findings), findings };
}

function pathFinding(fault: PathFinding, path: readonly Certificate[]): Finding {
  const { code, severity, text, spec, certificate, namesake } = fault;
  const issuer = path.at(-1)?.issuer;
  return {
    code: code === 'issuer_not_found' ? 'csms_contract_root_missing' : (VALIDITY[code] ?? 'contract_chain_invalid'),
    severity,
    text,
    spec,
    data: {
      check: code,
      position: certificate.position,
      ...(issuer && { issuer: String(issuer) }),
      ...(namesake && { namesake }),
    },
  };
}

function verdictOf(findings: readonly Finding[]): CertificateVerdict {
  let verdict: CertificateVerdict = 'good';
  for (const { code, severity } of findings) {
    if (severity !== 'refusal') continue;
    verdict = worse(verdict, code in EXPIRED ? 'expired' : 'chain-invalid');
  }
  return verdict;
}

function refusal(code: string, text: string, spec = 'OCPP 2.0.1 C07.FR.13'): Finding {
  return { code, severity: 'refusal', text, spec };
}

const nothing = { questions: [], path: [] } as const;

const VALIDITY: Readonly<Record<string, string>> = {
  certificate_expired: 'contract_certificate_expired',
  certificate_not_yet_valid: 'contract_certificate_not_yet_valid',
};
const EXPIRED: Readonly<Record<string, true>> = {
  contract_certificate_expired: true,
  contract_certificate_not_yet_valid: true,
};
