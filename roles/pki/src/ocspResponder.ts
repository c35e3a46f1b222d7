/** The OCSP responder of the PKI: POST and GET, every CertID hash, a delegate per CA, answers kept until they age. RFC 6960, A.1. @module */

import { BoundedMap } from '@openpnc/core/boundedMap';
import { fromBase64 } from '@openpnc/core/bytes';
import { ProtocolError } from '@openpnc/core/errors';
import type { HttpContext, HttpResponse, Route, RoutedRequest } from '@openpnc/core/http';
import type { Millis } from '@openpnc/core/machine';
import { noTrace, type Trace } from '@openpnc/core/trace';
import { type CertificateHashes, type HashAlgorithm, hashesKey, keyHash, nameHash } from '@openpnc/x509/hashData';
import { buildOcspResponse, type OcspAnswer, ocspRefusal, parseOcspRequest } from '@openpnc/x509/ocsp';
import { type Authority, ensure, type Identity, type Order, type PkiPorts } from './authority.ts';
import type { PkiSettings } from './settings.ts';
import { statusOf } from './store/certificates.ts';

/** What the responder stands on. */
export interface OcspResponderOptions {
  readonly ports: PkiPorts;
  readonly settings: PkiSettings;
  /** The CAs that it answers for. */
  readonly authorities: readonly Authority[];
  /** Fingerprints of certificates that it is to know nothing of: a broken profile. */
  readonly ocspUnknown?: ReadonlySet<string>;
  readonly trace?: Trace;
}

/** Routes under the path of `settings.ocspUrl`: POST with the DER as body, GET with its base64 as the last part of the path. */
export function ocspRoutes({
  ports,
  settings,
  authorities,
  ocspUnknown = new Set(),
  trace = noTrace,
}: OcspResponderOptions): readonly Route[] {
  const path = new URL(settings.ocspUrl).pathname.replace(/\/$/, '');
  const byHashes = new Map<string, Authority>();
  for (const authority of authorities)
    for (const hashAlgorithm of ['SHA1', 'SHA256', 'SHA384', 'SHA512'] as const)
      byHashes.set(issuerKey(authority, hashAlgorithm), authority);
  const delegates = new Map<string, Promise<Identity>>();
  /** Signed answers by certificate, kept for half of their validity. */
  const produced = new BoundedMap<
    string,
    {
      readonly response: Uint8Array;
      readonly status: OcspAnswer['status'];
      readonly from: Millis;
      readonly until: Millis;
    }
  >(MAX_PRODUCED);

  return [
    {
      method: 'POST',
      path: path || '/',
      handler: (request, context) => answer(request.body ?? new Uint8Array(), request, context),
    },
    {
      method: 'GET',
      path: `${path}/*`,
      handler: (request, context) => answer(bodyOfGet(request.url, path), request, context),
    },
  ];

  async function answer(
    body: Uint8Array | undefined,
    { method }: RoutedRequest,
    { peer }: HttpContext,
  ): Promise<HttpResponse> {
    const started = ports.clock.now();
    const { dangerOcspDelay_ms: delay_ms, dangerOcspFault: fault } = settings;
    if (delay_ms > 0) await ports.clock.sleep(delay_ms);
    if (fault === 'httpError') return traced('500', { status: 500, headers: {} });
    if (fault === 'tryLater') return traced('tryLater', refusal('tryLater'));
    try {
      const request = body && parseOcspRequest(body);
      if (!request) return traced('malformedRequest', refusal('malformedRequest'));
      const authority = byHashes.get(keyOf(request.certIds[0]!));
      // One signature answers for one CA; a CA that is not ours can't be answered for.
      if (!authority || request.certIds.some((certId) => byHashes.get(keyOf(certId)) !== authority))
        return traced('unauthorized', refusal('unauthorized'));
      const answers = await Promise.all(request.certIds.map((certId) => answerOf(authority, certId)));
      const response = await responseOf(authority, answers, request.nonce);
      const age = request.nonce === undefined && fault === 'none' ? Math.floor(settings.ocspValidity_s / 2) : 0;
      return traced(answers.map(({ status }) => status).join(', '), {
        status: 200,
        headers: {
          'content-type': 'application/ocsp-response',
          // Only a GET can be cached on the way: RFC 5019 6.
          'cache-control':
            method === 'GET' && age > 0 ? `max-age=${age}, public, no-transform, must-revalidate` : 'no-store',
        },
        body: response,
      });
    } catch (error) {
      if (!(error instanceof ProtocolError)) throw error;
      return traced('malformedRequest', refusal('malformedRequest'));
    }

    function traced(result: string, response: HttpResponse): HttpResponse {
      const at = ports.clock.now();
      trace({
        type: 'message',
        at,
        party: 'pki',
        from: peer ?? 'client',
        to: 'pki',
        protocol: 'ocsp',
        message: 'OCSPRequest',
        result,
        took_ms: at - started,
      });
      return response;
    }
  }

  async function answerOf(authority: Authority, hashes: CertificateHashes): Promise<OcspAnswer> {
    const now = ports.clock.now();
    const validity_ms = settings.ocspValidity_s * 1000;
    const isStale = settings.dangerOcspFault === 'stale';
    const thisUpdate: Millis = isStale ? now - 3 * validity_ms : now;
    const { fingerprint, ...known } = await statusOf(ports.database, authority.certificate, hashes.serialNumber);
    const isUnknown =
      settings.dangerOcspFault === 'unknown' || (fingerprint !== undefined && ocspUnknown.has(fingerprint));
    const status = isUnknown ? ({ status: 'unknown' } as const) : known;
    const about = settings.dangerOcspFault === 'otherCertificate' ? { ...hashes, serialNumber: OTHER_SERIAL } : hashes;
    return { ...status, hashes: about, thisUpdate, nextUpdate: thisUpdate + validity_ms };
  }

  /** An answer that was signed before and is still what the store says, or a new one. A nonce is signed each time. */
  async function responseOf(
    authority: Authority,
    answers: readonly OcspAnswer[],
    nonce: Uint8Array | undefined,
  ): Promise<Uint8Array> {
    const [answer, ...others] = answers;
    if (nonce || others.length > 0 || settings.dangerOcspFault !== 'none' || !answer)
      return signed(authority, answers, nonce);
    const key = hashesKey(answer.hashes);
    const before = produced.get(key);
    const now = ports.clock.now();
    if (before && before.status === answer.status && now >= before.from && now < before.until) return before.response;
    const response = await signed(authority, answers, nonce);
    produced.set(key, { response, status: answer.status, from: now, until: now + settings.ocspValidity_s * 500 });
    return response;
  }

  async function signed(
    authority: Authority,
    answers: readonly OcspAnswer[],
    nonce: Uint8Array | undefined,
  ): Promise<Uint8Array> {
    const delegate = await signerOf(authority);
    return buildOcspResponse({
      answers,
      responder: delegate.certificate,
      signer: delegate.key,
      producedAt: ports.clock.now(),
      nonce,
      // With the chain a client that has nothing but hash data finds the issuer: decision 9 of docs/choices.md.
      certificates: [delegate.certificate, ...authority.chain.filter((ca) => !ca.isSelfIssued)],
    });
  }

  /** Who signs for a CA: its delegate, or one who may not. */
  async function signerOf(authority: Authority): Promise<Pick<Identity, 'certificate' | 'key'>> {
    const { dangerOcspFault: fault } = settings;
    const another = () => authorities.find((other) => other !== authority)!;
    switch (fault) {
      case 'wrongSigner':
        return delegateOf(another());
      case 'wrongKey':
        return { ...(await delegateOf(authority)), key: another().key };
      case 'notDelegated':
        return makeDelegate(authority, {
          prefix: 'ocsp-not-delegated',
          danger: { change: ({ eku: _, ...plan }) => plan },
        });
      case 'expiredSigner': {
        const now = ports.clock.now();
        return makeDelegate(authority, {
          prefix: 'ocsp-expired',
          from: now - 30 * DAY,
          until: now - DAY,
          danger: {},
        });
      }
      default:
        return delegateOf(authority);
    }
  }

  /** The CA's OCSP signer: made at its first answer and renewed ahead of its end. */
  async function delegateOf(authority: Authority): Promise<Identity> {
    const making = delegates.get(authority.name) ?? renewed(authority);
    const delegate = await making;
    if (delegate.certificate.notAfter - ports.clock.now() > DELEGATE_RENEWED_BEFORE) return delegate;
    // Of several that find it old one renews it, the others take what that one makes.
    return delegates.get(authority.name) === making ? renewed(authority) : delegateOf(authority);
  }

  function renewed(authority: Authority): Promise<Identity> {
    const making = makeDelegate(authority);
    delegates.set(authority.name, making);
    making.catch(() => delegates.delete(authority.name));
    return making;
  }

  async function makeDelegate(
    authority: Authority,
    { prefix = 'ocsp', ...wish }: Pick<Order, 'from' | 'until' | 'danger'> & { readonly prefix?: string } = {},
  ): Promise<Identity> {
    const name = `${prefix}-${authority.name}`;
    const made = await ensure(ports, settings, authority, {
      name,
      profile: 'ocspSigner',
      subject: [
        ['O', settings.organization],
        ['CN', `OCSP ${authority.certificate.subject.commonName ?? authority.name}`],
      ],
      // A CA of another curve is broken on purpose, and what it signs with it.
      ...(authority.key.algorithm !== 'ES256' && { danger: {} }),
      ...wish,
    });
    return { name, ...made, chain: [made.certificate], root: authority.chain.at(-1)! };
  }
}

