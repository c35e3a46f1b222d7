/** The station's side of the bench's TLS 1.2 engine. RFC 5246 7.3, RFC 6066, RFC 6961, RFC 7366, RFC 7627. @module */
import { concatBytes, equalBytes } from '@openpnc/core/bytes';
import type { TlsIdentity } from '@openpnc/core/network';
import type { Random } from '@openpnc/core/ports';
import { ECDHE_ECDSA, STATIC_ECDH_ECDSA } from './clientEngine.ts';
import { type ClientHello, extensionTypes, offeredVersions, parseClientHello } from './clientHello.ts';
import { agree, belongs, checkEcdsa, ephemeral, publicKeyOf, signEcdsa, staticPair } from './ecdh.ts';
import {
  EngineFault,
  type EngineInfo,
  type EngineOptions,
  type HandshakeScript,
  receive,
  receiveChangeCipherSpec,
  TlsEngine,
} from './engine.ts';
import { offerProblem } from './handshakeFailure.ts';
import {
  certificateMessage,
  certificateStatusMessage,
  extension,
  handshakeMessage,
  parseCertificateMessage,
  uint16s,
  vector,
} from './handshakeMessages.ts';
import { keyLogLine } from './keyLog.ts';
import { directionKeys, finishedData, masterSecret, sha256 } from './prf.ts';
import { RecordOpener, RecordSealer } from './record.ts';
import { WireReader } from './wireReader.ts';

/** What a station serves one car with. */
export interface ServerChoice {
  readonly identity: TlsIdentity;
  /** OCSP responses by the certificate's place in the chain. Only the first can go out with status_request. */
  readonly staples?: readonly (Uint8Array | undefined)[];
}

/** What a station offers and how it behaves. */
export interface TlsServerOptions extends EngineOptions {
  readonly random: Random;
  /** The chain for a ClientHello; undefined refuses it with handshake_failure. */
  readonly choose: (hello: ClientHello) => ServerChoice | undefined;
  /** In the station's order. Default ECDHE, then static ECDH. */
  readonly cipherSuites?: readonly number[];
  /** Whether a trusted_ca_keys extension is answered by an empty one, as RFC 6066 6 asks. Default true. */
  readonly answersTrustedCaKeys?: boolean;
  /** Whether status_request_v2 is answered. Default true. */
  readonly answersStatusV2?: boolean;
  readonly clientCertificate?: 'none' | 'request' | 'require';
  /** Takes the key log line of the session. */
  readonly keyLog?: (line: string) => void;
}

/** An endpoint that waits for a ClientHello. */
export function tlsServer(options: TlsServerOptions): TlsEngine {
  return new TlsEngine('server', options, (engine) => handshake(engine, options));
}

function* handshake(engine: TlsEngine, options: TlsServerOptions): HandshakeScript {
  const { clientCertificate = 'none' } = options;
  const hello = parseClientHello((yield* receive(engine, 'client_hello')).raw);
  const cipherSuite = commonSuite(hello, options);
  const choice = options.choose(hello);
  if (!choice) throw new EngineFault('handshake_failure', 'no usable certificate chain for this car', 'tls_not_ready');
  const { certificates, keyPem } = choice.identity;
  if (!certificates[0] || !belongs(keyPem, certificates[0]))
    throw new EngineFault('internal_error', `chain ${choice.identity.id}: the key does not fit`, 'tls_not_ready');

  const answers = answersTo(hello, choice, options);
  const random = options.random.bytes(32);
  const isStatic = cipherSuite === STATIC_ECDH_ECDSA;
  const pair = isStatic ? staticPair(keyPem) : ephemeral(options.random);
  const randoms = { client: hello.random, server: random };
  engine.write(
    serverHello(random, cipherSuite, answers.extensions),
    certificateMessage(certificates),
    ...(answers.status ? [certificateStatusMessage(answers.status.kind, answers.status.responses)] : []),
    ...(isStatic ? [] : [serverKeyExchange(new Uint8Array(pair.getPublicKey()), randoms, keyPem)]),
    ...(clientCertificate === 'none' ? [] : [certificateRequest()]),
    handshakeMessage('server_hello_done'),
  );

  const presented =
    clientCertificate === 'none' ? [] : parseCertificateMessage((yield* receive(engine, 'certificate')).body);
  if (clientCertificate === 'require' && presented.length === 0)
    throw new EngineFault(
      'handshake_failure',
      'a client certificate is required and the car sent none',
      'tls_client_certificate',
    );
  const exchange = yield* receive(engine, 'client_key_exchange');
  const isExtended = answers.extensions.has(extensionTypes.extended_master_secret);
  const master = masterSecret(
    agree(pair, pointIn(exchange.body)),
    randoms,
    isExtended ? sha256(engine.transcript()) : undefined,
  );
  options.keyLog?.(keyLogLine(hello.random, master));
  if (presented[0]) {
    const { body } = yield* receive(engine, 'certificate_verify');
    checkCertificateVerify(body, presented[0], engine.transcript(1));
  }

  const keys = directionKeys(master, randoms);
  const encryptThenMac = answers.extensions.has(extensionTypes.encrypt_then_mac);
  engine.expectProtection(new RecordOpener(keys.client, encryptThenMac));
  yield* receiveChangeCipherSpec();
  const finished = yield* receive(engine, 'finished');
  if (!equalBytes(finished.body, finishedData(master, 'client', engine.transcript(1))))
    throw new EngineFault('decrypt_error', "the car's Finished does not fit");
  engine.protect(new RecordSealer(keys.server, encryptThenMac, options.random));
  engine.write(handshakeMessage('finished', finishedData(master, 'server', engine.transcript())));
  return {
    cipherSuite,
    peerCertificates: presented,
    staples: [],
    clientHello: hello.raw,
    serverExtensions: [...answers.extensions.keys()],
  } satisfies EngineInfo;
}

