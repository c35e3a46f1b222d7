/**
 * A hub that speaks OICP 2.3, for tests and the lab: authorizes from uploaded lists, else asks the EMP that the EvcoID
 * names, keeps the sessions, and hands CDRs on. It keeps its state in memory.
 *
 * @module
 */
import { toHex, toUtf8 } from '@openpnc/core/bytes';
import { DeadlineExceeded, within } from '@openpnc/core/deadline';
import { ProtocolError } from '@openpnc/core/errors';
import { type HttpContext, HttpFailure, type HttpHandler, type Route, type RoutedRequest } from '@openpnc/core/http';
import type { Millis } from '@openpnc/core/machine';
import type { Clock, Random } from '@openpnc/core/ports';
import { checked } from '../ocpi/check.ts';
import { jsonOf } from '../ocpi/envelope.ts';
import { acknowledgement, notAuthorized, oicpRoute, statusOf } from './emp.ts';
import {
  type Acknowledgement,
  type AuthenticationData,
  AuthorizationStart,
  type AuthorizationStop,
  AuthorizeStart,
  AuthorizeStop,
  ChargeDetailRecord,
  evcoIdIn,
  type Identification,
  id14OfEvcoId,
  oicpPath,
  PullAuthenticationData,
  PushAuthenticationData,
  plainId,
} from './messages.ts';

/** An EMP at the hub. */
export interface HubEmp {
  /** `DE*8AA` */
  readonly providerId: string;
  /** Its base URL; absent for an EMP that works by uploaded lists only. */
  readonly url?: string;
}

/** What the hub needs. */
export interface OicpHubOptions {
  readonly http: HttpHandler;
  readonly clock: Clock;
  readonly random: Random;
  readonly emps: readonly HubEmp[];
  /** How long an EMP may take. */
  readonly emp_ms: Millis;
  /** The OperatorID or ProviderID that the caller's client certificate is bound to. */
  identify(request: RoutedRequest, context: HttpContext): string | undefined;
}

/** A hub in operation. */
export interface OicpTestHub {
  readonly routes: readonly Route[];
  /** By SessionID. */
  readonly sessions: ReadonlyMap<string, HubSession>;
}

/** A session that the hub knows. */
export interface HubSession {
  readonly operator: string;
  readonly provider: string;
  readonly id14: string;
  readonly cdr?: ChargeDetailRecord;
}

