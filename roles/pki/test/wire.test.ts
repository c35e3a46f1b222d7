/** The PKI on a real socket, asked by OpenSSL: an OCSP answer and a CRL that a foreign client takes. @module */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { serveRoutes } from '@openpnc/core/http';
import { realClock } from '@openpnc/node/clock';
import { serveHttp } from '@openpnc/node/http';
import { pkiService } from '@openpnc/pki/service';
import { derToPem, pemBlock } from '@openpnc/x509/certificate';
import { noOpenssl } from '../../../base/x509/test/openssl.ts';
import { portsOf, settingsOf } from './world.ts';

test('OpenSSL asks our responder over HTTP and takes its answers, before and after a revocation', {
  skip: noOpenssl,
}, async () => {
  // The port is needed before the certificates are issued: it stands in them.
  let serve = serveRoutes([]);
  const serving = await serveHttp({ host: '127.0.0.1', port: 0 }, (request, context) => serve(request, context));
  const folder = mkdtempSync(join(tmpdir(), 'openpnc-wire-'));
  try {
    const base = `http://127.0.0.1:${serving.port}`;
    const ports = { ...(await portsOf()), clock: realClock };
    const { pki, routes } = await pkiService(
      ports,
      settingsOf({ ocspUrl: `${base}/ocsp`, crlUrl: `${base}/crl`, isOpen: true }),
    );
    serve = serveRoutes(routes);
    const { chain, root } = pki.contract;
    const [leaf, sub2] = chain as [(typeof chain)[0], (typeof chain)[0]];
    const write = (name: string, text: string) => writeFileSync(join(folder, name), text);
    write('root.pem', derToPem(root.der));
    write('subs.pem', derToPem(...chain.slice(1).map(({ der }) => der)));
    write('sub2.pem', derToPem(sub2.der));
    write('leaf.pem', derToPem(leaf.der));
    const ask = (hash: string) =>
      openssl(folder, [
        'ocsp',
        '-url',
        leaf.ocspUrls[0]!,
        `-${hash}`,
        '-issuer',
        'sub2.pem',
        '-cert',
        'leaf.pem',
        '-CAfile',
        'root.pem',
        '-verify_other',
        'subs.pem',
      ]);
    for (const hash of ['sha1', 'sha256']) {
      const good = await ask(hash);
      assert.match(good, /Response verify OK[\s\S]*leaf.pem: good/, hash);
      assert.doesNotMatch(good, /nonce/i, 'the nonce comes back');
    }
    await pki.revoke(leaf, 'keyCompromise');
    assert.match(await ask('sha256'), /leaf.pem: revoked[\s\S]*keyCompromise/);
    const crl = await fetch(leaf.crlUrls[0]!);
    write('list.pem', pemBlock('X509 CRL', new Uint8Array(await crl.arrayBuffer())));
    const checked = await openssl(folder, [
      'verify',
      '-crl_check',
      '-CAfile',
      'root.pem',
      '-untrusted',
      'subs.pem',
      '-CRLfile',
      'list.pem',
      'leaf.pem',
    ]);
    assert.match(checked, /certificate revoked/);
  } finally {
    await serving.close();
    rmSync(folder, { recursive: true });
  }
});

/** Not synchronous: the responder runs in this process. */
function openssl(cwd: string, args: readonly string[]): Promise<string> {
  return new Promise((resolve) => {
    const child = spawn('openssl', args, { cwd });
    let text = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (text += chunk));
    child.on('close', () => resolve(text));
  });
}
