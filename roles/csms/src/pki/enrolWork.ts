/** A station's certificate on its way: request to the CA, chain to the station, tried until both have it. OCPP 2.0.1 A02, A03; RFC 7030. @module */
import { CallFailure } from '@openpnc/ocpp/errors';
import type { CertificateSigningUseEnumType } from '@openpnc/ocpp/v201';
import { type Certificate, derToPem, parseCertificate, pemBlocks, pemToDer } from '@openpnc/x509/certificate';
import { parseCsr } from '@openpnc/x509/issue';
import { validatePath } from '@openpnc/x509/path';
import { type Finding, traceFinding } from '../finding.ts';
import type { Services } from '../services.ts';
import type { Attempt, Work, Worker } from '../sessions/outbox.ts';

/** Kind of this work in the outbox. */
export const ENROL = 'enrol';

/** What is kept of an order: the request, then also the chain that came for it. */
interface Order {
  readonly station: string;
  readonly csr: string;
  readonly certificateType?: CertificateSigningUseEnumType;
  /** PEM, leaf first, root left out. */
  readonly chain?: string;
}

/** Takes a request of a station in hand: durable, and the last one of its kind counts. */
export async function orderCertificate(
  { outbox, ports }: Services,
  station: string,
  csr: string,
  certificateType: CertificateSigningUseEnumType | undefined,
): Promise<void> {
  const now = ports.clock.now();
  const order: Order = { station, csr, ...(certificateType && { certificateType }) };
  await outbox.add({
    kind: ENROL,
    subject: `${kindOf(order)}${ports.ids.next(now)}`,
    partner: null,
    content: order,
    due_at: now,
  });
}

/** Fetches the certificate, keeps it, and gives it to the station. */
export function enrolWorker(services: () => Services): Worker {
  return async (work, keep) => {
    let order = work.content as Order;
    if (await isSuperseded(services(), work, order))
      return { outcome: 'refused', text: 'the station has sent a newer request' };
    if (order.chain === undefined) {
      const issued = await issue(services(), order);
      if (!issued.ok) return issued.attempt;
      order = { ...order, chain: issued.chain };
      await keep(order);
    }
    return install(services(), order);
  };
}

async function issue(
  { pki, ports, settings, certificates }: Services,
  { station, csr, certificateType }: Order,
): Promise<{ readonly ok: true; readonly chain: string } | { readonly ok: false; readonly attempt: Attempt }> {
  const isV2g = certificateType !== 'ChargingStationCertificate';
  const providers = isV2g ? pki.providers : pki.clientCertificates;
  const label = csr.includes('NEW CERTIFICATE REQUEST') ? 'NEW CERTIFICATE REQUEST' : 'CERTIFICATE REQUEST';
  const request = parseCsr(pemBlocks(csr, label)[0]!);
  const reasons: string[] = [];
  for (const provider of providers) {
    const started = ports.clock.now();
    const outcome = await provider.enrol(request, started + settings.pki.enrol_ms);
    ports.trace({
      type: 'message',
      party: 'csms',
      at: started,
      from: settings.name,
      to: provider.name,
      protocol: 'http',
      message: 'simpleenroll',
      result: outcome.ok ? 'issued' : outcome.problem,
      took_ms: ports.clock.now() - started,
    });
    if (!outcome.ok) {
      reasons.push(`${provider.name}: ${outcome.text}`);
      continue;
    }
    const problems = lint(outcome.chain, outcome.root, isV2g, ports.clock.now());
    if (problems.length > 0) {
      reasons.push(`${provider.name}: ${problems.join('; ')}`);
      continue;
    }
    for (const ca of outcome.chain.slice(1)) await certificates.addSubCa(ca, provider.name);
    return { ok: true, chain: derToPem(...outcome.chain.map(({ der }) => der)) };
  }
  const text = reasons.join('; ') || 'no PKI service is set for this kind of certificate';
  tell({ code: 'station_certificate_not_issued', severity: 'warning', text: `${station}: ${text}` });
  return { ok: false, attempt: { outcome: 'later', text } };

  function tell(finding: Finding) {
    traceFinding(ports.trace, ports.clock.now(), undefined, finding);
  }
}

/** A certificate that a car would refuse is not given to a station. */
function lint(
  chain: readonly Certificate[],
  root: Certificate | undefined,
  isV2g: boolean,
  at: number,
): readonly string[] {
  if (!root) return ['the service sent no root'];
  const { findings } = validatePath({
    chain,
    leaf: chain[0]!,
    anchors: [root],
    at,
    purpose: isV2g ? 'secc' : 'station',
  });
  return findings.filter(({ severity }) => severity === 'refusal').map(({ text }) => text);
}

async function install(
  { connections, ports, settings, stations }: Services,
  { station, certificateType, chain }: Order,
): Promise<Attempt> {
  const payload = { certificateChain: chain!, ...(certificateType && { certificateType }) };
  try {
    const deadline = ports.clock.now() + settings.pki.install_ms;
    const { status, statusInfo } = await connections.call(station, 'CertificateSigned', payload, deadline);
    const leaf = parseCertificate(pemToDer(chain!)[0]!);
    if (status === 'Accepted') {
      await stations.putCertificate(station, certificateType ?? 'combined', leaf, chain!);
      ports.publish('trust', { event: 'station_certificate', station, certificateType, notAfter: leaf.notAfter });
      return { outcome: 'done', result: leaf.fingerprint };
    }
    const text = `the station rejected the certificate${statusInfo ? `: ${statusInfo.reasonCode} ${statusInfo.additionalInfo ?? ''}` : ''}`;
    traceFinding(ports.trace, ports.clock.now(), undefined, {
      code: 'station_certificate_rejected',
      severity: 'warning',
      text: `${station}: ${text}`,
      spec: 'OCPP 2.0.1 A02.FR.07',
    });
    return { outcome: 'refused', text };
  } catch (error) {
    if (!(error instanceof CallFailure)) throw error;
    return { outcome: 'later', text: error.message };
  }
}

async function isSuperseded({ ports }: Services, { subject }: Work, order: Order): Promise<boolean> {
  const kind = kindOf(order);
  const newer = await ports.db
    .selectFrom('outbox')
    .select('id')
    .where('kind', '=', ENROL)
    .where('subject', '>', subject)
    .where('subject', '<', `${kind}g`) // ids are hex, so g is behind all of them
    .executeTakeFirst();
  return newer !== undefined;
}

function kindOf({ station, certificateType }: Order): string {
  return `${station}\n${certificateType ?? 'combined'}\n`;
}
