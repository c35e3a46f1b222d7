/** The contract pool of a PKI under test: what a car gets through station and CSMS, and look-ups. OPCP 4.4, OPNC ccp. @module */
import { fromBase64, fromUtf8, toBase64 } from '@openpnc/core/bytes';
import { isSameEmaid } from '@openpnc/core/emaid';
import { ExiError } from '@openpnc/exi';
import { decodeMessage, encodeMessage } from '@openpnc/exi/iso15118-2';
import { signElements, verifySignature } from '@openpnc/iso15118/signature';
import { bodyOf, certificatesOf } from '@openpnc/iso15118/v2/message';
import { signatureProfile, signedParts } from '@openpnc/iso15118/v2/signatures';
import { realClock } from '@openpnc/node/clock';
import { memoryKeys } from '@openpnc/node/keys';
import { parseCertificate } from '@openpnc/x509/certificate';
import { issueCertificate } from '@openpnc/x509/issue';
import { openContractKey } from '@openpnc/x509/keyTransport';
import { validatePath } from '@openpnc/x509/path';
import { CannotAsk, unless } from '../peerCase.ts';
import { type Answer, jsonBody, jsonOf, type Pki, type PkiCase, type PkiRunOptions, permitted } from './pki.ts';
import { poolsOf } from './poolPaths.ts';

type Car = NonNullable<PkiRunOptions['car']>;
type Json = Readonly<Record<string, unknown>>;

const ISO2 = 'urn:iso:15118:2:2013:MsgDef';
const SESSION_ID = Uint8Array.of(0x0b, 0xe2, 0xc4, 0, 0, 0, 0, 1);

function carOf({ options: { car } }: Pki): Car {
  if (!car) throw new CannotAsk('no car of the pool: give --car, a folder with provisioning.pem and its key');
  return car;
}

/** A car of a maker that nobody knows. */
async function strangerCar(): Promise<Car> {
  const keys = memoryKeys();
  const [oem, key] = [await keys.make('oem'), await keys.make('provisioning')];
  const now = realClock.now();
  const validity = { notBefore: now - 3_600_000, notAfter: now + 86_400_000 };
  const root = await issueCertificate(
    {
      subject: [
        ['O', 'OpenPnC Bench'],
        ['CN', 'Bench OEM Root'],
        ['DC', 'OEM'],
      ],
      publicKey: oem.publicKey,
      serialNumber: '01',
      ...validity,
      basicConstraints: { cA: true },
      keyUsage: ['keyCertSign', 'cRLSign'],
    },
    'self',
    oem,
  );
  const leaf = await issueCertificate(
    {
      subject: [
        ['O', 'OpenPnC Bench'],
        ['CN', 'XXXBENCHNOSUCHCAR'],
        ['DC', 'OEM'],
      ],
      publicKey: key.publicKey,
      serialNumber: '02',
      ...validity,
      basicConstraints: { cA: false },
      keyUsage: ['digitalSignature', 'keyAgreement'],
    },
    root,
    oem,
  );
  return { provisioning: [leaf], key, roots: [root] };
}

/** CertificateInstallationReq as the car sends it. `isForged`: the signature is of another body. */
async function installationOf({ provisioning, key, roots }: Car, isForged = false): Promise<Uint8Array> {
  const body = {
    Id: 'ID1',
    OEMProvisioningCert: provisioning[0]!.der,
    ListOfRootCertificateIDs: {
      RootCertificateID: roots.map(({ issuer, serialNumber }) => ({
        X509IssuerName: String(issuer),
        X509SerialNumber: BigInt(`0x${serialNumber}`),
      })),
    },
  };
  const signed = isForged ? { ...body, Id: 'ID2' } : body;
  const elements = [{ name: 'CertificateInstallationReq', value: signed }] as const;
  const Signature = await signElements(signatureProfile, elements, key);
  return encodeMessage({
    Header: { SessionID: SESSION_ID, Signature },
    Body: { CertificateInstallationReq: body },
  });
}

