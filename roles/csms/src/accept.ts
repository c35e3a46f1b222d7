/** The door for stations: path, enrolment, proof of identity, sub-protocol. OCPP 2.0.1 Part 4 section 3, A00. @module */
import { ProtocolError } from '@openpnc/core/errors';
import type { Acceptance, Upgrade } from '@openpnc/core/ports';
import type { RegistrationStatusEnumType } from '@openpnc/ocpp/v201';
import { parseCertificate } from '@openpnc/x509/certificate';
import { validatePath } from '@openpnc/x509/path';
import type { Arrival } from './connections.ts';
import { traceFinding } from './finding.ts';
import type { Services } from './services.ts';
import { isStationIdentity } from './stations.ts';
import type { StationRow } from './store/tables.ts';

/** Decides about an upgrade. An unknown station is answered 404, one that cannot prove itself 401. */
export async function accept(services: Services, upgrade: Upgrade): Promise<Acceptance> {
  const { stations, settings, connections, ports } = services;
  const identity = identityOf(upgrade.path, settings.path);
  if (identity === undefined) return refused(404, `expected ${settings.path}/STATION`);
  const tell = (code: string, text: string) =>
    traceFinding(ports.trace, ports.clock.now(), undefined, {
      code,
      severity: 'warning',
      text: `${identity} from ${upgrade.peer}: ${text}`,
      spec: 'OCPP 2.0.1 Part 4 3',
    });
  const row = await stations.find(identity);
  if (!row) {
    tell('station_unknown', 'not enrolled, so it was answered 404');
    return refused(404, 'station not known');
  }
  const proof = await proved(services, row, upgrade);
  if (!proof.ok) {
    tell('station_credentials_wrong', proof.text);
    const challenge = settings.stationAuthentication === 'password' && { 'www-authenticate': 'Basic realm="ocpp"' };
    return { ...refused(401, 'not authenticated'), headers: { 'content-type': 'text/plain', ...challenge } };
  }
  if (!upgrade.protocols.includes(PROTOCOL)) {
    tell('station_protocol', `offers ${upgrade.protocols.join(', ') || 'no sub-protocol'}, expected ${PROTOCOL}`);
    // Without a common version the handshake is completed without the header and the connection closed. Part 4 3.1.2
    return {
      accept: true,
      open: (channel) => {
        channel.close(1002, `no common sub-protocol, expected ${PROTOCOL}`);
        return { text: () => {}, closed: () => {} };
      },
    };
  }
  const registration = (row.boot_status ?? undefined) as RegistrationStatusEnumType | undefined;
  const arrival: Arrival = {
    identity,
    registration: proof.isCertificateExpired && registration === 'Accepted' ? 'Pending' : registration,
    certificateName: proof.certificateName,
    isCertificateExpired: proof.isCertificateExpired ?? false,
  };
  const { isOffered, ...compression } = settings.compression;
  return {
    accept: true,
    protocol: PROTOCOL,
    ...(isOffered && { compression }),
    open: (channel) => connections.open(arrival, channel),
  };
}

type Proof =
  | { readonly ok: true; readonly certificateName?: string; readonly isCertificateExpired?: boolean }
  | { readonly ok: false; readonly text: string };

async function proved(services: Services, row: StationRow, upgrade: Upgrade): Promise<Proof> {
  if (services.settings.stationAuthentication === 'certificate') return provedByCertificate(services, row, upgrade);
  const isAuthentic = await services.stations.isAuthentic(row, upgrade.headers.authorization);
  return isAuthentic ? { ok: true } : { ok: false, text: 'wrong or no password' };
}

/** Security profile 3: path to a root of the CSMS, O of the operator, CN = serial number. A00.FR.401 .. FR.429 */
async function provedByCertificate(
  { certificates, settings, ports, stations }: Services,
  row: StationRow,
  { clientCertificates = [] }: Upgrade,
): Promise<Proof> {
  if (clientCertificates.length === 0) return { ok: false, text: 'no client certificate' };
  const now = ports.clock.now();
  try {
    const chain = clientCertificates.map(parseCertificate);
    const leaf = chain[0]!;
    const { findings } = validatePath({
      chain,
      leaf,
      anchors: certificates.roots('csms'),
      at: now,
      purpose: 'station',
      memory: certificates.memory,
    });
    const refusals = findings.filter(({ severity }) => severity === 'refusal');
    const isExpired = ({ code, certificate }: (typeof refusals)[number]) =>
      code === 'certificate_expired' && certificate.position === 0;
    const bad = refusals.find((finding) => !isExpired(finding));
    if (bad) return { ok: false, text: bad.text };
    const organizations = leaf.subject.values('O');
    const { organizationName } = settings;
    if (organizationName !== undefined && !organizations.some((one) => one.includes(organizationName)))
      return { ok: false, text: `O ${organizations.join(', ') || 'absent'}, expected ${organizationName}` };
    const { commonName } = leaf.subject;
    if (commonName === undefined) return { ok: false, text: 'the certificate has no CN' };
    const serialNumber = await stations.serialNumber(row.identity);
    if (serialNumber !== undefined && serialNumber !== commonName)
      return { ok: false, text: `CN ${commonName}, expected the serial number ${serialNumber}` };
    return { ok: true, certificateName: commonName, isCertificateExpired: refusals.length > 0 };
  } catch (error) {
    if (error instanceof ProtocolError) return { ok: false, text: error.message };
    throw error;
  }
}

/** The identity at the end of the path: percent-decoded, of legal characters. undefined when the path is another. */
function identityOf(path: string, prefix: string): string | undefined {
  const [plain = ''] = path.split('?');
  if (!plain.startsWith(`${prefix}/`)) return undefined;
  try {
    const identity = decodeURIComponent(plain.slice(prefix.length + 1));
    return isStationIdentity(identity) ? identity : undefined;
  } catch {
    return undefined; // a broken escape names nobody
  }
}

function refused(status: number, body: string): Extract<Acceptance, { accept: false }> {
  return { accept: false, status, headers: { 'content-type': 'text/plain' }, body };
}

const PROTOCOL = 'ocpp2.0.1';
