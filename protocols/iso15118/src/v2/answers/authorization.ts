/**
 * Authorization: the car proves its contract key once, then asks again until the back end has spoken. ISO 15118-2:2014
 * 8.4.3.8, [V2G2-475], [V2G2-684], [V2G2-697], [V2G2-713], [V2G2-854] to [V2G2-856].
 *
 * @module
 */
import { equalBytes, toHex } from '@openpnc/core/bytes';
import type { Millis } from '@openpnc/core/machine';
import type { AuthorizationReq, AuthorizationRes } from '@openpnc/exi/iso15118-2';
import type { Finding } from '../../finding.ts';
import { type Answer, type Context, fail } from '../answer.ts';
import type { FailureCode } from '../message.ts';
import type { Authorization, Contract, SeccEffect, Session } from '../session.ts';
import { timing } from '../timing.ts';

type AuthorizationAnswer = Answer<AuthorizationRes, 'WaitForAuthorization' | 'WaitForChargeParameterDiscovery'>;

/** By contract or by other means, as selected. */
export function authorization(req: AuthorizationReq, context: Context): AuthorizationAnswer {
  const { session } = context;
  return session.payment === 'Contract' && session.contract
    ? byContract(req, session.contract, context)
    : byOtherMeans(context);
}

/** The question to the back end, with an id that no other session has. */
export function question(
  session: Session,
  { eMAID, chain, verdict }: Contract,
): { readonly session: Session; readonly effects: readonly SeccEffect[] } {
  const id = `${toHex(session.sessionId)}-${session.questions + 1}`;
  return {
    session: { ...session, questions: session.questions + 1, authorization: { id, outcome: 'pending' } },
    effects: [{ do: 'authorize', id, eMAID, chain, verdict }],
  };
}

function byContract({ GenChallenge }: AuthorizationReq, contract: Contract, context: Context): AuthorizationAnswer {
  const { proof, now } = context;
  let { session } = context;
  let effects: readonly SeccEffect[] = [];
  // The first request is signed, repeats are empty [V2G2-684]; a repeat that carries a challenge is checked like the first.
  if (!session.isContractProved || GenChallenge) {
    if (!GenChallenge || !equalBytes(GenChallenge, contract.challenge))
      return fail('FAILED_ChallengeInvalid', challengeFinding(contract.challenge, GenChallenge));
    if (proof === 'unsigned') return fail('FAILED_SignatureError', missingSignature);
    if (!proof.ok)
      return fail('FAILED_SignatureError', {
        code: 'signature_invalid',
        severity: 'refusal',
        text: `AuthorizationReq: ${proof.text}`,
        spec: 'ISO 15118-2:2014 7.9.2',
        data: { problem: proof.problem, ...proof.data },
      });
    session = { ...session, isContractProved: true };
    if (!session.authorization) ({ session, effects } = question(session, contract));
  }
  const { authorization: asked } = session;
  if (asked?.outcome === 'accepted')
    return finished(session, [
      ...effects,
      { do: 'session', event: 'authorized', payment: 'Contract', eMAID: contract.eMAID },
    ]);
  if (asked?.outcome === 'rejected') return refused(asked, contract, context);
  return (
    waiting('Ongoing', session, effects, context, timing.V2G_SECC_Ongoing_Performance_Time) ??
    late(contract, now, session)
  );
}

/** Card or app: an authorization that is refused may still come another time; only a positive one is the end [V2G2-856]. */
function byOtherMeans(context: Context): AuthorizationAnswer {
  const { session, station } = context;
  if (session.isExternallyAuthorized)
    return finished(session, [{ do: 'session', event: 'authorized', payment: 'ExternalPayment' }]);
  const isNew = session.authorization === undefined;
  const asked: Session = isNew ? { ...session, authorization: { id: 'external', outcome: 'pending' } } : session;
  const effects: readonly SeccEffect[] = isNew ? [{ do: 'authorizeExternally' }] : [];
  const { externalPaymentTimeout_ms } = station.settings;
  return (
    waiting('Ongoing_WaitingForCustomerInteraction', asked, effects, context, externalPaymentTimeout_ms) ??
    fail('FAILED', {
      code: 'external_payment_timeout',
      severity: 'refusal',
      text: `nobody paid within ${externalPaymentTimeout_ms / 1000} s`,
      spec: 'ISO 15118-2:2014 [V2G2-713]',
    })
  );
}

