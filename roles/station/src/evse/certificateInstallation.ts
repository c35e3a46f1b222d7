/** A car's certificate request to the CSMS and back, unchanged. OCPP 2.0.1 M01, M02; ISO 15118-2:2014 8.4.3.10. @module */
import { fromBase64, toBase64 } from '@openpnc/core/bytes';
import type { Millis } from '@openpnc/core/machine';
import { protocols } from '@openpnc/iso15118/sap';
import type { SeccEffect, SeccInput } from '@openpnc/iso15118/v2/session';
import { CallFailure } from '@openpnc/ocpp/errors';
import { lenientProfile } from '@openpnc/ocpp/v201';
import type { Caller } from '../stationScript.ts';

/** @returns the answer for the SECC: the CSMS's EXI, or why there is none */
export async function installCertificate(
  { id, action, exiRequest }: Extract<SeccEffect, { do: 'installCertificate' }>,
  { caller, within_ms, traceId }: { readonly caller: Caller; readonly within_ms: Millis; readonly traceId: string },
): Promise<Extract<SeccInput, { type: 'certificate' }>> {
  const text = toBase64(exiRequest);
  if (text.length > MAX_EXI_REQUEST) {
    const failure = `its request has ${text.length} characters as exiRequest, ${MAX_EXI_REQUEST} fit`;
    return { type: 'certificate', id, failure };
  }
  try {
    const { status, exiResponse, statusInfo } = await caller(
      'Get15118EVCertificate',
      {
        iso15118SchemaVersion: protocols.iso15118_2.ProtocolNamespace,
        action,
        exiRequest: text,
      },
      { lane: 'pnc', within_ms, traceId },
    );
    // A failure that carries the pool's own answer is better told to the car in its words.
    if (exiResponse !== '') return { type: 'certificate', id, exiResponse: fromBase64(exiResponse) };
    return { type: 'certificate', id, failure: `the CSMS answered ${status} ${statusInfo?.reasonCode ?? ''}`.trim() };
  } catch (error) {
    if (!(error instanceof CallFailure || error instanceof RangeError)) throw error;
    return { type: 'certificate', id, failure: error.message };
  }
}

/** A car can fill its list of roots up to the length of a V2G message; what is longer goes nowhere. */
const MAX_EXI_REQUEST = lenientProfile.fieldLength['Get15118EVCertificateRequest.exiRequest']!;
