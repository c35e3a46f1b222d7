/** ClientHello: gathered from records of any cut, and read with the extensions that a station acts on. RFC 5246 7.4.1.2, RFC 6066, RFC 6961. @module */
import { concatBytes, toHex } from '@openpnc/core/bytes';
import { ProtocolError } from '@openpnc/core/errors';
import { cipherSuites, namedGroups, nameOf, signatureSchemes, versionName } from './names.ts';
import { parseTrustedCaKeys, type TrustedAuthority } from './trustedCaKeys.ts';
import { WireReader } from './wireReader.ts';

/** What a client offers. Numbers are the registered code points, lists in the client's order and empty when absent. */
export interface ClientHello {
  /** The handshake message as sent: type, length, body. */
  readonly raw: Uint8Array;
  /** client_version; TLS 1.3 clients write 0x0303 here and tell the truth in `versions`. */
  readonly legacyVersion: number;
  /** supported_versions (43). */
  readonly versions: readonly number[];
  readonly random: Uint8Array;
  readonly sessionId: Uint8Array;
  readonly cipherSuites: readonly number[];
  /** supported_groups (10); 23 is secp256r1. */
  readonly groups: readonly number[];
  /** signature_algorithms (13); 0x0403 is ecdsa_secp256r1_sha256. */
  readonly signatureAlgorithms: readonly number[];
  /** server_name (0), host names only. */
  readonly serverName?: string;
  /** trusted_ca_keys (3): the roots that the car trusts; absent when the extension is. */
  readonly trustedAuthorities?: readonly TrustedAuthority[];
  /** status_request (5): the client wants the leaf's OCSP response. RFC 6066 8. */
  readonly wantsStatus: boolean;
  /** status_request_v2 (17): the kinds asked for, 1 ocsp, 2 ocsp_multi. RFC 6961. */
  readonly statusV2Types: readonly number[];
  /** renegotiation_info or its signalling suite came: the ServerHello has to answer it. RFC 5746. */
  readonly wantsRenegotiationInfo: boolean;
  /** All extension numbers. */
  readonly extensions: readonly number[];
  /** Extensions that we would act on and could not read. The handshake goes on as if they had not come. */
  readonly unreadable: readonly { readonly type: number; readonly problem: string }[];
}

interface Extension {
  readonly type: number;
  readonly body: Uint8Array;
}

/** Numbers of the extensions that are read or answered. */
export const extensionTypes = {
  server_name: 0,
  trusted_ca_keys: 3,
  status_request: 5,
  supported_groups: 10,
  ec_point_formats: 11,
  signature_algorithms: 13,
  status_request_v2: 17,
  encrypt_then_mac: 22,
  extended_master_secret: 23,
  supported_versions: 43,
  renegotiation_info: 0xff01,
} as const;

const RENEGOTIATION_SCSV = 0x00ff;

/** Limits of {@link ClientHelloReader}. A car's ClientHello has 100 to 500 bytes; one with post-quantum groups 1,700. */
export interface ClientHelloLimits {
  /** Longest handshake message, header included. Default 65,536. */
  readonly maxBytes?: number;
}

/**
 * Reads a ClientHello handshake message (type, length, body), as {@link ClientHelloReader} gives it.
 * @throws ProtocolError `tls_malformed` with path and offset.
 */
export function parseClientHello(message: Uint8Array): ClientHello {
  const reader = new WireReader(message, 'tls_malformed', 'ClientHello');
  const type = reader.uint(1, 'msg_type');
  if (type !== 1) reader.fail(`msg_type: ${type}, expected 1`);
  const body = reader.vector(3, 'body');
  reader.end('message');
  const legacyVersion = body.uint(2, 'client_version');
  const random = body.bytes(32, 'random');
  const sessionId = body.vectorBytes(1, 'session_id');
  if (sessionId.length > 32) body.fail(`session_id: ${sessionId.length} bytes, at most 32`);
  const suites = body.vector(2, 'cipher_suites').uints(2, 'cipher_suites');
  if (suites.length === 0) body.fail('cipher_suites: none, expected at least one');
  const compressionMethods = body.vector(1, 'compression_methods').uints(1, 'compression_methods');
  if (!compressionMethods.includes(0)) body.fail('compression_methods: null (0) is missing');
  const extensions = body.left > 0 ? extensionsOf(body) : [];
  body.end('body');
  const numbers = extensions.map((extension) => extension.type);
  return {
    raw: message,
    legacyVersion,
    random,
    sessionId,
    cipherSuites: suites,
    extensions: numbers,
    ...known(extensions),
    wantsRenegotiationInfo: suites.includes(RENEGOTIATION_SCSV) || numbers.includes(extensionTypes.renegotiation_info),
  };
}

