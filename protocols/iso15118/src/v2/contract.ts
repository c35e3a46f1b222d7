/**
 * What a station makes of a contract chain: a verdict, or the ResponseCode that refuses it. ISO 15118-2:2014 8.4.3.7, the
 * order of checks of docs/choices.md.
 *
 * @module
 */
import { hasWrongCheckCharacter, isSameEmaid, normalEmaid, parseEmaid } from '@openpnc/core/emaid';
import { ProtocolError } from '@openpnc/core/errors';
import type { Millis } from '@openpnc/core/machine';
import { type Certificate, parseCertificate } from '@openpnc/x509/certificate';
import { contractVerdict, expiresSoon } from '@openpnc/x509/contractVerdict';
import { type PathFinding, type PathMemory, validatePath } from '@openpnc/x509/path';
import type { Finding } from '../finding.ts';
import type { FailureCode } from './message.ts';

/** Whom a station trusts for contracts. */
export interface ContractTrust {
  /** The MO and V2G roots that are installed now. */
  readonly anchors: () => readonly Certificate[];
  /** Remembers verified sub-CAs over sessions. */
  readonly memory?: PathMemory;
  /** Whether the station's clock was set: a chain that looks expired is else the clock's fault. */
  readonly isClockSynchronised: () => boolean;
  /** Leaves directly under a root are taken. */
  readonly isPrivateEnvironment: boolean;
  /** Whether this operator takes the contract at all (its provider); absent takes all. */
  readonly isAllowed?: (eMAID: string) => boolean;
  /** What the station knows of revoked certificates (a CRL, a cached OCSP answer); the back end is asked for the rest. */
  readonly isRevoked?: (certificate: Certificate, issuer: Certificate | undefined) => boolean;
  /** What the station knows of contracts that ended (its local list). */
  readonly isCanceled?: (eMAID: string) => boolean;
}

/** A chain that holds here, or that the back end shall judge. */
export interface ContractVerdict {
  /** `anchor`: it leads to an installed root. `central`: no root is known, central validation is allowed. */
  readonly trust: 'anchor' | 'central';
  /** DER, leaf first, the root last when there is one: what certificate hash data is made of. */
  readonly path: readonly Uint8Array[];
  /** The leaf ends within 21 days [V2G2-690]. */
  readonly isExpiringSoon: boolean;
  readonly notAfter: Millis;
}

/** What came of the check. Findings are reported either way. */
export type ContractCheck =
  | {
      readonly ok: true;
      readonly eMAID: string;
      readonly leaf: Certificate;
      readonly verdict: ContractVerdict;
      readonly findings: readonly Finding[];
    }
  | { readonly ok: false; readonly code: FailureCode; readonly findings: readonly Finding[] };

export interface ContractQuestion {
  /** As the request says it. */
  readonly eMAID: string;
  /** DER, leaf first. */
  readonly chain: readonly Uint8Array[];
  readonly now: Millis;
  readonly trust: ContractTrust;
  readonly isCentralValidationAllowed: boolean;
  readonly isStrict: boolean;
}

/** Checks a contract chain. Revocation is the back end's to say. */
export function checkContract({
  eMAID,
  chain,
  now,
  trust,
  isCentralValidationAllowed,
  isStrict,
}: ContractQuestion): ContractCheck {
  const parsed = parseChain(chain, trust.memory);
  if ('finding' in parsed) return refuse('FAILED_CertChainError', parsed.finding);
  const [leaf, ...subs] = parsed.certificates as [Certificate, ...Certificate[]];
  if (subs.length === 0 && !trust.isPrivateEnvironment)
    return refuse('FAILED_CertChainError', {
      code: 'contract_chain_missing',
      severity: 'refusal',
      text: 'ContractSignatureCertChain: no sub-CA, expected one or two',
      spec: 'ISO 15118-2:2014 [V2G2-656]',
      data: { issuer: String(leaf.issuer) },
    });
  const named = leaf.subject.commonName ?? '';
  if (!isSameEmaid(named, eMAID))
    return refuse('FAILED_CertChainError', {
      code: 'contract_emaid_mismatch',
      severity: 'refusal',
      text: `PaymentDetailsReq.eMAID: '${eMAID}', but the contract certificate is of '${named}'`,
      spec: 'ISO 15118-2:2014 8.4.3.7',
      data: { requested: eMAID, certificate: named },
    });

  const notes = profileNotes(leaf, named);
  const {
    path,
    anchor,
    findings: faults,
  } = validatePath({
    chain: [leaf, ...subs],
    leaf,
    anchors: trust.anchors(),
    at: now,
    purpose: 'contract',
    strict: isStrict,
    isPrivate: trust.isPrivateEnvironment,
    ...(trust.memory && { memory: trust.memory }),
  });
  const code = codeOf(faults, { isCentralValidationAllowed, isStrict });
  const context: FaultContext = { last: path.at(-1) ?? leaf, now, trust };
  const found = faults.flatMap((fault) => findingsOf(fault, code !== undefined, context));
  const findings = [...found, ...notes];
  if (code) return { ok: false, code, findings };
  if (isStrict && notes.some(({ code: note }) => note === 'contract_country_name'))
    return { ok: false, code: 'FAILED_CertificateNotAllowedAtThisEVSE', findings: refusing(findings) };
  const policy = policyProblem(named, path, trust);
  if (policy) return { ok: false, code: policy.code, findings: [...findings, policy.finding] };
  const verdict: ContractVerdict = {
    trust: anchor ? 'anchor' : 'central',
    path: (path.length > 0 ? path : [leaf, ...subs]).map(({ der }) => der),
    isExpiringSoon: expiresSoon(leaf, now),
    notAfter: leaf.notAfter,
  };
  return { ok: true, eMAID: normalEmaid(named)!, leaf, verdict, findings };
}

