/** New certificates for the station's own keys: requests, repeats, and the answer's checks. OCPP 2.0.1 A02, A03, A00. @module */
import { toHex } from '@openpnc/core/bytes';
import { ProtocolError } from '@openpnc/core/errors';
import type { Millis } from '@openpnc/core/machine';
import type { Clock, Keys, Random } from '@openpnc/core/ports';
import { CallFailure } from '@openpnc/ocpp/errors';
import type { CertificateSignedRequest, CertificateSigningUseEnumType } from '@openpnc/ocpp/v201';
import { type Certificate, parseCertificate, pemToDer } from '@openpnc/x509/certificate';
import { createCsr, csrToPem, type NameParts } from '@openpnc/x509/issue';
import { validatePath } from '@openpnc/x509/path';
import type { Kysely } from 'kysely';
import type { DeviceModel } from '../deviceModel/deviceModel.ts';
import type { SecurityEvents } from '../securityEvents.ts';
import { type Caller, call, perform, type StationScript, sleep } from '../stationScript.ts';
import type { StationTime } from '../stationTime.ts';
import type { StationTables } from '../store/tables.ts';
import type { SeccIdentities } from './seccIdentities.ts';
import type { StationTrust } from './stationTrust.ts';

/** What a certificate is for: one SECC (by the first of its EVSEs), the connection to the CSMS, or both. */
export type SigningUse =
  | { readonly type: 'V2GCertificate'; readonly evseId: number }
  | { readonly type: 'ChargingStationCertificate' }
  | { readonly type: 'combined'; readonly evseId: number };

/** Why a request for a certificate cannot be made. */
type SigningProblem = 'NotEnabled' | 'MissingDevModelInfo';

/** What came of a CertificateSigned. */
interface SignedOutcome {
  readonly status: 'Accepted' | 'Rejected';
  readonly reasonCode?: string;
  readonly text?: string;
  /** The station certificate is new: the connection is made anew with it. */
  readonly isStationCertificate?: boolean;
}

interface Pending {
  readonly use: SigningUse;
  readonly keyName: string;
  readonly publicKey: Uint8Array;
  readonly stop: AbortController;
}

interface SigningOptions {
  readonly clock: Clock;
  readonly time: StationTime;
  readonly random: Random;
  readonly keys: Keys;
  readonly model: DeviceModel;
  readonly trust: StationTrust;
  readonly identities: SeccIdentities;
  readonly db: Kysely<StationTables>;
  /** Also while the station is Pending: the right time to get a certificate. */
  readonly caller: Caller;
  readonly security: SecurityEvents;
  readonly serialNumber: string;
  /** EVSE ids by SECC. */
  readonly seccs: readonly (readonly number[])[];
  readonly changed: () => void;
}

/** A month before its end a certificate is renewed. A03 */
const RENEW_BEFORE_ms: Millis = 30 * 86_400_000;
const LOOK_ms: Millis = 86_400_000;
const FACT = 'pendingCertificates';

/** Requests that are open, one a use. */
export class CertificateSigning {
  readonly #options: SigningOptions;
  readonly #pending = new Map<string, Pending>();
  /** After a refused certificate nothing is asked for by itself until it is triggered. A02 */
  readonly #halted = new Set<string>();

  constructor(options: SigningOptions) {
    this.#options = options;
  }

  /** The requests whose answer an earlier run still awaited. */
  async load(): Promise<void> {
    const { db, keys } = this.#options;
    const kept = await db.selectFrom('fact').selectAll().where('name', '=', FACT).executeTakeFirst();
    for (const { use, keyName } of kept ? (JSON.parse(kept.value) as Pending[]) : []) {
      const key = await keys.find(keyName);
      if (key) this.#pending.set(nameOf(use), { use, keyName, publicKey: key.publicKey, stop: new AbortController() });
    }
  }

