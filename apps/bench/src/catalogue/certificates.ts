/**
 * Every defect at every place of every chain: the station's, the contract's under either root, the car's provisioning chain,
 * and that of the provisioning service; each where it is shown and judged. ISO 15118-2:2014 Annex F.
 *
 * @module
 */
import type { BenchCase, CaseExpected } from './benchCase.ts';

type Place = 'leaf' | 'sub-ca-2' | 'sub-ca-1' | 'root';

/** What is wrong, and where it can be. The profiles are those of the PKI role: `broken-TARGET-DEFECT@PLACE`. */
const defects = {
  expired: { what: 'has expired', places: ['leaf', 'sub-ca-2', 'sub-ca-1', 'root'] },
  'not-yet-valid': { what: 'is not yet valid', places: ['leaf', 'sub-ca-2', 'sub-ca-1', 'root'] },
  'wrong-curve': { what: 'has a key on secp521r1', places: ['leaf', 'sub-ca-2', 'sub-ca-1', 'root'] },
  'no-key-cert-sign': { what: 'may not sign certificates', places: ['sub-ca-2', 'sub-ca-1'] },
  'path-len': { what: 'allows no Sub-CA below it', places: ['sub-ca-1'] },
  'wrong-domain-component': { what: 'has another domain component', places: ['leaf'] },
  'pcid-16': { what: 'names a PCID of 16 characters', places: ['leaf'] },
  'too-large': { what: 'has more than 800 bytes', places: ['leaf', 'sub-ca-2', 'sub-ca-1'] },
  forged: { what: 'is signed by another key', places: ['leaf', 'sub-ca-2', 'sub-ca-1'] },
  revoked: { what: 'is revoked', places: ['leaf', 'sub-ca-2', 'sub-ca-1'] },
  'ocsp-unknown': { what: 'is not known to the OCSP responder', places: ['leaf', 'sub-ca-2', 'sub-ca-1'] },
} as const satisfies Readonly<Record<string, { readonly what: string; readonly places: readonly Place[] }>>;
type Defect = keyof typeof defects;

const names: Readonly<Record<Place, string>> = {
  leaf: 'the leaf',
  'sub-ca-2': 'Sub-CA 2',
  'sub-ca-1': 'Sub-CA 1',
  root: 'the root',
};

/** A chain in one of its uses. */
interface Use extends Pick<BenchCase, 'clause' | 'profiles' | 'car'> {
  readonly id: string;
  /** The chain in the PKI's words. */
  readonly target: 'contract' | 'contract-mo' | 'provisioning' | 'cps' | 'secc';
  /** Whose chain it is and what happens with it, to go in front of `: the leaf has expired`. */
  readonly purpose: string;
  readonly world?: BenchCase['world'];
  /** What comes of it; undefined: there is no such certificate in this use. */
  readonly expected: (defect: Defect, place: Place) => CaseExpected | undefined;
}

/** The cases of one chain: those of one profile follow each other, so that its certificates are made once. */
const casesOf = (uses: readonly Use[]): readonly BenchCase[] =>
  (Object.keys(defects) as Defect[]).flatMap((defect) =>
    defects[defect].places.flatMap((place) =>
      uses.flatMap(({ id, target, purpose, expected, world, ...rest }): BenchCase[] => {
        const comes = expected(defect, place);
        if (!comes) return [];
        return [
          {
            ...rest,
            id: `${id}-${defect}${place === 'leaf' ? '' : `-${place}`}`,
            purpose: `${purpose}: ${names[place]} ${defects[defect].what}.`,
            world: { ...world, pki: { ...world?.pki, profile: `broken-${target}-${defect}@${place}` } },
            expected: comes,
          },
        ];
      }),
    ),
  );

const isTime = (defect: Defect) => defect === 'expired' || defect === 'not-yet-valid';

/** What a station may answer to a chain that is no good. ISO 15118-4 PaymentDetails_008-010. */
const CHAIN_CODES = ['FAILED_CertChainError', 'FAILED_NoCertificateAvailable', 'FAILED'];