function extensionsOf(body: WireReader): readonly Extension[] {
  const list = body.vector(2, 'extensions');
  const extensions: Extension[] = [];
  while (list.left > 0) {
    const type = list.uint(2, 'extension_type');
    if (extensions.some((earlier) => earlier.type === type)) list.fail(`extension ${type}: twice`);
    extensions.push({ type, body: list.vectorBytes(2, `extension ${type}`) });
  }
  return extensions;
}

type Known = Pick<
  ClientHello,
  | 'versions'
  | 'groups'
  | 'signatureAlgorithms'
  | 'serverName'
  | 'trustedAuthorities'
  | 'wantsStatus'
  | 'statusV2Types'
  | 'unreadable'
>;

function known(extensions: readonly Extension[]): Known {
  const unreadable: { type: number; problem: string }[] = [];
  const serverName = read(extensionTypes.server_name, hostName);
  const trustedAuthorities = read(extensionTypes.trusted_ca_keys, (body) =>
    parseTrustedCaKeys(body.bytes(body.left, 'list')),
  );
  return {
    versions: read(extensionTypes.supported_versions, (body) => body.vector(1, 'list').uints(2, 'version')) ?? [],
    groups: read(extensionTypes.supported_groups, (body) => body.vector(2, 'list').uints(2, 'group')) ?? [],
    signatureAlgorithms:
      read(extensionTypes.signature_algorithms, (body) => body.vector(2, 'list').uints(2, 'algorithm')) ?? [],
    ...(serverName !== undefined && { serverName }),
    ...(trustedAuthorities && { trustedAuthorities }),
    wantsStatus: read(extensionTypes.status_request, statusRequestType) === 1,
    statusV2Types: read(extensionTypes.status_request_v2, statusRequestV2Types) ?? [],
    unreadable,
  };

  function read<T>(type: number, reading: (body: WireReader) => T): T | undefined {
    const extension = extensions.find((candidate) => candidate.type === type);
    if (!extension) return undefined;
    try {
      const body = new WireReader(extension.body, 'extension_malformed', `extension ${type}`);
      const value = reading(body);
      body.end('body');
      return value;
    } catch (error) {
      if (!(error instanceof ProtocolError)) throw error;
      unreadable.push({ type, problem: error.message });
      return undefined;
    }
  }
}

function hostName(body: WireReader): string | undefined {
  const list = body.vector(2, 'server_name_list');
  let name: string | undefined;
  while (list.left > 0) {
    const type = list.uint(1, 'name_type');
    const bytes = list.vectorBytes(2, 'name');
    if (type === 0) name ??= String.fromCharCode(...bytes);
  }
  return name;
}

function statusRequestType(body: WireReader): number {
  const type = body.uint(1, 'status_type');
  if (type === 1) {
    body.vector(2, 'responder_id_list');
    body.vector(2, 'request_extensions');
  } else body.bytes(body.left, 'request');
  return type;
}

function statusRequestV2Types(body: WireReader): readonly number[] {
  const list = body.vector(2, 'certificate_status_req_list');
  const types: number[] = [];
  while (list.left > 0) {
    types.push(list.uint(1, 'status_type'));
    list.vector(2, 'request');
  }
  return types;
}

/** The TLS versions that a client offers. */
export function offeredVersions({ versions, legacyVersion }: ClientHello): readonly number[] {
  if (versions.length > 0) return versions;
  // Without the extension the client takes every version up to the one it names; ours is 1.2. RFC 5246 E.1.
  return legacyVersion >= 0x0303 ? [0x0303] : [legacyVersion];
}

/** The essence of a ClientHello by names, for a trace. Holds nothing secret. */
export function describeClientHello(hello: ClientHello): Readonly<Record<string, unknown>> {
  return {
    versions: offeredVersions(hello).map(versionName),
    cipherSuites: hello.cipherSuites.map((suite) => nameOf(cipherSuites, suite)),
    groups: hello.groups.map((group) => nameOf(namedGroups, group)),
    signatureAlgorithms: hello.signatureAlgorithms.map((scheme) => nameOf(signatureSchemes, scheme)),
    ...(hello.serverName !== undefined && { serverName: hello.serverName }),
    ...(hello.trustedAuthorities && { trustedAuthorities: hello.trustedAuthorities.map(authorityText) }),
    wantsStatus: hello.wantsStatus,
    ...(hello.statusV2Types.length > 0 && { statusV2Types: hello.statusV2Types }),
    extensions: hello.extensions,
    ...(hello.unreadable.length > 0 && { unreadable: hello.unreadable.map(({ problem }) => problem) }),
  };
}

