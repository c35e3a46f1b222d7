/** One outlet: its plug, the car's session, who pays, and when it ends. OCPP 2.0.1 C07, C08, E, F, G; ISO 15118-2. @module */
import { displayEvccId } from '@openpnc/core/identifiers';
import type { Millis } from '@openpnc/core/machine';
import type { Stream, StreamReceiver } from '@openpnc/core/network';
import type { Clock, PilotState, Plug, Random } from '@openpnc/core/ports';
import { protocols } from '@openpnc/iso15118/sap';
import type { ContractTrust } from '@openpnc/iso15118/v2/contract';
import type { PausedSession, SeccStation } from '@openpnc/iso15118/v2/session';
import { timing } from '@openpnc/iso15118/v2/timing';
import { CallFailure } from '@openpnc/ocpp/errors';
import type {
  ConnectorStatusEnumType,
  IdTokenInfoType,
  IdTokenType,
  MeterValuesRequest,
  ReadingContextEnumType,
  ReasonEnumType,
  TransactionEventRequest,
  TriggerReasonEnumType,
} from '@openpnc/ocpp/v201';
import type { Certificate } from '@openpnc/x509/certificate';
import { type Authorized, authorizeContract } from '../authorization/authorizeContract.ts';
import { isSameToken } from '../authorization/idTokens.ts';
import { type TlsContract, tlsContract } from '../authorization/tlsContract.ts';
import type { StationTrust } from '../certificates/stationTrust.ts';
import type { DeviceModel } from '../deviceModel/deviceModel.ts';
import type { VariableName } from '../deviceModel/variables.ts';
import { type Display, isForDriver, plainMessage, type Refusal, refusalMessage } from '../display.ts';
import { newTraceId } from '../messageIds.ts';
import type { EvseSettings, StationSettings } from '../settings.ts';
import type { OutletLimits } from '../smartCharging/composite.ts';
import type { SmartCharging } from '../smartCharging/smartCharging.ts';
import { type Caller, perform } from '../stationScript.ts';
import type { StationTime } from '../stationTime.ts';
import type { StationFinding, StationTrace, TraceIds } from '../stationTrace.ts';
import { meterValues } from '../transactions/meterValues.ts';
import type { TxState } from '../transactions/transaction.ts';
import { installCertificate } from './certificateInstallation.ts';
import { Contactor } from './contactor.ts';
import type { DcOutput } from './dcOutput.ts';
import { seccSettings } from './seccSettings.ts';
import { TxReporter } from './txReporter.ts';
import { type SessionEffect, V2gSession } from './v2gSession.ts';

/** What an EVSE needs of its station. */
interface EvseOptions {
  readonly id: number;
  readonly settings: EvseSettings;
  readonly station: StationSettings;
  readonly plug: Plug;
  readonly dcOutput: DcOutput;
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
  /** What is known was what decided. */
  readonly used: (idToken: IdTokenType) => void;
  readonly smartCharging: () => SmartCharging;
  /** A car was refused by the station itself: nobody else would tell the CSMS why. */
  readonly refusedHere: (evseId: number, finding: StationFinding) => void;
  /** A contract was proved here: its customer's data may be asked for. */
  readonly contractShown: (eMAID: string, path: readonly Certificate[]) => void;
  /** The CSMS has answered for a token: for the cache. */
  readonly heard: (idToken: IdTokenType, info: IdTokenInfoType) => void;
  /** Takes an event of this EVSE, and the state to keep beside it. */
  readonly report: (
    evseId: number,
    state: TxState,
    event: TransactionEventRequest | undefined,
    traceId: string,
  ) => void;
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

/** Who pays, and since whose word. */
interface Payer {
  readonly idToken: IdTokenType;
  readonly groupIdToken?: IdTokenType;
  /** By card, app or from afar; by contract otherwise. */
  readonly isExternal: boolean;
}

/** Why the station ends a transaction. */
interface StopCause {
  readonly triggerReason: TriggerReasonEnumType;
  readonly stoppedReason: ReasonEnumType;
}

/** How long a car may take to stop by itself when it is asked to. */
const STOP_GRACE_ms: Millis = 10_000;
/** After an authorization by other means, a car that does not come with ISO 15118 gets the classic PWM. */
const CLASSIC_AFTER_ms: Millis = 10_000;
/** How often the energy is looked at while it is limited. */
const LIMIT_CHECK_ms: Millis = 5_000;

/** An outlet in operation. */
export class Evse {
  readonly id: number;
  readonly #options: EvseOptions;
  readonly #contactor: Contactor;
  readonly #tx: TxReporter;
  #traceId: string;
  #attempt: Attempt | undefined;
  #session: V2gSession | undefined;
  #paused: PausedSession | undefined;
  #isPlugged = false;
  /** `isStrict`: when this data link has had its time for communication set-up and no session. */
  #linkEnd: Millis | undefined;
  #isOperative = true;
  #payer: Payer | undefined;
  /** The station is ending the transaction: what is told when it has ended. */
  #stopping: StopCause | undefined;
  #isClassic = false;
  #isRefusalTold = false;
  /** The driver reads why; the end of the session does not write over it. */
  #isRefusalShown = false;
  /** The car with ISO 15118 has said what it needs. */
  #hasNeeds = false;
  /** The car was asked to renegotiate. */
  #isRenegotiating = false;
  /** Wall time. */
  #chargingSince: Millis | undefined;
  /** The CSMS no longer accepts who pays. */
  #isWithdrawn = false;
  /** Alarms of this outlet, each taken back by its name. */
  readonly #alarms = new Map<string, () => void>();
  #stopWatching: (() => void) | undefined;
  /** What is to be done when the car has its authorization. */
  readonly #later: (() => void)[] = [];

