/**
 * A car: finds the station, judges its certificate, runs the session and charges its battery. What it sees goes into the
 * trace, what came of it is the result. ISO 15118-2:2014, the car's side.
 *
 * @module
 */
import { fromHex, toHex } from '@openpnc/core/bytes';
import { normalEmaid } from '@openpnc/core/emaid';
import type { Millis } from '@openpnc/core/machine';
import { ConnectionFailure, type Stream, type TlsIdentity, type V2gDialer } from '@openpnc/core/network';
import type { Clock, Keys, Plug, PlugChange, StoredKey } from '@openpnc/core/ports';
import { Runner } from '@openpnc/core/runner';
import type { FindingRecord, MessageRecord, SessionRecord, Trace } from '@openpnc/core/trace';
import type { Finding } from '@openpnc/iso15118/finding';
import { payloadOf } from '@openpnc/iso15118/payload';
import type { SdpResponse } from '@openpnc/iso15118/sdp';
import type { EvccEnd } from '@openpnc/iso15118/v2/evcc';
import type { Car, CarContract, Charged, PausedCharge, Wish } from '@openpnc/iso15118/v2/evcc/car';
import { chargingSession } from '@openpnc/iso15118/v2/evcc/chargingSession';
import {
  EvccConnection,
  type EvccConnectionEffect,
  type EvccConnectionInput,
  type WireExchange,
} from '@openpnc/iso15118/v2/evccConnection';
import type { EvccScript, ReceivedContract, Stored } from '@openpnc/iso15118/v2/evccStep';
import { timing } from '@openpnc/iso15118/v2/timing';
import { parseCertificate } from '@openpnc/x509/certificate';
import { openContractKey, privateKeyPem } from '@openpnc/x509/keyTransport';
import type { PathMemory } from '@openpnc/x509/path';
import { SimulatedBattery } from './battery.ts';
import { discover } from './discovery.ts';
import { checkSeccChain } from './seccChain.ts';
import type { EvSettings } from './settings.ts';
import { carKeys, settleKeys, type Wallet } from './wallet.ts';

/** The doors of a car to the world. */
export interface EvPorts {
  readonly dialer: V2gDialer;
  readonly clock: Clock;
  /** Holds the keys `contract` and `provisioning`, and for a moment `contract-next`. */
  readonly keys: Keys;
  readonly wallet: Wallet;
  readonly trace: Trace;
  /** Control pilot and power; a car without one charges on paper. */
  readonly plug?: Plug;
  /** A client chain for TLS (bench and pre-standard cars). */
  readonly tlsIdentity?: TlsIdentity;
  /** Remembers over sessions what was proved of stations: their sub-CAs, certificates and OCSP responses. */
  readonly memory?: PathMemory;
}

/** One request with its response. */
export interface EvStep {
  readonly message: string;
  readonly took_ms: Millis;
  readonly limit_ms: Millis;
  readonly responseCode: string;
}

/** What came of plugging in. */
export interface EvOutcome {
  /** `refused`: one side said no. `failed`: the line broke or somebody fell silent. */
  readonly outcome: 'charged' | 'refused' | 'failed';
  /** Why not charged: where it ended, with a ResponseCode or the code of a finding. */
  readonly reason?: { readonly at: string; readonly code: string; readonly text: string };
  readonly steps: readonly EvStep[];
  readonly energy_Wh: number;
  /** Upper-case hex. */
  readonly sessionId?: string;
  readonly EVSEID?: string;
  readonly payment?: Charged['payment'];
  readonly eMAID?: string;
  readonly receipts: number;
  readonly renegotiations: number;
  readonly isContractNew: boolean;
  /** For {@link Ev.charge} to resume. */
  readonly paused?: PausedCharge;
}

/** A script in place of the usual session, and a session to resume. */
export interface ChargeOptions {
  readonly script?: (car: Car) => EvccScript<Charged>;
  readonly resume?: PausedCharge;
}