/** A contract that the car shows in PaymentDetailsReq: the station judges the chain, the CSMS its status. */
function shownContract(defect: Defect): CaseExpected {
  if (isTime(defect))
    return {
      outcome: 'refused',
      cause: 'contract_expired',
      wire: { PaymentDetailsReq: 'FAILED_CertificateExpired', AuthorizationReq: null },
    };
  if (defect === 'revoked')
    return {
      outcome: 'refused',
      cause: 'contract_revoked',
      wire: { AuthorizationReq: 'FAILED' },
      messages: ['OCSPRequest'],
    };
  if (defect === 'ocsp-unknown')
    return {
      outcome: 'refused',
      cause: 'ocsp_unavailable',
      wire: { AuthorizationReq: 'FAILED' },
      messages: ['OCSPRequest'],
    };
  return {
    outcome: 'refused',
    cause: 'contract_chain_invalid',
    wire: { PaymentDetailsReq: CHAIN_CODES, AuthorizationReq: null },
  };
}

const isOfContract = (defect: Defect) => defect !== 'wrong-domain-component' && defect !== 'pcid-16';

const contracts: readonly Use[] = (['contract', 'contract-mo'] as const).map((target) => ({
  id: `chain-${target}`,
  target,
  purpose: `A contract under ${target === 'contract' ? 'the V2G root' : 'an MO root'}`,
  clause: 'ISO 15118-2:2014 Annex F, ISO 15118-4 PaymentDetails_007-010, PNC-CHAIN',
  profiles: ['full', 'pnc', 'security'],
  car: { contract: target === 'contract' ? 'v2g-root' : 'mo-root' },
  expected(defect, place) {
    // The V2G root is the station's too: without it there is no TLS.
    if (!isOfContract(defect) || (place === 'root' && target === 'contract')) return undefined;
    if (defect === 'too-large')
      // No message can carry it: to the car it is no contract.
      return { outcome: 'refused', cause: 'ev_declined_pnc', wire: { PaymentDetailsReq: null } };
    return shownContract(defect);
  },
}));

const POOLED = 'DE8AACA1B2C3D4';
const install = { settings: { certificateService: 'always' }, isWithoutContract: true } as const;
const update = { settings: { certificateService: 'always' } } as const;

/** The car keeps nothing of what came; the station has only handed it on. */
const refusedByCar = (cause: string, check: string): CaseExpected => ({
  outcome: 'refused',
  cause,
  check,
  wire: { CertificateInstallationReq: 'OK', PaymentDetailsReq: null },
});

/** A new contract, judged by the car as far as it can, and by station and CSMS when it is shown. */
function installedContract(defect: Defect, place: Place): CaseExpected | undefined {
  if (!isOfContract(defect)) return undefined;
  if (isTime(defect)) return refusedByCar('contract_data_invalid', 'contract validity');
  if (defect === 'wrong-curve' && place === 'leaf')
    return refusedByCar('contract_data_invalid', 'private_key_mismatch');
  if (defect === 'forged' && place === 'leaf') return refusedByCar('contract_data_invalid', 'contract chain');
  if (defect === 'too-large')
    return {
      outcome: 'refused',
      cause: 'no_contract_for_car',
      wire: { CertificateInstallationReq: 'FAILED_NoCertificateAvailable', PaymentDetailsReq: null },
    };
  // The car has no MO root to judge the chain by.
  const shown = shownContract(defect);
  return { ...shown, wire: { CertificateInstallationReq: 'OK', ...shown.wire } };
}

const installedContracts: readonly Use[] = [
  {
    id: 'CertificateInstallation-contract',
    target: 'contract',
    purpose: 'The contract that the pool has for the car',
    clause: 'ISO 15118-2:2014 8.4.3.6, Annex F',
    profiles: ['full', 'pnc', 'security'],
    world: { pooledContract: POOLED },
    car: install,
    expected: (defect, place) => (place === 'root' ? undefined : installedContract(defect, place)),
  },
  {
    id: 'CertificateInstallation-contract-mo',
    target: 'contract-mo',
    purpose: 'The contract that the pool has for the car, under an MO root',
    clause: 'ISO 15118-2:2014 8.4.3.6, Annex F',
    profiles: ['full', 'security'],
    world: { pooledContract: POOLED, pki: { contractsUnder: 'mo' } },
    car: install,
    expected(defect, place) {
      if (place !== 'root') return undefined;
      // The car does not have that root and cannot know; the station does.
      const shown = shownContract(defect);
      return { ...shown, wire: { CertificateInstallationReq: 'OK', ...shown.wire } };
    },
  },
];

