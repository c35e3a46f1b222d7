/**
 * A capture of V2G traffic as the trace records that a live session would have written: SDP, the TLS handshake, every
 * exchange with its time beside the limit and its messages in JSON. What cannot be read is told as a finding, never guessed.
 * ISO 15118-2:2014 7.8.3, 7.10.1, 8.
 *
 * @module
 */
import { toHex } from '@openpnc/core/bytes';
import type { Millis } from '@openpnc/core/machine';
import type { FindingRecord, MessageRecord, TraceRecord } from '@openpnc/core/trace';
import { type Codec, createCodec, ExiError, explain } from '@openpnc/exi';
import { iso15118v2 } from '@openpnc/exi/iso15118-2';
import { iso15118v20CommonMessages } from '@openpnc/exi/iso15118-20';
import { appProtocol } from '@openpnc/exi/sap';
import { undecodable } from '@openpnc/iso15118/connection';
import type { Finding } from '@openpnc/iso15118/finding';
import { decodeSdpRequest, decodeSdpResponse, sdpPort as standardSdpPort } from '@openpnc/iso15118/sdp';
import { refusalFinding } from '@openpnc/iso15118/v2/evccStep';
import type { RequestName } from '@openpnc/iso15118/v2/message';
import { timing } from '@openpnc/iso15118/v2/timing';
import { FrameReader } from '@openpnc/iso15118/v2gtp';
import type { CaptureFile } from '@openpnc/node/captureFile';
import { type Packet, type PacketEnd, readPacket } from '@openpnc/node/packet';
import { type StreamEvent, type TcpConnection, TcpStreams } from '@openpnc/node/tcpStreams';
import { alertNumbers } from '@openpnc/tls/alerts';
import { type CaptureEvent, TlsCapture } from '@openpnc/tls/capture';
import type { ClientHello } from '@openpnc/tls/clientHello';
import { diagnoseHandshake } from '@openpnc/tls/handshakeFailure';
import { parseKeyLog } from '@openpnc/tls/keyLog';
import { cipherSuites, nameOf, versionName } from '@openpnc/tls/names';

/** How a capture is read. */
export interface CaptureOptions {
  /** Text of an NSS key log file; those within a pcapng file count too. */
  readonly keyLog?: string;
  /** UDP port of SDP. Default 15118. */
  readonly sdpPort?: number;
  /** Adds to each exchange both streams explained bit by bit. */
  readonly isExplained?: boolean;
}

/** What came of it. */
export interface DecodedCapture {
  /** In the order of time. */
  readonly records: readonly TraceRecord[];
  /** Connections that carried V2G, readable or not. */
  readonly v2gConnections: number;
  /** Connections that carried something else. */
  readonly otherConnections: number;
  /** What the stations presented. */
  readonly handshakes: readonly CapturedHandshake[];
  /** The file's own fault, when it could not be read to its end. */
  readonly problem?: string;
}

/** What a station presented in a TLS handshake. */
export interface CapturedHandshake {
  readonly at: Millis;
  /** DER, leaf first. */
  readonly certificates: readonly Uint8Array[];
  /** The car asked for the leaf's OCSP response. */
  readonly isStapleAsked: boolean;
  /** Stapled OCSP response of the leaf, DER. */
  readonly staple?: Uint8Array;
}

/** Decodes a capture. */
export function decodeCapture(file: CaptureFile, options: CaptureOptions = {}): DecodedCapture {
  const { keyLog = '', sdpPort = standardSdpPort } = options;
  const masters = new Map([...file.keyLogs, keyLog].flatMap((text) => [...parseKeyLog(text)]));
  const records: TraceRecord[] = [];
  const sdp = new SdpWatch(records);
  const connections = new Map<TcpConnection, Conversation>();
  const streams = new TcpStreams((connection, event) => {
    let conversation = connections.get(connection);
    if (!conversation) {
      conversation = new Conversation(connection, masters, records, options.isExplained ?? false);
      connections.set(connection, conversation);
    }
    conversation.event(event);
  });
  const unread = new Map<string, number>();
  let last = 0;
  for (const captured of file.packets) {
    last = Math.max(last, captured.at);
    const packet = readPacket(captured);
    if (packet === undefined) continue;
    if (typeof packet === 'string') unread.set(packet, (unread.get(packet) ?? 0) + 1);
    else if (packet.protocol === 'tcp') streams.push({ ...packet, at: captured.at });
    else if (packet.to.port === sdpPort || packet.from.port === sdpPort) sdp.datagram(packet, captured.at);
  }
  streams.end(last);
  sdp.end();
  for (const conversation of connections.values()) conversation.end(last);
  for (const [problem, count] of unread)
    records.push(
      finding(last, { code: 'capture_packet_unreadable', severity: 'warning', text: `${count} packets: ${problem}` }),
    );
  if (file.problem !== undefined)
    records.push(finding(last, { code: 'capture_cut', severity: 'warning', text: `capture file: ${file.problem}` }));
  const v2g = [...connections.values()].filter(({ isV2g }) => isV2g).length;
  return {
    records: records.toSorted((a, b) => a.at - b.at),
    v2gConnections: v2g,
    otherConnections: connections.size - v2g,
    handshakes: [...connections.values()].flatMap((one) => one.handshake ?? []),
    ...(file.problem !== undefined && { problem: file.problem }),
  };
}