/** One car. It charges one session at a time. */
export class Ev {
  readonly battery: SimulatedBattery;
  readonly #settings: EvSettings;
  readonly #ports: EvPorts;
  #isStopAsked = false;
  #departureAt: Millis | undefined;

  constructor(settings: EvSettings, ports: EvPorts) {
    this.#settings = settings;
    this.#ports = ports;
    this.battery = new SimulatedBattery(settings.battery);
  }

  /** The driver wants to go: the charge ends at the next round of the loop. */
  stop(): void {
    this.#isStopAsked = true;
  }

  /** Pulls the plug: the pilot goes to A. */
  async unplug(): Promise<void> {
    await this.#ports.plug?.set({ pilot: 'A' });
  }

  /** Plugs in, charges, and stops; the plug stays in. Never rejects for what a station does. */
  async charge(options: ChargeOptions = {}): Promise<EvOutcome> {
    this.#isStopAsked = false;
    this.battery.beginSession();
    const { clock, keys, wallet } = this.#ports;
    await settleKeys(keys, wallet);
    const { departure_s, retries } = this.#settings;
    // Departure is counted from the first plug-in: it stays over a pause.
    if (!options.resume || this.#departureAt === undefined)
      this.#departureAt = departure_s === undefined ? undefined : clock.now() + 1000 * departure_s;
    let outcome: EvOutcome;
    let settings = this.#settings;
    for (let tries = 0; ; ) {
      const attempt = new Attempt(settings, this.#ports, this.battery, {
        isStopAsked: () => this.#isStopAsked,
        departureAt: this.#departureAt,
      });
      outcome = await attempt.run(options);
      if (this.#isStopAsked) break;
      if (settings.certificateService === 'ifNeeded' && this.#isRenewalRefused(outcome)) {
        // A FAILED ends the session, yet the contract that it should have renewed is still good.
        settings = { ...settings, certificateService: 'never' };
        await clock.sleep(AGAIN_MS);
        continue;
      }
      if (outcome.outcome !== 'failed' || tries >= retries.times) break;
      tries += 1;
      await clock.sleep(retries.pause_ms);
    }
    await this.#ports.plug?.set({ power_W: 0 });
    await this.#ports.plug?.set({ pilot: 'B' });
    return outcome;
  }

  #isRenewalRefused({ outcome, reason }: EvOutcome): boolean {
    const { clock } = this.#ports;
    if (outcome !== 'refused' || reason === undefined || !CERTIFICATE_REQUESTS.has(reason.at)) return false;
    const contract = contractOf(this.#ports);
    return contract !== undefined && contract.notAfter > clock.now();
  }
}

/** Till the station has seen the end of the session that it ended. */
const AGAIN_MS = 1_000;
const CERTIFICATE_REQUESTS: ReadonlySet<string> = new Set(['CertificateInstallationReq', 'CertificateUpdateReq']);

/** One attempt, from plug-in to the end of the connection. */
class Attempt {
  readonly #settings: EvSettings;
  readonly #ports: EvPorts;
  readonly #battery: SimulatedBattery;
  readonly #isStopAsked: () => boolean;
  readonly #departureAt: Millis | undefined;
  readonly #setupEnd: Millis;
  readonly #steps: EvStep[] = [];
  #sessionId: string | undefined;
  #chargingSince: Millis | undefined;
  #hasRenegotiated = false;

  constructor(
    settings: EvSettings,
    ports: EvPorts,
    battery: SimulatedBattery,
    driver: { readonly isStopAsked: () => boolean; readonly departureAt: Millis | undefined },
  ) {
    this.#settings = settings;
    this.#ports = ports;
    this.#battery = battery;
    this.#isStopAsked = driver.isStopAsked;
    this.#departureAt = driver.departureAt;
    this.#setupEnd = ports.clock.now() + timing.V2G_EVCC_CommunicationSetup_Timeout;
  }

