/** Every door by which bytes of a stranger come in, each with seeds that are good and a try that must not break. @module */
import { readFileSync } from 'node:fs';
import { fromHex, fromUtf8, toUtf8 } from '@openpnc/core/bytes';
import { OperatorError, ProtocolError } from '@openpnc/core/errors';
import { type HttpHandler, type HttpRequest, type Route, serveRoutes } from '@openpnc/core/http';
import { ExiError } from '@openpnc/exi';
import { decodeMessage } from '@openpnc/exi/iso15118-2';
import { decodeSap } from '@openpnc/exi/sap';
import { SeccConnection } from '@openpnc/iso15118/connection';
import { decodeSdpRequest, decodeSdpResponse, encodeSdpRequest, encodeSdpResponse } from '@openpnc/iso15118/sdp';
import { seccEdition } from '@openpnc/iso15118/v2/edition';
import { seccDefaults } from '@openpnc/iso15118/v2/session';
import { frame, payloadTypes } from '@openpnc/iso15118/v2gtp';
import { decodeCapture } from '@openpnc/lab/capture';
import { linkTypes, pcapHead, readCaptureFile } from '@openpnc/node/captureFile';
import { recorder } from '@openpnc/node/recorder';
import { SeededRandom } from '@openpnc/sim/random';
import { TlsCapture } from '@openpnc/tls/capture';
import { tlsClient } from '@openpnc/tls/clientEngine';
import { ClientHelloReader, parseClientHello } from '@openpnc/tls/clientHello';
import { diagnoseHandshake } from '@openpnc/tls/handshakeFailure';
import { parseCertificate } from '@openpnc/x509/certificate';
import { parseCrl } from '@openpnc/x509/crl';
import { certHashes } from '@openpnc/x509/hashData';
import { parseCsr } from '@openpnc/x509/issue';
import { encodeOcspRequest, parseOcspRequest, parseOcspResponse } from '@openpnc/x509/ocsp';
import { parseCertsOnly } from '@openpnc/x509/pkcs7';
import { certificate, chain } from '../../protocols/iso15118/test/pki.ts';
import { accepted, byCertificate, byHashes, world as csmsWorld, settle } from '../../roles/csms/test/world.ts';
import { bench as emspBench } from '../../roles/emsp/test/bench.ts';
import { cdr } from '../../roles/emsp/test/cdr.ts';
import { service } from '../../roles/pki/test/world.ts';
import { damaged, damagedJson, damagedText, type Next, pick } from './inputs.ts';

/** A door. */
export interface Door {
  readonly name: string;
  /** Makes an input from numbers of the seed. */
  readonly make: (next: Next) => Uint8Array;
  /** Tries it; throws what must not be. */
  readonly attempt: (input: Uint8Array) => void | Promise<void>;
  close?(): Promise<void>;
}

/** Opens every door anew. */
export const doors: Readonly<Record<string, () => Promise<Door>>> = {
  v2gtp,
  exi,
  sdp,
  clientHello,
  certificates,
  capture,
  ocpp,
  ocpi,
  csmsOcpi,
  pki,
};

/** What decoders may throw. */
function tolerated(work: () => unknown): void {
  try {
    work();
  } catch (error) {
    if (error instanceof ProtocolError || error instanceof ExiError || error instanceof OperatorError) return;
    throw error;
  }
}

function vectors(file: string): readonly Uint8Array[] {
  return readFileSync(new URL(`../../vectors/exi/${file}.jsonl`, import.meta.url), 'utf8')
    .trim()
    .split('\n')
    .map((line) => fromHex((JSON.parse(line) as { exi: string }).exi));
}

/** A whole station's end of a connection: frames, negotiation, state machine, from the first byte. */
async function v2gtp(): Promise<Door> {
  const [hello] = vectors('sap');
  const session = vectors('ac-pnc-session');
  const seeds = [
    ...session.map((exi) => frame(payloadTypes.exi, exi)),
    Uint8Array.from([hello!, ...session].flatMap((exi) => [...frame(payloadTypes.exi, exi)])),
  ];
  const opening = frame(payloadTypes.exi, hello!);
  return {
    name: 'v2gtp',
    make: (next) => damaged(seeds, next),
    attempt(input) {
      const setupEnd = 18_000;
      const station = {
        settings: { ...seccDefaults, EVSEID: 'DE*OPC*E00001*1' },
        trust: { anchors: () => [certificate('moRoot')], isClockSynchronised: () => true, isPrivateEnvironment: false },
        random: new SeededRandom('fuzz'),
        isTls: true,
      };
      for (const isStrict of [false, true]) {
        const connection = new SeccConnection({
          editions: [seccEdition(station, { setupEnd })],
          setupEnd,
          sapLimit_ms: 1_500,
          isStrict,
        });
        if (isStrict) connection.step({ type: 'bytes', bytes: opening }, 0);
        const half = input.length >> 1;
        connection.step({ type: 'bytes', bytes: input.subarray(0, half) }, 1);
        connection.step({ type: 'bytes', bytes: input.subarray(half) }, 2);
        connection.step({ type: 'timeout' }, 200_000);
        connection.step({ type: 'closed', reason: 'fuzz' }, 200_001);
      }
    },
  };
}

