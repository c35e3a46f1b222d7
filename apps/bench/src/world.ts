/**
 * The whole chain in virtual time from one seed: car, station, CSMS, eMSP and PKI, our real roles on simulated wires. Every
 * signature, contract chain and OCSP answer is computed and checked; TLS is a clear link with the facts that both sides
 * need (ClientHello, certificates, staple). One world serves any number of cars, one after the other.
 *
 * @module
 */
import { createHmac } from 'node:crypto';
import { toHex } from '@openpnc/core/bytes';
import { type Cable, cable } from '@openpnc/core/cable';
import { serveRoutes } from '@openpnc/core/http';
import type { Millis } from '@openpnc/core/machine';
import { ConnectionFailure } from '@openpnc/core/network';
import type { DialChannel, PasswordHash } from '@openpnc/core/ports';
import type { Party, Trace, TraceRecord } from '@openpnc/core/trace';
import { type Csms, createCsms } from '@openpnc/csms/csms';
import { CsmsSettings } from '@openpnc/csms/settings';
import { type CsmsTables, csmsMigrations } from '@openpnc/csms/store';
import { type Diagnosis, diagnose } from '@openpnc/diagnosis/diagnose';
import { createEmsp } from '@openpnc/emsp/emsp';
import { EmspSettings } from '@openpnc/emsp/settings';
import { type EmspTables, emspMigrations } from '@openpnc/emsp/store';
import { Ev, type EvOutcome } from '@openpnc/ev/ev';
import { EvSettings } from '@openpnc/ev/settings';
import { memoryWallet } from '@openpnc/ev/wallet';
import { chargingSession } from '@openpnc/iso15118/v2/evcc/chargingSession';
import type { Identity, PkiPorts } from '@openpnc/pki/authority';
import { ocspRoutes } from '@openpnc/pki/ocspResponder';
import { pkiService } from '@openpnc/pki/service';
import type { PkiSettings } from '@openpnc/pki/settings';
import { type ChannelLink, openChannel, UpgradeRefused } from '@openpnc/sim/channel';
import { VirtualClock } from '@openpnc/sim/clock';
import { VirtualHttp } from '@openpnc/sim/http';
import { SeededKeys } from '@openpnc/sim/keys';
import type { LinkOptions } from '@openpnc/sim/link';
import { VirtualV2gNetwork } from '@openpnc/sim/network';
import { SeededRandom } from '@openpnc/sim/random';
import { simulatedDcOutput } from '@openpnc/station/dcOutput';
import type { DriverMessage } from '@openpnc/station/display';
import { StationSettings } from '@openpnc/station/settings';
import { createStation, type Station } from '@openpnc/station/station';
import { type StationTables, stationMigrations } from '@openpnc/station/store';
import { migrate } from '@openpnc/store/migrate';
import { openSqlite } from '@openpnc/store/sqlite';
import { PathMemory } from '@openpnc/x509/path';
import type { AnchorUse } from '@openpnc/x509/trustStore';
import type { Kysely } from 'kysely';
import { Default } from 'typebox/value';
import { type Fault, faultName, faultyScript, type Leg } from './faults.ts';
import { Life } from './life.ts';
import { type BenchContract, type ContractKind, type Material, makeMaterial, origins } from './material.ts';
import { type AnswerForgery, fillPools } from './pooled.ts';
import { forgedStaple, type StapleForgery } from './staple.ts';
import { indexTables, type TableQuestions, tableQuestions } from './tables.ts';
import { type Passing, Wires } from './wires.ts';

/** What a driver comes with. */
export interface CarWish {
  /** Which contract is in the car. Default `v2g-root`. */
  readonly contract?: ContractKind;
  /** The how manieth of that kind, modulo their number. Default 0. */
  readonly which?: number;
  /** Settings of the car other than the defaults. */
  readonly settings?: DeepPartial<EvSettings>;
  /** V2G roots in the car. Default: the right one. */
  readonly roots?: 'v2g' | 'foreign';
  /** EVSE 1 gives AC, EVSE 2 DC. Default: by what the car takes. */
  readonly evse?: 1 | 2;
  /** The card that the driver shows when the display asks. Default: one that the CSMS knows. */
  readonly card?: 'known' | 'unknown' | 'none';
  /** The car comes again at once and joins the session that it paused. */
  readonly isResumed?: boolean;
  /** Signs with the key of another contract. */
  readonly isKeyWrong?: boolean;
  /** Comes with its provisioning certificate alone, to get a contract. */
  readonly isWithoutContract?: boolean;
  /** Another provisioning certificate of the OEM: of a car that no pool knows, or of the known PCID with another key. */
  readonly provisioning?: 'stranger' | 'impostor';
  /** How long the plug is in before the car says anything, ms. Default 0. */
  readonly silentFor_ms?: Millis;
  /** How long the plug stays in when the session is over, ms. Default 500. */
  readonly unplugAfter_ms?: Millis;
}

