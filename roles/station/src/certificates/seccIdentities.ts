/** The certificate chains of a station: towards cars and which one for which car, and towards its CSMS. ISO 15118-2:2014 7.7.3, [V2G2-871], [V2G2-923]; OCPP 2.0.1 A02. @module */
import { ProtocolError } from '@openpnc/core/errors';
import type { Millis } from '@openpnc/core/machine';
import type { TlsIdentity } from '@openpnc/core/network';
import type { Keys } from '@openpnc/core/ports';
import { type ClientHello, parseClientHello } from '@openpnc/tls/clientHello';
import { chainForAuthorities, type RootIdentifiers, type TrustedAuthority } from '@openpnc/tls/trustedCaKeys';
import { type Certificate, derToPem, parseCertificate, pemToDer } from '@openpnc/x509/certificate';
import { digest } from '@openpnc/x509/hashData';
import type { Kysely } from 'kysely';
import type { StationTables } from '../store/tables.ts';

/** A chain with the name of its key in `Keys`. */
export interface ChainOfKey {
  readonly name: string;
  /** DER, leaf first, without the root. */
  readonly chain: readonly Uint8Array[];
  readonly keyName: string;
}

/** A chain that is loaded with its key. */
interface SeccIdentity {
  readonly name: string;
  readonly certificates: readonly Certificate[];
  readonly tls: TlsIdentity;
  /** Why it is no chain, at any time. */
  readonly fault: string | undefined;
  /** The root above it as it was found last. */
  root?: Certificate;
}

/** Why a chain cannot be presented. */
interface Unusable {
  readonly name: string;
  readonly text: string;
}

/** Whom a chain is for. */
type ChainPurpose = 'secc' | 'station';

/** All chains of a station. */
export class SeccIdentities {
  readonly #keys: Keys;
  readonly #db: Kysely<StationTables>;
  readonly #loaded: SeccIdentity[] = [];
  /** Chains towards the CSMS, the newest last. */
  readonly #client: SeccIdentity[] = [];
  /** Chains that could not be loaded, with the reason. */
  readonly #broken: Unusable[] = [];

  private constructor(keys: Keys, db: Kysely<StationTables>) {
    this.#keys = keys;
    this.#db = db;
  }

  /** The chains of the factory without those that were deleted, then those that the CSMS had signed. */
  static async load(
    keys: Keys,
    db: Kysely<StationTables>,
    { seccChains, stationChain }: { readonly seccChains: readonly ChainOfKey[]; readonly stationChain?: ChainOfKey },
  ): Promise<SeccIdentities> {
    const identities = new SeccIdentities(keys, db);
    const kept = await db.selectFrom('fact').selectAll().where('name', '=', REMOVED).executeTakeFirst();
    const removed: readonly string[] = kept ? JSON.parse(kept.value) : [];
    for (const chain of seccChains) if (!removed.includes(chain.name)) await identities.#open(chain, 'secc');
    if (stationChain) await identities.#open(stationChain, 'station');
    for (const { name, key_name, chain, purpose } of await db.selectFrom('identity').selectAll().execute())
      await identities.#open({ name, keyName: key_name, chain: pemToDer(chain) }, purpose as ChainPurpose);
    return identities;
  }

  /** Takes a chain that the CSMS had signed; its key is in `Keys` already. */
  async add(chain: ChainOfKey, purpose: ChainPurpose): Promise<void> {
    await this.#db
      .insertInto('identity')
      .values({ name: chain.name, key_name: chain.keyName, chain: derToPem(...chain.chain), purpose })
      .execute();
    await this.#open(chain, purpose);
  }

  /** Forgets a chain towards cars. */
  async remove(name: string): Promise<void> {
    const at = this.#loaded.findIndex((identity) => identity.name === name);
    if (at >= 0) this.#loaded.splice(at, 1);
    const kept = await this.#db.selectFrom('fact').selectAll().where('name', '=', REMOVED).executeTakeFirst();
    const value = JSON.stringify([...(kept ? JSON.parse(kept.value) : []), name]);
    await this.#db
      .insertInto('fact')
      .values({ name: REMOVED, value })
      .onConflict((conflict) => conflict.column('name').doUpdateSet({ value }))
      .execute();
    await this.#db.deleteFrom('identity').where('name', '=', name).execute();
  }

