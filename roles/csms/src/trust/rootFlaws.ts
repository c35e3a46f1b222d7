/** What is wrong with a root by the profile of its kind: such a root is never pushed to a station. ISO 15118-2:2014 Annex F. @module */
import type { Certificate } from '@openpnc/x509/certificate';
import { lintCertificate } from '@openpnc/x509/lint';
import type { AnchorUse } from '@openpnc/x509/trustStore';

const PROFILES = { v2g: 'v2gRoot', mo: 'moRoot', oem: 'oemRoot', csms: 'csmsRoot' } as const;

/** Errors of the lint, one sentence each; validity is judged elsewhere. Empty: it may be pushed. */
export function rootFlaws(certificate: Certificate, use: AnchorUse): readonly string[] {
  const known = kept.get(certificate);
  if (known?.use === use) return known.flaws;
  const flaws = lintCertificate(certificate, PROFILES[use])
    .filter(({ severity }) => severity === 'error')
    .map(({ code, text }) => `${code}: ${text}`);
  kept.set(certificate, { use, flaws });
  return flaws;
}

/** Certificates do not change: each is linted once a use. */
const kept = new WeakMap<Certificate, { readonly use: AnchorUse; readonly flaws: readonly string[] }>();
