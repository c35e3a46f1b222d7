/** Webhooks of this PKI: queued durably, signed, sent, and tried again three times an hour apart. OPCP 4.6. @module */

import { toUtf8 } from '@openpnc/core/bytes';
import { HttpFailure } from '@openpnc/core/http';
import type { Millis } from '@openpnc/core/machine';
import { uuid } from '@openpnc/opcp/body';
import { signedHeaders, type WebhookEvent, wants } from '@openpnc/opcp/webhook';
import { outbound, type PkiPorts } from './authority.ts';
import type { PkiSettings } from './settings.ts';
import { webhookStore } from './store/pools.ts';

/** Sends what happened to those who asked for it. */
export interface Webhooks {
  /** Queues an event for every subscription that wants it; resolves when that is durable. */
  publish(event: WebhookEvent, payload: Readonly<Record<string, unknown>>): Promise<void>;
  /** Sends what is due. Called after {@link Webhooks.publish} and by a timer of the owner. @returns when the next is due */
  deliver(): Promise<Millis | undefined>;
}

/** Webhooks over the tables of the role. Without `ports.http` nothing leaves, and nothing is queued. */
export function webhooks(ports: PkiPorts, settings: PkiSettings): Webhooks {
  const { database, clock, random, http } = ports;
  const store = webhookStore(database);
  let delivering: Promise<void> = Promise.resolve();

  return {
    async publish(event, payload) {
      if (!http) return;
      const endpoints = (await store.list()).filter((endpoint) => wants(endpoint, event));
      if (endpoints.length === 0) return;
      const delivery = {
        timestamp: new Date(clock.now()).toISOString(),
        eventId: uuid(random),
        eventType: event,
        xsdMsgDefNamespace: 'urn:iso:15118:2:2013:MsgDef',
        payload,
      };
      const body = toUtf8(JSON.stringify(delivery));
      await database
        .insertInto('pki_delivery')
        .values(endpoints.map(({ id }) => ({ webhook: id, body, attempts: 0, due_at: clock.now() })))
        .execute();
    },
    async deliver() {
      // One round at a time: a delivery is never sent twice at once.
      delivering = delivering.then(round, round);
      await delivering;
      const next = await database
        .selectFrom('pki_delivery')
        .select('due_at')
        .orderBy('due_at')
        .limit(1)
        .executeTakeFirst();
      return next?.due_at;
    },
  };

  async function round(): Promise<void> {
    if (!http) return;
    const due = await database
      .selectFrom('pki_delivery')
      .innerJoin('pki_webhook', 'pki_webhook.id', 'pki_delivery.webhook')
      .select([
        'pki_delivery.id',
        'pki_delivery.body',
        'pki_delivery.attempts',
        'pki_webhook.url',
        'pki_webhook.secret',
      ])
      .where('due_at', '<=', clock.now())
      .orderBy('pki_delivery.id')
      .execute();
    for (const { id, body, attempts, url, secret } of due) {
      const isDone = await sent(url, Uint8Array.from(body), secret);
      if (isDone || attempts >= RETRIES) await database.deleteFrom('pki_delivery').where('id', '=', id!).execute();
      else
        await database
          .updateTable('pki_delivery')
          .set({ attempts: attempts + 1, due_at: clock.now() + RETRY_MS })
          .where('id', '=', id!)
          .execute();
    }
    // Those whose subscription is gone will never be sent.
    await database
      .deleteFrom('pki_delivery')
      .where('webhook', 'not in', database.selectFrom('pki_webhook').select('id'))
      .execute();
  }

  /** A 5xx and silence are tried again; any other answer is the receiver's last word. */
  async function sent(url: string, body: Uint8Array, secret: string): Promise<boolean> {
    try {
      const { status } = await http!(
        { method: 'POST', url, headers: signedHeaders(body, secret), body },
        { deadline: clock.now() + TIMEOUT_MS, guard: outbound(settings) },
      );
      return status < 500;
    } catch (error) {
      if (error instanceof HttpFailure) return false;
      throw error;
    }
  }
}

const RETRIES = 3;
const RETRY_MS = 3_600_000;
const TIMEOUT_MS = 10_000;
