/** A certification authority of this PKI: its certificate, its key, and issuing with a record that is durable before the certificate leaves. @module */

import { equalBytes } from '@openpnc/core/bytes';
import { OperatorError } from '@openpnc/core/errors';
import type { AddressPolicy, HttpHandler } from '@openpnc/core/http';
import type { Millis } from '@openpnc/core/machine';
import type { Clock, Keys, Random, SignatureAlgorithm, Signer, StoredKey } from '@openpnc/core/ports';
import type { Certificate } from '@openpnc/x509/certificate';
import { type CertificatePlan, issueCertificate, type NameParts, serialNumberOf } from '@openpnc/x509/issue';
import { lintCertificate } from '@openpnc/x509/lint';
import { type ProfileName, planOf, profileOf } from '@openpnc/x509/profiles';
import type { Kysely } from 'kysely';
import type { PkiSettings } from './settings.ts';
import { currentCertificate, recordIssued } from './store/certificates.ts';
import type { PkiTables } from './store/tables.ts';

/** The doors of the PKI role. */
export interface PkiPorts {
  readonly clock: Pick<Clock, 'now' | 'sleep'>;
  readonly random: Random;
  readonly keys: Keys;
  readonly database: Kysely<PkiTables>;
  /** Keys that live for one answer (contract keys on their way to a car, ephemeral ones): in memory. Default: `keys`. */
  readonly passingKeys?: Keys;
  /** For webhooks and for the OCSP responders of foreign provisioning certificates; absent: neither is called. */
  readonly http?: HttpHandler;
}

/** Where calls to addresses from outside may go: an AIA of a foreign certificate, a webhook's URL. */
export function outbound({ outboundAllow: allow }: PkiSettings): AddressPolicy {
  return { schemes: ['http', 'https'], allow, redirects: 2, maxBytes: 100_000 };
}

/** A CA. Its OCSP answers are signed by a delegate that it issues. */
export interface Authority {
  /** Name of its key and of its certificate's record. */
  readonly name: string;
  readonly certificate: Certificate;
  readonly key: StoredKey;
  /** Its own certificate first, then those above it, root last. */
  readonly chain: readonly Certificate[];
}

/** A certificate with its key and what stands above it. */
export interface Identity {
  /** Name of the key in `Keys`. */
  readonly name: string;
  readonly certificate: Certificate;
  /** Leaf first, root left out: as it is sent. */
  readonly chain: readonly Certificate[];
  readonly root: Certificate;
  readonly key: StoredKey;
}

/** What is to be issued beside what the profile says. */
export interface Order {
  readonly profile: ProfileName;
  /** Name of the record, and of the key when none is given. */
  readonly name: string;
  readonly subject: NameParts;
  readonly from?: Millis;
  readonly until?: Millis;
  /** Write the OCSP address into it. Default: what the profile says. */
  readonly withOcspUrl?: boolean;
  readonly altNames?: CertificatePlan['altNames'];
  /** Beside the profile: key identifiers, policies and the like. */
  readonly style?: Partial<Pick<CertificatePlan, 'keyIdentifier' | 'policies' | 'eku'>> & {
    readonly serialBytes?: number;
  };
  /** For certificates that are meant to be wrong: errors of the lint are let pass and recorded. */
  readonly danger?: {
    readonly change?: (plan: CertificatePlan) => CertificatePlan;
    /** Signed with a fresh key instead of the issuer's. */
    readonly isForged?: true;
  };
}

/**
 * Issues one certificate for a public key (DER SubjectPublicKeyInfo) under `authority`, or a root under itself. It is linted
 * before it is signed and recorded before it is returned.
 * @throws OperatorError `lint_failed` with every error of the lint
 */
