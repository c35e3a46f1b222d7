/** The CSMS: takes stations in, answers their calls, asks eMSPs and OCSP responders, keeps everything it acknowledged. @module */
import { UsageError } from '@openpnc/core/errors';
import type { Millis } from '@openpnc/core/machine';
import type { Accept, Acceptance, Channel, ChannelReceiver, StationLink, Upgrade } from '@openpnc/core/ports';
import { CallFailure } from '@openpnc/ocpp/errors';
import { type Action, isAction, type RegistrationStatusEnumType, type Requests } from '@openpnc/ocpp/v201';
import type { AnchorUse } from '@openpnc/x509/trustStore';
import { sql } from 'kysely';
import { csmsHandlers } from './actions/handlers.ts';
import { EmspAsker } from './authorization/askEmsp.ts';
import { Decisions, reasonsOf } from './authorization/decisions.ts';
import { TokenList } from './authorization/tokenList.ts';
import { CertificateStore } from './certificates.ts';
import { StationConnection } from './connection.ts';
import { type Finding, traceFinding } from './finding.ts';
import { OcspClient } from './ocspClient.ts';
import { Partners } from './partners.ts';
import type { CsmsPorts } from './ports.ts';
import type { Services } from './services.ts';
import { CDR, cdrSubject, cdrWorker, orderCdr } from './sessions/cdrWork.ts';
import { Outbox } from './sessions/outbox.ts';
import { Sessions } from './sessions/sessions.ts';
import type { CsmsSettings } from './settings.ts';
import { Sites } from './sites.ts';
import { type Enrolment, isStationIdentity, Stations } from './stations.ts';
import type { DecisionRow, OutboxRow, SessionRow } from './store/tables.ts';

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
  /** Everything behind it, for its HTTP API. */
  readonly services: Services;
  /** Closes all connections and ends the work in the background. */
  stop(): Promise<void>;
}

/** A session with the state of its CDR. */
export interface SessionView extends SessionRow {
  readonly energy_Wh: number | null;
  readonly cdr: Pick<OutboxRow, 'state' | 'attempts' | 'last_error' | 'result'> | null;
}

/** A decision with its reasons read. */
export interface DecisionView extends Omit<DecisionRow, 'reasons'> {
  readonly reasons: readonly Finding[];
}

/** Makes a CSMS and takes up the work that was left when it last stopped. Its tables must be migrated with `csmsMigrations`. */
export async function createCsms(settings: CsmsSettings, ports: CsmsPorts): Promise<Csms> {
  const services = servicesOf(settings, ports);
  await Promise.all([services.certificates.load(), services.stations.load()]);
  const door = new Door(services);
  await orderForgottenCdrs(services);
  await services.outbox.start();
  return {
    accept: (upgrade) => door.accept(upgrade),
    link: { call: (station, action, payload, deadline) => door.call(station, action, payload, deadline) },
    enrol: async (identity, enrolment) => {
      const enrolled = await services.stations.enrol(identity, enrolment);
      ports.publish('station', { event: 'enrolled', station: identity });
      return enrolled;
    },
    addRoot: async (use, der, source = 'operator') => {
      await services.certificates.addRoot(use, der, source);
    },
    connected: () => door.identities(),
    session: (station, transactionId) => sessionView(services, station, transactionId),
    decisions: (query) => decisionViews(services, query),
    services,
    stop: async () => {
      door.close();
      await services.outbox.stop();
    },
  };
}

function servicesOf(settings: CsmsSettings, ports: CsmsPorts): Services {
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
    asker: new EmspAsker(partners, clock),
    list: new TokenList(db),
    stations: new Stations(settings, ports, sites),
    decisions: new Decisions(ports),
    sessions: new Sessions(ports),
    outbox: new Outbox(settings.cdr, ports, { [CDR]: cdrWorker(() => services) }),
  };
  return services;
}

/** Takes stations in and knows who is connected. */
class Door {
  readonly #services: Services;
  readonly #connections = new Map<string, StationConnection>();
  #isClosed = false;

  constructor(services: Services) {
    this.#services = services;
  }

