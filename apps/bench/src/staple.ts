/** The OCSP response that a station staples although it proves nothing. ISO 15118-2:2014 [V2G2-873], RFC 6960 4.2.2. @module */
import { serveRoutes } from '@openpnc/core/http';
import { ocspRoutes } from '@openpnc/pki/ocspResponder';
import type { PkiSettings } from '@openpnc/pki/settings';
import { VirtualClock } from '@openpnc/sim/clock';
import { SeededRandom } from '@openpnc/sim/random';
import { certHashes } from '@openpnc/x509/hashData';
import { encodeOcspRequest } from '@openpnc/x509/ocsp';
import type { Material } from './material.ts';

/** What is wrong with the staple, in the words of the PKI's responder; or no response at all. */
export const stapleForgeries = [
  'stale',
  'unknown',
  'tryLater',
  'wrongSigner',
  'wrongKey',
  'notDelegated',
  'expiredSigner',
  'otherCertificate',
  'garbage',
] as const satisfies readonly (PkiSettings['dangerOcspFault'] | 'garbage')[];
export type StapleForgery = (typeof stapleForgeries)[number];

/** Such a response about the station's leaf, as of the material's begin. */
export async function forgedStaple(
  { seed, startAt, pki, pkiSettings, pkiDatabase: database, pkiKeys: keys }: Material,
  how: StapleForgery,
): Promise<Uint8Array> {
  if (how === 'garbage') return new Uint8Array(300).fill(0xa5);
  const [leaf, issuer] = pki.secc.chain;
  const ports = { clock: new VirtualClock(startAt), random: new SeededRandom(`${seed}/staple/${how}`), keys, database };
  const settings = { ...pkiSettings, dangerOcspFault: how };
  const ask = serveRoutes(ocspRoutes({ ports, settings, authorities: pki.authorities }));
  const body = encodeOcspRequest(certHashes(leaf!, issuer!, 'SHA256'));
  const answer = await ask({ method: 'POST', url: new URL(settings.ocspUrl).pathname, headers: {}, body }, {});
  return answer.body!;
}