async function exi(): Promise<Door> {
  const seeds = [...vectors('ac-pnc-session'), ...vectors('sap'), ...vectors('iso15118-2')];
  return {
    name: 'exi',
    make: (next) => damaged(seeds, next),
    attempt(input) {
      tolerated(() => decodeMessage(input));
      tolerated(() => decodeSap(input));
    },
  };
}

async function sdp(): Promise<Door> {
  const seeds = [
    encodeSdpRequest('tls'),
    encodeSdpRequest('none'),
    encodeSdpResponse({ address: 'fe80::1', port: 50_000, security: 'tls' }),
  ];
  return {
    name: 'sdp',
    make: (next) => damaged(seeds, next),
    attempt(input) {
      decodeSdpRequest(input);
      decodeSdpResponse(input);
    },
  };
}

/** The peek at the ClientHello, and the reader of captures behind it. */
async function clientHello(): Promise<Door> {
  const random = new SeededRandom('fuzz');
  const hellos = [
    { trustedAuthorities: [{ type: 'cert_sha1_hash' as const, hash: 'ab'.repeat(20) }] },
    { cipherSuites: [0xc023, 0xc025] },
    {},
  ].flatMap((options) => {
    const effects = tlsClient({ random, ...options }).start();
    return effects.flatMap((effect) => (effect.do === 'send' ? [effect.bytes] : []));
  });
  return {
    name: 'clientHello',
    make: (next) => damaged(hellos, next),
    attempt(input) {
      tolerated(() => {
        const message = new ClientHelloReader().push(input);
        if (!message) return;
        const hello = parseClientHello(message);
        diagnoseHandshake({ side: 'server', hello, error: 'ERR_SSL_NO_SHARED_CIPHER' });
      });
      tolerated(() => parseClientHello(input.subarray(5)));
      const capture = new TlsCapture();
      capture.push('client', input);
      capture.push('server', input);
    },
  };
}

async function certificates(): Promise<Door> {
  const path = chain('contract', 'moSub2', 'moSub1').map(parseCertificate);
  const [leaf, issuer] = path;
  const request = encodeOcspRequest(certHashes(leaf!, issuer!, 'SHA256'), { nonce: new Uint8Array(16) });
  const seeds = [...path.map(({ der }) => der), certificate('moRoot').der, certificate('secc').der, request];
  const readers = [parseCertificate, parseCrl, parseCsr, parseCertsOnly, parseOcspRequest, parseOcspResponse];
  return {
    name: 'certificates',
    make: (next) => damaged(seeds, next),
    attempt(input) {
      for (const read of readers)
        tolerated(() => {
          const found = read(input);
          // What is parsed late is parsed here.
          if ('subject' in found) {
            String(found.subject);
            if ('issuer' in found) String(found.issuer);
            void (found as { readonly publicKey?: unknown }).publicKey;
          }
        });
    },
  };
}

async function capture(): Promise<Door> {
  const chunks: Uint8Array[] = [pcapHead(linkTypes.raw)];
  const recording = recorder((packet) => chunks.push(packet), { now: () => 1_000 });
  const [car, station] = [
    { address: 'fe80::1', port: 50_000 },
    { address: 'fe80::2', port: 50_001 },
  ];
  recording.datagram(car, { address: 'ff02::1', port: 15_118 }, encodeSdpRequest('tls'));
  const connection = recording.connection(car, station);
  for (const [i, payload] of [...vectors('sap').slice(0, 2), ...vectors('ac-pnc-session')].entries())
    connection.bytes(i % 2 === 0 ? 'client' : 'server', frame(payloadTypes.exi, payload));
  const seeds = [Uint8Array.from(chunks.flatMap((chunk) => [...chunk]))];
  return {
    name: 'capture',
    make: (next) => damaged(seeds, next),
    attempt: (input) => tolerated(() => decodeCapture(readCaptureFile(input))),
  };
}

