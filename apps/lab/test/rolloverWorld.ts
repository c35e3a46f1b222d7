/** What both rollover tests share: two generations of a PKI behind one address, an eMSP, and cars that each trust some of the V2G roots. @module */
import assert from 'node:assert/strict';
import { type HttpHandler, type Route, serveRoutes } from '@openpnc/core/http';
import type { V2gDialer } from '@openpnc/core/network';
import type { Clock, Plug, Random } from '@openpnc/core/ports';
import { noTrace, type TraceRecord } from '@openpnc/core/trace';
import { createEmsp } from '@openpnc/emsp/emsp';
import { EmspSettings } from '@openpnc/emsp/settings';
import { type EmspTables, emspMigrations } from '@openpnc/emsp/store';
import { Ev, type EvOutcome } from '@openpnc/ev/ev';
import { EvSettings } from '@openpnc/ev/settings';
import { carKeys, memoryWallet } from '@openpnc/ev/wallet';
import type { Contract } from '@openpnc/pki/lab';
import { type PkiService, pkiService } from '@openpnc/pki/service';
import { PkiSettings } from '@openpnc/pki/settings';
import { type PkiTables, pkiMigrations } from '@openpnc/pki/tables';
import { SeededKeys } from '@openpnc/sim/keys';
import { migrate } from '@openpnc/store/migrate';
import { openSqlite } from '@openpnc/store/sqlite';
import type { TrustedAuthority } from '@openpnc/tls/trustedCaKeys';
import type { Certificate } from '@openpnc/x509/certificate';
import { Default } from 'typebox/value';

/** Doors that both worlds have, virtual and real. */
export interface Doors {
  readonly clock: Clock;
  readonly random: Random;
  readonly http: HttpHandler;
}

/** A generation of the PKI: hierarchies under a V2G root of its own. */
export async function generation(
  { clock, random, http }: Doors,
  name: string,
  ocspUrl: string,
  outboundAllow: readonly string[] = [],
): Promise<PkiService> {
  const database = openSqlite<PkiTables>(':memory:');
  await migrate(database, 'pki', pkiMigrations);
  const settings = Default(PkiSettings, {
    organization: name,
    ocspUrl,
    ocspValidity_s: 14 * 86_400,
    isOpen: true,
    outboundAllow,
  }) as PkiSettings;
  return pkiService({ clock, random, http, database, keys: new SeededKeys(name) }, settings);
}

/**
 * The service that a CSMS knows under one address: its root pool with webhooks is that of the first generation, its EST
 * that of whichever generation signs now.
 */
export class PkiFront {
  readonly #old: HttpHandler;
  readonly #new: HttpHandler;
  #signing: 'old' | 'new' = 'old';

  constructor(old: readonly Route[], next: readonly Route[]) {
    this.#old = serveRoutes(old);
    this.#new = serveRoutes(next);
  }

  /** From now on certificates come from the new generation. */
  rollOver(): void {
    this.#signing = 'new';
  }

  readonly serve: HttpHandler = (request, context) =>
    (/simpleenroll|cacerts/.test(request.url) && this.#signing === 'new' ? this.#new : this.#old)(request, context);

  /** What an administrator of the pool does. */
  async administer(method: 'PUT' | 'POST' | 'GET' | 'DELETE', url: string, body?: unknown): Promise<unknown> {
    const response = await this.#old(
      {
        method,
        url,
        headers: { 'content-type': 'application/json' },
        ...(body !== undefined && { body: Buffer.from(JSON.stringify(body)) }),
      },
      {},
    );
    const text = Buffer.from(response.body ?? []).toString();
    assert.ok(response.status < 300, `${method} ${url}: ${response.status} ${text}`);
    return text === '' ? undefined : JSON.parse(text);
  }

  /** Announces a root. @returns its id in the pool */
  async announce(root: Certificate): Promise<string> {
    const body = { caCertificate: Buffer.from(root.der).toString('base64'), rootType: 'V2G' };
    return ((await this.administer('PUT', '/v1/root/rootCerts', body)) as { rootCertificateId: string })
      .rootCertificateId;
  }
}

/** An eMSP that all cars have their contract with, as routes. */
export async function emsp(
  { clock, random }: Doors,
  {
    publicUrl,
    token,
    contracts,
  }: { readonly publicUrl: string; readonly token: string; readonly contracts: readonly Contract[] },
): Promise<readonly Route[]> {
  const db = openSqlite<EmspTables>(':memory:');
  await migrate(db, 'emsp', emspMigrations);
  const settings = Default(EmspSettings, {
    publicUrl,
    partners: [{ name: 'csms', token, parties: [{ country_code: 'DE', party_id: 'OPC' }] }],
  }) as EmspSettings;
  const made = createEmsp(settings, { clock, random, trace: noTrace, db });
  await made.seedContracts(
    contracts.map(({ eMAID }) => ({ emaid: eMAID, status: 'active' as const, hasCredit: true })),
  );
  return made.routes;
}

/** A car: the V2G roots that it trusts, and its contract. */
export interface RolloverCar {
  readonly kind: 'old' | 'new' | 'both';
  readonly roots: readonly Certificate[];
  readonly contract: Contract;
}

/** How its ClientHello names its roots. */
export function authoritiesOf({ roots }: RolloverCar): readonly TrustedAuthority[] {
  return roots.map(({ sha1Fingerprint }) => ({ type: 'cert_sha1_hash', hash: sha1Fingerprint }));
}

/** Plugs a car in, lets it authorize by its contract and charge a little. The real car role: it judges the SECC chain by its roots. */
export async function charge(
  car: RolloverCar,
  { clock, dialer, plug }: { readonly clock: Clock; readonly dialer: V2gDialer; readonly plug?: Plug },
): Promise<EvOutcome & { readonly findings: readonly string[] }> {
  const keys = new SeededKeys('car');
  await keys.keep(carKeys.contract, car.contract.key.exportPem());
  const records: TraceRecord[] = [];
  const settings = Default(EvSettings, {
    certificateService: 'never',
    stop: { rounds: 1 },
    loopPause_ms: 100,
    isPayloadTraced: false,
  }) as EvSettings;
  const ev = new Ev(settings, {
    dialer,
    clock,
    keys,
    wallet: memoryWallet({ roots: car.roots, contract: car.contract.chain.map(({ der }) => der) }),
    trace: (record) => records.push(record),
    ...(plug && { plug }),
  });
  const outcome = await ev.charge();
  await clock.sleep(300);
  await ev.unplug();
  await clock.sleep(300);
  const findings = records.flatMap((record) => (record.type === 'finding' ? [`${record.code}: ${record.text}`] : []));
  return { ...outcome, findings };
}