/** The request of a GET: the rest of the path is its base64, percent-encoded or not. RFC 6960 A.1 */
function bodyOfGet(url: string, path: string): Uint8Array | undefined {
  // From the URL and not from the parts of the path: base64 may hold `//`.
  const text = url.slice(url.indexOf(`${path}/`) + path.length + 1).split('?')[0]!;
  try {
    return fromBase64(decodeURIComponent(text));
  } catch {
    return undefined;
  }
}

function refusal(why: Parameters<typeof ocspRefusal>[0]): HttpResponse {
  return {
    status: 200,
    headers: { 'content-type': 'application/ocsp-response', 'cache-control': 'no-store' },
    body: ocspRefusal(why),
  };
}

function issuerKey({ certificate }: Authority, hashAlgorithm: HashAlgorithm): string {
  return keyOf({
    hashAlgorithm,
    issuerNameHash: nameHash(certificate, hashAlgorithm),
    issuerKeyHash: keyHash(certificate, hashAlgorithm),
    serialNumber: '0',
  });
}

function keyOf(hashes: CertificateHashes): string {
  return hashesKey({ ...hashes, serialNumber: '0' });
}

/** Of a certificate that nobody asks about. */
const OTHER_SERIAL = '7fffffffffffffff';
const DAY: Millis = 86_400_000;

/** Earlier than the validity at which `ensure` renews: a tenth of 90 days. */
const DELEGATE_RENEWED_BEFORE = 8 * 86_400_000;

const MAX_PRODUCED = 10_000;