  /** Makes a key and asks the CSMS for its certificate, and again while none comes. */
  async request(use: SigningUse, isTriggered = true): Promise<SigningProblem | undefined> {
    const { keys, random, clock, caller } = this.#options;
    const subject = this.#subject(use);
    if (typeof subject === 'string') return subject;
    const name = nameOf(use);
    if (isTriggered) this.#halted.delete(name);
    this.#pending.get(name)?.stop.abort();
    const keyName = `${name}-${toHex(random.bytes(4))}`;
    const key = await keys.make(keyName);
    const pending: Pending = { use, keyName, publicKey: key.publicKey, stop: new AbortController() };
    this.#pending.set(name, pending);
    await this.#keep();
    const csr = csrToPem(await createCsr(subject, key));
    perform(this.#asking(csr, use, name), { caller, clock, signal: pending.stop.signal }).catch((error: unknown) => {
      if (!pending.stop.signal.aborted) throw error;
    });
    return undefined;
  }

  /** Whether a use can be asked for now. */
  problem(use: SigningUse): SigningProblem | undefined {
    const subject = this.#subject(use);
    return typeof subject === 'string' ? subject : undefined;
  }

  /** Renews what ends within a month, as long as the station is online. A03 */
  *renewal(): StationScript<never> {
    for (;;) {
      for (const use of this.#ending()) void this.request(use, false);
      yield* sleep(LOOK_ms);
    }
  }

  /** Judges a certificate that the CSMS sends, and takes it into use. A02 */
  async signed({ certificateChain, certificateType }: CertificateSignedRequest): Promise<SignedOutcome> {
    const { model, identities, security } = this.#options;
    const refuse = async (reasonCode: string, text: string): Promise<SignedOutcome> => {
      for (const [name, { use }] of this.#pending) if (isMeant(use, certificateType)) this.#halt(name);
      await security.add('InvalidChargingStationCertificate', text);
      return { status: 'Rejected', reasonCode, text };
    };
    const most = model.number('SecurityCtrlr.MaxCertificateChainSize');
    if (certificateChain.length > most)
      return refuse('TooLargeElement', `certificateChain: ${certificateChain.length} characters, at most ${most}`);
    let chain: readonly Certificate[];
    try {
      chain = pemToDer(certificateChain).map((der) => parseCertificate(der));
    } catch (error) {
      if (!(error instanceof ProtocolError)) throw error;
      return refuse('InvalidCertificate', error.message);
    }
    const [leaf] = chain as [Certificate, ...Certificate[]];
    const found = [...this.#pending].find(([, { publicKey }]) => Buffer.compare(publicKey, leaf.spki) === 0);
    if (!found) return refuse('InvalidCertificate', `${leaf.subject}: not for a key that the station asked for`);
    const [name, { use, keyName }] = found;
    const problem = this.#problemOf(chain, use);
    if (problem !== undefined) return refuse('InvalidCertificate', problem);
    this.#stop(name);
    const der = chain.filter((certificate) => !certificate.isSelfIssued).map((certificate) => certificate.der);
    if (use.type !== 'ChargingStationCertificate') await identities.add({ name: keyName, keyName, chain: der }, 'secc');
    if (use.type !== 'V2GCertificate')
      await identities.add({ name: `${keyName}-client`, keyName, chain: der }, 'station');
    this.#options.changed();
    return { status: 'Accepted', isStationCertificate: use.type !== 'V2GCertificate' };
  }

  /** Asks no more; what was asked may still be answered after a restart. */
  stop(): void {
    for (const { stop } of this.#pending.values()) stop.abort();
  }

  *#asking(csr: string, use: SigningUse, name: string): StationScript<void> {
    const { model } = this.#options;
    const certificateType: CertificateSigningUseEnumType | undefined = use.type === 'combined' ? undefined : use.type;
    let wait_ms = model.number('SecurityCtrlr.CertSigningWaitMinimum') * 1_000;
    const times = model.number('SecurityCtrlr.CertSigningRepeatTimes');
    for (let attempt = 0; attempt <= times; attempt += 1) {
      try {
        const { status } = yield* call('SignCertificate', { csr, ...(certificateType && { certificateType }) });
        if (status === 'Rejected') {
          this.#halt(name);
          return;
        }
      } catch (error) {
        if (!(error instanceof CallFailure)) throw error;
      }
      yield* sleep(wait_ms);
      wait_ms *= 2;
    }
  }

  #subject(use: SigningUse): NameParts | SigningProblem {
    const { model, serialNumber } = this.#options;
    if (use.type === 'ChargingStationCertificate')
      return [
        ['O', model.text('SecurityCtrlr.OrganizationName') ?? ''],
        ['CN', serialNumber],
      ];
    if (!model.flag('ISO15118Ctrlr.V2GCertificateInstallationEnabled', use.evseId)) return 'NotEnabled';
    const text = (name: 'SeccId' | 'OrganizationName' | 'CountryName') =>
      model.text(`ISO15118Ctrlr.${name}`, use.evseId) ?? '';
    if (text('SeccId') === '' || text('OrganizationName') === '') return 'MissingDevModelInfo';
    const country = text('CountryName');
    return [
      ...(country === '' ? [] : [['C', country] as const]),
      ['O', text('OrganizationName')],
      ['CN', text('SeccId')],
      ['DC', 'CPO'],
    ];
  }

  /** Why a chain is not the answer to its request. */
  #problemOf(chain: readonly Certificate[], use: SigningUse): string | undefined {
    const { time, trust, model, serialNumber } = this.#options;
    const [leaf] = chain as [Certificate, ...Certificate[]];
    const isV2g = use.type !== 'ChargingStationCertificate';
    const wanted = isV2g ? model.text('ISO15118Ctrlr.SeccId', use.evseId) : serialNumber;
    if (leaf.subject.commonName !== wanted) return `${leaf.subject}: common name, expected ${wanted}`;
    const at = time.now();
    if (isV2g) {
      const { ok, findings } = validatePath({
        chain,
        leaf,
        anchors: trust.store.certificates('v2g'),
        at,
        purpose: 'secc',
      });
      return ok ? undefined : findings.map(({ text, certificate }) => `${certificate.subject}: ${text}`).join('; ');
    }
    for (const [i, certificate] of chain.entries()) {
      if (at < certificate.notBefore || at > certificate.notAfter) return `${certificate.subject}: not valid now`;
      const issuer = chain[i + 1];
      if (issuer && !certificate.isSignedBy(issuer)) return `${certificate.subject}: not signed by ${issuer.subject}`;
    }
    return undefined;
  }

  /** Uses whose newest certificate ends within a month and that may be asked for. */
  #ending(): readonly SigningUse[] {
    const { identities, time, seccs, model } = this.#options;
    const isEnding = (leaf: Certificate | undefined) => leaf && leaf.notAfter - time.now() < RENEW_BEFORE_ms;
    const uses: SigningUse[] = [];
    for (const [evseId = 0] of seccs) {
      const seccId = model.text('ISO15118Ctrlr.SeccId', evseId);
      const own = identities.all().filter(({ certificates }) => certificates[0]!.subject.commonName === seccId);
      const newest = own.map(({ certificates }) => certificates[0]!).toSorted((a, b) => b.notAfter - a.notAfter)[0];
      if (isEnding(newest)) uses.push({ type: 'V2GCertificate', evseId });
    }
    if (isEnding(identities.client(time.now())?.certificates[0])) uses.push({ type: 'ChargingStationCertificate' });
    return uses.filter((use) => !this.#halted.has(nameOf(use)) && !this.#pending.has(nameOf(use)));
  }

  #halt(name: string): void {
    this.#halted.add(name);
    this.#stop(name);
  }

  #stop(name: string): void {
    const pending = this.#pending.get(name);
    this.#pending.delete(name);
    pending?.stop.abort();
    void this.#keep();
  }

  async #keep(): Promise<void> {
    const value = JSON.stringify([...this.#pending.values()].map(({ use, keyName }) => ({ use, keyName })));
    await this.#options.db
      .insertInto('fact')
      .values({ name: FACT, value })
      .onConflict((conflict) => conflict.column('name').doUpdateSet({ value }))
      .execute();
  }
}

/** A name for the use: of its keys and of its request. */
function nameOf(use: SigningUse): string {
  switch (use.type) {
    case 'ChargingStationCertificate':
      return 'station';
    case 'V2GCertificate':
      return `secc-${use.evseId}`;
    case 'combined':
      return `combined-${use.evseId}`;
  }
}

function isMeant(use: SigningUse, type: CertificateSigningUseEnumType | undefined): boolean {
  return use.type === (type ?? 'combined');
}