function commonSuite(
  hello: ClientHello,
  { cipherSuites = [ECDHE_ECDSA, STATIC_ECDH_ECDSA] }: TlsServerOptions,
): number {
  if (!offeredVersions(hello).includes(0x0303))
    throw new EngineFault('protocol_version', 'the car does not offer TLS 1.2', 'tls_protocol_version');
  const suite = cipherSuites.find((candidate) => hello.cipherSuites.includes(candidate));
  const hasCurve = hello.groups.length === 0 || hello.groups.includes(23);
  const hasScheme = hello.signatureAlgorithms.length === 0 || hello.signatureAlgorithms.includes(0x0403);
  if (suite === undefined || !hasCurve || !hasScheme) {
    const { code, text } = offerProblem(hello) ?? { code: 'tls_no_shared_cipher', text: 'nothing in common' };
    throw new EngineFault('handshake_failure', text, code);
  }
  return suite;
}

interface Answers {
  readonly extensions: ReadonlyMap<number, Uint8Array>;
  readonly status?: {
    readonly kind: 'ocsp' | 'ocsp_multi';
    readonly responses: readonly (Uint8Array | undefined)[];
  };
}

function answersTo(hello: ClientHello, { identity, staples = [] }: ServerChoice, options: TlsServerOptions): Answers {
  const { answersTrustedCaKeys = true, answersStatusV2 = true } = options;
  const empty = new Uint8Array(0);
  const extensions = new Map<number, Uint8Array>();
  const offers = (type: number) => hello.extensions.includes(type);
  if (hello.wantsRenegotiationInfo) extensions.set(extensionTypes.renegotiation_info, Uint8Array.of(0));
  if (offers(extensionTypes.ec_point_formats))
    extensions.set(extensionTypes.ec_point_formats, vector(1, Uint8Array.of(0)));
  if (hello.trustedAuthorities && answersTrustedCaKeys) extensions.set(extensionTypes.trusted_ca_keys, empty);
  if (offers(extensionTypes.encrypt_then_mac)) extensions.set(extensionTypes.encrypt_then_mac, empty);
  if (offers(extensionTypes.extended_master_secret)) extensions.set(extensionTypes.extended_master_secret, empty);
  const responses = identity.certificates.map((_certificate, place) => staples[place]);
  const kind = hello.statusV2Types.includes(2) ? 'ocsp_multi' : 'ocsp';
  const hasResponse = kind === 'ocsp_multi' ? responses.some(Boolean) : responses[0] !== undefined;
  // Asked for both, version 2 wins.
  if (answersStatusV2 && hello.statusV2Types.length > 0 && hasResponse) {
    extensions.set(extensionTypes.status_request_v2, empty);
    return { extensions, status: { kind, responses } };
  }
  if (hello.wantsStatus && responses[0]) {
    extensions.set(extensionTypes.status_request, empty);
    return { extensions, status: { kind: 'ocsp', responses } };
  }
  return { extensions };
}

function serverHello(random: Uint8Array, cipherSuite: number, extensions: Answers['extensions']): Uint8Array {
  const list = [...extensions].map(([type, body]) => extension(type, body));
  return handshakeMessage(
    'server_hello',
    uint16s(0x0303),
    random,
    vector(1),
    uint16s(cipherSuite),
    Uint8Array.of(0),
    ...(list.length > 0 ? [vector(2, ...list)] : []),
  );
}

function serverKeyExchange(
  point: Uint8Array,
  randoms: { readonly client: Uint8Array; readonly server: Uint8Array },
  keyPem: string,
): Uint8Array {
  const parameters = concatBytes(Uint8Array.of(3), uint16s(23), vector(1, point));
  const signature = signEcdsa(keyPem, concatBytes(randoms.client, randoms.server, parameters));
  return handshakeMessage('server_key_exchange', parameters, uint16s(0x0403), vector(2, signature));
}

/** ecdsa_sign with ecdsa_secp256r1_sha256, of any authority. RFC 5246 7.4.4. */
function certificateRequest(): Uint8Array {
  return handshakeMessage('certificate_request', vector(1, Uint8Array.of(64)), vector(2, uint16s(0x0403)), vector(2));
}

function pointIn(body: Uint8Array): Uint8Array {
  const reader = new WireReader(body, 'tls_malformed', 'ClientKeyExchange');
  const point = reader.vectorBytes(1, 'point');
  reader.end('body');
  return point;
}

function checkCertificateVerify(body: Uint8Array, leaf: Uint8Array, transcript: Uint8Array): void {
  const reader = new WireReader(body, 'tls_malformed', 'CertificateVerify');
  const scheme = reader.uint(2, 'algorithm');
  const signature = reader.vectorBytes(2, 'signature');
  reader.end('body');
  if (scheme !== 0x0403)
    throw new EngineFault('illegal_parameter', `CertificateVerify: signature scheme ${scheme}, expected 0x0403`);
  checkEcdsa(publicKeyOf(leaf), transcript, signature, 'CertificateVerify');
}
