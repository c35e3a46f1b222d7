/** The V2G certificate chains that stations listed: under which root they stand, and how fresh their OCSP answers are. OCPP 2.0.1 M03, M06. @module */
import type { Millis } from '@openpnc/core/machine';
import type { CertificateHashDataType } from '@openpnc/ocpp/v201';
import type { Certificate } from '@openpnc/x509/certificate';
import { hashesKey } from '@openpnc/x509/hashData';
import { anchorHashes } from '@openpnc/x509/trustStore';
import type { Services } from '../services.ts';
import type { InstalledRow } from '../store/tables.ts';

/** Whether a listed chain stands under this root: its topmost sub-CA names it by the hashes of name and key. */
export function isChainUnder({ type, hash_data, children }: InstalledRow, root: Certificate): boolean {
  if (type !== 'V2GCertificateChain') return false;
  return membersOf({ hash_data, children }).some(({ hashAlgorithm, issuerNameHash, issuerKeyHash }) => {
    const wanted = anchorHashes(root, hashAlgorithm);
    return (
      issuerNameHash.toLowerCase() === wanted.issuerNameHash && issuerKeyHash.toLowerCase() === wanted.issuerKeyHash
    );
  });
}

/** Hash data of all certificates of a listed chain, the leaf first. */
function membersOf({ hash_data, children }: Pick<InstalledRow, 'hash_data' | 'children'>) {
  return [
    JSON.parse(hash_data) as CertificateHashDataType,
    ...(JSON.parse(children) as readonly CertificateHashDataType[]),
  ];
}

/**
 * Of each station that has asked for OCSP answers of its SECC chains (GetCertificateStatus): until when all of the answers
 * of its freshest chain are valid.
 */
export async function seccOcsp({
  ports,
}: Services): Promise<readonly { readonly station: string; readonly valid_until: Millis }[]> {
  const chains = await ports.db.selectFrom('installed').selectAll().where('type', '=', 'V2GCertificateChain').execute();
  if (chains.length === 0) return [];
  const answers = await ports.db.selectFrom('ocsp_answer').select(['hashes', 'valid_until']).execute();
  const until = new Map(answers.map(({ hashes, valid_until }) => [hashes, valid_until]));
  const freshest = new Map<string, Millis>();
  for (const chain of chains) {
    const known = membersOf(chain).flatMap((member) => until.get(hashesKey(member)) ?? []);
    if (known.length === 0) continue;
    freshest.set(chain.station, Math.max(freshest.get(chain.station) ?? 0, Math.min(...known)));
  }
  return [...freshest].map(([station, valid_until]) => ({ station, valid_until }));
}
