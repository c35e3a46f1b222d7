/** HTTP answers that come bit by bit: server-sent events over a real socket. @module */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect } from 'node:net';
import { test } from 'node:test';
import type { HttpResponse, HttpSink } from '@openpnc/core/http';
import { realClock } from '../src/clock.ts';
import { httpCaller, serveHttp } from '../src/http.ts';

/** A server of one stream; `sink` has the sink when somebody reads, `left` resolves when the reader has gone. */
async function streaming(t: { after(f: () => unknown): void }, request_ms = 10_000) {
  const opened = Promise.withResolvers<HttpSink>();
  const left = Promise.withResolvers<void>();
  const response: HttpResponse = {
    status: 200,
    headers: { 'content-type': 'text/event-stream' },
    stream: (sink) => {
      opened.resolve(sink);
      return () => left.resolve();
    },
  };
  const serving = await serveHttp({ host: '127.0.0.1', port: 0, request_ms }, async ({ url }) =>
    url === '/events' ? response : { status: 404, headers: {}, body: Buffer.from('nothing here') },
  );
  const caller = httpCaller();
  t.after(async () => {
    await caller.close();
    await serving.close();
  });
  const get = (path: string) => ({ method: 'GET', url: serving.url + path, headers: {} }) as const;
  return { serving, caller, get, sink: opened.promise, left: left.promise };
}

test('pieces reach the reader as they are written, and the end of the stream is the end of the call', async (t) => {
  const { caller, get, sink } = await streaming(t);
  const pieces: string[] = [];
  let heard = Promise.withResolvers<void>();
  const call = caller.stream(get('/events'), { deadline: realClock.now() + 5_000 }, (text) => {
    pieces.push(text);
    heard.resolve();
  });
  const to = await sink;
  for (const piece of ['data: one\n\n', 'data: zwölf\n\n']) {
    heard = Promise.withResolvers<void>();
    to.write(piece);
    await heard.promise;
  }
  assert.deepEqual(pieces, ['data: one\n\n', 'data: zwölf\n\n']);
  to.end();
  const { status, headers } = await call;
  assert.deepEqual([status, headers['content-type']], [200, 'text/event-stream']);
  to.write('nobody reads this any more');
});

test('a stream outlives the time limit of a request, and its writer hears when the reader leaves', async (t) => {
  const { caller, get, sink, left } = await streaming(t, 300);
  const leave = new AbortController();
  let text = '';
  const heard = Promise.withResolvers<void>();
  const call = caller.stream(get('/events'), { deadline: realClock.now() + 5_000, signal: leave.signal }, (piece) => {
    text += piece;
    heard.resolve();
  });
  const to = await sink;
  await realClock.sleep(700);
  to.write(': still here\n\n');
  await heard.promise;
  assert.equal(text, ': still here\n\n');
  leave.abort();
  await assert.rejects(call, { name: 'HttpFailure', code: 'aborted' });
  await left;
});

test('a reader that does not read shows in the buffered bytes, and breaking off its socket ends the stream', async (t) => {
  const { serving, sink, left } = await streaming(t);
  const socket = connect({ host: '127.0.0.1', port: serving.port });
  await once(socket, 'connect');
  socket.write('GET /events HTTP/1.1\r\nhost: a\r\n\r\n');
  const to = await sink;
  for (let i = 0; i < 500 && to.bufferedBytes < 1_000_000; i += 1) to.write('x'.repeat(100_000));
  assert.ok(to.bufferedBytes >= 1_000_000, `${to.bufferedBytes} bytes wait`);
  socket.destroy();
  await left;
});

test('an answer that is no stream comes whole, and a server that is not there is a failure', async (t) => {
  const { caller, get, serving } = await streaming(t);
  const read: string[] = [];
  const answer = await caller.stream(get('/other'), { deadline: realClock.now() + 5_000 }, (text) => read.push(text));
  assert.deepEqual([answer.status, Buffer.from(answer.body!).toString(), read], [404, 'nothing here', []]);
  await serving.close();
  await assert.rejects(
    caller.stream(get('/events'), { deadline: realClock.now() + 5_000 }, () => {}),
    { name: 'HttpFailure', code: 'unreachable' },
  );
});

test('closing the server ends its streams', async (t) => {
  const { caller, get, serving, sink, left } = await streaming(t);
  const call = caller.stream(get('/events'), { deadline: realClock.now() + 5_000 }, () => {});
  await sink;
  await Promise.all([serving.close(), left, call.catch(() => {})]);
});