/** Holds the answer, or says Ongoing; undefined when the time for Ongoing is over. */
function waiting(
  EVSEProcessing: 'Ongoing' | 'Ongoing_WaitingForCustomerInteraction',
  session: Session,
  effects: readonly SeccEffect[],
  { station, since, now }: Context,
  limit_ms: Millis,
): AuthorizationAnswer | undefined {
  const end = session.ongoingSince === undefined ? Number.POSITIVE_INFINITY : session.ongoingSince + limit_ms;
  const hold = Math.min(since + station.settings.authorizationHold_ms, end);
  if (now < hold) return { hold, session, effects };
  if (now >= end) return undefined;
  return {
    res: { ResponseCode: 'OK', EVSEProcessing },
    next: 'WaitForAuthorization',
    session: { ...session, ongoingSince: session.ongoingSince ?? now },
    effects,
  };
}

function finished({ ongoingSince: _, ...session }: Session, effects: readonly SeccEffect[]): AuthorizationAnswer {
  return {
    res: { ResponseCode: 'OK', EVSEProcessing: 'Finished' },
    next: 'WaitForChargeParameterDiscovery',
    session,
    effects,
  };
}

/** The wire has no reason for a refusal by the back end: FAILED, or in specific mode the code that comes nearest. */
function refused(authorization: Authorization, { eMAID }: Contract, { station }: Context): AuthorizationAnswer {
  const { certificateStatus, idTokenStatus } = authorization;
  const code = station.settings.refusalCodes === 'specific' ? specificCode(authorization) : 'FAILED';
  return fail(code, {
    code: 'authorization_refused',
    severity: 'refusal',
    text: `contract ${eMAID}: the back end refused (certificate ${certificateStatus ?? 'not judged'}, contract ${idTokenStatus ?? 'not judged'})`,
    data: { eMAID, ...(certificateStatus && { certificateStatus }), ...(idTokenStatus && { idTokenStatus }) },
  });
}

function late({ eMAID }: Contract, now: Millis, { ongoingSince = now }: Session): AuthorizationAnswer {
  return fail('FAILED', {
    code: 'authorize_timeout',
    severity: 'refusal',
    text: `contract ${eMAID}: no answer of the back end after ${(now - ongoingSince) / 1000} s of Ongoing`,
    spec: 'ISO 15118-2:2014 [V2G2-713]',
    data: { eMAID },
  });
}

function challengeFinding(sent: Uint8Array, came: Uint8Array | undefined): Finding {
  return {
    code: 'challenge_mismatch',
    severity: 'refusal',
    text: `AuthorizationReq.GenChallenge: ${came ? toHex(came) : 'absent'}, expected ${toHex(sent)}`,
    spec: 'ISO 15118-2:2014 [V2G2-475, V2G2-697]',
    data: { sent: toHex(sent), ...(came && { came: toHex(came) }) },
  };
}

const missingSignature: Finding = {
  code: 'signature_missing',
  severity: 'refusal',
  text: 'AuthorizationReq: not signed, expected a signature by the contract key',
  spec: 'ISO 15118-2:2014 7.9.2.4',
};

/** The code of this protocol for what the back end answered in OCPP's words: its certificateStatus, then its status of the token. */
function specificCode({ certificateStatus, idTokenStatus }: Authorization): FailureCode {
  return BY_CERTIFICATE[certificateStatus ?? ''] ?? BY_TOKEN[idTokenStatus ?? ''] ?? 'FAILED';
}

const BY_CERTIFICATE: Readonly<Record<string, FailureCode>> = {
  // The back end saw the certificates; FAILED_SignatureError is of the AuthorizationReq, whose signature held.
  SignatureError: 'FAILED_CertChainError',
  CertificateExpired: 'FAILED_CertificateExpired',
  CertificateRevoked: 'FAILED_CertificateRevoked',
  NoCertificateAvailable: 'FAILED_NoCertificateAvailable',
  CertChainError: 'FAILED_CertChainError',
  ContractCancelled: 'FAILED_ContractCanceled', // one l in ISO, two in OCPP
};

const BY_TOKEN: Readonly<Record<string, FailureCode>> = {
  NotAtThisLocation: 'FAILED_CertificateNotAllowedAtThisEVSE',
  NotAllowedTypeEVSE: 'FAILED_CertificateNotAllowedAtThisEVSE',
};
