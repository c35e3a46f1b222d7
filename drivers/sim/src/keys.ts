/**
 * Keys made from a seed, which sign the same bytes to the same signature: ECDSA by RFC 6979, for tests and replay only.
 * A run of a seed is then equal to the byte.
 *
 * @module
 */
import {
  checkPrimeSync,
  createECDH,
  createPrivateKey,
  createPublicKey,
  diffieHellman,
  type ECDH,
  hash,
  type KeyObject,
  sign,
} from 'node:crypto';
import type { Keys, SignatureAlgorithm, StoredKey } from '@openpnc/core/ports';
import { SeededRandom } from './random.ts';

/** Keys in memory. `make` of the same name in a store of the same seed gives the same key. */
export class SeededKeys implements Keys {
  readonly #seed: string;
  readonly #stored = new Map<string, StoredKey>();
  readonly #made = new Map<string, number>();

  constructor(seed: string) {
    this.#seed = seed;
  }

  async make(name: string, algorithm: SignatureAlgorithm = 'ES256'): Promise<StoredKey> {
    const count = this.#made.get(name) ?? 0;
    this.#made.set(name, count + 1);
    const random = new SeededRandom(`${this.#seed}/keys/${name}/${algorithm}/${count}`);
    return this.#store(name, privateKey(algorithm, random));
  }

  async keep(name: string, pem: string): Promise<StoredKey> {
    return this.#store(name, createPrivateKey(pem));
  }

  async find(name: string): Promise<StoredKey | undefined> {
    return this.#stored.get(name);
  }

  async list(): Promise<readonly string[]> {
    return [...this.#stored.keys()].toSorted();
  }

  async remove(name: string): Promise<void> {
    this.#stored.delete(name);
  }

  #store(name: string, key: KeyObject): StoredKey {
    const stored = new SeededKey(name, key);
    this.#stored.set(name, stored);
    return stored;
  }
}

class SeededKey implements StoredKey {
  readonly name: string;
  readonly algorithm: SignatureAlgorithm;
  readonly publicKey: Uint8Array;
  readonly #key: KeyObject;
  /** The private number of an elliptic key, once it was needed. */
  #scalar: bigint | undefined;

  constructor(name: string, key: KeyObject) {
    this.name = name;
    this.algorithm = algorithmOf(key);
    this.publicKey = Uint8Array.from(createPublicKey(key).export({ type: 'spki', format: 'der' }));
    this.#key = key;
  }

