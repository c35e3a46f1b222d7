/** The items that the link between station and CSMS answers: roots, hash data, certificates, commands. OCPP 2.0.1. @module */
import { certHashes, type HashAlgorithm, isSameHashes } from '@openpnc/x509/hashData';
import { type Evidence, type Json, list, partsOf } from './evidence.ts';
import { benchItem } from './linkItems.ts';
import { pnc2, publicFrom, smartCharging } from './scope.ts';
import { fail, type Item, none, pass, sourcesOf } from './verdict.ts';

/** R17 to R23, R25 to R32. */
export const csmsItems: readonly Item[] = [
  {
    id: 'R17',
    what: 'V2G roots on the station current',
    source: 'ENG, OCPP 2.0.1 M03',
    scope: pnc2,
    check({ evidence }) {
      const installed = installedOf(evidence, 'V2GRootCertificate');
      if (!installed) return none('no GetInstalledCertificateIds of V2GRootCertificate was seen');
      const required = evidence.roots.filter(({ isRequired }) => isRequired);
      if (required.length === 0) return none('no required V2G roots were given', installed.sources);
      const sources = [...installed.sources, ...sourcesOf(required)];
      const missing = required.filter(({ certificate }) => {
        return !installed.hashes.some((hashes) => {
          const algorithm = hashes.hashAlgorithm as HashAlgorithm;
          return isSameHashes(certHashes(certificate, certificate, algorithm), hashes as never);
        });
      });
      if (missing.length === 0) return pass(`${required.length} required roots are installed`, sources);
      return fail(`missing: ${missing.map(({ certificate }) => String(certificate.subject)).join('; ')}`, sources);
    },
  },
  {
    id: 'R18',
    what: 'MO roots on the station, or central validation on',
    source: 'ENG, OCPP 2.0.1 C07',
    scope: pnc2,
    check({ evidence }) {
      const central = evidence.variables.get('ISO15118Ctrlr.CentralContractValidationAllowed');
      const installed = installedOf(evidence, 'MORootCertificate');
      if (installed && installed.hashes.length > 0)
        return pass(`${installed.hashes.length} MO roots are installed`, installed.sources);
      if (central?.value === 'true') return pass('CentralContractValidationAllowed is true', [central.source]);
      if (installed && central)
        return fail('no MO root is installed and CentralContractValidationAllowed is false', [
          ...installed.sources,
          central.source,
        ]);
      return none('neither the MO roots nor CentralContractValidationAllowed were seen');
    },
  },
  benchItem('R19', 'alarm for a stale trust store', 'ENG', [['trust-stale']]),
  {
    id: 'R20',
    what: 'contract chain checked by station or CSMS',
    source: 'ENG, OCPP 2.0.1 C07.FR.01, C07.FR.06',
    scope: pnc2,
    check({ evidence }) {
      const asked = evidence
        .exchanges('Authorize')
        .filter(({ record }) => (partsOf(record).request.idToken as Json | undefined)?.type === 'eMAID');
      const bare = asked.filter(({ record }) => {
        const { iso15118CertificateHashData, certificate } = partsOf(record).request;
        return list(iso15118CertificateHashData).length === 0 && typeof certificate !== 'string';
      });
      if (bare.length > 0) return fail('Authorize of an eMAID with neither hash data nor certificate', sourcesOf(bare));
      return asked.length > 0
        ? pass(`${asked.length} Authorize of an eMAID with its certificate data`, sourcesOf(asked))
        : none('no Authorize of an eMAID was seen');
    },
  },
  benchItem('R21', 'eMAID taken from the leaf alone', 'ENG', [['PaymentDetails-emaid-forged']]),
  benchItem('R22', 'expired, revoked and unknown contracts refused', 'ENG', [
    ['contract-expired'],
    ['contract-revoked'],
    ['contract-unknown-root', 'station-mo-root-missing', 'station-v2g-root-missing'],
  ]),
  benchItem('R23', 'challenge and signature checked', 'ENG, ISO 15118-2:2014 [V2G2-475]', [
    ['Authorization-challenge-wrong'],
    ['Authorization-signature-wrong'],
  ]),
  benchItem('R25', 'known behaviour when the CSMS is away', 'ENG', [['csms-offline']]),
  benchItem('R26', 'known behaviour when the eMSP is away', 'ENG', [['emsp-down']]),
  benchItem('R27', 'CertificateInstallation works', 'ENG, OCPP 2.0.1 M01', [['CertificateInstallation-good']]),
  benchItem('R28', 'CertificateUpdate works or is refused in time', 'ENG, OCPP 2.0.1 M02', [
    ['CertificateUpdate-good'],
  ]),
  {
    id: 'R29',
    what: 'large certificate answers',
    source: 'ENG, OCPP 2.0.1 Get15118EVCertificateResponse',
    scope: pnc2,
    check({ evidence }) {
      const seen = evidence.exchanges('Get15118EVCertificate');
      const lengths = seen.map(({ record }) => String(partsOf(record).response.exiResponse ?? '').length);
      const longest = Math.max(0, ...lengths);
      if (longest > 5_600) return pass(`an exiResponse of ${longest} characters was taken`, sourcesOf(seen));
      return none(
        seen.length > 0 ? `the longest exiResponse had ${longest} characters` : 'no Get15118EVCertificate was seen',
        sourcesOf(seen),
      );
    },
  },
  {
    id: 'R30',
    what: 'SECC key made on the station, certificate by CSR',
    source: 'ENG, OCPP 2.0.1 A02',
    scope: pnc2,
    check({ evidence }) {
      const signed = evidence
        .exchanges('CertificateSigned')
        .filter(({ record }) => partsOf(record).request.certificateType === 'V2GCertificate');
      const asked = evidence
        .exchanges('SignCertificate')
        .filter(({ record }) => partsOf(record).request.certificateType === 'V2GCertificate');
      const refused = signed.find(({ record }) => partsOf(record).response.status === 'Rejected');
      if (refused) return fail('CertificateSigned of a V2GCertificate was rejected', [refused.source]);
      const [done] = signed;
      if (asked.length === 0 || !done)
        return none('no SignCertificate with CertificateSigned of a V2GCertificate was seen');
      const boot = evidence.exchanges('BootNotification').some(({ record }) => record.at > done.record.at);
      const used = evidence.messages.find(({ record }) => record.message === 'handshake' && record.at > done.record.at);
      const sources = sourcesOf([...asked, ...signed]);
      if (boot) return none('the station booted after CertificateSigned', sources);
      return used
        ? pass('the new chain was signed, and TLS came up after it without a reboot', sources)
        : none('no handshake was seen after CertificateSigned', sources);
    },
  },
  {
    id: 'R31',
    what: 'two-way data link to the CSMS',
    source: 'AFIR Art. 5(7)',
    scope: publicFrom('2024-10-14'),
    check({ evidence }) {
      const profile = evidence.variables.get('SecurityCtrlr.SecurityProfile');
      const up = evidence.messages.filter(({ record }) => record.protocol === 'ocpp2.0.1' && record.from === 'station');
      const commands = COMMANDS.flatMap((name) => evidence.exchanges(name));
      if (profile && Number(profile.value) < 2)
        return fail(`security profile ${profile.value}: no TLS`, [profile.source]);
      if (up.length === 0 || !profile || commands.length === 0)
        return none(
          `seen: ${up.length} messages to the CSMS, ${commands.length} commands of it, security profile ${profile?.value ?? 'unknown'}`,
          sourcesOf(up),
        );
      return pass(`security profile ${profile.value}, ${commands.length} commands answered`, [
        ...sourcesOf(up),
        ...sourcesOf(commands),
        profile.source,
      ]);
    },
  },
  {
    id: 'R32',
    what: 'smart charging reaches the car',
    source: 'AFIR Art. 5(8)',
    scope: smartCharging,
    check({ evidence, subject }) {
      const set = evidence
        .exchanges('SetChargingProfile')
        .filter(({ record }) => partsOf(record).response.status === 'Accepted');
      const limit_ms = subject.limits.profile_s * 1_000;
      const follows = set.filter(({ record }) =>
        evidence
          .exchanges('ChargeParameterDiscoveryReq')
          .some(({ record: later }) => later.at > record.at && later.at <= record.at + limit_ms),
      );
      if (follows.length > 0) return pass('a renegotiation followed a charging profile in time', sourcesOf(follows));
      return none(
        set.length > 0
          ? 'charging profiles were accepted; no renegotiation was seen after one'
          : 'no SetChargingProfile was accepted',
        sourcesOf(set),
      );
    },
  },
];

const COMMANDS = [
  'RequestStartTransaction',
  'RequestStopTransaction',
  'TriggerMessage',
  'GetVariables',
  'GetBaseReport',
];

function installedOf(evidence: Evidence, type: string) {
  const lists = evidence.exchanges('GetInstalledCertificateIds').filter(({ record }) => {
    const { certificateType } = partsOf(record).request;
    return certificateType === undefined || (Array.isArray(certificateType) && certificateType.includes(type));
  });
  const last = lists.at(-1);
  if (!last) return undefined;
  const hashes = list(partsOf(last.record).response.certificateHashDataChain)
    .filter(({ certificateType }) => certificateType === type)
    .map(({ certificateHashData }) => certificateHashData as Json);
  return { hashes, sources: [last.source] };
}
