/** How a car is authorized: by the proof of its contract key, or by what its driver does. ISO 15118-2:2014 8.4.3.7 and 8.4.3.8. @module */
import { type EvccScript, note, now, refuse, request, signed, sleep } from '../evccStep.ts';
import type { CertificateChain } from '../message.ts';
import type { Car, CarContract } from './car.ts';

/** PaymentDetails, the signed AuthorizationReq, then empty ones until the station is Finished. */
export function* authorizeByContract(car: Car, { eMAID, chain }: CarContract): EvccScript<void> {
  const large = chain.find(({ length }) => length > MAX_CERTIFICATE_BYTES);
  if (large)
    yield* refuse(
      'PaymentDetailsReq',
      `a certificate of the contract has ${large.length} bytes, at most ${MAX_CERTIFICATE_BYTES} can be shown`,
      'contract_chain_invalid',
    );
  const details = yield* request('PaymentDetailsReq', {
    eMAID,
    ContractSignatureCertChain: certificateChain(chain),
  });
  if (details.ResponseCode === 'OK_CertificateExpiresSoon')
    yield* note({
      code: 'contract_expires_soon',
      severity: 'info',
      text: `contract ${eMAID}: the station says that it ends soon`,
    });
  yield* compareClocks(details.EVSETimeStamp);
  // Only the first AuthorizationReq carries Id, challenge and signature [V2G2-684].
  const first = { Id: 'ID1', GenChallenge: details.GenChallenge };
  const signature = yield* signed('AuthorizationReq', first, 'contract');
  const { EVSEProcessing } = yield* request('AuthorizationReq', first, { signature });
  yield* untilFinished(car, EVSEProcessing);
}

/** certificateType of the schema. ISO 15118-2:2014 Annex C. */
const MAX_CERTIFICATE_BYTES = 800;

/** Card or app: the request is empty from the first. */
export function* authorizeByOtherMeans(car: Car): EvccScript<void> {
  const { EVSEProcessing } = yield* request('AuthorizationReq', {});
  yield* untilFinished(car, EVSEProcessing);
}

/** The car's chain as the message has it. */
export function certificateChain([leaf, ...subs]: readonly Uint8Array[]): CertificateChain {
  return { Certificate: leaf!, ...(subs.length > 0 && { SubCertificates: { Certificate: subs } }) };
}

function* untilFinished(car: Car, first: string): EvccScript<void> {
  const started = yield* now();
  let processing = first;
  while (processing !== 'Finished') {
    yield* sleep(car.ongoingPause_ms);
    const waited_ms = (yield* now()) - started;
    if (waited_ms >= car.ongoingTimeout_ms)
      yield* refuse('AuthorizationReq', `Ongoing for ${waited_ms / 1000} s`, 'ongoing_timeout');
    ({ EVSEProcessing: processing } = yield* request('AuthorizationReq', {}));
  }
}

function* compareClocks(EVSETimeStamp: bigint): EvccScript<void> {
  const drift_s = Math.round(Number(EVSETimeStamp) - (yield* now()) / 1000);
  if (Math.abs(drift_s) > MAX_DRIFT_S)
    yield* note({
      code: 'clock_drift',
      severity: 'warning',
      text: `the station's clock is ${Math.abs(drift_s)} s ${drift_s > 0 ? 'ahead of' : 'behind'} the car's`,
      data: { drift_s },
    });
}

/** Beyond this a fresh certificate may look not yet valid to one side. */
const MAX_DRIFT_S = 300;
