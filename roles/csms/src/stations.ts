/** Stations that may connect: enrolment, passwords, registration, and what they told of themselves. OCPP 2.0.1 A01, B01-B03; decisions 14 of docs/choices.md. @module */
import { fromBase64, fromUtf8 } from '@openpnc/core/bytes';
import { UsageError } from '@openpnc/core/errors';
import { compiledInsert, compiledQuery } from '@openpnc/core/statements';
import type {
  BootNotificationRequest,
  ChargingStationType,
  ConnectorStatusEnumType,
  RegistrationStatusEnumType,
} from '@openpnc/ocpp/v201';
import type { Certificate } from '@openpnc/x509/certificate';
import type { CsmsPorts } from './ports.ts';
import type { CsmsSettings } from './settings.ts';
import type { Sites } from './sites.ts';
import type { ConnectorRow, NotificationRow, StationRow, VariableRow } from './store/tables.ts';

/** What an enrolment may say. */
export interface Enrolment {
  /** A chosen password (16 to 40 characters of {@link isStationPassword}); by default a random one is made. */
  readonly password?: string;
  readonly registration?: RegistrationStatusEnumType;
}

/** The stations of this CSMS in their table. */
export class Stations {
  readonly #settings: CsmsSettings;
  readonly #ports: CsmsPorts;
  readonly #sites: Sites;
  readonly #find: (identity: unknown) => Promise<readonly StationRow[]>;
  readonly #putConnector: (row: ConnectorRow) => Promise<bigint>;
  readonly #putVariable: (row: VariableRow) => Promise<bigint>;
  readonly #putNotification: (row: NotificationRow) => Promise<bigint>;

