/** Use cases M01, M02: a contract certificate for a car, fetched from the pools while the car waits. OCPP 2.0.1 M01, M02. @module */
import { fromBase64, toBase64 } from '@openpnc/core/bytes';
import { ProtocolError } from '@openpnc/core/errors';
import { decodeMessage, encodeMessage, type V2G_Message } from '@openpnc/exi/iso15118-2';
import { failure } from '@openpnc/iso15118/v2/failure';
import { certificatesOf } from '@openpnc/iso15118/v2/message';
import type { Get15118EVCertificateRequest, Get15118EVCertificateResponse } from '@openpnc/ocpp/v201';
import { parseCertificate } from '@openpnc/x509/certificate';
import { type Finding, traceFinding } from '../finding.ts';
import { type Call, deadlineOf, ownData } from './call.ts';

/** Brokers the raw EXI: what comes back is handed on unchanged, for it is signed. */
export async function get15118EVCertificate(
  request: Get15118EVCertificateRequest,
  call: Call,
): Promise<Get15118EVCertificateResponse> {
  const { services, traceId, connection } = call;
  const { pki, settings, ports, stations } = services;
  const { iso15118SchemaVersion, action, exiRequest, customData } = request;
  const found = (finding: Finding) => traceFinding(ports.trace, ports.clock.now(), traceId, finding);
  let exi: Uint8Array;
  try {
    exi = fromBase64(exiRequest);
  } catch {
    return failed(undefined, 'InvalidExi', 'exiRequest is not base64');
  }
  const deadline = deadlineOf(call, settings.pki.contractBudget_ms, ownData(customData));
  const { answer, from } = await pki.contract(exi, iso15118SchemaVersion, deadline, traceId);
  if (!answer.ok)
    return failed(exi, answer.problem === 'timeout' ? 'Timeout' : 'NoPkiAnswer', `${action}: ${answer.text}`);
  const exiResponse = toBase64(answer.exi);
  const limit = await stations.fieldLength(connection.identity, FIELD, settings.pki.exiResponseLength);
  if (exiResponse.length > limit)
    return failed(
      exi,
      'TooLargeElement',
      `exiResponse of ${exiResponse.length} characters, ${limit} fit (${FIELD})`,
      'ev_certificate_too_large',
    );
  if (exiResponse.length > SCHEMA_LENGTH)
    found({
      code: 'exi_response_beyond_schema',
      severity: 'warning',
      text: `exiResponse of ${exiResponse.length} characters; OCPP 2.0.1 allows ${SCHEMA_LENGTH}, so a station that keeps to it refuses`,
      spec: 'OCPP 2.0.1 Get15118EVCertificateResponse',
    });
  if (answer.isFound) await learn(answer.exi, call, from ?? 'pki');
  else
    found({
      code: 'contract_not_found',
      severity: 'warning',
      text: `${from ?? 'PKI'}: has no contract for this car; its answer goes to the car`,
    });
  return { status: 'Accepted', exiResponse };

  function failed(
    exiOfCar: Uint8Array | undefined,
    reasonCode: string,
    text: string,
    code = 'certificate_installation_failed',
  ): Get15118EVCertificateResponse {
    found({ code, severity: 'refusal', text, spec: 'OCPP 2.0.1 M01.FR.02' });
    const exiResponse = settings.pki.whenFailed === 'exi' ? failureExi(exiOfCar) : '';
    return { status: 'Failed', exiResponse, statusInfo: { reasonCode, additionalInfo: text.slice(0, 512) } };
  }
}

/** An EXI that tells the car FAILED, with the SessionID of its request: a station may hand it on. Empty when the request cannot be read. */
function failureExi(request: Uint8Array | undefined): string {
  if (!request) return '';
  let message: V2G_Message;
  try {
    message = decodeMessage(request);
  } catch {
    return ''; // undecodable: the reason is in statusInfo
  }
  const { SessionID } = message.Header;
  const facts = { EVSEID: '', kind: 'AC', now_s: 0n } as const;
  const Body =
    'CertificateUpdateReq' in message.Body
      ? { CertificateUpdateRes: failure('CertificateUpdateReq', 'FAILED', facts) }
      : { CertificateInstallationRes: failure('CertificateInstallationReq', 'FAILED', facts) };
  return toBase64(encodeMessage({ Header: { SessionID }, Body } as V2G_Message));
}

/** The contract that goes out is known by its hashes from now on, and its sub-CAs verify OCSP answers. */
async function learn(exi: Uint8Array, { services, traceId }: Call, source: string): Promise<void> {
  const { certificates, ports } = services;
  try {
    const { Body } = decodeMessage(exi) as { readonly Body: Readonly<Record<string, unknown>> };
    const answer = (Body.CertificateInstallationRes ?? Body.CertificateUpdateRes) as
      | { readonly ContractSignatureCertChain: Parameters<typeof certificatesOf>[0] }
      | undefined;
    if (!answer) return;
    const [leaf, ...cas] = certificatesOf(answer.ContractSignatureCertChain).map(parseCertificate);
    for (const ca of cas) await certificates.addSubCa(ca, source);
    const issuer = cas.find((ca) => leaf!.issuer.equals(ca.subject) && leaf!.isSignedBy(ca));
    if (issuer) await certificates.addContract(leaf!, issuer, source);
  } catch (error) {
    if (!(error instanceof ProtocolError) && (error as Error).name !== 'ExiError') throw error;
    traceFinding(ports.trace, ports.clock.now(), traceId, {
      code: 'pki_answer_unreadable',
      severity: 'warning',
      text: `${source}: the EXI for the car cannot be read here: ${(error as Error).message}`,
    });
  }
}

const FIELD = 'Get15118EVCertificateResponse.exiResponse';
/** maxLength of exiResponse in OCPP 2.0.1. */
const SCHEMA_LENGTH = 5600;
