/** What the worlds of one seed share: the certificates of all parties, and a drawer of contracts, good ones and each kind of bad one. @module */
import { serveRoutes } from '@openpnc/core/http';
import type { Millis } from '@openpnc/core/machine';
import type { Keys } from '@openpnc/core/ports';
import type { PkiPorts } from '@openpnc/pki/authority';
import { type LabPki, labPki } from '@openpnc/pki/lab';
import { ocspRoutes } from '@openpnc/pki/ocspResponder';
import { PkiSettings } from '@openpnc/pki/settings';
import { type PkiTables, pkiMigrations } from '@openpnc/pki/tables';
import { VirtualClock } from '@openpnc/sim/clock';
import { SeededKeys } from '@openpnc/sim/keys';
import { SeededRandom } from '@openpnc/sim/random';
import { migrate } from '@openpnc/store/migrate';
import { openSqlite } from '@openpnc/store/sqlite';
import type { Certificate } from '@openpnc/x509/certificate';
import { certHashes } from '@openpnc/x509/hashData';
import { encodeOcspRequest } from '@openpnc/x509/ocsp';
import type { Kysely } from 'kysely';
import { Default } from 'typebox/value';

/** What a contract is good for. The first two charge, each other one is refused by the party that has to. */
export const contractKinds = [
  'v2g-root',
  'mo-root',
  'revoked',
  'expired',
  'future',
  'blocked',
  'no-credit',
  'unknown-to-emsp',
  'unknown-provider',
] as const;
export type ContractKind = (typeof contractKinds)[number];

/** A contract in a car, with its key in `keys` under the name `contract`. */
export interface BenchContract {
  readonly kind: ContractKind;
  readonly eMAID: string;
  readonly under: 'v2g' | 'mo';
  readonly certificate: Certificate;
  /** DER, leaf first, without the root. */
  readonly chain: readonly Uint8Array[];
  readonly keys: Keys;
  /** PKCS#8 of the contract key. */
  readonly keyPem: string;
}

/** Certificates and contracts. Nothing of it changes in a world but the PKI's database. */
export interface Material {
  readonly seed: string;
  readonly startAt: Millis;
  readonly pki: LabPki;
  readonly pkiSettings: PkiSettings;
  readonly pkiDatabase: Kysely<PkiTables>;
  readonly pkiKeys: Keys;
  readonly contracts: Readonly<Record<ContractKind, readonly BenchContract[]>>;
}

/** Where the servers of a world are found. */
export const origins = { ocsp: 'http://pki.sim', emsp: 'http://emsp.sim', csms: 'wss://csms.sim' } as const;

/** How a drawer is filled. */
export interface MaterialOptions {
  /** Contracts of each good kind. Default 8. */
  readonly good?: number;
  /** Contracts of each bad kind. Default 2. */
  readonly bad?: number;
  readonly pki?: Partial<PkiSettings>;
  readonly startAt?: Millis;
  /** For one world alone: what worlds would share is made when it is asked for. */
  readonly isForOne?: boolean;
  /** Material of the same seed, whose RSA key is taken over: its primes take a second. */
  readonly like?: Material;
}

/** Makes all certificates from a seed: about a second, for the primes of the CSMS's RSA key. */
export async function makeMaterial(
  seed: string,
  { good = 8, bad = 2, pki: changes = {}, startAt = START, isForOne = false, like }: MaterialOptions = {},
): Promise<Material> {
  const clock = new VirtualClock(startAt);
  const pkiKeys = new SeededKeys(`${seed}/pki`);
  if (like) {
    const { name, key } = like.pki.csmsServer.rsa;
    await pkiKeys.keep(name, key.exportPem());
  }
  const pkiDatabase = openSqlite<PkiTables>(':memory:');
  await migrate(pkiDatabase, 'pki', pkiMigrations);
  const pkiSettings = Default(PkiSettings, {
    ocspUrl: `${origins.ocsp}/ocsp`,
    isOpen: true,
    ...changes,
  }) as PkiSettings;
  const ports: PkiPorts = { clock, random: new SeededRandom(`${seed}/pki`), keys: pkiKeys, database: pkiDatabase };
  const pki = await labPki(ports, pkiSettings);

  let serial = 0;
  async function contract(kind: ContractKind): Promise<BenchContract> {
    serial += 1;
    const provider = kind === 'unknown-provider' ? 'DE9ZZ' : 'DE8AA';
    const eMAID = `${provider}C${String(serial).padStart(8, '0')}`;
    const order = { eMAID, under: kind === 'mo-root' || serial % 3 === 0 ? 'mo' : 'v2g' } as const;
    const made = kind === 'v2g-root' ? { ...order, under: 'v2g' as const } : order;
    const issued =
      kind === 'expired'
        ? await pki.issueExpiredContract(made)
        : kind === 'future'
          ? await pki.issueFutureContract(made)
          : await pki.issueContract(made);
    if (kind === 'revoked') await pki.revoke(issued.certificate, 'keyCompromise');
    const keys = new SeededKeys(`${seed}/car/${eMAID}`);
    const keyPem = issued.key.exportPem();
    await keys.keep('contract', keyPem);
    await keys.keep('provisioning', pki.provisioning.key.exportPem());
    const { certificate, chain } = issued;
    return {
      kind,
      eMAID: issued.eMAID,
      under: made.under,
      certificate,
      chain: chain.map(({ der }) => der),
      keys,
      keyPem,
    };
  }

  const contracts = {} as Record<ContractKind, BenchContract[]>;
  for (const kind of contractKinds) {
    contracts[kind] = [];
    const count = kind === 'v2g-root' || kind === 'mo-root' ? good : bad;
    for (let i = 0; i < count; i += 1) contracts[kind].push(await contract(kind));
  }
  if (!isForOne) await warmUp(ports, pkiSettings, pki);
  return { seed, startAt, pki, pkiSettings, pkiDatabase, pkiKeys, contracts };
}

/** The delegates that sign OCSP answers are made now: worlds share them, whichever of them asks first. */
async function warmUp(
  ports: PkiPorts,
  settings: PkiSettings,
  { authorities, secc, contract, contractMo, provisioning, cps }: LabPki,
): Promise<void> {
  const ask = serveRoutes(ocspRoutes({ ports, settings, authorities }));
  const issued = [...authorities, secc, contract, contractMo, provisioning, cps].map(({ certificate }) => certificate);
  for (const { certificate: ca } of authorities) {
    const child = issued.find((one) => one !== ca && one.issuer.equals(ca.subject));
    if (!child) continue;
    const body = encodeOcspRequest(certHashes(child, ca, 'SHA256'));
    await ask({ method: 'POST', url: new URL(settings.ocspUrl).pathname, headers: {}, body }, {});
  }
}

const START: Millis = Date.UTC(2026, 1, 15, 8);