function finding(at: Millis, found: Finding, sessionId?: string): FindingRecord {
  return { type: 'finding', at, party: 'station', ...(sessionId !== undefined && { sessionId }), ...found };
}

/** SDP: requests beside their answers, by the car's address and port. */
class SdpWatch {
  readonly #records: TraceRecord[];
  readonly #asked = new Map<string, { readonly at: Millis; readonly security: string }>();

  constructor(records: TraceRecord[]) {
    this.#records = records;
  }

  datagram({ from, to, payload }: Packet, at: Millis): void {
    const security = decodeSdpRequest(payload);
    if (security) {
      this.#asked.set(placeOf(from), { at, security });
      return;
    }
    const answer = decodeSdpResponse(payload);
    if (!answer) return;
    const car = placeOf(to);
    const asked = this.#asked.get(car);
    this.#asked.delete(car);
    this.#records.push({
      ...head(at, 'sdp', 'SECCDiscoveryReq'),
      result: `${answer.security} [${answer.address}]:${answer.port}`,
      ...(asked && { took_ms: rounded(at - asked.at), limit_ms: timing.V2G_EVCC_SDP_Response_Timeout }),
      payload: { from: car, ...(asked && { security: asked.security }) },
    });
  }

  /** Tells the requests that nobody answered. */
  end(): void {
    for (const [car, { at, security }] of this.#asked)
      this.#records.push({
        ...head(at, 'sdp', 'SECCDiscoveryReq'),
        result: 'no answer',
        payload: { from: car, security },
      });
  }
}

function placeOf({ address, port }: PacketEnd): string {
  return `[${address}]:${port}`;
}

/** One connection, from its first bytes on. */
class Conversation {
  isV2g = false;
  readonly #connection: TcpConnection;
  readonly #masters: ReadonlyMap<string, Uint8Array>;
  readonly #records: TraceRecord[];
  readonly #isExplained: boolean;
  readonly #readers = { client: frameReader(), server: frameReader() };
  #kind: 'unknown' | 'tls' | 'plain' | 'other' = 'unknown';
  #tls: TlsCapture | undefined;
  #hello: ClientHello | undefined;
  #began: Millis | undefined;
  #suite: string | undefined;
  #chain: { readonly at: Millis; readonly certificates: readonly Uint8Array[] } | undefined;
  #staple: Uint8Array | undefined;
  #isSecured = false;
  #isRefused = false;
  #request:
    | { readonly name: string; readonly exi: Uint8Array; readonly json: unknown; readonly at: Millis }
    | undefined;
  #codec: Codec | undefined;
  #sessionId: string | undefined;

  constructor(
    connection: TcpConnection,
    masters: ReadonlyMap<string, Uint8Array>,
    records: TraceRecord[],
    isExplained: boolean,
  ) {
    this.#connection = connection;
    this.#masters = masters;
    this.#records = records;
    this.#isExplained = isExplained;
  }

