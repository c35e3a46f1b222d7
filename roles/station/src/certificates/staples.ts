/** OCSP responses for the station's own chain, fetched in advance through the CSMS and given to cars that ask. OCPP 2.0.1 M06, ISO 15118-2:2014 [V2G2-649]. @module */
import { fromBase64 } from '@openpnc/core/bytes';
import type { Millis } from '@openpnc/core/machine';
import { CallFailure } from '@openpnc/ocpp/errors';
import type { Certificate } from '@openpnc/x509/certificate';
import { certHashes } from '@openpnc/x509/hashData';
import { type OcspVerdict, verifyOcspResponse } from '@openpnc/x509/ocsp';
import type { Kysely } from 'kysely';
import { call, now, type StationScript, sleep } from '../stationScript.ts';
import type { StationFinding } from '../stationTrace.ts';
import type { StationTables } from '../store/tables.ts';

const day: Millis = 86_400_000;
/** At least weekly, whatever nextUpdate says. M06 */
const LONGEST_ms = 7 * day;
/** Waits after a failure, doubled each time up to the last. M06 */
const FIRST_RETRY_ms: Millis = 60_000;
const LAST_RETRY_ms: Millis = 3_600_000;

/** A response that can be stapled. */
interface Staple {
  readonly response: Uint8Array;
  readonly nextUpdate: Millis;
  readonly fetchedAt: Millis;
}

/** Something of the chain that has a response to fetch. */
interface Asked {
  readonly certificate: Certificate;
  readonly issuer: Certificate;
}

/** What the renewal needs to know now. */
interface StapleSource {
  readonly chains: () => readonly (readonly Certificate[])[];
  readonly roots: () => readonly Certificate[];
  /** Wall time. */
  readonly wallNow: () => Millis;
  readonly found: (finding: StationFinding) => void;
}

/** The responses, kept over restarts. */
export class Staples {
  readonly #db: Kysely<StationTables>;
  readonly #source: StapleSource;
  readonly #kept = new Map<string, Staple>();

  private constructor(db: Kysely<StationTables>, source: StapleSource) {
    this.#db = db;
    this.#source = source;
  }

  static async load(db: Kysely<StationTables>, source: StapleSource): Promise<Staples> {
    const staples = new Staples(db, source);
    for (const { fingerprint, response, next_update, fetched_at } of await db
      .selectFrom('staple')
      .selectAll()
      .execute())
      staples.#kept.set(fingerprint, { response, nextUpdate: next_update, fetchedAt: fetched_at });
    return staples;
  }

  /** The response for a certificate of ours, while it holds. */
  response({ fingerprint }: Certificate): Uint8Array | undefined {
    const kept = this.#kept.get(fingerprint);
    return kept && this.#source.wallNow() <= kept.nextUpdate ? kept.response : undefined;
  }

  /** When the first response of our chains ends; undefined when one is missing, or there is none to have. */
  firstEnd(): Millis | undefined {
    const ends = this.#asked().map(({ certificate }) => this.#kept.get(certificate.fingerprint)?.nextUpdate);
    return ends.length === 0 || ends.includes(undefined) ? undefined : Math.min(...(ends as Millis[]));
  }

