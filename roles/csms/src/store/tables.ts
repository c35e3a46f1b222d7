/** The tables of the CSMS and the steps that make them. Times are ms since the epoch; JSON is text; ids are {@link sortableId}s. @module */
import { type Kysely, sql } from 'kysely';

/** A station that may connect. */
export interface StationRow {
  readonly identity: string;
  /** What PasswordHash made; null where the station proves itself by a client certificate only. */
  readonly password: string | null;
  /** Answer to BootNotification; null is the setting's. */
  readonly registration: string | null;
  readonly enrolled_at: number;
  /** Of the last BootNotification: ChargingStationType as JSON. */
  readonly charging_station: string | null;
  readonly boot_reason: string | null;
  readonly booted_at: number | null;
  /** What the last BootNotification was answered: a station that reconnects without a boot keeps it. */
  readonly boot_status: string | null;
  readonly connected_at: number | null;
  readonly disconnected_at: number | null;
}

/** The last StatusNotification of a connector. */
export interface ConnectorRow {
  readonly station: string;
  readonly evse_id: number;
  readonly connector_id: number;
  readonly status: string;
  readonly at: number;
}

/** One attribute of a variable of the device model, as NotifyReport told it. An absent instance is ''; an absent EVSE or connector 0. */
export interface VariableRow {
  readonly station: string;
  readonly component: string;
  readonly component_instance: string;
  readonly evse_id: number;
  readonly connector_id: number;
  readonly variable: string;
  readonly variable_instance: string;
  readonly attribute: string;
  readonly value: string | null;
  readonly mutability: string | null;
  /** VariableCharacteristicsType as JSON. */
  readonly characteristics: string | null;
  readonly updated_at: number;
}

/** A notification that is kept as it came: SecurityEventNotification, NotifyEvent, LogStatusNotification and the like. */
export interface NotificationRow {
  readonly id: string;
  readonly station: string;
  readonly action: string;
  /** The station's own time where the message has one. */
  readonly at: number;
  readonly received_at: number;
  readonly payload: string;
}

/** An answer to a token, with its reasons. */
export interface DecisionRow {
  readonly id: string;
  readonly at: number;
  readonly station: string;
  /** First 14 characters of an eMAID; any other token in upper case. */
  readonly token: string;
  readonly token_type: string;
  readonly trace_id: string | null;
  /** What proved the contract: `hash`, `certificate`, `both`, `none`. */
  readonly material: string;
  readonly certificate_status: string | null;
  readonly token_status: string;
  /** Where the token's answer came from: `realtime`, `list`, `cache`, `fallback`, `local`, `none`. */
  readonly source: string;
  readonly partner: string | null;
  readonly authorization_reference: string | null;
  /** CdrToken as JSON, where the eMSP told one. */
  readonly cdr_token: string | null;
  /** IdTokenInfoType as JSON. */
  readonly id_token_info: string;
  /** JSON array of `{ code, severity, text }`. */
  readonly reasons: string;
  readonly took_ms: number;
}

/** A transaction of a station: the sum of its events. */
export interface SessionRow {
  readonly station: string;
  readonly transaction_id: string;
  readonly evse_id: number | null;
  readonly connector_id: number | null;
  readonly token: string | null;
  readonly token_type: string | null;
  readonly id14: string | null;
  readonly started_at: number;
  readonly ended_at: number | null;
  readonly updated_at: number;
  readonly charging_state: string | null;
  readonly stopped_reason: string | null;
  readonly remote_start_id: number | null;
  /** Ranges of the sequence numbers that came, as JSON: `[[0,4],[6,6]]`. */
  readonly seq_nos: string;
  /** Highest and lowest register seen, Wh. */
  readonly meter_first_wh: number | null;
  readonly meter_last_wh: number | null;
  readonly decision_id: string | null;
}

/** One TransactionEvent as it came. `variant` above 0: another event under a number that was used already. */
export interface SessionEventRow {
  readonly station: string;
  readonly transaction_id: string;
  readonly seq_no: number;
  readonly variant: number;
  readonly event_type: string;
  readonly at: number;
  readonly received_at: number;
  readonly payload: string;
}

/** Work that must reach somebody: done once, kept until it is done. */
export interface OutboxRow {
  readonly id: string;
  readonly kind: string;
  /** What it is about: unique within the kind. */
  readonly subject: string;
  readonly partner: string | null;
  /** JSON, frozen at the first attempt. */
  readonly body: string | null;
  /** `waiting`, `done`, `refused`. */
  readonly state: string;
  readonly due_at: number;
  readonly attempts: number;
  readonly last_error: string | null;
  readonly created_at: number;
  readonly done_at: number | null;
  /** What the receiver gave, e.g. the CDR's location. */
  readonly result: string | null;
}

