/** The floor of `npm run bench -- csms`: plain ws, JSON, the schema check of request and answer, and nothing behind it. @module */
import { checkRequest, checkResponse } from '@openpnc/ocpp/v201';
import { WebSocketServer } from 'ws';

const server = new WebSocketServer({ port: 0, host: '127.0.0.1', perMessageDeflate: false });
const answers: Readonly<Record<string, object>> = {
  Authorize: { idTokenInfo: { status: 'Accepted' }, certificateStatus: 'Accepted' },
  TransactionEvent: {},
  BootNotification: { currentTime: '2026-06-01T12:00:00Z', interval: 300, status: 'Accepted' },
};
server.on('connection', (socket) => {
  socket.on('message', (data: Buffer) => {
    const [, id, action, payload] = JSON.parse(data.toString()) as [number, string, 'Authorize', unknown];
    if (!checkRequest(action, payload).ok) throw new Error('bad request');
    const answer = answers[action]!;
    if (!checkResponse(action, answer).ok) throw new Error('bad answer');
    socket.send(JSON.stringify([3, id, answer]));
  });
});
server.on('listening', () => process.send!({ port: (server.address() as { port: number }).port }));
process.on('message', ({ ask }: { readonly ask: 'memory' | 'stop' }) => {
  if (ask === 'stop') process.exit(0);
  process.send!({ rss: process.memoryUsage().rss, cpu: process.cpuUsage() });
});
