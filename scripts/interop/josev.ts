/** Josev, the Python package `iso15118`: EVCC for our station and SECC for our car. Its EXI codec needs Java. @module */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openMaterial } from '@openpnc/lab/material';
import { scenarios, type World } from '@openpnc/lab/scenarios';
import { type Bench, type Host, pythonWith, tail } from './bench.ts';
import type { Case, Peer } from './peer.ts';

const VERSION = '0.31.0';
/** A session takes five seconds; a machine that is busy with other things gets time. */
const SESSION_MS = 90_000;
let python = '';

export const josev: Peer = {
  name: `Josev (iso15118 ${VERSION})`,
  programs: ['python3', 'java'],
  isOverCable: true,
  install(bench) {
    // aiofile: they import it without asking for it.
    python = pythonWith(bench, 'josev', `iso15118==${VERSION}`, 'aiofile');
  },
  cases: [
    car('AC PnC over TLS, contract under the MO root', { contract: 'mo-root' }, { isTls: true }),
    car('AC PnC over TLS, contract under the V2G root', {}, { isTls: true }),
    car('AC EIM without TLS', worldOf('accepted-eim'), { isTls: false }),
    car(
      'AC PnC over TLS, its contract installed first',
      { certificateService: 'ifNeeded' },
      { isTls: true, isInstalling: true },
    ),
    car('DC PnC over TLS', { energy: 'DC' }, { isTls: true, isDc: true }),
    station('AC PnC over TLS', 'contract', { isTls: true }),
    station('AC EIM over TLS', 'external', { isTls: true }),
    station('AC EIM without TLS', 'external', { isTls: false }),
  ],
};

/** Josev as EVCC: it judges whether the session went through, our trace how far it came with us. */
function car(
  what: string,
  world: World,
  {
    isTls,
    isDc = false,
    isInstalling = false,
  }: { readonly isTls: boolean; readonly isDc?: boolean; readonly isInstalling?: boolean },
): Case {
  return {
    name: `its car at our station: ${what}`,
    async run(bench) {
      // In DC their car leaves receipts out [V2G2-903].
      const lab = await layBoth(bench, `josev-car-${cases++}`, world, isDc ? { station: { receipts_s: 0 } } : {});
      await bench.start(lab, 'pki', 'emsp', 'csms', 'station');
      const config = join(lab, 'evcc.json');
      const settings = {
        supportedProtocols: ['ISO_15118_2'],
        supportedEnergyServices: [isDc ? 'DC' : 'AC'],
        energyTransferMode: isDc ? 'DC_extended' : 'AC_three_phase_core',
        isCertInstallNeeded: isInstalling,
        useTls: isTls,
        enforceTls: isTls,
        chargeLoopCycle: 4,
        chargeLoopDelay: 1,
      };
      writeFileSync(config, JSON.stringify(settings));
      const evcc = bench.spawn('car', [python, '-m', 'iso15118.evcc.main', config], environment(bench, 'car', lab));
      await evcc.until(/SessionStopRes received|Shutting down high-level communication/, SESSION_MS);
      const log = evcc.said();
      const isCharged = bench.records.some((record) => record.type === 'session' && record.event === 'charging');
      const isInstalled = bench.records.some(
        (record) => record.type === 'message' && record.message === 'CertificateInstallationReq',
      );
      if (isInstalling && !isInstalled) throw new Error('its car asked for no contract');
      if (/SessionStopRes received/.test(log) && isCharged) return 'charged and stopped';
      throw new Error(`the session broke; we have against it: ${bench.refusals()}; its log:\n    ${tail(log)}`);
    },
  };
}

/** Josev as SECC: our car judges. */
function station(what: string, payment: 'contract' | 'external', { isTls }: { readonly isTls: boolean }): Case {
  return {
    name: `our car at its station: ${what}`,
    async run(bench) {
      const car = {
        payment,
        security: isTls ? 'tls' : 'none',
        stop: { rounds: 4, how: 'stop' },
        // Their first messages are slow, until Java has warmed up: on a busy machine longer than the 2 s of the standard.
        retries: { times: 3, pause_ms: 6_000 },
      };
      const lab = await layBoth(bench, `josev-station-${cases++}`, { contract: 'mo-root' }, { ev: car });
      const secc = bench.spawn('station', [python, '-m', 'iso15118.secc.main'], {
        ...environment(bench, 'station', lab),
        SECC_ENFORCE_TLS: isTls ? 'True' : 'False',
      });
      await secc.until(/UDP server started/i, SESSION_MS);
      const [ours] = await bench.start(lab, 'ev');
      const { outcome } = await ours!.outcome!;
      if (outcome === 'charged') return 'charged and stopped';
      throw new Error(`${outcome}; we have against it: ${bench.refusals()}; its log:\n    ${tail(secc.said())}`);
    },
  };
}

let cases = 0;

function worldOf(id: string): World {
  return scenarios.find((scenario) => scenario.id === id)!.world;
}

/** Folders of our parties, and the same certificates in the shape that Josev reads. */
async function layBoth(
  bench: Bench,
  name: string,
  world: World,
  settings: Parameters<Bench['lay']>[2] = {},
): Promise<string> {
  const lab = await bench.lay(name, world, settings);
  const place = join(lab, 'josev/iso15118_2');
  for (const part of ['certs', 'private_keys']) mkdirSync(join(place, part), { recursive: true });
  const files = theirFiles(await openMaterial(lab));
  for (const [file, bytes] of Object.entries(files)) writeFileSync(join(place, file), bytes);
  return lab;
}

/** The names that Josev wants for what our folders hold. Keys are not encrypted: their password files are empty. */
function theirFiles(material: Awaited<ReturnType<typeof openMaterial>>): Record<string, Uint8Array | string> {
  const { secc, contract, provisioning, roots } = material;
  const chain = (prefix: string, { certificates }: { certificates: readonly Uint8Array[] }, leaf: string) => ({
    [`certs/${leaf}Cert.der`]: certificates[0]!,
    ...(certificates[1] && { [`certs/${prefix}SubCA2Cert.der`]: certificates[1] }),
    ...(certificates[2] && { [`certs/${prefix}SubCA1Cert.der`]: certificates[2] }),
  });
  return {
    ...chain('cpo', secc, 'seccLeaf'),
    ...chain('mo', contract, 'contractLeaf'),
    ...chain('oem', provisioning, 'oemLeaf'),
    'certs/cpoCertChain.pem': material.pem(secc.certificates),
    'certs/v2gRootCACert.pem': material.pem([roots.v2g]),
    'certs/v2gRootCACert.der': roots.v2g,
    'certs/moRootCACert.der': roots.mo,
    'private_keys/seccLeaf.key': secc.keyPem,
    'private_keys/contractLeaf.key': contract.keyPem,
    'private_keys/oemLeaf.key': provisioning.keyPem,
    'private_keys/seccLeafPassword.txt': '',
    'private_keys/contractLeafPassword.txt': '',
    'private_keys/oemLeafPassword.txt': '',
  };
}

function environment(bench: Bench, host: Host, lab: string): Record<string, string> {
  return {
    NETWORK_INTERFACE: bench.link(host),
    PKI_PATH: `${join(lab, 'josev')}/`,
    PROTOCOLS: 'ISO_15118_2',
    MESSAGE_LOG_JSON: 'False',
    LOG_LEVEL: 'INFO',
  };
}
