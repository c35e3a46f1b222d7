/**
 * Would a car with this root be authorized at this station, and if not, why? A car with a V2G root needs a station that
 * shows it an SECC certificate under that root, and one that accepts its contract under it; of an MO root only the latter.
 *
 * @module
 */

import { CallFailure } from '@openpnc/ocpp/errors';
import type { CertificateHashDataType } from '@openpnc/ocpp/v201';
import { type Certificate, parseCertificate, pemToDer } from '@openpnc/x509/certificate';
import type { Services } from '../services.ts';
import { rootFlaws } from './rootFlaws.ts';
import { isChainUnder, seccOcsp } from './seccChains.ts';
import { isHashOf } from './trustDiff.ts';

/** One thing that must hold. `unknown`: the station has not told it. */
interface TrustCheck {
  readonly check: string;
  readonly outcome: 'yes' | 'no' | 'unknown';
  readonly text: string;
  /** What to do when it does not hold. */
  readonly remedy?: string;
}

/** The answer with each check. */
interface TrustExplanation {
  readonly station: string;
  readonly root: string;
  /** `no` as soon as one check that nothing stands in for says no. */
  readonly isAuthorized: 'yes' | 'no' | 'unknown';
  readonly checks: readonly TrustCheck[];
}

/** Explains for a root that the CSMS knows or not, from what the station listed and reported. */
export async function explainTrust(services: Services, station: string, root: Certificate): Promise<TrustExplanation> {
  const { certificates, ports, connections, trust } = services;
  const now = ports.clock.now();
  const subject = String(root.subject);
  const use = certificates
    .anchors('v2g', 'mo')
    .find((anchor) => anchor.certificate.fingerprint === root.fingerprint)?.use;
  const state = await trust.state(station);
  const installed = await ports.db.selectFrom('installed').selectAll().where('station', '=', station).execute();
  const isInstalled = installed.some(
    ({ type, hash_data }) =>
      (type === 'V2GRootCertificate' || type === 'MORootCertificate') &&
      isHashOf(JSON.parse(hash_data) as CertificateHashDataType, root),
  );
  const flags = await flagsOf(services, station);
  const central = flags.get('CentralContractValidationAllowed');
  const pnc = flags.get('PnCEnabled');
  const chains = installed.filter(({ type }) => type === 'V2GCertificateChain');
  const isV2g = use === undefined ? /V2G/i.test(subject) : use === 'v2g';
  const leaves = await ports.db
    .selectFrom('station_certificate')
    .select(['not_after', 'chain'])
    .where('station', '=', station)
    .where('type', '!=', 'ChargingStationCertificate')
    .orderBy('not_after', 'desc')
    .execute();
  const leafEnd = leaves.find(({ chain }) => !isV2g || isUnder(chain, root))?.not_after;
  const ocsp = (await seccOcsp(services)).find((one) => one.station === station);
  const checks: TrustCheck[] = [
    check(
      'csms_trusts_root',
      use !== undefined,
      use ? `the CSMS trusts ${subject} for ${use}` : `the CSMS does not know ${subject}`,
      'Add the root to the CSMS: from a root pool, or by hand.',
    ),
    check(
      'root_is_valid',
      root.notBefore <= now && now <= root.notAfter,
      `valid until ${new Date(root.notAfter).toISOString()}`,
      'Withdraw it and use its successor.',
    ),
    ...(use !== undefined && rootFlaws(root, use).length > 0
      ? [
          check(
            'root_is_fit',
            false,
            rootFlaws(root, use).join('; '),
            'It is never pushed to stations (openpnc cert lint). Ask its owner for a root by the profile.',
          ),
        ]
      : []),
    check(
      'station_connected',
      connections.find(station)?.registration === 'Accepted',
      connections.find(station) ? 'the station is connected' : 'the station is not connected',
      'Without a connection it decides alone, by ContractValidationOffline and its local list.',
    ),
    pnc === undefined
      ? { check: 'pnc_enabled', outcome: 'unknown', text: 'the station has not told ISO15118Ctrlr.PnCEnabled' }
      : check('pnc_enabled', pnc, `ISO15118Ctrlr.PnCEnabled is ${pnc}`, 'Set it to true (SetVariables).'),
    !state || state.compared_at === 0
      ? { check: 'station_has_root', outcome: 'unknown', text: 'the station was never compared' }
      : check(
          'station_has_root',
          isInstalled || central === true,
          isInstalled
            ? `installed, by its list of ${new Date(state.compared_at).toISOString()}`
            : central
              ? 'not installed, but the station may leave the validation to the CSMS'
              : 'not installed, and the station may not leave the validation to the CSMS',
          'Install the root (openpnc csms trust compare STATION --apply) or allow central validation.',
        ),
    !state || state.compared_at === 0
      ? { check: 'station_has_secc_chain', outcome: 'unknown', text: 'the station was never compared' }
      : check(
          'station_has_secc_chain',
          chains.length > 0,
          chains.length > 0
            ? 'a V2G certificate chain is installed'
            : 'no V2G certificate chain is installed: no TLS, no Plug & Charge',
          'Trigger SignV2GCertificate.',
        ),
    ...(isV2g && chains.length > 0
      ? [
          check(
            'secc_chain_under_root',
            chains.some((chain) => isChainUnder(chain, root)),
            chains.some((chain) => isChainUnder(chain, root))
              ? 'one of its SECC chains stands under this root'
              : 'none of its SECC chains stands under this root: a car that knows no other root ends TLS',
            'Let a PKI service under this root sign: openpnc csms trust renew --root, or trigger SignV2GCertificate.',
          ),
        ]
      : []),
    leafEnd === undefined
      ? { check: 'secc_leaf_valid', outcome: 'unknown', text: 'the SECC certificate did not come through this CSMS' }
      : check(
          'secc_leaf_valid',
          now <= leafEnd,
          `the SECC certificate ends ${new Date(leafEnd).toISOString()}`,
          'Trigger SignV2GCertificate.',
        ),
    ...(ocsp === undefined
      ? []
      : [
          check(
            'secc_ocsp_fresh',
            now <= ocsp.valid_until,
            `the OCSP answers for the SECC chain are valid until ${new Date(ocsp.valid_until).toISOString()}`,
            'See why the responder does not answer; a car that insists on OCSP ends TLS.',
          ),
        ]),
  ];
  const outcomes = checks.map(({ outcome }) => outcome);
  const isAuthorized = outcomes.includes('no') ? 'no' : outcomes.includes('unknown') ? 'unknown' : 'yes';
  return { station, root: subject, isAuthorized, checks };
}

