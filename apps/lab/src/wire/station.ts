/** The station on real sockets: SDP and TLS towards cars, wss towards the CSMS, everything kept in its folder. @module */
import { join } from 'node:path';
import { OperatorError } from '@openpnc/core/errors';
import type { V2gHost } from '@openpnc/core/network';
import type { Trace, TraceRecord } from '@openpnc/core/trace';
import { realClock } from '@openpnc/node/clock';
import { chooseLink, endpointText } from '@openpnc/node/interfaces';
import { fileKeys } from '@openpnc/node/keys';
import { systemRandom } from '@openpnc/node/random';
import { recordedListener } from '@openpnc/node/recordedDoors';
import { listenV2g } from '@openpnc/node/v2gListener';
import { dialChannel } from '@openpnc/node/webSocket';
import type { DriverMessage } from '@openpnc/station/display';
import { StationSettings } from '@openpnc/station/settings';
import { createStation } from '@openpnc/station/station';
import { type StationTables, stationMigrations } from '@openpnc/station/store';
import { migrate } from '@openpnc/store/migrate';
import { openSqlite } from '@openpnc/store/sqlite';
import Type, { type Static } from 'typebox';
import { requireFolder } from '../folder.ts';
import { readCertificates, readTrust } from '../material.ts';
import { CaptureSetting, openEvidence } from './evidence.ts';
import { openRig, PlugSetting } from './rig.ts';
import { closeAll, type Running } from './running.ts';

/** The section `station` of a configuration. */
export const StationSection = Type.Object(
  {
    ...StationSettings.properties,
    folder: Type.String({
      default: 'station',
      description:
        'Folder of the database; roots/v2g, roots/mo, roots/csms (*.pem), secc.pem (leaf first, no root) and keys/',
    }),
    interface: Type.Optional(
      Type.String({ description: 'Network interface towards cars; default: the first with an fe80 address' }),
    ),
    sdpPort: Type.Integer({ default: 15_118, minimum: 1, maximum: 65_535 }),
    plug: PlugSetting,
    capture: CaptureSetting,
    clientCertificate: Type.Union([Type.Literal('none'), Type.Literal('request'), Type.Literal('require')], {
      default: 'none',
      description:
        'Bench and pre-standard cars: ask for a contract chain in TLS; it is judged like that of PaymentDetailsReq and must be of the same eMAID',
    }),
    driverCard: Type.Optional(
      Type.Object(
        {
          idToken: Type.String({ minLength: 1, maxLength: 36 }),
          type: Type.Union([Type.Literal('ISO14443'), Type.Literal('ISO15693')], { default: 'ISO14443' }),
        },
        {
          additionalProperties: false,
          description: 'Bench: the card that a simulated driver shows whenever the display asks for one',
        },
      ),
    ),
    handshake_ms: Type.Integer({ default: 10_000, minimum: 100, description: 'Time for a TLS handshake of a car, ms' }),
    maxConnections: Type.Integer({ default: 64, minimum: 1, description: 'Connections of cars at once' }),
    onlineWait_ms: Type.Integer({
      default: 5_000,
      minimum: 0,
      description: 'How long the start waits for the CSMS before it goes on without, ms',
    }),
  },
  { additionalProperties: false },
);
export type StationSection = Static<typeof StationSection>;

/** Serves cars and connects to the CSMS. @throws OperatorError for a wrong interface, a port in use, a missing folder or certificate */
export async function startStation(
  section: StationSection,
  trace: Trace,
  /** Stands between the station and a car: for a bench. */
  through: (host: V2gHost) => V2gHost = (host) => host,
): Promise<Running> {
  const { folder, interface: name, sdpPort, plug, capture, clientCertificate, driverCard, ...rest } = section;
  const { handshake_ms, maxConnections, onlineWait_ms, ...settings } = rest;
  if (plug !== undefined) checkOutlet(settings);
  requireFolder(folder, 'station');
  const link = chooseLink(name);
  const closers: (() => Promise<unknown>)[] = [];
  try {
    const rig = plug === undefined ? undefined : await openRig(plug, 'outlet', trace);
    if (rig) closers.push(() => rig.close());
    const evidence = capture === undefined ? undefined : openEvidence(capture);
    if (evidence) closers.push(async () => evidence.close());
    const database = openSqlite<StationTables>(join(folder, 'station.sqlite'));
    closers.push(() => database.destroy());
    await migrate(database, 'station', stationMigrations);
    const station = await createStation(settings, {
      clock: realClock,
      random: systemRandom,
      keys: fileKeys(join(folder, 'keys'), process.env.OPENPNC_PASSPHRASE),
      trace,
      database,
      dial: dialChannel,
      ...(rig && { plugs: [rig] }),
      display: {
        show(message) {
          trace(displayed(message));
          if (message.kind === 'presentToken' && driverCard) void station.presentIdToken(message.evseId, driverCard);
        },
      },
      listen(host) {
        const listen = (door: V2gHost) =>
          listenV2g(
            {
              link,
              tls: true,
              tcp: settings.isOfferedWithoutTls,
              handshake_ms,
              maxConnections,
              sdpPort,
              clientCertificate,
              ...(evidence && { keyLog: evidence.keyLog }),
            },
            door,
          );
        const behind = through(host);
        return evidence
          ? recordedListener(listen, behind, { recorder: evidence.recorder, link, sdpPort })
          : listen(behind);
      },
      factory: {
        roots: readTrust(folder).list(),
        seccChains: [
          { name: 'secc', keyName: 'secc', chain: readCertificates(folder, 'secc.pem').map(({ der }) => der) },
        ],
      },
    });
    closers.push(() => station.stop());
    await station.start();
    const until = realClock.now() + onlineWait_ms;
    while (!station.isOnline && realClock.now() < until) await realClock.sleep(10);
    const endpoints = station
      .endpoints()
      .flatMap(({ address, tlsPort, tcpPort }) => [
        ...(tlsPort === undefined ? [] : [`V2G TLS ${endpointText(address, tlsPort)}`]),
        ...(tcpPort === undefined ? [] : [`V2G TCP ${endpointText(address, tcpPort)}`]),
      ]);
    return {
      addresses: [
        `SDP ${link.kind === 'multicast' ? `ff02::1%${link.interface}` : '::1'} port ${sdpPort}`,
        ...endpoints,
        `CSMS ${settings.csmsUrl}/${settings.identity}${station.isOnline ? '' : ' (not reached yet)'}`,
      ],
      ...(rig && { broken: rig.broken }),
      close: () => closeAll(closers),
    };
  } catch (error) {
    await closeAll(closers);
    throw error;
  }
}

/** What the driver reads, in the trace. */
function displayed({ evseId, kind, code, text, language, isExternalPaymentOffered }: DriverMessage): TraceRecord {
  const data = { evseId, kind, ...(code !== undefined && { code }), language, isExternalPaymentOffered };
  const head = { type: 'finding', at: realClock.now(), party: 'station', severity: 'info' } as const;
  return { ...head, code: 'display', text: `display: ${text === '' ? kind : text}`, data };
}

/** @throws OperatorError `station_settings`: a rig is one outlet, and its pilot is the rig's. */
function checkOutlet({ evses }: Pick<StationSettings, 'evses'>): void {
  if (evses.length === 1 && evses[0]!.pilot === 'wired') return;
  const came = `${evses.length} with pilot ${evses.map(({ pilot }) => pilot).join(', ')}`;
  throw new OperatorError('station_settings', `station.plug: expected one EVSE with pilot wired, came ${came}`);
}