export async function issue(
  ports: PkiPorts,
  settings: PkiSettings,
  authority: Authority | { readonly self: StoredKey },
  publicKey: Uint8Array,
  order: Order,
): Promise<Certificate> {
  const now = ports.clock.now();
  const hasOcspUrl = order.withOcspUrl ?? profileOf(order.profile).hasOcspUrl;
  const isRoot = 'self' in authority;
  const { serialBytes = 8, ...style } = order.style ?? {};
  const plan: CertificatePlan = {
    ...planOf(order.profile, {
      subject: order.subject,
      publicKey,
      serialNumber: serialNumberOf(ports.random.bytes(serialBytes)),
      from: order.from ?? now - BACKDATED,
      until: order.until,
      ocspUrl: hasOcspUrl ? settings.ocspUrl : undefined,
      crlUrl:
        hasOcspUrl && settings.crlUrl !== undefined && !isRoot ? crlUrlOf(settings.crlUrl, authority.name) : undefined,
      altNames: order.altNames,
    }),
    ...style,
  };
  const [issuer, signer] = isRoot
    ? (['self', authority.self] as const)
    : ([authority.certificate, authority.key] as const);
  const pass: string[] = [];
  const certificate = await issueCertificate(
    order.danger?.change?.(plan) ?? plan,
    issuer,
    order.danger?.isForged ? await forger(ports, signer) : signer,
    { beforeSigning: (draft) => pass.push(...lintedOrRefused(draft, order, now)) },
  );
  await recordIssued(ports.database, certificate, {
    name: order.name,
    profile: order.profile,
    issuer: isRoot ? certificate : authority.certificate,
    now,
    detail: pass.length > 0 ? `on purpose: ${pass.join('; ')}` : '',
  });
  return certificate;
}

/** Where the CRL of a CA is found. */
export function crlUrlOf(base: string, authority: string): string {
  return `${base.replace(/\/$/, '')}/${authority}.crl`;
}

/** The lint's errors: refused, or returned when the order wants a wrong certificate. */
function lintedOrRefused(draft: Certificate, order: Order, now: Millis): readonly string[] {
  const errors = lintCertificate(draft, order.profile, { at: now })
    .filter(({ severity }) => severity === 'error')
    .map(({ code, text }) => `${code}: ${text}`);
  if (errors.length > 0 && !order.danger)
    throw new OperatorError(
      'lint_failed',
      `pki: ${draft.subject} is not issued as ${order.profile}: ${errors.join('; ')}`,
    );
  return errors;
}

/** The issuer's public key with another private key: what it signs does not verify. */
async function forger({ keys }: PkiPorts, { publicKey }: Signer): Promise<Signer> {
  const name = 'danger-forger';
  const other = (await keys.find(name)) ?? (await keys.make(name));
  return { algorithm: other.algorithm, publicKey, sign: (data) => other.sign(data) };
}

/**
 * The certificate of this name with its key: the one at hand when it still fits (valid for a while, same key, issuer and
 * OCSP address), else a new one.
 */
export async function ensure(
  ports: PkiPorts,
  settings: PkiSettings,
  authority: Authority | 'self',
  order: Order & { readonly algorithm?: SignatureAlgorithm },
): Promise<{ readonly certificate: Certificate; readonly key: StoredKey }> {
  const found = await currentCertificate(ports.database, order.name);
  const kept = await ports.keys.find(order.name);
  if (found && !kept)
    throw new OperatorError('key_missing', `pki: the key ${order.name} of ${found.subject} is not in the key store`);
  if (found && kept && fits(found, kept)) return { certificate: found, key: kept };
  const key = kept ?? (await ports.keys.make(order.name, order.algorithm));
  const certificate = await issue(
    ports,
    settings,
    authority === 'self' ? { self: key } : authority,
    key.publicKey,
    order,
  );
  return { certificate, key };

  function fits(certificate: Certificate, { publicKey }: StoredKey): boolean {
    const now = ports.clock.now();
    const issuer = authority === 'self' ? certificate : authority.certificate;
    const hasOcspUrl = order.withOcspUrl ?? profileOf(order.profile).hasOcspUrl;
    const lifetime = certificate.notAfter - certificate.notBefore;
    return (
      certificate.notBefore <= now &&
      certificate.notAfter - lifetime * RENEW_AT > now &&
      equalBytes(certificate.spki, publicKey) &&
      certificate.issuer.equals(issuer.subject) &&
      certificate.isSignedBy(issuer) &&
      (certificate.ocspUrls[0] ?? undefined) === (hasOcspUrl ? settings.ocspUrl : undefined)
    );
  }
}

/** Renewed when less than this part of the validity is left. */
const RENEW_AT = 0.1;

/** Validity begins this long before now, so that a clock that is a little behind takes a new certificate. */
const BACKDATED = 3_600_000;
