/** A charging station: outlets with their SECCs, joined to one CSMS. @module */
import { cable } from '@openpnc/core/cable';
import { OperatorError } from '@openpnc/core/errors';
import type { Millis } from '@openpnc/core/machine';
import type { V2gListener } from '@openpnc/core/network';
import type { ChannelTarget } from '@openpnc/core/ports';
import { CallFailure } from '@openpnc/ocpp/errors';
import type { BootNotificationRequest, TransactionEventRequest } from '@openpnc/ocpp/v201';
import { SeccIdentities } from './certificates/seccIdentities.ts';
import { Staples } from './certificates/staples.ts';
import { StationTrust } from './certificates/stationTrust.ts';
import { basicAuthorization, CsmsLink } from './csms/csmsLink.ts';
import { stationHandlers } from './csms/stationHandlers.ts';
import { DeviceModel } from './deviceModel/deviceModel.ts';
import { Evse } from './evse/evse.ts';
import { SeccHost } from './evse/seccHost.ts';
import type { StationSettings } from './settings.ts';
import type { StationPorts } from './stationPorts.ts';
import { perform } from './stationScript.ts';
import { StationTime } from './stationTime.ts';
import { StationTrace } from './stationTrace.ts';
import { EventQueue, type QueueOptions } from './transactions/eventQueue.ts';
import type { TxState } from './transactions/transaction.ts';

/** A station in operation. Made by {@link createStation}. */
export class Station {
  readonly model: DeviceModel;
  readonly evses: readonly Evse[];
  readonly #settings: StationSettings;
  readonly #ports: StationPorts;
  readonly #time: StationTime;
  readonly #hosts: readonly { readonly host: SeccHost; readonly evseIds: readonly number[] }[];
  readonly #queue: EventQueue;
  readonly #link: CsmsLink;
  readonly #staples: Staples;
  readonly #listeners: V2gListener[] = [];
  readonly #stopped = new AbortController();
  /** EVSEs whose status the CSMS has not heard. */
  readonly #untold = new Set<number>();
  #renewal: AbortController | undefined;