  /** What the station presented; undefined without TLS or before its certificates came. */
  get handshake(): CapturedHandshake | undefined {
    if (!this.#chain) return undefined;
    const staple = this.#staple;
    return { ...this.#chain, isStapleAsked: this.#hello?.wantsStatus ?? false, ...(staple && { staple }) };
  }

  event(event: StreamEvent): void {
    if (event.type === 'gap')
      this.#find(event.at, {
        code: 'capture_gap',
        severity: 'warning',
        text: `${this.#who(event.from)}: ${event.bytes} bytes of the connection were not recorded; what follows is left out`,
      });
    if (event.type === 'closed') this.#closed(event);
    if (event.type !== 'bytes') return;
    if (this.#kind === 'unknown') this.#kind = kindOf(event.bytes);
    if (this.#kind === 'plain') this.#plain(event.from, event.bytes, event.at);
    else if (this.#kind === 'tls') this.#protected(event.from, event.bytes, event.at);
  }

  end(at: Millis): void {
    if (this.isV2g && this.#request)
      this.#find(at, {
        code: 'capture_no_response',
        severity: 'warning',
        text: `${this.#request.name}: no response in the capture`,
      });
  }

  #closed({ at, from, how }: Extract<StreamEvent, { type: 'closed' }>): void {
    if (this.#kind !== 'tls' || this.#isSecured || this.#isRefused || !this.#hello || how !== 'reset') return;
    this.#refused(at, { side: from === 'server' ? 'client' : 'server', error: 'ECONNRESET' });
  }

  #protected(from: 'client' | 'server', bytes: Uint8Array, at: Millis): void {
    this.#tls ??= new TlsCapture(this.#masters);
    this.#began ??= at;
    for (const event of this.#tls.push(from, bytes)) this.#tlsEvent(event, at);
  }

  #tlsEvent(event: CaptureEvent, at: Millis): void {
    switch (event.type) {
      case 'clientHello':
        this.#hello = event.hello;
        return;
      case 'serverHello':
        this.#suite = `${versionName(event.hello.version)} ${nameOf(cipherSuites, event.hello.cipherSuite)}`;
        return;
      case 'certificates':
        if (event.from === 'server') this.#chain = { at, certificates: event.certificates };
        return;
      case 'staples':
        this.#staple = event.responses[0];
        return;
      case 'handshake':
        // The server's Finished is the last message of a whole handshake.
        if (event.from === 'server' && (event.name === 'finished' || event.name === 'encrypted_handshake'))
          this.#secured(at);
        return;
      case 'alert':
        if (event.alert !== 'close_notify' && event.level === 'fatal') this.#alert(event, at);
        return;
      case 'unreadable':
        if (event.from === 'client' || this.#isSecured)
          this.#find(at, {
            code: 'capture_tls_unreadable',
            severity: 'warning',
            text: `${this.#who(event.from)}: TLS cannot be read: ${event.reason}`,
          });
        return;
      case 'data':
        this.#plain(event.from, event.bytes, at);
    }
  }

  #secured(at: Millis): void {
    if (this.#isSecured) return;
    this.#isSecured = true;
    this.#records.push({
      ...head(at, 'tls', 'handshake'),
      result: this.#suite ?? 'TLS',
      ...(this.#began !== undefined && { took_ms: rounded(at - this.#began) }),
    });
  }

  #alert({ from, alert }: Extract<CaptureEvent, { type: 'alert' }>, at: Millis): void {
    const number = (alertNumbers as Readonly<Record<string, number>>)[alert];
    if (this.#isSecured || number === undefined)
      this.#find(at, { code: 'tls_alert', severity: 'warning', text: `${this.#who(from)}: alert ${alert}` });
    // Judged by the end that received it: the other one had the reason.
    else this.#refused(at, { side: from === 'client' ? 'server' : 'client', alert: { number, from: 'peer' } });
  }

  #refused(at: Millis, evidence: Parameters<typeof diagnoseHandshake>[0]): void {
    const { code, text } = diagnoseHandshake({ ...evidence, ...(this.#hello && { hello: this.#hello }) });
    this.#isRefused = true;
    this.#find(at, { code, severity: 'refusal', text: `${this.#who('client')}: ${text}` });
  }

  #plain(from: 'client' | 'server', bytes: Uint8Array, at: Millis): void {
    if (!this.isV2g) {
      if (from !== 'client' || bytes[0] !== 0x01) return;
      this.isV2g = true;
      if (this.#kind === 'plain') this.#records.push({ ...head(at, 'tls', 'connect'), result: 'TCP' });
    }
    const { payloads, bad } = this.#readers[from].read(bytes);
    for (const payload of payloads) this.#message(from, payload, at);
    if (bad)
      this.#find(at, { code: 'v2gtp_header_invalid', severity: 'refusal', text: `${this.#who(from)}: ${bad.text}` });
  }

  #message(from: 'client' | 'server', exi: Uint8Array, at: Millis): void {
    // The negotiation comes first and once; after it the messages of the edition that was chosen.
    const codec = this.#codec ?? sap;
    try {
      const json = codec.decodeToJson(exi);
      const [name, body] = messageOf(json);
      if (from === 'client') this.#request = { name, exi, json, at };
      else this.#response(name, body, exi, json, at);
    } catch (error) {
      if (!(error instanceof ExiError)) throw error;
      this.#find(at, undecodable(error, exi));
    }
  }

  #response(name: string, body: Readonly<Record<string, unknown>>, exi: Uint8Array, json: unknown, at: Millis): void {
    const request = this.#request;
    this.#request = undefined;
    if (name === 'supportedAppProtocolRes') this.#codec = codecFor(request?.json, body);
    const codec = name === 'supportedAppProtocolRes' ? sap : (this.#codec ?? messages);
    const id = sessionIdOf(json);
    if (id !== undefined && !/^0*$/.test(id)) this.#sessionId = id;
    if (!request) {
      this.#find(at, { code: 'message_unexpected', severity: 'warning', text: `${name} without a request in front` });
      return;
    }
    const code = typeof body.ResponseCode === 'string' ? body.ResponseCode : undefined;
    const limit = (timing.V2G_SECC_Msg_Performance_Time as Readonly<Record<string, number>>)[request.name];
    const took_ms = rounded(at - request.at);
    this.#records.push({
      ...head(at, 'iso15118-2', request.name),
      ...(this.#sessionId !== undefined && { sessionId: this.#sessionId }),
      ...(code !== undefined && { result: code }),
      took_ms,
      ...(limit !== undefined && { limit_ms: limit }),
      payload: {
        request: request.json,
        response: json,
        ...(this.#isExplained && {
          explained: {
            request: explain(codec.schema, request.exi).split('\n'),
            response: explain(codec.schema, exi).split('\n'),
          },
        }),
      },
    });
    if (limit !== undefined && took_ms > limit)
      this.#find(at, {
        code: 'late_response',
        severity: 'warning',
        text: `the answer to ${request.name} came after ${took_ms} ms, the limit is ${limit} ms`,
        spec: 'ISO 15118-2:2014 table 109',
      });
    if (code?.startsWith('FAILED')) this.#find(at, refusalFinding(request.name as RequestName, code));
    if (code === 'Failed_NoNegotiation')
      this.#find(at, {
        code: 'sap_no_negotiation',
        severity: 'refusal',
        text: 'the station speaks none of the offered protocols',
      });
  }

  #find(at: Millis, found: Finding): void {
    this.#records.push(finding(at, found, this.#sessionId));
  }

  #who(side: 'client' | 'server'): string {
    const { address, port } = this.#connection[side];
    return `${side === 'client' ? 'car' : 'station'} [${address}]:${port}`;
  }
}

