/** The car on real sockets: SDP and TLS on one interface, contract and keys in its folder. @module */
import { existsSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import type { V2gDialer } from '@openpnc/core/network';
import type { Keys } from '@openpnc/core/ports';
import type { Trace } from '@openpnc/core/trace';
import { type ChargeOptions, Ev, type EvOutcome } from '@openpnc/ev/ev';
import { EvSettings } from '@openpnc/ev/settings';
import type { Wallet } from '@openpnc/ev/wallet';
import { realClock } from '@openpnc/node/clock';
import { chooseLink } from '@openpnc/node/interfaces';
import { fileKeys } from '@openpnc/node/keys';
import { recordedDialer } from '@openpnc/node/recordedDoors';
import { v2gDialer } from '@openpnc/node/v2gDialer';
import { derToPem } from '@openpnc/x509/certificate';
import Type, { type Static } from 'typebox';
import { requireFolder, writeRoleFile } from '../folder.ts';
import { readCertificates, readIdentity, readTrust } from '../material.ts';
import { CaptureSetting, openEvidence } from './evidence.ts';
import { openRig, PlugSetting } from './rig.ts';
import type { Running } from './running.ts';

/** The section `ev` of a configuration. */
export const EvSection = Type.Object(
  {
    ...EvSettings.properties,
    folder: Type.String({
      default: 'ev',
      description: 'Folder of roots/v2g/*.pem, contract.pem, provisioning.pem and keys/',
    }),
    interface: Type.Optional(
      Type.String({ description: 'Network interface towards the station; default: the first with an fe80 address' }),
    ),
    multicastHops: Type.Integer({
      default: 1,
      minimum: 0,
      maximum: 255,
      description: 'Hop limit of SDP requests; 0 keeps them on this host',
    }),
    sdpPort: Type.Integer({ default: 15_118, minimum: 1, maximum: 65_535 }),
    plug: PlugSetting,
    capture: CaptureSetting,
    tlsClientCertificate: Type.Optional(
      Type.String({
        minLength: 1,
        description: 'Bench: name of the chain (NAME.pem and its key) to show when the station asks for one in TLS',
      }),
    ),
  },
  { additionalProperties: false },
);
export type EvSection = Static<typeof EvSection>;

/** A car that is plugged in. */
interface RunningEv extends Running {
  readonly outcome: Promise<EvOutcome>;
}

/** What a bench changes of a car. */
export interface CarChanges {
  /** The car's script otherwise than `chargingSession`. */
  readonly charge?: ChargeOptions;
  /** Other keys than those of its folder. */
  readonly keys?: Keys;
  /** Stands between the car and its sockets. */
  readonly through?: (dialer: V2gDialer) => V2gDialer;
}

/** Plugs the car in and charges once. @throws OperatorError for a wrong interface, a missing folder or certificate */
export async function startEv(section: EvSection, trace: Trace, changes: CarChanges = {}): Promise<RunningEv> {
  const { folder, interface: name, multicastHops, sdpPort, plug, capture, tlsClientCertificate, ...settings } = section;
  requireFolder(folder, 'ev');
  const link = chooseLink(name);
  const tlsIdentity = tlsClientCertificate === undefined ? undefined : await readIdentity(folder, tlsClientCertificate);
  const rig = plug === undefined ? undefined : await openRig(plug, 'car', trace);
  const evidence = capture === undefined ? undefined : openEvidence(capture);
  const dialer = v2gDialer({ link, multicastHops, sdpPort, ...(evidence && { keyLog: evidence.keyLog }) });
  const recorded = evidence ? recordedDialer(dialer, { recorder: evidence.recorder, link, sdpPort }) : dialer;
  const ev = new Ev(settings, {
    dialer: changes.through?.(recorded) ?? recorded,
    clock: realClock,
    keys: changes.keys ?? fileKeys(join(folder, 'keys'), process.env.OPENPNC_PASSPHRASE),
    wallet: folderWallet(folder),
    trace,
    ...(rig && { plug: rig }),
    ...(tlsIdentity && { tlsIdentity }),
  });
  return {
    outcome: ev.charge(changes.charge),
    addresses: [`V2G on ${link.interface}`],
    ...(rig && { broken: rig.broken }),
    async close() {
      ev.stop();
      await rig?.close();
      evidence?.close();
    },
  };
}

/** The certificates of a car as files. A new contract takes the place of the old one in one step. */
function folderWallet(folder: string): Wallet {
  const roots = readTrust(folder).certificates('v2g');
  const chainOf = (name: string): readonly Uint8Array[] | undefined =>
    existsSync(join(folder, name)) ? readCertificates(folder, name).map(({ der }) => der) : undefined;
  let contract = chainOf('contract.pem');
  const provisioning = chainOf('provisioning.pem')?.[0];
  return {
    roots: () => roots,
    contract: () => contract,
    provisioning: () => provisioning,
    async keepContract(chain) {
      writeRoleFile(folder, 'contract.pem.new', derToPem(...chain));
      renameSync(join(folder, 'contract.pem.new'), join(folder, 'contract.pem'));
      contract = chain;
    },
  };
}