  /** Use {@link createStation}. */
  constructor(parts: StationParts) {
    const { settings, ports, time, trace, model, trust, identities, staples, makeQueue, kept } = parts;
    this.#settings = settings;
    this.#ports = ports;
    this.#time = time;
    this.model = model;
    this.#staples = staples;
    this.#link = new CsmsLink({
      clock: ports.clock,
      time,
      random: ports.random,
      dial: ports.dial,
      model,
      trace,
      handlers: stationHandlers,
      connect_ms: settings.connect_ms,
      target: () => this.#target(trust),
      bootNotification: () => bootNotification(settings),
      listener: {
        accepted: () => this.#accepted(),
        online: (offline_ms) => this.#online(offline_ms),
        offline: () => this.#renewal?.abort(),
        clockSet: (difference_ms) =>
          trace.finding({ code: 'clock_set', severity: 'info', text: `the CSMS set the clock by ${difference_ms} ms` }),
        securityEvent: (type, text) =>
          trace.finding({ code: 'security_event', severity: 'warning', text: `${type}: ${text}` }),
      },
    });
    this.#queue = makeQueue({
      caller: this.#link.call,
      isOnline: () => this.#link.isOnline,
      isLive: (transactionId) => this.evses.some((evse) => evse.transactionId === transactionId),
      pausedUntil: () => this.#pausedUntil(),
    });
    this.evses = settings.evses.map((evseSettings, i) => {
      const id = i + 1;
      return new Evse(
        {
          id,
          settings: evseSettings,
          station: settings,
          plug: ports.plugs?.[i] ?? cable(ports.clock).outlet,
          clock: ports.clock,
          time,
          random: ports.random,
          model,
          trust,
          trace,
          caller: this.#link.call,
          isOnline: () => this.#link.isOnline,
          display: ports.display ?? { show: () => {} },
          known: () => undefined,
          heard: () => {},
          report: (evse, event, traceId) => this.#report(evse, event, traceId),
          statusChanged: (evse) => void this.#tellStatus(evse),
          attemptChanged: () => this.#queue.go(),
        },
        kept.get(id),
      );
    });
    this.#hosts = seccsOf(settings).map((evseIds) => ({
      evseIds,
      host: new SeccHost({
        evses: evseIds.map((id) => this.evses[id - 1]!),
        identities,
        staples,
        trust,
        time,
        trace,
        isOfferedWithoutTls: settings.isOfferedWithoutTls,
      }),
    }));
  }

  /** Whether the CSMS is reached and has accepted the station. */
  get isOnline(): boolean {
    return this.#link.isOnline;
  }

  /** Opens the sockets towards cars and begins to connect to the CSMS. @throws OperatorError of the listener */
  async start(): Promise<void> {
    for (const evse of this.evses) evse.start();
    for (const { host, evseIds } of this.#hosts) {
      const listener = await this.#ports.listen(host, evseIds);
      this.#listeners.push(listener);
      host.listening(listener.endpoint);
    }
    this.#link.start();
  }

  /** Where cars find it, for people. */
  endpoints(): readonly V2gListener['endpoint'][] {
    return this.#listeners.map(({ endpoint }) => endpoint);
  }

  /** Ends everything; nothing of it keeps the process alive afterwards. */
  async stop(): Promise<void> {
    this.#stopped.abort();
    this.#renewal?.abort();
    for (const { host } of this.#hosts) host.listening(undefined);
    for (const evse of this.evses) evse.stop();
    this.#queue.stop();
    await Promise.all(this.#listeners.splice(0).map((listener) => listener.close()));
    await this.#link.stop();
  }

  #target(trust: StationTrust): Omit<ChannelTarget, 'deadline' | 'protocols'> {
    const { csmsUrl, identity, securityProfile } = this.#settings;
    const password = this.model.text('SecurityCtrlr.BasicAuthPassword');
    return {
      url: `${csmsUrl}/${encodeURIComponent(identity)}`,
      headers: securityProfile < 3 && password ? { authorization: basicAuthorization(identity, password) } : {},
      ...(securityProfile > 1 && { tls: { roots: trust.store.certificates('csms').map(({ der }) => der) } }),
    };
  }

  #accepted(): void {
    for (const { id } of this.evses) this.#untold.add(id);
  }

  /** Statuses first, then what waited; OCSP responses are looked after while it lasts. B01.FR.05, B04.FR.01-02 */
  #online(offline_ms: Millis): void {
    if (offline_ms > this.model.number('OCPPCommCtrlr.OfflineThreshold') * 1_000)
      for (const { id } of this.evses) this.#untold.add(id);
    for (const evse of this.evses) if (this.#untold.has(evse.id)) void this.#tellStatus(evse);
    this.#queue.go();
    this.#renewal?.abort();
    this.#renewal = new AbortController();
    const signal = AbortSignal.any([this.#renewal.signal, this.#stopped.signal]);
    perform(this.#staples.renewal(), { caller: this.#link.call, clock: this.#ports.clock, signal }).catch(
      (error: unknown) => {
        // It ends with the connection, by its signal or by a call that could not go out.
        if (!signal.aborted && !(error instanceof CallFailure)) throw error;
      },
    );
  }

  async #tellStatus(evse: Evse): Promise<void> {
    void this.model.put('Connector.AvailabilityState', evse.connectorStatus, evse.id);
    void this.model.put('EVSE.AvailabilityState', evse.connectorStatus, evse.id);
    this.#untold.add(evse.id);
    try {
      await this.#link.call('StatusNotification', {
        timestamp: this.#time.text(),
        connectorStatus: evse.connectorStatus,
        evseId: evse.id,
        connectorId: 1,
      });
      this.#untold.delete(evse.id);
    } catch (error) {
      // It is told after the next connect.
      if (!(error instanceof CallFailure)) throw error;
    }
  }

  #report(evse: Evse, event: TransactionEventRequest | undefined, traceId: string): void {
    void keep(this.#ports.database, evse.id, evse.state);
    if (event) void this.#queue.add(event, traceId);
  }

  /** Replays wait while a car is in an attempt, but not for ever. */
  #pausedUntil(): Millis | undefined {
    const begun = this.evses.flatMap(({ attemptSince }) => attemptSince ?? []);
    return begun.length === 0 ? undefined : Math.min(...begun) + this.#settings.replayPause_s * 1_000;
  }
}

interface StationParts {
  readonly settings: StationSettings;
  readonly ports: StationPorts;
  readonly time: StationTime;
  readonly trace: StationTrace;
  readonly model: DeviceModel;
  readonly trust: StationTrust;
  readonly identities: SeccIdentities;
  readonly staples: Staples;
  readonly makeQueue: (of: Pick<QueueOptions, 'caller' | 'isOnline' | 'isLive' | 'pausedUntil'>) => EventQueue;
  /** Transactions that an earlier run has left open, by EVSE. */
  readonly kept: ReadonlyMap<number, TxState>;
}