  /** The chain towards the CSMS (security profile 3): the newest that is valid. */
  client(at: Millis): SeccIdentity | undefined {
    return newestFirst(this.#client.filter((identity) => problemOf(identity, at) === undefined))[0];
  }

  /** The newest client chain failed at every profile: the one before is used again. A02 */
  async dropNewestClient(at: Millis): Promise<SeccIdentity | undefined> {
    const newest = this.client(at);
    if (!newest || this.#client.length < 2) return undefined;
    this.#client.splice(this.#client.indexOf(newest), 1);
    await this.#db.deleteFrom('identity').where('name', '=', newest.name).execute();
    return newest;
  }

  /** Every chain that is loaded, usable now or not. */
  all(): readonly SeccIdentity[] {
    return this.#loaded;
  }

  /** Chains that TLS may present now, the newest leaf first; TLS is never offered without one. */
  usable(at: Millis): readonly SeccIdentity[] {
    return newestFirst(this.#loaded.filter((identity) => problemOf(identity, at) === undefined));
  }

  /** Why chains cannot be presented now. */
  unusable(at: Millis): readonly Unusable[] {
    return [
      ...this.#broken,
      ...this.#loaded.flatMap((identity) => {
        const text = problemOf(identity, at);
        return text === undefined ? [] : [{ name: identity.name, text }];
      }),
    ];
  }

  /**
   * The chain for a car: under a root that it names in trusted_ca_keys, else the newest; those of this SECC before others.
   * @param roots V2G roots that are known here, to compare with hashes of roots
   */
  choose(
    clientHello: Uint8Array,
    { roots, at, seccId }: { readonly roots: readonly Certificate[]; readonly at: Millis; readonly seccId?: string },
  ): SeccIdentity | undefined {
    const isOwn = ({ certificates }: SeccIdentity) => certificates[0]!.subject.commonName === seccId;
    const all = this.usable(at);
    const usable = [...all.filter(isOwn), ...all.filter((identity) => !isOwn(identity))];
    const named = helloOf(clientHello)?.trustedAuthorities ?? [];
    return chainForAuthorities(named, rooted(usable, named, roots))?.chain ?? usable[0];
  }

  /** Whether a car names roots in trusted_ca_keys and no chain here leads to one of them. */
  fitsNone(
    clientHello: Uint8Array,
    { roots, at }: { readonly roots: readonly Certificate[]; readonly at: Millis },
  ): boolean {
    const named = helloOf(clientHello)?.trustedAuthorities?.filter(({ type }) => type !== 'pre_agreed') ?? [];
    return named.length > 0 && !chainForAuthorities(named, rooted(this.usable(at), named, roots));
  }

  async #open({ name, chain, keyName }: ChainOfKey, purpose: ChainPurpose): Promise<void> {
    const key = await this.#keys.find(keyName);
    if (!key) {
      this.#broken.push({ name, text: `no key '${keyName}'` });
      return;
    }
    let certificates: readonly Certificate[];
    try {
      certificates = chain.map((der) => parseCertificate(der));
    } catch (error) {
      if (!(error instanceof ProtocolError)) throw error;
      this.#broken.push({ name, text: error.message });
      return;
    }
    const [leaf] = certificates;
    if (!leaf || Buffer.compare(leaf.spki, key.publicKey) !== 0) {
      this.#broken.push({ name, text: `the key '${keyName}' is not that of the leaf` });
      return;
    }
    const list = purpose === 'secc' ? this.#loaded : this.#client;
    const tls = { id: name, certificates: chain, keyPem: key.exportPem() };
    list.push({ name, certificates, tls, fault: faultOf(certificates) });
  }
}

/** Factory chains that were deleted since. */
const REMOVED = 'removedChains';

function newestFirst(identities: readonly SeccIdentity[]): readonly SeccIdentity[] {
  return identities.toSorted((a, b) => b.certificates[0]!.notBefore - a.certificates[0]!.notBefore);
}

/** Why a chain cannot be presented at a time; undefined when it can. */
function problemOf({ certificates, fault }: SeccIdentity, at: Millis): string | undefined {
  for (const { notBefore, notAfter, subject } of certificates) {
    if (at < notBefore || at > notAfter)
      return `${subject}: valid from ${new Date(notBefore).toISOString()} to ${new Date(notAfter).toISOString()}, checked at ${new Date(at).toISOString()}`;
  }
  return fault;
}

/** Whether each certificate is signed by the next: looked at once, for it costs a verification each. */
function faultOf(certificates: readonly Certificate[]): string | undefined {
  for (const [i, certificate] of certificates.entries()) {
    const issuer = certificates[i + 1];
    if (issuer && !(certificate.issuer.equals(issuer.subject) && certificate.isSignedBy(issuer)))
      return `${certificate.subject}: not signed by ${issuer.subject}, which comes after it`;
  }
  return undefined;
}

function helloOf(clientHello: Uint8Array): ClientHello | undefined {
  try {
    return parseClientHello(clientHello);
  } catch (error) {
    // An unreadable extension is no reason to refuse: the car decides on the chain it gets.
    if (error instanceof ProtocolError) return undefined;
    throw error;
  }
}

/** Chains with their roots, for a car that names some. */
function rooted(
  identities: readonly SeccIdentity[],
  named: readonly TrustedAuthority[],
  roots: readonly Certificate[],
): readonly { readonly chain: SeccIdentity; readonly root: RootIdentifiers }[] {
  return named.length === 0 ? [] : identities.map((chain) => ({ chain, root: rootOf(chain, roots) }));
}

/** What the root of a chain is recognised by; its name alone where the root is not installed here. */
function rootOf(identity: SeccIdentity, roots: readonly Certificate[]): RootIdentifiers {
  const top = identity.certificates.at(-1)!;
  const isAbove = (candidate: Certificate) =>
    candidate === identity.root || (candidate.subject.equals(top.issuer) && top.isSignedBy(candidate));
  const root = roots.find(isAbove);
  if (root) identity.root = root;
  return {
    certSha1: root?.sha1Fingerprint ?? '',
    keySha1: root ? digest('SHA1', root.publicKeyBits) : '',
    name: top.issuer.der,
  };
}