/** The contract that is to be renewed: the station judges its chain, the pool its status. */
function updatedContract(defect: Defect, place: Place): CaseExpected | undefined {
  const refused = (wire: string | readonly string[], cause: string): CaseExpected => ({
    outcome: 'refused',
    cause,
    wire: { CertificateUpdateReq: wire, PaymentDetailsReq: null },
  });
  if (!isOfContract(defect)) return undefined;
  // The car knows that it has ended or can't be sent, and asks for a first one instead.
  if ((defect === 'expired' && place === 'leaf') || defect === 'too-large') return installedContract(defect, place);
  if (isTime(defect)) return refused('FAILED_CertificateExpired', 'contract_expired');
  if (defect === 'wrong-curve' && place === 'leaf') return refused('FAILED_SignatureError', 'signature_invalid');
  if (defect === 'revoked') return refused('FAILED_CertificateRevoked', 'contract_revoked');
  if (defect === 'ocsp-unknown') return refused('FAILED_CertChainError', 'ocsp_unavailable');
  return refused('FAILED_CertChainError', 'contract_chain_invalid');
}

const updatedContracts: readonly Use[] = (['contract', 'contract-mo'] as const).map((target) => ({
  id: `CertificateUpdate-${target}`,
  target,
  purpose: `CertificateUpdateReq with a contract under ${target === 'contract' ? 'the V2G root' : 'an MO root'}`,
  clause: 'ISO 15118-4 CertificateUpdate_007-011, _016, ISO 15118-2:2014 Annex F',
  profiles: ['full', 'pnc', 'security'],
  world: { pooledContract: POOLED },
  car: { ...update, contract: target === 'contract' ? 'v2g-root' : 'mo-root' },
  // Under the MO root the root alone is another thing.
  expected: (defect, place) =>
    (place === 'root') === (target === 'contract-mo') ? updatedContract(defect, place) : undefined,
}));

const provisioning: Use = {
  id: 'CertificateInstallation-provisioning',
  target: 'provisioning',
  purpose: "The car's OEM provisioning chain",
  clause: 'ISO 15118-4 CertificateInstallation_007, _008, ISO 15118-2:2014 Annex F',
  profiles: ['full', 'pnc', 'security'],
  world: { pooledContract: POOLED },
  car: install,
  expected(defect, place) {
    const refused = (wire: string, cause = 'provisioning_certificate_refused'): CaseExpected => ({
      outcome: 'refused',
      cause,
      wire: { CertificateInstallationReq: wire, PaymentDetailsReq: null },
    });
    if (isTime(defect)) return refused('FAILED_CertificateExpired');
    if (defect === 'wrong-curve' && place === 'leaf') return refused('FAILED_SignatureError', 'signature_invalid');
    if (defect === 'wrong-domain-component' || defect === 'pcid-16') return refused('FAILED_NoCertificateAvailable');
    if (defect === 'too-large' && place === 'leaf')
      return { outcome: 'refused', cause: 'ev_declined_pnc', wire: { CertificateInstallationReq: null } };
    if (defect === 'revoked') return refused('FAILED_CertificateRevoked');
    // FAILED_CertChainError is no code of this response.
    return refused('FAILED');
  },
};

/** What a car finds in the chain of a provisioning service; undefined: nothing. */
function cpsCheck(defect: Defect, place: Place): string | undefined {
  switch (defect) {
    case 'expired':
      return 'CPS chain: certificate_expired';
    case 'not-yet-valid':
      return 'CPS chain: certificate_not_yet_valid';
    case 'wrong-curve':
      return place === 'leaf' ? 'signature: signature_length' : 'CPS chain: signature_algorithm_not_allowed';
    case 'no-key-cert-sign':
      return 'CPS chain: key_usage_missing';
    case 'path-len':
      return 'CPS chain: path_len_exceeded';
    case 'wrong-domain-component':
      return 'CPS chain: wrong_domain_component';
    case 'forged':
      return 'CPS chain: signature_invalid';
    default:
      return undefined;
  }
}

