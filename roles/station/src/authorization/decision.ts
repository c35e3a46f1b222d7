/** How a station gets a contract authorized: the decision table of OCPP 2.0.1 C07 as one pure function, with what the text leaves open settled. @module */

/** Everything that the decision depends on. Variables have their names of the device model. */
export interface Situation {
  /** The socket is up and the CSMS has accepted the station. */
  readonly isOnline: boolean;
  /** A root for the chain is installed here. */
  readonly hasRoot: boolean;
  /** The local check of the chain; `unknownIssuer` exactly when there is no root. */
  readonly local: 'valid' | 'expired' | 'invalid' | 'unknownIssuer';
  /** Each certificate names an OCSP responder, so that each can be listed. */
  readonly hasAllOcspUrls: boolean;
  readonly CentralContractValidationAllowed: boolean;
  readonly ContractValidationOffline: boolean;
  readonly LocalAuthorizeOffline: boolean;
  readonly OfflineTxForUnknownIdEnabled: boolean;
  /** What the local list says of the eMAID, else the cache. `refused`: found and not Accepted. */
  readonly known: 'Accepted' | 'refused' | 'no';
}

/** What to do. A refusal has the code of its finding and the ISO ResponseCode that fits. */
export type Decision =
  | { readonly do: 'ask'; readonly material: 'hashData' | 'certificate'; readonly spec: string }
  | { readonly do: 'allow'; readonly isCached: boolean; readonly spec: string }
  | {
      readonly do: 'refuse';
      readonly code: RefusalCode;
      readonly ResponseCode:
        | 'FAILED'
        | 'FAILED_CertChainError'
        | 'FAILED_CertificateExpired'
        | 'FAILED_NoCertificateAvailable';
      readonly spec: string;
    };

/** Finding codes of local refusals; `diagnosis` has a cause for each. */
export type RefusalCode =
  | 'contract_certificate_expired'
  | 'contract_chain_invalid'
  | 'contract_root_missing'
  | 'contract_ocsp_url_missing'
  | 'station_offline'
  | 'offline_contract_refused'
  | 'offline_contract_unknown';

/** The decision. A chain that fails the local check never goes to the CSMS, online or not (docs/choices.md). */
export function decide(situation: Situation): Decision {
  const { isOnline, local } = situation;
  if (!isOnline && !situation.ContractValidationOffline)
    return { do: 'refuse', code: 'station_offline', ResponseCode: 'FAILED', spec: 'OCPP 2.0.1 C07.FR.07' };
  if (local === 'expired')
    return {
      do: 'refuse',
      code: 'contract_certificate_expired',
      ResponseCode: 'FAILED_CertificateExpired',
      spec: 'ISO 15118-2:2014 8.4.3.7',
    };
  if (local === 'invalid')
    return {
      do: 'refuse',
      code: 'contract_chain_invalid',
      ResponseCode: 'FAILED_CertChainError',
      spec: 'ISO 15118-2:2014 8.4.3.7',
    };
  return isOnline ? online(situation) : offline(situation);
}

function online({ hasRoot, hasAllOcspUrls, CentralContractValidationAllowed }: Situation): Decision {
  if (!hasRoot)
    return CentralContractValidationAllowed
      ? { do: 'ask', material: 'certificate', spec: 'OCPP 2.0.1 C07.FR.06' }
      : {
          do: 'refuse',
          code: 'contract_root_missing',
          ResponseCode: 'FAILED_NoCertificateAvailable',
          spec: 'OCPP 2.0.1 C07.FR.06',
        };
  if (hasAllOcspUrls) return { do: 'ask', material: 'hashData', spec: 'OCPP 2.0.1 C07.FR.01' };
  // A list that lacks a certificate proves less than the chain: the CSMS would not see that one is missing.
  return CentralContractValidationAllowed
    ? { do: 'ask', material: 'certificate', spec: 'OCPP 2.0.1 C07.FR.06' }
    : {
        do: 'refuse',
        code: 'contract_ocsp_url_missing',
        ResponseCode: 'FAILED_CertChainError',
        spec: 'OCPP 2.0.1 C07.FR.01',
      };
}

function offline({ hasRoot, LocalAuthorizeOffline, OfflineTxForUnknownIdEnabled, known }: Situation): Decision {
  if (!hasRoot)
    return {
      do: 'refuse',
      code: 'contract_root_missing',
      ResponseCode: 'FAILED_NoCertificateAvailable',
      spec: 'OCPP 2.0.1 C07',
    };
  // The text is silent on list and cache being switched off: without a proof of the contract it is refused.
  if (!LocalAuthorizeOffline)
    return { do: 'refuse', code: 'station_offline', ResponseCode: 'FAILED', spec: 'OCPP 2.0.1 C07' };
  switch (known) {
    case 'Accepted':
      return { do: 'allow', isCached: true, spec: 'OCPP 2.0.1 C12, C13.FR.01' };
    case 'refused':
      return { do: 'refuse', code: 'offline_contract_refused', ResponseCode: 'FAILED', spec: 'OCPP 2.0.1 C13' };
    case 'no':
      return OfflineTxForUnknownIdEnabled
        ? { do: 'allow', isCached: false, spec: 'OCPP 2.0.1 C15' }
        : { do: 'refuse', code: 'offline_contract_unknown', ResponseCode: 'FAILED', spec: 'OCPP 2.0.1 C15' };
  }
}