async function post(
  pki: Pki,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
  credentials?: Readonly<Record<string, string>>,
): Promise<Answer> {
  const { url, paths } = poolsOf(pki);
  return pki.ask(`POST ${paths.contract}`, {
    method: 'POST',
    url: url + paths.contract,
    headers: {
      accept: 'application/json',
      'content-type': 'application/json',
      ...(credentials ?? (await pki.authorization())),
      ...headers,
    },
    body: jsonBody(body),
  });
}

async function installed(pki: Pki, exi: Uint8Array, headers: Readonly<Record<string, string>> = {}): Promise<Answer> {
  const body = { certificateInstallationReq: toBase64(exi), xsdMsgDefNamespace: ISO2 };
  return permitted(await post(pki, body, headers));
}

/** The EXI for the car in an answer, in either dialect. */
function exiIn(answer: Answer): Uint8Array | undefined {
  const body = (jsonOf(answer) ?? {}) as {
    readonly CCPResponse?: { readonly emaidContent?: readonly { readonly messageDef?: Json }[] };
    readonly signedContractDataCollection?: readonly Json[];
  };
  const [first] =
    body.signedContractDataCollection ?? (body.CCPResponse?.emaidContent ?? []).map(({ messageDef }) => messageDef);
  const text = first?.certificateInstallationRes;
  return typeof text === 'string' && text !== '' ? fromBase64(text) : undefined;
}

/** The CertificateInstallationRes of an answer, or what is wrong with it. */
function responseIn(answer: Answer) {
  const exi = exiIn(answer);
  if (!exi) return { problem: `HTTP ${answer.status} without a CertificateInstallationRes` };
  try {
    const message = decodeMessage(exi);
    const found = bodyOf(message);
    if (found?.name !== 'CertificateInstallationRes') return { problem: `the EXI holds ${found?.name ?? 'nothing'}` };
    return { res: found.body, header: message.Header };
  } catch (error) {
    if (!(error instanceof ExiError)) throw error;
    return { problem: `the EXI cannot be decoded: ${error.message}` };
  }
}

/** What a car checks before it takes a contract. ISO 15118-2:2014 [V2G2-876] and what follows */
async function contractProblems(answer: Answer, car: Car): Promise<readonly string[]> {
  const found = responseIn(answer);
  if (found.problem !== undefined) return [found.problem];
  const { res, header } = found;
  if (res.ResponseCode !== 'OK') return [`HTTP ${answer.status}, ResponseCode ${res.ResponseCode}, expected OK`];
  const at = realClock.now();
  const cps = certificatesOf(res.SAProvisioningCertificateChain).map(parseCertificate);
  const chain = certificatesOf(res.ContractSignatureCertChain).map(parseCertificate);
  const leaf = chain[0]!;
  const proof = verifySignature(signatureProfile, header.Signature, signedParts(res), cps[0]!.publicKey);
  const path = validatePath({ chain: cps, leaf: cps[0]!, anchors: car.roots, at, purpose: 'cps' });
  const key = await openContractKey({
    DHpublickey: res.DHpublickey.value,
    ContractSignatureEncryptedPrivateKey: res.ContractSignatureEncryptedPrivateKey.value,
    contractPoint: leaf.publicKeyBits,
    agree: (point) => car.key.agree(point),
  });
  return [
    ...path.findings.filter(({ severity }) => severity === 'refusal').map(({ text }) => `CPS chain: ${text}`),
    ...unless(
      [Buffer.compare(header.SessionID, SESSION_ID) === 0, 'another SessionID than that of the request'],
      [proof.ok, `signature of the CPS: ${proof.ok ? '' : proof.text}`],
      [key.ok, `contract key: ${key.ok ? '' : key.problem}`],
      [leaf.notBefore <= at && at < leaf.notAfter, `the contract ${leaf.subject} is not valid now`],
      [
        isSameEmaid(res.eMAID.value, leaf.subject.commonName ?? ''),
        `eMAID ${res.eMAID.value}, the contract is ${leaf.subject.commonName}`,
      ],
      [answer.took_ms <= MOST_MS, `${Math.round(answer.took_ms)} ms, at most ${MOST_MS} fit before the car leaves`],
    ),
  ];
}