const provisioningService: readonly Use[] = [
  {
    id: 'CertificateInstallation-cps',
    target: 'cps',
    purpose: 'The chain of the provisioning service that signed CertificateInstallationRes',
    clause: 'ISO 15118-2:2014 [V2G2-925], Annex F',
    profiles: ['full', 'pnc', 'security'],
    world: { pooledContract: POOLED },
    car: install,
    expected(defect, place) {
      if (place === 'root' || defect === 'pcid-16' || defect === 'ocsp-unknown') return undefined;
      if (defect === 'too-large')
        return {
          outcome: 'refused',
          cause: 'no_contract_for_car',
          wire: { CertificateInstallationReq: 'FAILED_NoCertificateAvailable', PaymentDetailsReq: null },
        };
      const check = cpsCheck(defect, place);
      if (check !== undefined) return refusedByCar('provisioning_service_refused', check);
      // A car asks no responder about it, and nobody staples.
      return { outcome: 'charged', cause: null, wire: { CertificateInstallationReq: 'OK', AuthorizationReq: 'OK' } };
    },
  },
  {
    id: 'CertificateUpdate-cps',
    target: 'cps',
    purpose: 'The chain of the provisioning service that signed CertificateUpdateRes',
    clause: 'ISO 15118-2:2014 [V2G2-925], Annex F',
    profiles: ['full', 'security'],
    world: { pooledContract: POOLED },
    car: update,
    expected(defect, place) {
      if (place === 'root' || defect === 'pcid-16' || defect === 'ocsp-unknown' || defect === 'revoked')
        return undefined;
      if (defect === 'too-large')
        // The pool can't encode it; the CSMS makes the answer.
        return {
          outcome: 'refused',
          cause: 'certificate_installation_failed',
          wire: { CertificateUpdateReq: 'FAILED', PaymentDetailsReq: null },
        };
      // Nothing of it is kept; the contract that the car has is still good.
      return {
        outcome: 'charged',
        cause: null,
        check: cpsCheck(defect, place)!,
        wire: { CertificateUpdateReq: 'OK', PaymentDetailsReq: 'OK' },
      };
    },
  },
];

const secc: Use = {
  id: 'secc',
  target: 'secc',
  purpose: "The station's chain, which the car judges in the handshake",
  clause: 'PNC-TLS-4, ISO 15118-2:2014 [V2G2-875], [V2G2-925]',
  profiles: ['full', 'security'],
  expected(defect, place) {
    const refused = (cause: string): CaseExpected => ({ outcome: 'refused', cause, wire: { SessionSetupReq: null } });
    if (defect === 'pcid-16') return undefined;
    // The station has its own chain without the root, and offers no TLS with one that can't be good.
    if (isTime(defect)) return refused(place === 'root' ? 'secc_certificate_expired' : 'tls_not_ready');
    if (defect === 'forged') return refused(place === 'sub-ca-1' ? 'secc_certificate_profile' : 'tls_not_ready');
    // The staple is of the leaf alone; without a good answer there is none, which a car warns of.
    if (defect === 'ocsp-unknown' && place === 'leaf')
      return { outcome: 'charged', cause: null, findings: ['ocsp_not_stapled'] };
    if (defect === 'ocsp-unknown' || (defect === 'revoked' && place !== 'leaf'))
      return { outcome: 'charged', cause: null };
    return refused(defect === 'revoked' ? 'secc_certificate_revoked' : 'secc_certificate_profile');
  },
};

const uses: readonly Use[] = [
  ...contracts,
  ...installedContracts,
  ...updatedContracts,
  provisioning,
  ...provisioningService,
  secc,
];

const ofChains = (...chains: readonly Use['target'][]): readonly BenchCase[] =>
  chains.flatMap((chain) => casesOf(uses.filter(({ target }) => target === chain)));

/** Contracts: shown, installed and updated. */
export const contractCertificateCases = ofChains('contract', 'contract-mo');

/** The car's provisioning chain, that of the provisioning service, and the station's. */
export const otherCertificateCases = ofChains('provisioning', 'cps', 'secc');
