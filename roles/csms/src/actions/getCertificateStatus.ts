/** Use case M06: the OCSP answer that a station staples for its own certificate. OCPP 2.0.1 M06. @module */
import { toBase64 } from '@openpnc/core/bytes';
import type { GetCertificateStatusRequest, GetCertificateStatusResponse } from '@openpnc/ocpp/v201';
import { traceFinding } from '../finding.ts';
import type { Call } from './call.ts';

/** Accepted with whatever the responder proved, also `revoked`; Failed when there is no usable answer. M06.FR.04, FR.06 */
export async function getCertificateStatus(
  { ocspRequestData }: GetCertificateStatusRequest,
  { services, arrived, traceId, connection }: Call,
): Promise<GetCertificateStatusResponse> {
  const { ocsp, settings, ports } = services;
  const deadline = arrived + settings.ocsp.timeout_ms + settings.authorize.margin_ms;
  const { status, response, problem } = await ocsp.status(ocspRequestData, { deadline, traceId, isHandedOn: true });
  const failed = (reasonCode: string, text: string): GetCertificateStatusResponse => {
    traceFinding(ports.trace, ports.clock.now(), traceId, {
      code: problem?.code ?? 'ocsp_too_large',
      severity: 'warning',
      text: `${connection.identity}, GetCertificateStatus: ${text}`,
      spec: 'OCPP 2.0.1 M06.FR.05',
    });
    return { status: 'Failed', statusInfo: { reasonCode, additionalInfo: text.slice(0, 512) } };
  };
  // An answer that we cannot verify may still prove something to the car, which has other roots.
  const isUsable = status === 'good' || status === 'revoked' || status === 'unknown' || status === 'unverifiable';
  if (!isUsable || !response) return failed('OcspFailed', problem?.text ?? 'no OCSP answer');
  const ocspResult = toBase64(response);
  if (ocspResult.length > OCSP_RESULT_LENGTH)
    return failed('TooLargeElement', `OCSP answer of ${ocspResult.length} characters, ${OCSP_RESULT_LENGTH} fit`);
  return { status: 'Accepted', ocspResult };
}

/** GetCertificateStatusResponse.ocspResult, maxLength in OCPP 2.0.1. */
const OCSP_RESULT_LENGTH = 5500;