function head(at: Millis, protocol: MessageRecord['protocol'], message: string) {
  return { type: 'message', at, party: 'station', from: 'ev', to: 'station', protocol, message } as const;
}

/** What the first bytes of a connection are. */
function kindOf(bytes: Uint8Array): 'tls' | 'plain' | 'other' {
  if (bytes[0] === 22 && (bytes[1] === undefined || bytes[1] === 3)) return 'tls';
  return bytes[0] === 0x01 && (bytes[1] === undefined || bytes[1] === 0xfe) ? 'plain' : 'other';
}

/** `V2G_Message` with its one body, or a message that is a root itself (negotiation, ISO 15118-20). */
function messageOf(json: unknown): readonly [string, Readonly<Record<string, unknown>>] {
  const [root, content] = Object.entries(json as object)[0] ?? ['', {}];
  if (root !== 'V2G_Message') return [root, content as Readonly<Record<string, unknown>>];
  const body = (content as { readonly Body?: object }).Body ?? {};
  const [name, message] = Object.entries(body)[0] ?? ['empty body', {}];
  return [name, message as Readonly<Record<string, unknown>>];
}

function sessionIdOf(json: unknown): string | undefined {
  const [, content] = Object.entries(json as object)[0] ?? ['', {}];
  const id = (content as { readonly Header?: { readonly SessionID?: unknown } }).Header?.SessionID;
  return typeof id === 'string' ? id.toUpperCase() : id instanceof Uint8Array ? toHex(id).toUpperCase() : undefined;
}

/** The codec of the protocol that a negotiation chose. */
function codecFor(request: unknown, { SchemaID }: Readonly<Record<string, unknown>>): Codec {
  const offered = (
    request as { supportedAppProtocolReq?: { AppProtocol?: readonly Record<string, unknown>[] } } | undefined
  )?.supportedAppProtocolReq?.AppProtocol;
  const chosen = offered?.find((one) => String(one.SchemaID) === String(SchemaID))?.ProtocolNamespace;
  return String(chosen).startsWith('urn:iso:std:iso:15118:-20') ? messages20 : messages;
}

function frameReader(): FrameReader {
  return new FrameReader({ maxPayloadBytes: 65_536 });
}

function rounded(ms: Millis): Millis {
  return Math.round(ms * 1_000) / 1_000;
}

const sap: Codec = createCodec(appProtocol);
const messages: Codec = createCodec(iso15118v2);
const messages20: Codec = createCodec(iso15118v20CommonMessages);
