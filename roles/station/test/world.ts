/** A station in virtual time with a scripted CSMS on one side and cars on the other. @module */
import { type Cable, cable } from '@openpnc/core/cable';
import type { HttpHandler } from '@openpnc/core/http';
import type { Millis } from '@openpnc/core/machine';
import { ConnectionFailure, type V2gDialer } from '@openpnc/core/network';
import type { ChannelTarget, Clock, DialChannel } from '@openpnc/core/ports';
import { Runner } from '@openpnc/core/runner';
import type { FindingRecord, TraceRecord } from '@openpnc/core/trace';
import { decodeSdpResponse, encodeSdpRequest, type SdpResponse } from '@openpnc/iso15118/sdp';
import type { EvccEnd } from '@openpnc/iso15118/v2/evcc';
import type { Car, Charged } from '@openpnc/iso15118/v2/evcc/car';
import { chargingSession } from '@openpnc/iso15118/v2/evcc/chargingSession';
import {
  EvccConnection,
  type EvccConnectionEffect,
  type EvccConnectionInput,
} from '@openpnc/iso15118/v2/evccConnection';
import { timing } from '@openpnc/iso15118/v2/timing';
import { type ChannelLink, openChannel, UpgradeRefused } from '@openpnc/sim/channel';
import { VirtualClock } from '@openpnc/sim/clock';
import { SeededKeys } from '@openpnc/sim/keys';
import { VirtualV2gNetwork } from '@openpnc/sim/network';
import { SeededRandom } from '@openpnc/sim/random';
import { migrate } from '@openpnc/store/migrate';
import { openSqlite } from '@openpnc/store/sqlite';
import type { Kysely } from 'kysely';
import { Default } from 'typebox/value';
import { testCar } from '../../../protocols/iso15118/test/v2/world.ts';
import type { DriverMessage } from '../src/display.ts';
import { simulatedDcOutput } from '../src/evse/dcOutput.ts';
import { StationSettings } from '../src/settings.ts';
import { createStation, type Station } from '../src/station.ts';
import type { Factory } from '../src/stationPorts.ts';
import { type StationTables, stationMigrations } from '../src/store/tables.ts';
import { emaid, type Issued, pki, startAt } from './pki.ts';
import { ScriptedCsms } from './scriptedCsms.ts';

export const password = 'abcdefghijklmnop';

export interface WorldOptions {
  readonly settings?: Partial<StationSettings>;
  readonly variables?: Readonly<Record<string, string>>;
  readonly factory?: Partial<Factory>;
  readonly seed?: string;
  readonly database?: Kysely<StationTables>;
  readonly startAt?: Millis;
  readonly upload?: HttpHandler;
  /** More keys that the station has, by name. */
  readonly keyed?: Readonly<Record<string, Issued>>;
  /** The clock of the car and of the CSMS is right; that of the station is off by so much. */
  readonly stationClockOff_ms?: Millis;
}

/** Everything of one world. */
export interface World extends CarPlace {
  readonly clock: VirtualClock;
  readonly station: Station;
  readonly csms: ScriptedCsms;
  readonly network: VirtualV2gNetwork;
  readonly records: TraceRecord[];
  readonly shown: DriverMessage[];
  /** Sockets to the CSMS, the last one open. */
  readonly links: ChannelLink[];
  /** Where the station dialled to, with what. */
  readonly dialled: ChannelTarget[];
  readonly database: Kysely<StationTables>;
  readonly keys: SeededKeys;
  /** Starts the station and lets it boot. */
  start(): Promise<void>;
}

