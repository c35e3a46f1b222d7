/** Keys in memory for tests: fresh ones by node:crypto, behind the port of core. @module */

import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import type { Keys, Random, SignatureAlgorithm, StoredKey } from '@openpnc/core/ports';
import { agreeWith, privateValue } from '@openpnc/x509/keyTransport';

/** A signer around a private key. */
export function storedKey(name: string, key: KeyObject): StoredKey {
  const pem = key.export({ format: 'pem', type: 'pkcs8' }) as string;
  const curve = key.asymmetricKeyDetails?.namedCurve;
  const algorithm: SignatureAlgorithm =
    key.asymmetricKeyType === 'rsa'
      ? 'RS256'
      : key.asymmetricKeyType === 'ed448'
        ? 'Ed448'
        : curve === 'secp521r1'
          ? 'ES512'
          : 'ES256';
  const hash = { ES256: 'sha256', ES512: 'sha512', RS256: 'sha256', Ed448: null }[algorithm];
  return {
    name,
    algorithm,
    publicKey: new Uint8Array(createPublicKey(key).export({ format: 'der', type: 'spki' })),
    sign: async (data) => new Uint8Array(sign(hash, data, { key, dsaEncoding: 'ieee-p1363' })),
    exportPem: () => pem,
    agree: async (point) => agreeWith(privateValue(pem))(point),
  };
}

/** An empty key store. */
export function memoryKeys(): Keys {
  const kept = new Map<string, StoredKey>();
  const put = (key: StoredKey) => {
    kept.set(key.name, key);
    return key;
  };
  return {
    make: async (name, algorithm = 'ES256') => put(storedKey(name, freshKey(algorithm))),
    keep: async (name, pem) => put(storedKey(name, createPrivateKey(pem))),
    find: async (name) => kept.get(name),
    list: async () => [...kept.keys()],
    remove: async (name) => void kept.delete(name),
  };
}

/** Bytes that differ from call to call and are the same in every run. */
export function countingRandom(): Random {
  let count = 0;
  return {
    bytes: (length) => {
      count += 1;
      return Uint8Array.from(
        { length },
        (_, i) => (i === 0 ? 0x11 : (count * 7919 + i * 104_729) & 0xff) ^ (i > length - 3 ? count >> 8 : 0),
      );
    },
  };
}

let rsaKey: KeyObject | undefined;

function freshKey(algorithm: SignatureAlgorithm): KeyObject {
  switch (algorithm) {
    case 'RS256':
      // One for all tests: making it takes most of the time of a whole PKI.
      rsaKey ??= generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
      return rsaKey;
    case 'Ed448':
      return generateKeyPairSync('ed448').privateKey;
    default:
      return generateKeyPairSync('ec', { namedCurve: algorithm === 'ES512' ? 'P-521' : 'P-256' }).privateKey;
  }
}
