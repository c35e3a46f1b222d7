/** The certificate chains that a station may present to cars, and which one for which car. ISO 15118-2:2014 7.7.3, [V2G2-871], [V2G2-923]; OCPP 2.0.1 A02.FR.09. @module */
import { ProtocolError } from '@openpnc/core/errors';
import type { Millis } from '@openpnc/core/machine';
import type { TlsIdentity } from '@openpnc/core/network';
import type { Keys } from '@openpnc/core/ports';
import { type ClientHello, parseClientHello } from '@openpnc/tls/clientHello';
import { chainForAuthorities, type RootIdentifiers } from '@openpnc/tls/trustedCaKeys';
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
}

/** Why a chain cannot be presented. */
interface Unusable {
  readonly name: string;
  readonly text: string;
}

/** All chains of a station. */
export class SeccIdentities {
  readonly #keys: Keys;
  readonly #db: Kysely<StationTables>;
  readonly #loaded: SeccIdentity[] = [];
  /** Chains that could not be loaded, with the reason. */
  readonly #broken: Unusable[] = [];

  private constructor(keys: Keys, db: Kysely<StationTables>) {
    this.#keys = keys;
    this.#db = db;
  }

  /** The chains of the factory, then those that the CSMS had signed. */
  static async load(keys: Keys, db: Kysely<StationTables>, factory: readonly ChainOfKey[]): Promise<SeccIdentities> {
    const identities = new SeccIdentities(keys, db);
    for (const chain of factory) await identities.#open(chain);
    for (const { name, key_name, chain } of await db.selectFrom('identity').selectAll().execute())
      await identities.#open({ name, keyName: key_name, chain: pemToDer(chain) });
    return identities;
  }

  /** Takes a chain that the CSMS had signed; its key is in `Keys` already. */
  async add(chain: ChainOfKey): Promise<void> {
    await this.#db
      .insertInto('identity')
      .values({ name: chain.name, key_name: chain.keyName, chain: derToPem(...chain.chain) })
      .execute();
    await this.#open(chain);
  }

  /** Forgets a chain and its key. */
  async remove(name: string): Promise<void> {
    const at = this.#loaded.findIndex((identity) => identity.name === name);
    if (at >= 0) this.#loaded.splice(at, 1);
    await this.#db.deleteFrom('identity').where('name', '=', name).execute();
  }

  /** Every chain that is loaded, usable now or not. */
  all(): readonly SeccIdentity[] {
    return this.#loaded;
  }

  /** Chains that TLS may present now, the newest leaf first; TLS is never offered without one. */
  usable(at: Millis): readonly SeccIdentity[] {
    return this.#loaded
      .filter(({ certificates }) => problemOf(certificates, at) === undefined)
      .toSorted((a, b) => b.certificates[0]!.notBefore - a.certificates[0]!.notBefore);
  }

  /** Why chains cannot be presented now. */
  unusable(at: Millis): readonly Unusable[] {
    return [
      ...this.#broken,
      ...this.#loaded.flatMap(({ name, certificates }) => {
        const text = problemOf(certificates, at);
        return text === undefined ? [] : [{ name, text }];
      }),
    ];
  }

  /**
   * The chain for a car: under a root that it names in trusted_ca_keys, else the newest.
   * @param roots V2G roots that are known here, to compare with hashes of roots
   */
  choose(clientHello: Uint8Array, roots: readonly Certificate[], at: Millis): SeccIdentity | undefined {
    const usable = this.usable(at);
    const named = helloOf(clientHello)?.trustedAuthorities ?? [];
    const rooted = usable.map((identity) => ({ chain: identity, root: rootOf(identity, roots) }));
    return chainForAuthorities(named, rooted)?.chain ?? usable[0];
  }

  async #open({ name, chain, keyName }: ChainOfKey): Promise<void> {
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
    this.#loaded.push({
      name,
      certificates,
      tls: { id: name, certificates: chain, keyPem: key.exportPem() },
    });
  }
}

/** Why a chain cannot be presented at a time; undefined when it can. */
function problemOf(certificates: readonly Certificate[], at: Millis): string | undefined {
  for (const [i, certificate] of certificates.entries()) {
    const { notBefore, notAfter, subject } = certificate;
    if (at < notBefore || at > notAfter)
      return `${subject}: valid from ${new Date(notBefore).toISOString()} to ${new Date(notAfter).toISOString()}, checked at ${new Date(at).toISOString()}`;
    const issuer = certificates[i + 1];
    if (issuer && !(certificate.issuer.equals(issuer.subject) && certificate.isSignedBy(issuer)))
      return `${subject}: not signed by ${issuer.subject}, which comes after it`;
  }
  return certificates.length === 0 ? 'an empty chain' : undefined;
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

/** What the root of a chain is recognised by; its name alone where the root is not installed here. */
function rootOf({ certificates }: SeccIdentity, roots: readonly Certificate[]): RootIdentifiers {
  const top = certificates.at(-1)!;
  const root = roots.find((candidate) => candidate.subject.equals(top.issuer) && top.isSignedBy(candidate));
  return {
    certSha1: root?.sha1Fingerprint ?? '',
    keySha1: root ? digest('SHA1', root.publicKeyBits) : '',
    name: top.issuer.der,
  };
}
