/** `openpnc emsp contracts list` and the like: the table of subcommands over the API of an eMSP that runs. @module */
import { OperatorError } from '@openpnc/core/errors';
import { HttpFailure, type HttpResponse } from '@openpnc/core/http';
import { realClock } from '@openpnc/node/clock';
import { httpCaller } from '@openpnc/node/http';
import { Command } from 'commander';
import type { Json } from './apiClient.ts';
import type { Given } from './csmsCommands.ts';
import { type EmspCommand, type EmspRequest, emspCommands } from './emspCommands.ts';
import { fields, table } from './table.ts';

/** Puts the subcommands below `openpnc emsp`; without one of them it is the program of the role. */
export function addEmspSubcommands(emsp: Command): void {
  const groups = new Map<string, Command>();
  for (const row of emspCommands) {
    const [group = '', verb = ''] = row.name.split(' ');
    let parent = groups.get(group);
    if (!parent) {
      parent = new Command(group).description(`${group} of an eMSP that runs`);
      groups.set(group, parent);
      emsp.addCommand(parent);
    }
    parent.addCommand(subcommand(verb, row));
  }
}

function subcommand(verb: string, row: EmspCommand): Command {
  const command = new Command(verb)
    .description(row.summary)
    .option('--url <url>', 'where the eMSP is, http://HOST:PORT; also OPENPNC_EMSP_URL')
    .option('--json', 'the answer as JSON');
  for (const argument of row.args ?? []) command.argument(argument);
  for (const [flags, description] of row.options ?? []) command.option(flags, description);
  if (row.isPaged) command.option('--limit <count>', 'items of a page, at most 1000').option('--all', 'all pages');
  return command.action(async () => run(row, command.args, command.opts<Given>()));
}

async function run(row: EmspCommand, args: readonly string[], given: Given): Promise<void> {
  const request = row.request(args, given);
  const caller = httpCaller();
  try {
    const call = (one: EmspRequest) => called(caller.call, one, given);
    const answer = row.isPaged ? await paged(call, row, request, given) : await call(request);
    if (typeof answer === 'string') {
      const said = row.take?.(answer, args);
      if (said === undefined) process.stdout.write(answer);
      else console.log(said);
      return;
    }
    if (given.json === true) console.log(JSON.stringify(answer));
    else for (const line of linesOf(row, answer, args)) console.log(line);
    if (row.isGood && !row.isGood(answer)) process.exitCode = 2;
  } finally {
    await caller.close();
  }
}

async function paged(
  call: (request: EmspRequest) => Promise<Json | string>,
  { list }: EmspCommand,
  request: EmspRequest,
  given: Given,
): Promise<Json> {
  const key = list![0];
  const limit = typeof given.limit === 'string' ? given.limit : undefined;
  const items: unknown[] = [];
  for (let after: string | undefined; ; ) {
    const page = (await call({ ...request, query: { ...request.query, limit, after } })) as Json;
    items.push(...(page[key] as readonly unknown[]));
    after = page.after as string | undefined;
    if (after === undefined || given.all !== true) return { [key]: items, ...(after !== undefined && { after }) };
  }
}

/** @throws OperatorError with the code of the problem, `url_missing`, `key_missing`, `api_unreachable` */
async function called(
  http: ReturnType<typeof httpCaller>['call'],
  { method, path, query = {}, body }: EmspRequest,
  given: Given,
): Promise<Json | string> {
  const base = (typeof given.url === 'string' ? given.url : undefined) ?? process.env.OPENPNC_EMSP_URL;
  if (base === undefined)
    throw new OperatorError('url_missing', 'which eMSP? --url http://HOST:PORT or OPENPNC_EMSP_URL');
  if (!/^https?:\/\/[^/\s]+/.test(base))
    throw new OperatorError('url_malformed', `--url ${base}: expected http://HOST:PORT or https://HOST:PORT`);
  // Never on the command line, where every user of the machine can read it.
  const key = process.env.OPENPNC_EMSP_KEY;
  if (key === undefined || key === '')
    throw new OperatorError('key_missing', 'which key? OPENPNC_EMSP_KEY: the setting emsp.apiToken of the eMSP');
  const search = new URLSearchParams(
    Object.entries(query).flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as [string, string]])),
  ).toString();
  try {
    return answerOf(
      await http(
        {
          method,
          url: `${base.replace(/\/+$/, '')}/api${path}${search === '' ? '' : `?${search}`}`,
          headers: {
            authorization: `Bearer ${key}`,
            ...(body !== undefined && { 'content-type': typeof body === 'string' ? 'text/csv' : 'application/json' }),
          },
          ...(body !== undefined && { body: Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)) }),
        },
        { deadline: realClock.now() + TIMEOUT_MS },
      ),
    );
  } catch (error) {
    if (error instanceof HttpFailure)
      throw new OperatorError('api_unreachable', `the API of the eMSP: ${error.message}`);
    throw error;
  }
}

function answerOf({ status, headers, body }: HttpResponse): Json | string {
  const text = body ? Buffer.from(body).toString() : '';
  const isJson = headers['content-type']?.startsWith('application/json') ?? false;
  if (status < 400) return isJson ? (JSON.parse(text) as Json) : text;
  if (!isJson)
    throw new OperatorError('api_refused', `HTTP ${status}: is this the API of an eMSP, and has it emsp.apiToken set?`);
  const { error } = JSON.parse(text) as { readonly error: { readonly code: string; readonly message: string } };
  throw new OperatorError(error.code, `${error.code}: ${error.message}`);
}

function linesOf({ lines, list }: EmspCommand, answer: Json, args: readonly string[]): readonly string[] {
  if (lines) return lines(answer, args);
  if (!list) return fields(answer);
  const [key, columns] = list;
  return [
    ...table(columns, answer[key] as readonly Json[]),
    ...(answer.after === undefined ? [] : ['there are more: --all']),
  ];
}

/** An import of many contracts takes its time. */
const TIMEOUT_MS = 300_000;