  async run({ script = chargingSession, resume }: ChargeOptions): Promise<EvOutcome> {
    const { clock, plug } = this.#ports;
    this.#session('plugged', {});
    await plug?.set({ pilot: 'B' });
    const answer = await this.#discover();
    if (!answer) return this.#ended('failed', { at: 'SDP', code: 'sdp_no_answer', text: 'no station answered' });
    const isTls = answer.security === 'tls';
    if (!isTls && this.#settings.payment === 'contract') {
      const text = `the car asked for ${this.#settings.security}, the station offers no TLS: no contract without it`;
      this.#finding({ code: 'sdp_tls_not_offered', severity: 'refusal', text, spec: 'ISO 15118-2:2014 7.7.3' });
      return this.#ended('refused', { at: 'SDP', code: 'sdp_tls_not_offered', text });
    }
    const car = this.#car(isTls, resume);
    const evcc = new EvccConnection(script(car), {
      setupEnd: this.#setupEnd,
      ...(resume && { sessionId: resume.sessionId }),
    });
    const connection = await this.#connect(answer, evcc);
    if ('outcome' in connection) return connection;
    const end = await connection.end;
    connection.stream.close();
    if (!end.ok) {
      const { at, code, text } = end;
      return this.#ended(FAILURES.has(code) ? 'failed' : 'refused', { at, code, text });
    }
    const { result } = end;
    this.#session('ended', { energy_Wh: result.energy_Wh, at: clock.now() });
    return {
      outcome: 'charged',
      steps: this.#steps,
      energy_Wh: result.energy_Wh,
      ...(this.#sessionId !== undefined && { sessionId: this.#sessionId }),
      EVSEID: result.EVSEID,
      payment: result.payment,
      ...(result.eMAID !== undefined && { eMAID: result.eMAID }),
      receipts: result.receipts,
      renegotiations: result.renegotiations,
      isContractNew: result.isContractNew,
      ...(result.paused && { paused: result.paused }),
    };
  }

  async #discover(): Promise<SdpResponse | undefined> {
    const { dialer, clock } = this.#ports;
    const { security, sdpRequests } = this.#settings;
    const { found, requests, took_ms, ignored } = await discover(dialer, clock, security, {
      requests: sdpRequests,
      deadline: this.#setupEnd,
    });
    this.#message({
      protocol: 'sdp',
      message: 'SECCDiscoveryReq',
      result: found ? `${found.security} [${found.address}]:${found.port}` : 'no answer',
      took_ms,
      limit_ms: timing.V2G_EVCC_SDP_Response_Timeout,
    });
    if (!found) {
      const text = `no SDP response to ${requests} requests within ${took_ms / 1000} s, ${ignored} other datagrams`;
      this.#finding({
        code: 'sdp_no_answer',
        severity: 'refusal',
        text,
        spec: 'ISO 15118-2:2014 [V2G2-159, V2G2-161]',
      });
    }
    return found;
  }

  /** TCP and TLS, the checks of the chain, then the script. */
  async #connect(
    { address, port, security }: SdpResponse,
    evcc: EvccConnection<Charged>,
  ): Promise<EvOutcome | { readonly stream: Stream; readonly end: Promise<EvccEnd<Charged>> }> {
    const { dialer, clock, wallet, tlsIdentity, memory } = this.#ports;
    const began = clock.now();
    const early: EvccConnectionInput[] = [];
    let runner: Runner<EvccConnectionInput, EvccConnectionEffect<Charged>> | undefined;
    const feed = (input: EvccConnectionInput) => {
      if (runner) runner.feed(input);
      else early.push(input);
    };
    let stream: Stream;
    try {
      stream = await dialer.connect(
        {
          address,
          port,
          deadline: this.#setupEnd,
          ...(security === 'tls' && {
            tls: { requestOcsp: this.#settings.ocsp !== 'ignore', ...(tlsIdentity && { identity: tlsIdentity }) },
          }),
        },
        {
          bytes: (bytes) => feed({ type: 'bytes', bytes }),
          closed: (reason) => feed({ type: 'closed', reason }),
        },
      );
    } catch (error) {
      if (!(error instanceof ConnectionFailure)) throw error;
      const { code, message, alert } = error;
      const data = alert === undefined ? {} : { alert };
      this.#message({ protocol: 'tls', message: 'connect', result: code, took_ms: clock.now() - began });
      this.#finding({ code, severity: 'refusal', text: message, data });
      return this.#ended('failed', { at: 'connect', code, text: message });
    }
    const { tls } = stream.info;
    this.#message({
      protocol: 'tls',
      message: tls ? 'handshake' : 'connect',
      result: tls ? `${tls.protocol} ${tls.cipher}` : 'TCP',
      took_ms: clock.now() - began,
    });
    if (tls) {
      const { ocsp, isStrict, dangerAcceptAnySecc } = this.#settings;
      const findings = checkSeccChain({
        tls,
        roots: wallet.roots(),
        at: clock.now(),
        ocsp,
        isStrict,
        ...(memory && { memory }),
      });
      for (const finding of findings) this.#finding(finding);
      const refusal = findings.find(({ severity }) => severity === 'refusal');
      if (refusal && !dangerAcceptAnySecc) {
        stream.close('abort');
        return this.#ended('refused', { at: 'handshake', code: refusal.code, text: refusal.text });
      }
    }
    const end = new Promise<EvccEnd<Charged>>((resolve, reject) => {
      runner = new Runner<EvccConnectionInput, EvccConnectionEffect<Charged>>(evcc, clock, (effect) => {
        if (effect.do === 'send') stream.send(effect.bytes);
        else if (effect.do === 'close') stream.close(effect.how ?? 'end');
        else if (effect.do === 'done') resolve(effect.end);
        else if (effect.do === 'sign') this.#sign(effect, feed).catch(reject);
        else if (effect.do === 'store')
          this.#store(effect.contract).then((stored) => feed({ type: 'stored', id: effect.id, stored }), reject);
        else this.#seen(effect);
      });
    });
    feed({ type: 'start' });
    for (const input of early) feed(input);
    return { stream, end };
  }

  /** Effects that want no answer. */
  #seen(effect: Exclude<EvccConnectionEffect<Charged>, { do: 'send' | 'close' | 'done' | 'sign' | 'store' }>): void {
    switch (effect.do) {
      case 'finding': {
        const { do: _, ...finding } = effect;
        this.#finding(finding);
        break;
      }
      case 'exchanged':
        this.#exchanged(effect.exchange);
        break;
      case 'plug':
        this.#plug(effect.change);
        break;
      case 'progress': {
        const { do: _, event, ...data } = effect;
        if (event === 'session')
          this.#sessionId = toHex(effect.event === 'session' ? effect.sessionId : new Uint8Array(0)).toUpperCase();
        if (event === 'charging') this.#chargingSince ??= this.#ports.clock.now();
        const known = MILESTONES[event];
        if (known)
          this.#session(known, 'sessionId' in data ? { EVSEID: data.EVSEID, isResumed: data.isResumed } : data);
      }
    }
  }

  #exchanged(exchange: WireExchange): void {
    const { message, ResponseCode, took_ms, limit_ms } = exchange;
    this.#steps.push({ message, took_ms, limit_ms, responseCode: ResponseCode });
    this.#message({
      protocol: 'iso15118-2',
      message,
      result: ResponseCode,
      took_ms,
      limit_ms,
      ...(this.#settings.isPayloadTraced && { payload: payloadOf(exchange) }),
    });
  }

  async #sign(
    { id, key: name, data }: Extract<EvccConnectionEffect<Charged>, { do: 'sign' }>,
    feed: (input: EvccConnectionInput) => void,
  ): Promise<void> {
    const key = await this.#ports.keys.find(carKeys[name]);
    if (!key) return feed({ type: 'unsigned', id, text: `the car has no key '${carKeys[name]}' to sign with` });
    feed({ type: 'signed', id, value: await key.sign(data) });
  }

  /** Opens a transported contract key with the key that it was sealed for, and keeps both or neither. */
  async #store({ receiver, chain, ...sealed }: ReceivedContract): Promise<Stored> {
    const { keys, wallet } = this.#ports;
    const key: StoredKey | undefined = await keys.find(carKeys[receiver]);
    if (!key) return { ok: false, problem: 'key_missing', text: `the car has no key '${carKeys[receiver]}'` };
    const leaf = parseCertificate(chain[0]!);
    const opened = await openContractKey({
      DHpublickey: sealed.DHpublickey,
      ContractSignatureEncryptedPrivateKey: sealed.ContractSignatureEncryptedPrivateKey,
      contractPoint: leaf.publicKeyBits,
      agree: (peerPoint) => key.agree(peerPoint),
    });
    if (!opened.ok) return opened;
    await keys.keep(carKeys.next, privateKeyPem(opened.privateKey));
    await wallet.keepContract(chain);
    await settleKeys(keys, wallet);
    this.#finding({
      code: 'contract_installed',
      severity: 'info',
      text: `contract ${sealed.eMAID} is installed, valid until ${new Date(leaf.notAfter).toISOString()}`,
    });
    return { ok: true };
  }

  #car(isTls: boolean, resume: PausedCharge | undefined): Car {
    const { wallet } = this.#ports;
    const settings = this.#settings;
    const contract = this.#fits('contract', wallet.contract()) ? contractOf(this.#ports) : undefined;
    const installed = wallet.provisioning();
    const provisioning = installed && this.#fits('provisioning', [installed]) ? installed : undefined;
    return {
      evccId: fromHex(settings.evccId),
      isTls,
      isContractWanted: settings.payment !== 'external',
      isExternalPaymentAccepted: settings.payment !== 'contract',
      ...(contract && { contract }),
      isExpiredContractShown: settings.isExpiredContractShown,
      ...(provisioning && { provisioning: { certificate: provisioning } }),
      certificateService: settings.certificateService,
      roots: wallet.roots(),
      energyTransferModes: settings.energyTransferModes,
      battery: this.#battery,
      ...(this.#departureAt !== undefined && { departureAt: this.#departureAt }),
      ongoingPause_ms: settings.ongoingPause_ms,
      loopPause_ms: settings.loopPause_ms,
      ...(resume && { resume }),
      ongoingTimeout_ms: timing.V2G_EVCC_Ongoing_Timeout,
      wish: (now, progress) => this.#wish(now, progress),
    };
  }

  /** A certificate that no message can carry is as good as none. */
  #fits(what: 'contract' | 'provisioning', chain: readonly Uint8Array[] = []): boolean {
    const large = chain.find(({ length }) => length > MAX_CERTIFICATE_BYTES);
    if (!large) return true;
    const text = `${what} certificate of ${large.length} bytes in the car, a message carries ${MAX_CERTIFICATE_BYTES} at most`;
    this.#finding({ code: 'ev_certificate_unusable', severity: 'warning', text, spec: 'ISO 15118-2:2014 [V2G2-010]' });
    return false;
  }

  #wish(now: Millis, { energy_Wh, rounds }: { readonly energy_Wh: number; readonly rounds: number }): Wish {
    const { stop } = this.#settings;
    if (this.#isStopAsked()) return 'stop';
    const charging_s = (now - (this.#chargingSince ?? now)) / 1000;
    const isEnough =
      (stop.rounds !== undefined && rounds >= stop.rounds) ||
      (stop.energy_Wh !== undefined && energy_Wh >= stop.energy_Wh) ||
      (stop.duration_s !== undefined && charging_s >= stop.duration_s);
    if (!isEnough) return 'charge';
    if (stop.how !== 'renegotiate') return stop.how;
    if (this.#hasRenegotiated) return 'stop';
    this.#hasRenegotiated = true;
    return 'renegotiate';
  }

  /** A pilot has a time to move in; one that is late or stuck is the car's own fault, and the station decides on it. */
  #plug(change: PlugChange): void {
    const { plug, clock } = this.#ports;
    if (!plug) return;
    const limit_ms = timing.V2G_EVCC_CPState_Performance_Time;
    const cancel =
      'pilot' in change
        ? clock.alarm(clock.now() + limit_ms, () =>
            this.#finding({
              code: 'plug_pilot_late',
              severity: 'warning',
              text: `plug: the pilot is not in ${change.pilot} within ${limit_ms} ms`,
              spec: 'ISO 15118-2:2014 [V2G2-847], [V2G2-848]',
              data: { pilot: change.pilot, limit_ms },
            }),
          )
        : undefined;
    const failed = (error: unknown) =>
      this.#finding({
        code: 'plug_failed',
        severity: cancel ? 'refusal' : 'warning',
        text: `plug: ${error instanceof Error ? error.message : String(error)}`,
      });
    void plug.set(change).then(cancel, (error) => {
      failed(error);
      cancel?.();
    });
  }

  #ended(outcome: 'refused' | 'failed', reason: NonNullable<EvOutcome['reason']>): EvOutcome {
    this.#session(outcome === 'refused' ? 'refused' : 'ended', reason);
    return {
      outcome,
      reason,
      steps: this.#steps,
      energy_Wh: this.#battery.taken_Wh(),
      ...(this.#sessionId !== undefined && { sessionId: this.#sessionId }),
      receipts: 0,
      renegotiations: 0,
      isContractNew: false,
    };
  }

  #finding(finding: Finding): void {
    this.#ports.trace({ ...this.#head(), type: 'finding', ...finding } satisfies FindingRecord);
  }

  #message(message: Omit<MessageRecord, 'type' | 'at' | 'party' | 'sessionId' | 'from' | 'to'>): void {
    this.#ports.trace({ ...this.#head(), type: 'message', from: 'ev', to: 'station', ...message });
  }

  #session(event: SessionRecord['event'], data: Readonly<Record<string, unknown>>): void {
    this.#ports.trace({ ...this.#head(), type: 'session', event, data });
  }

  #head() {
    const sessionId = this.#sessionId === undefined ? {} : { sessionId: this.#sessionId };
    return { at: this.#ports.clock.now(), party: 'ev', ...sessionId } as const;
  }
}

const MAX_CERTIFICATE_BYTES = 800;

/** The installed contract as a script wants it; one whose leaf names no eMAID is none. */
function contractOf({ wallet, memory }: Pick<EvPorts, 'wallet' | 'memory'>): CarContract | undefined {
  const chain = wallet.contract();
  const der = chain?.[0];
  if (!chain || !der) return undefined;
  const { subject, notAfter } = memory?.certificate(der) ?? parseCertificate(der);
  const eMAID = normalEmaid(subject.commonName ?? '');
  return eMAID === undefined ? undefined : { eMAID, chain, notAfter };
}

/** Ends of a broken line or of silence; all others are somebody's no. */
const FAILURES: ReadonlySet<string> = new Set([
  'message_timeout',
  'ongoing_timeout',
  'communication_setup_timeout',
  'secc_closed_early',
  'message_undecodable',
  'v2gtp_header_invalid',
  'payload_too_large',
  'ev_response_invalid',
]);

/** Progress of the script as events of the trace. */
const MILESTONES: Readonly<Record<string, SessionRecord['event'] | undefined>> = {
  session: 'started',
  authorized: 'authorized',
  charging: 'charging',
  stopped: 'stopped',
};
