/** A car and a station against each other in virtual time, with a back end, a contactor and a meter behind the station. @module */
import type { Millis } from '@openpnc/core/machine';
import type { StoredKey } from '@openpnc/core/ports';
import { changeScript } from '@openpnc/core/script';
import { SeccConnection, type SeccConnectionOptions, type StreamEffect } from '@openpnc/iso15118/connection';
import type { Finding } from '@openpnc/iso15118/finding';
import { seccEdition } from '@openpnc/iso15118/v2/edition';
import type { EvccEnd } from '@openpnc/iso15118/v2/evcc';
import type { Battery, Car, Charged } from '@openpnc/iso15118/v2/evcc/car';
import { chargingSession } from '@openpnc/iso15118/v2/evcc/chargingSession';
import {
  EvccConnection,
  type EvccConnectionEffect,
  type EvccConnectionInput,
  type WireExchange,
} from '@openpnc/iso15118/v2/evccConnection';
import type { EvccScript, ReceivedContract, Stored } from '@openpnc/iso15118/v2/evccStep';
import {
  type SeccEffect,
  type SeccInput,
  type SeccSettings,
  type SeccStation,
  seccDefaults,
} from '@openpnc/iso15118/v2/session';
import { timing } from '@openpnc/iso15118/v2/timing';
import { VirtualClock } from '@openpnc/sim/clock';
import type { LinkOptions } from '@openpnc/sim/link';
import { Pair } from '@openpnc/sim/pair';
import { SeededRandom } from '@openpnc/sim/random';
import { certificate, chain, checkAt, emaid, key } from '../pki.ts';

/** How the world outside the station behaves, and what is special about both. */
export interface Scenario {
  readonly settings?: Partial<SeccSettings>;
  readonly station?: Partial<SeccStation>;
  readonly car?: Partial<Car>;
  readonly link?: LinkOptions;
  /** After how long the back end answers, and what. */
  readonly backEnd?: { readonly after_ms: Millis; readonly outcome: 'accepted' | 'rejected' } | 'never';
  /** Replaces the performer of an effect; true when it did. */
  readonly perform?: (effect: SeccEffect, feed: (input: SeccInput) => void, world: World) => boolean;
  /** The key that the car signs with in place of `contract`. */
  readonly contractKey?: StoredKey;
  readonly store?: (contract: ReceivedContract) => Promise<Stored>;
  /** Makes the station's machine; the plain one by default. */
  readonly connection?: (
    options: SeccConnectionOptions<SeccInput, SeccEffect>,
  ) => SeccConnection<SeccInput, SeccEffect>;
  readonly contactor_ms?: Millis;
  /** The script that the car runs; the whole session by default. */
  readonly script?: (car: Car) => EvccScript<Charged>;
  readonly startAt?: Millis;
  readonly seed?: string;
}

/** What came of it. */
export interface World {
  readonly clock: VirtualClock;
  readonly pair: Pair<EvccConnectionInput, EvccConnectionEffect<Charged>, SeccInput, SeccEffect>;
  readonly findings: { readonly side: 'ev' | 'station'; readonly finding: Finding; readonly at: Millis }[];
  readonly exchanges: WireExchange[];
  /** Effects of the station but `send`, in order. */
  readonly effects: SeccEffect[];
  readonly plug: string[];
  /** Names of the car's requests as they left. */
  readonly sentByCar: string[];
  end: EvccEnd<Charged> | undefined;
  endedAt: Millis;
}

/** Runs a scenario to its end. */
export async function run(scenario: Scenario = {}): Promise<World> {
  const world = build(scenario);
  world.pair.feed('a', { type: 'start' });
  await world.pair.run();
  return world;
}

