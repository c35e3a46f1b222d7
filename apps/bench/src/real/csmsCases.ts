/** A real CSMS under test: our station's frames on a WebSocket, good and bad, and what has to come back. OCPP 2.0.1 Part 4, C07, M. @module */
import type { Channel } from '@openpnc/core/ports';
import { realClock } from '@openpnc/node/clock';
import { channelDialer } from '@openpnc/node/webSocket';
import { contractChainPem, contractHashData } from '@openpnc/ocpp/contractChain';
import type { Certificate } from '@openpnc/x509/certificate';
import { certHashes } from '@openpnc/x509/hashData';
import { parseOcspResponse } from '@openpnc/x509/ocsp';
import { CannotAsk, type Note, type PeerCase, peerRunner, unless } from './peerCase.ts';

/** How the CSMS is reached, and what we can show. */
export interface CsmsRunOptions {
  /** Without the identity. */
  readonly url: string;
  readonly identity: string;
  readonly password?: string;
  /** TLS anchors, DER. */
  readonly roots: readonly Uint8Array[];
  /** A contract that the CSMS is to accept, leaf first with its root; absent: cases that need one are not run. */
  readonly contract?: { readonly eMAID: string; readonly path: readonly Certificate[] };
}

type Payload = Readonly<Record<string, unknown>>;
/** What came back for a frame: a payload, the code of a CALLERROR, or nothing in time. */
type Answer =
  | { readonly type: 'result'; readonly payload: Payload }
  | { readonly type: 'error'; readonly code: string }
  | { readonly type: 'none' };

/** A station that says what a case wants. */
interface RawStation {
  readonly contract: CsmsRunOptions['contract'];
  /** One CALL and its answer, 10 s at most. */
  call(action: string, payload: unknown): Promise<Answer & { readonly took_ms: number }>;
  /** Any text; what comes next is the answer. */
  say(text: string): Promise<Answer>;
  readonly isOpen: boolean;
}

const ANSWER_MS = 10_000;
const clock = realClock;

/** A runner of {@link csmsCases}: a connection of its own for each. */
export function csmsRunner(options: CsmsRunOptions) {
  return peerRunner<RawStation>('station', (note) => openStation(options, note));
}

async function openStation(options: CsmsRunOptions, note: Note) {
  const { url, identity, password, roots, contract } = options;
  const waiting = new Map<string, (answer: Answer) => void>();
  let anything: ((answer: Answer) => void) | undefined;
  let isOpen = true;
  let serial = 0;
  const basic = Buffer.from(`${identity}:${password ?? ''}`).toString('base64');
  const began = clock.now();
  const { channel, protocol } = await channelDialer()(
    {
      url: `${url}/${encodeURIComponent(identity)}`,
      protocols: ['ocpp2.0.1'],
      headers: password === undefined ? {} : { Authorization: `Basic ${basic}` },
      deadline: clock.now() + ANSWER_MS,
      ...(url.startsWith('wss:') && { tls: { roots } }),
    },
    (opened: Channel) => ({
      text(text) {
        received(text, opened);
      },
      closed() {
        isOpen = false;
        for (const resolve of waiting.values()) resolve({ type: 'none' });
        anything?.({ type: 'none' });
      },
    }),
  );
  note({
    began,
    from: 'station',
    to: 'csms',
    protocol: 'ocpp2.0.1',
    message: 'WebSocket',
    result: protocol ?? 'no sub-protocol',
  });
  const context: RawStation = {
    contract,
    get isOpen() {
      return isOpen;
    },
    async call(action, payload) {
      serial += 1;
      const id = `bench-${serial}-${Math.round(clock.now())}`;
      const at = clock.now();
      const answer = await answered((resolve) => {
        waiting.set(id, resolve);
        channel.send(JSON.stringify([2, id, action, payload]));
      });
      waiting.delete(id);
      note({
        began: at,
        from: 'station',
        to: 'csms',
        protocol: 'ocpp2.0.1',
        message: action,
        result: shown(answer),
        payload: { request: payload, ...(answer.type === 'result' && { response: answer.payload }) },
      });
      return { ...answer, took_ms: clock.now() - at };
    },
    async say(text) {
      const at = clock.now();
      const answer = await answered((resolve) => {
        anything = resolve;
        channel.send(text);
      });
      anything = undefined;
      note({
        began: at,
        from: 'station',
        to: 'csms',
        protocol: 'ocpp2.0.1',
        message: 'frame',
        result: shown(answer),
        payload: { text },
      });
      return answer;
    },
  };
  return {
    context,
    async close() {
      if (isOpen) channel.close(1000, 'done');
    },
  };

  function received(text: string, opened: Channel): void {
    let frame: unknown;
    try {
      frame = JSON.parse(text);
    } catch {
      return;
    }
    if (!Array.isArray(frame)) return;
    const [type, id, third, fourth] = frame as readonly unknown[];
    // What the CSMS asks of us: nothing of it is here.
    if (type === 2) opened.send(JSON.stringify([4, id, 'NotSupported', '', {}]));
    const answer: Answer | undefined =
      type === 3
        ? { type: 'result', payload: third as Payload }
        : type === 4
          ? { type: 'error', code: String(third ?? fourth) }
          : undefined;
    if (!answer) return;
    waiting.get(String(id))?.(answer);
    anything?.(answer);
  }
}

