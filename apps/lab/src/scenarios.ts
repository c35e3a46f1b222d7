/** The scenarios of `openpnc lab`, as data: what is changed in the world, and what must come of it. @module */

/** One scenario: the world it needs and the outcome that makes it pass. */
export interface Scenario {
  readonly id: string;
  /** What it shows, one sentence. */
  readonly purpose: string;
  readonly spec: string;
  readonly world: World;
  readonly expected: Expected;
}

/** What differs from the world in which everything is right. */
export interface World {
  /** Under which root the car's contract was issued. Default: the V2G root. */
  readonly contract?: 'v2g-root' | 'mo-root';
  /** What is wrong with the car's contract; `none`: it has only its provisioning certificate. Default: nothing. */
  readonly contractCertificate?: 'revoked' | 'expired' | 'expires-soon' | 'none';
  /** When the car asks the station for a contract certificate. Default: never. */
  readonly certificateService?: 'ifNeeded' | 'always';
  /** What the contract pool, which knows the car, has not: a contract for it, or an answer to updates. Default: it has both. */
  readonly pool?: 'without-contract' | 'without-update';
  readonly emsp?: 'blocked' | 'down';
  /** The root that the station's trust store lacks. */
  readonly stationLacks?: 'v2g-root' | 'mo-root';
  /** In the place of the V2G root that it lacks the station has another one of the same name, as before a rollover. */
  readonly hasNamesake?: boolean;
  /** The car lacks the V2G root of the station's certificate. */
  readonly evLacks?: 'v2g-root';
  /** How energy flows. Default: AC. */
  readonly energy?: 'DC';
  /** What the car asks to pay with. Default: its contract. */
  readonly payment?: 'external';
  /** The car comes again with external payment after it was refused, and the driver shows a card. */
  readonly isCardShownAfterRefusal?: boolean;
  /** The station requires a client certificate in TLS. The car shows the contract that it names later, or another one. */
  readonly tlsClientCertificate?: 'same-contract' | 'other-contract';
}

/** What must come of it. `cause` is a code of `diagnosis`. */
export interface Expected {
  readonly outcome: 'charged' | 'refused';
  readonly cause: string | null;
  /** Whose contract or card it was charged with: a card of our own goes to no eMSP. Default: the contract. */
  readonly payer?: 'card';
  /** The car got another contract certificate in this session and was authorized with it. */
  readonly isContractNew?: true;
}