/** Text frames of a station to a CSMS whose handlers are all there. */
async function ocpp(): Promise<Door> {
  const made = await csmsWorld();
  await made.csms.addRoot('mo', made.pki.certificates.root.der);
  let station = await accepted(made);
  let stations = 1;
  const call = (action: string, payload: unknown) => JSON.stringify([2, 'fuzz', action, payload]);
  const timestamp = '2026-06-01T12:00:00Z';
  const seeds = [
    call('BootNotification', { reason: 'PowerUp', chargingStation: { model: 'M', vendorName: 'V' } }),
    call('Heartbeat', {}),
    call('StatusNotification', { timestamp, connectorStatus: 'Available', evseId: 1, connectorId: 1 }),
    call('Authorize', byHashes(made.pki)),
    call('Authorize', byCertificate(made.pki)),
    call('TransactionEvent', {
      eventType: 'Started',
      timestamp,
      triggerReason: 'CablePluggedIn',
      seqNo: 0,
      transactionInfo: { transactionId: 'T1', chargingState: 'EVConnected' },
      evse: { id: 1, connectorId: 1 },
      idToken: { idToken: 'DE8AAC12345678D', type: 'eMAID' },
      meterValue: [{ timestamp, sampledValue: [{ value: 1, measurand: 'Energy.Active.Import.Register' }] }],
    }),
    call('NotifyReport', {
      requestId: 1,
      generatedAt: timestamp,
      seqNo: 0,
      reportData: [
        { component: { name: 'ISO15118Ctrlr' }, variable: { name: 'Enabled' }, variableAttribute: [{ value: 'true' }] },
      ],
    }),
    call('Get15118EVCertificate', {
      iso15118SchemaVersion: 'urn:iso:15118:2:2013:MsgDef',
      action: 'Install',
      exiRequest: 'gJgC',
    }),
    call('SignCertificate', { csr: 'x', certificateType: 'V2GCertificate' }),
    call('NotifyEVChargingNeeds', {
      evseId: 1,
      chargingNeeds: {
        requestedEnergyTransfer: 'AC_three_phase',
        acChargingParameters: { energyAmount: 1, evMinCurrent: 6, evMaxCurrent: 16, evMaxVoltage: 230 },
      },
    }),
    call('SecurityEventNotification', { type: 'StartupOfTheDevice', timestamp }),
    '[3,"x",{}]',
    '[4,"x","InternalError","",{}]',
  ];
  return {
    name: 'ocpp',
    make: (next) => toUtf8(damagedText(seeds, next)),
    async attempt(input) {
      if (station.closes.length > 0) {
        stations += 1;
        station = await accepted(made, `CS${stations}`);
      }
      station.frames.length = 0;
      made.records.length = 0;
      station.isStrict = false;
      station.raw(fromUtf8(input));
      await settle();
      refuseInternal(made.records);
      for (const text of station.frames) {
        const [type, , code] = JSON.parse(text) as readonly unknown[];
        if (type === 4 && code === 'InternalError') throw new Error(text);
      }
    },
    close: () => made.csms.stop(),
  };
}

/** Whatever breaks one of our own handlers is told in the trace. */
function refuseInternal(records: readonly { readonly type: string }[]): void {
  const broken = records.find((record) => 'code' in record && record.code === 'internal_error');
  if (broken) throw new Error(`a handler broke: ${JSON.stringify(broken)}`);
}

const token = {
  country_code: 'DE',
  party_id: '8AA',
  uid: 'DE8AAC12345678D',
  type: 'EMAID',
  contract_id: 'DE8AAC12345678D',
  issuer: 'us',
  valid: true,
  whitelist: 'ALWAYS',
  last_updated: '2026-06-01T12:00:00Z',
};
const location = {
  country_code: 'NL',
  party_id: 'CPO',
  id: 'L1',
  publish: true,
  address: 'A 1',
  city: 'B',
  country: 'NLD',
  coordinates: { latitude: '52.1', longitude: '4.1' },
  time_zone: 'Europe/Amsterdam',
  last_updated: '2026-06-01T12:00:00Z',
  evses: [
    {
      uid: 'E1',
      status: 'AVAILABLE',
      last_updated: '2026-06-01T12:00:00Z',
      connectors: [
        {
          id: '1',
          standard: 'IEC_62196_T2',
          format: 'SOCKET',
          power_type: 'AC_3_PHASE',
          max_voltage: 230,
          max_amperage: 32,
          last_updated: '2026-06-01T12:00:00Z',
        },
      ],
    },
  ],
};
const credentials = {
  token: 'abcdefgh',
  url: 'http://cpo.example/ocpi/versions',
  roles: [{ role: 'CPO', country_code: 'NL', party_id: 'CPO', business_details: { name: 'CPO' } }],
};