  async sign(data: Uint8Array): Promise<Uint8Array> {
    switch (this.algorithm) {
      case 'ES256':
      case 'ES512':
        this.#scalar ??= scalarOf(this.#key);
        return signDeterministic(this.algorithm === 'ES256' ? P256 : P521, this.#scalar, data);
      case 'RS256':
        return Uint8Array.from(sign('sha256', data, this.#key));
      case 'Ed448':
        return Uint8Array.from(sign(null, data, this.#key));
    }
  }

  exportPem(): string {
    return this.#key.export({ type: 'pkcs8', format: 'pem' }).toString();
  }

  async agree(peerPoint: Uint8Array): Promise<Uint8Array> {
    const { crv } = this.#key.export({ format: 'jwk' }) as { crv: string };
    const half = (peerPoint.length - 1) / 2;
    const coordinate = (at: number) => Buffer.from(peerPoint.subarray(at, at + half)).toString('base64url');
    const publicKey = createPublicKey({
      key: { kty: 'EC', crv, x: coordinate(1), y: coordinate(1 + half) },
      format: 'jwk',
    });
    return Uint8Array.from(diffieHellman({ privateKey: this.#key, publicKey }));
  }
}

interface Curve {
  readonly name: string;
  readonly jwk: string;
  readonly hash: string;
  readonly hashBytes: number;
  /** The block of the hash, which HMAC pads its key to. */
  readonly blockBytes: number;
  readonly order: bigint;
  readonly bytes: number;
  readonly orderBits: number;
  /** Multiplies the base point: making one for each point costs as much as the point. */
  readonly ecdh: ECDH;
}

const P256: Curve = {
  name: 'prime256v1',
  jwk: 'P-256',
  hash: 'sha256',
  hashBytes: 32,
  blockBytes: 64,
  order: 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n,
  bytes: 32,
  orderBits: 256,
  ecdh: createECDH('prime256v1'),
};
const P521: Curve = {
  name: 'secp521r1',
  jwk: 'P-521',
  hash: 'sha512',
  hashBytes: 64,
  blockBytes: 128,
  order:
    0x01fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffa51868783bf2f966b7fcc0148f709a5d03bb5c9b8899c47aebb6fb71e91386409n,
  bytes: 66,
  orderBits: 521,
  ecdh: createECDH('secp521r1'),
};

function algorithmOf(key: KeyObject): SignatureAlgorithm {
  if (key.asymmetricKeyType === 'rsa') return 'RS256';
  if (key.asymmetricKeyType === 'ed448') return 'Ed448';
  const curve = key.asymmetricKeyDetails?.namedCurve;
  if (curve === P256.name) return 'ES256';
  if (curve === P521.name) return 'ES512';
  throw new RangeError(`private key: ${key.asymmetricKeyType} ${curve ?? ''}, expected P-256, P-521, RSA or Ed448`);
}

function privateKey(algorithm: SignatureAlgorithm, random: SeededRandom): KeyObject {
  switch (algorithm) {
    case 'ES256':
      return ellipticKey(P256, random);
    case 'ES512':
      return ellipticKey(P521, random);
    case 'Ed448':
      // PKCS#8 of RFC 8410 7: the 57 bytes of the seed in two OCTET STRINGs.
      return createPrivateKey({
        key: Buffer.concat([Buffer.from('3047020100300506032b6571043b0439', 'hex'), random.bytes(57)]),
        format: 'der',
        type: 'pkcs8',
      });
    case 'RS256':
      return rsaKey(random);
  }
}

function ellipticKey(curve: Curve, random: SeededRandom): KeyObject {
  // Eight bytes more than the order has, so that the remainder is even enough.
  const d = (toInteger(random.bytes(curve.bytes + 8)) % (curve.order - 1n)) + 1n;
  const scalar = toBytes(d, curve.bytes);
  const point = publicPoint(curve, scalar);
  const text = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64url');
  const jwk = {
    kty: 'EC',
    crv: curve.jwk,
    d: text(scalar),
    x: text(point.subarray(1, 1 + curve.bytes)),
    y: text(point.subarray(1 + curve.bytes)),
  };
  return createPrivateKey({ key: jwk, format: 'jwk' });
}

function publicPoint({ ecdh }: Curve, scalar: Uint8Array): Uint8Array {
  ecdh.setPrivateKey(scalar);
  return ecdh.getPublicKey();
}

function scalarOf(key: KeyObject): bigint {
  return toInteger(Buffer.from((key.export({ format: 'jwk' }) as { d: string }).d, 'base64url'));
}

/** ECDSA with the nonce of RFC 6979 3.2, as raw r||s. */
function signDeterministic(curve: Curve, d: bigint, data: Uint8Array): Uint8Array {
  // Neither hash is longer than its curve's order, so no bits are cut.
  const e = BigInt(`0x${hash(curve.hash, data, 'hex')}`);
  for (const k of nonces(curve, d, e)) {
    const r = toInteger(publicPoint(curve, toBytes(k, curve.bytes)).subarray(1, 1 + curve.bytes)) % curve.order;
    const s = (inverse(k, curve.order) * ((e + r * d) % curve.order)) % curve.order;
    if (r !== 0n && s !== 0n) return Uint8Array.from(Buffer.concat([toBytes(r, curve.bytes), toBytes(s, curve.bytes)]));
  }
  throw new RangeError('RFC 6979: no nonce');
}

function* nonces(curve: Curve, d: bigint, e: bigint): Generator<bigint, undefined> {
  const { bytes, hashBytes, order, orderBits } = curve;
  const seed = Buffer.concat([toBytes(d, bytes), toBytes(e % order, bytes)]);
  let v: Buffer = Buffer.alloc(hashBytes, 0x01);
  let key: Buffer = Buffer.alloc(hashBytes, 0x00);
  key = hmac(curve, key, Buffer.concat([v, ZERO, seed]));
  v = hmac(curve, key, v);
  key = hmac(curve, key, Buffer.concat([v, ONE, seed]));
  v = hmac(curve, key, v);
  for (;;) {
    let bits = Buffer.alloc(0);
    while (bits.length * 8 < orderBits) {
      v = hmac(curve, key, v);
      bits = Buffer.concat([bits, v]);
    }
    const k = toInteger(bits) >> BigInt(bits.length * 8 - orderBits);
    if (k > 0n && k < order) yield k;
    key = hmac(curve, key, Buffer.concat([v, ZERO]));
    v = hmac(curve, key, v);
  }
}

const ZERO = Uint8Array.of(0x00);
const ONE = Uint8Array.of(0x01);

/** HMAC (RFC 2104) with a key as long as the hash, of two one-shot hashes: a quarter of what an Hmac object costs. */
function hmac({ hash: name, blockBytes }: Curve, key: Uint8Array, message: Uint8Array): Buffer {
  const padded = (pad: number, content: Uint8Array) => {
    const block = Buffer.allocUnsafe(blockBytes + content.length).fill(pad, 0, blockBytes);
    for (let i = 0; i < key.length; i += 1) block[i] = key[i]! ^ pad;
    block.set(content, blockBytes);
    return block;
  };
  // By way of a string: a hash given as bytes is memory of its own, which costs more than the hash.
  const digest = (content: Uint8Array) => Buffer.from(hash(name, content, 'binary'), 'binary');
  return digest(padded(0x5c, digest(padded(0x36, message))));
}

/** A 2,048-bit key of two primes found from the seed. */
function rsaKey(random: SeededRandom): KeyObject {
  const e = 65_537n;
  for (;;) {
    const [p, q] = [prime(random), prime(random)].toSorted((a, b) => (a < b ? 1 : -1)) as [bigint, bigint];
    const phi = (p - 1n) * (q - 1n);
    if (p === q || phi % e === 0n) continue;
    const d = inverse(e, phi);
    const text = (value: bigint, bytes: number) => Buffer.from(toBytes(value, bytes)).toString('base64url');
    const jwk = {
      kty: 'RSA',
      n: text(p * q, 256),
      e: 'AQAB',
      d: text(d, 256),
      p: text(p, 128),
      q: text(q, 128),
      dp: text(d % (p - 1n), 128),
      dq: text(d % (q - 1n), 128),
      qi: text(inverse(q, p), 128),
    };
    return createPrivateKey({ key: jwk, format: 'jwk' });
  }
}

function prime(random: SeededRandom): bigint {
  // The two highest bits set, so that the product has 2,048 bits.
  let candidate = toInteger(random.bytes(128)) | (3n << 1022n) | 1n;
  while (!checkPrimeSync(candidate)) candidate += 2n;
  return candidate;
}

/** The inverse of `value` modulo `modulus`, which share no factor: Euclid, most of its steps in floating point (Lehmer). */
function inverse(value: bigint, modulus: bigint): bigint {
  let [r, nextR] = [modulus, value % modulus];
  let [t, nextT] = [0n, 1n];
  while (nextR !== 0n) {
    const [a, b, c, d] = leadingSteps(r, nextR);
    [r, nextR, t, nextT] = [a * r + b * nextR, c * r + d * nextR, a * t + b * nextT, c * t + d * nextT];
  }
  // A wrong step may have turned the sign of the divisor.
  return (((r * t) % modulus) + modulus) % modulus;
}

/**
 * The steps of Euclid on r and nextR that their leading 53 bits tell, as the matrix of one. Its determinant is 1 or -1,
 * so a step that was guessed wrong costs time alone.
 */
function leadingSteps(r: bigint, nextR: bigint): readonly [bigint, bigint, bigint, bigint] {
  let [u, v] = [Number(r), Number(nextR)];
  let [a, b, c, d] = [1, 0, 0, 1];
  for (;;) {
    const quotient = Math.floor(u / v);
    const [e, f] = [a - quotient * c, b - quotient * d];
    // Also left where a number is too large for a double: then one of them is NaN.
    if (!(Math.abs(e) < MAX_COFACTOR && Math.abs(f) < MAX_COFACTOR)) break;
    const rest = u - quotient * v;
    u = v;
    v = rest;
    a = c;
    b = d;
    c = e;
    d = f;
  }
  return b === 0 ? [0n, 1n, 1n, -(r / nextR)] : [BigInt(a), BigInt(b), BigInt(c), BigInt(d)];
}

/** Half of a double's bits: beyond, the quotients are guessed. */
const MAX_COFACTOR = 2 ** 25;

function toInteger(bytes: Uint8Array): bigint {
  return bytes.length === 0 ? 0n : BigInt(`0x${Buffer.from(bytes).toString('hex')}`);
}

function toBytes(value: bigint, length: number): Uint8Array {
  return Buffer.from(value.toString(16).padStart(2 * length, '0'), 'hex');
}
