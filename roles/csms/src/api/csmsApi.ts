/** The HTTP API of the CSMS: stations, sessions, decisions, trust, lists, keys, and what happens now. @module */
import { type HttpResponse, jsonResponse, type Route } from '@openpnc/core/http';
import { readDelivery } from '@openpnc/opcp/webhook';
import Type from 'typebox';
import { traceFinding } from '../finding.ts';
import type { Live } from '../live.ts';
import type { Services } from '../services.ts';
import type { ApiKeys } from './apiKeys.ts';
import { metrics } from './metrics.ts';
import { openApi } from './openApi.ts';
import { type Operation, operation, operationRoutes } from './operation.ts';
import { partnerOperations } from './partnerOperations.ts';
import { sessionOperations } from './sessionOperations.ts';
import { stationOperations } from './stationOperations.ts';
import { trustOperations } from './trustOperations.ts';

/** Path of all operations. */
const API_BASE = '/api/v1';

/**
 * To mount on a server: the operations under {@link API_BASE} and `/metrics`; the webhook of root pools, the OpenAPI
 * document and a sign of life, which need no key.
 */
export function csmsApi(services: Services, keys: ApiKeys, live: Live): readonly Route[] {
  const { ports } = services;
  const broke = (error: unknown, what: string) =>
    traceFinding(ports.trace, ports.clock.now(), undefined, {
      code: 'internal_error',
      severity: 'warning',
      text: `${what}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
    });
  const operations: readonly Operation[] = [
    ...stationOperations(services),
    ...sessionOperations(services),
    ...trustOperations(services),
    ...partnerOperations(services, keys),
    operation(
      {
        method: 'GET',
        path: '/events',
        summary: 'What happens now, as server-sent events: `event` is the topic, `data` the record as JSON',
        tag: 'events',
        role: 'viewer',
        query: Type.Object({
          topics: Type.Optional(
            Type.String({ description: 'Comma-separated: trace, station, session, decision, trust; all by default' }),
          ),
        }),
      },
      async ({ query: { topics }, request }) => ({
        response: eventStream(services, live, {
          topics: topics?.split(',').map((topic) => topic.trim()),
          after: Number(request.headers['last-event-id']) || undefined,
        }),
      }),
    ),
  ];
  return [
    ...operationRoutes(API_BASE, operations, { keys, broke }),
    ...operationRoutes('', [metricsOperation(services)], { keys, broke }),
    {
      method: 'POST',
      path: `${API_BASE}/trust/pools/events`,
      handler: async ({ body = new Uint8Array(), headers }) => {
        const { poolSecrets } = services.settings.trust;
        const delivery = poolSecrets.map((secret) => readDelivery(body, headers, secret)).find(Boolean);
        if (!delivery) {
          const text = 'a call of a root pool without a signature by one of trust.poolSecrets';
          traceFinding(ports.trace, ports.clock.now(), undefined, {
            code: 'pool_event_refused',
            severity: 'warning',
            text,
          });
          return { status: 401, headers: {} };
        }
        if (delivery.eventType.startsWith('root.cert.')) services.rootPools.changed();
        return { status: 202, headers: {} };
      },
    },
    {
      method: 'GET',
      path: `${API_BASE}/openapi.json`,
      handler: async () => jsonResponse(200, openApi(API_BASE, operations, VERSION)),
    },
    {
      method: 'GET',
      path: `${API_BASE}/health`,
      handler: async () =>
        jsonResponse(200, { status: 'up', connectedStations: services.connections.identities().length }),
    },
  ];
}

/** `/metrics` beside the API: for a viewer's key, as fleet data is for nobody else. */
const metricsOperation = (services: Services): Operation =>
  operation(
    { method: 'GET', path: '/metrics', summary: 'For Prometheus', tag: 'metrics', role: 'viewer' },
    async () => ({ response: await metrics(services) }),
  );

/** Server-sent events with a comment now and then, so that nobody on the way takes the silence for an end. */
function eventStream(
  { ports }: Services,
  live: Live,
  { topics, after }: { readonly topics: readonly string[] | undefined; readonly after: number | undefined },
): HttpResponse {
  return {
    status: 200,
    headers: { 'content-type': 'text/event-stream', 'cache-control': 'no-store' },
    stream: (sink) => {
      let cancel = () => {};
      const beat = () => {
        sink.write(': \n\n');
        cancel = ports.clock.alarm(ports.clock.now() + BEAT_MS, beat);
      };
      const unwatch = live.watch(after, ({ id, topic, record }) => {
        if (topics && !topics.includes(topic)) return;
        // A watcher who reads too slowly loses records, never the CSMS its memory.
        if (sink.bufferedBytes > MAX_BUFFERED) return;
        sink.write(`id: ${id}\nevent: ${topic}\ndata: ${JSON.stringify(record)}\n\n`);
      });
      beat();
      return () => {
        unwatch();
        cancel();
      };
    },
  };
}

const VERSION = '0.1.0';
const BEAT_MS = 5000;
const MAX_BUFFERED = 1_000_000;
