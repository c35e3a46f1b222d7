/** The token server of a PKI under test: OAuth 2.0 client credentials. RFC 6749 4.4, OPCP accessToken. @module */
import { CannotAsk, unless } from '../peerCase.ts';
import { type Answer, jsonBody, jsonOf, type Pki, type PkiCase } from './pki.ts';

/** Asks for a token with these fields instead of the good ones. */
async function tokenFor(pki: Pki, changes: Readonly<Record<string, string>> | string = {}): Promise<Answer> {
  const { credentials } = pki.options;
  if (!credentials || 'token' in credentials) throw new CannotAsk('no client: give --client with its secret');
  const { tokenUrl, clientId, clientSecret, audience, body } = credentials;
  const good = {
    grant_type: 'client_credentials',
    client_id: clientId,
    client_secret: clientSecret,
    ...(audience !== undefined && { audience }),
  };
  const isJson = body === 'json';
  const wish =
    typeof changes === 'string'
      ? changes
      : isJson
        ? { ...good, ...changes }
        : new URLSearchParams({ ...good, ...changes }).toString();
  return pki.ask('POST token', {
    method: 'POST',
    url: tokenUrl,
    headers: {
      accept: 'application/json',
      'content-type': isJson ? 'application/json' : 'application/x-www-form-urlencoded',
    },
    body: jsonBody(wish),
  });
}

/** A refusal that is none of the server's own trouble. */
async function isRefused(
  pki: Pki,
  changes: Readonly<Record<string, string>> | string,
  expected: readonly number[],
): Promise<readonly string[]> {
  const answer = await tokenFor(pki, changes);
  const token = (jsonOf(answer) as { readonly access_token?: unknown } | undefined)?.access_token;
  return unless(
    [expected.includes(answer.status), `HTTP ${answer.status}, expected ${expected.join(' or ')}`],
    [token === undefined, 'a token came'],
  );
}

/** Every case. */
export const tokenCases: readonly PkiCase[] = [
  {
    id: 'token-good',
    purpose: 'The client gets a bearer token with its life.',
    clause: 'RFC 6749 4.4.3, 5.1',
    profiles: ['quick', 'full', 'pnc'],
    cause: {
      text: 'Secret, audience or form of the request are others than the server wants.',
      remedy: 'Compare --client, --audience and --token-form with what the operator gave; some want JSON, some a form.',
    },
    async ask(pki) {
      const answer = await tokenFor(pki);
      const { access_token, token_type, expires_in } = (jsonOf(answer) ?? {}) as Readonly<Record<string, unknown>>;
      return unless(
        [answer.status === 200, `HTTP ${answer.status}`],
        [typeof access_token === 'string' && access_token !== '', 'no access_token'],
        [String(token_type).toLowerCase() === 'bearer', `token_type ${String(token_type)}, expected Bearer`],
        [typeof expires_in === 'number' && expires_in > 0, `expires_in ${String(expires_in)}, expected seconds`],
      );
    },
  },
  {
    id: 'token-secret-wrong',
    purpose: 'A wrong secret gets 401 (or 400 invalid_client) and no token.',
    clause: 'RFC 6749 5.2',
    profiles: ['full', 'security'],
    cause: {
      text: 'The server does not compare the secret.',
      remedy: 'Compare it as a whole, in constant time, before anything is issued.',
    },
    ask: (pki) => isRefused(pki, { client_secret: 'bench-no-such-secret' }, [401, 400]),
  },
  {
    id: 'token-grant-unknown',
    purpose: 'Another grant_type is answered 400.',
    clause: 'RFC 6749 5.2',
    profiles: ['full', 'security'],
    cause: {
      text: 'The server looks at the client alone, and not at what it asks for.',
      remedy: 'Take client_credentials alone; answer the rest unsupported_grant_type.',
    },
    ask: (pki) => isRefused(pki, { grant_type: 'password' }, [400]),
  },
  {
    id: 'token-garbage',
    purpose: 'A body that is none is answered 400 (or 401, 415), never a 5xx.',
    clause: 'RFC 6749 5.2',
    profiles: ['full', 'security'],
    cause: { text: 'The parser of the server throws.', remedy: 'Answer invalid_request to what cannot be read.' },
    ask: (pki) => isRefused(pki, '{ this is no token request', [400, 401, 415]),
  },
];
