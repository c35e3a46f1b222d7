/** A lab whose PKI can be changed for another between two cars: all of them below the same roots, each broken elsewhere. @module */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type HttpHandler, serveRoutes } from '@openpnc/core/http';
import type { TraceRecord } from '@openpnc/core/trace';
import { type Diagnosis, diagnose } from '@openpnc/diagnosis/diagnose';
import { Ev, type EvOutcome } from '@openpnc/ev/ev';
import { memoryWallet } from '@openpnc/ev/wallet';
import { realClock } from '@openpnc/node/clock';
import { serveHttp } from '@openpnc/node/http';
import { chooseLink } from '@openpnc/node/interfaces';
import { fileKeys, memoryKeys } from '@openpnc/node/keys';
import { systemRandom } from '@openpnc/node/random';
import { v2gDialer } from '@openpnc/node/v2gDialer';
import type { PkiPorts } from '@openpnc/pki/authority';
import { putFormerCar, putFormerContract } from '@openpnc/pki/formerPools';
import type { Contract } from '@openpnc/pki/lab';
import { type PkiService, pkiService } from '@openpnc/pki/service';
import { type PkiTables, pkiMigrations } from '@openpnc/pki/tables';
import { migrate } from '@openpnc/store/migrate';
import { openSqlite } from '@openpnc/store/sqlite';
import { freePort } from '../src/folder.ts';
import { prepareLab } from '../src/lab.ts';
import { writeMaterial } from '../src/material.ts';
import { inProcess } from '../src/parties.ts';
import { enrol } from '../src/wire/csms.ts';
import { closeAll } from '../src/wire/running.ts';
import type { Configuration } from '../src/wire/sections.ts';

const ISO2 = 'urn:iso:15118:2:2013:MsgDef';
const DAY = 86_400_000;
/** What all PKIs of one lab have in common, by the names of their keys and certificates. */
const SHARED = ['v2g-root', 'mo-root', 'oem-root', 'csms-root', 'csms-server-ec', 'csms-server-rsa', 'token-server'];

/** A PKI that is served now. */
export interface ServedPki extends PkiService {
  readonly ports: PkiPorts;
  readonly pcid: string;
}

/** What a car asks for. */
export interface CarWish {
  readonly contract?: Contract;
  readonly withoutProvisioning?: true;
  readonly certificateService: 'never' | 'ifNeeded' | 'always';
  /** Another port of SDP than that of the lab's station. */
  readonly sdpPort?: number;
}

/** What came of it. */
export interface CarRun {
  readonly outcome: EvOutcome;
  readonly records: readonly TraceRecord[];
  readonly diagnosis: Diagnosis | null;
}

/** Everything of a lab but the car; its PKI is {@link PkiWorld.become}. */
export interface PkiWorld {
  readonly sections: Configuration;
  /** Serves a PKI of this profile from now on, with the same roots as all others of this world. */
  become(profile: string, changes?: Partial<Configuration['pki']>): Promise<ServedPki>;
  plugIn(pki: ServedPki, wish: CarWish): Promise<CarRun>;
  /** One more station, with the certificate that this PKI gives to stations. @returns its port of SDP, and its end */
  station(pki: ServedPki): Promise<{ readonly sdpPort: number; close(): Promise<void> }>;
  close(): Promise<void>;
}

/**
 * Starts eMSP, CSMS and station.
 * @param before stands before the PKI and sees each call
 */
