/** Logs and customers' data. OCPP 2.0.1 N01, N09, N10, A04. @module */
import { toUtf8 } from '@openpnc/core/bytes';
import { HttpFailure } from '@openpnc/core/http';
import type { Handlers } from '@openpnc/ocpp/endpoint';
import type { GetLogRequest, UploadLogStatusEnumType } from '@openpnc/ocpp/v201';
import type { Received } from '../csms/csmsLink.ts';
import type { StationWorld } from '../stationWorld.ts';
import { piecesOf } from './reports.ts';

/** Time for one upload. */
const UPLOAD_ms = 60_000;
/** Characters of one NotifyCustomerInformation. */
const DATA_LENGTH = 512;

/** GetLog, CustomerInformation. */
export function diagnosticCalls(world: StationWorld) {
  const { upload, security, trace, time, clock, afterAnswer, customers } = world;
  /** The upload that runs; a newer one takes its place. N01 */
  let running: AbortController | undefined;

  const send = async (
    { requestId, log, logType, retries = 0, retryInterval = 0 }: GetLogRequest,
    filename: string,
    signal: AbortSignal,
  ) => {
    const tell = (status: UploadLogStatusEnumType) =>
      world.call('LogStatusNotification', { status, requestId }, { whilePending: true });
    const { oldestTimestamp, latestTimestamp, remoteLocation } = log;
    const text = logType === 'SecurityLog' ? await security.text(oldestTimestamp, latestTimestamp) : trace.text();
    await tell('Uploading');
    for (let attempt = 0; attempt <= retries; attempt += 1) {
      const status = await put(`${remoteLocation.replace(/\/$/, '')}/${filename}`, text, signal);
      if (signal.aborted) return;
      if (status === 'Uploaded' || status === 'PermissionDenied' || attempt === retries) {
        await tell(status);
        return;
      }
      await clock.sleep(retryInterval * 1_000);
    }
  };
  const put = async (url: string, text: string, signal: AbortSignal): Promise<UploadLogStatusEnumType> => {
    try {
      const { status } = await upload!(
        { method: 'PUT', url, headers: { 'content-type': 'text/plain; charset=utf-8' }, body: toUtf8(text) },
        { deadline: clock.now() + UPLOAD_ms, signal },
      );
      if (status === 401 || status === 403) return 'PermissionDenied';
      return status >= 200 && status < 300 ? 'Uploaded' : 'UploadFailure';
    } catch (error) {
      if (error instanceof HttpFailure) return 'UploadFailure';
      throw error;
    }
  };

  return {
    GetLog: (request) => {
      const isHttp = /^https?:\/\//i.test(request.log.remoteLocation);
      if (!upload || !isHttp) return { status: 'Rejected', statusInfo: { reasonCode: 'UnsupportedURL' } };
      const filename = `${request.logType}-${time.text().replaceAll(/[:.]/g, '-')}.log`;
      const isReplaced = running !== undefined;
      running?.abort();
      const mine = new AbortController();
      running = mine;
      afterAnswer(async () => {
        try {
          await send(request, filename, mine.signal);
        } finally {
          if (running === mine) running = undefined;
        }
      });
      return { status: isReplaced ? 'AcceptedCanceled' : 'Accepted', filename };
    },
    CustomerInformation: async (request) => {
      const { requestId, report, clear, customerIdentifier } = request;
      if (!report && !clear) return { status: 'Rejected', statusInfo: { reasonCode: 'InvalidValue' } };
      // An identifier of the CSMS's own customers says nothing here.
      if (customerIdentifier !== undefined && !request.idToken && !request.customerCertificate)
        return { status: 'Invalid', statusInfo: { reasonCode: 'UnknownCustomer' } };
      const lines = await customers.find(request);
      if (!lines) return { status: 'Invalid', statusInfo: { reasonCode: 'MissingParam' } };
      if (clear) await customers.clear(request);
      const data = !report ? '' : lines.length > 0 ? `${lines.join('\n')}\n` : 'nothing is held of this customer\n';
      afterAnswer(async () => {
        const cut = data.match(new RegExp(`[^]{1,${DATA_LENGTH}}`, 'g')) ?? [''];
        for (const { items, seqNo, tbc } of piecesOf(cut, 1))
          await world.call('NotifyCustomerInformation', {
            requestId,
            seqNo,
            ...(tbc && { tbc }),
            generatedAt: time.text(),
            data: items[0] ?? '',
          });
      });
      return { status: 'Accepted' };
    },
  } satisfies Handlers<Received>;
}
