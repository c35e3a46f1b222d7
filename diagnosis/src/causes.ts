/**
 * Why Plug & Charge failed: every cause beside the findings that are its evidence, in words for a hotline, with who has
 * to act and what to do. The order is the rank: a cause above explains away one below.
 *
 * @module
 */
import type { FindingRecord } from '@openpnc/core/trace';

/** Who has to act. */
export type Actor = 'driver' | 'OEM' | 'CPO' | 'eMSP' | 'PKI operator' | 'nobody';

/** One cause, as data. */
export interface Cause {
  readonly code: string;
  readonly act: Actor;
  /** One sentence: what happened. */
  readonly text: string;
  /** One sentence: what to do about it. */
  readonly remedy: string;
  readonly spec?: string;
  /** Codes of the findings that prove it. */
  readonly evidence: readonly string[];
  /** The evidence are warnings, which are a cause only of these refusals. */
  readonly explains?: readonly string[];
  /** A condition on the finding where the code alone does not tell. */
  readonly when?: (finding: FindingRecord) => boolean;
}

/** Domain component of the issuer that was not found: the class of root that is missing. ISO 15118-2:2014 Annex F. */
function missingRootIs(domain: string): (finding: FindingRecord) => boolean {
  return ({ data }) => new RegExp(`(^|[,+/ ])DC=${domain}($|[,+/ ])`, 'i').test(String(data?.issuer ?? ''));
}

