/** One outlet: its plug, the car's session, the transaction that the CSMS hears of. OCPP 2.0.1 C07, E, G01; ISO 15118-2. @module */
import { fromBase64, toBase64 } from '@openpnc/core/bytes';
import { displayEvccId } from '@openpnc/core/identifiers';
import type { Millis } from '@openpnc/core/machine';
import type { Stream, StreamReceiver } from '@openpnc/core/network';
import type { Clock, PilotState, Plug, PlugEvent, Random } from '@openpnc/core/ports';
import { protocols } from '@openpnc/iso15118/sap';
import { certificateService } from '@openpnc/iso15118/v2/services';
import { type PausedSession, type SeccSettings, type SeccStation, seccDefaults } from '@openpnc/iso15118/v2/session';
import { timing } from '@openpnc/iso15118/v2/timing';
import { CallFailure } from '@openpnc/ocpp/errors';
import type {
  ConnectorStatusEnumType,
  IdTokenInfoType,
  IdTokenType,
  MeterValueType,
  TransactionEventRequest,
} from '@openpnc/ocpp/v201';
import type { Authorized, AuthorizeWorld } from '../authorization/authorizeContract.ts';
import { authorizeContract } from '../authorization/authorizeContract.ts';
import type { StationTrust } from '../certificates/stationTrust.ts';
import type { DeviceModel } from '../deviceModel/deviceModel.ts';
import { type Display, refusalMessage } from '../display.ts';
import { newTraceId, newTransactionId } from '../messageIds.ts';
import type { EvseSettings, StationSettings } from '../settings.ts';
import { type Caller, perform } from '../stationScript.ts';
import type { StationTime } from '../stationTime.ts';
import type { StationTrace, TraceIds } from '../stationTrace.ts';
import { meterValues } from '../transactions/meterValues.ts';
import { idle, type Occurrence, occur, type TxState } from '../transactions/transaction.ts';
import { Contactor } from './contactor.ts';
import { type SessionEffect, V2gSession } from './v2gSession.ts';

/** What an EVSE needs of its station. */
interface EvseOptions {
  readonly id: number;
  readonly settings: EvseSettings;
  readonly station: StationSettings;
  readonly plug: Plug;
  readonly clock: Clock;
  readonly time: StationTime;
  readonly random: Random;
  readonly model: DeviceModel;
  readonly trust: StationTrust;
  readonly trace: StationTrace;
  readonly caller: Caller;
  readonly isOnline: () => boolean;
  readonly display: Display;
  readonly known: (idToken: IdTokenType) => IdTokenInfoType | undefined;
  /** The CSMS has answered for a token: for the cache. */
  readonly heard: (idToken: IdTokenType, info: IdTokenInfoType) => void;
  /** Takes an event of this EVSE, and the state to keep beside it. */
  readonly report: (evse: Evse, event: TransactionEventRequest | undefined, traceId: string) => void;
  readonly statusChanged: (evse: Evse) => void;
  /** A session began or ended: waiting replays look again. */
  readonly attemptChanged: () => void;
}

/** One attempt of a car, from SDP (or the connection) to its end. */
interface Attempt {
  readonly traceId: string;
  /** When SDP was first answered, by the clock that nobody sets. */
  readonly since: Millis;
  readonly setupEnd: Millis;
}

/** An outlet in operation. */
export class Evse {
  readonly id: number;
  readonly #options: EvseOptions;
  readonly #contactor: Contactor;
  #tx: TxState;
  #traceId: string;
  #attempt: Attempt | undefined;
  #session: V2gSession | undefined;
  #paused: PausedSession | undefined;
  #isPlugged = false;
  #isAuthorized = false;
  #firstReading_Wh: number | undefined;
  #stopWatching: (() => void) | undefined;
  #stopSampling: (() => void) | undefined;