function answered(send: (resolve: (answer: Answer) => void) => void): Promise<Answer> {
  return new Promise((resolve) => {
    const cancel = clock.alarm(clock.now() + ANSWER_MS, () => resolve({ type: 'none' }));
    send((answer) => {
      cancel();
      resolve(answer);
    });
  });
}

function shown(answer: Answer): string {
  if (answer.type === 'none') return 'no answer';
  if (answer.type === 'error') return `CALLERROR ${answer.code}`;
  const { status, idTokenInfo, certificateStatus } = answer.payload;
  const token = (idTokenInfo as Payload | undefined)?.status;
  return [status, token, certificateStatus].filter((one) => typeof one === 'string').join(' ') || 'ok';
}

const boot = { reason: 'PowerUp', chargingStation: { model: 'Bench', vendorName: 'OpenPnC' } };
const full = ['full', 'pnc'] as const;

/** The two statuses of an Authorize answer. */
function statuses(answer: Answer): { readonly token: unknown; readonly certificate: unknown } {
  if (answer.type !== 'result') return { token: shown(answer), certificate: undefined };
  const { idTokenInfo, certificateStatus } = answer.payload;
  return { token: (idTokenInfo as Payload | undefined)?.status, certificate: certificateStatus };
}

function contractOf({ contract }: RawStation) {
  if (!contract) throw new CannotAsk('no contract: give the folder of a car (--set ev.folder=..)');
  return contract;
}

/** Refused by both statuses, and no pair that OCPP does not know. */
async function refused(station: RawStation, payload: Payload): Promise<readonly string[]> {
  await station.call('BootNotification', boot);
  const answer = await station.call('Authorize', payload);
  const { token, certificate } = statuses(answer);
  return unless(
    [answer.type === 'result', `Authorize: ${shown(answer)}, expected an answer`],
    [token !== 'Accepted' || (certificate !== undefined && certificate !== 'Accepted'), 'Authorize: Accepted'],
  );
}

