/** The ways to a CSMS that a station knows, and which one is tried now. OCPP 2.0.1 A05, B09, B10. @module */
import type { NetworkConnectionProfileType } from '@openpnc/ocpp/v201';
import type { Kysely } from 'kysely';
import type { DeviceModel } from '../deviceModel/deviceModel.ts';
import type { StationTables } from '../store/tables.ts';

/** One way. */
interface NetworkProfile {
  readonly csmsUrl: string;
  readonly securityProfile: number;
  /** Seconds; 0: as the device model says. */
  readonly messageTimeout: number;
}

const FACT = 'networkProfiles';
/** The slot of the settings, until the CSMS fills it. */
const OWN_SLOT = 1;
const MOST_SLOTS = 8;

/** What has to be there for a profile to work. */
interface ProfileMeans {
  readonly hasCsmsRoot: boolean;
  readonly hasClientCertificate: boolean;
}

/** All ways of a station. */
export class NetworkProfiles {
  readonly #db: Kysely<StationTables>;
  readonly #model: DeviceModel;
  readonly #slots: Map<number, NetworkProfile>;
  #at = 0;
  #failures = 0;

  private constructor(db: Kysely<StationTables>, model: DeviceModel, slots: Map<number, NetworkProfile>) {
    this.#db = db;
    this.#model = model;
    this.#slots = slots;
  }

  /** @param own the way of the settings */
  static async load(db: Kysely<StationTables>, model: DeviceModel, own: NetworkProfile): Promise<NetworkProfiles> {
    const kept = await db.selectFrom('fact').selectAll().where('name', '=', FACT).executeTakeFirst();
    const stored: readonly [number, NetworkProfile][] = kept ? JSON.parse(kept.value) : [];
    return new NetworkProfiles(db, model, new Map([[OWN_SLOT, own], ...stored]));
  }

  /** The way to try now. */
  get current(): NetworkProfile {
    const order = this.#order();
    return this.#slots.get(order[this.#at % order.length]!)!;
  }

  /** Whether a slot is filled: what NetworkConfigurationPriority may name. */
  has(slot: number): boolean {
    return this.#slots.has(slot);
  }

  /** It could not be reached: after some attempts the next one is tried, round and round. B10.FR.03-04 */
  failed(): void {
    this.#failures += 1;
    if (this.#failures < this.#model.number('OCPPCommCtrlr.NetworkProfileConnectionAttempts')) return;
    this.#failures = 0;
    this.#at = (this.#at + 1) % this.#order().length;
  }

  /** It works: ways with less security are forgotten. A05.FR.05-06 */
  async connected(): Promise<void> {
    this.#failures = 0;
    const { securityProfile, messageTimeout } = this.current;
    await this.#model.put('SecurityCtrlr.SecurityProfile', String(securityProfile));
    if (messageTimeout > 0) await this.#model.put('OCPPCommCtrlr.MessageTimeout[Default]', String(messageTimeout));
    const order = this.#order();
    const kept = order.filter((slot) => this.#slots.get(slot)!.securityProfile >= securityProfile);
    if (kept.length === order.length) return;
    this.#at = Math.max(0, kept.indexOf(order[this.#at % order.length]!));
    await this.#model.put('OCPPCommCtrlr.NetworkConfigurationPriority', kept.join(','));
  }

  /** Begins with the first of the order again: after a reset. */
  restart(): void {
    this.#at = 0;
    this.#failures = 0;
  }

  /** Fills a slot. @returns why not: a reasonCode and a text. B09, A05.FR.03 */
  async set(
    slot: number,
    { ocppCsmsUrl, ocppVersion, ocppTransport, securityProfile, messageTimeout }: NetworkConnectionProfileType,
    { hasCsmsRoot, hasClientCertificate }: ProfileMeans,
  ): Promise<readonly [string, string] | undefined> {
    if (slot < 1 || slot > MOST_SLOTS) return ['InvalidConfSlot', `slot ${slot}, expected 1 to ${MOST_SLOTS}`];
    if (ocppVersion !== 'OCPP20' || ocppTransport !== 'JSON')
      return ['InvalidNetworkConf', `${ocppVersion} over ${ocppTransport}, expected OCPP20 over JSON`];
    const scheme = securityProfile === 1 ? 'ws' : 'wss';
    if (!new RegExp(`^${scheme}://[^\\s?#]+[^\\s?#/]$`).test(ocppCsmsUrl))
      return ['InvalidURL', `${ocppCsmsUrl}: expected ${scheme}:// without a slash at its end`];
    if (securityProfile < 1 || securityProfile > 3)
      return ['InvalidNetworkConf', `security profile ${securityProfile}`];
    const present = this.#model.number('SecurityCtrlr.SecurityProfile');
    if (securityProfile < present)
      return ['NoSecurityDowngrade', `security profile ${securityProfile} is lower than the present ${present}`];
    if (securityProfile > 1 && !hasCsmsRoot) return ['InvalidNetworkConf', 'no CSMS root is installed'];
    if (securityProfile === 3 && !hasClientCertificate)
      return ['InvalidNetworkConf', 'the station has no certificate of its own'];
    this.#slots.set(slot, { csmsUrl: ocppCsmsUrl, securityProfile, messageTimeout });
    const value = JSON.stringify([...this.#slots]);
    await this.#db
      .insertInto('fact')
      .values({ name: FACT, value })
      .onConflict((conflict) => conflict.column('name').doUpdateSet({ value }))
      .execute();
    return undefined;
  }

  #order(): readonly number[] {
    const wanted = this.#model.list('OCPPCommCtrlr.NetworkConfigurationPriority').map(Number);
    const there = wanted.filter((slot) => this.#slots.has(slot));
    return there.length > 0 ? there : [OWN_SLOT];
  }
}