/** Makes a hub. */
export function oicpTestHub(options: OicpHubOptions): OicpTestHub {
  const sessions = new Map<string, HubSession>();
  /** provider -> first 14 characters of its contracts -> identification as it came */
  const lists = new Map<string, Map<string, Identification>>();
  const operatorOf = (request: RoutedRequest) => plainId(request.params.operatorID!);
  const isCaller = (request: RoutedRequest, context: HttpContext) => {
    const caller = options.identify(request, context);
    return caller !== undefined && plainId(caller) === plainId(request.params.operatorID ?? request.params.providerID!);
  };

  async function start(asked: AuthorizeStart, request: RoutedRequest): Promise<AuthorizationStart> {
    const evcoId = evcoIdIn(asked.Identification);
    const id14 = evcoId === undefined ? undefined : id14OfEvcoId(evcoId);
    if (id14 === undefined) return notAuthorized('102', 'this hub knows EvcoIDs only');
    const emp = options.emps.find(({ providerId }) => plainId(providerId) === id14.slice(0, 5));
    if (!emp) return notAuthorized('300', `no provider ${id14.slice(0, 5)}`);
    const SessionID = sessionId(options.random);
    const provider = plainId(emp.providerId);
    const answer = lists.get(provider)?.has(id14)
      ? ({ AuthorizationStatus: 'Authorized', StatusCode: statusOf('000'), ProviderID: emp.providerId } as const)
      : await atEmp(emp, asked.OperatorID, { ...asked, SessionID });
    // A session of a refused request is forgotten.
    if (answer.AuthorizationStatus !== 'Authorized') return answer;
    sessions.set(SessionID, { operator: operatorOf(request), provider, id14 });
    return { ...answer, ProviderID: emp.providerId, SessionID };
  }

  async function atEmp(emp: HubEmp, operator: string, body: AuthorizeStart): Promise<AuthorizationStart> {
    if (emp.url === undefined) return notAuthorized('106');
    try {
      const response = await send(options, emp.url + oicpPath.authorizeStart(operator), body);
      if (response.status >= 400) return notAuthorized('320', `HTTP ${response.status}`);
      return checked(AuthorizationStart, jsonOf(response.body), 'AuthorizationStart');
    } catch (error) {
      if (error instanceof DeadlineExceeded) return notAuthorized('310');
      if (error instanceof HttpFailure) return notAuthorized('320', error.message);
      if (error instanceof ProtocolError) return notAuthorized('320', error.message);
      throw error;
    }
  }

  async function stop(asked: AuthorizeStop, request: RoutedRequest): Promise<AuthorizationStop> {
    const session = sessions.get(asked.SessionID);
    if (session?.operator !== operatorOf(request)) return notAuthorized('400');
    const evcoId = evcoIdIn(asked.Identification);
    const isSame = evcoId !== undefined && id14OfEvcoId(evcoId) === session.id14;
    return {
      SessionID: asked.SessionID,
      AuthorizationStatus: isSame ? 'Authorized' : 'NotAuthorized',
      StatusCode: statusOf(isSame ? '000' : '106'),
    };
  }

  async function cdr(record: ChargeDetailRecord, request: RoutedRequest): Promise<Acknowledgement> {
    const session = sessions.get(record.SessionID);
    if (session?.operator !== operatorOf(request)) return acknowledgement('400');
    // The same one again is good; another one for the session is not.
    if (session.cdr) return acknowledgement(JSON.stringify(session.cdr) === JSON.stringify(record) ? '000' : '400');
    sessions.set(record.SessionID, { ...session, cdr: record });
    const emp = options.emps.find(({ providerId }) => plainId(providerId) === session.provider);
    if (emp?.url !== undefined) {
      try {
        await send(options, emp.url + oicpPath.chargeDetailRecord(request.params.operatorID!), record);
      } catch (error) {
        // The hub has it and gives it to the EMP later.
        if (!(error instanceof DeadlineExceeded || error instanceof HttpFailure)) throw error;
      }
    }
    return acknowledgement('000');
  }

  async function push(
    { ActionType, ProviderAuthenticationData: data }: PushAuthenticationData,
    request: RoutedRequest,
  ): Promise<Acknowledgement> {
    const provider = plainId(request.params.providerID!);
    if (plainId(data.ProviderID) !== provider) return acknowledgement('017', `ProviderID ${data.ProviderID}`);
    const records = new Map<string, Identification>();
    for (const { Identification } of data.AuthenticationDataRecord ?? []) {
      const id14 = id14OfEvcoId(evcoIdIn(Identification) ?? '');
      if (id14?.slice(0, 5) !== provider) return acknowledgement('019', evcoIdIn(Identification));
      records.set(id14, Identification);
    }
    const kept = lists.get(provider) ?? new Map<string, Identification>();
    const twice = [...records.keys()].find((id14) => kept.has(id14));
    const absent = [...records.keys()].find((id14) => !kept.has(id14));
    if (ActionType === 'insert' && twice !== undefined) return acknowledgement('022', `${twice} is there already`);
    if (ActionType === 'update' && absent !== undefined) return acknowledgement('022', `${absent} is not there`);
    if (ActionType === 'fullLoad') lists.set(provider, records);
    else if (ActionType === 'delete') lists.set(provider, new Map([...kept].filter(([id14]) => !records.has(id14))));
    else lists.set(provider, new Map([...kept, ...records]));
    return acknowledgement('000');
  }

  async function pulled(): Promise<AuthenticationData> {
    return {
      AuthenticationData: {
        ProviderAuthenticationData: [...lists].map(([provider, records]) => ({
          ProviderID: options.emps.find(({ providerId }) => plainId(providerId) === provider)?.providerId ?? provider,
          AuthenticationDataRecord: [...records.values()].map((identification) => ({ Identification: identification })),
        })),
      },
      StatusCode: statusOf('000'),
    };
  }

  const charging = '/api/oicp/charging/v21/operators/:operatorID';
  return {
    sessions,
    routes: [
      oicpRoute(`${charging}/authorize/start`, AuthorizeStart, isCaller, notAuthorized, start),
      oicpRoute(`${charging}/authorize/stop`, AuthorizeStop, isCaller, notAuthorized, stop),
      oicpRoute(
        '/api/oicp/cdrmgmt/v22/operators/:operatorID/charge-detail-record',
        ChargeDetailRecord,
        isCaller,
        acknowledgement,
        cdr,
      ),
      oicpRoute(
        '/api/oicp/authdata/v21/providers/:providerID/push-request',
        PushAuthenticationData,
        isCaller,
        acknowledgement,
        push,
      ),
      oicpRoute(
        '/api/oicp/authdata/v21/operators/:operatorID/pull-request',
        PullAuthenticationData,
        isCaller,
        (code, info): AuthenticationData => ({ StatusCode: statusOf(code, info) }),
        pulled,
      ),
    ],
  };
}

function send({ http, clock, emp_ms }: OicpHubOptions, url: string, body: unknown) {
  const deadline = clock.now() + emp_ms;
  return within(clock, deadline, url, (signal) =>
    http(
      { method: 'POST', url, headers: { 'content-type': 'application/json' }, body: toUtf8(JSON.stringify(body)) },
      { deadline, signal },
    ),
  );
}

function sessionId(random: Random): string {
  return toHex(random.bytes(16)).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
