/** Use case C07: has a contract certificate authorized, by the CSMS or by what the station knows itself. OCPP 2.0.1 C07. @module */
import assert from 'node:assert/strict';
import { judgeAnswer } from '@openpnc/ocpp/authorizeAnswer';
import { contractChainPem, contractHashData } from '@openpnc/ocpp/contractChain';
import { CallFailure } from '@openpnc/ocpp/errors';
import type { AuthorizeRequest, AuthorizeResponse, IdTokenInfoType, IdTokenType } from '@openpnc/ocpp/v201';
import type { Certificate } from '@openpnc/x509/certificate';
import { call, type StationScript } from '../stationScript.ts';
import type { StationFinding } from '../stationTrace.ts';
import { type Decision, decide, type Situation } from './decision.ts';

/** A contract whose key was proved, or is about to be. */
export interface ContractQuestion {
  /** As in the certificate, normalised. */
  readonly eMAID: string;
  /** `anchor`: it leads to an installed root; `central`: no root is known here. */
  readonly trust: 'anchor' | 'central';
  /** Leaf first; with the root last when there is one. */
  readonly path: readonly Certificate[];
}

/** What the station knows and is allowed to do. */
interface AuthorizeWorld {
  readonly situation: () => Omit<Situation, 'hasRoot' | 'local' | 'hasAllOcspUrls' | 'known'>;
  /** What the local list says, else the cache. */
  readonly known: (idToken: IdTokenType) => IdTokenInfoType | undefined;
  readonly within_ms: number;
  readonly traceId: string;
  /** Decide by the offline rules when the socket dies while the question is open. */
  readonly offlineFallback: boolean;
}

/** What came of it. */
export interface Authorized {
  readonly outcome: 'accepted' | 'rejected';
  readonly idToken: IdTokenType;
  readonly certificateStatus?: NonNullable<AuthorizeResponse['certificateStatus']>;
  readonly idTokenInfo?: IdTokenInfoType;
  /** Why it was refused, or what is worth telling. */
  readonly finding?: StationFinding;
  /** The CSMS has said so, not the station. */
  readonly isFromCsms: boolean;
}

/** Both statuses of the CSMS decide; a missing certificateStatus is a refusal, since certificate material was sent (decisions 6). */
export function* authorizeContract(question: ContractQuestion, world: AuthorizeWorld): StationScript<Authorized> {
  const idToken: IdTokenType = { idToken: question.eMAID, type: 'eMAID' };
  const { path } = question;
  const material = contractHashData(path);
  const known = world.known(idToken);
  const situation: Situation = {
    ...world.situation(),
    hasRoot: question.trust === 'anchor',
    local: question.trust === 'anchor' ? 'valid' : 'unknownIssuer',
    hasAllOcspUrls: material.unlistable.length === 0 && material.entries.length > 0,
    known: known === undefined ? 'no' : known.status === 'Accepted' ? 'Accepted' : 'refused',
  };
  const decision = decide(situation);
  if (decision.do !== 'ask') return alone(decision, idToken, known);

  const certificate = decision.material === 'certificate' ? contractChainPem(path) : undefined;
  if (decision.material === 'certificate' && certificate === undefined)
    return refused(idToken, {
      code: 'contract_chain_too_long',
      severity: 'refusal',
      text: `contract ${question.eMAID}: its chain of ${path.length} certificates is longer than Authorize.certificate takes`,
      spec: 'OCPP 2.0.1 AuthorizeRequest',
    });
  const request: AuthorizeRequest = {
    idToken,
    ...(decision.material === 'hashData'
      ? { iso15118CertificateHashData: material.entries }
      : { certificate: certificate! }),
  };
  let answer: AuthorizeResponse;
  try {
    answer = yield* call('Authorize', request, { lane: 'pnc', within_ms: world.within_ms, traceId: world.traceId });
  } catch (error) {
    if (!(error instanceof CallFailure)) throw error;
    if (error.code === 'not_connected' && world.offlineFallback)
      return alone(decide({ ...situation, isOnline: false }), idToken, known);
    return refused(idToken, failed(error));
  }
  const verdict = judgeAnswer(answer, true);
  const { idTokenInfo, certificateStatus } = answer;
  const said = { idToken, idTokenInfo, ...(certificateStatus && { certificateStatus }), isFromCsms: true } as const;
  if (verdict.accepted) return { ...said, outcome: 'accepted' };
  return {
    ...said,
    outcome: 'rejected',
    finding: {
      code: verdict.code,
      severity: 'refusal',
      text: `contract ${question.eMAID}: ${verdict.text}`,
      spec: 'OCPP 2.0.1 C07.FR.13-17',
      data: { status: idTokenInfo.status, ...(certificateStatus && { certificateStatus }) },
    },
  };
}

/** Without the CSMS. */
function alone(decision: Decision, idToken: IdTokenType, known: IdTokenInfoType | undefined): Authorized {
  const info = known ? { idTokenInfo: known } : {};
  if (decision.do === 'allow')
    return {
      outcome: 'accepted',
      idToken,
      ...info,
      isFromCsms: false,
      finding: {
        code: 'authorized_offline',
        severity: 'info',
        text: `contract ${idToken.idToken}: allowed without the CSMS, ${decision.isCached ? 'by list or cache' : 'unknown ids are allowed offline'}`,
        spec: decision.spec,
      },
    };
  assert(decision.do === 'refuse', 'the offline rules never ask');
  const { code, spec } = decision;
  return {
    ...refused(idToken, { code, severity: 'refusal', text: refusalText(code, idToken.idToken), spec }),
    ...info,
  };
}

function refused(idToken: IdTokenType, finding: StationFinding): Authorized {
  return { outcome: 'rejected', idToken, isFromCsms: false, finding };
}

function failed({ code, message }: CallFailure): StationFinding {
  return code === 'timeout'
    ? { code: 'authorize_timeout', severity: 'refusal', text: message, spec: 'ISO 15118-2:2014 [V2G2-713]' }
    : { code: 'authorize_failed', severity: 'refusal', text: message, data: { failure: code } };
}

function refusalText(code: string, eMAID: string): string {
  const texts: Readonly<Record<string, string>> = {
    station_offline: 'the CSMS cannot be reached and the station may not decide alone',
    contract_root_missing: 'no root for its chain is installed and the CSMS may not be asked to validate it',
    contract_ocsp_url_missing:
      'a certificate of its chain names no OCSP responder that OCSPRequestData has room for, so it cannot be listed for the CSMS',
    offline_contract_refused: 'the local list or the cache refuses it',
    offline_contract_unknown: 'the CSMS cannot be reached and neither local list nor cache knows it',
  };
  return `contract ${eMAID}: ${texts[code] ?? code}`;
}
