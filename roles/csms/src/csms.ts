/** The CSMS: takes stations in, answers their calls, asks eMSPs and OCSP responders, keeps everything it acknowledged. @module */
import { UnderWay } from '@openpnc/core/deadline';
import { UsageError } from '@openpnc/core/errors';
import type { Route } from '@openpnc/core/http';
import type { Accept, StationLink } from '@openpnc/core/ports';
import { type Action, isAction, type Requests } from '@openpnc/ocpp/v201';
import type { AnchorUse } from '@openpnc/x509/trustStore';
import { sql } from 'kysely';
import { accept } from './accept.ts';
import { csmsHandlers } from './actions/handlers.ts';
import { ApiKeys, type Role } from './api/apiKeys.ts';
import { csmsApi } from './api/csmsApi.ts';
import { EmspAsker } from './authorization/askEmsp.ts';
import { Decisions, reasonsOf } from './authorization/decisions.ts';
import { RecentAnswers } from './authorization/tokenEngine.ts';
import { TokenList } from './authorization/tokenList.ts';
import { CertificateStore } from './certificates.ts';
import { Connections } from './connections.ts';
import type { Finding } from './finding.ts';
import { Live } from './live.ts';
import { OcspClient } from './ocspClient.ts';
import { ENROL, enrolWorker } from './pki/enrolWork.ts';
import { PkiServices } from './pki/pkiServices.ts';
import type { CsmsPorts, InnerPorts } from './ports.ts';
import { ListSync } from './roaming/listSync.ts';
import { Partners } from './roaming/partners.ts';
import { ocpiPlatform } from './roaming/platform.ts';
import type { Services } from './services.ts';
import { CDR, cdrSubject, cdrWorker, orderCdr, takenCdrId } from './sessions/cdrWork.ts';
import { Outbox } from './sessions/outbox.ts';
import { SessionPush } from './sessions/sessionPush.ts';
import { Sessions } from './sessions/sessions.ts';
import type { CsmsSettings } from './settings.ts';
import { Sites } from './sites.ts';
import { type Enrolment, Stations } from './stations.ts';
import { SortableIds } from './store/sortableId.ts';
import type { DecisionRow, OutboxRow, SessionRow } from './store/tables.ts';
import { ALARM, alarmWorker, TrustAlarms } from './trust/alarms.ts';
import { RootPools } from './trust/rootPools.ts';
import { TrustKeeper } from './trust/trustKeeper.ts';

/** A CSMS in operation. */
export interface Csms {
  /** The door for station sockets. */
  readonly accept: Accept;
  /** Our calls to connected stations. */
  readonly link: StationLink;
  /** Lets a station in; the password is told this once. @throws UsageError `station_identity`, `station_password` */
  enrol(identity: string, enrolment?: Enrolment): Promise<{ readonly password: string }>;
  /** Trusts a root. @throws ProtocolError `certificate_malformed`; UsageError `not_a_root` */
  addRoot(use: AnchorUse, der: Uint8Array, source?: string): Promise<void>;
  /** Stations that are connected now. */
  connected(): readonly string[];
  session(station: string, transactionId: string): Promise<SessionView | undefined>;
  /** The decisions of an attempt, latest first. */
  decisions(query: { readonly traceId?: string; readonly station?: string }): Promise<readonly DecisionView[]>;
  /** The HTTP API, to mount on a server: `/api/v1/...`. */
  readonly routes: readonly Route[];
  /** Our OCPI platform, to mount on a server that partners reach: `/ocpi/versions` ... */
  readonly ocpiRoutes: readonly Route[];
  /** Makes a key of the HTTP API: the first one, by whoever has the database. It is told this once. */
  makeApiKey(name: string, role: Role): Promise<{ readonly id: string; readonly key: string }>;
  /** Whether there is any key of the HTTP API. */
  hasApiKeys(): Promise<boolean>;
  /** Everything behind it. */
  readonly services: Services;
  /** Closes all connections and ends the work in the background. */
  stop(): Promise<void>;
}

/** A session with the state of its CDR. */
export interface SessionView extends SessionRow {
  readonly energy_Wh: number | null;
  /** Once the eMSP has taken it. */
  readonly cdr_id: string | null;
  readonly cdr: Pick<OutboxRow, 'state' | 'attempts' | 'last_error' | 'result'> | null;
}

/** A decision with its reasons read. */
export interface DecisionView extends Omit<DecisionRow, 'reasons'> {
  readonly reasons: readonly Finding[];
}

/** How a CSMS is made. */
export interface CsmsOptions {
  /** False: nothing runs in the background (CDRs, lists, pools, comparisons): for a command that only changes the tables. */
  readonly isWorking?: boolean;
}

