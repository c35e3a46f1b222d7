/** A charging station: outlets with their SECCs, joined to one CSMS. @module */
import { cable } from '@openpnc/core/cable';
import { parseEvseId } from '@openpnc/core/identifiers';
import { earliest, type Millis } from '@openpnc/core/machine';
import type { ConnectionFailure, V2gListener } from '@openpnc/core/network';
import type { ChannelTarget } from '@openpnc/core/ports';
import { CallFailure } from '@openpnc/ocpp/errors';
import type {
  BootReasonEnumType,
  IdTokenInfoType,
  IdTokenType,
  TransactionEventRequest,
  TransactionEventResponse,
} from '@openpnc/ocpp/v201';
import { Tokens } from './authorization/tokens.ts';
import { Availability } from './availability.ts';
import { entries } from './calls/certificates.ts';
import { CertificateSigning } from './certificates/certificateSigning.ts';
import { basicAuthorization, CsmsLink } from './csms/csmsLink.ts';
import { stationHandlers } from './csms/stationHandlers.ts';
import { Customers } from './customers.ts';
import type { Change, DeviceModel, Place } from './deviceModel/deviceModel.ts';
import { Monitors } from './deviceModel/monitors.ts';
import { plugDcOutput, simulatedDcOutput } from './evse/dcOutput.ts';
import { Evse } from './evse/evse.ts';
import { SeccHost } from './evse/seccHost.ts';
import { SecurityEvents } from './securityEvents.ts';
import type { StationSettings } from './settings.ts';
import { SmartCharging } from './smartCharging/smartCharging.ts';
import { loadParts, type StationParts, seccsOf } from './stationParts.ts';
import type { StationPorts } from './stationPorts.ts';
import { perform } from './stationScript.ts';
import type { StationWorld } from './stationWorld.ts';
import { EventQueue } from './transactions/eventQueue.ts';
import type { TxState } from './transactions/transaction.ts';

/**
 * Makes a station of its settings and ports; it does nothing before {@link Station.start}.
 * @throws OperatorError `station_settings` when the settings contradict each other, `variable_unknown`, `variable_invalid`
 */
export async function createStation(settings: StationSettings, ports: StationPorts): Promise<Station> {
  return new Station(settings, ports, await loadParts(settings, ports));
}

/** A station in operation. Made by {@link createStation}. */
export class Station {
  readonly #settings: StationSettings;
  readonly #ports: StationPorts;
  readonly #world: StationWorld;
  readonly #hosts: readonly { readonly host: SeccHost; readonly evseIds: readonly number[] }[];
  readonly #link: CsmsLink;
  readonly #listeners: V2gListener[] = [];
  readonly #stopped = new AbortController();
  /** EVSEs whose status the CSMS has not heard. */
  readonly #untold = new Set<number>();
  #renewal: AbortController | undefined;
  #bootReason: BootReasonEnumType = 'PowerUp';
  #dialFailures = 0;
  #stopLooking: (() => void) | undefined;
  #stopAligning: (() => void) | undefined;

