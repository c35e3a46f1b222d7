/** Every subcommand of `openpnc emsp`: what it takes, which call of the eMSP's API it is, how its answer is shown. @module */
import { readFileSync, writeFileSync } from 'node:fs';
import { OperatorError } from '@openpnc/core/errors';
import type { HttpRequest } from '@openpnc/core/http';
import type { Json } from './apiClient.ts';
import type { Given } from './csmsCommands.ts';
import type { Column } from './table.ts';

/** One call of the API; `path` is below `/api`. */
export interface EmspRequest {
  readonly method: HttpRequest['method'];
  readonly path: string;
  /** What is undefined is left out. */
  readonly query?: Readonly<Record<string, string | undefined>>;
  /** JSON, or the text of a file. */
  readonly body?: object | string;
}

/** A row: one subcommand. */
export interface EmspCommand {
  /** Its words: `contracts list`. */
  readonly name: string;
  readonly summary: string;
  /** `<emaid>` needed, `[file]` not. */
  readonly args?: readonly string[];
  readonly options?: readonly (readonly [flags: string, description: string])[];
  readonly request: (args: readonly string[], given: Given) => EmspRequest;
  /** The key of the list in the answer, and its columns. */
  readonly list?: readonly [key: string, columns: readonly Column[]];
  /** A list in pages: `--limit` and `--all` are taken too. */
  readonly isPaged?: true;
  /** Lines of an answer that is neither a list nor shown by its fields. */
  readonly lines?: (answer: Json, args: readonly string[]) => readonly string[];
  /** Takes an answer of text. @returns what to say of it; undefined prints it */
  readonly take?: (text: string, args: readonly string[]) => string | undefined;
  /** Whether the answer is a good one; otherwise the exit code is 2. */
  readonly isGood?: (answer: Json) => boolean;
}

const e = encodeURIComponent;
const text = (value: string | boolean | undefined) => (typeof value === 'string' ? value : undefined);
const get = (path: string, query: EmspRequest['query'] = {}): EmspRequest => ({ method: 'GET', path, query });
const post = (path: string, body: object | string = {}): EmspRequest => ({ method: 'POST', path, body });

/** `-` takes a value away. */
const orNone = (value: string | undefined) => (value === '-' ? null : value);

/** The fields of a contract that the options name. */
function fieldsOf(given: Given): object {
  const named = {
    validFrom: orNone(text(given.validFrom)),
    validTo: orNone(text(given.validTo)),
    language: text(given.language),
    whitelist: text(given.whitelist),
    groupId: orNone(text(given.group)),
    allowedParties: given.parties === '-' ? null : text(given.parties)?.split(','),
    pcid: orNone(text(given.pcid)),
    reference: orNone(text(given.reference)),
    hasCredit: given.credit === undefined ? undefined : yesOrNo('--credit', given.credit),
  };
  return Object.fromEntries(Object.entries(named).filter(([, value]) => value !== undefined));
}

/** @throws OperatorError `argument_malformed` */
function yesOrNo(name: string, value: string | boolean): boolean {
  if (value === 'yes' || value === 'no') return value === 'yes';
  throw new OperatorError('argument_malformed', `${name} ${value}: expected yes or no`);
}

/** @throws OperatorError `file_missing` */
function fileText(file: string): string {
  try {
    return readFileSync(file === '-' ? 0 : file, 'utf8');
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw new OperatorError('file_missing', `${file}: ${code === 'ENOENT' ? 'no such file' : message}`);
  }
}

const contractOptions = [
  ['--valid-from <time>', 'first moment, 2026-01-31 or with a time; - takes it away'],
  ['--valid-to <time>', 'end of its validity; - takes it away'],
  ['--language <code>', "the driver's language, two letters"],
  ['--whitelist <word>', 'ALWAYS, ALLOWED, ALLOWED_OFFLINE or NEVER'],
  ['--group <id>', 'group of contracts that may end each other’s sessions; - takes it away'],
  ['--parties <list>', 'operators where it may charge, NLCPO,DEOPC; - is everywhere'],
  ['--pcid <pcid>', 'car (PCID) for which a contract certificate is ordered; - takes it away'],
  ['--reference <text>', 'your own reference of the customer; - takes it away'],
  ['--credit <yes|no>', 'whether its account has credit'],
] as const;

const reason = [['--reason <text>', 'kept in its history']] as const;
const moved = (verb: string, [emaid]: readonly string[], given: Given) =>
  post(`/contracts/${e(emaid!)}/${verb}`, text(given.reason) === undefined ? {} : { reason: given.reason });

