/**
 * Asks OCSP responders and keeps what they proved until it ends. Addresses come from certificates that strangers present,
 * so each call is guarded. RFC 6960, RFC 5019 4, OCPP 2.0.1 C07.FR.05, M06; decisions 9 of docs/choices.md.
 *
 * @module
 */

import { BoundedMap } from '@openpnc/core/boundedMap';
import { fromBase64, toBase64 } from '@openpnc/core/bytes';
import { DeadlineExceeded, within } from '@openpnc/core/deadline';
import { type AddressPolicy, HttpFailure, type HttpResponse } from '@openpnc/core/http';
import type { Millis } from '@openpnc/core/machine';
import type { Certificate } from '@openpnc/x509/certificate';
import { type CertificateHashes, hashesKey } from '@openpnc/x509/hashData';
import { encodeOcspRequest, type OcspCode, type OcspVerdict, verifyOcspResponse } from '@openpnc/x509/ocsp';
import type { CertificateStore } from './certificates.ts';
import type { CsmsPorts } from './ports.ts';
import type { CsmsSettings } from './settings.ts';

/** A certificate by its hashes and where its status is told: OCSPRequestDataType of OCPP. */
export interface OcspQuestion extends CertificateHashes {
  readonly responderURL: string;
}

/** What is known of a certificate's status. Only `good` is good. */
export interface OcspResult {
  /**
   * `good`, `revoked`, `unknown`: proved. `unverifiable`: answered, and nothing at hand proves the answer. `invalid`: the
   * answer breaks a rule. `unreachable`: no answer.
   */
  readonly status: 'good' | 'revoked' | 'unknown' | 'unverifiable' | 'invalid' | 'unreachable';
  /** Why it is not good: a code of diagnosis and a sentence. */
  readonly problem?: { readonly code: string; readonly text: string };
  /** DER of the OCSPResponse, where one came. */
  readonly response?: Uint8Array;
  /** Until when this result may be used again. */
  readonly validUntil: Millis;
  /** When whoever hands it on asks for a newer one, so that it does not end in the hands of its receiver. */
  readonly renewAt?: Millis;
  /** It was at hand, nobody was asked. */
  readonly isCached: boolean;
  /** The CA of the certificate, proved, where an answer led to it. */
  readonly issuer?: Certificate | undefined;
}

/** Whom the question is for and how long it may take. */
interface OcspOptions {
  readonly deadline: Millis;
  readonly traceId?: string | undefined;
  /** Certificates of the same chain: the issuer is looked for among them too. */
  readonly candidates?: readonly Certificate[];
  /** The answer is handed on, to be used for long: one in the last quarter of its life is renewed if that can be done. */
  readonly isHandedOn?: boolean;
}

/** One client for all stations: equal questions in flight are one call. */
export class OcspClient {
  readonly #ports: CsmsPorts;
  readonly #settings: CsmsSettings['ocsp'];
  readonly #name: string;
  readonly #certificates: CertificateStore;
  readonly #known: BoundedMap<string, OcspResult>;
  readonly #flights = new Map<string, Promise<OcspResult>>();