/** Refused in the words of ISO 15118-2, so that the car hears why: HTTP 404 with a failure in EXI. */
function refusalProblems(answer: Answer, expected?: readonly string[]): readonly string[] {
  const found = responseIn(answer);
  if (found.problem !== undefined) return [found.problem];
  const { ResponseCode } = found.res;
  return unless(
    [answer.status === 404, `HTTP ${answer.status}, expected 404`],
    [
      ResponseCode.startsWith('FAILED') && (expected?.includes(ResponseCode) ?? true),
      `ResponseCode ${ResponseCode}, expected ${expected?.join(' or ') ?? 'FAILED_..'}`,
    ],
  );
}

async function looked(pki: Pki, eMAID: string) {
  const { dialect, url, paths } = poolsOf(pki);
  const path = paths.lookup(encodeURIComponent(eMAID));
  const answer = permitted(
    await pki.ask(`GET ${path}`, { method: 'GET', url: url + path, headers: await pki.authorization() }),
  );
  const body = (jsonOf(answer) ?? {}) as Json;
  const list = dialect === 'opcp' ? body.XMLContracts : body.contractDataCollection;
  return { answer, list: Array.isArray(list) ? (list as readonly Json[]) : undefined };
}

const bodies = {
  text: 'The body is not checked before it is used.',
  remedy: 'Answer 400 naming the field; a 5xx makes the CSMS try again while the car waits.',
};