const partnerOptions = [
  ['--token-raw', 'send the credentials token as it is, without base64'],
  ['--emaid-type <type>', 'token type of eMAIDs; default EMAID in 2.3.0, OTHER in 2.2.1'],
  ['--emaid-form <form>', 'plain14, plain15, hyphens or asGiven'],
] as const;
const partnerFields = (given: Given) => ({
  ...(given.tokenRaw === true && { isTokenRaw: true }),
  ...(text(given.emaidType) !== undefined && { emaidType: given.emaidType }),
  ...(text(given.emaidForm) !== undefined && { emaidForm: given.emaidForm }),
});

/** The table. */
export const emspCommands: readonly EmspCommand[] = [
  {
    name: 'contracts list',
    summary: 'contracts by their eMAID',
    options: [['--status <status>', 'only these: ordered, active, blocked, expired, terminated']],
    request: (_, { status }) => get('/contracts', { status: text(status) }),
    isPaged: true,
    list: [
      'contracts',
      [
        ['eMAID', 'emaid'],
        ['status', 'status'],
        ['credit', 'hasCredit'],
        ['valid to', 'validTo'],
        ['whitelist', 'whitelist'],
        ['certificate', 'certificate.state'],
        ['reference', 'reference'],
      ],
    ],
  },
  {
    name: 'contracts show',
    summary: 'one contract with its certificate',
    args: ['<emaid>'],
    request: ([emaid]) => get(`/contracts/${e(emaid!)}`),
  },
  {
    name: 'contracts events',
    summary: 'what happened to a contract',
    args: ['<emaid>'],
    request: ([emaid]) => get(`/contracts/${e(emaid!)}/events`),
    list: [
      'events',
      [
        ['at', 'at'],
        ['event', 'event'],
        ['reason', 'reason'],
      ],
    ],
  },
  {
    name: 'contracts create',
    summary: 'makes a contract; without --emaid its eMAID is made, with its check character',
    options: [
      ['--emaid <emaid>', 'this one, in any spelling'],
      ['--status <status>', 'ordered or active; default active, ordered with --pcid: its certificate makes it active'],
      ...contractOptions,
    ],
    request: (_, given) =>
      post('/contracts', {
        ...(text(given.emaid) !== undefined && { emaid: given.emaid }),
        status: text(given.status) ?? (text(given.pcid) === undefined ? 'active' : 'ordered'),
        ...fieldsOf(given),
      }),
  },
  {
    name: 'contracts set',
    summary: 'changes what can be set of a contract',
    args: ['<emaid>'],
    options: contractOptions,
    request: ([emaid], given) => ({ method: 'PATCH', path: `/contracts/${e(emaid!)}`, body: fieldsOf(given) }),
  },
  {
    name: 'contracts block',
    summary: 'blocks a contract: CPOs are answered BLOCKED from now on',
    args: ['<emaid>'],
    options: reason,
    request: (args, given) => moved('block', args, given),
  },
  {
    name: 'contracts unblock',
    summary: 'makes a blocked, ordered or expired contract active',
    args: ['<emaid>'],
    options: reason,
    request: (args, given) => moved('activate', args, given),
  },
  {
    name: 'contracts terminate',
    summary: 'ends a contract for good; its certificate is revoked',
    args: ['<emaid>'],
    options: reason,
    request: (args, given) => moved('terminate', args, given),
  },
  {
    name: 'contracts certificate',
    summary: 'orders the contract certificate for a car, again after a refusal',
    args: ['<emaid>'],
    options: [['--pcid <pcid>', 'the car; by default the one that the contract has']],
    request: ([emaid], { pcid }) =>
      post(`/contracts/${e(emaid!)}/certificate`, text(pcid) === undefined ? {} : { pcid }),
  },
  {
    name: 'contracts import',
    summary: 'contracts from a CSV file (- is standard input), told row by row; exit code 2 when a row was refused',
    args: ['<file>'],
    request: ([file]) => post('/contracts.csv', fileText(file!)),
    lines: (answer) => {
      const rows = answer.rows as readonly Json[];
      const summary = Object.entries(answer.summary as Json).map(([name, count]) => `${count} ${name}`);
      return [
        ...rows.map(
          ({ line, emaid, outcome, text: why }) =>
            `line ${line}: ${outcome}${emaid ? ` ${emaid}` : ''}${why ? `: ${why}` : ''}`,
        ),
        summary.join(', '),
      ];
    },
    isGood: ({ rows }) => (rows as readonly Json[]).every(({ outcome }) => outcome !== 'refused'),
  },
  {
    name: 'contracts export',
    summary: 'all contracts as CSV, to a file or to standard output',
    args: ['[file]'],
    request: () => get('/contracts.csv'),
    take: (csv, [file]) => {
      if (file === undefined) return undefined;
      writeFileSync(file, csv);
      return `${file}: ${csv.split('\n').filter((line) => line.trim() !== '').length - 1} contracts`;
    },
  },
  {
    name: 'cdrs list',
    summary: 'CDRs that were taken, with what is in question about each',
    options: [
      ['--emaid <emaid>', 'of this contract only'],
      ['--in-question', 'only those with a doubt'],
    ],
    request: (_, { emaid, inQuestion }) =>
      get('/cdrs', { emaid: text(emaid), inQuestion: inQuestion === true ? 'true' : undefined }),
    isPaged: true,
    list: [
      'cdrs',
      [
        ['CDR', 'cdr.id'],
        ['of', 'party'],
        ['contract', 'cdr.cdr_token.contract_id'],
        ['start', 'cdr.start_date_time'],
        ['kWh', 'cdr.total_energy'],
        ['cost before taxes', ({ cdr }) => costOf(cdr as Json)],
        ['in question', ({ findings }) => (findings as readonly Json[]).map(({ code }) => code)],
      ],
    ],
  },
  {
    name: 'partners list',
    summary: 'CPOs of the OCPI handshake',
    request: () => get('/partners'),
    list: [
      'partners',
      [
        ['id', 'id'],
        ['name', 'name'],
        ['state', 'state'],
        ['OCPI', 'version'],
        [
          'parties',
          ({ roles }) =>
            ((roles ?? []) as readonly Json[]).map((one) => `${one.role} ${one.country_code}${one.party_id}`),
        ],
      ],
    ],
  },
  {
    name: 'partners invite',
    summary: 'makes a token A for a CPO that will register with us, told this once',
    args: ['<id>', '<name>'],
    options: partnerOptions,
    request: ([id, name], given) => post('/partners/invite', { id, name, ...partnerFields(given) }),
  },
  {
    name: 'partners register',
    summary: 'registers at a CPO that gave us its versions URL and a token A (OPENPNC_EMSP_TOKEN_A or --token-a)',
    args: ['<id>', '<name>', '<versionsUrl>'],
    options: [['--token-a <token>', 'the token A'], ['--version <version>', '2.2.1 or 2.3.0 only'], ...partnerOptions],
    request: ([id, name, versionsUrl], given) =>
      post('/partners/register', {
        id,
        name,
        versionsUrl,
        tokenA: tokenA(given),
        ...(text(given.version) !== undefined && { versions: [given.version] }),
        ...partnerFields(given),
      }),
  },
  {
    name: 'partners renew',
    summary: 'changes the credentials with a partner',
    args: ['<id>'],
    request: ([id]) => post(`/partners/${e(id!)}/credentials`),
  },
  {
    name: 'partners remove',
    summary: 'ends the registration with a partner',
    args: ['<id>'],
    request: ([id]) => ({ method: 'DELETE', path: `/partners/${e(id!)}` }),
  },
  {
    name: 'partners pull-cdrs',
    summary: 'takes the CDRs of a partner that it did not push',
    args: ['<id>'],
    options: [['--from <time>', 'since; default: all']],
    request: ([id], { from }) => ({
      method: 'POST',
      path: `/partners/${e(id!)}/pull-cdrs`,
      query: { from: text(from) },
    }),
    isGood: ({ ok }) => ok === true,
  },
  {
    name: 'tokens push',
    summary: 'pushes now what waits for the CPOs that take tokens (setting pushTokens)',
    request: () => post('/tokens/push'),
    lines: ({ pushed, waiting }) => [
      `${pushed} pushed`,
      ...(waiting as readonly Json[]).map(({ partner, count }) => `${partner}: ${count} wait`),
    ],
    isGood: ({ waiting }) => (waiting as readonly unknown[]).length === 0,
  },
];

/** @throws OperatorError `argument_missing` */
function tokenA(given: Given): string {
  const found = text(given.tokenA) ?? process.env.OPENPNC_EMSP_TOKEN_A;
  if (found !== undefined) return found;
  throw new OperatorError('argument_missing', 'which token A? --token-a TOKEN or OPENPNC_EMSP_TOKEN_A');
}

function costOf({ total_cost, currency }: Json): string {
  return `${(total_cost as Json).before_taxes} ${currency}`;
}
