/** Card and app tokens: what the station knows of them, and their way to the CSMS. OCPP 2.0.1 C01 to C15. @module */
import type { Clock, Random } from '@openpnc/core/ports';
import type { IdTokenInfoType, IdTokenType } from '@openpnc/ocpp/v201';
import type { DeviceModel } from '../deviceModel/deviceModel.ts';
import { newTraceId } from '../messageIds.ts';
import { type Caller, perform } from '../stationScript.ts';
import type { StationTime } from '../stationTime.ts';
import type { AuthCache } from './authCache.ts';
import { authorizeToken } from './authorizeToken.ts';
import type { LocalList } from './localList.ts';

interface TokenOptions {
  readonly clock: Clock;
  readonly time: StationTime;
  readonly random: Random;
  readonly model: DeviceModel;
  readonly list: LocalList;
  readonly cache: AuthCache;
  readonly caller: Caller;
  readonly isOnline: () => boolean;
}

/** One station's knowledge of tokens. */
export class Tokens {
  readonly list: LocalList;
  readonly cache: AuthCache;
  readonly #options: TokenOptions;

  constructor(options: TokenOptions) {
    this.#options = options;
    this.list = options.list;
    this.cache = options.cache;
  }

  /** What the local list says, else the cache; no use of either. C13.FR.01 */
  readonly known = (idToken: IdTokenType): IdTokenInfoType | undefined => {
    const at = this.#options.time.now();
    return this.list.find(idToken, at) ?? this.cache.peek(idToken, at);
  };

  /** A token was decided on by what {@link known} says: its place in the cache stays fresh. */
  readonly used = (idToken: IdTokenType): void => {
    const at = this.#options.time.now();
    if (!this.list.find(idToken, at)) this.cache.find(idToken, at);
  };

  /** The CSMS has said something of a token. C10 */
  readonly heard = (idToken: IdTokenType, info: IdTokenInfoType): void => {
    void this.cache.put(idToken, info, this.#options.time.now());
  };

  /** Whether a token may charge, by the CSMS or by what is known here. */
  async authorize(idToken: IdTokenType): Promise<IdTokenInfoType> {
    const { model, time, random, clock, caller, isOnline } = this.#options;
    const at = time.now();
    const listed = this.list.find(idToken, at);
    const known = listed ?? this.cache.find(idToken, at);
    const { idTokenInfo, isFromCsms } = await perform(
      authorizeToken(idToken, {
        isOnline: isOnline(),
        Enabled: model.flag('AuthCtrlr.Enabled'),
        LocalPreAuthorize: model.flag('AuthCtrlr.LocalPreAuthorize'),
        LocalAuthorizeOffline: model.flag('AuthCtrlr.LocalAuthorizeOffline'),
        OfflineTxForUnknownIdEnabled: model.flag('AuthCtrlr.OfflineTxForUnknownIdEnabled'),
        DisableRemoteAuthorization: model.flag('AuthCtrlr.DisableRemoteAuthorization'),
        DisablePostAuthorize: model.flag(
          listed ? 'LocalAuthListCtrlr.DisablePostAuthorize' : 'AuthCacheCtrlr.DisablePostAuthorize',
        ),
        known,
        traceId: newTraceId(random),
      }),
      { caller, clock },
    );
    if (isFromCsms) this.heard(idToken, idTokenInfo);
    return idTokenInfo;
  }
}