/** A world to make, and the car of {@link World.run}. */
export interface WorldOptions {
  readonly seed: string;
  readonly car?: CarWish;
  readonly faults?: readonly Fault[];
  /** Shared by many worlds; made from the seed when absent. */
  readonly material?: Material;
  readonly station?: DeepPartial<StationSettings>;
  readonly csms?: DeepPartial<CsmsSettings>;
  readonly emsp?: DeepPartial<EmspSettings>;
  readonly pki?: Partial<PkiSettings>;
  /** Roots that leave the factory in the station. Default: all. */
  readonly stationRoots?: readonly AnchorUse[];
  readonly startAt?: Millis;
  /** Sees each record as it comes. */
  readonly watch?: (record: TraceRecord) => void;
  /** Sees every message on every wire. */
  readonly watchWire?: (passing: Passing) => void;
  /** Write whole V2G messages into the trace. Default false. */
  readonly isPayloadTraced?: boolean;
  /** The PKI also serves its pools, with this contract in them for the car; the CSMS asks it for certificates. */
  readonly pooledContract?: string;
  /** How the answer with it is spoiled. Default: not at all. */
  readonly pooledForgery?: AnswerForgery;
  /** Length of the answer with it, bytes of EXI: certificates that belong to no path fill it up. Default: as it comes. */
  readonly pooledBytes?: number;
  /** What the station staples whatever it has. Default: what it has. */
  readonly staple?: StapleForgery;
}

/** What came of one car's visit. */
export interface SessionRecord {
  readonly seed: string;
  readonly car: CarWish;
  readonly faults: readonly Fault[];
  /** Names of the faults that were met. */
  readonly faultsReached: readonly string[];
  readonly outcome: EvOutcome['outcome'];
  /** What the car says; undefined when it was killed. */
  readonly ev: EvOutcome | undefined;
  readonly eMAID: string;
  /** The contract stands under the MO root, which the station lacks. */
  readonly isRootMissing: boolean;
  /** From plug-in to quiet, in the order of writing. */
  readonly trace: readonly TraceRecord[];
  /** Why not charged, by diagnosis; null when nothing was refused. */
  readonly cause: Diagnosis | null;
  readonly transactionId: string | undefined;
  /** All of this visit: a car that tried again has more than one. */
  readonly transactionIds: readonly string[];
  /** What the eMSP has taken. */
  readonly cdr: { readonly id: string; readonly energy_Wh: number; readonly count: number } | null;
  /** What flowed out of the outlet between plug-in and quiet. */
  readonly meter: { readonly energy_Wh: number };
  readonly started: Millis;
  readonly ended: Millis;
  /** Not everything came to rest: a transaction is open or a CDR is under way. */
  readonly isUnsettled: boolean;
  /** After the faults were taken away the parties found together again. */
  readonly isBack: boolean;
}

/** All parties. */
export interface World {
  readonly clock: VirtualClock;
  readonly parties: Parties;
  /** For who wants to know what the parties have kept. */
  readonly questions: TableQuestions;
  /** Starts what is not started, lets the car of the options come, and ends. */
  run(): Promise<SessionRecord>;
  /** Starts the parties and lets the station boot. */
  start(): Promise<void>;
  /** One car comes, charges as it wishes, and goes; then until all is quiet. */
  visit(car?: CarWish, faults?: readonly Fault[]): Promise<SessionRecord>;
  /** Lets time pass. */
  idle(ms: Millis): Promise<void>;
  /** Kills a party; it comes back after `restart_ms` with what it had stored, or never. */
  kill(party: Party, restart_ms?: Millis): void;
  close(): Promise<void>;
}

/** What an observer looks at between steps. */
export interface Parties {
  readonly station: Station | undefined;
  readonly csms: Csms | undefined;
  /** By EVSE, from 0. */
  readonly cables: readonly Cable[];
  readonly databases: {
    readonly station: Kysely<StationTables>;
    readonly csms: Kysely<CsmsTables>;
    readonly emsp: Kysely<EmspTables>;
  };
}

export type DeepPartial<T> = T extends readonly unknown[] ? T : { readonly [K in keyof T]?: DeepPartial<T[K]> };

/** Makes a world; nothing runs yet. */
export function createWorld(options: WorldOptions): World {
  return new BenchWorld(options);
}