/** Every case. */
export const contractCases: readonly PkiCase[] = [
  {
    id: 'contract-installed',
    purpose:
      'A car of the pool gets its contract: signed by a CPS under a root of the car, the key sealed for it, in time.',
    clause: 'OPCP 4.4, ISO 15118-2:2014 7.9.2.4, 8.4.3.11',
    profiles: ['quick', 'full', 'pnc'],
    cause: {
      text: 'The pool has no contract for this car, or signs it under a root that the car does not list.',
      remedy:
        'Order the contract for the PCID of the car (PUT .. generate), and choose the CPS by ListOfRootCertificateIDs.',
    },
    async ask(pki) {
      poolsOf(pki);
      const car = carOf(pki);
      return contractProblems(await installed(pki, await installationOf(car)), car);
    },
  },
  {
    id: 'contract-unknown',
    purpose: 'A car that nobody knows gets a failure in EXI with HTTP 404, never a contract.',
    clause: 'OPCP 4.4 alwaysReturnEXI',
    profiles: ['full', 'pnc', 'security'],
    cause: {
      text: 'The path of the provisioning certificate is not checked, or the answer lacks the EXI for the car.',
      remedy: 'Check it up to an OEM root of the root pool; answer 404 with a CertificateInstallationRes FAILED_...',
    },
    async ask(pki) {
      poolsOf(pki);
      return refusalProblems(await installed(pki, await installationOf(await strangerCar())));
    },
  },
  {
    id: 'contract-unknown-plain',
    purpose: 'The same with alwaysReturnEXI false: HTTP 404 with errorMessages.',
    clause: 'OPCP 4.4 alwaysReturnEXI',
    profiles: ['full'],
    cause: {
      text: 'The header is not looked at.',
      remedy: 'Send {"errorMessages": [..]} where alwaysReturnEXI is false.',
    },
    async ask(pki) {
      poolsOf(pki);
      const answer = await installed(pki, await installationOf(await strangerCar()), { alwaysreturnexi: 'false' });
      const messages = (jsonOf(answer) as Json | undefined)?.errorMessages;
      return unless(
        [answer.status === 404, `HTTP ${answer.status}, expected 404`],
        [Array.isArray(messages), 'no errorMessages'],
      );
    },
  },
  {
    id: 'contract-forged',
    purpose: 'The request of a known car that its key has not signed gets FAILED_SignatureError, never a contract.',
    clause: 'ISO 15118-2:2014 7.9.2.4 [V2G2-890]',
    profiles: ['full', 'pnc', 'security'],
    cause: {
      text: 'The signature of the request is not checked: who knows a provisioning certificate gets contracts.',
      remedy: 'Verify the XML signature with the key of the provisioning certificate before anything is looked up.',
    },
    async ask(pki) {
      poolsOf(pki);
      const answer = await installed(pki, await installationOf(carOf(pki), true));
      return refusalProblems(answer, ['FAILED_SignatureError', 'FAILED']);
    },
  },
  ...(['no-json', 'field-missing', 'no-exi'] as const).map(
    (kind): PkiCase => ({
      id: `contract-body-${kind}`,
      purpose: `A request ${{ 'no-json': 'whose body is no JSON', 'field-missing': 'without the EXI', 'no-exi': 'whose EXI is garbage' }[kind]} is answered 400 or 422.`,
      clause: 'OPCP 4.4',
      profiles: ['full', 'security'],
      cause: bodies,
      async ask(pki) {
        poolsOf(pki);
        const body = {
          'no-json': '{ no JSON',
          'field-missing': { xsdMsgDefNamespace: ISO2 },
          'no-exi': { certificateInstallationReq: toBase64(Uint8Array.of(1, 2, 3)), xsdMsgDefNamespace: ISO2 },
        }[kind];
        const { status } = permitted(await post(pki, body));
        return unless([[400, 422].includes(status), `HTTP ${status}, expected 400 or 422`]);
      },
    }),
  ),
  {
    id: 'contract-token-none',
    purpose: 'A request without credentials is answered 401.',
    clause: 'OPCP 4',
    profiles: ['quick', 'full', 'security'],
    cause: {
      text: 'The door is open: anybody may ask for contracts.',
      remedy: 'Ask for a token before the body is looked at.',
    },
    async ask(pki) {
      poolsOf(pki);
      const exi = await installationOf(await strangerCar());
      const body = { certificateInstallationReq: toBase64(exi), xsdMsgDefNamespace: ISO2 };
      const { status } = await post(pki, body, {}, {});
      return unless([status === 401, `HTTP ${status}, expected 401`]);
    },
  },
  {
    id: 'contract-lookup',
    purpose: 'A contract of the pool is found by its eMAID, with its certificate.',
    clause: 'OPCP 4.4',
    profiles: ['full', 'pnc'],
    cause: {
      text: 'The pool has no such contract, or shows another certificate than it delivers.',
      remedy: 'Compare spelling (14 or 15 characters, no hyphens) and what was put into the pool last.',
    },
    async ask(pki) {
      poolsOf(pki);
      const { eMAID } = pki.options;
      if (eMAID === undefined) throw new CannotAsk('no contract of the pool: give --emaid');
      const { answer, list } = await looked(pki, eMAID);
      const one = list?.[0];
      if (answer.status !== 200 || !one) return [`HTTP ${answer.status}, ${list?.length ?? 'no list of'} contracts`];
      const name = parseCertificate(fromBase64(String(one.contractCertificate))).subject.commonName ?? '';
      return unless(
        [isSameEmaid(name, eMAID), `the certificate is of ${name}, expected ${eMAID}`],
        [isSameEmaid(String(one.emaid), eMAID), `emaid ${String(one.emaid)}, expected ${eMAID}`],
      );
    },
  },
  {
    id: 'contract-lookup-unknown',
    purpose: 'An eMAID that the pool does not know is answered 404 or with an empty list.',
    clause: 'OPCP 4.4',
    profiles: ['full'],
    cause: { text: 'The pool shows contracts of others.', remedy: 'Compare the whole eMAID.' },
    async ask(pki) {
      poolsOf(pki);
      // The same provider as the known one, so that the rights of the caller are the same.
      const provider = (pki.options.eMAID ?? 'DE8AA').replaceAll('-', '').slice(0, 5);
      const { answer, list } = await looked(pki, `${provider}CBENCH000`);
      const isEmpty = answer.status === 200 && list?.length === 0;
      return unless([
        answer.status === 404 || isEmpty,
        `HTTP ${answer.status}, ${list?.length ?? 'no list of'} contracts: ${fromUtf8(answer.body.subarray(0, 100))}`,
      ]);
    },
  },
];

const MOST_MS = 3_500;
