/** OpenSSL's s_client: a foreign TLS stack and its reading of our chain and staple. @module */
import { join } from 'node:path';
import type { Peer } from './peer.ts';

export const openssl: Peer = {
  name: 'OpenSSL',
  programs: ['openssl'],
  isOverCable: true,
  cases: [
    {
      name: 's_client -status at our station: chain verified, staple good, the suite of ISO 15118-2',
      async run(bench) {
        const lab = await bench.lay('openssl');
        const [, , , station] = await bench.start(lab, 'pki', 'emsp', 'csms', 'station');
        await bench.traced(
          'good answer to GetCertificateStatus',
          (record) =>
            record.type === 'message' &&
            record.party === 'station' &&
            record.message === 'GetCertificateStatus' &&
            record.result === 'Accepted',
        );
        const { address, port } = /V2G TLS \[(?<address>[^\]]+)\]:(?<port>\d+)/.exec(station!.addresses.join('\n'))!
          .groups!;
        const target = `[${address}%${bench.link('car')}]:${port}`;
        const roots = join(lab, 'ev/roots/v2g/v2g-root.pem');
        const said = await bench
          .spawn('car', [
            'openssl',
            's_client',
            ...['-connect', target, '-tls1_2', '-status', '-CAfile', roots, '-verify_return_error'],
          ])
          .ended(20_000);
        const wanted = [
          /Verify return code: 0 \(ok\)/,
          /OCSP Response Status: successful/,
          /Cert Status: good/,
          /ECDHE-ECDSA-AES128-SHA256/,
        ];
        const lacking = wanted.filter((pattern) => !pattern.test(said));
        if (lacking.length > 0) throw new Error(`s_client did not say ${lacking.join(', ')}: ${said.slice(0, 600)}`);
        return 'chain verified, staple successful and good';
      },
    },
  ],
};