class BenchWorld implements World {
  readonly clock: VirtualClock;
  readonly questions: TableQuestions;
  readonly #options: WorldOptions;
  readonly #random: SeededRandom;
  readonly #http: VirtualHttp;
  readonly #network: VirtualV2gNetwork;
  readonly #wires: Wires;
  readonly #cables: readonly Cable[];
  readonly #links = new Set<ChannelLink>();
  readonly #databases: Parties['databases'];
  readonly #stationKeys: SeededKeys;
  readonly #lives = new Map<Party, Life>();
  /** How often each party was started: a restart has randomness of its own. */
  readonly #starts = new Map<Party, number>();
  readonly #skews = new Map<Party, Millis>();
  /** All cars are of one make: they know the stations' sub-CAs. */
  readonly #carMemory = new PathMemory();
  readonly #ocppWire: LinkOptions[] = [WIRES.ocpp];
  #material: Material | undefined;
  #station: Station | undefined;
  #csms: Csms | undefined;
  #password = '';
  #isStarted = false;
  #records: TraceRecord[] = [];
  #reached: Fault[] = [];
  #visits = 0;
  #card: NonNullable<CarWish['card']> = 'known';
  #evDied: (() => void) | undefined;
  /** Where the car is. */
  #place: Cable | undefined;