  /** OCPP 2.0.1 Part 4 section 3, A00. */
  async accept(upgrade: Upgrade): Promise<Acceptance> {
    const { stations, settings } = this.#services;
    const identity = identityOf(upgrade.path, settings.path);
    if (identity === undefined) return refused(404, `expected ${settings.path}/STATION`);
    const row = await stations.find(identity);
    if (!row) {
      this.#tell('station_unknown', `${identity} from ${upgrade.peer}: not enrolled, so it was answered 404`);
      return refused(404, 'station not known');
    }
    if (!(await stations.isAuthentic(row, upgrade.headers.authorization))) {
      this.#tell('station_credentials_wrong', `${identity} from ${upgrade.peer}: wrong or no password`);
      return { ...refused(401, 'credentials wrong'), headers: { 'www-authenticate': 'Basic realm="ocpp"' } };
    }
    if (!upgrade.protocols.includes(PROTOCOL)) {
      const offered = upgrade.protocols.join(', ') || 'none';
      this.#tell('station_protocol', `${identity} from ${upgrade.peer}: offers ${offered}, expected ${PROTOCOL}`);
      // Without a common version the handshake is completed without the header and the connection closed. Part 4 3.1.2
      return {
        accept: true,
        open: (channel) => {
          channel.close(1002, `no common sub-protocol, expected ${PROTOCOL}`);
          return { text: () => {}, closed: () => {} };
        },
      };
    }
    const registration = (row.boot_status ?? undefined) as RegistrationStatusEnumType | undefined;
    return { accept: true, protocol: PROTOCOL, open: (channel) => this.#open(identity, registration, channel) };
  }

  /** @throws CallFailure `not_connected` when the station has no connection. */
  async call(station: string, action: string, payload: unknown, deadline: Millis): Promise<unknown> {
    if (!isAction(action)) throw new UsageError('unknown_action', `action ${action} is not in OCPP 2.0.1`);
    const connection = this.#connections.get(station);
    if (!connection) throw new CallFailure('not_connected', action, `${station} is not connected`);
    return connection.call(action, payload as Requests[Action], deadline);
  }

  identities(): readonly string[] {
    return [...this.#connections.keys()].toSorted();
  }

  close(): void {
    this.#isClosed = true;
    for (const connection of this.#connections.values()) connection.close(1001, 'the CSMS stops');
    this.#connections.clear();
  }

  #open(identity: string, registration: RegistrationStatusEnumType | undefined, channel: Channel): ChannelReceiver {
    if (this.#isClosed) {
      channel.close(1001, 'the CSMS stops');
      return { text: () => {}, closed: () => {} };
    }
    const { stations, ports } = this.#services;
    const before = this.#connections.get(identity);
    const connection = new StationConnection({
      identity,
      registration: before?.registration ?? registration,
      services: this.#services,
      handlers: csmsHandlers,
      channel,
      closed: (closed) => {
        if (this.#connections.get(identity) !== closed) return; // another took its place
        this.#connections.delete(identity);
        this.#keep(stations.disconnected(identity));
        ports.publish('station', { event: 'disconnected', station: identity });
      },
    });
    this.#connections.set(identity, connection);
    // A station has one connection: the new one is the living one. Part 4 3.2
    before?.close(1001, 'replaced by a new connection');
    this.#keep(stations.connected(identity));
    ports.publish('station', { event: 'connected', station: identity });
    return connection.receiver;
  }

  /** When a station came and went is told to people, nothing waits for it. */
  #keep(write: Promise<void>): void {
    write.catch((error: unknown) => this.#tell('internal_error', `connection times: ${String(error)}`));
  }

  #tell(code: string, text: string): void {
    const { trace, clock } = this.#services.ports;
    traceFinding(trace, clock.now(), undefined, { code, severity: 'warning', text, spec: 'OCPP 2.0.1 Part 4 3' });
  }
}

/** The identity at the end of the path: percent-decoded, of legal characters. undefined when the path is another. */
function identityOf(path: string, prefix: string): string | undefined {
  const [plain = ''] = path.split('?');
  if (!plain.startsWith(`${prefix}/`)) return undefined;
  try {
    const identity = decodeURIComponent(plain.slice(prefix.length + 1));
    return isStationIdentity(identity) ? identity : undefined;
  } catch {
    return undefined; // a broken escape names nobody
  }
}

function refused(status: number, body: string): Extract<Acceptance, { accept: false }> {
  return { accept: false, status, headers: { 'content-type': 'text/plain' }, body };
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

const PROTOCOL = 'ocpp2.0.1';
/** How far back ended sessions are looked through at the start. */
const LOOK_BACK_MS = 30 * 86_400_000;
