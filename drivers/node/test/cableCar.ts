/** A car of `cable.test.ts`, in a process of its own: SDP, one TLS and one TCP connection, the results as one line. @module */
import { fromUtf8 } from '@openpnc/core/bytes';
import { chooseLink } from '../src/interfaces.ts';
import { v2gDialer } from '../src/v2gDialer.ts';
import { exchange } from './station.ts';

const link = chooseLink(process.argv[2]);
const answers: { text: string; from: string }[] = [];
let requests = 0;
while (answers.length === 0 && requests < 50) {
  requests += 1;
  await v2gDialer({ link }).discover(new TextEncoder().encode('sdp?'), 250, ({ payload, from }) => {
    answers.push({ text: fromUtf8(payload), from });
    return true;
  });
}
const [first] = answers;
const { address, tlsPort, tcpPort } = JSON.parse(first?.text ?? '{}');
const tls = await exchange(tlsPort, { link, address });
const tcp = await exchange(tcpPort, { link, address, isTls: false });
const { peer, local } = tls.stream.info;
process.stdout.write(
  JSON.stringify({
    requests,
    from: first?.from,
    tls: tls.answer,
    tcp: tcp.answer,
    peer,
    local,
    staple: tls.stream.info.tls?.ocspResponse?.length,
  }),
);
for (const { stream } of [tls, tcp]) stream.close();
