/** Webhooks of the pools: event names, deliveries, their signature, and subscriptions. OPCP 4.6, OPNC event. @module */

import { fromUtf8, toHex, toUtf8 } from '@openpnc/core/bytes';
import { type HttpResponse, jsonResponse, type Route } from '@openpnc/core/http';
import type { Random } from '@openpnc/core/ports';
import { hmacSha256, isSameMac } from '@openpnc/x509/mac';
import Type from 'typebox';
import { checked, readBody, uuid } from './body.ts';
import type { Guard } from './guard.ts';

/** Events that our pools send, in the words of OPCP; OPNC says `emsp` where these say `mo`. */
export type WebhookEvent =
  | 'root.cert.added'
  | 'root.cert.expired'
  | 'root.cert.revoked'
  | 'oem.prov.cert.updated'
  | 'mo.prov.cert.updated'
  | 'mo.contract.created'
  | 'mo.contract.deleted'
  | 'mo.contract.delivered.to.oem';

/** A delivery. */
export interface WebhookDelivery {
  readonly timestamp: string;
  readonly eventId: string;
  readonly eventType: string;
  readonly xsdMsgDefNamespace: string;
  readonly payload: Readonly<Record<string, unknown>>;
}

/** A subscription. */
export interface WebhookEndpoint {
  readonly id: string;
  readonly url: string;
  readonly enabledEvents: readonly string[];
  readonly description?: string;
  readonly metadata?: string;
  readonly status: 'enabled' | 'disabled';
  /** Key of the signature; shown once, when it is made. */
  readonly secret: string;
}

/** Where subscriptions are kept. */
export interface WebhookStore {
  list(): Promise<readonly WebhookEndpoint[]>;
  put(endpoint: WebhookEndpoint): Promise<void>;
  remove(id: string): Promise<boolean>;
}

/** Headers of a delivery with this body: the documents name the signature in three ways, so it goes out in all. */
export function signedHeaders(body: Uint8Array, secret: string): Readonly<Record<string, string>> {
  const mac = toHex(hmacSha256(toUtf8(secret), body));
  return {
    'content-type': 'application/json',
    'x-hubject-signature': `sha256=${mac}`,
    'x-operator-signature': `sha256=${mac}`,
    'payload-signature': mac,
  };
}

/** A received delivery, or undefined when its signature is missing or wrong in the header that is there. */
export function readDelivery(
  body: Uint8Array,
  headers: Readonly<Record<string, string>>,
  secret: string,
): WebhookDelivery | undefined {
  const given = ['x-hubject-signature', 'x-operator-signature', 'payload-signature']
    .map((name) => headers[name])
    .filter((value): value is string => value !== undefined)
    .map((value) => value.replace(/^sha256=/i, '').toLowerCase());
  if (given.length === 0 || !given.every((mac) => isSameMac(mac, toHex(hmacSha256(toUtf8(secret), body)))))
    return undefined;
  try {
    const delivery: unknown = JSON.parse(fromUtf8(body));
    if (
      typeof delivery !== 'object' ||
      delivery === null ||
      typeof (delivery as WebhookDelivery).eventType !== 'string'
    )
      return undefined;
    return delivery as WebhookDelivery;
  } catch {
    return undefined;
  }
}

/** Whether a subscription wants an event: by its OPCP or its OPNC name. */
export function wants({ enabledEvents, status }: WebhookEndpoint, event: WebhookEvent): boolean {
  return (
    status === 'enabled' &&
    (enabledEvents.includes(event) || enabledEvents.includes(opncEvent(event)) || enabledEvents.includes('*'))
  );
}

/** `emsp.contract.created` of `mo.contract.created`. */
export function opncEvent(event: WebhookEvent): string {
  return event.replace(/^mo\./, 'emsp.');
}

const EndpointBody = Type.Object({
  url: Type.String({ pattern: '^https?://' }),
  enabledEvents: Type.Array(Type.String()),
  description: Type.Optional(Type.String()),
  metadata: Type.Optional(Type.String()),
  status: Type.Optional(Type.Union([Type.Literal('enabled'), Type.Literal('disabled')])),
});

/** Subscriptions under the paths of both dialects. */
export function webhookRoutes({
  store,
  guard,
  random,
  base = '',
}: {
  readonly store: WebhookStore;
  readonly guard: Guard;
  readonly random: Random;
  readonly base?: string;
}): readonly Route[] {
  return ['/v1/webhook/endpoints', '/opnc/v1/event/endpoints'].flatMap((path): readonly Route[] => [
    {
      method: 'GET',
      path: base + path,
      handler: (request, context) =>
        guard(
          request,
          context,
          async () => jsonResponse(200, { endpoints: (await store.list()).map(shown) }),
          'webhooks',
        ),
    },
    {
      method: 'POST',
      path: base + path,
      handler: (request, context) =>
        guard(
          request,
          context,
          () =>
            checked(random, async () => {
              const wish = readBody(EndpointBody, request.body);
              const endpoint: WebhookEndpoint = {
                ...wish,
                id: uuid(random),
                status: wish.status ?? 'enabled',
                secret: toHex(random.bytes(32)),
              };
              await store.put(endpoint);
              return jsonResponse(201, endpoint);
            }),
          'webhooks',
        ),
    },
    {
      method: 'GET',
      path: `${base}${path}/:id`,
      handler: (request, context) =>
        guard(
          request,
          context,
          async () => one(request.params.id!, async (found) => jsonResponse(200, shown(found))),
          'webhooks',
        ),
    },
    {
      method: 'PUT',
      path: `${base}${path}/:id`,
      handler: (request, context) =>
        guard(
          request,
          context,
          () =>
            checked(random, async () => {
              const wish = readBody(EndpointBody, request.body);
              return one(request.params.id!, async ({ id, secret, status }) => {
                const endpoint = { status, ...wish, id, secret };
                await store.put(endpoint);
                return jsonResponse(200, shown(endpoint));
              });
            }),
          'webhooks',
        ),
    },
    {
      method: 'DELETE',
      path: `${base}${path}/:id`,
      handler: (request, context) =>
        guard(
          request,
          context,
          async () => ({ status: (await store.remove(request.params.id!)) ? 200 : 404, headers: {} }),
          'webhooks',
        ),
    },
  ]);

  async function one(id: string, serve: (endpoint: WebhookEndpoint) => Promise<HttpResponse>): Promise<HttpResponse> {
    const found = (await store.list()).find((endpoint) => endpoint.id === id);
    return found ? serve(found) : { status: 404, headers: {} };
  }
}

function shown({ secret: _, ...endpoint }: WebhookEndpoint) {
  return endpoint;
}
