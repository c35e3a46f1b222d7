/** The PKI as one service: every route of every dialect, with its token server, from one call. @module */

import type { Route } from '@openpnc/core/http';
import { noTrace, type Trace } from '@openpnc/core/trace';
import { estRoutes } from '@openpnc/opcp/est';
import { bearerGuard, dangerOpenGuard } from '@openpnc/opcp/guard';
import { opcpRoutes } from '@openpnc/opcp/opcpRoutes';
import { opncRoutes } from '@openpnc/opcp/opncRoutes';
import { tokenRoutes } from '@openpnc/opcp/tokenRoutes';
import { webhookRoutes } from '@openpnc/opcp/webhook';
import type { PkiPorts } from './authority.ts';
import { pncBackend, type SweptBackend } from './backend.ts';
import { toExi, toXml } from './contractXml.ts';
import { crlRoutes } from './crl.ts';
import type { HierarchyProfile } from './hierarchy.ts';
import { type LabPki, labPki } from './lab.ts';
import { ocspRoutes } from './ocspResponder.ts';
import type { PkiSettings } from './settings.ts';
import { webhookStore } from './store/pools.ts';
import { type Webhooks, webhooks } from './webhooks.ts';

/** A PKI that is ready to be mounted. */
export interface PkiService {
  readonly pki: LabPki;
  readonly backend: SweptBackend;
  /** OCSP, CRL, EST, OPCP, OPNC, webhooks, tokens. */
  readonly routes: readonly Route[];
  readonly webhooks: Webhooks;
}

/** Makes or finds the hierarchies and puts every service upon them. */
export async function pkiService(
  ports: PkiPorts,
  settings: PkiSettings,
  { trace = noTrace, profile }: { readonly trace?: Trace; readonly profile?: HierarchyProfile } = {},
): Promise<PkiService> {
  const pki = await labPki(ports, settings, ...(profile ? [profile] : []));
  const hooks = webhooks(ports, settings);
  const backend = await pncBackend({
    ports,
    settings,
    pki,
    trace,
    publish: async (event, payload) => {
      await hooks.publish(event, payload);
      // Sent in the background; what fails stays queued and is tried again by the owner's timer.
      hooks.deliver().catch((error: unknown) => report('webhook_failed', String(error)));
    },
  });
  const tokenKey = (await ports.keys.find(TOKEN_KEY)) ?? (await ports.keys.make(TOKEN_KEY));
  const guard = settings.isOpen
    ? dangerOpenGuard
    : bearerGuard({
        publicKey: tokenKey.publicKey,
        audience: settings.audience,
        issuer: settings.audience,
        now: () => ports.clock.now(),
        refused: (why, { method, url }) => report('pki_call_refused', `${method} ${url.split('?')[0]}: ${why}`),
      });
  const pools = { backend, guard, random: ports.random, xml: { toXml, toExi } };
  const { authorities, ocspUnknown } = pki;
  const routes = [
    ...ocspRoutes({ ports, settings, authorities, ocspUnknown, trace }),
    ...crlRoutes({ ports, settings, authorities }),
    ...tokenRoutes({
      clock: ports.clock,
      signer: tokenKey,
      clients: settings.clients.map(({ clientId, clientSecret, ...grant }) => ({
        clientId,
        clientSecret,
        grant: { clientName: clientId, ...grant },
      })),
      audience: settings.audience,
      issuer: settings.audience,
      lifetime_s: settings.tokenLifetime_s,
      dangerFault: settings.dangerTokenFault,
    }),
    ...opcpRoutes(pools),
    ...opncRoutes(pools),
    ...webhookRoutes({ store: webhookStore(ports.database), guard, random: ports.random }),
    ...estRoutes(backend.est, guard),
  ];
  return { pki, backend, routes, webhooks: hooks };

  function report(code: string, text: string): void {
    trace({ type: 'finding', at: ports.clock.now(), party: 'pki', code, severity: 'warning', text });
  }
}

const TOKEN_KEY = 'token-server';
