/** The steps of a car's script, and the few words it is written in. @module */
import type { Millis } from '@openpnc/core/machine';
import type { PlugChange } from '@openpnc/core/ports';
import { PeerRefused, type Script } from '@openpnc/core/script';
import type { Bodies, V2G_Message } from '@openpnc/exi/iso15118-2';
import type { supportedAppProtocolReq, supportedAppProtocolRes } from '@openpnc/exi/sap';
import type { Finding } from '../finding.ts';
import { finishSignature, prepareSignature } from '../signature.ts';
import type { RequestName, ResponseOf, Signature } from './message.ts';
import { type SignedRequestName, signatureProfile } from './signatures.ts';
import { type TimedRequest, timing } from './timing.ts';

/** Which of the car's keys signs. */
export type CarKey = 'contract' | 'provisioning';

/** A new contract that came with CertificateInstallationRes or CertificateUpdateRes, for the car to open and keep. */
export interface ReceivedContract {
  readonly eMAID: string;
  /** DER, leaf first. */
  readonly chain: readonly Uint8Array[];
  readonly DHpublickey: Uint8Array;
  readonly ContractSignatureEncryptedPrivateKey: Uint8Array;
  /** The key that opens it: the provisioning key, or on an update the old contract key. */
  readonly receiver: CarKey;
}

/** Whether the car could open and keep it: checks 4 to 6 of docs/choices.md. */
export type Stored = { readonly ok: true } | { readonly ok: false; readonly problem: string; readonly text: string };

/** A request with its answer's time limit. */
export interface RequestStep<R extends TimedRequest = TimedRequest> {
  readonly do: 'request';
  readonly name: R;
  readonly body: RequestBody<R>;
  readonly timeout_ms: Millis;
  readonly signature?: Signature;
  /** Bench: another SessionID in the header than the session's own. */
  readonly sessionId?: Uint8Array;
  /** Done as soon as the request is out. */
  readonly alongside?: readonly Notice[];
}

export type RequestBody<R extends TimedRequest> = R extends RequestName ? Bodies[R] : supportedAppProtocolReq;

/** What needs no answer. */
export type Notice =
  | ({ readonly do: 'finding' } & Finding)
  | { readonly do: 'plug'; readonly change: PlugChange }
  | ({ readonly do: 'progress' } & Progress);

/** How far the session is. */
export type Progress =
  | { readonly event: 'session'; readonly sessionId: Uint8Array; readonly EVSEID: string; readonly isResumed: boolean }
  | { readonly event: 'selected'; readonly payment: 'Contract' | 'ExternalPayment' }
  | { readonly event: 'authorized' }
  | { readonly event: 'charging' }
  | { readonly event: 'charged'; readonly energy_Wh: number }
  | { readonly event: 'stopped' };

/** One step of a script, as data: the bench delays, changes or drops it. */
export type EvccStep =
  | RequestStep
  | { readonly do: 'sign'; readonly key: CarKey; readonly data: Uint8Array }
  | { readonly do: 'store'; readonly contract: ReceivedContract }
  | { readonly do: 'sleep'; readonly ms: Millis }
  | { readonly do: 'now' }
  | Notice;

export type EvccScript<Result> = Script<Result, EvccStep>;

/** A response with the header it came under. */
export interface Received<R extends TimedRequest> {
  readonly res: R extends RequestName ? ResponseOf<R> : supportedAppProtocolRes;
  readonly header: V2G_Message['Header'] | undefined;
}

export interface RequestOptions {
  readonly signature?: Signature;
  readonly alongside?: readonly Notice[];
  /** Where the message's own limit is not the one that counts. */
  readonly timeout_ms?: Millis;
}

/** Sends a request and waits its message timeout for the answer; a FAILED code is let through. @throws PeerRefused when none comes or it can't be taken */
export function* exchange<R extends TimedRequest>(
  name: R,
  body: RequestBody<R>,
  { timeout_ms = timing.V2G_EVCC_Msg_Timeout[name], ...options }: RequestOptions = {},
): EvccScript<Received<R>> {
  return yield { do: 'request', name, body, timeout_ms, ...options } as RequestStep;
}

/** Like {@link exchange}, for an answer that is good. @throws PeerRefused also on a FAILED code: the car stops on each of them [V2G2-486] */
export function* request<R extends RequestName>(
  name: R,
  body: Bodies[R],
  options: RequestOptions = {},
): EvccScript<ResponseOf<R>> {
  const { res } = yield* exchange<RequestName>(name, body as never, options);
  const { ResponseCode } = res;
  if (ResponseCode.startsWith('FAILED')) {
    yield* note(refusalFinding(name, ResponseCode));
    throw new PeerRefused(name, ResponseCode);
  }
  return res as ResponseOf<R>;
}

/** Signs a request element with one of the car's keys. */
export function* signed<R extends SignedRequestName>(name: R, body: Bodies[R], key: CarKey): EvccScript<Signature> {
  const prepared = prepareSignature(signatureProfile, [{ name, value: body }]);
  const value: Uint8Array = yield { do: 'sign', key, data: prepared.data };
  return finishSignature(prepared, value);
}

export function* now(): EvccScript<Millis> {
  return yield { do: 'now' };
}

export function* sleep(ms: Millis): EvccScript<void> {
  if (ms > 0) yield { do: 'sleep', ms };
}

export function* note(finding: Finding): EvccScript<void> {
  yield { do: 'finding', ...finding };
}

/** The car can't accept an answer. @throws PeerRefused always */
export function* refuse(
  name: string,
  text: string,
  code = 'ev_response_invalid',
  data?: Readonly<Record<string, unknown>>,
): EvccScript<never> {
  yield* note({ code, severity: 'refusal', text: `${name}: ${text}`, ...(data && { data }) });
  throw new PeerRefused(name, code, `${name}: ${text}`);
}

/** A FAILED code in the words of the diagnosis; the station's own findings say more where they are at hand. */
export function refusalFinding(name: RequestName, ResponseCode: string): Finding {
  const code =
    ResponseCode === 'FAILED' ? (PLAIN[name] ?? 'ev_session_refused') : (CODES[ResponseCode] ?? 'ev_session_refused');
  return {
    code,
    severity: 'refusal',
    text: `the station answered ${name} with ${ResponseCode}`,
    data: { message: name, ResponseCode },
  };
}

/** FAILED without more, where the request tells what it means. */
const PLAIN: { readonly [R in RequestName]?: string } = {
  AuthorizationReq: 'authorization_refused',
  CertificateInstallationReq: 'certificate_installation_failed',
  CertificateUpdateReq: 'certificate_installation_failed',
  PowerDeliveryReq: 'power_delivery_failed',
};

const CODES: Readonly<Record<string, string>> = {
  FAILED_SequenceError: 'sequence_error',
  FAILED_UnknownSession: 'unknown_session',
  FAILED_PaymentSelectionInvalid: 'payment_selection_invalid',
  FAILED_CertificateExpired: 'contract_certificate_expired',
  FAILED_CertificateRevoked: 'contract_certificate_revoked',
  FAILED_NoCertificateAvailable: 'contract_root_missing',
  FAILED_CertChainError: 'contract_chain_invalid',
  FAILED_SignatureError: 'signature_invalid',
  FAILED_ChallengeInvalid: 'challenge_mismatch',
  FAILED_ContractCanceled: 'emsp_blocked',
  FAILED_WrongChargeParameter: 'charge_parameter_invalid',
  FAILED_WrongEnergyTransferMode: 'charge_parameter_invalid',
  FAILED_PowerDeliveryNotApplied: 'power_delivery_failed',
  FAILED_ContactorError: 'contactor_error',
};