/** A certificate that the CSMS keeps: a root by its use, a sub-CA, or a contract that was seen. */
export interface CertificateRow {
  readonly fingerprint: string;
  /** `v2g`, `mo`, `oem`, `csms`, `sub-ca`, `contract`. */
  readonly use: string;
  /** Base64. */
  readonly der: string;
  readonly subject: string;
  readonly not_after: number;
  /** Hash data of a contract as one text (SHA-256): how it is found when a station names it by hashes. */
  readonly hashes: string | null;
  readonly source: string;
  readonly added_at: number;
}

/** A certificate that a station got by CertificateSigned. */
export interface StationCertificateRow {
  readonly station: string;
  /** `V2GCertificate`, `ChargingStationCertificate`, `combined`. */
  readonly type: string;
  readonly fingerprint: string;
  readonly subject: string;
  readonly not_after: number;
  /** PEM, leaf first. */
  readonly chain: string;
  readonly installed_at: number;
}

/** A certificate that a station listed at its last comparison. OCPP 2.0.1 M03 */
export interface InstalledRow {
  readonly station: string;
  /** GetCertificateIdUseEnumType. */
  readonly type: string;
  /** CertificateHashDataType as JSON, as the station wrote it: it is deleted by the same. */
  readonly hash_data: string;
  /** Hash data of its children as JSON array. */
  readonly children: string;
}

/** How a station's roots stood at the last comparison. */
export interface TrustStateRow {
  readonly station: string;
  readonly compared_at: number;
  /** `same`, `differs`, `failed`. */
  readonly state: string;
  /** Wanted and not there: JSON array of `{ use, fingerprint, subject }`. */
  readonly missing: string;
  /** There and not wanted: JSON array of `{ type, serialNumber, subject? }`. */
  readonly extra: string;
  /** Why it could not be compared or mended. */
  readonly problem: string | null;
}

/** A key of the HTTP API. */
export interface ApiKeyRow {
  /** First part of the key. */
  readonly id: string;
  readonly name: string;
  /** `viewer`, `operator`, `admin`. */
  readonly role: string;
  /** What PasswordHash made of its second part. */
  readonly secret: string;
  readonly created_at: number;
}

/** A verified OCSP answer. */
export interface OcspAnswerRow {
  /** Hash data of the certificate as one text. */
  readonly hashes: string;
  /** Base64 of the DER. */
  readonly response: string;
  readonly status: string;
  readonly valid_until: number;
  readonly fetched_at: number;
}

/** A token of an authorization list, or one of our own. */
export interface TokenRow {
  /** First 14 characters of an eMAID; any other uid in upper case. */
  readonly key: string;
  /** OCPP IdTokenEnumType; `eMAID` for contracts. */
  readonly type: string;
  /** Name of the partner that owns it; '' is our own. */
  readonly partner: string;
  readonly country_code: string;
  readonly party_id: string;
  readonly uid: string;
  readonly contract_id: string;
  /** 0 or 1. */
  readonly valid: number;
  readonly whitelist: string;
  readonly language: string | null;
  readonly group_id: string | null;
  readonly valid_until: number | null;
  /** The rest of the OCPI Token as JSON (its type, issuer and what is rare); null for our own. */
  readonly ocpi: string | null;
  readonly updated_at: number;
}

/** A platform of the OCPI handshake. */
export interface OcpiPartnerRow {
  readonly id: string;
  readonly token_in: string | null;
  readonly token_in_next: string | null;
  /** `Partner` of `roaming` as JSON. */
  readonly body: string;
}

/** Where the pull of a partner's authorization list stands. */
export interface ListSyncRow {
  readonly partner: string;
  /** Of the pull that runs or was interrupted. */
  readonly started_at: number | null;
  /** The page that is next; null when no pull is open. */
  readonly resume_url: string | null;
  /** The time from which the open pull asks; null: everything. */
  readonly since: number | null;
  readonly items: number;
  readonly total: number | null;
  /** When the last whole pull had begun: the next one asks from there. */
  readonly done_at: number | null;
  readonly problem: string | null;
}

/** An alarm of the watch over trust, as long as it stands. */
export interface TrustAlarmRow {
  readonly key: string;
  readonly code: string;
  readonly station: string | null;
  readonly text: string;
  /** The threshold that was told last, days; -1: ended; null: the alarm has none. */
  readonly days: number | null;
  readonly since: number;
}

export interface CsmsTables {
  station: StationRow;
  connector: ConnectorRow;
  variable: VariableRow;
  notification: NotificationRow;
  decision: DecisionRow;
  charging_session: SessionRow;
  session_event: SessionEventRow;
  outbox: OutboxRow;
  certificate: CertificateRow;
  station_certificate: StationCertificateRow;
  installed: InstalledRow;
  api_key: ApiKeyRow;
  trust_state: TrustStateRow;
  trust_alarm: TrustAlarmRow;
  ocsp_answer: OcspAnswerRow;
  token: TokenRow;
  ocpi_partner: OcpiPartnerRow;
  list_sync: ListSyncRow;
}

