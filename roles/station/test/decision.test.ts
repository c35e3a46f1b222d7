/** Every cell of the decision table of C07, and every other situation that there is. @module */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Decision, decide, type Situation } from '../src/authorization/decision.ts';

const best: Situation = {
  isOnline: true,
  hasRoot: true,
  local: 'valid',
  hasAllOcspUrls: true,
  CentralContractValidationAllowed: false,
  ContractValidationOffline: false,
  LocalAuthorizeOffline: false,
  OfflineTxForUnknownIdEnabled: false,
  known: 'no',
};
const noRoot = { hasRoot: false, local: 'unknownIssuer' } as const;
const offline = { isOnline: false, ContractValidationOffline: true, LocalAuthorizeOffline: true } as const;

/** The rows of facts/ocpp-pnc.md 5.2 in their order: what is special, and what comes of it. */
const cells: readonly (readonly [string, Partial<Situation>, string])[] = [
  ['online, root, valid: hash data', {}, 'ask hashData'],
  ['... whatever CCVA says', { CentralContractValidationAllowed: true }, 'ask hashData'],
  ['... whatever CVO says', { ContractValidationOffline: true }, 'ask hashData'],
  ['... a list hit does not spare the question', { known: 'Accepted' }, 'ask hashData'],
  ['online, root, expired', { local: 'expired' }, 'contract_certificate_expired FAILED_CertificateExpired'],
  ['online, root, bad signature or chain', { local: 'invalid' }, 'contract_chain_invalid FAILED_CertChainError'],
  [
    '... CCVA never replaces a failed check',
    { local: 'invalid', CentralContractValidationAllowed: true },
    'contract_chain_invalid FAILED_CertChainError',
  ],
  ['online, no root, CCVA: the chain', { ...noRoot, CentralContractValidationAllowed: true }, 'ask certificate'],
  ['online, no root, no CCVA', noRoot, 'contract_root_missing FAILED_NoCertificateAvailable'],
  [
    'online, valid, a certificate without OCSP URL, CCVA: the chain',
    { hasAllOcspUrls: false, CentralContractValidationAllowed: true },
    'ask certificate',
  ],
  ['... no CCVA', { hasAllOcspUrls: false }, 'contract_ocsp_url_missing FAILED_CertChainError'],
  ['offline, no CVO', { isOnline: false }, 'station_offline FAILED'],
  [
    '... no look into list or cache',
    { isOnline: false, LocalAuthorizeOffline: true, known: 'Accepted' },
    'station_offline FAILED',
  ],
  ['... expired as well', { isOnline: false, local: 'expired' }, 'station_offline FAILED'],
  ['offline, CVO, no root', { ...offline, ...noRoot }, 'contract_root_missing FAILED_NoCertificateAvailable'],
  [
    '... CCVA does not help',
    { ...offline, ...noRoot, CentralContractValidationAllowed: true },
    'contract_root_missing FAILED_NoCertificateAvailable',
  ],
  [
    'offline, CVO, root, not valid',
    { ...offline, local: 'expired', known: 'Accepted' },
    'contract_certificate_expired FAILED_CertificateExpired',
  ],
  ['offline, CVO, valid, LAO, found Accepted', { ...offline, known: 'Accepted' }, 'allow cached'],
  ['offline, CVO, valid, LAO, found otherwise', { ...offline, known: 'refused' }, 'offline_contract_refused FAILED'],
  [
    '... OTU does not lift a refusal',
    { ...offline, known: 'refused', OfflineTxForUnknownIdEnabled: true },
    'offline_contract_refused FAILED',
  ],
  ['offline, CVO, valid, LAO, not found, OTU', { ...offline, OfflineTxForUnknownIdEnabled: true }, 'allow not cached'],
  ['offline, CVO, valid, LAO, not found, no OTU', offline, 'offline_contract_unknown FAILED'],
  [
    'offline, CVO, valid, no LAO',
    { ...offline, LocalAuthorizeOffline: false, known: 'Accepted', OfflineTxForUnknownIdEnabled: true },
    'station_offline FAILED',
  ],
];

for (const [name, special, expected] of cells) {
  test(`C07: ${name}: ${expected}`, () => assert.equal(text(decide({ ...best, ...special })), expected));
}

test('C07: of all situations none is allowed without a valid chain, a root and a proof of the contract', () => {
  const booleans = [true, false];
  let seen = 0;
  for (const isOnline of booleans)
    for (const local of ['valid', 'expired', 'invalid', 'unknownIssuer'] as const)
      for (const hasAllOcspUrls of booleans)
        for (const CentralContractValidationAllowed of booleans)
          for (const ContractValidationOffline of booleans)
            for (const LocalAuthorizeOffline of booleans)
              for (const OfflineTxForUnknownIdEnabled of booleans)
                for (const known of ['Accepted', 'refused', 'no'] as const) {
                  const situation: Situation = {
                    isOnline,
                    hasRoot: local !== 'unknownIssuer',
                    local,
                    hasAllOcspUrls,
                    CentralContractValidationAllowed,
                    ContractValidationOffline,
                    LocalAuthorizeOffline,
                    OfflineTxForUnknownIdEnabled,
                    known,
                  };
                  const decision = decide(situation);
                  seen += 1;
                  const where = JSON.stringify({ situation, decision });
                  if (decision.do === 'ask') assert.ok(isOnline, where);
                  if (decision.do === 'ask' && decision.material === 'hashData')
                    assert.ok(local === 'valid' && hasAllOcspUrls, where);
                  if (decision.do === 'ask' && decision.material === 'certificate')
                    assert.ok(CentralContractValidationAllowed && local !== 'expired' && local !== 'invalid', where);
                  if (decision.do === 'allow') {
                    assert.ok(!isOnline && local === 'valid' && ContractValidationOffline, where);
                    assert.ok(LocalAuthorizeOffline && known !== 'refused', where);
                    assert.ok(known === 'Accepted' || OfflineTxForUnknownIdEnabled, where);
                  }
                }
  assert.equal(seen, 2 * 4 * 2 ** 5 * 3);
});

function text(decision: Decision): string {
  switch (decision.do) {
    case 'ask':
      return `ask ${decision.material}`;
    case 'allow':
      return decision.isCached ? 'allow cached' : 'allow not cached';
    case 'refuse':
      return `${decision.code} ${decision.ResponseCode}`;
  }
}
