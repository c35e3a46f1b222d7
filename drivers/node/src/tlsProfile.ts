/** TLS between car and station as `node:tls` takes it, and what a handshake settled. ISO 15118-2:2014 7.7.3. @module */
import { constants } from 'node:crypto';
import type { DetailedPeerCertificate, SecureContextOptions, TLSSocket } from 'node:tls';
import type { TlsIdentity, TlsInfo } from '@openpnc/core/network';

/** TLS 1.2 with the one suite of ISO 15118-2 that OpenSSL has, on secp256r1 with SHA-256. */
export const v2gTls = {
  minVersion: 'TLSv1.2',
  maxVersion: 'TLSv1.2',
  ciphers: 'ECDHE-ECDSA-AES128-SHA256',
  ecdhCurve: 'prime256v1',
} as const satisfies SecureContextOptions;

/** What a station adds: its own order, no tickets, no renegotiation. */
export const v2gServerTls = {
  ...v2gTls,
  honorCipherOrder: true,
  secureOptions: constants.SSL_OP_NO_TICKET | constants.SSL_OP_NO_RENEGOTIATION,
} as const satisfies SecureContextOptions;

/** Certificate chain and key in the form of `node:tls`. */
export function contextOf(identity: TlsIdentity): { readonly cert: string; readonly key: string } {
  return { cert: identity.certificates.map(pemOfDer).join(''), key: identity.keyPem };
}

/** What a finished handshake settled. `more` is what only one side knows. */
export function tlsInfo(socket: TLSSocket, more: Pick<TlsInfo, 'ocspResponse' | 'clientHello'>): TlsInfo {
  return {
    protocol: socket.getProtocol() ?? '',
    cipher: socket.getCipher().standardName,
    peerCertificates: chainOf(socket.getPeerCertificate(true)),
    ...more,
  };
}

/** What the peer presented, leaf first; empty when it presented none. A self-signed certificate is its own issuer: the walk ends there. */
function chainOf(leaf: DetailedPeerCertificate): Uint8Array[] {
  const chain: Uint8Array[] = [];
  const seen = new Set<string>();
  for (
    let next: DetailedPeerCertificate | undefined = leaf;
    next?.raw && !seen.has(next.fingerprint256);
    next = next.issuerCertificate
  ) {
    seen.add(next.fingerprint256);
    chain.push(new Uint8Array(next.raw));
  }
  return chain;
}

/** One PEM block of a DER certificate. */
export function pemOfDer(der: Uint8Array): string {
  const lines =
    Buffer.from(der)
      .toString('base64')
      .match(/.{1,64}/g) ?? [];
  return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`;
}
