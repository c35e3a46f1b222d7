/** The car's side of the bench's TLS 1.2 engine. RFC 5246 7.3, RFC 6066, RFC 6961, RFC 7366, RFC 7627. @module */
import { concatBytes, equalBytes, toUtf8 } from '@openpnc/core/bytes';
import type { TlsIdentity } from '@openpnc/core/network';
import type { Random } from '@openpnc/core/ports';
import type { AlertName } from './alerts.ts';
import { extensionTypes } from './clientHello.ts';
import { agree, checkEcdsa, ephemeral, pointOf, publicKeyOf, signEcdsa } from './ecdh.ts';
import {
  EngineFault,
  type EngineInfo,
  type EngineOptions,
  type HandshakeScript,
  receive,
  receiveChangeCipherSpec,
  TlsEngine,
} from './engine.ts';
import {
  certificateMessage,
  extension,
  handshakeMessage,
  parseCertificateMessage,
  parseCertificateStatus,
  parseServerHello,
  type ServerHello,
  uint16s,
  vector,
} from './handshakeMessages.ts';
import { keyLogLine } from './keyLog.ts';
import { directionKeys, finishedData, masterSecret, sha256 } from './prf.ts';
import { RecordOpener, RecordSealer } from './record.ts';
import { encodeTrustedCaKeys, type TrustedAuthority } from './trustedCaKeys.ts';
import { WireReader } from './wireReader.ts';

/** The two suites of ISO 15118-2:2014 7.7.3. */
export const ECDHE_ECDSA = 0xc023;
export const STATIC_ECDH_ECDSA = 0xc025;

/** What a car offers and how it behaves. Every field is off or as in the standard by default. */
export interface TlsClientOptions extends EngineOptions {
  readonly random: Random;
  /** In the car's order. Default ECDHE alone. Numbers that this engine cannot do may be offered too. */
  readonly cipherSuites?: readonly number[];
  /** Sends trusted_ca_keys. */
  readonly trustedAuthorities?: readonly TrustedAuthority[];
  /** Gives up with handshake_failure when trusted_ca_keys is not answered, as some libraries did. */
  readonly insistsOnTrustedCaKeys?: boolean;
  /** Sends status_request. */
  readonly statusRequest?: boolean;
  /** Sends status_request_v2 with this kind. */
  readonly statusRequestV2?: 'ocsp' | 'ocsp_multi';
  readonly serverName?: string;
  readonly encryptThenMac?: boolean;
  readonly extendedMasterSecret?: boolean;
  /** supported_groups. Default secp256r1 alone. */
  readonly groups?: readonly number[];
  /** supported_versions; absent by default, as TLS 1.2 clients do. */
  readonly versions?: readonly number[];
  /** More extensions, by number, as they are: also wrong ones. */
  readonly moreExtensions?: readonly { readonly type: number; readonly body: Uint8Array }[];
  /** Presented when the server asks; without it the answer is an empty list. */
  readonly identity?: TlsIdentity;
  /** The car's judgement of the server's chain: the alert to refuse it with, or undefined. Default: all are good. */
  readonly judge?: (
    certificates: readonly Uint8Array[],
    staples: readonly (Uint8Array | undefined)[],
  ) => AlertName | undefined;
  /** Takes the key log line of the session. */
  readonly keyLog?: (line: string) => void;
}

/** An endpoint that begins with a ClientHello. */
export function tlsClient(options: TlsClientOptions): TlsEngine {
  return new TlsEngine('client', options, (engine) => handshake(engine, options));
}

function* handshake(engine: TlsEngine, options: TlsClientOptions): HandshakeScript {
  const random = options.random.bytes(32);
  const hello = clientHello(random, options);
  engine.write(hello.message);

  const server = parseServerHello((yield* receive(engine, 'server_hello')).body);
  checkServerHello(server, hello.offered, options);
  const certificates = parseCertificateMessage((yield* receive(engine, 'certificate')).body);
  const [leaf] = certificates;
  if (!leaf) throw new EngineFault('decode_error', 'Certificate: the server presents none');
  const leafKey = publicKeyOf(leaf);

  const isStatic = server.cipherSuite === STATIC_ECDH_ECDSA;
  let serverPoint = isStatic ? pointOf(leafKey) : undefined;
  let staples: readonly (Uint8Array | undefined)[] = [];
  let isCertificateWanted = false;
  for (;;) {
    const message = yield* receive(
      engine,
      ...(hasStatus(server) && staples.length === 0 ? (['certificate_status'] as const) : []),
      ...(serverPoint ? [] : (['server_key_exchange'] as const)),
      ...(isCertificateWanted ? [] : (['certificate_request'] as const)),
      'server_hello_done',
    );
    if (message.name === 'certificate_status') staples = parseCertificateStatus(message.body);
    else if (message.name === 'server_key_exchange')
      serverPoint = keyExchangePoint(message.body, leafKey, { client: random, server: server.random });
    else if (message.name === 'certificate_request') isCertificateWanted = true;
    else break;
  }
  if (!serverPoint) throw new EngineFault('unexpected_message', 'server_hello_done came before server_key_exchange');
  const refusal = options.judge?.(certificates, staples);
  if (refusal) throw new EngineFault(refusal, `the car refuses the chain with ${refusal}`);

  const { identity } = options;
  if (isCertificateWanted) engine.write(certificateMessage(identity?.certificates ?? []));
  const pair = ephemeral(options.random);
  engine.write(handshakeMessage('client_key_exchange', vector(1, new Uint8Array(pair.getPublicKey()))));
  const randoms = { client: random, server: server.random };
  const isExtended = server.extensions.includes(extensionTypes.extended_master_secret);
  const master = masterSecret(agree(pair, serverPoint), randoms, isExtended ? sha256(engine.transcript()) : undefined);
  options.keyLog?.(keyLogLine(random, master));
  if (isCertificateWanted && identity) {
    const signature = signEcdsa(identity.keyPem, engine.transcript());
    engine.write(handshakeMessage('certificate_verify', uint16s(0x0403), vector(2, signature)));
  }

  const keys = directionKeys(master, randoms);
  const encryptThenMac = server.extensions.includes(extensionTypes.encrypt_then_mac);
  engine.protect(new RecordSealer(keys.client, encryptThenMac, options.random));
  engine.write(handshakeMessage('finished', finishedData(master, 'client', engine.transcript())));
  engine.expectProtection(new RecordOpener(keys.server, encryptThenMac));
  yield* receiveChangeCipherSpec();
  const finished = yield* receive(engine, 'finished');
  if (!equalBytes(finished.body, finishedData(master, 'server', engine.transcript(1))))
    throw new EngineFault('decrypt_error', "the server's Finished does not fit");
  return {
    cipherSuite: server.cipherSuite,
    peerCertificates: certificates,
    staples,
    clientHello: hello.message,
    serverExtensions: server.extensions,
  } satisfies EngineInfo;
}

