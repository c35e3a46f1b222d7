/** The roots that a car names in its ClientHello, and the choice of a chain by them. RFC 6066 6, ISO 15118-2:2014 [V2G2-651]. @module */
import { concatBytes, equalBytes, fromHex, toHex } from '@openpnc/core/bytes';
import { ProtocolError } from '@openpnc/core/errors';
import { WireReader } from './wireReader.ts';

/** One entry of trusted_ca_keys. Hashes are SHA-1 as lower-case hex; `name` is a DER Name. */
export type TrustedAuthority =
  | { readonly type: 'pre_agreed' }
  | { readonly type: 'key_sha1_hash'; readonly hash: string }
  | { readonly type: 'x509_name'; readonly name: Uint8Array }
  | { readonly type: 'cert_sha1_hash'; readonly hash: string };

/** What a chain's root is recognised by. */
export interface RootIdentifiers {
  /** SHA-1 over the DER certificate, lower-case hex. */
  readonly certSha1: string;
  /** SHA-1 over the content of the subjectPublicKey bit string (65 bytes for P-256), lower-case hex. */
  readonly keySha1: string;
  /** DER subject name. */
  readonly name: Uint8Array;
}

/** A chain that was chosen, and the entry that decided. */
export interface Choice<Chain> {
  readonly chain: Chain;
  readonly authority: TrustedAuthority;
}

/** Reads the body of extension 3. @throws ProtocolError `trusted_ca_keys_malformed` */
export function parseTrustedCaKeys(body: Uint8Array): readonly TrustedAuthority[] {
  const reader = new WireReader(body, 'trusted_ca_keys_malformed', 'trusted_ca_keys');
  const list = reader.vector(2, 'trusted_authorities_list');
  reader.end('list');
  const authorities: TrustedAuthority[] = [];
  while (list.left > 0) {
    const type = list.uint(1, 'identifier_type');
    if (type === 0) authorities.push({ type: 'pre_agreed' });
    else if (type === 1) authorities.push({ type: 'key_sha1_hash', hash: toHex(list.bytes(20, 'key_sha1_hash')) });
    else if (type === 2) authorities.push({ type: 'x509_name', name: list.vectorBytes(2, 'x509_name') });
    else if (type === 3) authorities.push({ type: 'cert_sha1_hash', hash: toHex(list.bytes(20, 'cert_sha1_hash')) });
    else list.fail(`identifier_type: ${type}, expected 0 to 3`);
  }
  return authorities;
}

/** The body of extension 3 for a ClientHello. */
export function encodeTrustedCaKeys(authorities: readonly TrustedAuthority[]): Uint8Array {
  const items = authorities.map(encodeAuthority);
  const list = concatBytes(...items);
  if (list.length > 0xffff)
    throw new ProtocolError('trusted_ca_keys_malformed', `trusted_ca_keys: ${list.length} bytes, at most 65535`);
  return concatBytes(Uint8Array.of(list.length >> 8, list.length & 0xff), list);
}

function encodeAuthority(authority: TrustedAuthority): Uint8Array {
  switch (authority.type) {
    case 'pre_agreed':
      return Uint8Array.of(0);
    case 'key_sha1_hash':
      return concatBytes(Uint8Array.of(1), fromHex(authority.hash));
    case 'x509_name':
      return concatBytes(Uint8Array.of(2, authority.name.length >> 8, authority.name.length & 0xff), authority.name);
    case 'cert_sha1_hash':
      return concatBytes(Uint8Array.of(3), fromHex(authority.hash));
  }
}

/**
 * The first chain whose root one of `authorities` names. A certificate hash counts before a key hash, that before a
 * name; inside one kind our own order decides, as the standard gives the client's list no rank.
 * @returns undefined when none fits: the default chain is then served and the car decides.
 */
export function chainForAuthorities<Chain>(
  authorities: readonly TrustedAuthority[],
  chains: readonly { readonly chain: Chain; readonly root: RootIdentifiers }[],
): Choice<Chain> | undefined {
  for (const type of ['cert_sha1_hash', 'key_sha1_hash', 'x509_name'] as const) {
    for (const { chain, root } of chains) {
      const authority = authorities.find((named) => named.type === type && names(named, root));
      if (authority) return { chain, authority };
    }
  }
  return undefined;
}

/** Whether `authority` names this root. A pre_agreed entry names none. */
export function names(authority: TrustedAuthority, root: RootIdentifiers): boolean {
  switch (authority.type) {
    case 'pre_agreed':
      return false;
    case 'cert_sha1_hash':
      return authority.hash === root.certSha1;
    case 'key_sha1_hash':
      return authority.hash === root.keySha1;
    case 'x509_name':
      return equalBytes(authority.name, root.name);
  }
}
