/** A station of `cable.test.ts`, in a process of its own: listens on the interface named and tells on each line what happens. @module */
import { toUtf8 } from '@openpnc/core/bytes';
import { chooseLink } from '../src/interfaces.ts';
import { listenV2g } from '../src/v2gListener.ts';
import { echoStation } from './station.ts';

const say = (line: object) => process.stdout.write(`${JSON.stringify(line)}\n`);
const link = chooseLink(process.argv[2]);
let answer = '';
const { host } = echoStation({
  sdp: ({ from }) => {
    say({ sdpFrom: from });
    return toUtf8(answer);
  },
  failed: ({ code }) => say({ failed: code }),
});
const listener = await listenV2g({ link, tls: true, tcp: true, handshake_ms: 2_000, maxConnections: 8 }, host);
answer = JSON.stringify(listener.endpoint);
say({ endpoint: listener.endpoint });
process.stdin.on('end', () => void listener.close());
process.stdin.resume();
