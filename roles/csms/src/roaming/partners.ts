/** eMSPs and hubs by the eMAIDs that they answer for, with their OCPI endpoints. OCPI 2.3.0 Versions. @module */
import type { Emaid } from '@openpnc/core/emaid';
import { UsageError } from '@openpnc/core/errors';
import type { Millis } from '@openpnc/core/machine';
import type { CallFailed, OcpiExchange, OcpiPartner, OcpiPorts } from '@openpnc/roaming/ocpi/call';
import { connectionOf, type Partner, type PartnerStore } from '@openpnc/roaming/ocpi/registration';
import { isSameParty, type Party, partyKey } from '@openpnc/roaming/ocpi/values';
import { discover } from '@openpnc/roaming/ocpi/versions';
import { Default } from 'typebox/value';
import type { CsmsPorts } from '../ports.ts';
import { CsmsPartner, type CsmsSettings } from '../settings.ts';
import { sqlPartnerStore } from './partnerStore.ts';

/** A partner that can be spoken to, or why it cannot. */
type Reached =
  | { readonly ok: true; readonly ocpi: OcpiPartner }
  | { readonly ok: false; readonly problem: CallFailed['problem'] | 'no_common_version'; readonly text: string };

/**
 * The partners of the settings and those that have registered; a registration of the same name gives a partner of the
 * settings its credentials. Else endpoints are read from its versions when they are first needed, and again after a failure.
 */
export class Partners {
  /** Platforms of the handshake. */
  readonly store: PartnerStore;
  readonly #registered = new Map<string, Partner>();
  readonly #settings: CsmsSettings;
  readonly #ports: CsmsPorts;
  readonly #byParty = new Map<string, CsmsPartner>();
  readonly #byName = new Map<string, CsmsPartner>();
  readonly #default: CsmsPartner | undefined;
  readonly #reached = new Map<string, OcpiPartner>();
  readonly #flights = new Map<string, Promise<Reached>>();

