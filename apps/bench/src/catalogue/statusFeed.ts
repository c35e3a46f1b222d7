/** What a partner reads of the status of the outlets while a car comes and goes: OCPI 2.3.0 Locations, read again and again. @module */
import { fromUtf8, toBase64, toUtf8 } from '@openpnc/core/bytes';
import { serveRoutes } from '@openpnc/core/http';
import type { Millis } from '@openpnc/core/machine';
import { partnerToken, type World } from '../world.ts';

/** Reads while `work` goes on and once more after it. @returns the status of the first outlet, each change once, and who reads when */
export async function statusesDuring<T>(
  world: World,
  work: () => Promise<T>,
): Promise<{ readonly result: T; readonly statuses: readonly string[] }> {
  const statuses: string[] = [];
  let isOver = false;
  const read = async (): Promise<void> => {
    const status = await statusOf(world);
    if (status !== statuses.at(-1)) statuses.push(status);
  };
  const again = (): void => {
    if (isOver) return;
    void read();
    world.clock.alarm(world.clock.now() + EVERY_MS, again);
  };
  await read();
  again();
  const result = await work();
  isOver = true;
  await world.idle(EVERY_MS);
  await read();
  return { result, statuses };
}

/** By OCPI, as a partner asks. */
async function statusOf({ parties: { csms } }: World): Promise<string> {
  if (!csms) return 'no CSMS';
  const { status, body } = await serveRoutes(csms.ocpiRoutes)(
    {
      method: 'GET',
      url: '/ocpi/2.3.0/locations',
      headers: { authorization: `Token ${toBase64(toUtf8(partnerToken))}` },
    },
    {},
  );
  const { data } = JSON.parse(body ? fromUtf8(body) : '{}') as { readonly data?: readonly Location[] };
  return data?.[0]?.evses?.[0]?.status ?? `HTTP ${status}`;
}

interface Location {
  readonly evses?: readonly { readonly status: string }[];
}

/** Well within the 60 s that a change may take to be published. */
const EVERY_MS: Millis = 20_000;
