/** A PKI under test as its cases see it: what of it is known, credentials, and calls that are noted. @module */
import { toUtf8 } from '@openpnc/core/bytes';
import type { HttpHandler, HttpRequest } from '@openpnc/core/http';
import type { StoredKey } from '@openpnc/core/ports';
import type { MessageRecord } from '@openpnc/core/trace';
import { realClock } from '@openpnc/node/clock';
import type { EstCa } from '@openpnc/opcp/backend';
import type { EstSpelling } from '@openpnc/opcp/est';
import { fixedToken, TokenFailure, type TokenRequest, type TokenSource, tokenSource } from '@openpnc/opcp/token';
import type { Certificate } from '@openpnc/x509/certificate';
import { CannotAsk, type Note, type PeerCase } from '../peerCase.ts';

/** What is asked about. What is absent is not asked: its cases are not run. */
export interface PkiRunOptions {
  /** A chain that is good, leaf first with its root. */
  readonly path?: readonly Certificate[];
  /** The same with a revoked leaf. */
  readonly revoked?: readonly Certificate[];
  /** Address of the OCSP responder; by default that of the first certificate. */
  readonly ocspUrl?: string;
  /** Address of the CRL of the leaf's issuer; by default that of the certificate. */
  readonly crlUrl?: string;
  /** EST. `CN`: of the certification requests; the branch has to allow it. */
  readonly est?: {
    readonly url: string;
    readonly spelling: EstSpelling;
    readonly ca: EstCa;
    readonly CN: string;
  };
  /** Root, provisioning and contract pool. */
  readonly pools?: { readonly url: string; readonly dialect: 'opcp' | 'opnc' };
  /** A bearer token, or where one comes from. */
  readonly credentials?: { readonly token: string } | TokenRequest;
  /** A token that was good once. */
  readonly expiredToken?: string;
  /** A car whose contract is in the contract pool. */
  readonly car?: {
    readonly provisioning: readonly Certificate[];
    readonly key: StoredKey;
    readonly roots: readonly Certificate[];
  };
  /** A car that the provisioning pool knows. */
  readonly pcid?: string;
  /** A contract that the contract pool knows. */
  readonly eMAID?: string;
}

/** The PKI. */
export interface Pki {
  readonly options: PkiRunOptions;
  /** Makes one call of 10 s at most and notes it. @throws HttpFailure */
  ask(message: string, request: HttpRequest, protocol?: MessageRecord['protocol']): Promise<Answer>;
  /** The same as a door for clients of ours. */
  readonly http: HttpHandler;
  /** The header of a caller with good credentials. @throws CannotAsk without credentials, or when no token comes for them */
  authorization(): Promise<Readonly<Record<string, string>>>;
}

/** What came back. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
  readonly took_ms: number;
}

/** A case; what its failure mostly comes from and what helps. */
export type PkiCase = PeerCase<Pki> & { readonly cause: NonNullable<PeerCase<Pki>['cause']> };

/** Makes it. @param tokens shared by all cases: a token server may count */
export function pkiOf(options: PkiRunOptions, call: HttpHandler, tokens: TokenSource | undefined, note: Note): Pki {
  const ask: Pki['ask'] = async (message, request, protocol = 'http') => {
    const began = realClock.now();
    const { status, headers, body = new Uint8Array(0) } = await call(request, { deadline: began + ANSWER_MS });
    note({ began, from: 'csms', to: 'pki', protocol, message, result: `HTTP ${status}` });
    return { status, headers, body, took_ms: realClock.now() - began };
  };
  const http: HttpHandler = (request) => ask(`${request.method} ${new URL(request.url).pathname}`, request);
  return {
    options,
    ask,
    http,
    async authorization() {
      if (!tokens) throw new CannotAsk('no credentials: give --token, or --client with its secret');
      try {
        return { authorization: `Bearer ${await tokens.token(realClock.now() + ANSWER_MS)}` };
      } catch (error) {
        if (error instanceof TokenFailure) throw new CannotAsk(`no token: ${error.message}`);
        throw error;
      }
    },
  };
}

/** Where good tokens come from. */
export function tokensOf({ credentials }: PkiRunOptions, call: HttpHandler): TokenSource | undefined {
  return (
    credentials && ('token' in credentials ? fixedToken(credentials.token) : tokenSource(call, realClock, credentials))
  );
}

/** The credentials of a call that must be refused. @throws CannotAsk without an expired token */
export function badCredentials(
  kind: BadCredentials,
  { expiredToken }: PkiRunOptions,
): Readonly<Record<string, string>> {
  if (kind === 'none') return {};
  if (kind === 'wrong') return { authorization: 'Bearer bench.no-such.token' };
  if (expiredToken === undefined) throw new CannotAsk('no token that was good once: give --expired-token');
  return { authorization: `Bearer ${expiredToken}` };
}

export type BadCredentials = 'none' | 'wrong' | 'expired';

/** What such credentials are, for a sentence. */
export const badCredentials_text: Readonly<Record<BadCredentials, string>> = {
  none: 'without credentials',
  wrong: 'with a token that nobody issued',
  expired: 'with a token that has expired',
};

/** @throws CannotAsk when these credentials are good and have no right to the call */
export function permitted(answer: Answer): Answer {
  if (answer.status === 403)
    throw new CannotAsk('HTTP 403: the role of these credentials may not do this; run it with those of one that may');
  return answer;
}

/** The JSON of an answer; undefined where it is none. */
export function jsonOf({ body }: Pick<Answer, 'body'>): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
  } catch {
    return undefined;
  }
}

/** A JSON body, or text that is sent as if it were one. */
export function jsonBody(body: unknown): Uint8Array {
  return toUtf8(typeof body === 'string' ? body : JSON.stringify(body));
}

const ANSWER_MS = 10_000;