function authorityText(authority: TrustedAuthority): string {
  switch (authority.type) {
    case 'pre_agreed':
      return 'pre_agreed';
    case 'x509_name':
      return `x509_name ${toHex(authority.name)}`;
    default:
      return `${authority.type} ${authority.hash}`;
  }
}

/**
 * Gathers the first handshake message of a connection from chunks of any size: the message may span several records and
 * a record several chunks. Bounded: no more than the limits is ever kept.
 */
export class ClientHelloReader {
  readonly #maxBytes: number;
  readonly #header: number[] = [];
  #fragmentLeft = 0;
  readonly #parts: Uint8Array[] = [];
  #length = 0;
  #records = 0;
  #message: Uint8Array | undefined;

  constructor({ maxBytes = 65_536 }: ClientHelloLimits = {}) {
    this.#maxBytes = maxBytes;
  }

  /**
   * Takes the next bytes of the connection. Gives the whole handshake message (type, length, body) once it is there.
   * @throws ProtocolError `tls_not_client_hello`, `tls_plain_v2gtp` (V2GTP without TLS), `tls_malformed`,
   * `tls_too_large`, and no more.
   */
  push(chunk: Uint8Array): Uint8Array | undefined {
    for (let at = 0; at < chunk.length && !this.#message; ) {
      if (this.#fragmentLeft > 0) {
        const part = chunk.subarray(at, at + this.#fragmentLeft);
        at += part.length;
        this.#fragmentLeft -= part.length;
        this.#take(part);
      } else {
        this.#header.push(chunk[at]!);
        at += 1;
        this.#checkHeader();
      }
    }
    return this.#message;
  }

  #checkHeader(): void {
    const [type, major, minor, high, low] = this.#header;
    if (type !== 22) this.#notHandshake(type!);
    if (major !== undefined && major !== 3)
      fail('tls_not_client_hello', `record version: major ${major}, expected 3`, 1);
    if (minor === undefined || high === undefined || low === undefined) return;
    const length = high * 256 + low;
    if (length > 16_384) fail('tls_malformed', `record length: ${length}, at most 16384`, 3);
    if (length === 0) fail('tls_malformed', 'record length: 0 in a handshake record', 3);
    this.#records += 1;
    this.#fragmentLeft = length;
    this.#header.length = 0;
  }

  #notHandshake(type: number): never {
    if (this.#records === 0 && type === 0x01)
      fail('tls_plain_v2gtp', 'first byte: 0x01 (V2GTP without TLS), expected 0x16 (a TLS handshake)', 0);
    if (type === 20 || type === 21 || type === 23)
      fail('tls_not_client_hello', `record type: ${type}, expected 22 with a ClientHello`, 0);
    fail(
      'tls_not_client_hello',
      `record type: 0x${type.toString(16).padStart(2, '0')}, expected 0x16 (a TLS handshake)`,
      0,
    );
  }

  #take(part: Uint8Array): void {
    this.#parts.push(part.slice());
    this.#length += part.length;
    const head = this.#length >= 4 ? concatBytes(...this.#parts.slice(0, 4)) : undefined;
    const first = this.#parts[0]![0]!;
    if (first !== 1) fail('tls_not_client_hello', `handshake type: ${first}, expected 1 (ClientHello)`, 0);
    if (!head) return;
    const wanted = 4 + head[1]! * 65_536 + head[2]! * 256 + head[3]!;
    if (wanted > this.#maxBytes) fail('tls_too_large', `ClientHello: ${wanted} bytes, at most ${this.#maxBytes}`, 1);
    if (this.#length >= wanted) {
      // What follows in the same record would be a second message before the ServerHello: no TLS client sends one.
      if (this.#length > wanted)
        fail('tls_not_client_hello', `ClientHello: ${this.#length - wanted} bytes too many in its record`, wanted);
      this.#message = concatBytes(...this.#parts);
    }
  }
}

function fail(code: string, problem: string, offset: number): never {
  throw new ProtocolError(code, problem, { path: 'ClientHello', offset });
}
