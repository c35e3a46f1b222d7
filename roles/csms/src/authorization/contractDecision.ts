/** Use case C07: a contract certificate and its contract, judged together. OCPP 2.0.1 C07; decisions 5 and 6 of docs/choices.md. @module */
import { hasWrongCheckCharacter, parseEmaid } from '@openpnc/core/emaid';
import type { Millis } from '@openpnc/core/machine';
import { answerPair, type CertificateVerdict } from '@openpnc/ocpp/authorizeAnswer';
import type { AuthorizeCertificateStatusEnumType, IdTokenInfoType } from '@openpnc/ocpp/v201';
import type { CdrToken } from '@openpnc/roaming/ocpi/cdr';
import type { Finding } from '../finding.ts';
import {
  type CertificateSources,
  type Judged,
  type LocalVerdict,
  localVerdict,
  type Material,
  revocationVerdict,
} from './contractCertificates.ts';
import type { TokenAnswer, TokenSource } from './tokenAnswer.ts';
import { emaidAnswer, type TokenSources } from './tokenEngine.ts';

/** What a station asks. */
interface ContractQuestion {
  readonly eMAID: string;
  readonly material: Material;
  readonly station: string;
  readonly evseId?: number | undefined;
  /** When the answer must be ready. */
  readonly deadline: Millis;
  readonly traceId?: string | undefined;
  /** Decide without certificates, for a transaction that we started from afar or that was authorized before. */
  readonly isProvedElsewhere?: boolean;
}

/** The answer with all that is kept of it. */
export interface Decision {
  readonly certificateStatus?: AuthorizeCertificateStatusEnumType;
  readonly idTokenInfo: IdTokenInfoType;
  readonly source: TokenSource;
  readonly partner: string | null;
  readonly authorization_reference: string | null;
  readonly cdrToken: CdrToken | null;
  readonly findings: readonly Finding[];
}

/** Everything that a decision looks into. */
export interface DecisionSources extends CertificateSources, TokenSources {}

/**
 * Decides by the deadline. What is known of the certificates comes first: when they are bad nobody is asked. Else OCSP and
 * the eMSP are asked at the same time, and certificates that turn out bad end it without waiting for the eMSP.
 */
export async function contractDecision(sources: DecisionSources, question: ContractQuestion): Promise<Decision> {
  const { eMAID, material, isProvedElsewhere = false } = question;
  const hasMaterial = material.certificate !== undefined || (material.iso15118CertificateHashData?.length ?? 0) > 0;
  const emaid = parseEmaid(eMAID);
  if (!emaid)
    return refused(hasMaterial ? 'chain-invalid' : undefined, [
      { code: 'emaid_malformed', severity: 'refusal', text: `idToken '${eMAID}' of type eMAID: not an eMAID` },
    ]);
  const spelling: readonly Finding[] = hasWrongCheckCharacter(emaid)
    ? [{ code: 'emaid_check_character', severity: 'warning', text: `eMAID ${eMAID}: its check character is wrong` }]
    : [];
  if (!hasMaterial && !isProvedElsewhere)
    return refused(undefined, [
      ...spelling,
      {
        code: 'no_certificate_material',
        severity: 'refusal',
        text: `Authorize of eMAID ${eMAID} holds neither certificate nor iso15118CertificateHashData`,
        spec: 'OCPP 2.0.1 C07.FR.02',
      },
    ]);
  const local = await localVerdict(sources, eMAID, material, sources.clock.now());
  const findings = [...spelling, ...local.findings];
  if (local.verdict !== 'good') return refused(local.verdict, findings);
  const [verdict, answer] = await both(
    revocation(sources, question, local),
    emaidAnswer(sources, { ...question, emaid }),
  );
  await learn(sources, local, verdict.verdict);
  findings.push(...verdict.findings, ...(answer?.findings ?? []));
  if (verdict.verdict !== 'good') return refused(verdict.verdict, findings);
  return decided(hasMaterial ? 'good' : undefined, answer!, findings);
}

/** Asks for all that is open at the same time. */
async function revocation(
  { ocsp, settings }: DecisionSources,
  { deadline, traceId }: ContractQuestion,
  { questions, path }: LocalVerdict,
): Promise<Judged> {
  if (questions.length === 0) return revocationVerdict([], settings);
  const results = await Promise.all(
    questions.map((question) => ocsp.status(question, { deadline, traceId, candidates: path })),
  );
  return revocationVerdict(results, settings);
}

/** Waits for both, but for the second only while the first is good. */
async function both(
  first: Promise<Judged>,
  second: Promise<TokenAnswer>,
): Promise<readonly [Judged, TokenAnswer | undefined]> {
  second.catch(() => {}); // Its rejection is heard below, or no longer of interest.
  const verdict = await first;
  return [verdict, verdict.verdict === 'good' ? await second : undefined];
}

/** What a whole chain proved helps where only hashes come. */
async function learn({ certificates }: DecisionSources, { path }: LocalVerdict, verdict: CertificateVerdict) {
  if (verdict !== 'good' || path.length < 2) return;
  await Promise.all([
    certificates.addContract(path[0]!, path[1]!, 'station'),
    ...path.slice(1, -1).map((ca) => certificates.addSubCa(ca, 'station')),
  ]);
}

function refused(verdict: CertificateVerdict | undefined, findings: readonly Finding[]): Decision {
  const answer = { source: 'none', partner: null, authorization_reference: null, cdrToken: null, findings } as const;
  if (verdict === undefined) return { idTokenInfo: { status: 'Invalid' }, ...answer };
  const { certificateStatus, status } = answerPair(verdict, 'Invalid');
  return { certificateStatus, idTokenInfo: { status }, ...answer };
}

function decided(
  verdict: CertificateVerdict | undefined,
  { info, source, partner, authorization_reference, cdrToken }: TokenAnswer,
  findings: readonly Finding[],
): Decision {
  const answer = { source, partner, authorization_reference, cdrToken, findings };
  if (verdict === undefined) return { idTokenInfo: info, ...answer };
  const { certificateStatus, status } = answerPair(verdict, info.status);
  const idTokenInfo = status === info.status ? info : { ...info, status };
  return { certificateStatus, idTokenInfo, ...answer };
}