/** Settings of Plug & Charge by the station's last report; what it never reported is asked now, where it is connected. */
async function flagsOf(
  { stations, connections, ports, settings }: Services,
  station: string,
): Promise<ReadonlyMap<string, boolean>> {
  const flags = new Map<string, boolean>();
  for (const name of FLAGS) {
    const [row] = await stations.variables(station, 'ISO15118Ctrlr', name);
    if (row?.value !== undefined && row.value !== null) flags.set(name, isTrue(row.value));
  }
  const unknown = FLAGS.filter((name) => !flags.has(name));
  if (unknown.length === 0 || connections.find(station)?.registration !== 'Accepted') return flags;
  const getVariableData = unknown.map((name) => ({ component: { name: 'ISO15118Ctrlr' }, variable: { name } }));
  try {
    const deadline = ports.clock.now() + Math.min(ASK_MS, settings.trust.call_ms);
    const { getVariableResult } = await connections.call(station, 'GetVariables', { getVariableData }, deadline);
    for (const { variable, attributeStatus, attributeValue } of getVariableResult)
      if (attributeStatus === 'Accepted' && attributeValue !== undefined)
        flags.set(variable.name, isTrue(attributeValue));
  } catch (error) {
    // A station that does not answer has told nothing.
    if (!(error instanceof CallFailure)) throw error;
  }
  return flags;
}

const FLAGS = ['CentralContractValidationAllowed', 'PnCEnabled'] as const;

/** Somebody waits for the explanation. */
const ASK_MS = 5_000;

function isTrue(value: string): boolean {
  return value.toLowerCase() === 'true';
}

/** Whether a chain in PEM, leaf first, without its root, stands under this root. */
function isUnder(chain: string, root: Certificate): boolean {
  const [top] = pemToDer(chain)
    .map((der) => parseCertificate(der))
    .toReversed();
  return top?.issuer.equals(root.subject) === true && top.isSignedBy(root);
}

function check(name: string, isGood: boolean, text: string, remedy: string): TrustCheck {
  return { check: name, outcome: isGood ? 'yes' : 'no', text, ...(!isGood && { remedy }) };
}
