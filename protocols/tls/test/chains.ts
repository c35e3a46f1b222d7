/** Chains of the vectors with their keys, for the tests of handshakes. @module */
import { createPrivateKey, createPublicKey, randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { fromHex } from '@openpnc/core/bytes';
import type { TlsIdentity } from '@openpnc/core/network';
import type { Random } from '@openpnc/core/ports';
import { parseTrustedCaKeys, type TrustedAuthority } from '@openpnc/tls/trustedCaKeys';

const pki = JSON.parse(readFileSync(new URL('../../../vectors/crypto/pki-small.json', import.meta.url), 'utf8')) as {
  certificates: Record<string, { pem: string; privateKey: string }>;
  trustedCaKeys: { cases: { name: string; data: string }[] };
};

export const random: Random = { bytes: (length) => new Uint8Array(randomBytes(length)) };

export function der(name: string): Uint8Array {
  return new Uint8Array(Buffer.from(pki.certificates[name]!.pem.replace(/-----[^-]+-----|\s/g, ''), 'base64'));
}

/** The vectors give the private value alone; the public point is in the certificate. */
function pem(name: string): string {
  const { pem, privateKey } = pki.certificates[name]!;
  const { x, y } = createPublicKey(pem).export({ format: 'jwk' });
  const d = Buffer.from(privateKey, 'hex').toString('base64url');
  return createPrivateKey({ key: { kty: 'EC', crv: 'P-256', x: x!, y: y!, d }, format: 'jwk' })
    .export({ type: 'pkcs8', format: 'pem' })
    .toString();
}

const chain = (...names: string[]): TlsIdentity => ({
  id: names[0]!,
  certificates: names.map(der),
  keyPem: pem(names[0]!),
});

/** SECC leaf, CPO Sub-CA 2, CPO Sub-CA 1. */
export const secc: TlsIdentity = chain('secc', 'cpoSub2', 'cpoSub1');
/** Contract leaf, MO Sub-CA 2, MO Sub-CA 1. */
export const contract: TlsIdentity = chain('contract', 'moSub2', 'moSub1');

/** The V2G root in trusted_ca_keys, by certificate hash. */
export const v2gRootAuthority: readonly TrustedAuthority[] = parseTrustedCaKeys(
  fromHex(pki.trustedCaKeys.cases[0]!.data),
);
