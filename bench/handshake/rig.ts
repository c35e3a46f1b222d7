/**
 * The cable between the station and the car of the bench `handshake`, as a rig over TCP (docs/operations/hil.md): both ends of
 * one cable of core. Plugging in is done when the rest is over that data link set-up takes on a real cable, so that what a
 * station does at plug-in is none of a session's cost.
 *
 * @module
 */
import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { createInterface } from 'node:readline';
import { cable } from '@openpnc/core/cable';
import type { PlugChange } from '@openpnc/core/ports';
import { realClock } from '@openpnc/node/clock';

/** A rig that listens. */
export interface BenchRig {
  /** For the setting `plug` of both sides. */
  readonly target: string;
  close(): Promise<void>;
}

type Line =
  | { readonly openpnc: 'plug'; readonly side: 'car' | 'outlet' }
  | ({ readonly openpnc?: undefined; readonly id: number } & PlugChange);

/** Opens a rig on loopback. @param matching_ms from the plug in the inlet until the car goes on */
export async function openBenchRig(matching_ms: number): Promise<BenchRig> {
  const { car, outlet } = cable(realClock);
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    let side: 'car' | 'outlet' = 'outlet';
    let stopWatching = () => {};
    const tell = (line: object) => void socket.write(`${JSON.stringify(line)}\n`);
    const carryOut = async ({ id, ...change }: { readonly id: number } & PlugChange) => {
      const isPluggingIn = 'pilot' in change && change.pilot === 'B' && car.state() === 'A';
      if ('isolationTest' in change) tell({ isolation: 'Valid' });
      if ('dc' in change) {
        const { voltage_V, current_A } = change.dc;
        tell({ dc: { voltage_V, current_A: change.dc.phase === 'charge' ? current_A : 0 } });
      }
      await (side === 'car' ? car : outlet).set(change);
      if ('contactor' in change) tell({ meter: outlet.meter() });
      if (isPluggingIn) await realClock.sleep(matching_ms);
      tell({ done: id });
    };
    const lines = createInterface({ input: socket });
    lines.on('error', () => {});
    lines.on('line', (text) => {
      const line = JSON.parse(text) as Line;
      if (line.openpnc === undefined) {
        void carryOut(line);
        return;
      }
      side = line.side;
      const end = side === 'car' ? car : outlet;
      tell({ pilot: end.state(), ...(side === 'outlet' && { meter: outlet.meter() }) });
      stopWatching = end.watch((event) => {
        if (event.type === 'pilot') tell({ pilot: event.state });
      });
    });
    socket.on('error', () => {});
    socket.on('close', () => {
      sockets.delete(socket);
      stopWatching();
      if (side === 'car') void car.set({ power_W: 0 }).then(() => car.set({ pilot: 'A' }));
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    target: `tcp:127.0.0.1:${(server.address() as AddressInfo).port}`,
    async close() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}
