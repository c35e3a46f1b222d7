/** What the handlers of a CSMS share: made once, of its settings and ports. @module */

import type { DecisionSources } from './authorization/contractDecision.ts';
import type { Decisions } from './authorization/decisions.ts';
import type { Connections } from './connections.ts';
import type { PkiServices } from './pki/pkiServices.ts';
import type { InnerPorts } from './ports.ts';
import type { ListSync } from './roaming/listSync.ts';
import type { Outbox } from './sessions/outbox.ts';
import type { SessionPush } from './sessions/sessionPush.ts';
import type { Sessions } from './sessions/sessions.ts';
import type { Stations } from './stations.ts';
import type { TrustAlarms } from './trust/alarms.ts';
import type { RootPools } from './trust/rootPools.ts';
import type { TrustKeeper } from './trust/trustKeeper.ts';

/** Everything behind the handlers. */
export interface Services extends DecisionSources {
  readonly ports: InnerPorts;
  readonly stations: Stations;
  readonly connections: Connections;
  readonly decisions: Decisions;
  readonly sessions: Sessions;
  readonly sessionPush: SessionPush;
  readonly outbox: Outbox;
  readonly pki: PkiServices;
  readonly listSync: ListSync;
  readonly trust: TrustKeeper;
  readonly rootPools: RootPools;
  readonly alarms: TrustAlarms;
}