export async function pkiWorld(
  changes: (sections: Configuration) => Configuration = (same) => same,
  before: (next: HttpHandler) => HttpHandler = (same) => same,
): Promise<PkiWorld> {
  const folder = mkdtempSync(join(tmpdir(), 'openpnc-pki-'));
  const link = chooseLink();
  const closers: (() => Promise<unknown>)[] = [async () => rmSync(folder, { recursive: true, force: true })];
  const { sections: made } = await prepareLab(
    folder,
    { contractCertificate: 'none' },
    link.interface,
    await freePort(),
  );
  const eMAIDs = [made.pki.eMAID, made.pki.eMAIDMo];
  const sections = changes({
    ...made,
    emsp: { ...made.emsp, contracts: eMAIDs.map((emaid) => ({ emaid, status: 'active', hasCredit: true })) },
  });
  const password = await enrol(sections.csms, SECOND);
  let records: TraceRecord[] = [];
  const trace = (record: TraceRecord) => void records.push(record);

  const baseKeys = fileKeys(join(folder, 'pki', 'keys'));
  const base = openSqlite<PkiTables>(join(folder, 'pki', 'pki.sqlite'));
  const shared = await base.selectFrom('pki_issued').selectAll().where('name', 'in', SHARED).execute();
  await base.destroy();
  let current: HttpHandler = async () => ({ status: 503, headers: {} });
  const {
    listen,
    folder: _,
    profileFile: _file,
    dangerPlainKeys: _plain,
    deliver_s: _d,
    sweep_s: _s,
    ...settings
  } = sections.pki;
  const serving = await serveHttp(
    listen,
    before((request, context) => current(request, context)),
  );
  closers.push(() => serving.close());

  const become: PkiWorld['become'] = async (profile, more = {}) => {
    const database = openSqlite<PkiTables>(':memory:');
    closers.push(() => database.destroy());
    await migrate(database, 'pki', pkiMigrations);
    await database.insertInto('pki_issued').values(shared).execute();
    const keys = memoryKeys();
    for (const name of SHARED) {
      const key = await baseKeys.find(name);
      if (key) await keys.keep(name, key.exportPem());
    }
    const ports: PkiPorts = { clock: realClock, random: systemRandom, keys, database };
    const service = await pkiService(ports, { ...settings, ...more, profile }, { trace });
    current = serveRoutes(service.routes);
    return { ...service, ports, pcid: settings.pcid };
  };
  await become('lab');
  for (const party of ['emsp', 'csms', 'station'] as const) {
    const running = await inProcess(party, sections, folder, trace);
    closers.push(() => running.close());
  }
  await quiet();

  return {
    sections,
    become,
    async plugIn({ pki }: ServedPki, wish: CarWish): Promise<CarRun> {
      const { contract, withoutProvisioning, certificateService, sdpPort = sections.ev.sdpPort } = wish;
      records = [];
      const keys = memoryKeys();
      await keys.keep('provisioning', pki.provisioning.key.exportPem());
      if (contract) await keys.keep('contract', contract.key.exportPem());
      const wallet = memoryWallet({
        roots: [pki.roots.v2g],
        ...(!withoutProvisioning && { provisioning: pki.provisioning.certificate.der }),
        ...(contract && { contract: contract.chain.map(({ der }) => der) }),
      });
      const { folder: _, interface: _name, multicastHops, sdpPort: _port, plug: _plug, ...rest } = sections.ev;
      const { tlsClientCertificate: _tls, ...ev } = rest;
      const outcome = await new Ev(
        { ...ev, certificateService, loopPause_ms: 0, stop: { ...ev.stop, rounds: 1 } },
        { dialer: v2gDialer({ link, multicastHops, sdpPort }), clock: realClock, keys, wallet, trace },
      ).charge();
      await quiet();
      return { outcome, records, diagnosis: diagnose(records) };
    },
    async station(pki: ServedPki) {
      const place = mkdtempSync(join(folder, 'station-'));
      await writeMaterial(place, pki.pki, undefined, {});
      const sdpPort = await freePort();
      const station = { ...sections.station, identity: SECOND, password, folder: join(place, 'station'), sdpPort };
      records = [];
      const running = await inProcess('station', { ...sections, station }, place, trace);
      // It fetches the OCSP response that it staples.
      await quiet();
      return { sdpPort, close: () => running.close() };
    },
    close: () => closeAll(closers),
  };

  /** Waits until nobody has more to tell. */
  async function quiet(): Promise<void> {
    let last = -1;
    while (records.length !== last) {
      last = records.length;
      await realClock.sleep(QUIET_MS);
    }
  }
}

const QUIET_MS = 100;
/** Identity of the station whose certificate is broken. */
const SECOND = 'OPENPNC-2';

/** Puts the car of a PKI into its pool, whatever its certificate is worth: it was taken in when all was well. */
export async function takeIn({ pki, ports }: ServedPki): Promise<void> {
  await putFormerCar(ports, pki);
}

/** Makes a contract for the car as an MO orders it. @returns the reason when the service refuses */
export async function order({ backend, pcid }: ServedPki, eMAID: string): Promise<string | undefined> {
  const [from, until] = [realClock.now() - DAY, realClock.now() + 300 * DAY];
  const made = await backend.cps.generate({ eMAID, pcid, from, until, namespace: ISO2 });
  return made.ok ? undefined : made.text;
}

/** Makes a contract for a car whose provisioning certificate the pool would not take any more. */
export async function orderBefore({ pki, ports }: ServedPki, eMAID: string): Promise<void> {
  await putFormerContract(ports, pki, { eMAID, under: 'v2g' });
}