/**
 * Makes a station of its settings and ports; it does nothing before {@link Station.start}.
 * @throws OperatorError `station_settings` when the settings contradict each other, `variable_unknown`, `variable_invalid`
 */
export async function createStation(settings: StationSettings, ports: StationPorts): Promise<Station> {
  check(settings);
  const { database, factory = { roots: [], seccChains: [] } } = ports;
  const time = new StationTime(ports.clock);
  const trace = new StationTrace(ports.trace, ports.clock);
  const model = await loadModel(settings, ports);
  const trust = await StationTrust.load(database, factory.roots);
  const identities = await SeccIdentities.load(ports.keys, database, factory.seccChains);
  const staples = await Staples.load(database, {
    chains: () => identities.usable(time.now()).map(({ certificates }) => certificates),
    roots: () => trust.store.certificates('v2g'),
    wallNow: () => time.now(),
    found: (finding) => trace.finding(finding),
  });
  const rows = await database.selectFrom('open_transaction').selectAll().execute();
  const waiting = await EventQueue.stored(database);
  return new Station({
    settings,
    ports,
    time,
    trace,
    model,
    trust,
    identities,
    staples,
    kept: new Map(rows.map(({ evse, state }) => [evse, JSON.parse(state) as TxState])),
    makeQueue: (of) =>
      new EventQueue(
        {
          ...of,
          db: database,
          clock: ports.clock,
          trace,
          rules: () => ({
            attempts: model.number('OCPPCommCtrlr.MessageAttempts[TransactionEvent]'),
            interval_ms: model.number('OCPPCommCtrlr.MessageAttemptInterval[TransactionEvent]') * 1_000,
            timeout_ms: model.number('OCPPCommCtrlr.MessageTimeout[Default]') * 1_000,
            limit: settings.queueLimit,
          }),
          answered: () => {},
        },
        waiting,
      ),
  });
}

/** The device model with what the settings and the station itself know. */
async function loadModel(settings: StationSettings, { database }: StationPorts): Promise<DeviceModel> {
  const { identity, securityProfile, password, model, vendorName, serialNumber, evses } = settings;
  const own = {
    'SecurityCtrlr.Identity': identity,
    'SecurityCtrlr.SecurityProfile': String(securityProfile),
    'ChargingStation.Model': model,
    'ChargingStation.VendorName': vendorName,
    'ChargingStation.SerialNumber': serialNumber,
    ...(password !== undefined && { 'SecurityCtrlr.BasicAuthPassword': password }),
  };
  const made = await DeviceModel.load({ seccs: seccsOf(settings) }, database, { ...own, ...settings.variables });
  for (const [i, { EVSEID }] of evses.entries()) {
    if (made.text('EVSE.ISO15118EvseId', i + 1) === undefined) await made.put('EVSE.ISO15118EvseId', EVSEID, i + 1);
  }
  return made;
}

function check({ evses, seccs, password, securityProfile }: StationSettings): void {
  if (securityProfile < 3 && password === undefined)
    throw new OperatorError(
      'station_settings',
      `station.password: security profile ${securityProfile} needs the password that the CSMS gave when the station was enrolled`,
    );
  const named = seccs?.flat() ?? [];
  const isWhole = named.length === evses.length && evses.every((_, i) => named.includes(i + 1));
  if (seccs && !isWhole)
    throw new OperatorError(
      'station_settings',
      `station.seccs: expected each EVSE from 1 to ${evses.length} once, came ${named.join(', ')}`,
    );
}

function seccsOf({ seccs, evses }: StationSettings): readonly (readonly number[])[] {
  return seccs ?? evses.map((_, i) => [i + 1]);
}

function bootNotification({
  model,
  vendorName,
  serialNumber,
  firmwareVersion,
}: StationSettings): BootNotificationRequest {
  return { reason: 'PowerUp', chargingStation: { model, vendorName, serialNumber, firmwareVersion } };
}

/** Keeps an open transaction over a restart, and forgets one that has ended. */
async function keep(db: StationPorts['database'], evse: number, state: TxState): Promise<void> {
  if (!state.transaction) {
    await db.deleteFrom('open_transaction').where('evse', '=', evse).execute();
    return;
  }
  const text = JSON.stringify(state);
  await db
    .insertInto('open_transaction')
    .values({ evse, state: text })
    .onConflict((conflict) => conflict.column('evse').doUpdateSet({ state: text }))
    .execute();
}
