/** The `openpnc` command as one piece of JavaScript, and the time from its start until its CSMS lets a station in. @module */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { rolldown } from 'rolldown';
import WebSocket from 'ws';

/** Packs the command line into `folder`. @returns the file to start */
export async function pack(folder: string): Promise<string> {
  const root = join(import.meta.dirname, '../..');
  const build = await rolldown({
    input: join(root, 'apps/cli/src/main.ts'),
    resolve: { conditionNames: ['openpnc-source', 'node', 'import'] },
    platform: 'node',
    logLevel: 'silent',
    cwd: root,
  });
  const dir = join(folder, 'packed');
  const { output } = await build.write({
    dir,
    format: 'esm',
    entryFileNames: '[name].mjs',
    chunkFileNames: '[name].mjs',
  });
  await build.close();
  return join(dir, output.find((file) => file.type === 'chunk' && file.isEntry)!.fileName);
}

/**
 * Starts `openpnc csms` on the database in `folder`.
 * @returns from the start of the process until `station` was answered 101, ms.
 */
export async function startTime(
  program: string,
  folder: string,
  station: { readonly identity: string; readonly password: string },
): Promise<number> {
  mkdirSync(folder, { recursive: true });
  const port = await freePort();
  const config = join(folder, 'openpnc.json');
  writeFileSync(config, JSON.stringify({ csms: { folder, listen: { host: '127.0.0.1', port }, tls: false } }));
  const started = performance.now();
  const child = spawn(process.execPath, [program, 'csms', '--config', config], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const exit = once(child, 'exit');
  try {
    while (child.exitCode === null) {
      if (await isLetIn(port, station)) return performance.now() - started;
      await new Promise((done) => setTimeout(done, 5));
    }
    throw new Error(`the packed CSMS ended with ${child.exitCode}`);
  } finally {
    child.kill('SIGTERM');
    await exit;
  }
}

function isLetIn(
  port: number,
  { identity, password }: { readonly identity: string; readonly password: string },
): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = new WebSocket(`ws://127.0.0.1:${port}/ocpp/${identity}`, ['ocpp2.0.1'], {
      headers: { authorization: `Basic ${btoa(`${identity}:${password}`)}` },
    });
    socket.once('open', () => {
      socket.terminate();
      resolve(true);
    });
    socket.on('error', () => resolve(false));
  });
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, 'close');
  return port;
}
