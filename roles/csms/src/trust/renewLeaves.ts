/** Every station gets an SECC certificate under a root that none of its chains stands under yet. OCPP 2.0.1 A02, F06. @module */
import { CallFailure } from '@openpnc/ocpp/errors';
import type { Certificate } from '@openpnc/x509/certificate';
import type { Services } from '../services.ts';
import { isChainUnder } from './seccChains.ts';

/** What became of one station. */
interface LeafRenewal {
  readonly station: string;
  /**
   * `under_root`: it has one; `asked`: it will make a key and send SignCertificate; `would_ask`: as in a dry run;
   * `lacks_root`: it could not check the answer, so the root goes first; `away`: not connected; `refused` with what it said.
   */
  readonly outcome: 'under_root' | 'asked' | 'would_ask' | 'lacks_root' | 'away' | 'refused';
  readonly text?: string;
}

/** Compares each connected station, and triggers SignV2GCertificate where no chain stands under `root`; a few at a time. */
export async function renewLeaves(
  { connections, trust, ports, settings }: Services,
  root: Certificate,
  { isDry }: { readonly isDry: boolean },
): Promise<readonly LeafRenewal[]> {
  const enrolled = await ports.db.selectFrom('station').select('identity').orderBy('identity').execute();
  const waiting = enrolled.map(({ identity }) => identity);
  const results: LeafRenewal[] = [];
  const work = async () => {
    for (let station = waiting.shift(); station !== undefined; station = waiting.shift())
      results.push({ station, ...(await one(station)) });
  };
  await Promise.all(Array.from({ length: settings.trust.atOnce }, work));
  return results.toSorted((a, b) => (a.station < b.station ? -1 : 1));

  async function one(station: string): Promise<Omit<LeafRenewal, 'station'>> {
    if (connections.find(station)?.registration !== 'Accepted') return { outcome: 'away' };
    const { state, problem, missing } = await trust.compare(station, { isApplied: false });
    if (state === 'failed') return { outcome: 'refused', text: problem ?? 'not compared' };
    const installed = await ports.db.selectFrom('installed').selectAll().where('station', '=', station).execute();
    if (installed.some((row) => isChainUnder(row, root))) return { outcome: 'under_root' };
    if (missing.some(({ fingerprint }) => fingerprint === root.fingerprint)) return { outcome: 'lacks_root' };
    if (isDry) return { outcome: 'would_ask' };
    try {
      const payload = { requestedMessage: 'SignV2GCertificate' } as const;
      const deadline = ports.clock.now() + settings.trust.call_ms;
      const { status, statusInfo } = await connections.call(station, 'TriggerMessage', payload, deadline);
      if (status === 'Accepted') return { outcome: 'asked' };
      return { outcome: 'refused', text: `${status} ${statusInfo?.reasonCode ?? ''}`.trim() };
    } catch (error) {
      if (!(error instanceof CallFailure)) throw error;
      return { outcome: 'refused', text: error.message };
    }
  }
}