/** All scenarios; the first one is the default. */
export const scenarios: readonly Scenario[] = [
  {
    id: 'accepted',
    purpose: 'A contract under the V2G root is authorized, the car charges and stops.',
    spec: 'ISO 15118-2:2014 8.4.3, OCPP 2.0.1 C07',
    world: {},
    expected: { outcome: 'charged', cause: null },
  },
  {
    id: 'accepted-mo-root',
    purpose: 'A contract under an MO root of its own is authorized as well.',
    spec: 'ISO 15118-2:2014 Annex F, OCPP 2.0.1 C07',
    world: { contract: 'mo-root' },
    expected: { outcome: 'charged', cause: null },
  },
  {
    id: 'accepted-dc',
    purpose: 'The same with DC: cable check, pre-charge, charging loop, welding detection.',
    spec: 'ISO 15118-2:2014 8.4.5',
    world: { energy: 'DC' },
    expected: { outcome: 'charged', cause: null },
  },
  {
    id: 'accepted-eim',
    purpose: 'A car without Plug & Charge: the station asks for a card, the CSMS takes it, the car charges.',
    spec: 'ISO 15118-2:2014 8.6, OCPP 2.0.1 C01, C08',
    world: { payment: 'external' },
    expected: { outcome: 'charged', cause: null, payer: 'card' },
  },
  {
    id: 'refused-then-rfid',
    purpose: 'The contract is refused, the display says why and offers the card, the driver shows one and charges.',
    spec: 'OCPP 2.0.1 C07, C01',
    world: { emsp: 'blocked', isCardShownAfterRefusal: true },
    expected: { outcome: 'charged', cause: null, payer: 'card' },
  },
  {
    id: 'tls-client-certificate',
    purpose: 'The car shows its contract chain in the TLS handshake already; it is the contract that it charges with.',
    spec: 'TLS 1.2 client authentication; not of ISO 15118-2',
    world: { tlsClientCertificate: 'same-contract' },
    expected: { outcome: 'charged', cause: null },
  },
  {
    id: 'tls-client-certificate-other',
    purpose: 'The car proves one contract in the TLS handshake and names another one: refused.',
    spec: 'TLS 1.2 client authentication; not of ISO 15118-2',
    world: { tlsClientCertificate: 'other-contract' },
    expected: { outcome: 'refused', cause: 'contract_tls_mismatch' },
  },
  {
    id: 'contract-blocked',
    purpose: 'The eMSP answers BLOCKED: the certificate is good, the contract is not.',
    spec: 'OCPP 2.0.1 C07.FR.17, OCPI 2.3.0 Tokens',
    world: { emsp: 'blocked' },
    expected: { outcome: 'refused', cause: 'emsp_contract_blocked' },
  },
  {
    id: 'contract-revoked',
    purpose: 'The OCSP responder says that the contract certificate is revoked.',
    spec: 'OCPP 2.0.1 C07.FR.15',
    world: { contractCertificate: 'revoked' },
    expected: { outcome: 'refused', cause: 'contract_revoked' },
  },
  {
    id: 'contract-expired',
    purpose: 'The contract certificate has expired: the station refuses it itself.',
    spec: 'ISO 15118-2:2014 [V2G2-824]',
    world: { contractCertificate: 'expired' },
    expected: { outcome: 'refused', cause: 'contract_expired' },
  },
  {
    id: 'station-v2g-root-missing',
    purpose: "The station lacks the contract's V2G root and central validation is off.",
    spec: 'ISO 15118-2:2014 8.4.3.7, OCPP 2.0.1 C07.FR.06',
    world: { stationLacks: 'v2g-root' },
    expected: { outcome: 'refused', cause: 'station_v2g_root_missing' },
  },
  {
    id: 'station-v2g-root-namesake',
    purpose: "The station has another V2G root of the same name than the contract's, as before a root rollover.",
    spec: 'RFC 5280 6.1.3, OCPP 2.0.1 M05',
    world: { stationLacks: 'v2g-root', hasNamesake: true },
    expected: { outcome: 'refused', cause: 'station_v2g_root_missing' },
  },
  {
    id: 'station-mo-root-missing',
    purpose: "The station lacks the contract's MO root and central validation is off.",
    spec: 'ISO 15118-2:2014 8.4.3.7, OCPP 2.0.1 C07.FR.06',
    world: { contract: 'mo-root', stationLacks: 'mo-root' },
    expected: { outcome: 'refused', cause: 'station_mo_root_missing' },
  },
  {
    id: 'ev-v2g-root-missing',
    purpose: "The car does not know the V2G root of the station's certificate.",
    spec: 'ISO 15118-2:2014 [V2G2-875]',
    world: { evLacks: 'v2g-root' },
    expected: { outcome: 'refused', cause: 'ev_v2g_root_missing' },
  },
  {
    id: 'install',
    purpose: 'A car without a contract has one installed by the station, is authorized with it and charges.',
    spec: 'ISO 15118-2:2014 8.4.3.10, OCPP 2.0.1 M01, OPCP 4.4',
    world: { contractCertificate: 'none', certificateService: 'ifNeeded' },
    expected: { outcome: 'charged', cause: null, isContractNew: true },
  },
  {
    id: 'update',
    purpose: 'A car renews its contract with the old key, is authorized with the new one and charges.',
    spec: 'ISO 15118-2:2014 8.4.3.6, OCPP 2.0.1 M02',
    world: { certificateService: 'always' },
    expected: { outcome: 'charged', cause: null, isContractNew: true },
  },
  {
    id: 'expires-soon',
    purpose:
      'The contract ends within 21 days: the car renews it in this session, keeping the old one till all is proved.',
    spec: 'ISO 15118-2:2014 [V2G2-690], 8.4.3.6, OCPP 2.0.1 M02',
    world: { contractCertificate: 'expires-soon', certificateService: 'ifNeeded' },
    expected: { outcome: 'charged', cause: null, isContractNew: true },
  },
  {
    id: 'renewal-refused',
    purpose:
      'The contract ends within 21 days and the pool takes no update: the car comes again with the old contract.',
    spec: 'ISO 15118-2:2014 [V2G2-690], 8.4.3.6',
    world: { contractCertificate: 'expires-soon', certificateService: 'ifNeeded', pool: 'without-update' },
    expected: { outcome: 'charged', cause: null },
  },
  {
    id: 'expired-then-install',
    purpose:
      'The contract has ended, which no update can mend: the car has a new one installed by its provisioning key.',
    spec: 'ISO 15118-2:2014 [V2G2-824], 8.4.3.10, OCPP 2.0.1 M01',
    world: { contractCertificate: 'expired', certificateService: 'ifNeeded' },
    expected: { outcome: 'charged', cause: null, isContractNew: true },
  },
  {
    id: 'install-refused',
    purpose: 'The contract pool has no contract for the car: its 404 carries the failure EXI, which reaches the car.',
    spec: 'ISO 15118-2:2014 table 109, OPCP 4.4',
    world: { contractCertificate: 'none', certificateService: 'ifNeeded', pool: 'without-contract' },
    expected: { outcome: 'refused', cause: 'no_contract_for_car' },
  },
  {
    id: 'emsp-down',
    purpose: 'The eMSP does not answer and the contract is on no list.',
    spec: 'OCPI 2.3.0 Tokens, OCPP 2.0.1 C07',
    world: { emsp: 'down' },
    expected: { outcome: 'refused', cause: 'emsp_unreachable' },
  },
];