  constructor(settings: CsmsSettings, ports: CsmsPorts, certificates: CertificateStore) {
    this.#ports = ports;
    this.#settings = settings.ocsp;
    this.#name = settings.name;
    this.#certificates = certificates;
    this.#known = new BoundedMap(settings.ocsp.cached);
    certificates.onChange(() => this.#known.clear());
  }

  /** What is at hand, without asking anybody. `key`: the {@link hashesKey} of the question, where it is at hand. */
  cached(question: OcspQuestion, key: string = hashesKey(question)): OcspResult | undefined {
    const known = this.#known.get(key);
    return known && this.#ports.clock.now() < known.validUntil ? { ...known, isCached: true } : undefined;
  }

  /** The status of one certificate, by the deadline at the latest. Never rejects on what a responder or the network does. */
  async status(question: OcspQuestion, options: OcspOptions): Promise<OcspResult> {
    const key = hashesKey(question);
    const cached = this.cached(question, key);
    if (cached && !this.#isDue(cached, options)) return cached;
    let flight = this.#flights.get(key);
    if (!flight) {
      flight = this.#find(key, question, options).finally(() => this.#flights.delete(key));
      this.#flights.set(key, flight);
    }
    try {
      return await within(this.#ports.clock, options.deadline, 'OCSP', () => flight);
    } catch (error) {
      if (!(error instanceof DeadlineExceeded)) throw error;
      return unreachable(
        options.deadline,
        `${question.responderURL}: no OCSP answer within the time for this decision`,
      );
    }
  }

  async #find(key: string, question: OcspQuestion, options: OcspOptions): Promise<OcspResult> {
    const response = await this.#stored(key);
    // A kept answer is judged anew: a root that proved it may be gone since.
    const stored = response && this.#judge(question, options, response);
    const before = stored && isProved(stored) && this.#ports.clock.now() < stored.validUntil ? stored : undefined;
    if (before && !this.#isDue(before, options)) {
      this.#known.set(key, before);
      return { ...before, isCached: true };
    }
    const fresh = await this.#ask(question, options);
    const isNoNewer = fresh.status === before?.status && fresh.validUntil <= before.validUntil;
    if (before && (isNoNewer || isSilent(fresh))) {
      // The responder is asked again in half of what is left, and not at each question until then.
      const now = this.#ports.clock.now();
      const again = { ...before, renewAt: now + Math.max(this.#settings.retry_ms, (before.validUntil - now) / 2) };
      this.#known.set(key, again);
      return { ...again, isCached: true };
    }
    if (isProved(fresh)) await this.#keep(key, fresh);
    else if (response && isSilent(fresh)) {
      const late = this.#judge(question, options, response, this.#settings.grace_ms);
      if (late.status === 'good') {
        const again = { ...late, validUntil: fresh.validUntil, isCached: true };
        this.#known.set(key, again);
        return again;
      }
    }
    this.#known.set(key, fresh);
    return fresh;
  }

  async #ask(question: OcspQuestion, options: OcspOptions): Promise<OcspResult> {
    const { clock, http, trace } = this.#ports;
    const started = clock.now();
    const result = await this.#exchange(question, options, http, started);
    trace({
      type: 'message',
      party: 'csms',
      at: started,
      ...(options.traceId !== undefined && { traceId: options.traceId }),
      from: this.#name,
      to: 'ocsp',
      protocol: 'ocsp',
      message: 'OCSPRequest',
      result: result.problem ? `${result.status}: ${result.problem.code}` : result.status,
      took_ms: clock.now() - started,
      payload: question,
    });
    return result;
  }

  async #exchange(
    question: OcspQuestion,
    options: OcspOptions,
    http: CsmsPorts['http'],
    started: Millis,
  ): Promise<OcspResult> {
    const deadline = started + this.#settings.timeout_ms;
    const retryAt = () => this.#ports.clock.now() + this.#settings.retry_ms;
    const { responderURL } = question;
    // The schema of OCPP takes any text for them.
    const wrong = (['issuerNameHash', 'issuerKeyHash', 'serialNumber'] as const).find(
      (name) => !(name === 'serialNumber' ? /^[0-9a-f]+$/i : /^([0-9a-f]{2})+$/i).test(question[name]),
    );
    if (wrong) return unreachable(retryAt(), `OCSP: ${wrong} '${question[wrong]}': not hex`, 'ocsp_no_status');
    if (!URL.canParse(responderURL)) return unreachable(retryAt(), `OCSP responder '${responderURL}': not a URL`);
    let response: HttpResponse;
    try {
      response = await within(this.#ports.clock, deadline, 'OCSP', (signal) =>
        http(
          {
            method: 'POST',
            url: responderURL,
            headers: { 'content-type': 'application/ocsp-request', accept: 'application/ocsp-response' },
            body: encodeOcspRequest(question),
          },
          { deadline, signal, guard: this.#guard },
        ),
      );
    } catch (error) {
      if (error instanceof DeadlineExceeded)
        return unreachable(retryAt(), `${responderURL}: no OCSP answer in ${this.#settings.timeout_ms} ms`);
      if (!(error instanceof HttpFailure)) throw error;
      return unreachable(
        retryAt(),
        `${responderURL}: ${error.message}`,
        error.code === 'refused_by_policy' ? 'ocsp_refused_by_policy' : 'ocsp_unreachable',
      );
    }
    if (response.status !== 200 || !response.body)
      return unreachable(retryAt(), `${responderURL}: HTTP ${response.status}, expected 200 with an OCSP response`);
    return this.#judge(question, options, response.body);
  }

  #judge(question: OcspQuestion, { candidates = [] }: OcspOptions, response: Uint8Array, grace_ms = 0): OcspResult {
    const now = this.#ports.clock.now();
    const { skew_ms, maxAge_ms, retry_ms } = this.#settings;
    const verdict = verifyOcspResponse({
      response,
      hashes: question,
      candidates: [...candidates, ...this.#certificates.subCas()],
      anchors: this.#certificates.roots('v2g', 'mo'),
      at: now,
      skew_ms,
      maxAge_ms,
      grace_ms,
      memory: this.#certificates.memory,
    });
    const { status, claimed, issuer } = verdict;
    const result = { status, response, isCached: false, issuer };
    if (status !== 'good' && status !== 'revoked')
      return { ...result, problem: problemOf(question, verdict), validUntil: now + retry_ms };
    const validUntil = claimed?.nextUpdate ?? now + Math.min(maxAge_ms, UNDATED_MS);
    const renewAt = claimed?.nextUpdate && claimed.thisUpdate + (3 * (claimed.nextUpdate - claimed.thisUpdate)) / 4;
    return {
      ...result,
      validUntil,
      ...(renewAt && { renewAt }),
      ...(status === 'revoked' && { problem: problemOf(question, verdict) }),
    };
  }

  #isDue({ renewAt }: OcspResult, { isHandedOn = false }: OcspOptions): boolean {
    return isHandedOn && renewAt !== undefined && this.#ports.clock.now() >= renewAt;
  }

  async #stored(key: string): Promise<Uint8Array | undefined> {
    const row = await this.#ports.db
      .selectFrom('ocsp_answer')
      .select('response')
      .where('hashes', '=', key)
      .executeTakeFirst();
    return row && fromBase64(row.response);
  }

  async #keep(key: string, { status, response, validUntil, issuer }: OcspResult): Promise<void> {
    if (issuer) await this.#certificates.addSubCa(issuer, 'ocsp');
    const values = {
      response: toBase64(response!),
      status,
      valid_until: Math.floor(validUntil),
      fetched_at: Math.floor(this.#ports.clock.now()),
    };
    await this.#ports.db
      .insertInto('ocsp_answer')
      .values({ hashes: key, ...values })
      .onConflict((conflict) => conflict.column('hashes').doUpdateSet(values))
      .execute();
  }

  get #guard(): AddressPolicy {
    const { schemes, allow, redirects, maxBytes } = this.#settings;
    return { schemes, allow, redirects, maxBytes };
  }
}