/** Builds a scenario; the car has not begun. */
export function build({
  settings,
  station,
  car,
  link = {},
  backEnd = { after_ms: 300, outcome: 'accepted' },
  perform,
  store,
  contractKey,
  connection = (options) => new SeccConnection(options),
  contactor_ms = 80,
  script = chargingSession,
  startAt = checkAt,
  seed = 'world',
}: Scenario): World {
  const clock = new VirtualClock(startAt);
  const random = new SeededRandom(seed);
  const wholeStation: SeccStation = {
    settings: { ...seccDefaults, EVSEID: 'DE*KXL*E0042*7', ...settings },
    trust: {
      anchors: () => [certificate('moRoot'), certificate('v2gRoot')],
      isClockSynchronised: () => true,
      isPrivateEnvironment: false,
    },
    random: random.fork('station'),
    isTls: true,
    ...station,
  };
  const options: SeccConnectionOptions<SeccInput, SeccEffect> = {
    editions: [
      seccEdition(wholeStation, {
        setupEnd: startAt + timing.V2G_SECC_CommunicationSetup_Performance_Time,
      }),
    ],
    setupEnd: startAt + timing.V2G_SECC_CommunicationSetup_Performance_Time,
    sapLimit_ms: timing.V2G_SECC_Msg_Performance_Time.supportedAppProtocolReq,
    isStrict: wholeStation.settings.isStrict,
  };
  const wholeCar = { ...testCar(), ...car };
  const evcc = new EvccConnection(noting(script(wholeCar)), {
    setupEnd: startAt + timing.V2G_EVCC_CommunicationSetup_Timeout,
    ...(wholeCar.resume && { sessionId: wholeCar.resume.sessionId }),
  });
  let reading = 48_000n;
  const world: World = {
    clock,
    findings: [],
    exchanges: [],
    effects: [],
    plug: [],
    sentByCar: [],
    end: undefined,
    endedAt: 0,
    pair: new Pair(
      clock,
      random.fork('link'),
      { machine: evcc, perform: performCar },
      { machine: connection(options), perform: performStation },
      link,
    ),
  };
  return world;

  /** The same script; what it sends is noted. */
  function noting(inner: EvccScript<Charged>): EvccScript<Charged> {
    return changeScript(inner, (step) => {
      if (step.do === 'request') world.sentByCar.push(step.name);
      return step;
    });
  }

  function performCar(effect: EvccConnectionEffect<Charged>, feed: (input: EvccConnectionInput) => void): void {
    switch (effect.do) {
      case 'finding': {
        const { do: _, ...finding } = effect;
        world.findings.push({ side: 'ev', finding, at: clock.now() });
        break;
      }
      case 'exchanged':
        world.exchanges.push(effect.exchange);
        break;
      case 'sign':
        void keyOf(effect.key).then(async (signer) =>
          feed({ type: 'signed', id: effect.id, value: await signer.sign(effect.data) }),
        );
        break;
      case 'store':
        void (store ?? (async () => ({ ok: true }) as const))(effect.contract).then((stored) =>
          feed({ type: 'stored', id: effect.id, stored }),
        );
        break;
      case 'plug':
        world.plug.push(JSON.stringify(effect.change));
        break;
      case 'done':
        world.end = effect.end;
        world.endedAt = clock.now();
        break;
    }
  }

  function performStation(effect: SeccEffect | StreamEffect, feed: (input: SeccInput) => void): void {
    if (effect.do === 'send') return;
    world.effects.push(effect as SeccEffect);
    if (effect.do === 'finding') {
      const { do: _, ...finding } = effect;
      world.findings.push({ side: 'station', finding, at: clock.now() });
      return;
    }
    if (perform?.(effect as SeccEffect, feed, world)) return;
    switch (effect.do) {
      case 'authorize':
        if (backEnd !== 'never')
          clock.alarm(clock.now() + backEnd.after_ms, () =>
            feed({ type: 'authorized', id: effect.id, outcome: backEnd.outcome }),
          );
        break;
      case 'authorizeExternally':
        if (backEnd !== 'never')
          clock.alarm(clock.now() + backEnd.after_ms, () => feed({ type: 'authorizedExternally' }));
        break;
      case 'energy': {
        const state = effect.want === 'start' ? 'on' : 'off';
        clock.alarm(clock.now() + contactor_ms, () => feed({ type: 'energy', state }));
        break;
      }
      case 'meter':
        reading += 10n;
        feed({ type: 'meter', meterInfo: { MeterID: 'MTR-1', MeterReading: reading } });
        break;
      case 'cableCheck':
        clock.alarm(clock.now() + 2_000, () => feed({ type: 'isolation', status: 'Valid' }));
        break;
      case 'target':
        clock.alarm(clock.now() + 5, () =>
          feed({
            type: 'present',
            voltage_V: effect.voltage_V,
            current_A: effect.phase === 'charge' ? effect.current_A : 0,
          }),
        );
        break;
    }
  }

  function keyOf(name: 'contract' | 'provisioning'): Promise<StoredKey> {
    if (name === 'contract' && contractKey) return Promise.resolve(contractKey);
    return key(name === 'contract' ? 'contract' : 'oemProv');
  }
}

/** The codes of one side's findings, in order. */
export function codes(world: World, side: 'ev' | 'station'): readonly string[] {
  return world.findings.filter((found) => found.side === side).map(({ finding }) => finding.code);
}

/** `AuthorizationReq OK` and so on. */
export function dialogue(world: World): readonly string[] {
  return world.exchanges.map(({ message, ResponseCode }) => `${message} ${ResponseCode}`);
}

/** A car with the contract of the vectors; it charges for ten rounds. */
export function testCar(): Car {
  return {
    evccId: Uint8Array.of(2, 0xab, 0x5c, 0x90, 0xd1, 0xee),
    isTls: true,
    isContractWanted: true,
    isExternalPaymentAccepted: false,
    contract: {
      eMAID: emaid,
      chain: chain('contract', 'moSub2', 'moSub1'),
      notAfter: certificate('contract').notAfter,
    },
    isExpiredContractShown: true,
    provisioning: { certificate: certificate('oemProv').der },
    certificateService: 'never',
    roots: [certificate('v2gRoot')],
    energyTransferModes: ['AC_three_phase_core', 'AC_single_phase_core', 'DC_extended'],
    battery: testBattery(),
    departureAt: checkAt + 8 * 3_600_000,
    ongoingPause_ms: 100,
    loopPause_ms: 10_000,
    ongoingTimeout_ms: timing.V2G_EVCC_Ongoing_Timeout,
    wish: (_, { rounds }) => (rounds >= 10 ? 'stop' : 'charge'),
  };
}

/** Takes 11 kW or 100 kW until 60 kWh are in it. */
export function testBattery(): Battery {
  let [taken, power, since] = [0, 0, 0];
  return {
    ac: { maxVoltage_V: 230, maxCurrent_A: 16, minCurrent_A: 6 },
    dc: { maxVoltage_V: 450, maxCurrent_A: 300, maxPower_W: 100_000 },
    wanted_Wh: () => 60_000 - taken,
    soc_percent: () => 20 + (taken / 75_000) * 100,
    voltage_V: () => 380,
    acceptance_W: () => 100_000,
    charge: (now, power_W) => {
      if (since > 0) taken += (power * (now - since)) / 3_600_000;
      [power, since] = [power_W, now];
    },
    taken_Wh: () => taken,
    isFull: () => taken >= 60_000,
  };
}