/** For the migration runner, owner `csms`. */
export const csmsMigrations: readonly { readonly name: string; up(db: Kysely<unknown>): Promise<void> }[] = [
  {
    name: '0001_csms',
    up: async (db) => {
      for (const statement of FIRST.split(';')) if (statement.trim() !== '') await sql.raw(statement).execute(db);
    },
  },
  {
    name: '0002_trust_alarm',
    up: async (db) => {
      await sql`create table trust_alarm (
        key text primary key, code text not null, station text, text text not null, days integer, since bigint not null
      )`.execute(db);
    },
  },
  {
    name: '0003_sessions_by_change',
    up: async (db) => {
      await sql`create index charging_session_updated on charging_session (updated_at, station, transaction_id)`.execute(
        db,
      );
    },
  },
  {
    // Whether a session's CDR was taken is what its work in the outbox says: written once.
    name: '0004_cdr_id_in_outbox',
    up: async (db) => {
      await sql`alter table charging_session drop column cdr_id`.execute(db);
    },
  },
];

const FIRST = `
  create table station (
    identity text primary key, password text, registration text, enrolled_at bigint not null, charging_station text,
    boot_reason text, booted_at bigint, boot_status text, connected_at bigint, disconnected_at bigint
  );
  create table connector (
    station text not null, evse_id integer not null, connector_id integer not null, status text not null,
    at bigint not null, primary key (station, evse_id, connector_id)
  );
  create table variable (
    station text not null, component text not null, component_instance text not null, evse_id integer not null,
    connector_id integer not null, variable text not null, variable_instance text not null, attribute text not null,
    value text, mutability text, characteristics text, updated_at bigint not null,
    primary key (station, component, component_instance, evse_id, connector_id, variable, variable_instance, attribute)
  );
  create table notification (
    id text primary key, station text not null, action text not null, at bigint not null, received_at bigint not null,
    payload text not null
  );
  create index notification_station on notification (station, id);
  create table decision (
    id text primary key, at bigint not null, station text not null, token text not null, token_type text not null,
    trace_id text, material text not null, certificate_status text, token_status text not null,
    source text not null, partner text, authorization_reference text, cdr_token text, id_token_info text not null,
    reasons text not null, took_ms double precision not null
  );
  create index decision_token on decision (token, id);
  create table charging_session (
    station text not null, transaction_id text not null, evse_id integer, connector_id integer, token text,
    token_type text, id14 text, started_at bigint not null, ended_at bigint, updated_at bigint not null,
    charging_state text, stopped_reason text, remote_start_id bigint, seq_nos text not null,
    meter_first_wh double precision, meter_last_wh double precision, decision_id text, cdr_id text,
    primary key (station, transaction_id)
  );
  create index charging_session_started on charging_session (started_at, station, transaction_id);
  create index charging_session_token on charging_session (id14, ended_at);
  create table session_event (
    station text not null, transaction_id text not null, seq_no bigint not null, variant integer not null,
    event_type text not null, at bigint not null, received_at bigint not null, payload text not null,
    primary key (station, transaction_id, seq_no, variant)
  );
  create table outbox (
    id text primary key, kind text not null, subject text not null, partner text, body text, state text not null,
    due_at bigint not null, attempts integer not null, last_error text, created_at bigint not null, done_at bigint,
    result text, unique (kind, subject)
  );
  create index outbox_due on outbox (state, due_at);
  create table certificate (
    fingerprint text not null, use text not null, der text not null, subject text not null, not_after bigint not null,
    hashes text, source text not null, added_at bigint not null, primary key (fingerprint, use)
  );
  create index certificate_hashes on certificate (hashes);
  create table station_certificate (
    station text not null, type text not null, fingerprint text not null, subject text not null,
    not_after bigint not null, chain text not null, installed_at bigint not null,
    primary key (station, type, fingerprint)
  );
  create table api_key (
    id text primary key, name text not null, role text not null, secret text not null, created_at bigint not null
  );
  create table installed (
    station text not null, type text not null, hash_data text not null, children text not null,
    primary key (station, type, hash_data)
  );
  create table trust_state (
    station text primary key, compared_at bigint not null, state text not null, missing text not null,
    extra text not null, problem text
  );
  create table ocsp_answer (
    hashes text primary key, response text not null, status text not null, valid_until bigint not null,
    fetched_at bigint not null
  );
  create table token (
    key text not null, type text not null, partner text not null, country_code text not null, party_id text not null,
    uid text not null, contract_id text not null, valid integer not null, whitelist text not null, language text,
    group_id text, valid_until bigint, ocpi text, updated_at bigint not null, primary key (key, type)
  );
  create table ocpi_partner (id text primary key, token_in text unique, token_in_next text unique, body text not null);
  create table list_sync (
    partner text primary key, started_at bigint, resume_url text, since bigint, items bigint not null, total bigint,
    done_at bigint, problem text
  );
  create index token_partner on token (partner, updated_at)
`;