  constructor(settings: CsmsSettings, ports: CsmsPorts) {
    this.#settings = settings;
    this.#ports = ports;
    for (const partner of settings.partners) {
      if (this.#byName.has(partner.name)) throw new UsageError('partner_twice', `partner ${partner.name}: named twice`);
      this.#byName.set(partner.name, partner);
      for (const party of partner.parties) this.#byParty.set(partyKey(party), partner);
    }
    this.#default = settings.partners.find(({ isDefault }) => isDefault);
    this.store = sqlPartnerStore(ports.db, (partner) => this.#take(partner));
  }

  /** Reads who has registered. */
  async load(): Promise<void> {
    for (const partner of await this.store.list()) this.#take(partner);
  }

  /** All that can be asked, by name. */
  list(): readonly CsmsPartner[] {
    return [...this.#byName.values()].toSorted((a, b) => (a.name < b.name ? -1 : 1));
  }

  /** Who answers for this eMAID: the partner of its country and provider, else the default. */
  of({ country, provider }: Pick<Emaid, 'country' | 'provider'>): CsmsPartner | undefined {
    return this.#byParty.get(country + provider) ?? this.#default;
  }

  /** Who speaks for a party (`DE8AA`). */
  nameOf(party: string): string | undefined {
    return this.#byParty.get(party.toUpperCase())?.name;
  }

  named(name: string): CsmsPartner | undefined {
    return this.#byName.get(name);
  }

  /** The party that is asked: the provider itself, or nobody in particular through a hub. */
  partyOf({ parties }: CsmsPartner, { country, provider }: Pick<Emaid, 'country' | 'provider'>): Party | undefined {
    return parties.find((party) => partyKey(party) === country + provider);
  }

  /** How to speak OCPI with it. */
  async reach(partner: CsmsPartner, deadline: Millis): Promise<Reached> {
    const registered = this.#registered.get(partner.name);
    if (registered) return { ok: true, ocpi: this.#registration(partner, registered) };
    const { token } = partner;
    if (token === undefined)
      return { ok: false, problem: 'unreachable', text: `${partner.name}: has no token and has not registered` };
    const known = this.#reached.get(partner.name);
    if (known) return { ok: true, ocpi: known };
    if (partner.endpoints.length > 0 || partner.versionsUrl === undefined) {
      const ocpi = { ...this.#base(partner, token), version: partner.version, endpoints: partner.endpoints };
      this.#reached.set(partner.name, ocpi);
      return { ok: true, ocpi };
    }
    let flight = this.#flights.get(partner.name);
    if (!flight) {
      flight = this.#discover(partner, token, partner.versionsUrl, deadline).finally(() =>
        this.#flights.delete(partner.name),
      );
      this.#flights.set(partner.name, flight);
    }
    return flight;
  }

  /** Its endpoints are read anew at the next use: they may have moved. */
  forget({ name }: CsmsPartner): void {
    this.#reached.delete(name);
  }

  /** Ports for calls to a partner, each exchange told to the trace. */
  ocpiPorts(partner: CsmsPartner, traceId?: string): OcpiPorts {
    const { clock, random, http } = this.#ports;
    return { clock, random, http, seen: (exchange) => this.#trace(partner, traceId, exchange) };
  }

  async #discover(partner: CsmsPartner, token: string, url: string, deadline: Millis): Promise<Reached> {
    const base = this.#base(partner, token);
    const found = await discover(this.ocpiPorts(partner), base, url, { deadline }, [partner.version]);
    if (!found.ok) return found;
    const ocpi = { ...base, version: found.version, endpoints: found.endpoints };
    this.#reached.set(partner.name, ocpi);
    return { ok: true, ocpi };
  }

  /** A registration is one of the handshake, its token types and policies those of the settings. */
  #registration({ emaidType, emaidForm }: CsmsPartner, registered: Partner): OcpiPartner {
    const { country_code, party_id } = this.#settings;
    const connection = connectionOf(registered, { country_code, party_id }, 'EMSP')!;
    return { ...connection, emaidForm: connection.emaidForm ?? emaidForm, ...(emaidType && { emaidType }) };
  }

  /** A platform has registered, has changed or has left. */
  #take(partner: Partner): void {
    const { id, state, roles } = partner;
    if (state !== 'registered') {
      if (!this.#registered.delete(id)) return;
      const own = this.#settings.partners.find(({ name }) => name === id);
      if (own) return;
      this.#byName.delete(id);
      for (const [party, one] of this.#byParty) if (one.name === id) this.#byParty.delete(party);
      return;
    }
    this.#registered.set(id, partner);
    if (this.#settings.partners.some(({ name }) => name === id)) return;
    const parties = roles
      .filter(({ role }) => role === 'EMSP')
      .map(({ country_code, party_id }) => ({ country_code, party_id }));
    const added = Default(CsmsPartner, { name: id, parties }) as CsmsPartner;
    this.#byName.set(id, added);
    // What the settings say about a party wins.
    for (const party of parties)
      if (!this.#settings.partners.some((one) => one.parties.some((other) => isSameParty(other, party))))
        this.#byParty.set(partyKey(party), added);
  }

  #base(
    { isTokenRaw, emaidType, emaidForm, parties }: CsmsPartner,
    token: string,
  ): Omit<OcpiPartner, 'version' | 'endpoints'> {
    const { country_code, party_id } = this.#settings;
    return {
      token,
      isTokenRaw,
      emaidForm,
      ...(emaidType !== undefined && { emaidType }),
      from: { country_code, party_id },
      ...(parties[0] && { to: parties[0] }),
    };
  }

  #trace(partner: CsmsPartner, traceId: string | undefined, exchange: OcpiExchange): void {
    const { message, started, took_ms, httpStatus, status_code, problem, url, request, response } = exchange;
    this.#ports.trace({
      type: 'message',
      party: 'csms',
      at: started,
      ...(traceId !== undefined && { traceId }),
      from: this.#settings.name,
      to: partner.name,
      protocol: 'ocpi',
      message,
      result: problem ?? `HTTP ${httpStatus}, ${status_code}`,
      took_ms,
      payload: {
        url,
        ...(request !== undefined && { request }),
        ...(response !== undefined && { response }),
      },
    });
  }
}
