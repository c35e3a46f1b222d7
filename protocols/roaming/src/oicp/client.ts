/** What a CPO and an EMP ask a hub by OICP 2.3. The client certificate that names us belongs to the HttpHandler. @module */
import { toUtf8 } from '@openpnc/core/bytes';
import { DeadlineExceeded, within } from '@openpnc/core/deadline';
import { ProtocolError } from '@openpnc/core/errors';
import { HttpFailure, type HttpHandler } from '@openpnc/core/http';
import type { Millis } from '@openpnc/core/machine';
import type { Clock } from '@openpnc/core/ports';
import type { Static, TSchema } from 'typebox';
import type { Cdr } from '../ocpi/cdr.ts';
import { checked } from '../ocpi/check.ts';
import type { FailedCall } from '../ocpi/client.ts';
import { jsonOf } from '../ocpi/envelope.ts';
import type { AllowedType } from '../ocpi/token.ts';
import { meaningOf, oicpCodes } from './codes.ts';
import {
  Acknowledgement,
  AuthenticationData,
  AuthorizationStart,
  AuthorizationStop,
  type AuthorizeStart,
  type AuthorizeStop,
  type ChargeDetailRecord,
  evcoIdOf,
  oicpPath,
  type ProviderAuthenticationData,
  type PushAuthenticationData,
  type StatusCode,
} from './messages.ts';

/** A hub and who we are there. */
export interface OicpHub {
  /** `https://service-qa.hubject.com`, without slash at the end. */
  readonly url: string;
  /** Our OperatorID (CPO) or ProviderID (EMP), `DE*ABC`. */
  readonly id: string;
  /** What 210 (no valid contract) means towards the driver; parties differ. By default BLOCKED. */
  readonly noContractIs?: 'BLOCKED' | 'NO_CREDIT';
}

/** What a call needs of the world. */
export interface OicpPorts {
  readonly http: HttpHandler;
  readonly clock: Clock;
  /** Told of each exchange when it is over: for the trace. */
  readonly seen?: (exchange: OicpExchange) => void;
}

/** One exchange for the trace. */
export interface OicpExchange {
  /** `eRoamingAuthorizeStart` */
  readonly message: string;
  readonly url: string;
  readonly started: Millis;
  readonly took_ms: Millis;
  /** The code of its StatusCode, or why there was none. */
  readonly result: string;
}

/** Until when. */
export interface OicpOptions {
  readonly deadline: Millis;
  readonly signal?: AbortSignal;
}

/** Who wants to charge where. */
export interface AskedStart {
  /** In any spelling. */
  readonly eMAID: string;
  /** `DE*ABC*E1`; separators as they are. */
  readonly evseId?: string;
  /** Our own key of the session. */
  readonly partnerSessionId?: string;
}

/** What came of an AuthorizeStart; the same words as those of an OCPI authorization. */
export type OicpAuthorizeOutcome =
  /** `sessionId` must go into stop and CDR; without it (a departure) no CDR can follow. */
  | {
      readonly outcome: 'allowed';
      readonly sessionId?: string;
      readonly providerId?: string;
      readonly answer: AuthorizationStart;
      readonly departures: readonly string[];
    }
  | {
      readonly outcome: 'refused';
      readonly allowed: Exclude<AllowedType, 'ALLOWED'>;
      readonly code: string;
      readonly text: string;
    }
  | { readonly outcome: 'unknown_token'; readonly code?: string; readonly text: string }
  | ({
      readonly outcome: 'timeout' | 'unreachable' | 'rejected' | 'invalid_answer';
      readonly code?: string;
    } & FailedCall);