  /** @param kept the state that an earlier run has left, if its transaction had not ended */
  constructor(options: EvseOptions, kept: TxState | undefined) {
    const { id, plug, clock, settings, random } = options;
    this.id = id;
    this.#options = options;
    this.#contactor = new Contactor(plug, clock, settings.pilot === 'wired');
    this.#traceId = newTraceId(random);
    // Message ids of the earlier run are taken: what is told of its transaction gets a trace of this one.
    this.#tx = kept?.transaction
      ? { ...kept, transaction: { ...kept.transaction, traceId: this.#traceId } }
      : (kept ?? idle);
  }

  /** The transaction's state, to be kept over a restart. */
  get state(): TxState {
    return this.#tx;
  }

  get transactionId(): string | undefined {
    return this.#tx.transaction?.transactionId;
  }

  get connectorStatus(): ConnectorStatusEnumType {
    return this.#isPlugged ? 'Occupied' : 'Available';
  }

  /** A car is between SDP and the end of its session; since when. */
  get attemptSince(): Millis | undefined {
    return this.#attempt?.since;
  }

  /** Whether a car may find and open this outlet now. */
  get isAwaitingCar(): boolean {
    const { settings, model } = this.#options;
    const isReady = settings.pilot === 'none' || (this.#isPlugged && this.#options.plug.state() !== 'F');
    return isReady && this.#session === undefined && model.flag('ISO15118Ctrlr.Enabled', this.id);
  }

  /** Begins to watch the plug. A transaction of an earlier run ends: the power was gone in between. */
  start(): void {
    const { plug } = this.#options;
    if (this.#tx.transaction) {
      this.#occur({
        triggerReason: 'AbnormalCondition',
        stoppedReason: 'PowerLoss',
        points: { EVConnected: false, Authorized: false, EnergyTransfer: false },
        chargingState: 'Idle',
        isEnd: true,
      });
    }
    if (this.#options.settings.pilot === 'none') return;
    this.#stopWatching = plug.watch((event) => this.#plugEvent(event));
    const state = plug.state();
    if (state !== 'A') this.#pilot(state);
  }

  /** Ends the session and opens the contactor; the transaction goes on after a restart as an aborted one. */
  stop(): void {
    this.#stopWatching?.();
    this.#stopSampling?.();
    this.#session?.end('the station stops');
    this.#contactor.open();
  }

  /** The car looks for the station: the attempt begins. */
  found(): TraceIds {
    return { traceId: this.#attemptNow().traceId };
  }

  /** A car's connection. */
  open(stream: Stream): StreamReceiver {
    const { time, trace, settings } = this.#options;
    const attempt = this.#attemptNow();
    if (settings.pilot === 'none') this.#plugged();
    const steady = time.steady();
    const session: V2gSession = new V2gSession({
      stream,
      station: this.#seccStation(stream),
      clock: steady,
      setupEnd: attempt.setupEnd + steady.now() - this.#options.clock.now(),
      traceId: attempt.traceId,
      trace,
      perform: (effect) => this.#perform(effect, session),
      closed: () => this.#closed(session),
    });
    this.#session = session;
    session.feed({ type: 'pilot', state: this.#options.plug.state() });
    return session.receiver;
  }

  /** The TLS handshake of a car failed: its attempt is over. */
  failedToOpen(): TraceIds {
    const ids = { traceId: this.#attempt?.traceId ?? this.#traceId };
    if (!this.#session) this.#endAttempt();
    return ids;
  }

  #attemptNow(): Attempt {
    const { clock } = this.#options;
    if (!this.#attempt) {
      const since = clock.now();
      const setupEnd = since + timing.V2G_SECC_CommunicationSetup_Performance_Time;
      this.#attempt = { traceId: this.#traceId, since, setupEnd };
      // A car that looked and never came: its attempt ends with the time for communication set-up.
      const begun = this.#attempt;
      clock.alarm(setupEnd, () => {
        if (this.#attempt === begun && !this.#session) this.#endAttempt();
      });
      this.#options.attemptChanged();
    }
    return this.#attempt;
  }

  #endAttempt(): void {
    if (!this.#attempt) return;
    this.#attempt = undefined;
    // Another try of the same car is another attempt; the transaction keeps the trace that it began with.
    this.#traceId = newTraceId(this.#options.random);
    this.#options.attemptChanged();
  }

  #seccStation({ info }: Stream): SeccStation {
    const { trust, time, random, station } = this.#options;
    return {
      settings: this.#seccSettings(),
      trust: {
        anchors: () => trust.store.certificates('mo', 'v2g'),
        memory: trust.memory,
        isClockSynchronised: () => time.isSynchronised,
        isPrivateEnvironment: station.isPrivateEnvironment,
      },
      random,
      isTls: info.tls !== undefined,
      ...(this.#paused && { paused: this.#paused }),
    };
  }

  #seccSettings(): SeccSettings {
    const { settings, station, model, id } = this.#options;
    const flag = (name: Parameters<DeviceModel['flag']>[0]) => model.flag(name, id);
    const receipts_s =
      station.receipts_s > 0 ? station.receipts_s : flag('ISO15118Ctrlr.RequestMeteringReceipt') ? 60 : 0;
    return {
      ...seccDefaults,
      EVSEID: model.text('EVSE.ISO15118EvseId', id) ?? settings.EVSEID,
      energyTransferModes: settings.energyTransferModes,
      paymentOptions: flag('ISO15118Ctrlr.PnCEnabled') ? ['Contract', 'ExternalPayment'] : ['ExternalPayment'],
      services: flag('ISO15118Ctrlr.ContractCertificateInstallationEnabled') ? [certificateService] : [],
      authorizeAt: station.authorizeAt,
      authorizationHold_ms: station.authorizationHold_ms,
      refusalCodes: station.refusalCodes,
      isCentralValidationAllowed: flag('ISO15118Ctrlr.CentralContractValidationAllowed'),
      receipts: receipts_s > 0 ? { every_ms: receipts_s * 1_000 } : 'never',
      areReceiptsVerified: station.areReceiptsVerified,
      ac: {
        nominalVoltage_V: settings.nominalVoltage_V,
        maxCurrent_A: settings.maxCurrent_A,
        minCurrent_A: settings.minCurrent_A,
        RCD: false,
      },
      isPilotChecked: settings.pilot === 'wired',
      isStrict: station.isStrict,
    };
  }

  #perform(effect: SessionEffect, session: V2gSession): void {
    switch (effect.do) {
      case 'authorize':
        void this.#authorize(effect, session);
        return;
      case 'authorizeExternally':
        this.#show('presentToken', 'Please present your card or use the app.');
        return;
      case 'installCertificate':
        void this.#installCertificate(effect, session);
        return;
      case 'energy':
        if (effect.want === 'start') this.#contactor.close((state) => this.#powered(state, session));
        else this.#contactor.open((state) => this.#powered(state, session));
        return;
      case 'meter':
        this.#meter(session);
        return;
      case 'pause':
        this.#paused = effect.paused;
        return;
      case 'receipt':
        this.#options.trace.finding(
          {
            code: 'receipt_signed',
            severity: 'info',
            text: `the car has signed meter reading ${effect.meterInfo.MeterReading ?? 'absent'} Wh`,
            spec: 'ISO 15118-2:2014 [V2G2-903]',
          },
          session.ids,
        );
        return;
      case 'session':
        this.#milestone(effect, session);
        return;
      case 'schedules':
      case 'cableCheck':
      case 'target':
        return;
    }
  }

  async #authorize(
    { id, eMAID, verdict }: Extract<SessionEffect, { do: 'authorize' }>,
    session: V2gSession,
  ): Promise<void> {
    const { station, caller, clock, model, known, heard, trace } = this.#options;
    const flag = (name: Parameters<DeviceModel['flag']>[0]) => model.flag(name, this.id);
    const world: AuthorizeWorld = {
      situation: () => ({
        isOnline: this.#options.isOnline(),
        CentralContractValidationAllowed: flag('ISO15118Ctrlr.CentralContractValidationAllowed'),
        ContractValidationOffline: flag('ISO15118Ctrlr.ContractValidationOffline'),
        LocalAuthorizeOffline: flag('AuthCtrlr.LocalAuthorizeOffline'),
        OfflineTxForUnknownIdEnabled: flag('AuthCtrlr.OfflineTxForUnknownIdEnabled'),
      }),
      known,
      within_ms: station.authorize_ms,
      traceId: session.ids.traceId!,
      offlineFallback: station.offlineFallback,
    };
    const answer = await perform(authorizeContract({ eMAID, trust: verdict.trust, path: verdict.path }, world), {
      caller,
      clock,
    });
    const { outcome, idToken, idTokenInfo, certificateStatus, finding, isFromCsms } = answer;
    if (finding) trace.finding(finding, session.ids);
    if (isFromCsms && idTokenInfo) heard(idToken, idTokenInfo);
    if (outcome === 'rejected') this.#refused(answer, eMAID, session);
    session.feed({
      type: 'authorized',
      id,
      outcome,
      ...(certificateStatus && { certificateStatus }),
      ...(idTokenInfo && { idTokenStatus: idTokenInfo.status }),
    });
  }

  #refused({ finding, certificateStatus, idTokenInfo }: Authorized, eMAID: string, session: V2gSession): void {
    const { display, station, trace } = this.#options;
    const refusal = {
      ...(finding && { code: finding.code }),
      ...(certificateStatus && { certificateStatus }),
      ...(idTokenInfo && { idTokenInfo }),
    };
    display.show(refusalMessage(this.id, refusal, station.languages, true));
    trace.session('refused', { evseId: this.id, eMAID, ...(finding && { code: finding.code }) }, session.ids);
  }

  async #installCertificate(
    { id, action, exiRequest }: Extract<SessionEffect, { do: 'installCertificate' }>,
    session: V2gSession,
  ): Promise<void> {
    const { caller, station } = this.#options;
    try {
      const { status, exiResponse, statusInfo } = await caller(
        'Get15118EVCertificate',
        {
          iso15118SchemaVersion: protocols.iso15118_2.ProtocolNamespace,
          action,
          exiRequest: toBase64(exiRequest),
        },
        { lane: 'pnc', within_ms: station.certificateInstallation_ms, traceId: session.ids.traceId! },
      );
      // A failure that carries the pool's own answer is better told to the car in its words.
      if (exiResponse === '')
        session.feed({
          type: 'certificate',
          id,
          failure: `the CSMS answered ${status} ${statusInfo?.reasonCode ?? ''}`.trim(),
        });
      else session.feed({ type: 'certificate', id, exiResponse: fromBase64(exiResponse) });
    } catch (error) {
      if (!(error instanceof CallFailure || error instanceof RangeError)) throw error;
      session.feed({ type: 'certificate', id, failure: error.message });
    }
  }

  #powered(state: 'on' | 'off' | 'failed', session: V2gSession): void {
    if (this.#session === session) session.feed({ type: 'energy', state });
  }

  #meter(session: V2gSession): void {
    const reading = this.#options.plug.meter();
    if (!reading) return;
    session.feed({
      type: 'meter',
      meterInfo: {
        MeterID: this.#options.settings.MeterID,
        MeterReading: BigInt(Math.floor(reading.energy_Wh)),
        TMeter: BigInt(Math.floor(this.#options.time.now() / 1_000)),
      },
    });
  }

  #milestone(effect: Extract<SessionEffect, { do: 'session' }>, session: V2gSession): void {
    const { model, trace, settings, plug } = this.#options;
    switch (effect.event) {
      case 'started': {
        void model.put('ConnectedEV.VehicleID', displayEvccId(effect.evccId), this.id);
        const { ProtocolNamespace, VersionNumberMajor, VersionNumberMinor } = protocols.iso15118_2;
        const agreed = `${ProtocolNamespace},${VersionNumberMajor},${VersionNumberMinor}`;
        void model.put('ConnectedEV.ProtocolAgreed', agreed, this.id);
        trace.session('started', { evseId: this.id, isResumed: effect.isResumed }, session.ids);
        return;
      }
      case 'selected':
        return;
      case 'authorized': {
        const { payment, eMAID } = effect;
        trace.session('authorized', { evseId: this.id, payment, ...(eMAID && { eMAID }) }, session.ids);
        if (payment === 'Contract' && eMAID) this.#authorized({ idToken: eMAID, type: 'eMAID' });
        return;
      }
      case 'charging':
        if (settings.pilot === 'none') this.#simulateLoad(settings.simulatedPower_W);
        this.#firstReading_Wh ??= plug.meter()?.energy_Wh;
        this.#occur({
          triggerReason: 'ChargingStateChanged',
          points: { EnergyTransfer: true },
          chargingState: 'Charging',
        });
        this.#sample();
        trace.session('charging', { evseId: this.id, ...this.#transactionData() }, session.ids);
        this.#show('charging', '');
        return;
      case 'stopped':
        this.#stopSampling?.();
        this.#occur({ triggerReason: 'ChargingStateChanged', chargingState: 'EVConnected' });
        trace.session('stopped', { evseId: this.id, ...this.#transactionData() }, session.ids);
        return;
      case 'ended':
        this.#ended(effect, session);
    }
  }

  /** Somebody pays: by contract or by other means. */
  #authorized(idToken: IdTokenType): void {
    this.#isAuthorized = true;
    this.#occur({ triggerReason: 'Authorized', points: { Authorized: true }, idToken });
  }

  /** The session is over: stopped by the car, paused, or broken. E15, E10. */
  #ended({ reason, isPaused }: Extract<SessionEffect, { do: 'session'; event: 'ended' }>, session: V2gSession): void {
    this.#stopSampling?.();
    if (this.#options.settings.pilot === 'none') this.#simulateLoad(0);
    if (isPaused) this.#occur({ triggerReason: 'ChargingStateChanged', chargingState: 'SuspendedEV' });
    else if (this.#isAuthorized) {
      const isByCar = reason === 'SessionStop';
      this.#isAuthorized = false;
      this.#occur({
        triggerReason: isByCar ? 'StopAuthorized' : 'EVCommunicationLost',
        stoppedReason: isByCar ? 'StoppedByEV' : 'Other',
        points: { Authorized: false, EnergyTransfer: false },
        chargingState: 'EVConnected',
      });
    }
    const data = { evseId: this.id, reason, isPaused, ...this.#transactionData() };
    this.#options.trace.session('ended', data, session.ids);
    this.#show('finished', '');
  }

  #closed(session: V2gSession): void {
    if (this.#session !== session) return;
    this.#session = undefined;
    this.#contactor.open();
    this.#endAttempt();
    if (this.#options.settings.pilot === 'none') this.#unplugged();
  }

  #plugEvent(event: PlugEvent): void {
    if (event.type === 'pilot') this.#pilot(event.state);
  }

  #pilot(state: PilotState): void {
    if (this.#contactor.pilot(state)) this.#session?.feed({ type: 'energy', state: 'off' });
    if (state === 'A') this.#unplugged();
    else if (!this.#isPlugged) this.#plugged();
    this.#session?.feed({ type: 'pilot', state });
    if (state === 'E' || state === 'F')
      this.#session?.feed({ type: 'emergency', reason: `control pilot in state ${state}` });
  }

  #plugged(): void {
    if (this.#isPlugged) return;
    const { model, plug, trace, statusChanged } = this.#options;
    this.#isPlugged = true;
    void model.put('ConnectedEV.Available', 'true', this.id);
    // 5 % asks the car for digital communication.
    void plug.set({ duty_percent: model.flag('ISO15118Ctrlr.Enabled', this.id) ? 5 : 100 });
    trace.session('plugged', { evseId: this.id }, { traceId: this.#traceId });
    statusChanged(this);
    this.#occur({ triggerReason: 'CablePluggedIn', points: { EVConnected: true }, chargingState: 'EVConnected' });
  }

  #unplugged(): void {
    if (!this.#isPlugged) return;
    const { model, plug, statusChanged } = this.#options;
    this.#isPlugged = false;
    this.#isAuthorized = false;
    this.#paused = undefined;
    this.#session?.end('the cable was pulled');
    this.#stopSampling?.();
    this.#contactor.open();
    void plug.set({ duty_percent: 100 });
    void model.put('ConnectedEV.Available', 'false', this.id);
    this.#occur({
      triggerReason: 'EVCommunicationLost',
      stoppedReason: 'EVDisconnected',
      points: { EVConnected: false, Authorized: false, EnergyTransfer: false },
      chargingState: 'Idle',
    });
    this.#firstReading_Wh = undefined;
    statusChanged(this);
    if (!this.#attempt) this.#traceId = newTraceId(this.#options.random);
  }

  /** Meter values while it charges. E02.FR.10, J02 */
  #sample(): void {
    const { clock, model } = this.#options;
    this.#stopSampling?.();
    const interval_ms = model.number('SampledDataCtrlr.TxUpdatedInterval') * 1_000;
    if (interval_ms === 0 || !model.flag('SampledDataCtrlr.Enabled')) return;
    this.#stopSampling = clock.alarm(clock.now() + interval_ms, () => {
      this.#occur({ triggerReason: 'MeterValuePeriodic' });
      this.#sample();
    });
  }

