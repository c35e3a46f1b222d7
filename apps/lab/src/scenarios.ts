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
  readonly contractCertificate?: 'revoked' | 'expired';
  readonly emsp?: 'blocked' | 'down';
  /** The root that the station's trust store lacks. */
  readonly stationLacks?: 'v2g-root' | 'mo-root';
  /** The car lacks the V2G root of the station's certificate. */
  readonly evLacks?: 'v2g-root';
}

/** What must come of it. `cause` is a code of `diagnosis`. */
export interface Expected {
  readonly outcome: 'charged' | 'refused';
  readonly cause: string | null;
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
    id: 'emsp-down',
    purpose: 'The eMSP does not answer and the contract is on no list.',
    spec: 'OCPI 2.3.0 Tokens, OCPP 2.0.1 C07',
    world: { emsp: 'down' },
    expected: { outcome: 'refused', cause: 'emsp_unreachable' },
  },
];