/** Asks the hub whether this contract may charge: eRoamingAuthorizeStart with PlugAndChargeIdentification. */
export async function authorizeStart(
  ports: OicpPorts,
  hub: OicpHub,
  { eMAID, evseId, partnerSessionId }: AskedStart,
  options: OicpOptions,
): Promise<OicpAuthorizeOutcome> {
  const EvcoID = evcoIdOf(eMAID);
  if (EvcoID === undefined)
    return { outcome: 'unknown_token', text: `${eMAID} has no form of OICP: its instance does not begin with C` };
  const body: AuthorizeStart = {
    OperatorID: hub.id,
    Identification: { PlugAndChargeIdentification: { EvcoID } },
    ...(evseId !== undefined && { EvseID: evseId.toUpperCase() }),
    ...(partnerSessionId !== undefined && { CPOPartnerSessionID: partnerSessionId }),
  };
  const call = await post(
    ports,
    hub,
    { message: 'eRoamingAuthorizeStart', path: oicpPath.authorizeStart(hub.id), body, schema: AuthorizationStart },
    options,
  );
  if (!call.ok) return call.failure;
  const answer = call.data;
  const { Code } = answer.StatusCode;
  const said = saying(answer.StatusCode);
  if (answer.AuthorizationStatus === 'Authorized' && Code === '000') {
    return {
      outcome: 'allowed',
      answer,
      ...(answer.SessionID !== undefined && { sessionId: answer.SessionID }),
      ...(answer.ProviderID !== undefined && { providerId: answer.ProviderID }),
      departures: answer.SessionID === undefined ? ['SessionID is absent: no CDR can follow'] : [],
    };
  }
  const meaning = meaningOf(Code);
  switch (meaning) {
    // "Authorized" with another code, or success with "NotAuthorized": a contradiction proves nothing.
    case 'good':
      return { outcome: 'invalid_answer', code: Code, text: `${answer.AuthorizationStatus} with ${said}` };
    case 'refused':
      return {
        outcome: 'refused',
        allowed: Code === '210' ? (hub.noContractIs ?? 'BLOCKED') : 'BLOCKED',
        code: Code,
        text: said,
      };
    case 'unknown':
      return { outcome: 'unknown_token', code: Code, text: said };
    default:
      return { outcome: meaning, code: Code, text: said };
  }
}

/** What came of something that is only acknowledged. `retry` says whether it makes sense to send it again. */
export type OicpOutcome =
  | { readonly ok: true }
  | { readonly ok: false; readonly retry: boolean; readonly code?: string; readonly text: string };

/** Asks the hub whether this contract may stop the session. */
export async function authorizeStop(
  ports: OicpPorts,
  hub: OicpHub,
  { eMAID, sessionId, evseId }: { readonly eMAID: string; readonly sessionId: string; readonly evseId?: string },
  options: OicpOptions,
): Promise<OicpOutcome> {
  const EvcoID = evcoIdOf(eMAID);
  if (EvcoID === undefined) return { ok: false, retry: false, text: `${eMAID} has no form of OICP` };
  const body: AuthorizeStop = {
    SessionID: sessionId,
    OperatorID: hub.id,
    Identification: { PlugAndChargeIdentification: { EvcoID } },
    ...(evseId !== undefined && { EvseID: evseId.toUpperCase() }),
  };
  const call = await post(
    ports,
    hub,
    { message: 'eRoamingAuthorizeStop', path: oicpPath.authorizeStop(hub.id), body, schema: AuthorizationStop },
    options,
  );
  if (!call.ok) return notDone(call.failure);
  const { AuthorizationStatus, StatusCode } = call.data;
  return AuthorizationStatus === 'Authorized' && StatusCode.Code === '000' ? { ok: true } : refusedBy(StatusCode);
}

/** What a CDR of OICP needs beside the CDR of OCPI that we keep. */
export interface OicpCdrDetail {
  /** The hub's, from the authorization. */
  readonly sessionId: string;
  /** When energy flowed, ms since the epoch; by default the session's times. */
  readonly charging?: { readonly start: Millis; readonly end: Millis };
  /** Meter readings, Wh. */
  readonly meter?: { readonly start_Wh: number; readonly end_Wh: number };
  readonly partnerSessionId?: string;
}