/** Bodies and paths of OCPI and the management API at an eMSP. */
async function ocpi(): Promise<Door> {
  const made = await emspBench([{ emaid: 'DE8AAC12345678D' }], { apiToken: 'a-token-for-the-api' });
  const headers = [{ authorization: 'Token token-of-the-cpo' }, { authorization: 'Bearer a-token-for-the-api' }];
  return httpDoor(
    'ocpi',
    made.emsp.routes,
    headers,
    [cdr, token, location, credentials, { location_id: 'L1' }, { emaid: 'DE8AAC12345678D' }],
    serveRoutes(made.emsp.routes),
  );
}

/** The same at a CSMS: what its eMSPs push. */
async function csmsOcpi(): Promise<Door> {
  const made = await csmsWorld({
    partners: [
      {
        name: 'emsp',
        parties: [{ country_code: 'DE', party_id: '8AA' }],
        token: 'token-of-the-csms',
        tokenIn: 'token-of-the-emsp-in',
      },
    ],
  });
  const { key } = await made.csms.makeApiKey('fuzz', 'admin');
  const routes = [...made.csms.ocpiRoutes, ...made.csms.routes];
  const headers = [{ authorization: 'Token token-of-the-emsp-in' }, { authorization: `Bearer ${key}` }];
  const door = httpDoor(
    'csmsOcpi',
    routes,
    headers,
    [token, location, credentials, cdr, { identity: 'CS9' }, {}],
    serveRoutes(routes),
  );
  return { ...door, close: () => made.csms.stop() };
}

/** OCSP, EST, the certificate pools. */
async function pki(): Promise<Door> {
  const made = await service({ isOpen: true } as never);
  const [leaf, issuer] = chain('contract', 'moSub2', 'moSub1').map(parseCertificate);
  const binary = [leaf!.der, issuer!.der, encodeOcspRequest(certHashes(leaf!, issuer!, 'SHA256'))];
  const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64');
  const bodies = [
    { emaid: 'DE8AAC12345678D', pcid: 'WVWZZZAAZMD123456', certificate: base64(leaf!.der) },
    { certificate: base64(leaf!.der), chain: [base64(issuer!.der)], rootCertificateFingerprint: 'ab'.repeat(32) },
    { certificateInstallationReq: base64(binary[2]!), xsdMsgDefNamespace: 'urn:iso:15118:2:2013:MsgDef' },
    { grant_type: 'client_credentials', client_id: 'x', client_secret: 'y' },
  ];
  return httpDoor('pki', made.routes, [{}], bodies, serveRoutes(made.routes), binary);
}

/** Requests to the routes of a table: each method and path, parameters and query filled with good and bad values. */
function httpDoor(
  name: string,
  routes: readonly Route[],
  headers: readonly Readonly<Record<string, string>>[],
  bodies: readonly unknown[],
  serve: HttpHandler,
  binary: readonly Uint8Array[] = [],
): Door {
  const texts = bodies.map((body) => JSON.stringify(body));
  const values = [
    'DE8AAC12345678D',
    'NL',
    'CPO',
    'L1',
    'E1',
    '1',
    'S1',
    'x'.repeat(300),
    '%00',
    '..',
    'ÄÖ',
    '%F0%9F%98%80',
    '-1',
    '2.3.0',
    'EMAID',
  ];
  return {
    name,
    make(next) {
      const { method, path } = pick(routes, next);
      const url = `${path.replace(/:\w+/g, () => encodeURI(pick(values, next)))}${next() % 3 === 0 ? `?${pick(['offset=-1', 'limit=1e9', 'type=%00', 'date_from=x', 'limit=0&offset=99999999999999999999'], next)}` : ''}`;
      const isBinary = binary.length > 0 && next() % 2 === 0;
      const body = isBinary ? damaged(binary, next) : damagedJson(texts, next);
      const type = pick(['application/json', 'application/ocsp-request', 'application/pkcs10', 'text/plain'], next);
      const head = { host: 'x.example', 'content-type': type, ...pick(headers, next) };
      return toUtf8(JSON.stringify({ method, url, headers: head, body: Buffer.from(body).toString('base64') }));
    },
    async attempt(input) {
      const { body, ...request } = JSON.parse(fromUtf8(input)) as Omit<HttpRequest, 'body'> & { readonly body: string };
      const response = await serve({ ...request, body: new Uint8Array(Buffer.from(body, 'base64')) }, {});
      // 501 to 504 say that something outside is not there: in these worlds nothing is.
      if (response.status === 500)
        throw new Error(`${request.method} ${request.url}: HTTP 500 ${fromUtf8(response.body ?? new Uint8Array(0))}`);
      if (response.body && response.headers['content-type']?.includes('json')) JSON.parse(fromUtf8(response.body));
    },
  };
}