  constructor(settings: CsmsSettings, ports: CsmsPorts, sites: Sites) {
    this.#settings = settings;
    this.#ports = ports;
    this.#sites = sites;
    const { db } = ports;
    this.#find = compiledQuery(db, db.selectFrom('station').selectAll().where('identity', '=', ''));
    this.#putConnector = compiledInsert(
      db,
      'connector',
      ['station', 'evse_id', 'connector_id', 'status', 'at'],
      (insert) =>
        insert.onConflict((conflict) =>
          conflict
            .columns(['station', 'evse_id', 'connector_id'])
            .doUpdateSet((eb) => ({ status: eb.ref('excluded.status'), at: eb.ref('excluded.at') })),
        ),
    );
    this.#putVariable = compiledInsert(db, 'variable', [...VARIABLE_KEY, ...VARIABLE_VALUES], (insert) =>
      insert.onConflict((conflict) =>
        conflict
          .columns(VARIABLE_KEY)
          .doUpdateSet((eb) =>
            Object.fromEntries(VARIABLE_VALUES.map((column) => [column, eb.ref(`excluded.${column}`)])),
          ),
      ),
    );
    this.#putNotification = compiledInsert(db, 'notification', [
      'id',
      'station',
      'action',
      'at',
      'received_at',
      'payload',
    ]);
  }

  /** Tells the names of EVSEs what the stations said before this start. */
  async load(): Promise<void> {
    const { db } = this.#ports;
    for (const { station, evse_id } of await db.selectFrom('connector').select(['station', 'evse_id']).execute())
      this.#sites.learn(station, evse_id);
    const named = await db
      .selectFrom('variable')
      .select(['station', 'evse_id', 'value'])
      .where('component', '=', 'EVSE')
      .where('variable', '=', 'ISO15118EvseId')
      .where('attribute', '=', 'Actual')
      .execute();
    for (const { station, evse_id, value } of named) if (value !== null) this.#sites.learn(station, evse_id, value);
  }

  /**
   * Lets a station in. Enrolling it again gives it a new password; the old one is dead.
   * @returns the password, told this once: only its hash is kept.
   * @throws UsageError `station_identity`, `station_password`.
   */
  async enrol(identity: string, { password, registration }: Enrolment = {}): Promise<{ readonly password: string }> {
    if (!isStationIdentity(identity))
      throw new UsageError(
        'station_identity',
        `station '${identity}': an identity is 1 to 48 characters of letters, digits and *-_=+|@.`,
      );
    if (password !== undefined && !isStationPassword(password))
      throw new UsageError(
        'station_password',
        'a station password is 16 to 40 characters of letters, digits and *-_=:+|@.',
      );
    const { db, passwords, clock } = this.#ports;
    const told = password ?? this.#randomPassword();
    const values = {
      password: await passwords.hash(told, password === undefined ? 'random' : 'chosen'),
      ...(registration !== undefined && { registration }),
    };
    await db
      .insertInto('station')
      .values({
        identity,
        registration: null,
        enrolled_at: Math.floor(clock.now()),
        charging_station: null,
        boot_reason: null,
        booted_at: null,
        boot_status: null,
        connected_at: null,
        disconnected_at: null,
        ...values,
      })
      .onConflict((conflict) => conflict.column('identity').doUpdateSet(values))
      .execute();
    return { password: told };
  }

  /** Takes a station out. What it told stays. @returns whether it was enrolled. */
  async remove(identity: string): Promise<boolean> {
    const { numDeletedRows } = await this.#ports.db
      .deleteFrom('station')
      .where('identity', '=', identity)
      .executeTakeFirst();
    return numDeletedRows > 0n;
  }

  async find(identity: string): Promise<StationRow | undefined> {
    return (await this.#find(identity))[0];
  }

  /** Whether an `Authorization` header proves this station: HTTP Basic, user = identity. OCPP 2.0.1 A00.FR.204 */
  async isAuthentic({ identity, password }: StationRow, authorization: string | undefined): Promise<boolean> {
    const sent = basicCredentials(authorization);
    if (!sent || password === null || sent.user !== identity) return false;
    return this.#ports.passwords.isPasswordOf(password, sent.password);
  }

  /** The answer to a boot, kept: a station that only reconnects need not boot again. */
  async booted(
    identity: string,
    { chargingStation, reason }: BootNotificationRequest,
    atMost?: RegistrationStatusEnumType,
  ): Promise<RegistrationStatusEnumType> {
    const row = await this.find(identity);
    const own = (row?.registration ?? this.#settings.registration) as RegistrationStatusEnumType;
    const status = atMost !== undefined && own === 'Accepted' ? atMost : own;
    await this.#update(identity, {
      charging_station: JSON.stringify(chargingStation),
      boot_reason: reason,
      booted_at: Math.floor(this.#ports.clock.now()),
      boot_status: status,
    });
    return status;
  }

  /** What the next BootNotification is answered. @returns whether the station is enrolled. */
  async setRegistration(identity: string, registration: RegistrationStatusEnumType): Promise<boolean> {
    return this.#update(identity, { registration });
  }

  async connected(identity: string): Promise<void> {
    await this.#update(identity, { connected_at: Math.floor(this.#ports.clock.now()), disconnected_at: null });
  }

  async disconnected(identity: string): Promise<void> {
    await this.#update(identity, { disconnected_at: Math.floor(this.#ports.clock.now()) });
  }

  async connectorStatus(
    station: string,
    { evseId, connectorId }: { readonly evseId: number; readonly connectorId: number },
    status: ConnectorStatusEnumType,
    at: number,
  ): Promise<void> {
    this.#sites.learn(station, evseId);
    await this.#putConnector({ station, evse_id: evseId, connector_id: connectorId, status, at });
  }

  /** Keeps attributes of the device model, the latest value of each. */
  async putVariables(rows: readonly VariableRow[]): Promise<void> {
    await Promise.all(rows.map((row) => this.#putVariable(row)));
  }

  /** Values of a variable on all EVSEs and instances, where the station has told them. */
  async variables(station: string, component: string, variable: string): Promise<readonly VariableRow[]> {
    return this.#ports.db
      .selectFrom('variable')
      .selectAll()
      .where('station', '=', station)
      .where('component', '=', component)
      .where('variable', '=', variable)
      .where('attribute', '=', 'Actual')
      .where('value', 'is not', null)
      .execute();
  }

  /** The longest value that the station takes in a field: what it reports, else `usual`. OCPP 2.0.1 OCPPCommCtrlr.FieldLength */
  async fieldLength(station: string, field: string, usual: number): Promise<number> {
    const told = (await this.variables(station, 'OCPPCommCtrlr', 'FieldLength')).find(
      ({ variable_instance }) => variable_instance === field,
    );
    const length = Number(told?.value);
    return Number.isInteger(length) && length > 0 ? length : usual;
  }

  /** The serial number of the last BootNotification. */
  async serialNumber(station: string): Promise<string | undefined> {
    const row = await this.find(station);
    return row?.charging_station ? (JSON.parse(row.charging_station) as ChargingStationType).serialNumber : undefined;
  }

  /** Keeps which certificate a station got. */
  async putCertificate(station: string, type: string, leaf: Certificate, chain: string): Promise<void> {
    await this.#ports.db
      .insertInto('station_certificate')
      .values({
        station,
        type,
        fingerprint: leaf.fingerprint,
        subject: String(leaf.subject),
        not_after: leaf.notAfter,
        chain,
        installed_at: Math.floor(this.#ports.clock.now()),
      })
      .onConflict((conflict) => conflict.columns(['station', 'type', 'fingerprint']).doNothing())
      .execute();
  }

  /** Keeps a message as it came. */
  async putNotification(row: NotificationRow): Promise<void> {
    await this.#putNotification(row);
  }

  async #update(identity: string, values: Partial<StationRow>): Promise<boolean> {
    const { numUpdatedRows } = await this.#ports.db
      .updateTable('station')
      .set(values)
      .where('identity', '=', identity)
      .executeTakeFirst();
    return numUpdatedRows > 0n;
  }

  /** 32 characters of 64: 192 bits. */
  #randomPassword(): string {
    return Array.from(this.#ports.random.bytes(32), (byte) => PASSWORD_ALPHABET[byte & 63]).join('');
  }
}

/** Whether it may be the identity of a station: identifierString without colon, which HTTP Basic could not carry. OCPP 2.0.1 Part 4 3.1.1 */
export function isStationIdentity(text: string): boolean {
  return /^[A-Za-z0-9*\-_=+|@.]{1,48}$/.test(text);
}

/** Whether it may be a BasicAuthPassword. OCPP 2.0.1 A00.FR.205, SecurityCtrlr.BasicAuthPassword */
function isStationPassword(text: string): boolean {
  return /^[A-Za-z0-9*\-_=:+|@.]{16,40}$/.test(text);
}

/** User and password of an HTTP Basic header. The password is plain UTF-8, never hex. */
function basicCredentials(
  header: string | undefined,
): { readonly user: string; readonly password: string } | undefined {
  const encoded = /^Basic +([A-Za-z0-9+/]+={0,2})$/i.exec(header?.trim() ?? '')?.[1];
  if (encoded === undefined) return undefined;
  try {
    const text = fromUtf8(fromBase64(encoded));
    const at = text.indexOf(':');
    return at < 0 ? undefined : { user: text.slice(0, at), password: text.slice(at + 1) };
  } catch {
    return undefined; // not base64, or not UTF-8: no credentials
  }
}

const PASSWORD_ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

const VARIABLE_KEY = [
  'station',
  'component',
  'component_instance',
  'evse_id',
  'connector_id',
  'variable',
  'variable_instance',
  'attribute',
] as const;
const VARIABLE_VALUES = ['value', 'mutability', 'characteristics', 'updated_at'] as const;