  /** Use {@link createStation}. */
  constructor(settings: StationSettings, ports: StationPorts, parts: StationParts) {
    this.#settings = settings;
    this.#ports = ports;
    this.#world = this.#compose(parts);
    const { clock, random, dial } = ports;
    const { time, model, trace, identities, staples, trust, evses, security } = this.#world;
    this.#link = new CsmsLink({
      clock,
      time,
      random,
      dial,
      model,
      trace,
      handlers: stationHandlers(this.#world),
      connect_ms: settings.connect_ms,
      target: () => this.#target(),
      bootNotification: () => {
        const { model: name, vendorName, serialNumber, firmwareVersion } = settings;
        return {
          reason: this.#bootReason,
          chargingStation: { model: name, vendorName, serialNumber, firmwareVersion },
        };
      },
      listener: {
        accepted: () => {
          for (const { id } of evses) this.#untold.add(id);
        },
        online: (offline_ms) => this.#online(offline_ms),
        offline: () => this.#renewal?.abort(),
        clockSet: (difference_ms) => {
          const text = `the CSMS set the clock by ${difference_ms} ms`;
          trace.finding({ code: 'clock_set', severity: 'info', text });
          void security.add('SettingSystemTime', text);
        },
        opened: () => {
          this.#dialFailures = 0;
          void this.#world.networkProfiles.connected();
        },
        unreachable: (failure) => this.#unreachable(failure),
        malformed: (text) => void security.add('InvalidMessages', text),
      },
    });
    this.#hosts = seccsOf(settings).map((evseIds) => ({
      evseIds,
      host: new SeccHost({
        evses: evseIds.map((id) => evses[id - 1]!),
        identities,
        staples,
        trust,
        time,
        trace,
        isOfferedWithoutTls: settings.isOfferedWithoutTls,
        seccId: () => model.text('ISO15118Ctrlr.SeccId', evseIds[0]),
      }),
    }));
    model.judge(refusalOf);
    model.judge(({ name }, value) => {
      const slots = name === 'OCPPCommCtrlr.NetworkConfigurationPriority' ? value.split(',') : [];
      const empty = slots.find((slot) => !this.#world.networkProfiles.has(Number(slot)));
      return empty === undefined ? undefined : `slot ${empty} is empty`;
    });
    model.watch((change) => this.#changed(change));
    model.compute('ClockCtrlr.DateTime', () => time.text());
    trust.watch(() => this.#certificatesChanged());
  }

  get model(): DeviceModel {
    return this.#world.model;
  }

  get evses(): readonly Evse[] {
    return this.#world.evses;
  }

  /** Whether the CSMS is reached and has accepted the station. */
  get isOnline(): boolean {
    return this.#link.isOnline;
  }

  /** Opens the sockets towards cars and begins to connect to the CSMS. @throws OperatorError of the listener */
  async start(): Promise<void> {
    const { availability, security, signing, monitors, smartCharging } = this.#world;
    availability.apply();
    await signing.load();
    await monitors.load();
    await smartCharging.load();
    await this.#countCertificates();
    await security.add('StartupOfTheDevice', `firmware ${this.#settings.firmwareVersion}`);
    for (const evse of this.evses) evse.start();
    for (const { host, evseIds } of this.#hosts) {
      const listener = await this.#ports.listen(host, evseIds);
      this.#listeners.push(listener);
      host.listening(listener.endpoint);
    }
    this.#align();
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
    this.#world.queue.stop();
    this.#world.signing.stop();
    this.#world.monitors.stop();
    this.#world.smartCharging.stop();
    this.#stopLooking?.();
    this.#stopAligning?.();
    await Promise.all(this.#listeners.splice(0).map((listener) => listener.close()));
    await this.#link.stop();
  }

  /**
   * A driver shows a card or an app's code at an outlet: it starts charging, or stops what the same token (or its group)
   * has started. OCPP 2.0.1 C01, C09, E07.
   */
  async presentIdToken(evseId: number, idToken: IdTokenType): Promise<IdTokenInfoType> {
    const { tokens, model } = this.#world;
    const evse = this.evses[evseId - 1];
    if (!evse) return { status: 'Invalid' };
    const stopped = { triggerReason: 'StopAuthorized', stoppedReason: 'Local' } as const;
    if (evse.isStoppedBy(idToken, undefined)) {
      evse.stopTransaction(stopped);
      return { status: 'Accepted' };
    }
    const info = await tokens.authorize(idToken);
    if (info.status !== 'Accepted') return info;
    const masterGroup = model.text('AuthCtrlr.MasterPassGroupId') ?? '';
    if (masterGroup !== '' && info.groupIdToken?.idToken === masterGroup) {
      // A master pass stops and never starts. C16
      evse.stopTransaction({ triggerReason: 'StopAuthorized', stoppedReason: 'MasterPass' });
    } else if (evse.isStoppedBy(idToken, info.groupIdToken)) evse.stopTransaction(stopped);
    else if (evse.idToken === undefined) evse.authorize(idToken, info);
    else return { status: 'Invalid' };
    return info;
  }

  /** Everything but the link, which serves the calls that need all of it. */
  #compose(parts: StationParts): StationWorld {
    const { clock, random, keys, database } = this.#ports;
    const { time, trace, model, list, cache, stored, inoperative } = parts;
    const call: StationWorld['call'] = (action, payload, how) => this.#link.call(action, payload, how);
    const isOnline = () => this.#link.isOnline;
    const tokens = new Tokens({ clock, time, random, model, list, cache, caller: call, isOnline });
    const queue = new EventQueue(
      {
        db: database,
        clock,
        caller: call,
        trace,
        isOnline,
        isLive: (transactionId) => evses.some((evse) => evse.transactionId === transactionId),
        pausedUntil: () => this.#pausedUntil(),
        rules: () => ({
          attempts: model.number('OCPPCommCtrlr.MessageAttempts[TransactionEvent]'),
          interval_ms: model.number('OCPPCommCtrlr.MessageAttemptInterval[TransactionEvent]') * 1_000,
          timeout_ms: model.number('OCPPCommCtrlr.MessageTimeout[Default]') * 1_000,
          limit: this.#settings.queueLimit,
        }),
        answered: (event, answer) => this.#answered(event, answer),
      },
      stored,
    );
    const evses = this.#settings.evses.map((_, i) => this.#outlet(i + 1, parts, tokens, { call, isOnline }));
    const availability = new Availability(
      { db: database, evses: () => evses, reboot: (reason) => this.#reboot(reason) },
      inoperative,
    );
    const security = new SecurityEvents({ db: database, time, caller: call, isOnline });
    const monitors = new Monitors({
      db: database,
      clock,
      time,
      model,
      caller: call,
      isOnline,
      transactionId: (evse) =>
        evses.find(({ id, transactionId }) => (evse === 0 || id === evse) && transactionId)?.transactionId,
    });
    const smartCharging = new SmartCharging({
      db: database,
      clock,
      time,
      model,
      trace,
      caller: call,
      evses: () => evses,
    });
    const customers = new Customers({ db: database, tokens, time });
    const signing = new CertificateSigning({
      clock,
      time,
      random,
      keys,
      db: database,
      model,
      trust: parts.trust,
      identities: parts.identities,
      caller: (action, payload, how) => this.#link.call(action, payload, { ...how, whilePending: true }),
      security,
      serialNumber: this.#settings.serialNumber,
      seccs: seccsOf(this.#settings),
      changed: () => this.#certificatesChanged(),
    });
    return {
      ...parts,
      security,
      monitors,
      smartCharging,
      customers,
      signing,
      upload: this.#ports.upload,
      reconnect: (reason) => this.#link.reconnect(reason),
      bootAgain: () => this.#link.bootAgain(),
      heartbeat: () => this.#link.heartbeat(),
      tellStatus: (evse) => this.#tellStatus(evse),
      certificatesChanged: () => this.#certificatesChanged(),
      settings: this.#settings,
      clock,
      random,
      keys,
      database,
      tokens,
      queue,
      evses,
      availability,
      call,
      isOnline,
      afterAnswer: (work) => this.#afterAnswer(work),
    };
  }

  #outlet(
    id: number,
    { time, trace, model, trust, stored }: StationParts,
    { known, used, heard }: Tokens,
    { call, isOnline }: Pick<StationWorld, 'call' | 'isOnline'>,
  ): Evse {
    const { clock, random, plugs, dcOutputs, display = { show: () => {} } } = this.#ports;
    const plug = plugs?.[id - 1] ?? cable(clock).outlet;
    return new Evse(
      {
        id,
        settings: this.#settings.evses[id - 1]!,
        station: this.#settings,
        plug,
        // With hardware at the plug, hardware has to say that the cable is sound.
        dcOutput: dcOutputs?.[id - 1] ?? (plugs?.[id - 1] ? plugDcOutput(plug) : simulatedDcOutput(clock, plug)),
        clock,
        time,
        random,
        model,
        trust,
        trace,
        caller: call,
        isOnline,
        display,
        known,
        used,
        heard,
        smartCharging: () => this.#world.smartCharging,
        refusedHere: (evseId, { code, text }) => {
          void model.put('ConnectedEV.ContractRefusal', code, evseId);
          const place = { name: 'ConnectedEV.ContractRefusal', evse: evseId } as const;
          this.#world.monitors.notify(place, { value: code, techCode: code, techInfo: text });
        },
        contractShown: (eMAID, path) => void this.#world.customers.shown(eMAID, path),
        report: (evseId, state, event, traceId) => this.#report(evseId, state, event, traceId),
        statusChanged: (evse) => void this.#tellStatus(evse),
        attemptChanged: () => {
          this.#world.queue.go();
          this.#lookSoon();
        },
      },
      stored.open.get(id)?.state,
    );
  }

  #target(): Omit<ChannelTarget, 'deadline' | 'protocols'> {
    const { identity } = this.#settings;
    const { csmsUrl, securityProfile } = this.#world.networkProfiles.current;
    const password = this.model.text('SecurityCtrlr.BasicAuthPassword');
    const { trust, identities, time } = this.#world;
    const roots = trust.store.certificates('csms').map(({ der }) => der);
    const client = securityProfile === 3 ? identities.client(time.now()) : undefined;
    return {
      url: `${csmsUrl}/${encodeURIComponent(identity)}`,
      headers: securityProfile < 3 && password ? { authorization: basicAuthorization(identity, password) } : {},
      ...(securityProfile > 1 && { tls: { roots, ...(client && { identity: client.tls }) } }),
    };
  }

  /** The reasons that security events have names for; a new client certificate that is refused is given up. A02 */
  #unreachable({ code, message, cause }: ConnectionFailure): void {
    const { security, identities, time, networkProfiles } = this.#world;
    networkProfiles.failed();
    if (/certificate/.test(code)) void security.add('InvalidCsmsCertificate', message);
    if (cause === 401 || cause === 403) void security.add('FailedToAuthenticateAtCsms', message);
    this.#dialFailures += 1;
    if (this.#dialFailures < this.model.number('OCPPCommCtrlr.NetworkProfileConnectionAttempts')) return;
    this.#dialFailures = 0;
    if (networkProfiles.current.securityProfile === 3) void identities.dropNewestClient(time.now());
  }

  #certificatesChanged(): void {
    void this.#countCertificates();
    if (this.#link.isOnline) this.#maintain();
  }

  /** How many there are, and what of them runs out first; looked at each hour. */
  async #countCertificates(): Promise<void> {
    const { clock } = this.#ports;
    const { trust, identities, staples, time } = this.#world;
    const left = (ends: readonly Millis[], unit_ms: Millis) =>
      String(Math.floor((Math.min(...ends) - time.now()) / unit_ms));
    await this.model.put('SecurityCtrlr.CertificateEntries', String(entries(this.#world)));
    const [secc] = identities.usable(time.now());
    const seccEnds = secc ? secc.certificates.map(({ notAfter }) => notAfter) : [time.now()];
    await this.model.put('TrustStore.SeccDaysLeft', left(seccEnds, DAY_ms));
    const roots = trust.store.certificates('v2g', 'mo').map(({ notAfter }) => notAfter);
    if (roots.length > 0) await this.model.put('TrustStore.RootDaysLeft', left(roots, DAY_ms));
    const staple = staples.firstEnd();
    if (staple !== undefined) await this.model.put('TrustStore.StapleHoursLeft', left([staple], HOUR_ms));
    this.#stopLooking?.();
    if (!this.#stopped.signal.aborted)
      this.#stopLooking = clock.alarm(clock.now() + HOUR_ms, () => void this.#countCertificates());
  }

  /** Statuses first, then what waited; OCSP responses are looked after while it lasts. B01, B04 */
  #online(offline_ms: Millis): void {
    const { queue, security, monitors } = this.#world;
    if (offline_ms > this.model.number('OCPPCommCtrlr.OfflineThreshold') * 1_000)
      for (const { id } of this.evses) this.#untold.add(id);
    for (const evse of this.evses) if (this.#untold.has(evse.id)) void this.#tellStatus(evse);
    security.tell();
    monitors.tell();
    queue.go();
    this.#maintain();
  }

  /** What is looked after while the station is online: OCSP responses and certificates near their end. M06, A03 */
  #maintain(): void {
    const { staples, signing, call } = this.#world;
    const { clock } = this.#ports;
    this.#renewal?.abort();
    if (this.#stopped.signal.aborted) return;
    this.#renewal = new AbortController();
    const { signal } = this.#renewal;
    for (const script of [staples.renewal(), signing.renewal()])
      perform(script, { caller: call, clock, signal }).catch((error: unknown) => {
        // It ends with the connection, by its signal or by a call that could not go out.
        if (!signal.aborted && !(error instanceof CallFailure)) throw error;
      });
  }

  /** The CSMS may think again about who pays. E05 */
  #answered(
    { transactionInfo, idToken }: TransactionEventRequest,
    { idTokenInfo, updatedPersonalMessage }: TransactionEventResponse,
  ): void {
    if (!idTokenInfo) return;
    if (idToken) this.#world.tokens.heard(idToken, idTokenInfo);
    if (idTokenInfo.status === 'Accepted') return;
    const { transactionId } = transactionInfo;
    const evse = this.evses.find((candidate) => candidate.transactionId === transactionId);
    this.#world.trace.finding({
      code: 'authorization_withdrawn',
      severity: 'warning',
      text: `transaction ${transactionId}: the CSMS answers ${idTokenInfo.status} for who pays`,
      spec: 'OCPP 2.0.1 E05',
      data: { status: idTokenInfo.status, ...(updatedPersonalMessage && { message: updatedPersonalMessage.content }) },
    });
    evse?.deauthorize();
  }

  #changed({ name, by }: Change): void {
    if (by !== 'csms') return;
    if (name === 'SecurityCtrlr.BasicAuthPassword') {
      void this.#world.security.add('ReconfigurationOfSecurityParameters', 'new password');
      this.#afterAnswer(() => this.#link.reconnect('new password'));
    }
    if (name === 'OCPPCommCtrlr.HeartbeatInterval') this.#link.beat();
    if (name === 'AlignedDataCtrlr.Interval') this.#align();
  }

  /** Waits for the next full interval of the day. J01 */
  #align(): void {
    const { clock } = this.#ports;
    this.#stopAligning?.();
    const interval_ms = this.model.number('AlignedDataCtrlr.Interval') * 1_000;
    if (interval_ms === 0) return;
    const into_ms = (this.#world.time.now() % DAY_ms) % interval_ms;
    this.#stopAligning = clock.alarm(clock.now() + interval_ms - into_ms, () => {
      if (this.model.flag('AlignedDataCtrlr.Enabled')) for (const evse of this.evses) evse.clockAligned();
      this.#align();
    });
  }

  /** As after a cold start, without losing what is queued. */
  #reboot(reason: BootReasonEnumType): void {
    this.#bootReason = reason;
    this.#world.networkProfiles.restart();
    void this.#world.security.add('ResetOrReboot', reason);
    this.#link.restart('reset');
  }

  /** The answer leaves in microtasks: an alarm of this instant comes after it. */
  #afterAnswer(work: () => void | Promise<void>): void {
    const { clock } = this.#ports;
    clock.alarm(clock.now(), () => {
      (async () => work())().catch((error: unknown) => {
        if (!(error instanceof CallFailure)) throw error;
      });
    });
  }

  async #tellStatus(evse: Evse): Promise<void> {
    const { connectorStatus, id } = evse;
    void this.model.put('Connector.AvailabilityState', connectorStatus, id);
    void this.model.put('EVSE.AvailabilityState', connectorStatus, id);
    this.#untold.add(id);
    try {
      await this.#link.call('StatusNotification', {
        timestamp: this.#world.time.text(),
        connectorStatus,
        evseId: id,
        connectorId: 1,
      });
      if (evse.connectorStatus === connectorStatus) this.#untold.delete(id);
    } catch (error) {
      // It is told after the next connect.
      if (!(error instanceof CallFailure)) throw error;
    }
  }

  #report(evseId: number, state: TxState, event: TransactionEventRequest | undefined, traceId: string): void {
    // What changes without an event is what no restart asks for: the conditions at an outlet, found anew then.
    if (event) void this.#world.queue.add(event, traceId, evseId, state);
    if (event?.eventType === 'Ended') void this.#world.smartCharging.ended(event.transactionInfo.transactionId);
    this.#lookSoon();
  }

  /** An outlet may be free now: what waits for that is done when the answer of this instant is out. */
  #lookSoon(): void {
    const { availability } = this.#world;
    if (availability.isWaiting) this.#afterAnswer(() => availability.look());
  }

  /** Replays wait while a car is in an attempt, but not for ever. */
  #pausedUntil(): Millis | undefined {
    const since = earliest(...this.evses.map(({ attemptSince }) => attemptSince));
    return since === undefined ? undefined : since + this.#settings.replayPause_s * 1_000;
  }
}

const HOUR_ms: Millis = 3_600_000;
const DAY_ms: Millis = 24 * HOUR_ms;

/** Why the station does not want a value that fits its type. */
function refusalOf({ name }: Place, value: string): string | undefined {
  if (name === 'SecurityCtrlr.BasicAuthPassword' && !/^[a-zA-Z0-9*\-_=:+|@.]*$/.test(value))
    return 'a password has letters, digits and *-_=:+|@. only';
  if (name === 'EVSE.ISO15118EvseId' && !parseEvseId(value)) return `'${value}' is no EVSEID of the ISO form`;
  return undefined;
}