  /** @param kept the state that an earlier run has left, if its transaction had not ended */
  constructor(options: EvseOptions, kept: TxState | undefined) {
    const { id, plug, clock, settings, random, time, model, isOnline, report } = options;
    this.id = id;
    this.#options = options;
    this.#contactor = new Contactor(plug, clock, settings.pilot === 'wired');
    this.#traceId = newTraceId(random);
    this.#tx = new TxReporter(
      {
        evseId: id,
        plug,
        clock,
        time,
        random,
        model,
        isOnline,
        traceId: () => this.#attempt?.traceId ?? this.#traceId,
        report: (state, event, traceId) => report(id, state, event, traceId),
      },
      kept,
    );
  }

  get transactionId(): string | undefined {
    return this.#tx.transactionId;
  }

  get connectorStatus(): ConnectorStatusEnumType {
    if (!this.#isOperative) return 'Unavailable';
    return this.#isPlugged ? 'Occupied' : 'Available';
  }

  /** A car is between SDP and the end of its session; since when. */
  get attemptSince(): Millis | undefined {
    return this.#attempt?.since;
  }

  /** Whether a car may find and open this outlet now. */
  get isAwaitingCar(): boolean {
    const { settings, model, plug } = this.#options;
    const isReady = settings.pilot === 'none' || (this.#isPlugged && plug.state() !== 'F');
    const isEnabled = this.#isOperative && !this.#isClassic && model.flag('ISO15118Ctrlr.Enabled', this.id);
    return isReady && isEnabled && this.#session === undefined && !this.#isTooLate;
  }

  /** No session in the time for communication set-up: nothing is answered until the next data link. [SDP_004 to 006] */
  get #isTooLate(): boolean {
    return this.#linkEnd !== undefined && this.#options.clock.now() >= this.#linkEnd;
  }

  /** Nobody pays here and no transaction is open: what a remote start looks for. */
  get isFree(): boolean {
    return this.#isOperative && this.#payer === undefined && this.#session === undefined;
  }

  /** A car or a payer is here: a reset or a change of availability waits. */
  get isBusy(): boolean {
    return this.transactionId !== undefined || this.#payer !== undefined || this.#session !== undefined;
  }

  get isPlugged(): boolean {
    return this.#isPlugged;
  }

  /** Who pays now. */
  get idToken(): IdTokenType | undefined {
    return this.#payer?.idToken;
  }

  /** Energy flows. */
  get isCharging(): boolean {
    return this.#contactor.isClosed;
  }

  /** When energy first flowed in this transaction, wall time. */
  get chargingSince(): Millis | undefined {
    return this.#chargingSince;
  }

  /** A car with ISO 15118 is connected and has not said what it needs. */
  get isBeforeNeeds(): boolean {
    return this.#session !== undefined && !this.#hasNeeds;
  }

  /** What the outlet can give. */
  get limits(): OutletLimits {
    const { nominalVoltage_V, maxCurrent_A, energyTransferModes, dc } = this.#options.settings;
    if (energyTransferModes.every((mode) => mode.startsWith('DC')))
      return { voltage_V: dc.maxVoltage_V, phases: 1, max_W: dc.maxPower_W };
    const phases = energyTransferModes.includes('AC_three_phase_core') ? 3 : 1;
    return { voltage_V: nominalVoltage_V, phases, max_W: nominalVoltage_V * maxCurrent_A * phases };
  }

  /** Begins to watch the plug. A transaction of an earlier run ends: the power was gone in between. */
  start(): void {
    const { plug, settings } = this.#options;
    if (this.transactionId !== undefined)
      this.#tx.occur({ ...powerLoss, points: nothing, chargingState: 'Idle', isEnd: true });
    if (settings.pilot === 'none') return;
    this.#stopWatching = plug.watch((event) => {
      if (event.type === 'pilot') this.#pilot(event.state);
    });
    const state = plug.state();
    if (state !== 'A') this.#pilot(state);
  }

  /** Ends the session and opens the contactor; an open transaction ends at the next start. */
  stop(): void {
    this.#stopWatching?.();
    this.#tx.stopSampling();
    for (const cancel of this.#alarms.values()) cancel();
    this.#session?.end('the station stops');
    this.#contactor.open();
  }

  /** The car looks for the station: the attempt begins. */
  found(): TraceIds {
    return { traceId: this.#attemptNow().traceId };
  }

  /** A car's connection. */
  open(stream: Stream): StreamReceiver {
    const { time, trace, settings, clock, plug } = this.#options;
    const attempt = this.#attemptNow();
    const shown = this.#contractInTls(stream, attempt);
    if (shown && shown.eMAID === undefined) {
      stream.close('abort');
      this.#endAttempt();
      return { bytes: () => {}, closed: () => {} };
    }
    if (settings.pilot === 'none') this.#plugged();
    const steady = time.steady();
    const session: V2gSession = new V2gSession({
      stream,
      station: this.#seccStation(stream, shown?.eMAID),
      clock: steady,
      setupEnd: attempt.setupEnd + steady.now() - clock.now(),
      traceId: attempt.traceId,
      trace,
      isPayloadTraced: this.#options.station.isPayloadTraced,
      perform: (effect) => this.#perform(effect, session),
      refused: (finding) => {
        this.#refusedHere(finding);
        if (!this.#isRefusalShown && isForDriver(finding.code)) this.#showRefusal({ code: finding.code });
      },
      closed: () => this.#closed(session),
    });
    this.#session = session;
    this.#isRefusalTold = false;
    this.#isRefusalShown = false;
    this.#hasNeeds = false;
    this.#isRenegotiating = false;
    session.feed({ type: 'pilot', state: plug.state() });
    if (this.#payer?.isExternal) session.feed({ type: 'authorizedExternally' });
    return session.receiver;
  }

  /** The TLS handshake of a car failed: its attempt is over. */
  failedToOpen(): TraceIds {
    const ids = { traceId: this.#attempt?.traceId ?? this.#traceId };
    if (!this.#session) this.#endAttempt();
    return ids;
  }

  /** The driver was authorized by card or app, or from afar (F01, F02). C01, C08 */
  authorize(
    idToken: IdTokenType,
    info: IdTokenInfoType,
    {
      triggerReason = 'Authorized',
      remoteStartId,
    }: { triggerReason?: 'Authorized' | 'RemoteStart'; remoteStartId?: number } = {},
  ): void {
    const { groupIdToken } = info;
    this.#payer = { idToken, ...(groupIdToken && { groupIdToken }), isExternal: true };
    this.#tx.occur({
      triggerReason,
      points: { Authorized: true },
      idToken,
      ...(remoteStartId !== undefined && { remoteStartId }),
    });
    if (this.#session) this.#session.feed({ type: 'authorizedExternally' });
    else if (this.#isPlugged) this.#offerClassic();
    else this.#awaitCar();
  }

  /** Whether this token, or one of its group, may stop what runs here. E07, C09 */
  isStoppedBy(idToken: IdTokenType, groupIdToken: IdTokenType | undefined): boolean {
    const payer = this.#payer;
    if (!payer) return false;
    const isSameGroup = groupIdToken && payer.groupIdToken && isSameToken(groupIdToken, payer.groupIdToken);
    return isSameToken(idToken, payer.idToken) || isSameGroup === true;
  }

  /** Ends the transaction: the car is asked to stop, and cut off when it does not. */
  stopTransaction(cause: StopCause): void {
    if (this.#stopping) return;
    this.#stopping = cause;
    const session = this.#session;
    if (session && this.#contactor.isClosed) {
      session.feed({ type: 'notify', EVSENotification: 'StopCharging', NotificationMaxDelay: 0 });
      this.#alarm('stop', STOP_GRACE_ms, () => session.end('the car did not stop when it was asked to'));
      return;
    }
    if (session) session.end(`stopped: ${cause.stoppedReason}`);
    // Ending the session has told it already, if somebody was authorized.
    if (this.#stopping) this.#tellStopped(this.#stopping);
  }

  /** The CSMS no longer accepts who pays. E05, StopTxOnInvalidId and MaxEnergyOnInvalidId */
  deauthorize(): void {
    const { model, plug } = this.#options;
    if (!this.#payer || this.#isWithdrawn) return;
    this.#isWithdrawn = true;
    if (model.flag('TxCtrlr.StopTxOnInvalidId')) {
      this.stopTransaction({ triggerReason: 'Deauthorized', stoppedReason: 'DeAuthorized' });
      return;
    }
    const most_Wh = model.number('TxCtrlr.MaxEnergyOnInvalidId');
    if (most_Wh === 0) {
      this.#suspend('Deauthorized');
      return;
    }
    const end_Wh = (plug.meter()?.energy_Wh ?? 0) + most_Wh;
    const check = () => {
      if ((plug.meter()?.energy_Wh ?? end_Wh) >= end_Wh) this.#suspend('EnergyLimitReached');
      else this.#alarm('limit', LIMIT_CHECK_ms, check);
    };
    check();
  }

  /** Asks a car with a contract to fetch new schedules; one without obeys EVSEMaxCurrent. K16 */
  renegotiate(): void {
    if (!this.#session || !this.isCharging || this.#isRenegotiating || this.#payer?.isExternal) return;
    this.#isRenegotiating = true;
    this.#session.feed({ type: 'notify', EVSENotification: 'ReNegotiation', NotificationMaxDelay: 0 });
  }

  /** Keeps the car to a power: by EVSEMaxCurrent, or by the duty of the pilot. */
  limit(limit_W: number): void {
    const { settings, plug } = this.#options;
    const { voltage_V, phases } = this.limits;
    const current_A = Math.min(settings.maxCurrent_A, Math.floor(limit_W / (voltage_V * phases)));
    const { nominalVoltage_V, minCurrent_A } = settings;
    if (this.#payer?.isExternal)
      this.#session?.feed({
        type: 'limits',
        ac: { nominalVoltage_V, maxCurrent_A: current_A, minCurrent_A, RCD: false },
      });
    // Below 6 A there is no duty: the pilot is steady and the car draws nothing.
    if (this.#isClassic) void plug.set({ duty_percent: current_A < 6 ? 100 : dutyOf(current_A) });
  }

  /** Switches the outlet on or off for cars; what runs goes on. G03, G04 */
  setOperative(isOperative: boolean): void {
    if (this.#isOperative === isOperative) return;
    this.#isOperative = isOperative;
    if (!isOperative) this.#session?.end('the outlet is switched off');
    this.#options.statusChanged(this);
  }

  /** Ends everything here and begins anew, as after a cold start. B11, B12 */
  reset(): void {
    const { plug, settings } = this.#options;
    const state = this.#isPlugged ? 'EVConnected' : 'Idle';
    this.#payer = undefined;
    this.#tellStopped(undefined);
    this.#session?.end('reset');
    this.#contactor.open();
    if (this.transactionId !== undefined)
      this.#tx.occur({ ...resetCommand, points: nothing, chargingState: state, isEnd: true });
    this.#tx.forgetEnergy();
    if (settings.pilot === 'none' || !this.#isPlugged) return;
    this.#isPlugged = false;
    this.#tx.occur({ ...resetCommand, points: nothing, chargingState: 'Idle', isQuiet: true });
    this.#pilot(plug.state());
  }

  /** Tells the CSMS of the transaction because it asked. F06 */
  triggerEvent(): boolean {
    if (this.transactionId === undefined) return false;
    this.#tx.occur({ triggerReason: 'Trigger' });
    return true;
  }

  /** The time for clock-aligned values has come: in the transaction's events, or by themselves. J01 */
  clockAligned(): void {
    if (this.transactionId !== undefined) this.#tx.occur({ triggerReason: 'MeterValueClock' });
    else
      void this.#options.caller('MeterValues', this.meterValues('Sample.Clock')).catch((error: unknown) => {
        // Values without a transaction are of use now or never.
        if (!(error instanceof CallFailure)) throw error;
      });
  }

  /** What the meter reads, outside of any transaction's events. J01 */
  meterValues(context: ReadingContextEnumType): MeterValuesRequest {
    const { plug, time, model } = this.#options;
    const measurands = model.list('AlignedDataCtrlr.Measurands');
    return { evseId: this.id, meterValue: meterValues(plug.meter(), measurands, context, time.text()) };
  }

  #attemptNow(): Attempt {
    const { clock, attemptChanged } = this.#options;
    if (!this.#attempt) {
      const since = clock.now();
      const setupEnd = this.#linkEnd ?? since + timing.V2G_SECC_CommunicationSetup_Performance_Time;
      this.#attempt = { traceId: this.#traceId, since, setupEnd };
      // A car that looked and never came: its attempt ends with the time for communication set-up.
      this.#alarm('attempt', setupEnd - since, () => {
        if (!this.#session) this.#endAttempt();
      });
      attemptChanged();
    }
    return this.#attempt;
  }

  #endAttempt(): void {
    if (!this.#attempt) return;
    this.#attempt = undefined;
    this.#unalarm('attempt');
    // Another try of the same car is another attempt.
    this.#traceId = newTraceId(this.#options.random);
    this.#options.attemptChanged();
  }

  /** The contract that a client certificate has proved; undefined when the car showed none. */
  #contractInTls({ info }: Stream, { traceId }: Attempt): TlsContract | undefined {
    const { time, trace, station } = this.#options;
    const chain = info.tls?.peerCertificates ?? [];
    if (chain.length === 0) return undefined;
    const { isStrict } = station;
    const contract = tlsContract(chain, { trust: this.#contractTrust(), now: time.now(), isStrict });
    for (const finding of contract.findings) trace.finding(finding, { traceId });
    if (contract.eMAID !== undefined)
      trace.finding(
        { code: 'contract_shown_in_tls', severity: 'info', text: `TLS handshake: the car proved ${contract.eMAID}` },
        { traceId },
      );
    return contract;
  }

  #contractTrust(): ContractTrust {
    const { trust, time, station } = this.#options;
    return {
      anchors: () => trust.store.certificates('mo', 'v2g'),
      memory: trust.memory,
      isClockSynchronised: () => time.isSynchronised,
      isPrivateEnvironment: station.isPrivateEnvironment,
    };
  }

  #seccStation({ info }: Stream, eMAIDInTls: string | undefined): SeccStation {
    const { random, station, settings, model } = this.#options;
    return {
      settings: seccSettings(this.id, settings, station, model),
      trust: this.#contractTrust(),
      random,
      isTls: info.tls !== undefined,
      ...(eMAIDInTls !== undefined && { authenticatedInTls: { eMAID: eMAIDInTls } }),
      ...(this.#paused && { paused: this.#paused }),
    };
  }

  #perform(effect: SessionEffect, session: V2gSession): void {
    const { caller, station, trace, dcOutput } = this.#options;
    switch (effect.do) {
      case 'authorize':
        void this.#authorizeContract(effect, session);
        return;
      case 'authorizeExternally':
        // Without authorization everybody may charge. C02, C03
        if (!this.#options.model.flag('AuthCtrlr.Enabled')) this.authorize(nobody, { status: 'Accepted' });
        else this.#show('presentToken');
        return;
      case 'installCertificate':
        void installCertificate(effect, {
          caller,
          within_ms: station.certificateInstallation_ms,
          traceId: session.ids.traceId!,
        }).then((answer) => session.feed(answer));
        return;
      case 'energy':
        if (effect.want === 'start') this.#contactor.close((state) => this.#powered(state, session));
        else this.#contactor.open((state) => this.#powered(state, session));
        if (effect.kind === 'DC' && effect.want === 'stop') this.#output(off, session);
        return;
      case 'meter':
        this.#meter(session);
        return;
      case 'pause':
        this.#paused = effect.paused;
        return;
      case 'receipt': {
        const text = `the car has signed meter reading ${effect.meterInfo.MeterReading ?? 'absent'} Wh`;
        trace.finding(
          { code: 'receipt_signed', severity: 'info', text, spec: 'ISO 15118-2:2014 [V2G2-903]' },
          session.ids,
        );
        return;
      }
      case 'session':
        this.#milestone(effect, session);
        return;
      case 'schedules':
        void this.#schedules(effect, session);
        return;
      case 'cableCheck':
        dcOutput.isolation().then(
          (status) => session.feed({ type: 'isolation', status }),
          (error: unknown) => this.#outputFailed(error, session),
        );
        return;
      case 'target':
        this.#output(effect, session);
        return;
    }
  }

  #output(target: Parameters<DcOutput['apply']>[0], session: V2gSession): void {
    this.#options.dcOutput.apply(target).then(
      (present) => session.feed({ type: 'present', ...present }),
      (error: unknown) => this.#outputFailed(error, session),
    );
  }

  /** Nobody knows what the output does now. */
  #outputFailed(error: unknown, session: V2gSession): void {
    const text = error instanceof Error ? error.message : String(error);
    this.#options.trace.finding(
      { code: 'plug_dc_failed', severity: 'refusal', text: `DC output: ${text}` },
      session.ids,
    );
    session.feed({ type: 'emergency', reason: 'the DC output does not follow' });
  }

  async #authorizeContract(
    { id, eMAID, verdict }: Extract<SessionEffect, { do: 'authorize' }>,
    session: V2gSession,
  ): Promise<void> {
    const { station, caller, clock, model, known, used, heard, trace, trust, isOnline } = this.#options;
    const flag = (name: VariableName) => model.flag(name, this.id);
    // What the verdict was made of is parsed already: the root by its store, the rest by the memory.
    const anchors = trust.store.certificates('mo', 'v2g');
    const path = verdict.path.map(
      (der) => anchors.find((anchor) => anchor.der === der) ?? trust.memory.certificate(der),
    );
    this.#afterAuthorization(() => this.#options.contractShown(eMAID, path));
    const answer = await perform(
      authorizeContract(
        { eMAID, trust: verdict.trust, path },
        {
          situation: () => ({
            isOnline: isOnline(),
            CentralContractValidationAllowed: flag('ISO15118Ctrlr.CentralContractValidationAllowed'),
            ContractValidationOffline: flag('ISO15118Ctrlr.ContractValidationOffline'),
            LocalAuthorizeOffline: flag('AuthCtrlr.LocalAuthorizeOffline'),
            OfflineTxForUnknownIdEnabled: flag('AuthCtrlr.OfflineTxForUnknownIdEnabled'),
          }),
          known,
          within_ms: station.authorize_ms,
          traceId: session.ids.traceId!,
          offlineFallback: station.offlineFallback,
        },
      ),
      { caller, clock },
    );
    const { outcome, idToken, idTokenInfo, certificateStatus, finding, isFromCsms } = answer;
    if (finding) trace.finding(finding, session.ids);
    if (finding?.severity === 'refusal' && !isFromCsms) this.#refusedHere(finding);
    this.#afterAuthorization(() => {
      if (!isFromCsms) used(idToken);
      else if (idTokenInfo) heard(idToken, idTokenInfo);
    });
    if (outcome === 'rejected') this.#refused(answer, eMAID, session);
    session.feed({
      type: 'authorized',
      id,
      outcome,
      ...(certificateStatus && { certificateStatus }),
      ...(idTokenInfo && { idTokenStatus: idTokenInfo.status }),
    });
  }

  async #schedules({ id, request }: Extract<SessionEffect, { do: 'schedules' }>, session: V2gSession): Promise<void> {
    const isByStation = this.#isRenegotiating;
    this.#isRenegotiating = false;
    this.#hasNeeds = true;
    const isContract = this.#payer !== undefined && !this.#payer.isExternal;
    const traceId = session.ids.traceId!;
    const SAScheduleList = await this.#options
      .smartCharging()
      .schedules(this, request, { isByStation, isContract, traceId });
    session.feed({ type: 'schedules', id, SAScheduleList });
  }

  /** Once a session: what follows is the consequence. */
  #refusedHere(finding: StationFinding): void {
    if (this.#isRefusalTold || finding.code === 'authorization_refused') return;
    this.#isRefusalTold = true;
    this.#options.refusedHere(this.id, finding);
  }

  #refused({ finding, certificateStatus, idTokenInfo }: Authorized, eMAID: string, session: V2gSession): void {
    this.#showRefusal({
      ...(finding && { code: finding.code }),
      ...(certificateStatus && { certificateStatus }),
      ...(idTokenInfo && { idTokenInfo }),
    });
    this.#options.trace.session(
      'refused',
      { evseId: this.id, eMAID, ...(finding && { code: finding.code }) },
      session.ids,
    );
  }

  #powered(state: 'on' | 'off' | 'failed', session: V2gSession): void {
    if (this.#session === session) session.feed({ type: 'energy', state });
  }

  #meter(session: V2gSession): void {
    const { plug, settings, time } = this.#options;
    const reading = plug.meter();
    if (!reading) return;
    session.feed({
      type: 'meter',
      meterInfo: {
        MeterID: settings.MeterID,
        MeterReading: BigInt(Math.floor(reading.energy_Wh)),
        TMeter: BigInt(Math.floor(time.now() / 1_000)),
      },
    });
  }

  #milestone(effect: Extract<SessionEffect, { do: 'session' }>, session: V2gSession): void {
    const { model, trace } = this.#options;
    switch (effect.event) {
      case 'started': {
        this.#linkEnd = undefined;
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
        this.#catchUp();
        // Who showed a card before pays by it.
        if (payment !== 'Contract' || !eMAID || this.#payer) return;
        const idToken: IdTokenType = { idToken: eMAID, type: 'eMAID' };
        this.#payer = { idToken, isExternal: false };
        this.#tx.occur({ triggerReason: 'Authorized', points: { Authorized: true }, idToken });
        return;
      }
      case 'charging':
        void this.#options.smartCharging().started(this, effect.request, session.ids.traceId!);
        this.#charging();
        trace.session('charging', { evseId: this.id, ...this.#tx.data() }, session.ids);
        return;
      case 'stopped':
        this.#tx.stopSampling();
        if (!this.#stopping) this.#tx.occur({ triggerReason: 'ChargingStateChanged', chargingState: 'EVConnected' });
        trace.session('stopped', { evseId: this.id, ...this.#tx.data() }, session.ids);
        return;
      case 'ended':
        this.#ended(effect, session);
    }
  }

  #charging(): void {
    const { settings } = this.#options;
    if (settings.pilot === 'none') this.#simulateLoad(settings.simulatedPower_W);
    this.#tx.occur({
      triggerReason: 'ChargingStateChanged',
      points: { EnergyTransfer: true },
      chargingState: 'Charging',
    });
    this.#tx.sample();
    this.#chargingSince ??= this.#options.time.now();
    this.#options.smartCharging().follow(this);
    this.#show('charging');
  }

  /** The session is over: stopped by the car or by the station, paused, or broken. E15, E10. */
  #ended({ reason, isPaused }: Extract<SessionEffect, { do: 'session'; event: 'ended' }>, session: V2gSession): void {
    const data = { evseId: this.id, reason, isPaused, ...this.#tx.data() };
    const hasCharged = this.#chargingSince !== undefined;
    this.#tx.stopSampling();
    if (this.#options.settings.pilot === 'none') this.#simulateLoad(0);
    if (this.#stopping) this.#tellStopped(this.#stopping);
    else if (isPaused) this.#tx.occur({ triggerReason: 'ChargingStateChanged', chargingState: 'SuspendedEV' });
    // A card stays good for another try of the same car until the cable is pulled; a contract is proved anew.
    else if (reason === 'SessionStop') this.#tellStopped(byCar);
    else if (this.#payer && !this.#payer.isExternal) this.#tellStopped(communicationLost);
    else if (this.#payer) this.#offerClassic();
    this.#options.trace.session('ended', data, session.ids);
    // After a refusal its reason and the other ways to pay stay on the display.
    if (hasCharged && !this.#isRefusalShown) this.#show('finished');
  }

  /** Nobody pays any more. Whether the transaction ends by it is TxStopPoint's to say. */
  #tellStopped(cause: StopCause | undefined): void {
    const { model } = this.#options;
    const wasPaid = this.#payer !== undefined;
    this.#stopping = undefined;
    this.#payer = undefined;
    this.#isWithdrawn = false;
    this.#unalarm('stop');
    this.#unalarm('limit');
    this.#tx.stopSampling();
    this.#leaveClassic();
    if (!cause || (!wasPaid && cause === byCar)) return;
    const stopPoints = model.list('TxCtrlr.TxStopPoint');
    const isOver = ['Authorized', 'PowerPathClosed', 'EnergyTransfer'].some((point) => stopPoints.includes(point));
    const isSuspended = cause.triggerReason === 'Deauthorized' && !isOver;
    this.#tx.occur({
      ...cause,
      points: { Authorized: false, EnergyTransfer: false },
      chargingState: isSuspended ? 'SuspendedEVSE' : this.#isPlugged ? 'EVConnected' : 'Idle',
    });
  }

  /** No energy any more, and the transaction stays open. */
  #suspend(triggerReason: TriggerReasonEnumType): void {
    this.#session?.feed({ type: 'notify', EVSENotification: 'StopCharging', NotificationMaxDelay: 0 });
    this.#contactor.open();
    this.#tx.stopSampling();
    this.#tx.occur({ triggerReason, points: { EnergyTransfer: false }, chargingState: 'SuspendedEVSE' });
  }

  /** Keeps work that no car waits for until its answer is out, or until its session is over. */
  #afterAuthorization(work: () => void): void {
    if (this.#session) this.#later.push(work);
    else work();
  }

  #catchUp(): void {
    for (const work of this.#later.splice(0)) work();
  }

  #closed(session: V2gSession): void {
    if (this.#session !== session) return;
    this.#catchUp();
    this.#session = undefined;
    this.#contactor.open();
    this.#endAttempt();
    if (this.#options.settings.pilot === 'none') this.#unplugged();
  }

  #pilot(state: PilotState): void {
    const isLost = this.#contactor.pilot(state);
    if (isLost) this.#session?.feed({ type: 'energy', state: 'off' });
    if (state === 'A') this.#unplugged();
    else if (!this.#isPlugged) this.#plugged();
    this.#session?.feed({ type: 'pilot', state });
    if (state === 'E' || state === 'F')
      this.#session?.feed({ type: 'emergency', reason: `control pilot in state ${state}` });
    if (this.#isClassic && state !== 'A') this.#classicPilot(isLost);
  }

  #plugged(): void {
    if (this.#isPlugged) return;
    const { model, plug, trace, statusChanged, station, settings, clock } = this.#options;
    this.#isPlugged = true;
    if (station.isStrict && settings.pilot !== 'none')
      this.#linkEnd = clock.now() + timing.V2G_SECC_CommunicationSetup_Performance_Time;
    this.#unalarm('await');
    void model.put('ConnectedEV.Available', 'true', this.id);
    // 5 % asks the car for digital communication.
    void plug.set({ duty_percent: model.flag('ISO15118Ctrlr.Enabled', this.id) ? 5 : 100 });
    trace.session('plugged', { evseId: this.id }, { traceId: this.#traceId });
    statusChanged(this);
    this.#tx.occur({ triggerReason: 'CablePluggedIn', points: { EVConnected: true }, chargingState: 'EVConnected' });
    if (this.#payer?.isExternal) this.#offerClassic();
  }

  #unplugged(): void {
    if (!this.#isPlugged) return;
    const { model, plug, statusChanged } = this.#options;
    this.#isPlugged = false;
    this.#linkEnd = undefined;
    this.#paused = undefined;
    this.#session?.end('the cable was pulled');
    this.#payer = undefined;
    this.#isWithdrawn = false;
    this.#stopping = undefined;
    for (const name of ['stop', 'limit', 'classic']) this.#unalarm(name);
    this.#isClassic = false;
    this.#tx.stopSampling();
    this.#contactor.open();
    void plug.set({ duty_percent: 100 });
    void model.put('ConnectedEV.Available', 'false', this.id);
    this.#tx.occur({ ...unplugged, points: nothing, chargingState: 'Idle' });
    this.#tx.forgetEnergy();
    this.#chargingSince = undefined;
    statusChanged(this);
    if (!this.#attempt) this.#traceId = newTraceId(this.#options.random);
  }

  /** Authorized and nobody there yet: not for ever. E03, TxCtrlr.EVConnectionTimeOut */
  #awaitCar(): void {
    const { model } = this.#options;
    const wait_ms = model.number('TxCtrlr.EVConnectionTimeOut') * 1_000;
    if (wait_ms === 0) return;
    this.#alarm('await', wait_ms, () =>
      this.#tellStopped({ triggerReason: 'EVConnectTimeout', stoppedReason: 'Timeout' }),
    );
  }

  /** Charging by PWM alone, for a car without ISO 15118 or one whose session failed. IEC 61851-1 Annex A */
  #offerClassic(): void {
    const { settings, plug } = this.#options;
    if (settings.pilot === 'none') return;
    this.#alarm('classic', CLASSIC_AFTER_ms, () => {
      if (this.#attempt || this.#session || !this.#payer || !this.#isPlugged) return;
      this.#isClassic = true;
      void plug.set({ duty_percent: dutyOf(settings.maxCurrent_A) });
      this.#classicPilot(false);
    });
  }

  #classicPilot(isLost: boolean): void {
    const { plug } = this.#options;
    if (isLost) {
      this.#tx.stopSampling();
      this.#tx.occur({
        triggerReason: 'ChargingStateChanged',
        points: { EnergyTransfer: false },
        chargingState: 'SuspendedEV',
      });
      return;
    }
    const state = plug.state();
    if (this.#contactor.isClosed || !(state === 'C' || state === 'D')) return;
    this.#contactor.close((power) => {
      if (power === 'on') this.#charging();
    });
  }

  #leaveClassic(): void {
    this.#unalarm('classic');
    if (!this.#isClassic) return;
    this.#isClassic = false;
    this.#contactor.open();
    void this.#options.plug.set({ duty_percent: 100 });
  }

  /** Without a pilot nobody else says what the car draws. */
  #simulateLoad(power_W: number): void {
    const { plug } = this.#options;
    void plug.set({ power_W });
    void plug.set({ pilot: power_W > 0 ? 'C' : 'A' });
  }

  #alarm(name: string, in_ms: Millis, ring: () => void): void {
    const { clock } = this.#options;
    this.#unalarm(name);
    this.#alarms.set(
      name,
      clock.alarm(clock.now() + in_ms, () => {
        this.#alarms.delete(name);
        ring();
      }),
    );
  }

  #unalarm(name: string): void {
    this.#alarms.get(name)?.();
    this.#alarms.delete(name);
  }

  #showRefusal(refusal: Refusal): void {
    const { station, display } = this.#options;
    this.#isRefusalShown = true;
    display.show(refusalMessage(this.id, refusal, station.languages, true));
  }

  #show(kind: 'charging' | 'finished' | 'presentToken'): void {
    const { station, display } = this.#options;
    display.show(plainMessage(this.id, kind, station.languages));
  }
}

/** The token of a station that asks nobody. C06 */
const nobody: IdTokenType = { idToken: '', type: 'NoAuthorization' };
/** No voltage and no current at the DC output. */
const off = { phase: 'preCharge', voltage_V: 0, current_A: 0 } as const;
/** Nothing of a car is left. */
const nothing = { EVConnected: false, Authorized: false, EnergyTransfer: false } as const;
const powerLoss: StopCause = { triggerReason: 'AbnormalCondition', stoppedReason: 'PowerLoss' };
const unplugged: StopCause = { triggerReason: 'EVCommunicationLost', stoppedReason: 'EVDisconnected' };
const resetCommand: StopCause = { triggerReason: 'ResetCommand', stoppedReason: 'ImmediateReset' };
const byCar: StopCause = { triggerReason: 'StopAuthorized', stoppedReason: 'StoppedByEV' };
const communicationLost: StopCause = { triggerReason: 'EVCommunicationLost', stoppedReason: 'Other' };

/** The duty that allows a current, percent. IEC 61851-1 table A.8 */
function dutyOf(current_A: number): number {
  return current_A <= 51 ? current_A / 0.6 : current_A / 2.5 + 64;
}