  #occur(occurrence: Omit<Occurrence, 'timestamp' | 'offline' | 'meterValue'>): void {
    const { model, time, random, isOnline, report } = this.#options;
    const timestamp = time.text();
    const traceId = this.#attempt?.traceId ?? this.#tx.transaction?.traceId ?? this.#traceId;
    const { state, event } = occur(
      this.#tx,
      { ...occurrence, timestamp, offline: !isOnline(), meterValue: (type) => this.#measured(type, timestamp) },
      {
        evseId: this.id,
        TxStartPoint: model.list('TxCtrlr.TxStartPoint'),
        TxStopPoint: model.list('TxCtrlr.TxStopPoint'),
        newTransactionId: () => newTransactionId(random),
        traceId,
      },
    );
    this.#tx = state;
    report(this, event, traceId);
  }

  #measured(eventType: TransactionEventRequest['eventType'], timestamp: string): readonly MeterValueType[] {
    const { model, plug } = this.#options;
    if (!model.flag('SampledDataCtrlr.Enabled')) return [];
    const reading = plug.meter();
    switch (eventType) {
      case 'Started':
        return meterValues(reading, model.list('SampledDataCtrlr.TxStartedMeasurands'), 'Transaction.Begin', timestamp);
      case 'Updated':
        return meterValues(reading, model.list('SampledDataCtrlr.TxUpdatedMeasurands'), 'Sample.Periodic', timestamp);
      case 'Ended':
        return meterValues(reading, model.list('SampledDataCtrlr.TxEndedMeasurands'), 'Transaction.End', timestamp);
    }
  }

  /** Without a pilot nobody else says what the car draws. */
  #simulateLoad(power_W: number): void {
    const { plug } = this.#options;
    void plug.set({ power_W });
    void plug.set({ pilot: power_W > 0 ? 'C' : 'A' });
  }

  #transactionData(): Readonly<Record<string, unknown>> {
    const reading = this.#options.plug.meter();
    const { transactionId } = this;
    return {
      ...(transactionId !== undefined && { transactionId }),
      ...(reading && this.#firstReading_Wh !== undefined && { energy_Wh: reading.energy_Wh - this.#firstReading_Wh }),
    };
  }

  #show(kind: 'charging' | 'finished' | 'presentToken', text: string): void {
    const [language = 'en'] = this.#options.station.languages;
    this.#options.display.show({ evseId: this.id, kind, text, language, isExternalPaymentOffered: true });
  }
}