function isProved({ status }: OcspResult): boolean {
  return status === 'good' || status === 'revoked';
}

/** It says nothing new of the certificate: what was proved before stands while it is valid. */
function isSilent({ status, problem }: OcspResult): boolean {
  return status === 'unreachable' || problem?.code === 'ocsp_stale_answer';
}

function unreachable(validUntil: Millis, text: string, code = 'ocsp_unreachable'): OcspResult {
  return { status: 'unreachable', problem: { code, text }, validUntil, isCached: false };
}

function problemOf(question: OcspQuestion, { status, claimed, findings }: OcspVerdict): { code: string; text: string } {
  const where = `${question.responderURL} about serial number ${question.serialNumber}`;
  if (status === 'revoked') {
    const at = claimed?.status === 'revoked' ? ` since ${new Date(claimed.at).toISOString()}` : '';
    const reason = claimed?.status === 'revoked' && claimed.reason ? ` (${claimed.reason})` : '';
    return { code: REVOKED, text: `${where}: revoked${at}${reason}` };
  }
  if (status === 'unknown') return { code: 'ocsp_unknown', text: `${where}: status unknown` };
  const refusal = findings.find(({ severity }) => severity === 'refusal')!;
  return { code: CODES[refusal.code] ?? 'ocsp_no_status', text: `${where}: ${refusal.text}` };
}

/** Of a certificate that a verified answer calls revoked; the caller says which kind of certificate it is. */
const REVOKED = 'certificate_revoked';

/** From what `x509` found to the code that `diagnosis` knows; the rest is `ocsp_no_status`. */
const CODES: Readonly<Partial<Record<OcspCode, string>>> = {
  ocsp_issuer_unknown: 'ocsp_unverifiable',
  ocsp_issuer_untrusted: 'ocsp_unverifiable',
  ocsp_signer_unknown: 'ocsp_wrong_signer',
  ocsp_signer_not_authorized: 'ocsp_wrong_signer',
  ocsp_signer_expired: 'ocsp_wrong_signer',
  ocsp_signature_invalid: 'ocsp_signature_invalid',
  ocsp_signature_algorithm_not_allowed: 'ocsp_signature_invalid',
  ocsp_not_yet_valid: 'ocsp_stale_answer',
  ocsp_stale: 'ocsp_stale_answer',
};

/** How long an answer without nextUpdate is used again: newer information may be there at any time. */
const UNDATED_MS = 60_000;
