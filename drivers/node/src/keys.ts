/** Private keys in files of mode 0600, replaced atomically, optionally encrypted; and the same in memory. @module */
import {
  createPrivateKey,
  createPublicKey,
  diffieHellman,
  generateKeyPair,
  type KeyObject,
  randomUUID,
  sign as signData,
} from 'node:crypto';
import {
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { OperatorError, ProtocolError, UsageError } from '@openpnc/core/errors';
import type { Keys, SignatureAlgorithm, StoredKey } from '@openpnc/core/ports';

const generate = promisify(generateKeyPair);
const KEY_NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/;
const SUFFIX = '.key.pem';

/** How a key is made and used, by algorithm. */
const algorithms: Readonly<
  Record<SignatureAlgorithm, { make(): Promise<KeyObject>; sign(data: Uint8Array, key: KeyObject): Uint8Array }>
> = {
  ES256: {
    make: async () => (await generate('ec', { namedCurve: 'P-256' })).privateKey,
    sign: (data, key) => signData('sha256', data, { key, dsaEncoding: 'ieee-p1363' }),
  },
  ES512: {
    make: async () => (await generate('ec', { namedCurve: 'P-521' })).privateKey,
    sign: (data, key) => signData('sha512', data, { key, dsaEncoding: 'ieee-p1363' }),
  },
  RS256: {
    make: async () => (await generate('rsa', { modulusLength: 2048 })).privateKey,
    sign: (data, key) => signData('sha256', data, key),
  },
  Ed448: { make: async () => (await generate('ed448')).privateKey, sign: (data, key) => signData(null, data, key) },
};

/**
 * Keys in `folder`, one PKCS#8 PEM file a name; made when missing.
 * @param passphrase encrypts the files (AES-256-CBC, PBES2).
 * @throws OperatorError `keys_unusable` on a file that cannot be read, decrypted or written.
 */
export function fileKeys(folder: string, passphrase?: string): Keys {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
  } catch (error) {
    throw new OperatorError('keys_unusable', `folder of keys ${folder}: ${(error as Error).message}`);
  }
  const path = (name: string) => join(folder, `${checkedName(name)}${SUFFIX}`);
  return {
    async make(name, algorithm = 'ES256') {
      return store(name, await algorithms[algorithm].make());
    },
    async keep(name, pem) {
      return store(name, parsed(pem, undefined, name));
    },
    async find(name) {
      const file = path(name);
      let pem: string;
      try {
        pem = readFileSync(file, 'utf8');
        checkMode(file);
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
        if (error instanceof OperatorError) throw error;
        throw new OperatorError('keys_unusable', `key ${name} in ${folder}: ${(error as Error).message}`);
      }
      return storedKey(name, parsed(pem, passphrase, name));
    },
    async list() {
      return readdirSync(folder)
        .filter((file) => file.endsWith(SUFFIX))
        .map((file) => file.slice(0, -SUFFIX.length))
        .toSorted();
    },
    async remove(name) {
      rmSync(path(name), { force: true });
    },
  };

  function store(name: string, key: KeyObject): StoredKey {
    const pem = key.export({
      type: 'pkcs8',
      format: 'pem',
      ...(passphrase !== undefined && { cipher: 'aes-256-cbc', passphrase }),
    });
    // Written beside and renamed: a crash leaves the old key or the new one, never half of one.
    const file = path(name);
    const temporary = join(folder, `.${randomUUID()}.tmp`);
    try {
      writeFileSync(temporary, pem, { mode: 0o600, flush: true });
      renameSync(temporary, file);
      syncFolder(folder);
    } catch (error) {
      rmSync(temporary, { force: true });
      throw new OperatorError('keys_unusable', `key ${name} in ${folder}: ${(error as Error).message}`);
    }
    return storedKey(name, key);
  }
}

/** A private key that others can read is none: refused as long as its mode says so. */
function checkMode(file: string): void {
  if (process.platform === 'win32') return; // has no such modes
  const mode = statSync(file).mode & 0o777;
  if ((mode & 0o077) !== 0)
    throw new OperatorError('keys_unusable', `${file}: mode ${mode.toString(8)} lets others read it, expected 600`);
}