  /** Runs while the station is online: fetches what is missing or near its end, then sleeps until the next is due. */
  *renewal(): StationScript<never> {
    let retry_ms = FIRST_RETRY_ms;
    for (;;) {
      const started = yield* now();
      const due = this.#due();
      let failures = 0;
      for (const asked of due) if (!(yield* this.#renew(asked))) failures += 1;
      if (failures > 0) {
        yield* sleep(retry_ms);
        retry_ms = Math.min(2 * retry_ms, LAST_RETRY_ms);
        continue;
      }
      retry_ms = FIRST_RETRY_ms;
      const spent_ms = (yield* now()) - started;
      yield* sleep(Math.max(FIRST_RETRY_ms, this.#nextDue_ms() - spent_ms));
    }
  }

  /** Certificates of the chains that have no response, or one near its end. */
  #due(): readonly Asked[] {
    return this.#asked().filter(({ certificate }) => this.#renewAt(certificate) <= this.#source.wallNow());
  }

  #nextDue_ms(): Millis {
    const times = this.#asked().map(({ certificate }) => this.#renewAt(certificate) - this.#source.wallNow());
    return Math.min(day, ...times);
  }

  /** After two thirds of a response's life, and at least weekly. */
  #renewAt({ fingerprint }: Certificate): Millis {
    const kept = this.#kept.get(fingerprint);
    if (!kept) return 0;
    return kept.fetchedAt + Math.min(LONGEST_ms, ((kept.nextUpdate - kept.fetchedAt) * 2) / 3);
  }

  /** Each certificate with an OCSP URL whose issuer is known: the topmost needs the root. M06.FR.07 */
  #asked(): readonly Asked[] {
    const asked = new Map<string, Asked>();
    for (const chain of this.#source.chains()) {
      for (const [i, certificate] of chain.entries()) {
        const issuer =
          chain[i + 1] ??
          this.#source.roots().find((root) => root.subject.equals(certificate.issuer) && certificate.isSignedBy(root));
        if (issuer && certificate.ocspUrls.length > 0) asked.set(certificate.fingerprint, { certificate, issuer });
      }
    }
    return [...asked.values()];
  }

  *#renew({ certificate, issuer }: Asked): StationScript<boolean> {
    const hashes = certHashes(certificate, issuer, 'SHA256');
    const { hashAlgorithm: _, ...rest } = hashes;
    try {
      const { status, ocspResult } = yield* call('GetCertificateStatus', {
        ocspRequestData: { hashAlgorithm: 'SHA256', ...rest, responderURL: certificate.ocspUrls[0]! },
      });
      if (status !== 'Accepted' || ocspResult === undefined)
        return this.#failed(
          certificate,
          `the CSMS answered ${status}${ocspResult === undefined ? ' without a response' : ''}`,
        );
      const response = fromBase64(ocspResult);
      const verdict = verifyOcspResponse({
        response,
        hashes,
        issuer,
        anchors: this.#source.roots(),
        at: this.#source.wallNow(),
      });
      return this.#keep(certificate, response, verdict);
    } catch (error) {
      if (error instanceof RangeError) return this.#failed(certificate, `ocspResult: ${error.message}`);
      if (error instanceof CallFailure && error.code !== 'not_connected')
        return this.#failed(certificate, error.message);
      throw error;
    }
  }

  /** A response that says revoked is true and is kept: the car shall hear it. One that proves nothing is not. */
  #keep(certificate: Certificate, response: Uint8Array, { status, claimed, findings }: OcspVerdict): boolean {
    if (status !== 'good' && status !== 'revoked')
      return this.#failed(certificate, `${status}: ${findings.map(({ text }) => text).join('; ')}`);
    if (status === 'revoked')
      this.#source.found({
        code: 'secc_certificate_revoked',
        severity: 'warning',
        text: `${certificate.subject}: revoked, says its responder`,
        data: { fingerprint: certificate.fingerprint },
      });
    const fetchedAt = this.#source.wallNow();
    const nextUpdate = claimed?.nextUpdate ?? fetchedAt + day;
    const { fingerprint } = certificate;
    this.#kept.set(fingerprint, { response, nextUpdate, fetchedAt });
    const row = { response, next_update: nextUpdate, fetched_at: fetchedAt };
    void this.#db
      .insertInto('staple')
      .values({ fingerprint, ...row })
      .onConflict((conflict) => conflict.column('fingerprint').doUpdateSet(row))
      .execute();
    return true;
  }

  #failed({ subject, fingerprint }: Certificate, text: string): false {
    this.#source.found({
      code: 'staple_not_renewed',
      severity: 'warning',
      text: `OCSP response for ${subject}: ${text}`,
      spec: 'OCPP 2.0.1 M06',
      data: { fingerprint },
    });
    return false;
  }
}
