/** `openpnc csms SUBCOMMAND`: the rows of the table as commands over the HTTP API, and the live trace. @module */
import { once } from 'node:events';
import { OperatorError } from '@openpnc/core/errors';
import { realClock } from '@openpnc/node/clock';
import { type Command, Option } from 'commander';
import { type ApiClient, type ApiFlags, apiClient, type Json, type LiveEvent } from './apiClient.ts';
import { type ApiCommand, csmsCommands, type Given } from './csmsCommands.ts';
import { fields, shown, table } from './table.ts';

type Flags = ApiFlags & Given & { readonly json?: boolean; readonly limit?: string; readonly all?: boolean };

/** Adds all subcommands to `openpnc csms`. */
export function addCsmsSubcommands(csms: Command): void {
  const groups = new Map<string, Command>();
  const place = (words: readonly string[]): Command => {
    const [first, second] = words;
    if (second === undefined) return csms.command(first!);
    let group = groups.get(first!);
    if (!group) {
      group = csms.command(first!).description(`${first}: see openpnc csms ${first} --help`);
      groups.set(first!, group);
    }
    return group.command(second);
  };
  for (const row of csmsCommands) {
    const command = withApi(place(row.name.split(' ')).description(row.summary));
    for (const arg of row.args ?? []) command.argument(arg);
    for (const [flags, description] of row.options ?? []) {
      const option = new Option(flags.replace(/^!/, ''), description);
      command.addOption(flags.startsWith('!') ? option.makeOptionMandatory() : option);
    }
    if (row.isPaged)
      command.option('--limit <n>', 'items of the list', '50').option('--all', 'the whole list, page by page');
    command.action(async (...given: unknown[]) => {
      const args = given.slice(0, -2) as string[];
      await withClient(given.at(-2) as Flags, (client, flags) => run(client, row, args, flags));
    });
  }
  withApi(csms.command('follow').description('what happens now, line by line, until it is interrupted'))
    .option('--topics <names>', 'some of trace, station, session, decision, trust; comma-separated')
    .action((flags: Flags & { readonly topics?: string }) => withClient(flags, follow));
}

function withApi(command: Command): Command {
  return command
    .option('--json', 'JSON instead of text')
    .option('--url <url>', 'where the API is: http://HOST:PORT; also OPENPNC_CSMS_URL')
    .option('--key <key>', 'key of the API; also OPENPNC_CSMS_KEY')
    .option('--key-file <file>', 'file with the key')
    .option('--ca <file>', "PEM file of the roots under which the server's certificate is; default: the system's");
}

async function withClient<F extends Flags>(
  flags: F,
  work: (client: ApiClient, flags: F) => Promise<void>,
): Promise<void> {
  const client = apiClient(flags);
  try {
    await work(client, flags);
  } finally {
    await client.close();
  }
}

async function run(client: ApiClient, row: ApiCommand, args: readonly string[], flags: Flags): Promise<void> {
  const answer = row.isPaged ? await pages(client, row, args, flags) : await client.call(row.request(args, flags));
  if (typeof answer === 'string') console.log(answer.trimEnd());
  else if (flags.json) console.log(JSON.stringify(answer ?? {}, null, 2));
  else for (const line of linesOf(row, answer as Json | undefined)) console.log(line);
  if (row.isGood && !row.isGood(answer as Json)) process.exitCode = 2;
}

function linesOf(row: ApiCommand, answer: Json | undefined): readonly string[] {
  if (answer === undefined) return ['done'];
  if (row.lines) {
    const lines = row.lines(answer);
    return lines.length === 0 ? ['none'] : lines;
  }
  if (row.columns) return table(row.columns, (answer.items ?? answer.endings) as readonly Json[]);
  return fields(answer);
}

/** The items of a list up to the limit, or all. */
async function pages(client: ApiClient, row: ApiCommand, args: readonly string[], flags: Flags): Promise<Json> {
  const wanted = flags.all ? Number.POSITIVE_INFINITY : Number(flags.limit);
  if (!flags.all && !(Number.isInteger(wanted) && wanted > 0))
    throw new OperatorError('argument_malformed', `--limit ${flags.limit}: expected a whole number above 0`);
  const items: Json[] = [];
  let after: string | undefined;
  do {
    const request = row.request(args, flags);
    const limit = Math.min(500, wanted - items.length);
    const page = (await client.call({ ...request, query: { ...request.query, limit, after } })) as {
      readonly items: readonly Json[];
      readonly next?: string;
    };
    items.push(...page.items);
    after = page.next;
  } while (after !== undefined && items.length < wanted);
  return { items };
}

/** The live stream; one that breaks is taken up again where it stopped. */
async function follow(client: ApiClient, flags: Flags & { readonly topics?: string }): Promise<void> {
  const stop = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort());
  let after: string | undefined;
  while (!stop.signal.aborted) {
    let hasHeard = false;
    try {
      await client.follow(
        {
          ...(flags.topics !== undefined && { topics: flags.topics }),
          ...(after !== undefined && { after }),
          signal: stop.signal,
        },
        (event) => {
          hasHeard = true;
          after = event.id;
          console.log(flags.json ? JSON.stringify(event) : lineOf(event));
        },
      );
    } catch (error) {
      // Before the first record it is a wrong address; later the CSMS is restarting.
      if (after === undefined || !(error instanceof OperatorError) || error.code !== 'api_unreachable') throw error;
    }
    if (!hasHeard && !stop.signal.aborted) await pause(stop.signal);
  }
}

async function pause(signal: AbortSignal): Promise<void> {
  await Promise.race([realClock.sleep(1000, signal).catch(() => {}), once(signal, 'abort')]);
}

/** One record in one line. */
function lineOf({ topic, record }: LiveEvent): string {
  const { at, type, event, ...rest } = record;
  const time = typeof at === 'number' ? `${new Date(at).toISOString()} ` : '';
  return `${time}${topic} ${textOf(type, event, rest)}`.trimEnd();
}

function textOf(type: unknown, event: unknown, rest: Json): string {
  if (type === 'finding') return `${rest.severity} ${rest.code}: ${rest.text}`;
  if (type === 'message')
    return `${rest.from} -> ${rest.to} ${rest.message}${rest.result === undefined ? '' : ` ${rest.result}`}${typeof rest.took_ms === 'number' ? ` in ${Math.round(rest.took_ms)} ms` : ''}`;
  const told = Object.entries(rest)
    .filter(([, value]) => value !== null && typeof value !== 'object')
    .map(([name, value]) => `${name}=${shown(value)}`);
  return [event ?? type, ...told].filter((part) => part !== undefined).join(' ');
}
