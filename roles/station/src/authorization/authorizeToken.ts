/** Use case C01 and its offline forms: has a card or app token authorized. OCPP 2.0.1 C01 to C06, C10 to C15. @module */
import { CallFailure } from '@openpnc/ocpp/errors';
import type { IdTokenInfoType, IdTokenType } from '@openpnc/ocpp/v201';
import { call, type StationScript } from '../stationScript.ts';

/** What the station knows and is allowed to do; names are those of AuthCtrlr. */
interface TokenWorld {
  readonly isOnline: boolean;
  readonly Enabled: boolean;
  readonly LocalPreAuthorize: boolean;
  readonly LocalAuthorizeOffline: boolean;
  readonly OfflineTxForUnknownIdEnabled: boolean;
  readonly DisableRemoteAuthorization: boolean;
  /** What the local list says, else the cache. */
  readonly known: IdTokenInfoType | undefined;
  /** A refusal of that source is not questioned while online (LocalAuthListCtrlr, AuthCacheCtrlr). */
  readonly DisablePostAuthorize: boolean;
  readonly traceId: string;
}

/** The answer. */
export interface TokenAnswer {
  readonly idTokenInfo: IdTokenInfoType;
  /** The CSMS has said so, not the station. */
  readonly isFromCsms: boolean;
}

/** Asks list and cache, then the CSMS, in the order that the variables allow. */
export function* authorizeToken(idToken: IdTokenType, world: TokenWorld): StationScript<TokenAnswer> {
  const own = (status: IdTokenInfoType['status']): TokenAnswer => ({ idTokenInfo: { status }, isFromCsms: false });
  const { known } = world;
  if (!world.Enabled) return own('Accepted');
  // A token that needs nobody's word: C06.
  if (idToken.type === 'NoAuthorization') return own('Accepted');
  if (world.isOnline) {
    if (world.LocalPreAuthorize && known?.status === 'Accepted') return { idTokenInfo: known, isFromCsms: false };
    if (world.DisablePostAuthorize && known && known.status !== 'Accepted')
      return { idTokenInfo: known, isFromCsms: false };
    if (world.DisableRemoteAuthorization) return known ? { idTokenInfo: known, isFromCsms: false } : own('Unknown');
    try {
      const { idTokenInfo } = yield* call('Authorize', { idToken }, { lane: 'pnc', traceId: world.traceId });
      return { idTokenInfo, isFromCsms: true };
    } catch (error) {
      // No answer is no yes: the driver tries again.
      if (error instanceof CallFailure) return own('Invalid');
      throw error;
    }
  }
  if (!world.LocalAuthorizeOffline) return own('Invalid');
  if (known) return { idTokenInfo: known, isFromCsms: false };
  return own(world.OfflineTxForUnknownIdEnabled ? 'Accepted' : 'Unknown');
}
