/** Compression of WebSocket messages, over sockets: within bounds, and never forced. RFC 7692. @module */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { type TestContext, test } from 'node:test';
import type { Compression } from '@openpnc/core/ports';
import WebSocket from 'ws';
import { acceptedOffer } from '../src/compression.ts';
import { type ChannelServerOptions, channelDialer, serveChannels } from '../src/webSocket.ts';

/** Echoes every text. */
async function echo(
  t: TestContext,
  compression: Compression | undefined,
  options: Partial<ChannelServerOptions> = {},
): Promise<string> {
  const serving = await serveChannels(
    { host: '127.0.0.1', port: 0, maxPayload: 100_000, handshake_ms: 2_000, ...options },
    () => ({
      accept: true,
      protocol: 'ocpp2.0.1',
      ...(compression && { compression }),
      open: (channel) => ({ text: (text) => channel.send(text), closed: () => {} }),
    }),
  );
  t.after(() => serving.close());
  return serving.url;
}

interface Answer {
  readonly text: string;
  /** Bytes of the answer on the wire, frames and all. */
  readonly bytes: number;
  readonly extensions: string;
  readonly socket: WebSocket;
}

async function ask(
  url: string,
  text: string,
  perMessageDeflate: WebSocket.ClientOptions['perMessageDeflate'],
): Promise<Answer> {
  const socket = new WebSocket(url, ['ocpp2.0.1'], { perMessageDeflate });
  let stream: { readonly bytesRead: number } | undefined;
  socket.once('upgrade', (response) => {
    stream = response.socket;
  });
  await once(socket, 'open');
  const before = stream!.bytesRead;
  socket.send(text);
  const [data] = (await once(socket, 'message')) as [Buffer];
  return { text: data.toString(), bytes: stream!.bytesRead - before, extensions: socket.extensions, socket };
}

const LONG = JSON.stringify([3, 'id', { text: 'certificate '.repeat(500) }]);
const bounds = { threshold_bytes: 1_024, window_bits: 10 };

test('a client that asks for compression gets it for long messages, one that does not gets the same text as it is', async (t) => {
  const url = await echo(t, bounds);
  const asking = await ask(url, LONG, true);
  const plain = await ask(url, LONG, false);
  assert.equal(asking.text, LONG);
  assert.equal(plain.text, LONG);
  assert.equal(plain.extensions, '');
  assert.equal(asking.extensions, 'permessage-deflate');
  assert.ok(plain.bytes >= LONG.length && asking.bytes < LONG.length / 10, `${asking.bytes} and ${plain.bytes} bytes`);
  for (const { socket } of [asking, plain]) socket.terminate();
});

test('messages below the threshold go out as they are', async (t) => {
  const url = await echo(t, bounds);
  const text = 'a'.repeat(1_000);
  const { bytes, socket } = await ask(url, text, { threshold: 0 });
  assert.ok(bytes >= text.length, `${bytes} bytes`);
  socket.terminate();
});

test('nothing is compressed where it is not offered, and for those beyond the number that may', async (t) => {
  const none = await ask(await echo(t, undefined), LONG, true);
  assert.equal(none.extensions, '');
  const url = await echo(t, bounds, { maxCompressed: 1 });
  const first = await ask(url, LONG, true);
  const second = await ask(url, LONG, true);
  assert.deepEqual([first.extensions, second.extensions], ['permessage-deflate', '']);
  first.socket.terminate();
  await once(first.socket, 'close');
  second.socket.terminate();
  none.socket.terminate();
});

test('a small frame that grows beyond the limit is refused like a long one', async (t) => {
  const url = await echo(t, bounds);
  const socket = new WebSocket(url, ['ocpp2.0.1'], { perMessageDeflate: { threshold: 0 } });
  await once(socket, 'open');
  socket.send('a'.repeat(200_000));
  const [code] = (await once(socket, 'close')) as [number];
  assert.equal(code, 1009);
});

test('our own client asks for it when told to', async (t) => {
  const url = await echo(t, bounds);
  const got = Promise.withResolvers<string>();
  const { channel } = await channelDialer({ compressAbove: 100 })(
    { url, protocols: ['ocpp2.0.1'], headers: {}, deadline: Date.now() + 5_000 },
    () => ({ text: got.resolve, closed: () => {} }),
  );
  channel.send(LONG);
  assert.equal(await got.promise, LONG);
  channel.close();
});

test('an offer is answered with the smaller window; one that cannot be met, or is malformed, is passed over', () => {
  const answer = (server: number, client?: number) =>
    `permessage-deflate; server_no_context_takeover; client_no_context_takeover; server_max_window_bits=${server}${client === undefined ? '' : `; client_max_window_bits=${client}`}`;
  for (const [offer, expected] of [
    ['permessage-deflate', answer(12)],
    ['permessage-deflate; client_max_window_bits', answer(12, 12)],
    ['permessage-deflate; client_max_window_bits=10; server_max_window_bits="9"', answer(9, 10)],
    ['permessage-deflate; server_max_window_bits=8, permessage-deflate', answer(12)],
    ['x-webkit-deflate-frame, permessage-deflate;server_no_context_takeover', answer(12)],
    ['permessage-deflate; server_max_window_bits=8', undefined],
    ['permessage-deflate; unknown=1', undefined],
    ['permessage-deflate; server_no_context_takeover; server_no_context_takeover', undefined],
    ['permessage-deflate; server_max_window_bits=16', undefined],
    ['permessage-deflate; constructor, permessage-deflate; __proto__=1', undefined],
    [';;,,=', undefined],
    ['', undefined],
  ] as const)
    assert.equal(acceptedOffer(offer, 12), expected, offer);
});
