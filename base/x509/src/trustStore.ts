/** Trust anchors by what they may be used for, several with the same subject allowed. OCPP 2.0.1 M03-M05, ISO 15118-2:2014 [V2G2-878]. @module */

import type { Certificate } from './certificate.ts';
import { type CertificateHashes, certHashes, type HashAlgorithm, isSameHashes } from './hashData.ts';

/** What an anchor is trusted for: the station's TLS and the CPS (v2g), contracts (mo), provisioning certificates (oem), the CSMS's server (csms). */
export type AnchorUse = 'v2g' | 'mo' | 'oem' | 'csms';

/** One anchor of a store. */
export interface Anchor {
  readonly use: AnchorUse;
  readonly certificate: Certificate;
}

/** A set of trust anchors in memory; the owner keeps them durable. */
export class TrustStore {
  readonly #anchors = new Map<string, Anchor>();

  constructor(anchors: Iterable<Anchor> = []) {
    for (const { use, certificate } of anchors) this.add(use, certificate);
  }

  /** Adds an anchor for one use. @returns false when it was there already. */
  add(use: AnchorUse, certificate: Certificate): boolean {
    const key = `${use}:${certificate.fingerprint}`;
    if (this.#anchors.has(key)) return false;
    this.#anchors.set(key, { use, certificate });
    return true;
  }

  /** Takes an anchor away: for one use, or for all. @returns what was taken */
  remove(certificate: Certificate, use?: AnchorUse): readonly Anchor[] {
    return this.#take((anchor) => anchor.certificate.fingerprint === certificate.fingerprint, use);
  }

  /** Takes away the anchors with this hash data (OCPP DeleteCertificate). @returns what was taken; empty when none has it */
  removeByHashes(hashes: CertificateHashes, use?: AnchorUse): readonly Anchor[] {
    return this.#take((anchor) => isSameHashes(anchorHashes(anchor.certificate, hashes.hashAlgorithm), hashes), use);
  }

  /** The anchors of some uses, or of all, in the order of adding. */
  list(...uses: readonly AnchorUse[]): readonly Anchor[] {
    return [...this.#anchors.values()].filter(({ use }) => uses.length === 0 || uses.includes(use));
  }

  /** The certificates of some uses: the `anchors` of a path validation. */
  certificates(...uses: readonly AnchorUse[]): readonly Certificate[] {
    return this.list(...uses).map(({ certificate }) => certificate);
  }

  /** The anchor with this hash data. */
  find(hashes: CertificateHashes, ...uses: readonly AnchorUse[]): Anchor | undefined {
    return this.list(...uses).find(({ certificate }) =>
      isSameHashes(anchorHashes(certificate, hashes.hashAlgorithm), hashes),
    );
  }

  #take(isMeant: (anchor: Anchor) => boolean, use: AnchorUse | undefined): readonly Anchor[] {
    const taken: Anchor[] = [];
    for (const [key, anchor] of this.#anchors) {
      if ((use !== undefined && anchor.use !== use) || !isMeant(anchor)) continue;
      this.#anchors.delete(key);
      taken.push(anchor);
    }
    return taken;
  }
}

/** Hash data of a root: it is its own issuer. OCPP 2.0.1 M03 */
export function anchorHashes(root: Certificate, hashAlgorithm: HashAlgorithm = 'SHA256'): CertificateHashes {
  return certHashes(root, root, hashAlgorithm);
}