/** Makes a CSMS and takes up the work that was left when it last stopped. Its tables must be migrated with `csmsMigrations`. */
export async function createCsms(
  settings: CsmsSettings,
  outer: CsmsPorts,
  { isWorking = true }: CsmsOptions = {},
): Promise<Csms> {
  const live = new Live();
  const calls = new UnderWay();
  const ports: InnerPorts = {
    ...outer,
    ids: new SortableIds(outer.random),
    // What is under way when the CSMS stops is given up at once: nobody waits for a partner that hangs.
    http: (request, context) => calls.run(context.signal, (signal) => outer.http(request, { ...context, signal })),
    trace: (record) => {
      outer.trace(record);
      live.tell('trace', record);
    },
    publish: (topic, record) => {
      outer.publish(topic, record);
      live.tell(topic, record);
    },
  };
  const services = servicesOf(settings, ports);
  const keys = new ApiKeys(ports);
  await Promise.all([services.certificates.load(), services.stations.load(), services.partners.load()]);
  if (isWorking) {
    await orderForgottenCdrs(services);
    await services.outbox.start();
    services.pki.start();
    services.trust.start();
    services.rootPools.start();
    services.alarms.start();
    services.listSync.start();
  }
  return {
    accept: (upgrade) => accept(services, upgrade),
    link: {
      call: async (station, action, payload, deadline) => {
        if (!isAction(action)) throw new UsageError('unknown_action', `action ${action} is not in OCPP 2.0.1`);
        return services.connections.call(station, action, payload as Requests[Action], deadline);
      },
    },
    enrol: async (identity, enrolment) => {
      const enrolled = await services.stations.enrol(identity, enrolment);
      ports.publish('station', { event: 'enrolled', station: identity });
      return enrolled;
    },
    addRoot: async (use, der, source = 'operator') => {
      await services.certificates.addRoot(use, der, source);
    },
    connected: () => services.connections.identities(),
    session: (station, transactionId) => sessionView(services, station, transactionId),
    decisions: (query) => decisionViews(services, query),
    services,
    routes: csmsApi(services, keys, live),
    ocpiRoutes: ocpiPlatform(services),
    makeApiKey: (name, role) => keys.make(name, role),
    hasApiKeys: async () => (await keys.list()).length > 0,
    stop: async () => {
      calls.end();
      services.connections.close();
      services.pki.stop();
      await Promise.all([
        services.outbox.stop(),
        services.sessionPush.stop(),
        services.trust.stop(),
        services.rootPools.stop(),
        services.alarms.stop(),
        services.listSync.stop(),
      ]);
    },
  };
}

function servicesOf(settings: CsmsSettings, ports: InnerPorts): Services {
  const { clock, db } = ports;
  const sites = new Sites(settings);
  const certificates = new CertificateStore(db, clock);
  const partners = new Partners(settings, ports);
  const services: Services = {
    settings,
    ports,
    clock,
    sites,
    certificates,
    partners,
    ocsp: new OcspClient(settings, ports, certificates),
    asker: new EmspAsker(settings, ports, partners),
    list: new TokenList(db, clock),
    recent: new RecentAnswers(settings.authorize.repeat_s),
    stations: new Stations(settings, ports, sites),
    connections: new Connections(() => services, csmsHandlers),
    decisions: new Decisions(ports),
    sessions: new Sessions(ports),
    sessionPush: new SessionPush(() => services),
    pki: new PkiServices(settings, ports),
    listSync: new ListSync(() => services),
    trust: new TrustKeeper(() => services),
    rootPools: new RootPools(() => services),
    alarms: new TrustAlarms(() => services),
    outbox: new Outbox(settings.cdr, ports, {
      [CDR]: cdrWorker(() => services),
      [ENROL]: enrolWorker(() => services),
      [ALARM]: alarmWorker(() => services),
    }),
  };
  return services;
}

/** Sessions whose end was kept without their CDR having been ordered: the process ended between the two. */
async function orderForgottenCdrs(services: Services): Promise<void> {
  const { db, clock } = services.ports;
  const forgotten = await db
    .selectFrom('charging_session as session')
    .leftJoin('outbox', (join) =>
      join
        .on('outbox.kind', '=', CDR)
        .on(
          'outbox.subject',
          '=',
          (eb) => sql`${eb.ref('session.station')} || ${'\n'} || ${eb.ref('session.transaction_id')}`,
        ),
    )
    .selectAll('session')
    .where('session.started_at', '>', Math.floor(clock.now()) - LOOK_BACK_MS)
    .where('session.ended_at', 'is not', null)
    .where('session.token_type', '=', 'eMAID')
    .where('outbox.id', 'is', null)
    .execute();
  for (const session of forgotten) await orderCdr(services, session);
}

async function cdrWork({ ports }: Services, station: string, transactionId: string): Promise<OutboxRow | undefined> {
  return ports.db
    .selectFrom('outbox')
    .selectAll()
    .where('kind', '=', CDR)
    .where('subject', '=', cdrSubject(station, transactionId))
    .executeTakeFirst();
}

async function sessionView(
  services: Services,
  station: string,
  transactionId: string,
): Promise<SessionView | undefined> {
  const session = await services.sessions.find(station, transactionId);
  if (!session) return undefined;
  const work = await cdrWork(services, station, transactionId);
  const { meter_first_wh, meter_last_wh } = session;
  return {
    ...session,
    energy_Wh: meter_first_wh === null || meter_last_wh === null ? null : meter_last_wh - meter_first_wh,
    cdr_id: takenCdrId(work),
    cdr: work ? { state: work.state, attempts: work.attempts, last_error: work.last_error, result: work.result } : null,
  };
}

async function decisionViews(
  { ports }: Services,
  { traceId, station }: { readonly traceId?: string; readonly station?: string },
): Promise<readonly DecisionView[]> {
  let query = ports.db.selectFrom('decision').selectAll().orderBy('id', 'desc').limit(100);
  if (traceId !== undefined) query = query.where('trace_id', '=', traceId);
  if (station !== undefined) query = query.where('station', '=', station);
  return (await query.execute()).map((row) => ({ ...row, reasons: reasonsOf(row) }));
}

/** How far back ended sessions are looked through at the start. */
const LOOK_BACK_MS = 30 * 86_400_000;