/** Builds a world; nothing runs yet. */
export async function build(options: WorldOptions = {}): Promise<World> {
  const clock = new VirtualClock(options.startAt ?? startAt);
  const random = new SeededRandom(options.seed ?? 'station');
  const csms = new ScriptedCsms(clock);
  const network = new VirtualV2gNetwork(clock, random, { delay_ms: 1 });
  const keys = new SeededKeys('station-keys');
  await keys.keep('secc', pki.secc.key.exportPem());
  for (const [name, { key }] of Object.entries(options.keyed ?? {})) await keys.keep(name, key.exportPem());
  const database = options.database ?? openSqlite<StationTables>(':memory:');
  await migrate(database, 'station', stationMigrations);
  const settings = Default(StationSettings, {
    password,
    csmsUrl: 'wss://csms.sim/ocpp',
    isOfferedWithoutTls: true,
    ...options.settings,
    variables: byComponent({ 'SampledDataCtrlr.TxUpdatedInterval': '30', ...options.variables }),
  }) as StationSettings;
  const cables = settings.evses.map(() => cable(clock));
  const records: TraceRecord[] = [];
  const shown: DriverMessage[] = [];
  const links: ChannelLink[] = [];
  const dialled: ChannelTarget[] = [];
  const channelRandom = random.fork('channel');
  const dial: DialChannel = async (target, receiver) => {
    const { url, headers, protocols } = target;
    dialled.push(target);
    const { pathname } = new URL(url);
    try {
      const link = await openChannel(
        { clock, random: channelRandom, options: { delay_ms: 5 } },
        csms.accept,
        { path: pathname, headers, protocols, peer: '192.0.2.1:4000' },
        receiver,
      );
      links.push(link);
      return { channel: link.channel, protocol: link.protocol };
    } catch (error) {
      if (!(error instanceof UpgradeRefused)) throw error;
      throw new ConnectionFailure('upgrade_refused', error.message);
    }
  };
  const off_ms = options.stationClockOff_ms ?? 0;
  const station = await createStation(settings, {
    clock:
      off_ms === 0
        ? clock
        : {
            now: () => clock.now() + off_ms,
            sleep: (ms, signal) => clock.sleep(ms, signal),
            alarm: (at, ring) => clock.alarm(at - off_ms, ring),
          },
    random: random.fork('station'),
    keys,
    trace: (record) => records.push(record),
    database,
    dial,
    listen: async (host) => network.listen(host),
    plugs: cables.map(({ outlet }) => outlet),
    dcOutputs: cables.map(({ outlet }) => simulatedDcOutput(clock, outlet)),
    ...(options.upload && { upload: options.upload }),
    display: { show: (message) => shown.push(message) },
    factory: {
      roots: [
        { use: 'v2g', certificate: pki.v2gRoot.certificate },
        { use: 'mo', certificate: pki.moRoot.certificate },
        { use: 'csms', certificate: pki.csmsRoot.certificate },
      ],
      seccChains: [{ name: 'secc', keyName: 'secc', chain: pki.secc.chain }],
      ...options.factory,
    },
  });
  return {
    clock,
    station,
    csms,
    network,
    dialer: () => network.dialer(),
    cables,
    records,
    shown,
    links,
    dialled,
    database,
    keys,
    async start() {
      await station.start();
      await clock.advance(1_000);
    },
  };
}

/** `Component.Variable` as the settings have it. */
function byComponent(values: Readonly<Record<string, string>>): StationSettings['variables'] {
  const made: Record<string, Record<string, string>> = {};
  for (const [name, value] of Object.entries(values)) {
    const [component = '', variable = ''] = name.split(/\.(.*)/s);
    made[component] = { ...made[component], [variable]: value };
  }
  return made;
}

/** Where a car comes to. */
export interface CarPlace {
  readonly clock: Clock;
  readonly dialer: () => V2gDialer;
  readonly cables: readonly Cable[];
}

/** How a car behaves. */
export interface CarOptions {
  readonly contract?: Issued;
  readonly car?: Partial<Car>;
  /** No contract is in the car; it signs with the key of `contract` all the same. */
  readonly isWithoutContract?: boolean;
  readonly evse?: number;
  readonly security?: 'tls' | 'none';
  /** Nothing is wired between car and outlet but the data link. */
  readonly hasNoPlug?: boolean;
  /** The car is already on the plug. */
  readonly isPlugged?: boolean;
  /** Leaves the plug in when it is done. */
  readonly staysPlugged?: boolean;
  readonly onConnected?: () => void;
}

/** What came of a car's visit. */
export interface Visit {
  readonly sdp: SdpResponse | undefined;
  readonly end: EvccEnd<Charged> | undefined;
  /** `AuthorizationReq OK` and so on. */
  readonly dialogue: readonly string[];
  readonly findings: readonly string[];
  readonly failure?: ConnectionFailure;
}

