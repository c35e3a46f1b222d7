/** The legal answers to Authorize with a contract certificate, and what they mean to a station. OCPP 2.0.1 C07.FR.13-17. @module */
import type {
  AuthorizationStatusEnumType,
  AuthorizeCertificateStatusEnumType,
  AuthorizeResponse,
} from './generated/v201Messages.ts';

/** What the check of the certificates found, in the order in which the standard judges. */
export type CertificateVerdict = 'good' | 'chain-invalid' | 'revoked' | 'expired';

/** A legal pair: both fields decide. */
export interface AnswerPair {
  readonly certificateStatus: AuthorizeCertificateStatusEnumType;
  readonly status: AuthorizationStatusEnumType;
}

/** Statuses of a token whose contract no longer holds. C07.FR.14 */
const contractIsGone: ReadonlySet<AuthorizationStatusEnumType> = new Set(['Blocked', 'Expired', 'Invalid', 'Unknown']);

/** The only legal pair for a verdict on the certificates and the token's own status (which a bad certificate makes irrelevant). */
export function answerPair(verdict: CertificateVerdict, token: AuthorizationStatusEnumType): AnswerPair {
  switch (verdict) {
    case 'chain-invalid':
      return { certificateStatus: 'CertChainError', status: 'Invalid' };
    case 'revoked':
      return { certificateStatus: 'CertificateRevoked', status: 'Invalid' };
    case 'expired':
      return { certificateStatus: 'CertificateExpired', status: 'Expired' };
    case 'good':
      return { certificateStatus: contractIsGone.has(token) ? 'ContractCancelled' : 'Accepted', status: token };
  }
}

/** What a station makes of an answer. `code` is a finding of `diagnosis` when it refuses. */
export type AnswerVerdict =
  | { readonly accepted: true }
  | {
      readonly accepted: false;
      readonly code: 'csms_refused' | 'certificate_status_missing' | 'csms_contradiction';
      readonly text: string;
    };

/**
 * Whether the station may charge: idTokenInfo.status Accepted and certificateStatus Accepted. An Accepted token without
 * a certificateStatus is a refusal when certificate material was sent: a missing proof fails (decisions 6).
 */
export function judgeAnswer(
  { idTokenInfo, certificateStatus }: AuthorizeResponse,
  sentMaterial: boolean,
): AnswerVerdict {
  const { status } = idTokenInfo;
  if (status === 'Accepted' && (certificateStatus === 'Accepted' || (certificateStatus === undefined && !sentMaterial)))
    return { accepted: true };
  const text = `idTokenInfo.status ${status}, certificateStatus ${certificateStatus ?? 'absent'}`;
  if (status === 'Accepted')
    return {
      accepted: false,
      code: certificateStatus === undefined ? 'certificate_status_missing' : 'csms_contradiction',
      text,
    };
  return { accepted: false, code: 'csms_refused', text };
}