/** The rename survives a power cut only when the folder is on the disk too. */
function syncFolder(folder: string): void {
  if (process.platform === 'win32') return; // cannot open a folder
  const handle = openSync(folder, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

/** Keys that are gone with the process. */
export function memoryKeys(): Keys {
  const keys = new Map<string, StoredKey>();
  const keep = (name: string, key: KeyObject) => {
    const stored = storedKey(checkedName(name), key);
    keys.set(name, stored);
    return stored;
  };
  return {
    make: async (name, algorithm = 'ES256') => keep(name, await algorithms[algorithm].make()),
    keep: async (name, pem) => keep(name, parsed(pem, undefined, name)),
    find: async (name) => keys.get(name),
    list: async () => [...keys.keys()].toSorted(),
    remove: async (name) => void keys.delete(name),
  };
}

function checkedName(name: string): string {
  if (!KEY_NAME.test(name))
    throw new UsageError('key_name', `key name '${name}': letters, digits, dot, dash and underscore, at most 100`);
  return name;
}

function parsed(pem: string, passphrase: string | undefined, name: string): KeyObject {
  try {
    return createPrivateKey({ key: pem, format: 'pem', ...(passphrase !== undefined && { passphrase }) });
  } catch (error) {
    const isLocked = pem.includes('ENCRYPTED') && passphrase === undefined;
    throw new OperatorError(
      'keys_unusable',
      `key ${name}: ${isLocked ? 'it is encrypted and no passphrase was given' : (error as Error).message}`,
    );
  }
}

function storedKey(name: string, key: KeyObject): StoredKey {
  const algorithm = algorithmOf(key, name);
  const publicKey = new Uint8Array(createPublicKey(key).export({ type: 'spki', format: 'der' }));
  return {
    name,
    algorithm,
    publicKey,
    sign: async (data) => new Uint8Array(algorithms[algorithm].sign(data, key)),
    exportPem: () => key.export({ type: 'pkcs8', format: 'pem' }) as string,
    agree: async (peerPoint) => agreed(key, algorithm, peerPoint, name),
  };
}

/** Field sizes of the curves that agree on secrets, bytes. */
const curves = { ES256: { crv: 'P-256', bytes: 32 }, ES512: { crv: 'P-521', bytes: 66 } } as const;

/** @throws ProtocolError `ecdh_point_invalid`: a point that is not on the curve must never meet the key. */
function agreed(key: KeyObject, algorithm: SignatureAlgorithm, point: Uint8Array, name: string): Uint8Array {
  if (algorithm !== 'ES256' && algorithm !== 'ES512')
    throw new UsageError('key_cannot_agree', `key ${name}: ${algorithm} has no ECDH`);
  const { crv, bytes } = curves[algorithm];
  if (point.length !== 1 + 2 * bytes || point[0] !== 4)
    throw new ProtocolError(
      'ecdh_point_invalid',
      `ECDH point: ${point.length} bytes beginning with ${point[0] ?? 'nothing'}, expected ${1 + 2 * bytes} with 4`,
    );
  const coordinate = (at: number) => Buffer.from(point.subarray(at, at + bytes)).toString('base64url');
  let publicKey: KeyObject;
  try {
    publicKey = createPublicKey({ key: { kty: 'EC', crv, x: coordinate(1), y: coordinate(1 + bytes) }, format: 'jwk' });
  } catch (cause) {
    throw new ProtocolError('ecdh_point_invalid', `ECDH point: not on ${crv}`, { cause });
  }
  return new Uint8Array(diffieHellman({ privateKey: key, publicKey }));
}

function algorithmOf(key: KeyObject, name: string): SignatureAlgorithm {
  const { asymmetricKeyType: type, asymmetricKeyDetails: details } = key;
  if (type === 'ec' && details?.namedCurve === 'prime256v1') return 'ES256';
  if (type === 'ec' && details?.namedCurve === 'secp521r1') return 'ES512';
  if (type === 'rsa') return 'RS256';
  if (type === 'ed448') return 'Ed448';
  throw new OperatorError(
    'keys_unusable',
    `key ${name}: ${type} ${details?.namedCurve ?? ''} is none of P-256, P-521, RSA, Ed448`,
  );
}