/** A finished session in the form of OICP. undefined when its eMAID has no form there. */
export function oicpCdrOf(
  cdr: Cdr,
  { sessionId, charging, meter, partnerSessionId }: OicpCdrDetail,
): ChargeDetailRecord | undefined {
  const EvcoID = evcoIdOf(cdr.cdr_token.contract_id) ?? evcoIdOf(cdr.cdr_token.uid);
  if (EvcoID === undefined) return undefined;
  return {
    SessionID: sessionId,
    ...(partnerSessionId !== undefined && { CPOPartnerSessionID: partnerSessionId }),
    EvseID: cdr.cdr_location.evse_id.toUpperCase(),
    Identification: { PlugAndChargeIdentification: { EvcoID } },
    ChargingStart: charging ? new Date(charging.start).toISOString() : zoned(cdr.start_date_time),
    ChargingEnd: charging ? new Date(charging.end).toISOString() : zoned(cdr.end_date_time),
    SessionStart: zoned(cdr.start_date_time),
    SessionEnd: zoned(cdr.end_date_time),
    ...(meter && {
      MeterValueStart: thousandths(meter.start_Wh / 1000),
      MeterValueEnd: thousandths(meter.end_Wh / 1000),
    }),
    ConsumedEnergy: thousandths(cdr.total_energy),
  };
}

/** Sends a CDR to the hub, which takes it even when the EMP is down. One a session. */
export async function pushCdr(
  ports: OicpPorts,
  hub: OicpHub,
  cdr: ChargeDetailRecord,
  options: OicpOptions,
): Promise<OicpOutcome> {
  return acknowledged(
    await post(
      ports,
      hub,
      {
        message: 'eRoamingChargeDetailRecord',
        path: oicpPath.chargeDetailRecord(hub.id),
        body: cdr,
        schema: Acknowledgement,
      },
      options,
    ),
  );
}

/** The contracts that EMPs have given to the hub for offline authorization. In the OICP 2.2 interface; the text of 2.3 for CPOs has it no more. */
export async function pullAuthenticationData(
  ports: OicpPorts,
  hub: OicpHub,
  options: OicpOptions,
): Promise<
  { readonly ok: true; readonly data: readonly ProviderAuthenticationData[] } | (OicpOutcome & { readonly ok: false })
> {
  const call = await post(
    ports,
    hub,
    {
      message: 'eRoamingPullAuthenticationData',
      path: oicpPath.pullAuthenticationData(hub.id),
      body: { OperatorID: hub.id },
      schema: AuthenticationData,
    },
    options,
  );
  if (!call.ok) return notDone(call.failure);
  if (call.data.StatusCode.Code !== '000') return refusedBy(call.data.StatusCode);
  return { ok: true, data: call.data.AuthenticationData?.ProviderAuthenticationData ?? [] };
}

/** Gives contracts to the hub for offline authorization. One push at a time: the next one waits for this outcome. */
export async function pushAuthenticationData(
  ports: OicpPorts,
  hub: OicpHub,
  ActionType: PushAuthenticationData['ActionType'],
  eMAIDs: readonly string[],
  options: OicpOptions,
): Promise<OicpOutcome> {
  const unusable = eMAIDs.find((eMAID) => evcoIdOf(eMAID) === undefined);
  if (unusable !== undefined) return { ok: false, retry: false, text: `${unusable} has no form of OICP` };
  const body: PushAuthenticationData = {
    ActionType,
    ProviderAuthenticationData: {
      ProviderID: hub.id,
      AuthenticationDataRecord: eMAIDs.map((eMAID) => ({
        Identification: { PlugAndChargeIdentification: { EvcoID: evcoIdOf(eMAID)! } },
      })),
    },
  };
  return acknowledged(
    await post(
      ports,
      hub,
      {
        message: 'eRoamingPushAuthenticationData',
        path: oicpPath.pushAuthenticationData(hub.id),
        body,
        schema: Acknowledgement,
      },
      options,
    ),
  );
}

