/** Use cases C01 and C07: may this token charge? A contract needs its certificates proved. OCPP 2.0.1 C01, C07. @module */
import type { AuthorizeRequest, AuthorizeResponse, IdTokenType } from '@openpnc/ocpp/v201';
import { contractDecision } from '../authorization/contractDecision.ts';
import { plainDecision } from '../authorization/plainDecision.ts';
import { tokenKey } from '../authorization/tokenList.ts';
import { type Call, deadlineOf, ownData } from './call.ts';

/** Decides, keeps the decision, answers. */
export async function authorize(request: AuthorizeRequest, call: Call): Promise<AuthorizeResponse> {
  const { services, connection, traceId, arrived } = call;
  const { idToken, certificate, iso15118CertificateHashData, customData } = request;
  const own = ownData(customData);
  const station = connection.identity;
  if (own.evseId !== undefined) services.sites.learn(station, own.evseId);
  const decision =
    idToken.type === 'eMAID'
      ? await contractDecision(services, {
          eMAID: idToken.idToken,
          material: { certificate, iso15118CertificateHashData },
          station,
          evseId: own.evseId,
          deadline: deadlineOf(call, services.settings.authorize.budget_ms, own),
          traceId,
          isProvedElsewhere: isRemoteStart(idToken, call),
        })
      : await plainDecision(services, idToken);
  const material =
    certificate === undefined
      ? iso15118CertificateHashData
        ? 'hash'
        : 'none'
      : iso15118CertificateHashData
        ? 'both'
        : 'certificate';
  await services.decisions.keep(
    { station, idToken: idToken.idToken, type: idToken.type, material, traceId, arrived },
    decision,
  );
  const { idTokenInfo, certificateStatus } = decision;
  return certificateStatus === undefined ? { idTokenInfo } : { idTokenInfo, certificateStatus };
}

/** Whether we started a transaction with this token here a moment ago: a remote start has no certificate to show. */
function isRemoteStart({ idToken, type }: IdTokenType, { connection, arrived }: Call): boolean {
  if (!connection.hasRemoteStarts) return false;
  const at = connection.remoteStart(`${type}\n${tokenKey(idToken, type)}`);
  return at !== undefined && arrived - at < REMOTE_START_MS;
}

const REMOTE_START_MS = 300_000;
