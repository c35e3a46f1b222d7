/**
 * kill -9 of PKI and CSMS while station certificates are issued: what a station got is in the books of both, and the last
 * request of a station is always answered in the end. OCPP 2.0.1 A02.
 *
 * @module
 */
import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { test } from 'node:test';
import type { Channel } from '@openpnc/core/ports';
import type { CsmsTables } from '@openpnc/csms/store';
import { realClock } from '@openpnc/node/clock';
import { chooseLink } from '@openpnc/node/interfaces';
import { memoryKeys } from '@openpnc/node/keys';
import { dialChannel } from '@openpnc/node/webSocket';
import type { PkiTables } from '@openpnc/pki/tables';
import { openSqlite } from '@openpnc/store/sqlite';
import { parseCertificate, pemToDer } from '@openpnc/x509/certificate';
import { createCsr, csrToPem } from '@openpnc/x509/issue';
import { prepareLab } from '../src/lab.ts';

/** Kills, in turns; each while certificates are under way. */
const VICTIMS = ['csms', 'pki', 'csms', 'csms'] as const;
const WAIT_MS = 30_000;

test('kill -9 of CSMS and PKI in the middle of issuing: no station has a certificate that is not in the books of both', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'openpnc-kill-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const { sections } = await prepareLab(folder, {}, chooseLink().interface);
  const file = join(folder, 'openpnc.json');
  const { csms } = sections;
  const changed = { ...csms, tls: false, cdr: { ...csms.cdr, retry_ms: 20, maxRetry_ms: 200 } };
  writeFileSync(file, JSON.stringify({ ...sections, csms: changed }));
  const children: Record<'pki' | 'csms', ChildProcess> = { pki: await up('pki'), csms: await up('csms') };
  t.after(() => {
    for (const child of Object.values(children)) child.kill('SIGKILL');
  });
  const { identity, password } = sections.station;
  const station = new ScriptedStation(`ws://127.0.0.1:${csms.listen.port}/ocpp/${identity}`, `${identity}:${password}`);
  t.after(() => station.close());

  for (const [round, victim] of VICTIMS.entries()) {
    await station.connect();
    const before = station.got.size;
    // A request as soon as the one before it is answered, so that one is always under way.
    const asking = station.ask(() => children[victim].exitCode === null && children[victim].signalCode === null);
    await until(() => station.got.size >= before + 2, 'certificates before the kill');
    await realClock.sleep(7 * round);
    children[victim].kill('SIGKILL');
    await once(children[victim], 'exit');
    await asking;
    children[victim] = await up(victim);
  }
  await station.connect();
  const last = await station.request();
  await until(() => station.isServed(last), 'the certificate for the last request');
  // An order from before the last kill comes up again when its wait is over, and ends as superseded.
  const live = new DatabaseSync(join(folder, 'csms', 'csms.sqlite'), { readOnly: true });
  t.after(() => live.close());
  const waiting = live.prepare(`select count(*) as n from outbox where kind = 'enrol' and state = 'waiting'`);
  await until(() => waiting.get()!.n === 0, 'end of the orders');

  for (const child of [children.csms, children.pki]) {
    child.kill('SIGTERM');
    await once(child, 'exit');
  }
  const pki = openSqlite<PkiTables>(join(folder, 'pki', 'pki.sqlite'));
  const issued = new Set((await pki.selectFrom('pki_issued').select('fingerprint').execute()).map(first));
  const audited = new Set((await pki.selectFrom('pki_audit').select('certificate').execute()).map(first));
  await pki.destroy();
  const books = openSqlite<CsmsTables>(join(folder, 'csms', 'csms.sqlite'));
  const orders = await books.selectFrom('outbox').select(['body', 'state']).where('kind', '=', 'enrol').execute();
  const kept = await books.selectFrom('station_certificate').selectAll().orderBy('installed_at', 'desc').execute();
  await books.destroy();
  const recorded = orders.flatMap(({ body }) => {
    const { chain } = JSON.parse(body!) as { readonly chain?: string };
    return chain === undefined ? [] : [parseCertificate(pemToDer(chain)[0]!).fingerprint];
  });

  const got = [...station.got.keys()];
  assert.ok(got.length >= 2 * VICTIMS.length, `${got.length} certificates`);
  assert.deepEqual(unlike(got, new Set(recorded)), [], 'at a station and not in the books of the CSMS');
  assert.deepEqual(unlike(recorded, issued), [], 'in the books of the CSMS and not in those of the PKI');
  assert.deepEqual(unlike([...issued], audited), [], 'issued without an audit line');
  assert.equal(kept[0]!.fingerprint, got.at(-1), 'the newest is what the CSMS shows');
  assert.deepEqual(
    orders.filter(({ state }) => state === 'waiting'),
    [],
    'nothing is left undone',
  );

  async function up(party: 'pki' | 'csms'): Promise<ChildProcess> {
    const script = join(import.meta.dirname, 'party.ts');
    const child = spawn(process.execPath, ['--conditions=openpnc-source', script, party, file], {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: { ...process.env, NODE_OPTIONS: '' },
    });
    await Promise.race([
      once(child.stdout!, 'data'),
      once(child, 'exit').then(([code]) => assert.fail(`${party} ended with ${code}`)),
    ]);
    return child;
  }
});

