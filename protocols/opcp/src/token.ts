/** OAuth 2.0 client credentials as the PKI services use them: the client side keeps a token fresh off the charging path. RFC 6749 4.4, OPCP accessToken. @module */

import { fromUtf8, toUtf8 } from '@openpnc/core/bytes';
import { HttpFailure, type HttpHandler, type HttpResponse } from '@openpnc/core/http';
import type { Millis } from '@openpnc/core/machine';
import type { Clock } from '@openpnc/core/ports';

/** How a client gets its token. */
export interface TokenRequest {
  readonly tokenUrl: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** URL of the ecosystem; not in RFC 6749, but these services want it. */
  readonly audience?: string;
  /** OPCP and MaEVe send JSON, CitrineOS and RFC 6749 a form. */
  readonly body: 'json' | 'form';
  readonly scope?: string;
}

/** Why there is no token. */
export class TokenFailure extends Error {
  readonly code: 'token_refused' | 'token_unreachable' | 'token_answer_malformed';
  /** HTTP status, where there was one. */
  readonly status: number | undefined;

  constructor(
    code: TokenFailure['code'],
    message: string,
    { status, cause }: { readonly status?: number; readonly cause?: unknown } = {},
  ) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = 'TokenFailure';
    this.code = code;
    this.status = status;
  }
}

/** Gives the `Authorization` header of a call. */
export interface TokenSource {
  /** A token that is valid now: at once where one is at hand. @throws TokenFailure */
  token(deadline: Millis): Promise<string>;
  /** The service refused this token (401, 403): the next call fetches another, once for all that report the same. */
  refused(token: string): void;
  /** Fetches when none is at hand or 80 % of its life is over: called ahead of need, by a timer of the owner. */
  refresh(deadline: Millis): Promise<void>;
  /** When {@link TokenSource.refresh} has something to do next. */
  readonly refreshAt: Millis | undefined;
}

/** A source that fetches tokens: one request at a time, ahead of the end of the one at hand, nothing written to disk. */
export function tokenSource(http: HttpHandler, clock: Pick<Clock, 'now'>, request: TokenRequest): TokenSource {
  let current: { readonly token: string; readonly refreshAt: Millis; readonly expires: Millis } | undefined;
  let fetching: Promise<string> | undefined;

  const fetched = (deadline: Millis): Promise<string> => {
    fetching ??= fetchToken(http, clock, request, deadline)
      .then((fresh) => {
        current = fresh;
        return fresh.token;
      })
      .finally(() => {
        fetching = undefined;
      });
    return fetching;
  };

  return {
    async token(deadline) {
      if (current && clock.now() < current.expires) return current.token;
      return fetched(deadline);
    },
    refused(token) {
      if (current?.token === token) current = undefined;
    },
    async refresh(deadline) {
      if (current && clock.now() < current.refreshAt) return;
      await fetched(deadline);
    },
    get refreshAt() {
      return current?.refreshAt;
    },
  };
}

/** A source of one fixed token. */
export function fixedToken(token: string): TokenSource {
  return { token: async () => token, refused: () => {}, refresh: async () => {}, refreshAt: undefined };
}

async function fetchToken(
  http: HttpHandler,
  clock: Pick<Clock, 'now'>,
  { tokenUrl, clientId, clientSecret, audience, body, scope }: TokenRequest,
  deadline: Millis,
): Promise<{ readonly token: string; readonly refreshAt: Millis; readonly expires: Millis }> {
  const fields = {
    grant_type: 'client_credentials',
    client_id: clientId,
    client_secret: clientSecret,
    ...(audience !== undefined && { audience }),
    ...(scope !== undefined && { scope }),
  };
  let response: HttpResponse;
  const asked = clock.now();
  try {
    response = await http(
      {
        method: 'POST',
        url: tokenUrl,
        headers: {
          accept: 'application/json',
          'content-type': body === 'json' ? 'application/json' : 'application/x-www-form-urlencoded',
        },
        body: toUtf8(body === 'json' ? JSON.stringify(fields) : new URLSearchParams(fields).toString()),
      },
      { deadline },
    );
  } catch (cause) {
    if (!(cause instanceof HttpFailure)) throw cause;
    throw new TokenFailure('token_unreachable', `token from ${tokenUrl}: ${cause.message}`, { cause });
  }
  const { status } = response;
  const answer = jsonOf(response);
  if (status !== 200) {
    const why =
      typeof answer?.error === 'string' ? `: ${answer.error} ${String(answer.error_description ?? '')}`.trimEnd() : '';
    throw new TokenFailure('token_refused', `token from ${tokenUrl}: HTTP ${status}${why}`, { status });
  }
  const { access_token, expires_in = 3600 } = answer ?? {};
  if (typeof access_token !== 'string' || access_token === '' || typeof expires_in !== 'number' || !(expires_in > 0))
    throw new TokenFailure(
      'token_answer_malformed',
      `token from ${tokenUrl}: no access_token with expires_in in the answer`,
      { status },
    );
  // Counted from the question: the answer may have been on its way.
  return { token: access_token, refreshAt: asked + expires_in * 800, expires: asked + expires_in * 980 };
}

function jsonOf({ body }: HttpResponse): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(fromUtf8(body ?? new Uint8Array()));
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}
