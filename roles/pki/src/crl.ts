/** The CRLs of this PKI, one for each CA, made when asked and kept until half of their life. RFC 5280 5. @module */

import type { Route } from '@openpnc/core/http';
import type { Millis } from '@openpnc/core/machine';
import { buildCrl } from '@openpnc/x509/crl';
import type { RevocationReason } from '@openpnc/x509/ocsp';
import type { Authority, PkiPorts } from './authority.ts';
import type { PkiSettings } from './settings.ts';
import { issuerKeyOf } from './store/certificates.ts';

/** `GET {path of crlUrl}/{ca}.crl`. Empty where the settings name no address. */
export function crlRoutes({
  ports,
  settings,
  authorities,
}: {
  readonly ports: PkiPorts;
  readonly settings: PkiSettings;
  readonly authorities: readonly Authority[];
}): readonly Route[] {
  if (settings.crlUrl === undefined) return [];
  const base = new URL(settings.crlUrl).pathname.replace(/\/$/, '');
  const kept = new Map<string, { readonly der: Uint8Array; readonly revoked: number; readonly until: Millis }>();
  return [
    {
      method: 'GET',
      path: `${base}/:file`,
      handler: async ({ params }) => {
        const authority = authorities.find(({ name }) => `${name}.crl` === params.file);
        if (!authority) return { status: 404, headers: {} };
        return { status: 200, headers: { 'content-type': 'application/pkix-crl' }, body: await crlOf(authority) };
      },
    },
  ];

  async function crlOf(authority: Authority): Promise<Uint8Array> {
    const now = ports.clock.now();
    const rows = await ports.database
      .selectFrom('pki_revoked')
      .selectAll()
      .where('issuer_key', '=', issuerKeyOf(authority.certificate))
      .orderBy('revoked_at')
      .orderBy('serial_number')
      .execute();
    const before = kept.get(authority.name);
    if (before && before.until > now && before.revoked === rows.length) return before.der;
    const validity_ms = settings.crlValidity_s * 1000;
    const der = await buildCrl({
      issuer: authority.certificate,
      signer: authority.key,
      thisUpdate: now,
      nextUpdate: now + validity_ms,
      // Grows with time, over restarts too.
      number: Math.floor(now / 1000),
      entries: rows.map(({ serial_number, revoked_at, reason }) => ({
        serialNumber: serial_number,
        at: revoked_at,
        reason: reason as RevocationReason,
      })),
    });
    kept.set(authority.name, { der, revoked: rows.length, until: now + validity_ms / 2 });
    return der;
  }
}