/** A station that asks for one V2G certificate after the other, each for a key of its own. */
class ScriptedStation {
  /** Fingerprints of the leaves that came, with the key that each is for (hex of its point). */
  readonly got = new Map<string, string>();
  readonly #url: string;
  readonly #authorization: string;
  #channel: Channel | undefined;
  #calls = 0;
  readonly #open = new Map<string, (answer: unknown) => void>();

  constructor(url: string, user: string) {
    this.#url = url;
    this.#authorization = `Basic ${Buffer.from(user).toString('base64')}`;
  }

  /** Connects and boots; does nothing while it is connected. */
  async connect(): Promise<void> {
    if (this.#channel) return;
    const { channel } = await dialChannel(
      {
        url: this.#url,
        protocols: ['ocpp2.0.1'],
        headers: { authorization: this.#authorization },
        deadline: realClock.now() + WAIT_MS,
      },
      () => ({
        text: (text) => this.#text(text),
        closed: () => {
          this.#channel = undefined;
          for (const end of this.#open.values()) end(undefined);
          this.#open.clear();
        },
      }),
    );
    this.#channel = channel;
    await this.#call('BootNotification', {
      reason: 'PowerUp',
      chargingStation: { model: 'Scripted', vendorName: 'OpenPnC', serialNumber: 'OPC-0001' },
    });
  }

  /** One SignCertificate. @returns hex of the point of the key that it is for; undefined when no answer came */
  async request(): Promise<string | undefined> {
    const key = await memoryKeys().make('secc');
    const csr = await createCsr(
      [
        ['C', 'DE'],
        ['O', 'OpenPnC Lab'],
        ['CN', 'DE*OPC*E00001'],
        ['DC', 'CPO'],
      ],
      key,
    );
    const answer = await this.#call('SignCertificate', { csr: csrToPem(csr), certificateType: 'V2GCertificate' });
    if (answer === undefined) return undefined;
    assert.deepEqual(answer, { status: 'Accepted' });
    return Buffer.from(key.publicKey).toString('hex');
  }

  isServed(key: string | undefined): boolean {
    return [...this.got.values()].some((one) => one === key);
  }

  /** Asks again and again as long as it is connected. */
  async ask(isWanted: () => boolean): Promise<void> {
    while (isWanted() && this.#channel) {
      const key = await this.request();
      const end = realClock.now() + 200;
      while (key && !this.isServed(key) && isWanted() && this.#channel && realClock.now() < end)
        await realClock.sleep(1);
    }
  }

  close(): void {
    this.#channel?.close();
  }

  #call(action: string, payload: object): Promise<unknown> {
    const channel = this.#channel;
    if (!channel) return Promise.resolve(undefined);
    this.#calls += 1;
    const id = `c${this.#calls}`;
    return new Promise((resolve) => {
      this.#open.set(id, resolve);
      channel.send(JSON.stringify([2, id, action, payload]));
    });
  }

  #text(text: string): void {
    const [kind, id, ...rest] = JSON.parse(text) as [number, string, ...unknown[]];
    if (kind !== 2) {
      assert.equal(kind, 3, text);
      this.#open.get(id)?.(rest[0]);
      this.#open.delete(id);
      return;
    }
    const [action, payload] = rest as [string, { readonly certificateChain: string }];
    if (action !== 'CertificateSigned') {
      this.#channel!.send(JSON.stringify([4, id, 'NotSupported', '', {}]));
      return;
    }
    const leaf = parseCertificate(pemToDer(payload.certificateChain)[0]!);
    this.got.delete(leaf.fingerprint); // sent once more after a kill: it is the newest again
    this.got.set(leaf.fingerprint, Buffer.from(leaf.spki).toString('hex'));
    this.#channel!.send(JSON.stringify([3, id, { status: 'Accepted' }]));
  }
}

function first(row: Readonly<Record<string, unknown>>): string {
  return String(Object.values(row)[0]);
}

function unlike(list: readonly string[], known: ReadonlySet<string>): string[] {
  return list.filter((one) => !known.has(one));
}

async function until(isTrue: () => boolean, what: string): Promise<void> {
  const end = realClock.now() + WAIT_MS;
  while (!isTrue()) {
    assert.ok(realClock.now() < end, `no ${what} within ${WAIT_MS} ms`);
    await realClock.sleep(2);
  }
}
