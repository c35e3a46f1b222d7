/** Use cases A02, A03: a station wants a certificate for a key of its own. OCPP 2.0.1 A02, A03. @module */
import { ProtocolError } from '@openpnc/core/errors';
import type { SignCertificateRequest, SignCertificateResponse } from '@openpnc/ocpp/v201';
import { pemBlocks } from '@openpnc/x509/certificate';
import { type Csr, parseCsr } from '@openpnc/x509/issue';
import { traceFinding } from '../finding.ts';
import { orderCertificate } from '../pki/enrolWork.ts';
import type { Call } from './call.ts';

/** Accepted means: it will be forwarded to a CA. The certificate comes later by CertificateSigned. A02.FR.03 */
export async function signCertificate(
  { csr, certificateType }: SignCertificateRequest,
  { services, connection, arrived, traceId }: Call,
): Promise<SignCertificateResponse> {
  const { pki, ports, stations } = services;
  const station = connection.identity;
  const rejected = (reasonCode: string, text: string): SignCertificateResponse => {
    traceFinding(ports.trace, arrived, traceId, {
      code: 'csr_refused',
      severity: 'warning',
      text: `${station}, ${certificateType ?? 'combined certificate'}: ${text}`,
      spec: 'OCPP 2.0.1 A02.FR.02',
    });
    return { status: 'Rejected', statusInfo: { reasonCode, additionalInfo: text.slice(0, 512) } };
  };
  let request: Csr;
  try {
    const [block, ...more] = [...blocksOf(csr)];
    if (!block || more.length > 0) return rejected('InvalidCSR', 'expected one PEM block CERTIFICATE REQUEST');
    request = parseCsr(block);
  } catch (error) {
    if (!(error instanceof ProtocolError)) throw error;
    return rejected('InvalidCSR', error.message);
  }
  if (!request.isProved) return rejected('InvalidCSR', 'the request is not signed by the key in it');
  const isV2g = certificateType !== 'ChargingStationCertificate';
  if (isV2g && request.keyType !== 'P-256')
    return rejected('InvalidCSR', `key ${request.keyType}, expected P-256 [V2G2-006]`);
  const problem = isV2g ? await seccProblem() : await clientProblem();
  if (problem !== undefined) return rejected('InvalidCSR', problem);
  const issuers = isV2g ? pki.providers : pki.clientCertificates;
  if (issuers.length === 0) return rejected('NoCA', 'no PKI service is set for this kind of certificate');
  await orderCertificate(services, station, csr, certificateType);
  return { status: 'Accepted' };

  /** The SeccId of one of the station's controllers, where it has told them. A02.FR.09 */
  async function seccProblem(): Promise<string | undefined> {
    const { commonName } = request.subject;
    if (commonName === undefined) return 'the subject has no CN';
    const known = await stations.variables(station, 'ISO15118Ctrlr', 'SeccId');
    if (known.length === 0 || known.some(({ value }) => value === commonName)) return undefined;
    return `CN ${commonName}, expected a SeccId of the station: ${known.map(({ value }) => value).join(', ')}`;
  }

  /** The serial number of the station. A00.FR.504 */
  async function clientProblem(): Promise<string | undefined> {
    const { commonName } = request.subject;
    const serialNumber = await stations.serialNumber(station);
    if (commonName === undefined) return 'the subject has no CN';
    if (serialNumber === undefined || commonName === serialNumber) return undefined;
    return `CN ${commonName}, expected the serial number ${serialNumber}`;
  }
}

function blocksOf(pem: string): readonly Uint8Array[] {
  return pem.includes('BEGIN NEW CERTIFICATE REQUEST')
    ? pemBlocks(pem, 'NEW CERTIFICATE REQUEST')
    : pemBlocks(pem, 'CERTIFICATE REQUEST');
}