interface Call<S extends TSchema> {
  readonly message: string;
  readonly path: string;
  readonly body: unknown;
  readonly schema: S;
}

type Failure = FailedCall & { readonly outcome: 'timeout' | 'unreachable' | 'rejected' | 'invalid_answer' };

async function post<S extends TSchema>(
  ports: OicpPorts,
  hub: OicpHub,
  call: Call<S>,
  options: OicpOptions,
): Promise<{ readonly ok: true; readonly data: Static<S> } | { readonly ok: false; readonly failure: Failure }> {
  const started = ports.clock.now();
  const url = hub.url + call.path;
  const outcome = await exchange(ports, url, call, options);
  const result = outcome.ok
    ? ((outcome.data as { StatusCode?: StatusCode }).StatusCode?.Code ?? 'no StatusCode')
    : outcome.failure.outcome;
  ports.seen?.({ message: call.message, url, started, took_ms: ports.clock.now() - started, result });
  return outcome;
}

async function exchange<S extends TSchema>(
  { http, clock }: OicpPorts,
  url: string,
  { message, body, schema }: Call<S>,
  { deadline, signal }: OicpOptions,
): Promise<{ readonly ok: true; readonly data: Static<S> } | { readonly ok: false; readonly failure: Failure }> {
  const failed = (outcome: Failure['outcome'], text: string, httpStatus?: number) =>
    ({
      ok: false,
      failure: { outcome, text: `${message}: ${text}`, ...(httpStatus !== undefined && { httpStatus }) },
    }) as const;
  try {
    const response = await within(
      clock,
      deadline,
      message,
      (ended) =>
        http(
          {
            method: 'POST',
            url,
            headers: { 'content-type': 'application/json', accept: 'application/json' },
            body: toUtf8(JSON.stringify(body)),
          },
          { deadline, signal: ended },
        ),
      signal,
    );
    const { status } = response;
    if (status === 429 || status >= 500) return failed('unreachable', `HTTP ${status}`, status);
    if (status >= 400) return failed('rejected', `HTTP ${status}`, status);
    return { ok: true, data: checked(schema, jsonOf(response.body), message) };
  } catch (error) {
    if (error instanceof DeadlineExceeded) return failed('timeout', 'no answer in time');
    if (error instanceof HttpFailure)
      return failed(error.code === 'timeout' || error.code === 'aborted' ? 'timeout' : 'unreachable', error.message);
    if (error instanceof ProtocolError) return failed('invalid_answer', error.message);
    throw error;
  }
}

function acknowledged(
  call: { readonly ok: true; readonly data: Acknowledgement } | { readonly ok: false; readonly failure: Failure },
): OicpOutcome {
  if (!call.ok) return notDone(call.failure);
  const { Result, StatusCode } = call.data;
  return Result && StatusCode.Code === '000' ? { ok: true } : refusedBy(StatusCode);
}

function notDone({ outcome, text }: Failure): OicpOutcome & { readonly ok: false } {
  return { ok: false, retry: outcome !== 'rejected', text };
}

function refusedBy(status: StatusCode): OicpOutcome & { readonly ok: false } {
  const meaning = meaningOf(status.Code);
  return {
    ok: false,
    retry: meaning === 'timeout' || meaning === 'unreachable',
    code: status.Code,
    text: saying(status),
  };
}

function saying({ Code, Description, AdditionalInfo }: StatusCode): string {
  return [Code, Description ?? oicpCodes[Code]?.[1] ?? 'unknown code', AdditionalInfo].filter(Boolean).join(': ');
}

function zoned(dateTime: string): string {
  return dateTime.endsWith('Z') ? dateTime : `${dateTime}Z`;
}

function thousandths(value: number): number {
  return Math.round(value * 1000) / 1000;
}