/** All causes, most telling first. */
export const causes: readonly Cause[] = [
  {
    code: 'rig_failed',
    act: 'CPO',
    text: 'The rig at the plug failed, so nobody knows what the hardware does.',
    remedy: 'Look at the line of the rig that the finding quotes and compare it with docs/operations/hil.md.',
    evidence: [
      'plug_target',
      'plug_unreachable',
      'plug_silent',
      'plug_malformed',
      'plug_ended',
      'plug_failed',
      'plug_timeout',
      'plug_dc_failed',
    ],
  },
  {
    code: 'pilot_late',
    act: 'OEM',
    text: 'The car moved its control pilot too late, and the station did not wait for it.',
    remedy: 'Look at what moves the pilot in the car: it has 250 ms from its PowerDeliveryReq.',
    spec: 'ISO 15118-2:2014 [V2G2-847], [V2G2-848]',
    evidence: ['plug_pilot_late'],
    explains: ['pilot_state'],
  },
  // The link and TLS: nothing after them can have happened.
  {
    code: 'no_sdp_answer',
    act: 'CPO',
    text: 'The car looked for the charging station (SDP) and got no answer.',
    remedy:
      'Check that the station serves ISO 15118 on this interface, that UDP port 15118 is open and that the data link is up.',
    spec: 'ISO 15118-2:2014 [V2G2-159]',
    evidence: ['sdp_no_answer'],
  },
  {
    code: 'tls_not_ready',
    act: 'CPO',
    text: 'The station has no usable certificate for TLS, so it cannot offer Plug & Charge.',
    remedy: 'Install an SECC certificate chain with its key on the station (SignCertificate, CertificateSigned).',
    evidence: ['tls_not_ready', 'sdp_tls_not_offered'],
  },
  {
    code: 'secc_certificate_expired',
    act: 'CPO',
    text: "The station's TLS certificate is outside its validity, so the car closed the connection.",
    remedy:
      'Renew the SECC certificate and check why the renewal did not come in time; check the clock of the car if the dates are right.',
    spec: 'ISO 15118-2:2014 [V2G2-875]',
    evidence: ['secc_leaf_expired', 'secc_leaf_not_yet_valid', 'secc_chain_expired'],
  },
  {
    code: 'ev_v2g_root_missing',
    act: 'OEM',
    text: "The car does not know the V2G root of the station's certificate, so it closed the TLS connection.",
    remedy:
      'Install this V2G root in the car, or give the station a chain under a root that the car names in trusted_ca_keys.',
    spec: 'ISO 15118-2:2014 [V2G2-875, V2G2-925]',
    evidence: ['ev_root_unknown'],
  },
  {
    code: 'secc_certificate_revoked',
    act: 'CPO',
    text: "The station's certificate is revoked, so the car closed the connection.",
    remedy: 'Give the station a new key and a new SECC certificate.',
    evidence: ['secc_certificate_revoked'],
  },
  {
    code: 'ocsp_staple_bad',
    act: 'CPO',
    text: 'The car asked for the OCSP response of the station certificate and got none that holds.',
    remedy:
      'Check that the station renews its OCSP responses (GetCertificateStatus) and that the responder is reachable from the CSMS.',
    spec: 'ISO 15118-2:2014 [V2G2-873]',
    evidence: ['ocsp_not_stapled', 'ocsp_stale', 'ocsp_staple_invalid'],
  },
  {
    code: 'secc_certificate_profile',
    act: 'CPO',
    text: "The station's certificate breaks the V2G profile (for instance DC=CPO is missing), so the car refused it.",
    remedy: 'Have the certificate issued anew by the profile of Annex F and lint it before it is installed.',
    spec: 'ISO 15118-2:2014 Annex F [V2G2-925]',
    evidence: ['secc_wrong_domain_component', 'secc_chain_invalid', 'secc_no_certificate'],
  },
  {
    code: 'tls_no_shared_cipher',
    act: 'OEM',
    text: 'Car and station have no cipher suite, curve or TLS version in common.',
    remedy:
      'ISO 15118-2 asks for TLS 1.2 with TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256 on secp256r1: compare with what the ClientHello offers.',
    spec: 'ISO 15118-2:2014 7.7.3',
    evidence: ['tls_no_shared_cipher', 'tls_static_ecdh_only', 'tls_protocol_version'],
  },
  {
    code: 'tls_handshake_failed',
    act: 'CPO',
    text: 'The TLS handshake between car and station failed.',
    remedy: 'Look at the alert number and the ClientHello in the trace; capture the handshake with a key log.',
    evidence: [
      'tls_handshake_failed',
      'tls_handshake_timeout',
      'tls_client_certificate',
      'connection_failed',
      'connection_refused',
      'connection_lost',
      'tls_plain_v2gtp',
      'tls_not_client_hello',
      'tls_malformed',
      'tls_too_large',
      'too_many_connections',
    ],
  },
  // Negotiation and choice.
  {
    code: 'no_common_protocol',
    act: 'OEM',
    text: 'Car and station have no charging protocol in common.',
    remedy:
      'Compare the namespaces that the car offered with those of the station (ISO 15118-2 is urn:iso:15118:2:2013:MsgDef).',
    spec: 'ISO 15118-2:2014 [V2G2-172]',
    evidence: ['sap_no_negotiation'],
  },
  {
    code: 'pnc_not_offered',
    act: 'CPO',
    text: 'The station did not offer payment by contract.',
    remedy:
      'Switch Plug & Charge on (ISO15118Ctrlr.PnCEnabled) and check that the session runs over TLS and that a V2G or MO root is installed.',
    evidence: ['pnc_not_offered'],
  },
  {
    code: 'ev_declined_pnc',
    act: 'driver',
    text: 'The station offered payment by contract and the car did not choose it.',
    remedy: 'Check in the car that Plug & Charge is on and that a contract is installed.',
    evidence: ['ev_declined_pnc', 'ev_no_contract'],
  },
  {
    code: 'selection_invalid',
    act: 'OEM',
    text: 'The car selected a service that the station did not offer, or left the charge service out.',
    remedy: 'Compare the selection with the ServiceDiscoveryRes in the trace.',
    spec: 'ISO 15118-2:2014 [V2G2-465, V2G2-467, V2G2-804]',
    evidence: [
      'service_selection_invalid',
      'service_id_invalid',
      'charge_service_not_selected',
      'payment_selection_invalid',
    ],
  },
  {
    code: 'external_payment_timeout',
    act: 'driver',
    text: 'Nobody identified at the station in time.',
    remedy: 'Hold the card to the reader, or start by app, within the time that the station gives.',
    spec: 'ISO 15118-2:2014 [V2G2-854]',
    evidence: ['external_payment_timeout'],
  },
  // The contract and its proof.
  {
    code: 'clock_not_synchronised',
    act: 'CPO',
    text: "The station's clock was not set when it judged the certificates.",
    remedy: 'Let the station take its time from the CSMS (BootNotification, Heartbeat) before it serves cars.',
    evidence: ['clock_not_synchronised'],
  },
  {
    code: 'contract_revoked',
    act: 'eMSP',
    text: 'The contract certificate, or one of its CAs, is revoked.',
    remedy: 'The driver asks the eMSP for a new contract; the car then installs the new certificate.',
    spec: 'OCPP 2.0.1 C07.FR.15',
    evidence: ['contract_certificate_revoked', 'contract_revoked'],
  },
  {
    code: 'contract_expired',
    act: 'eMSP',
    text: 'The contract certificate is outside its validity.',
    remedy: 'Renew the contract: the car installs or updates its certificate; check the clocks if the dates are right.',
    spec: 'ISO 15118-2:2014 [V2G2-824]',
    evidence: ['contract_certificate_expired', 'contract_certificate_not_yet_valid', 'contract_expired'],
  },
  {
    code: 'station_v2g_root_missing',
    act: 'CPO',
    text: "The station lacks the V2G root under which the car's contract was issued, and may not ask the CSMS to validate it.",
    remedy:
      'Push this V2G root to the station (InstallCertificate V2GRootCertificate) or allow central validation (CentralContractValidationAllowed).',
    spec: 'OCPP 2.0.1 C07.FR.06, M05',
    evidence: ['contract_root_missing'],
    when: missingRootIs('V2G'),
  },
  {
    code: 'station_mo_root_missing',
    act: 'CPO',
    text: "The station lacks the MO root under which the car's contract was issued, and may not ask the CSMS to validate it.",
    remedy:
      'Push this MO root to the station (InstallCertificate MORootCertificate) or allow central validation (CentralContractValidationAllowed).',
    spec: 'OCPP 2.0.1 C07.FR.06, M05',
    evidence: ['contract_root_missing'],
  },
  {
    code: 'csms_contract_root_missing',
    act: 'CPO',
    text: "The CSMS has no root for the car's contract either.",
    remedy: 'Add the root to the trust store of the CSMS, from a root certificate pool.',
    evidence: ['csms_contract_root_missing'],
  },
  {
    code: 'contract_tls_mismatch',
    act: 'OEM',
    text: 'The contract that the car showed in the TLS handshake is not the one it named in the session.',
    remedy: 'Give the car one contract for both, or switch the client certificate off at the station.',
    evidence: ['contract_tls_mismatch'],
  },
  {
    code: 'contract_chain_invalid',
    act: 'eMSP',
    text: "The car's contract chain does not hold: a signature, an order or a profile rule is broken.",
    remedy: 'Have the contract certificate issued anew; the findings name the certificate and the rule.',
    spec: 'ISO 15118-2:2014 8.4.3.7',
    evidence: [
      'contract_chain_invalid',
      'contract_certificate_malformed',
      'contract_emaid_mismatch',
      'contract_chain_missing',
      'contract_country_name',
      'emaid_malformed',
      'contract_chain_too_long',
    ],
  },
  {
    code: 'contract_not_allowed_here',
    act: 'CPO',
    text: 'The contract is good and this operator takes none of its kind at this charge point.',
    remedy: "Check the station's rule for contracts, and the roaming agreement with the eMSP.",
    spec: 'ISO 15118-2:2014 table 112, FAILED_CertificateNotAllowedAtThisEVSE',
    evidence: ['contract_not_allowed_here'],
  },
  {
    code: 'challenge_mismatch',
    act: 'OEM',
    text: "The car's signed answer does not carry the challenge that the station sent.",
    remedy: 'The car echoed an old or no challenge: compare both values in the trace.',
    spec: 'ISO 15118-2:2014 [V2G2-475]',
    evidence: ['challenge_mismatch'],
  },
  {
    code: 'signature_invalid',
    act: 'OEM',
    text: "The car's signature does not prove its contract.",
    remedy:
      'Compare the re-encoded SignedInfo and the reference digests in the trace: fragment coding, DER instead of raw r||s, or another key.',
    spec: 'ISO 15118-2:2014 7.9.2',
    evidence: ['signature_invalid', 'signature_missing', 'receipt_invalid'],
  },
  // Certificate status at the back end.
  {
    code: 'ocsp_unavailable',
    act: 'PKI operator',
    text: 'The status of the contract certificate could not be learnt: the OCSP responder did not answer in time or gave no status.',
    remedy: 'Check the OCSP responder named in the certificate, and the route from the CSMS to it.',
    spec: 'OCPP 2.0.1 C07.FR.13',
    evidence: [
      'ocsp_unreachable',
      'ocsp_unknown',
      'ocsp_stale_answer',
      'ocsp_refused_by_policy',
      'ocsp_no_status',
      'ocsp_no_responder',
      'contract_ocsp_url_missing',
    ],
  },
  {
    code: 'ocsp_unverifiable',
    act: 'PKI operator',
    text: 'The OCSP answer for the contract certificate cannot be verified.',
    remedy: 'The CSMS needs the issuing CA: fill its sub-CA store, or let the responder send its chain.',
    spec: 'RFC 6960 4.2.2.2',
    evidence: ['ocsp_unverifiable', 'ocsp_wrong_signer', 'ocsp_signature_invalid'],
  },
  {
    code: 'no_certificate_material',
    act: 'CPO',
    text: 'The station asked for authorization by eMAID without any certificate material.',
    remedy: 'The station must send iso15118CertificateHashData or the certificate chain with the eMAID.',
    spec: 'OCPP 2.0.1 C07.FR.02',
    evidence: ['no_certificate_material'],
  },
  // The eMSP's answer.
  {
    code: 'emsp_contract_blocked',
    act: 'eMSP',
    text: 'The eMSP says that this contract is blocked.',
    remedy: 'The driver calls the eMSP: the contract must be unblocked there.',
    spec: 'OCPI 2.3.0 Tokens, AllowedType BLOCKED',
    evidence: ['emsp_blocked', 'emsp_token_invalid', 'contract_canceled'],
  },
  {
    code: 'emsp_contract_expired',
    act: 'eMSP',
    text: 'The eMSP says that this contract has expired.',
    remedy: 'The driver renews the contract with the eMSP.',
    spec: 'OCPI 2.3.0 Tokens, AllowedType EXPIRED',
    evidence: ['emsp_expired'],
  },
  {
    code: 'emsp_no_credit',
    act: 'driver',
    text: 'The eMSP says that this contract has no credit left.',
    remedy: 'The driver tops up or settles the account with the eMSP.',
    spec: 'OCPI 2.3.0 Tokens, AllowedType NO_CREDIT',
    evidence: ['emsp_no_credit'],
  },
  {
    code: 'emsp_not_allowed_here',
    act: 'eMSP',
    text: 'The eMSP does not allow this contract at this location.',
    remedy: 'Check the roaming agreement between this operator and the eMSP.',
    spec: 'OCPI 2.3.0 Tokens, AllowedType NOT_ALLOWED',
    evidence: ['emsp_not_allowed'],
  },
  {
    code: 'emsp_contract_unknown',
    act: 'eMSP',
    text: 'The eMSP does not know this contract.',
    remedy:
      'Check that the eMSP has activated the eMAID, and the route from country and provider to the eMSP in the CSMS.',
    spec: 'OCPI 2.3.0 status 2004',
    evidence: ['emsp_unknown_token'],
  },
  {
    code: 'token_unknown',
    act: 'driver',
    text: 'The CSMS does not know this card or token.',
    remedy: 'Check that the card belongs to a partner of this operator and that its tokens have been loaded.',
    spec: 'OCPP 2.0.1 C01',
    evidence: ['token_unknown'],
  },
  {
    code: 'emsp_route_missing',
    act: 'CPO',
    text: 'The CSMS has no eMSP connection for the provider of this eMAID.',
    remedy: 'Add the partner, a hub or a default route for this country and provider.',
    evidence: ['emsp_no_route'],
  },
  {
    code: 'emsp_unreachable',
    act: 'eMSP',
    text: 'The eMSP did not answer in time and the contract is on no list that may stand in for it.',
    remedy: 'Check the eMSP connection; for such times, let the eMSP push its tokens with whitelist ALLOWED_OFFLINE.',
    spec: 'OCPI 2.3.0 Tokens, WhitelistType',
    evidence: ['emsp_unreachable', 'emsp_timeout', 'emsp_error'],
  },
  // The station's own way to the back end.
  {
    code: 'authorize_timeout',
    act: 'CPO',
    text: 'The CSMS did not answer the Authorize request in time.',
    remedy: 'Look at the times of each hop in the trace: the slowest one needs help.',
    spec: 'ISO 15118-2:2014 [V2G2-713]',
    evidence: ['authorize_timeout', 'authorize_failed', 'ongoing_timeout'],
  },
  {
    code: 'station_offline',
    act: 'CPO',
    text: 'The station has no connection to the CSMS and may not decide alone.',
    remedy: 'Restore the connection; to charge offline, set ContractValidationOffline and keep a local list.',
    spec: 'OCPP 2.0.1 C07.FR.07',
    evidence: [
      'station_offline',
      'connection_timeout',
      'invalid_csms_certificate',
      'host_unknown',
      'upgrade_refused',
      'offline_contract_refused',
      'offline_contract_unknown',
    ],
  },
  {
    code: 'csms_contradiction',
    act: 'CPO',
    text: 'The two statuses in the CSMS answer contradict each other, so the station refused.',
    remedy: 'The CSMS must answer with one of the legal pairs of certificateStatus and idTokenInfo.status.',
    spec: 'OCPP 2.0.1 C07.FR.13-17',
    evidence: ['certificate_status_missing', 'csms_contradiction'],
  },
  {
    code: 'authorization_withdrawn',
    act: 'eMSP',
    text: 'The CSMS took the authorization back while the car was charging.',
    remedy:
      'Look up the transaction in the CSMS: its answer to a TransactionEvent says why the token is no longer accepted.',
    spec: 'OCPP 2.0.1 E05',
    evidence: ['authorization_withdrawn'],
  },
  {
    code: 'csms_refused',
    act: 'CPO',
    text: 'The CSMS refused the authorization and gave no reason of its own.',
    remedy: 'Look up the decision in the CSMS: it stores each one with its reasons.',
    evidence: ['csms_refused', 'authorization_refused'],
  },
  {
    code: 'station_certificate_root_missing',
    act: 'CPO',
    text: 'A certificate for the station cannot be ordered: the CSMS has no root for its chain.',
    remedy: 'Add the V2G root to the trust store of the CSMS, then trigger SignV2GCertificate again.',
    spec: 'OCPP 2.0.1 A02',
    evidence: ['root_missing'],
  },
  // A contract certificate for the car.
  {
    code: 'provisioning_certificate_refused',
    act: 'OEM',
    text: "The car's provisioning certificate does not hold: it has ended, is revoked, has no status, or breaks the profile.",
    remedy: 'The OEM gives the car a new provisioning certificate and delivers it to the provisioning pool.',
    spec: 'ISO 15118-2:2014 8.4.3.10, Annex F',
    evidence: [
      'provisioning_certificate_expired',
      'provisioning_certificate_revoked',
      'provisioning_certificate_unproved',
      'provisioning_certificate_invalid',
    ],
  },
  {
    code: 'provisioning_service_refused',
    act: 'PKI operator',
    text: 'The car refused the signature or the certificate of the provisioning service (CPS) that signed its contract data.',
    remedy:
      'Compare the CPS chain with Annex F (DC=CPS, validity) and its V2G root with those of the car; then have the contract data signed anew.',
    spec: 'ISO 15118-2:2014 [V2G2-925]',
    evidence: ['certificate_installation_failed'],
    when: ({ data }) => /^(CPS chain|signature)/.test(String(data?.check ?? '')),
  },
  {
    code: 'contract_data_invalid',
    act: 'PKI operator',
    text: 'The contract data that came for the car do not hold together: certificate, key and eMAID must fit each other.',
    remedy: 'Have the contract certificate issued and its key sealed anew; the finding names the check that failed.',
    spec: 'ISO 15118-2:2014 [V2G2-823]',
    evidence: ['certificate_installation_failed'],
    when: ({ data }) => data?.check !== undefined,
  },
  {
    code: 'no_contract_for_car',
    act: 'eMSP',
    text: 'The contract pools have no contract certificate for this car.',
    remedy:
      "The driver books a contract, and the eMSP has it made for the car's PCID; check that the OEM has delivered the provisioning certificate and that the car lists the V2G root over the CPS.",
    spec: 'ISO 15118-2:2014 table 109, FAILED_NoCertificateAvailable',
    evidence: ['contract_pool_refused', 'certificate_installation_failed'],
    when: ({ data }) => data?.ResponseCode === 'FAILED_NoCertificateAvailable',
  },
  // The protocol itself.
  {
    code: 'certificate_installation_failed',
    act: 'eMSP',
    text: 'A contract certificate could not be installed in the car.',
    remedy: 'Look at which check failed; no contract for this car is the usual outcome when its owner has none.',
    evidence: [
      'certificate_installation_failed',
      'contract_pool_refused',
      'certinstall_timeout',
      'ev_certificate_too_large',
    ],
  },
  {
    code: 'sequence_error',
    act: 'OEM',
    text: 'A message came that the state of the session does not allow.',
    remedy: 'Compare the order of the messages with the sequence of the standard; the trace shows what was due.',
    spec: 'ISO 15118-2:2014 [V2G2-538]',
    evidence: ['sequence_error', 'unknown_session', 'power_delivery_sequence', 'pause_too_early', 'message_unexpected'],
  },
  {
    code: 'message_undecodable',
    act: 'OEM',
    text: 'A message could not be decoded.',
    remedy:
      'Decode the bytes in the trace with `openpnc exi explain`: it shows the bit where the stream leaves the schema.',
    evidence: ['message_undecodable', 'v2gtp_header_invalid', 'payload_too_large'],
  },
  {
    code: 'response_late',
    act: 'CPO',
    text: 'The station answered later than the standard lets it, and the other side did not wait.',
    remedy: 'The trace shows each response beside its limit: look at what the station waited for or what else it did.',
    spec: 'ISO 15118-2:2014 table 109',
    evidence: ['late_response'],
    explains: ['message_timeout', 'sequence_timeout', 'ev_closed_early', 'secc_closed_early'],
  },
  // The connection that is closed for it is not the reason.
  {
    code: 'power_not_delivered',
    act: 'CPO',
    text: 'The session was authorized and no power could be delivered.',
    remedy: 'Check the contactor, the isolation monitor and the limits of the station.',
    evidence: [
      'contactor_error',
      'power_delivery_failed',
      'charge_parameter_invalid',
      'charging_profile_invalid',
      'schedule_tuple_unknown',
      'isolation_fault',
      'ev_error',
      'pilot_state',
      'emergency_stop',
      'charging_profile_missing',
    ],
  },
  {
    code: 'peer_silent',
    act: 'OEM',
    text: 'The other side fell silent: a timer of the standard ran out.',
    remedy: 'Look at which message was the last and at the network between the two.',
    evidence: [
      'message_timeout',
      'sequence_timeout',
      'communication_setup_timeout',
      'schedules_timeout',
      'secc_closed_early',
      'ev_closed_early',
      'connection_unexpected',
      'connection_silent',
    ],
  },
  {
    code: 'ev_refused_response',
    act: 'CPO',
    text: 'The car ended the session on an answer that it could not accept.',
    remedy: 'Look at the last answer in the trace: the finding names the field.',
    evidence: ['ev_response_invalid', 'ev_session_refused'],
  },
];
