/** What an EMP serves to the hub: authorization and CDRs, as routes over its business. OICP 2.3, EMP side. @module */
import { ProtocolError } from '@openpnc/core/errors';
import { type HttpContext, jsonResponse, type Route, type RoutedRequest } from '@openpnc/core/http';
import type { Static, TSchema } from 'typebox';
import { checked } from '../ocpi/check.ts';
import { jsonOf } from '../ocpi/envelope.ts';
import { oicpCodes } from './codes.ts';
import {
  type Acknowledgement,
  type AuthorizationStart,
  type AuthorizationStop,
  AuthorizeStart,
  AuthorizeStop,
  ChargeDetailRecord,
  plainId,
  type StatusCode,
} from './messages.ts';

/** The EMP's business. Each answers with a code of OICP; `000` is yes. */
export interface Emp {
  /** `DE*8AA` or `DE-8AA` */
  readonly providerId: string;
  authorizeStart(request: AuthorizeStart): Promise<{ readonly code: string; readonly partnerSessionId?: string }>;
  authorizeStop(request: AuthorizeStop): Promise<{ readonly code: string }>;
  takeCdr(record: ChargeDetailRecord): Promise<{ readonly code: string }>;
}

/**
 * The paths that the hub appends to the EMP's base URL. `isHub` proves that the caller is the hub (its client
 * certificate): others are answered 017.
 */
export function empRoutes(
  emp: Emp,
  isHub: (request: RoutedRequest, context: HttpContext) => boolean,
): readonly Route[] {
  const operators = '/api/oicp/charging/v21/operators/:operatorID';
  return [
    oicpRoute(
      `${operators}/authorize/start`,
      AuthorizeStart,
      isHub,
      notAuthorized,
      async (request): Promise<AuthorizationStart> => {
        const { code, partnerSessionId } = await emp.authorizeStart(request);
        return {
          ...sessions(request),
          ...(partnerSessionId !== undefined && { EMPPartnerSessionID: partnerSessionId }),
          ProviderID: emp.providerId,
          ...authorization(code),
        };
      },
    ),
    oicpRoute(
      `${operators}/authorize/stop`,
      AuthorizeStop,
      isHub,
      notAuthorized,
      async (request): Promise<AuthorizationStop> => {
        const { code } = await emp.authorizeStop(request);
        return { ...sessions(request), ProviderID: emp.providerId, ...authorization(code) };
      },
    ),
    oicpRoute(
      '/api/oicp/cdrmgmt/v22/operators/:operatorID/charge-detail-record',
      ChargeDetailRecord,
      isHub,
      notDone,
      async (record) => acknowledgement((await emp.takeCdr(record)).code),
    ),
  ];
}

/** A route of OICP: who may call, JSON, schema, and the id in the path that must be that of the body. */
export function oicpRoute<S extends TSchema, Answer>(
  path: string,
  schema: S,
  isAllowed: (request: RoutedRequest, context: HttpContext) => boolean,
  refusal: (code: string, info?: string) => Answer,
  answer: (message: Static<S>, request: RoutedRequest) => Promise<Answer>,
): Route {
  return {
    method: 'POST',
    path,
    handler: async (request, context) => {
      if (!isAllowed(request, context)) return jsonResponse(200, refusal('017'));
      try {
        const message = checked(schema, jsonOf(request.body), 'request');
        const { OperatorID } = message as { OperatorID?: string };
        if (OperatorID !== undefined && plainId(OperatorID) !== plainId(request.params.operatorID!))
          return jsonResponse(200, refusal('017', `OperatorID ${OperatorID} is not that of the path`));
        return jsonResponse(200, await answer(message, request));
      } catch (error) {
        if (!(error instanceof ProtocolError)) throw error;
        // The hub answers a message that breaks the schema with HTTP 400 and says where.
        return jsonResponse(400, {
          message: 'Error parsing/validating JSON.',
          validationErrors: [{ errorMessage: error.message }],
        });
      }
    },
  };
}

/** A StatusCode of a code. */
export function statusOf(code: string, info?: string): StatusCode {
  return {
    Code: code,
    Description: oicpCodes[code]?.[1] ?? 'unknown code',
    ...(info !== undefined && { AdditionalInfo: info }),
  };
}

/** NotAuthorized with a code. */
export function notAuthorized(code: string, info?: string): AuthorizationStart {
  return { AuthorizationStatus: 'NotAuthorized', StatusCode: statusOf(code, info) };
}

/** An acknowledgement of a code. */
export function acknowledgement(code: string, info?: string): Acknowledgement {
  return { Result: code === '000', StatusCode: statusOf(code, info) };
}

function notDone(code: string, info?: string): Acknowledgement {
  return acknowledgement(code, info);
}

function authorization(code: string): Pick<AuthorizationStart, 'AuthorizationStatus' | 'StatusCode'> {
  return { AuthorizationStatus: code === '000' ? 'Authorized' : 'NotAuthorized', StatusCode: statusOf(code) };
}

function sessions({
  SessionID,
  CPOPartnerSessionID,
}: AuthorizeStart | AuthorizeStop): Pick<AuthorizationStart, 'SessionID' | 'CPOPartnerSessionID'> {
  return {
    ...(SessionID !== undefined && { SessionID }),
    ...(CPOPartnerSessionID !== undefined && { CPOPartnerSessionID }),
  };
}