/** Every case. */
export const csmsCases: readonly PeerCase<RawStation>[] = [
  {
    id: 'boot',
    purpose: 'BootNotification is answered with a status, a time and an interval.',
    clause: 'OCPP 2.0.1 B01',
    profiles: ['quick', ...full],
    async ask(station) {
      const answer = await station.call('BootNotification', boot);
      const { status, currentTime, interval } = answer.type === 'result' ? answer.payload : {};
      return unless(
        [status === 'Accepted', `status ${String(status)}, expected Accepted`],
        [typeof interval === 'number' && interval >= 0, `interval ${String(interval)}`],
        [
          Math.abs(Date.parse(String(currentTime)) - clock.now()) < 60_000,
          `currentTime ${String(currentTime)} is more than a minute off`,
        ],
      );
    },
  },
  {
    id: 'heartbeat',
    purpose: 'Heartbeat is answered with the time.',
    clause: 'OCPP 2.0.1 G02',
    profiles: ['quick', 'full'],
    async ask(station) {
      await station.call('BootNotification', boot);
      const answer = await station.call('Heartbeat', {});
      const time = answer.type === 'result' ? Date.parse(String(answer.payload.currentTime)) : Number.NaN;
      return unless([Math.abs(time - clock.now()) < 60_000, `Heartbeat: ${shown(answer)}, expected the time`]);
    },
  },
  {
    id: 'authorize-hash-data',
    purpose: 'A good contract with hash data: Accepted and Accepted, in time for the car.',
    clause: 'OCPP 2.0.1 C07.FR.01, C07.FR.05; TC_C_50_CSMS',
    profiles: ['quick', ...full],
    async ask(station) {
      const { eMAID, path } = contractOf(station);
      await station.call('BootNotification', boot);
      const answer = await station.call('Authorize', {
        idToken: { idToken: eMAID, type: 'eMAID' },
        iso15118CertificateHashData: contractHashData(path).entries,
      });
      const { token, certificate } = statuses(answer);
      return unless(
        [token === 'Accepted', `idTokenInfo.status ${String(token)}, expected Accepted`],
        [certificate === 'Accepted', `certificateStatus ${String(certificate)}, expected Accepted`],
        [answer.took_ms <= 4_500, `${Math.round(answer.took_ms)} ms, at most 4500 fit before PaymentDetailsRes`],
      );
    },
  },
  {
    id: 'authorize-certificate',
    purpose: 'The same contract with its certificates alone: the CSMS validates the chain itself.',
    clause: 'OCPP 2.0.1 C07.FR.06; TC_C_52_CSMS',
    profiles: full,
    async ask(station) {
      const { eMAID, path } = contractOf(station);
      await station.call('BootNotification', boot);
      const certificate = contractChainPem(path);
      if (certificate === undefined) throw new CannotAsk('the chain is longer than Authorize.certificate takes');
      const answer = await station.call('Authorize', { idToken: { idToken: eMAID, type: 'eMAID' }, certificate });
      const found = statuses(answer);
      return unless(
        [found.token === 'Accepted', `idTokenInfo.status ${String(found.token)}, expected Accepted`],
        [found.certificate === 'Accepted', `certificateStatus ${String(found.certificate)}, expected Accepted`],
      );
    },
  },
  {
    id: 'authorize-certificate-forged',
    purpose: 'A bit of the leaf is flipped: never accepted.',
    clause: 'OCPP 2.0.1 C07.FR.13',
    profiles: [...full, 'security'],
    async ask(station) {
      const { eMAID, path } = contractOf(station);
      const pem = contractChainPem(path) ?? '';
      const at = pem.indexOf('\n', 200) - 8;
      const forged = `${pem.slice(0, at)}${pem[at] === 'A' ? 'B' : 'A'}${pem.slice(at + 1)}`;
      return refused(station, { idToken: { idToken: eMAID, type: 'eMAID' }, certificate: forged });
    },
  },
  {
    id: 'authorize-other-emaid',
    purpose: 'The certificates of one contract under the eMAID of another: never accepted.',
    clause: 'OCPP 2.0.1 C07; PNC-SEC-2',
    profiles: [...full, 'security'],
    async ask(station) {
      const { path } = contractOf(station);
      return refused(station, {
        idToken: { idToken: 'DE8AAC99999999', type: 'eMAID' },
        certificate: contractChainPem(path),
      });
    },
  },
  {
    id: 'authorize-hash-data-unknown',
    purpose: 'Hash data of a chain that nobody has issued: never accepted.',
    clause: 'OCPP 2.0.1 C07.FR.13',
    profiles: [...full, 'security'],
    async ask(station) {
      const { eMAID, path } = contractOf(station);
      const entries = contractHashData(path).entries.map((entry) => ({ ...entry, issuerKeyHash: 'ab'.repeat(32) }));
      return refused(station, { idToken: { idToken: eMAID, type: 'eMAID' }, iso15118CertificateHashData: entries });
    },
  },
  {
    id: 'authorize-emaid-bare',
    purpose: 'An unknown eMAID without any certificate: not accepted, and no certificateStatus.',
    clause: 'OCPP 2.0.1 C07',
    profiles: full,
    async ask(station) {
      await station.call('BootNotification', boot);
      const answer = await station.call('Authorize', { idToken: { idToken: 'DE8AAC99999999', type: 'eMAID' } });
      const { token, certificate } = statuses(answer);
      return unless(
        [answer.type === 'result' && token !== 'Accepted', `idTokenInfo.status ${String(token)}`],
        [certificate === undefined, `certificateStatus ${String(certificate)}, though no certificate was sent`],
      );
    },
  },
  {
    id: 'authorize-card-unknown',
    purpose: 'A card that nobody knows is not accepted.',
    clause: 'OCPP 2.0.1 C01',
    profiles: ['full'],
    ask: (station) => refused(station, { idToken: { idToken: 'DEADBEEF00', type: 'ISO14443' } }),
  },
  {
    id: 'certificate-status',
    purpose: 'GetCertificateStatus for a sub-CA gives an OCSP response that can be read.',
    clause: 'OCPP 2.0.1 M06; TC_M_24_CSMS',
    profiles: full,
    async ask(station) {
      const { path } = contractOf(station);
      await station.call('BootNotification', boot);
      const at = path.findIndex(({ ocspUrls }, i) => i > 0 && ocspUrls.length > 0 && path[i + 1] !== undefined);
      if (at < 0) throw new CannotAsk('no sub-CA of the contract names an OCSP responder');
      const { hashAlgorithm, issuerNameHash, issuerKeyHash, serialNumber } = certHashes(
        path[at]!,
        path[at + 1]!,
        'SHA256',
      );
      const answer = await station.call('GetCertificateStatus', {
        ocspRequestData: {
          hashAlgorithm,
          issuerNameHash,
          issuerKeyHash,
          serialNumber,
          responderURL: path[at]!.ocspUrls[0],
        },
      });
      const { status, ocspResult } = answer.type === 'result' ? answer.payload : {};
      let isRead = false;
      try {
        parseOcspResponse(new Uint8Array(Buffer.from(String(ocspResult), 'base64')));
        isRead = true;
      } catch {
        isRead = false;
      }
      return unless(
        [status === 'Accepted', `GetCertificateStatus: ${shown(answer)}`],
        [isRead, 'ocspResult is no OCSP response'],
      );
    },
  },
  {
    id: 'install-garbage',
    purpose: 'Get15118EVCertificate with garbage is answered Failed, before the car gives up.',
    clause: 'OCPP 2.0.1 M01; TC_M_26_CSMS',
    profiles: [...full, 'security'],
    async ask(station) {
      await station.call('BootNotification', boot);
      const answer = await station.call('Get15118EVCertificate', {
        iso15118SchemaVersion: 'urn:iso:15118:2:2013:MsgDef',
        action: 'Install',
        exiRequest: 'AAAA',
      });
      const status = answer.type === 'result' ? answer.payload.status : undefined;
      return unless(
        [status === 'Failed' || answer.type === 'error', `Get15118EVCertificate: ${shown(answer)}, expected Failed`],
        [answer.took_ms <= 4_500, `${Math.round(answer.took_ms)} ms, at most 4500`],
      );
    },
  },
  {
    id: 'sign-garbage',
    purpose: 'SignCertificate with a CSR that is none is rejected, not accepted.',
    clause: 'OCPP 2.0.1 A02',
    profiles: [...full, 'security'],
    async ask(station) {
      await station.call('BootNotification', boot);
      const answer = await station.call('SignCertificate', { csr: 'no CSR', certificateType: 'V2GCertificate' });
      const status = answer.type === 'result' ? answer.payload.status : undefined;
      return unless([status !== 'Accepted' && answer.type !== 'none', `SignCertificate: ${shown(answer)}`]);
    },
  },
  ...(
    [
      [
        'frame-unknown-action',
        'A call of an unknown action is answered CALLERROR NotImplemented or NotSupported.',
        '[2,"bench-x","BenchNonsense",{}]',
        /^NotImplemented|^NotSupported/,
      ],
      [
        'frame-schema',
        'A payload against the schema is answered by a CALLERROR that says so.',
        '[2,"bench-x","BootNotification",{"reason":"PowerUp"}]',
        /Violation|^FormatViolation|^FormationViolation/,
      ],
      [
        'frame-type',
        'A field of a wrong type is answered by a CALLERROR that says so.',
        '[2,"bench-x","StatusNotification",{"timestamp":5,"connectorStatus":"Available","evseId":1,"connectorId":1}]',
        /Violation/,
      ],
    ] as const
  ).map(
    ([id, purpose, text, code]): PeerCase<RawStation> => ({
      id,
      purpose,
      clause: 'OCPP 2.0.1 Part 4 4.3',
      profiles: ['full', 'security'],
      async ask(station) {
        await station.call('BootNotification', boot);
        const answer = await station.say(text);
        const after = await station.call('Heartbeat', {});
        return unless(
          [answer.type === 'error' && code.test(answer.code), `answered ${shown(answer)}`],
          [after.type === 'result', 'the connection did not live on'],
        );
      },
    }),
  ),
  ...(
    [
      [
        'frame-no-json',
        'Text that is no JSON does not end the CSMS: the station can go on, at least on a new connection.',
        'this is no JSON {',
      ],
      ['frame-no-call', 'JSON that is no OCPP frame does not end the CSMS.', '{"hello":1}'],
    ] as const
  ).map(
    ([id, purpose, text]): PeerCase<RawStation> => ({
      id,
      purpose,
      clause: 'OCPP 2.0.1 Part 4 4.2',
      profiles: ['full', 'security'],
      async ask(station) {
        await station.call('BootNotification', boot);
        void station.say(text);
        const after = await station.call('Heartbeat', {});
        return unless([after.type === 'result' || !station.isOpen, 'neither an answer nor a closed connection']);
      },
    }),
  ),
];