/** A car comes, charges as it wishes and goes. Let time pass with `world.clock.settle`. */
export async function visit(place: CarPlace, options: CarOptions = {}): Promise<Visit> {
  const { clock } = place;
  const { contract = pki.contract, security = 'tls' } = options;
  const plug = options.hasNoPlug ? cable(clock).car : place.cables[(options.evse ?? 1) - 1]!.car;
  const setupEnd = clock.now() + timing.V2G_EVCC_CommunicationSetup_Timeout;
  if (!options.isPlugged) await plug.set({ pilot: 'B' });
  const dialer = place.dialer();
  let sdp: SdpResponse | undefined;
  for (let i = 0; i < 3 && !sdp; i += 1)
    await dialer.discover(encodeSdpRequest(security), timing.V2G_EVCC_SDP_Response_Timeout, ({ payload }) => {
      sdp = decodeSdpResponse(payload);
      return sdp !== undefined;
    });
  const leave = async () => {
    if (options.staysPlugged) return;
    await clock.sleep(500);
    await plug.set({ pilot: 'A' });
    await clock.sleep(500);
  };
  if (!sdp) {
    await leave();
    return { sdp, end: undefined, dialogue: [], findings: [] };
  }
  const isTls = sdp.security === 'tls';
  const { contract: _, ...bareCar } = testCar();
  const evcc = new EvccConnection(
    chargingSession({
      ...bareCar,
      isTls,
      ...(!options.isWithoutContract && {
        contract: { eMAID: emaid, chain: contract.chain, notAfter: contract.certificate.notAfter },
      }),
      roots: [pki.v2gRoot.certificate],
      ...options.car,
    }),
    { setupEnd, ...(options.car?.resume && { sessionId: options.car.resume.sessionId }) },
  );
  const dialogue: string[] = [];
  const findings: string[] = [];
  let feed: (input: EvccConnectionInput) => void = () => {};
  try {
    const stream = await dialer.connect(
      { address: sdp.address, port: sdp.port, deadline: setupEnd, ...(isTls && { tls: { requestOcsp: true } }) },
      {
        bytes: (bytes) => feed({ type: 'bytes', bytes }),
        closed: (reason) => feed({ type: 'closed', reason }),
      },
    );
    const end = await new Promise<EvccEnd<Charged>>((resolve) => {
      const runner = new Runner<EvccConnectionInput, EvccConnectionEffect<Charged>>(evcc, clock, (effect) => {
        switch (effect.do) {
          case 'send':
            stream.send(effect.bytes);
            return;
          case 'close':
            stream.close(effect.how ?? 'end');
            return;
          case 'done':
            resolve(effect.end);
            return;
          case 'exchanged':
            dialogue.push(`${effect.exchange.message} ${effect.exchange.ResponseCode}`);
            return;
          case 'finding':
            findings.push(effect.code);
            return;
          case 'plug':
            void plug.set(effect.change);
            return;
          case 'sign':
            void contract.key.sign(effect.data).then((value) => runner.feed({ type: 'signed', id: effect.id, value }));
        }
      });
      feed = (input) => runner.feed(input);
      runner.feed({ type: 'start' });
      options.onConnected?.();
    });
    stream.close();
    await plug.set({ power_W: 0 });
    await leave();
    return { sdp, end, dialogue, findings };
  } catch (failure) {
    if (!(failure instanceof ConnectionFailure)) throw failure;
    await leave();
    return { sdp, end: undefined, dialogue, findings, failure };
  }
}

/** Codes of the station's findings of one severity. */
export function codes({ records }: World, severity: FindingRecord['severity'] = 'refusal'): readonly string[] {
  return records.flatMap((record) => (record.type === 'finding' && record.severity === severity ? [record.code] : []));
}

/** `Started CablePluggedIn EVConnected 0` for each event that the CSMS got. */
export function events({ csms }: World): readonly string[] {
  return csms
    .of('TransactionEvent')
    .map(({ eventType, triggerReason, seqNo, transactionInfo, offline }) =>
      [
        eventType,
        triggerReason,
        transactionInfo.chargingState,
        seqNo,
        transactionInfo.stoppedReason,
        offline && 'offline',
      ]
        .filter((part) => part !== undefined && part !== false)
        .join(' '),
    );
}