  constructor(options: WorldOptions) {
    // What the settings' defaults are filled into is not the caller's.
    const { station, csms, emsp } = structuredClone({
      station: options.station,
      csms: options.csms,
      emsp: options.emsp,
    });
    this.#options = { ...options, ...(station && { station }), ...(csms && { csms }), ...(emsp && { emsp }) };
    this.#material = options.material;
    this.clock = new VirtualClock(options.startAt ?? options.material?.startAt ?? START);
    this.#random = new SeededRandom(options.seed);
    this.#http = new VirtualHttp(this.clock, this.#random, WIRES.http);
    this.#network = new VirtualV2gNetwork(this.clock, this.#random, WIRES.v2g);
    this.#wires = new Wires(this.clock, {
      kill: (fault) => this.kill(fault.party, fault.restart_ms),
      pilot: (state) => void this.#place?.car.set({ pilot: state }),
      reached: (fault) => this.#reached.push(fault),
      watch: options.watchWire,
    });
    this.#network.taps = {
      sdp: (payload, from) => this.#wires.sdp(payload, from),
      stream: (piece, from) => this.#wires.v2g(piece, from),
    };
    this.#http.tap = {
      request: (request) => this.#wires.http(request, 'request', request.body),
      answer: (request, { body }) => this.#wires.http(request, 'answer', body),
    };
    this.#cables = [cable(this.clock), cable(this.clock)];
    this.#databases = {
      station: openSqlite<StationTables>(':memory:'),
      csms: openSqlite<CsmsTables>(':memory:'),
      emsp: openSqlite<EmspTables>(':memory:'),
    };
    this.questions = tableQuestions(this.#databases);
    this.#stationKeys = new SeededKeys(`${options.seed}/station`);
  }

  get parties(): Parties {
    return {
      station: this.#station,
      csms: this.#csms,
      cables: this.#cables,
      databases: this.#databases,
    };
  }

  async run(): Promise<SessionRecord> {
    try {
      await this.start();
      return await this.visit(this.#options.car, this.#options.faults);
    } finally {
      await this.close();
    }
  }

  async start(): Promise<void> {
    if (this.#isStarted) return;
    this.#isStarted = true;
    this.#material ??= await makeMaterial(this.#options.seed);
    const { station, csms, emsp } = this.#databases;
    await migrate(station, 'station', stationMigrations);
    await migrate(csms, 'csms', csmsMigrations);
    await migrate(emsp, 'emsp', emspMigrations);
    await indexTables(this.#databases);
    await this.#stationKeys.keep('secc', this.#material.pki.secc.key.exportPem());
    await this.#begin('pki');
    await this.#begin('emsp');
    await this.#begin('csms');
    await this.#begin('station');
    await this.clock.advance(BOOT_MS);
  }

  async close(): Promise<void> {
    for (const life of this.#lives.values()) life.kill();
    await Promise.all([
      this.#databases.station.destroy(),
      this.#databases.csms.destroy(),
      this.#databases.emsp.destroy(),
    ]);
  }

  async idle(ms: Millis): Promise<void> {
    await this.clock.advance(ms);
  }

  kill(party: Party, restart_ms?: Millis): void {
    this.#lives.get(party)?.kill();
    this.#lives.delete(party);
    switch (party) {
      case 'station':
        this.#station = undefined;
        // Without its controller the outlet is off.
        for (const { outlet } of this.#cables) {
          void outlet.set({ contactor: 'open' });
          void outlet.set({ duty_percent: 100 });
        }
        break;
      case 'csms':
        this.#csms = undefined;
        break;
      case 'emsp':
      case 'pki':
        this.#http.servers.delete(party === 'emsp' ? origins.emsp : origins.ocsp);
        break;
      case 'ev':
        this.#evDied?.();
        return;
    }
    if (restart_ms !== undefined)
      this.clock.alarm(this.clock.now() + restart_ms, () => {
        if (!this.#lives.has(party)) void this.#begin(party);
      });
  }

  async visit(car: CarWish = {}, faults: readonly Fault[] = []): Promise<SessionRecord> {
    await this.start();
    this.#visits += 1;
    this.#records = [];
    this.#reached = [];
    this.#card = car.card ?? 'known';
    const contract = this.#contractOf(car);
    const evse = car.evse ?? (car.settings?.energyTransferModes?.[0]?.startsWith('DC') ? 2 : 1);
    const place = this.#cables[evse - 1]!;
    const before_Wh = place.outlet.meter()!.energy_Wh;
    const started = this.clock.now();
    const undo = await this.#arm(faults);
    const ev = await this.clock.settle(this.#drive(car, contract, place, faults), VISIT_MS);
    let isUnsettled = await this.#comeToRest(faults);
    undo();
    const isBack = faults.length === 0 || (await this.#recover());
    // What a lossy wire has held up, with waits that double, goes through when it is gone.
    if (isUnsettled && faults.some((fault) => fault.kind === 'link' && fault.loss))
      isUnsettled = await this.#comeToRest([]);
    const cdr = await this.#cdr();
    const trace = this.#records;
    const transactionId = milestone(trace, 'station', 'transactionId');
    const outcome = ev?.outcome ?? 'failed';
    const seed = `${this.#options.seed}`;
    return {
      seed,
      car,
      faults,
      faultsReached: [...new Set(this.#reached.map(faultName))],
      outcome,
      ev,
      eMAID: contract.eMAID,
      isRootMissing:
        contract.under === 'mo' &&
        this.#options.stationRoots !== undefined &&
        !this.#options.stationRoots.includes('mo'),
      trace,
      cause: diagnose(trace),
      transactionId,
      transactionIds: transactionsOf(trace),
      cdr,
      meter: { energy_Wh: place.outlet.meter()!.energy_Wh - before_Wh },
      started,
      ended: this.clock.now(),
      isUnsettled,
      isBack,
    };
  }

  /** The faults are gone: until every party is back, and nobody holds a failure against another any more. */
  async #recover(): Promise<boolean> {
    const until = this.clock.now() + RECOVERY_MS;
    const isBack = () =>
      (['station', 'csms', 'emsp', 'pki'] as const).every((party) => this.#lives.has(party)) &&
      this.#station?.isOnline === true;
    await this.clock.advance(FORGET_MS);
    // A connection may still be on its way to its end when all seems well: it must be well at the end too.
    do {
      while (!isBack() && this.clock.now() < until) await this.clock.advance(NEXT_REST_MS);
      await this.clock.advance(FORGET_MS);
    } while (!isBack() && this.clock.now() < until);
    return isBack();
  }

  #trace = (record: TraceRecord): void => {
    this.#records.push(record);
    this.#options.watch?.(record);
  };

  #contractOf({ contract = 'v2g-root', which = 0 }: CarWish): BenchContract {
    const drawer = this.#material!.contracts[contract];
    return drawer[which % drawer.length]!;
  }

  /** The car's visit, from plug-in to unplugged. undefined: it was killed. */
  async #drive(
    car: CarWish,
    contract: BenchContract,
    place: Cable,
    faults: readonly Fault[],
  ): Promise<EvOutcome | undefined> {
    const life = new Life();
    this.#lives.set('ev', life);
    const died = new Promise<undefined>((resolve) => {
      this.#evDied = () => {
        // A car without its controller asks for no power.
        void place.car.set({ power_W: 0 });
        void place.car.set({ pilot: 'B' });
        resolve(undefined);
      };
    });
    this.#place = place;
    const { pki } = this.#material!;
    const provisioning = await this.#provisioningOf(car);
    const ev = new Ev(carSettings(car), {
      dialer: life.dialer(this.#network.dialer()),
      clock: life.clock(this.clock, this.#skews.get('ev')),
      keys: await this.#carKeys(car, contract, provisioning),
      wallet: memoryWallet({
        roots: [car.roots === 'foreign' ? pki.roots.oem : pki.roots.v2g],
        ...(!car.isWithoutContract && { contract: contract.chain }),
        provisioning: provisioning.certificate.der,
      }),
      trace: life.trace(this.#trace),
      plug: life.plug(place.car),
      memory: this.#carMemory,
    });
    this.#wires.connected();
    const script = faults.some(({ kind }) => kind === 'script')
      ? {
          script: (one: Parameters<typeof chargingSession>[0]) =>
            faultyScript(chargingSession(one), faults, (fault) => this.#reached.push(fault)),
        }
      : {};
    if (car.silentFor_ms !== undefined) {
      await place.car.set({ pilot: 'B' });
      await this.clock.sleep(car.silentFor_ms);
    }
    let outcome = await Promise.race([ev.charge(script), died]);
    if (car.isResumed && outcome?.paused) {
      const { paused } = outcome;
      await this.clock.sleep(PAUSE_MS);
      this.#wires.connected();
      outcome = await Promise.race([ev.charge({ resume: paused }), died]);
    }
    await this.clock.sleep(car.unplugAfter_ms ?? 500);
    await place.car.set({ power_W: 0 });
    this.#evDied = undefined;
    await place.car.set({ pilot: 'A' });
    life.kill();
    return outcome;
  }

  async #provisioningOf({ provisioning }: CarWish): Promise<Identity> {
    const { pki } = this.#material!;
    if (!provisioning) return pki.provisioning;
    return pki.issueProvisioning(provisioning === 'stranger' ? STRANGER : pki.provisioning.pcid);
  }

  async #carKeys(
    { isKeyWrong = false, isWithoutContract, settings }: CarWish,
    contract: BenchContract,
    provisioning: Identity,
  ) {
    const isToGetOne = isWithoutContract || settings?.certificateService === 'always';
    if (!isKeyWrong && !isToGetOne) return contract.keys;
    // A key that comes takes the place of the one that was there: not in the drawer that others share.
    const keys = new SeededKeys(`${this.#options.seed}/other/${this.#visits}`);
    if (isKeyWrong) await keys.make('contract');
    else if (!isWithoutContract) await keys.keep('contract', contract.keyPem);
    await keys.keep('provisioning', provisioning.key.exportPem());
    return keys;
  }

  /** Until nobody has anything left to do, at most {@link REST_MS}. @returns whether something is still open */
  async #comeToRest(faults: readonly Fault[]): Promise<boolean> {
    const until = this.clock.now() + REST_MS;
    await this.clock.advance(FIRST_REST_MS);
    const isForGood =
      faults.some((fault) => fault.kind === 'kill' && fault.restart_ms === undefined) ||
      faults.some(({ kind }) => kind === 'down');
    if (isForGood) await this.clock.advance(60_000);
    while (!isForGood && this.clock.now() < until) {
      if (!(await this.#isBusy())) return false;
      await this.clock.advance(NEXT_REST_MS);
    }
    return this.#isBusy();
  }

  async #isBusy(): Promise<boolean> {
    if (!this.#station || !this.#csms || !this.#station.isOnline) return true;
    if (this.#station.evses.some(({ isBusy }) => isBusy)) return true;
    if ((await this.questions.waitingEvents()).length > 0) return true;
    return (await this.questions.waitingWork()).length > 0;
  }

  async #cdr(): Promise<SessionRecord['cdr']> {
    const taken = this.#records.flatMap((record) =>
      record.type === 'session' && record.party === 'csms' && record.data?.cdrId !== undefined ? [record.data] : [],
    );
    const [first] = taken;
    if (!first) return null;
    return { id: String(first.cdrId), energy_Wh: Number(first.energy_Wh), count: taken.length };
  }

  /** Sets the faults of a visit up. @returns what takes them away again */
  async #arm(faults: readonly Fault[]): Promise<() => void> {
    this.#wires.arm(faults);
    const undo: (() => void)[] = [() => this.#wires.arm([])];
    for (const fault of faults) {
      if (fault.kind === 'link') undo.push(this.#setWire(fault.leg, fault));
      else if (fault.kind === 'skew') {
        undo.push(await this.#skew(fault.party, fault.offset_ms));
      } else if (fault.kind === 'down') {
        this.kill(fault.party);
        undo.push(() => void this.#begin(fault.party));
      } else if (fault.kind === 'slow') {
        const served = this.#http.servers.get(fault.party === 'emsp' ? origins.emsp : origins.ocsp);
        if (served) served.slow_ms = fault.ms;
        undo.push(() => {
          if (served) served.slow_ms = 0;
        });
      } else continue;
      this.#reached.push(fault);
    }
    // The last change is taken back first: it rests on those before it.
    return () => {
      for (const work of undo.toReversed()) work();
    };
  }

  #setWire(leg: Leg, { kind: _, leg: _leg, ...changes }: Extract<Fault, { kind: 'link' }>): () => void {
    const { options } = this.#network;
    switch (leg) {
      case 'sdp':
        this.#network.options = { ...options, sdp: { ...options.sdp, ...changes } };
        return () => {
          this.#network.options = options;
        };
      case 'v2g':
        this.#network.options = { ...options, stream: { ...options.stream, ...changes } };
        return () => {
          this.#network.options = options;
        };
      case 'ocpp':
        this.#ocppWire[0] = { ...WIRES.ocpp, ...changes };
        for (const link of this.#links) link.cut();
        return () => {
          this.#ocppWire[0] = WIRES.ocpp;
          for (const link of this.#links) link.cut();
        };
      default: {
        const origin = leg === 'ocsp' ? origins.ocsp : origins.emsp;
        this.#http.wires.set(origin, { ...WIRES.http, ...changes });
        return () => this.#http.wires.delete(origin);
      }
    }
  }

  /** A clock is set while nobody looks: the party is started anew with it. The car gets it when it comes. */
  async #skew(party: Party, offset_ms: Millis): Promise<() => void> {
    this.#skews.set(party, offset_ms);
    const again = async () => {
      if (party === 'ev') return;
      this.kill(party);
      await this.#begin(party);
    };
    await again();
    await this.clock.advance(BOOT_MS);
    return () => {
      this.#skews.delete(party);
      void again();
    };
  }

  async #begin(party: Party): Promise<void> {
    const life = new Life();
    this.#lives.set(party, life);
    const count = (this.#starts.get(party) ?? 0) + 1;
    this.#starts.set(party, count);
    const random = this.#random.fork(`${party}/${count}`);
    const clock = life.clock(this.clock, this.#skews.get(party));
    const trace = life.trace(this.#trace);
    switch (party) {
      case 'pki':
        return this.#beginPki({ clock, random, trace });
      case 'emsp':
        return this.#beginEmsp({ clock, random, trace });
      case 'csms':
        return this.#beginCsms(life, { clock, random, trace });
      case 'station':
        return this.#beginStation(life, { clock, random, trace });
      case 'ev':
        return;
    }
  }

  async #beginPki({ clock, random, trace }: CommonPorts): Promise<void> {
    const { pki, pkiSettings, pkiDatabase, pkiKeys } = this.#material!;
    const ports = { clock, random, keys: pkiKeys, database: pkiDatabase };
    const settings = { ...pkiSettings, ...this.#options.pki };
    const { pooledContract } = this.#options;
    const { authorities, ocspUnknown } = pki;
    const routes =
      pooledContract === undefined
        ? ocspRoutes({ ports, settings, authorities, ocspUnknown, trace })
        : await this.#pools(ports, settings, pooledContract, trace);
    this.#http.serve(origins.ocsp, serveRoutes(routes));
  }

  /** The whole PKI, with the car and its next contract in the pools. */
  async #pools(ports: PkiPorts, settings: PkiSettings, eMAID: string, trace: Trace) {
    const { pki, routes } = await pkiService(ports, settings, { trace });
    const now = ports.clock.now();
    const validity = { from: now - DAY_MS, until: now + 300 * DAY_MS };
    const { pooledForgery, pooledBytes: exiBytes } = this.#options;
    const order = { eMAID, under: settings.contractsUnder, validity };
    await fillPools(ports, pki, order, exiBytes === undefined ? pooledForgery : { exiBytes, settings });
    return routes;
  }

  async #beginEmsp({ clock, random, trace }: CommonPorts): Promise<void> {
    const settings = Default(EmspSettings, {
      name: 'emsp',
      publicUrl: origins.emsp,
      partners: [{ name: 'csms', token: TOKEN, parties: [{ country_code: 'DE', party_id: 'OPC' }] }],
      ...this.#options.emsp,
    }) as EmspSettings;
    const emsp = createEmsp(settings, { clock, random, trace, db: this.#databases.emsp });
    if (this.#starts.get('emsp') === 1) {
      const { contracts } = this.#material!;
      const statuses: { readonly [K in ContractKind]?: { status?: 'blocked'; hasCredit?: false } } = {
        blocked: { status: 'blocked' },
        'no-credit': { hasCredit: false },
      };
      await emsp.seedContracts(
        Object.values(contracts)
          .flat()
          .filter(({ kind }) => kind !== 'unknown-to-emsp' && kind !== 'unknown-provider')
          .map(({ eMAID, kind }) => ({ emaid: eMAID, ...statuses[kind] })),
      );
      if (this.#options.pooledContract !== undefined)
        await emsp.seedContracts([{ emaid: this.#options.pooledContract }]);
    }
    this.#http.serve(origins.emsp, serveRoutes(emsp.routes));
  }

  async #beginCsms(life: Life, { clock, random, trace }: CommonPorts): Promise<void> {
    const { pki } = this.#material!;
    const settings = Default(CsmsSettings, {
      partners: [
        {
          name: 'emsp',
          parties: [{ country_code: 'DE', party_id: '8AA' }],
          versionsUrl: `${origins.emsp}/ocpi/versions`,
          token: TOKEN,
          tokenIn: partnerToken,
        },
      ],
      ...(this.#options.pooledContract !== undefined && { pki: { providers: [POOLS] } }),
      ...this.#options.csms,
      ocsp: { allow: ['pki.sim'], ...this.#options.csms?.ocsp },
      trust: { apply: 'apply', remove: true, poll_s: 0, ...this.#options.csms?.trust },
    }) as CsmsSettings;
    const csms = await createCsms(settings, {
      clock,
      random,
      db: this.#databases.csms,
      http: life.http(this.#http.call),
      passwords: plainPasswords,
      trace,
      publish: () => {},
    });
    if (life.isOver) return;
    if (this.#starts.get('csms') === 1) {
      for (const use of ['v2g', 'mo', 'oem'] as const) await csms.addRoot(use, pki.roots[use].der, 'bench');
      for (const { certificate } of pki.authorities)
        if (!certificate.isSelfIssued) await csms.services.certificates.addSubCa(certificate, 'bench');
      this.#password = (await csms.enrol(IDENTITY)).password;
      await csms.services.list.put([knownCard(clock.now())]);
    }
    this.#csms = csms;
  }

  async #beginStation(life: Life, { clock, random, trace }: CommonPorts): Promise<void> {
    const { pki } = this.#material!;
    const settings = Default(StationSettings, {
      identity: IDENTITY,
      password: this.#password,
      csmsUrl: `${origins.csms}/ocpp`,
      evses: [
        { EVSEID: 'DE*OPC*E00001*1' },
        { EVSEID: 'DE*OPC*E00001*2', energyTransferModes: ['DC_extended', 'DC_core'] },
      ],
      isPayloadTraced: this.#options.isPayloadTraced ?? false,
      ...this.#options.station,
    }) as StationSettings;
    const outlets = this.#cables.map(({ outlet }) => life.plug(outlet));
    const { staple } = this.#options;
    const forged = staple && (await forgedStaple(this.#material!, staple));
    let made: Station | undefined;
    const station = await createStation(settings, {
      clock,
      random,
      keys: this.#stationKeys,
      trace,
      database: this.#databases.station,
      dial: this.#dialer(life),
      listen: async (host) => {
        const living = life.host(host);
        const listener = this.#network.listen(forged ? { ...living, staple: () => forged } : living);
        const forget = life.atDeath(() => void listener.close());
        return {
          endpoint: listener.endpoint,
          close: async () => {
            forget();
            await listener.close();
          },
        };
      },
      plugs: outlets,
      dcOutputs: outlets.map((outlet) => simulatedDcOutput(clock, outlet)),
      display: {
        show: (message) => {
          if (!life.isOver && message.kind === 'presentToken') this.#showCard(made!, message);
        },
      },
      factory: {
        roots: (this.#options.stationRoots ?? (['v2g', 'mo', 'csms'] as const)).map((use) => ({
          use,
          certificate: pki.roots[use],
        })),
        seccChains: [{ name: 'secc', keyName: 'secc', chain: pki.secc.chain.map(({ der }) => der) }],
      },
    });
    made = station;
    if (life.isOver) return;
    this.#station = station;
    await station.start();
  }

  /** The driver reads the display and shows a card after a moment. */
  #showCard(station: Station, { evseId }: DriverMessage): void {
    if (this.#card === 'none') return;
    const idToken = this.#card === 'known' ? CARD : 'DEADBEEF';
    this.clock.alarm(this.clock.now() + CARD_MS, () => {
      // A driver whose car has left shows nothing.
      if (this.#station === station && this.#cables[evseId - 1]!.outlet.state() !== 'A')
        void station.presentIdToken(evseId, { idToken, type: 'ISO14443' });
    });
  }

  #dialer(life: Life): DialChannel {
    const random = this.#random.fork(`channel/${this.#starts.get('station')}`);
    return async ({ url, headers, protocols }, receiver) => {
      const csmsLife = this.#lives.get('csms');
      const csms = this.#csms;
      const { pathname } = new URL(url);
      try {
        const link = await openChannel(
          {
            clock: this.clock,
            random,
            options: this.#ocppWire[0]!,
            tap: (text) => this.#wires.ocpp(text),
          },
          async (upgrade) => {
            if (!csms || !csmsLife || csmsLife.isOver)
              throw new ConnectionFailure('connection_refused', `${url}: nobody listens`);
            const acceptance = await csms.accept(upgrade);
            if (!acceptance.accept) return acceptance;
            return {
              ...acceptance,
              open: (channel) => csmsLife.channelReceiver(acceptance.open(csmsLife.channel(channel))),
            };
          },
          { path: pathname, headers, protocols, peer: '192.0.2.1:4000' },
          (channel) => {
            const inner = life.channelReceiver(receiver(life.channel(channel)));
            return {
              text: (text) => inner.text(text),
              closed: (code, reason) => {
                this.#links.delete(link);
                inner.closed(code, reason);
              },
            };
          },
        );
        this.#links.add(link);
        for (const one of [life, csmsLife!]) one.atDeath(() => link.cut());
        return { channel: life.channel(link.channel), protocol: link.protocol };
      } catch (error) {
        if (!(error instanceof UpgradeRefused)) throw error;
        throw new ConnectionFailure('upgrade_refused', error.message, { cause: error.status });
      }
    };
  }
}

type CommonPorts = Pick<Parameters<typeof createEmsp>[1], 'clock' | 'random' | 'trace'>;

/** TypeBox walks the whole schema for defaults: once is enough for all cars. */
const CAR_DEFAULTS = Default(EvSettings, {
  isPayloadTraced: false,
  certificateService: 'never',
  loopPause_ms: 2_000,
}) as EvSettings;

function carSettings({ settings = {} }: CarWish): EvSettings {
  const { stop, retries, battery } = CAR_DEFAULTS;
  return {
    ...CAR_DEFAULTS,
    ...settings,
    stop: { ...stop, ...(settings.stop ?? { rounds: 3 }) },
    retries: { ...retries, ...settings.retries },
    battery: { ...battery, ...settings.battery },
  };
}

/** The last value of this name among a party's milestones. */
function milestone(trace: readonly TraceRecord[], party: Party, name: string): string | undefined {
  const found = trace.findLast(
    (record) => record.type === 'session' && record.party === party && record.data?.[name] !== undefined,
  );
  return found?.type === 'session' ? String(found.data?.[name]) : undefined;
}

function transactionsOf(trace: readonly TraceRecord[]): readonly string[] {
  const found = new Set<string>();
  for (const record of trace)
    if (record.type === 'session' && record.party === 'station' && record.data?.transactionId !== undefined)
      found.add(String(record.data.transactionId));
  return [...found];
}

function knownCard(now: Millis) {
  return {
    key: CARD,
    type: 'ISO14443',
    partner: '',
    country_code: 'DE',
    party_id: 'OPC',
    uid: CARD,
    contract_id: CARD,
    valid: 1,
    whitelist: 'ALWAYS',
    language: null,
    group_id: null,
    valid_until: null,
    ocpi: null,
    updated_at: now,
  };
}

/** Keyed hashes of passwords that a seed made: nothing to guess, nothing random. */
const plainPasswords: PasswordHash = {
  hash: async (password) => hashOf(password),
  isPasswordOf: async (stored, password) => stored === hashOf(password),
};

function hashOf(password: string): string {
  return toHex(createHmac('sha256', 'bench').update(password, 'utf8').digest());
}

const POOLS = { name: 'pki', dialect: 'opcp', baseUrl: origins.ocsp, auth: 'none' } as const;
const DAY_MS: Millis = 86_400_000;
const START: Millis = Date.UTC(2026, 1, 15, 8);
const IDENTITY = 'BENCH-1';
const TOKEN = 'bench-csms-to-emsp';
/** What the eMSP shows to the CSMS when it asks. */
export const partnerToken = 'bench-emsp-to-csms';
const CARD = '04A1B2C3D4E5F6';
/** PCID of a car that no pool has taken in. */
const STRANGER = 'WVWZZZAAZMD999999';
const CARD_MS: Millis = 3_000;
const PAUSE_MS: Millis = 60_000;
/** The station boots, reports, is compared and fetches its staples. */
const BOOT_MS: Millis = 20_000;
const VISIT_MS: Millis = 24 * 60 * 60_000;
const REST_MS: Millis = 2 * 60 * 60_000;
const FIRST_REST_MS: Millis = 2_000;
/** Longest time until a station has found its CSMS again. */
const RECOVERY_MS: Millis = 60 * 60_000;
/** Breakers close, failures of OCSP are forgotten, and a call without answer has had its 30 s: none may be sent beside it. */
const FORGET_MS: Millis = 35_000;
const NEXT_REST_MS: Millis = 30_000;
/** How long a byte travels: PLC, mobile network, data centres. */
const WIRES = {
  v2g: { delay_ms: 2, reads: 'whole' },
  ocpp: { delay_ms: 25 },
  http: { delay_ms: 10 },
} as const satisfies Record<string, LinkOptions>;