/** What this station knows of the contract beside its chain: revoked, ended, or not taken here. */
function policyProblem(
  eMAID: string,
  path: readonly Certificate[],
  { isRevoked, isCanceled, isAllowed }: ContractTrust,
): { readonly code: FailureCode; readonly finding: Finding } | undefined {
  const revoked = path.find((certificate, i) => isRevoked?.(certificate, path[i + 1]));
  if (revoked)
    return problem('FAILED_CertificateRevoked', 'contract_certificate_revoked', `${revoked.subject} is revoked`);
  if (isCanceled?.(eMAID)) return problem('FAILED_ContractCanceled', 'contract_canceled', 'the contract has ended');
  if (isAllowed && !isAllowed(eMAID))
    return problem(
      'FAILED_CertificateNotAllowedAtThisEVSE',
      'contract_not_allowed_here',
      'this station does not take contracts of its provider',
    );
  return undefined;

  function problem(code: FailureCode, finding: string, text: string) {
    return {
      code,
      finding: { code: finding, severity: 'refusal', text: `contract ${eMAID}: ${text}`, data: { eMAID } },
    } as const;
  }
}

/** The one code of a path's faults; undefined when the chain holds or goes to central validation. */
function codeOf(
  faults: readonly PathFinding[],
  {
    isCentralValidationAllowed,
    isStrict,
  }: { readonly isCentralValidationAllowed: boolean; readonly isStrict: boolean },
): FailureCode | undefined {
  const judged = isCentralValidationAllowed ? faults.filter(({ code }) => code !== 'issuer_not_found') : faults;
  const verdict = contractVerdict(judged, { strict: isStrict });
  return verdict === 'OK' ? undefined : `FAILED_${verdict}`;
}

interface FaultContext {
  /** Where the path ends. */
  readonly last: Certificate;
  readonly now: Millis;
  readonly trust: ContractTrust;
}

/** A fault of the path in the words that the diagnosis knows. */
function findingsOf(fault: PathFinding, isRefused: boolean, { last, now, trust }: FaultContext): readonly Finding[] {
  const { code, text, spec, certificate, namesake } = fault;
  const severity = isRefused ? fault.severity : fault.severity === 'refusal' ? 'info' : fault.severity;
  const data = { fault: code, certificate };
  switch (code) {
    case 'issuer_not_found':
      return [
        {
          code: 'contract_root_missing',
          severity,
          text,
          spec,
          data: {
            ...data,
            issuer: String(last.issuer),
            ...(last.aki && { aki: last.aki }),
            ...(namesake && { namesake }),
          },
        },
      ];
    case 'certificate_expired':
    case 'certificate_not_yet_valid': {
      const found: Finding = { code: `contract_${code}`, severity, text, spec, data };
      if (trust.isClockSynchronised()) return [found];
      const clock = `the station's clock was not set; it reads ${new Date(now).toISOString()}`;
      return [found, { code: 'clock_not_synchronised', severity, text: clock }];
    }
    default:
      return [{ code: 'contract_chain_invalid', severity, text, spec, data }];
  }
}

/** What is odd about a contract leaf and refuses it in conformance runs at most. */
function profileNotes(leaf: Certificate, named: string): readonly Finding[] {
  const notes: Finding[] = [];
  const emaid = parseEmaid(named);
  if (emaid && hasWrongCheckCharacter(emaid))
    notes.push({
      code: 'emaid_check_digit',
      severity: 'warning',
      text: `contract certificate: eMAID ${named} has the wrong check character ${emaid.check}`,
      spec: 'ISO 15118-2:2014 Annex H.1',
    });
  if (leaf.subject.values('C').length > 0)
    notes.push({
      code: 'contract_country_name',
      severity: 'warning',
      text: `contract certificate: its subject ${leaf.subject} has a country name, which the profile does not`,
      spec: 'ISO 15118-2:2014 Annex F, table F.4',
    });
  return notes;
}

function refusing(findings: readonly Finding[]): readonly Finding[] {
  return findings.map((finding) =>
    finding.code === 'contract_country_name'
      ? { ...finding, code: 'contract_chain_invalid', severity: 'refusal' }
      : finding,
  );
}

function parseChain(
  chain: readonly Uint8Array[],
  memory: PathMemory | undefined,
): { readonly certificates: readonly Certificate[] } | { readonly finding: Finding } {
  try {
    return { certificates: chain.map((der) => memory?.certificate(der) ?? parseCertificate(der)) };
  } catch (error) {
    if (!(error instanceof ProtocolError)) throw error;
    return {
      finding: {
        code: 'contract_certificate_malformed',
        severity: 'refusal',
        text: `ContractSignatureCertChain: ${error.message}`,
        spec: 'RFC 5280 4.1',
        data: { code: error.code, ...(error.offset !== undefined && { offset: error.offset }) },
      },
    };
  }
}

function refuse(code: FailureCode, finding: Finding): ContractCheck {
  return { ok: false, code, findings: [finding] };
}