function clientHello(
  random: Uint8Array,
  options: TlsClientOptions,
): { readonly message: Uint8Array; readonly offered: ReadonlySet<number> } {
  const { cipherSuites = [ECDHE_ECDSA], groups = [23], statusRequestV2, trustedAuthorities, versions } = options;
  const statusBody = concatBytes(vector(2), vector(2));
  const extensions: { readonly type: number; readonly body: Uint8Array }[] = [];
  const add = (type: keyof typeof extensionTypes, ...body: readonly Uint8Array[]) =>
    extensions.push({ type: extensionTypes[type], body: concatBytes(...body) });
  if (options.serverName !== undefined)
    add('server_name', vector(2, Uint8Array.of(0), vector(2, toUtf8(options.serverName))));
  if (trustedAuthorities) add('trusted_ca_keys', encodeTrustedCaKeys(trustedAuthorities));
  if (options.statusRequest) add('status_request', Uint8Array.of(1), statusBody);
  add('supported_groups', vector(2, uint16s(...groups)));
  add('ec_point_formats', vector(1, Uint8Array.of(0)));
  add('signature_algorithms', vector(2, uint16s(0x0403)));
  if (statusRequestV2)
    add('status_request_v2', vector(2, Uint8Array.of(statusRequestV2 === 'ocsp_multi' ? 2 : 1), vector(2, statusBody)));
  if (options.encryptThenMac) add('encrypt_then_mac');
  if (options.extendedMasterSecret) add('extended_master_secret');
  if (versions) add('supported_versions', vector(1, uint16s(...versions)));
  add('renegotiation_info', vector(1));
  extensions.push(...(options.moreExtensions ?? []));
  const message = handshakeMessage(
    'client_hello',
    uint16s(0x0303),
    random,
    vector(1),
    vector(2, uint16s(...cipherSuites)),
    vector(1, Uint8Array.of(0)),
    vector(2, ...extensions.map(({ type, body }) => extension(type, body))),
  );
  return { message, offered: new Set(extensions.map(({ type }) => type)) };
}

function checkServerHello(server: ServerHello, offered: ReadonlySet<number>, options: TlsClientOptions): void {
  const { cipherSuites = [ECDHE_ECDSA] } = options;
  if (server.version !== 0x0303)
    throw new EngineFault('protocol_version', 'the server does not choose TLS 1.2', 'tls_protocol_version');
  if (
    !cipherSuites.includes(server.cipherSuite) ||
    (server.cipherSuite !== ECDHE_ECDSA && server.cipherSuite !== STATIC_ECDH_ECDSA)
  )
    throw new EngineFault('illegal_parameter', 'the server chooses a suite that was not offered or is not known here');
  const unasked = server.extensions.find((type) => !offered.has(type));
  if (unasked !== undefined)
    throw new EngineFault('unsupported_extension', `the server answers extension ${unasked}, which was not offered`);
  if (
    options.insistsOnTrustedCaKeys &&
    options.trustedAuthorities &&
    !server.extensions.includes(extensionTypes.trusted_ca_keys)
  )
    throw new EngineFault('handshake_failure', 'the server does not answer trusted_ca_keys');
}

function hasStatus({ extensions }: ServerHello): boolean {
  return extensions.includes(extensionTypes.status_request) || extensions.includes(extensionTypes.status_request_v2);
}

/** The server's ephemeral point, whose signature by the leaf fits. RFC 8422 5.4. */
function keyExchangePoint(
  body: Uint8Array,
  leafKey: Parameters<typeof checkEcdsa>[0],
  randoms: { readonly client: Uint8Array; readonly server: Uint8Array },
): Uint8Array {
  const reader = new WireReader(body, 'tls_malformed', 'ServerKeyExchange');
  const type = reader.uint(1, 'curve_type');
  const group = reader.uint(2, 'named_curve');
  if (type !== 3 || group !== 23)
    throw new EngineFault('illegal_parameter', `ServerKeyExchange: curve ${group}, expected 23`);
  const point = reader.vectorBytes(1, 'point');
  const parameters = body.subarray(0, body.length - reader.left);
  const scheme = reader.uint(2, 'algorithm');
  if (scheme !== 0x0403)
    throw new EngineFault('illegal_parameter', `ServerKeyExchange: signature scheme ${scheme}, expected 0x0403`);
  const signature = reader.vectorBytes(2, 'signature');
  reader.end('body');
  const signed = concatBytes(randoms.client, randoms.server, parameters);
  checkEcdsa(leafKey, signed, signature, 'ServerKeyExchange');
  return point;
}
