/** Every subcommand of `openpnc csms` that is one call of the HTTP API: what it takes, what it asks, how its answer is shown. @module */
import { existsSync } from 'node:fs';
import { OperatorError } from '@openpnc/core/errors';
import { type ApiRequest, type Json, pemOfFile } from './apiClient.ts';
import type { Column } from './table.ts';

/** Values of the options of a command line, by their names. */
export type Given = Readonly<Record<string, string | boolean | undefined>>;

/** A row: one subcommand. */
export interface ApiCommand {
  /** Its words: `trust explain`. */
  readonly name: string;
  readonly summary: string;
  /** `<identity>` needed, `[json]` not. */
  readonly args?: readonly string[];
  /** `--evse <id>` and what it means; a `!` in front: must be given. */
  readonly options?: readonly (readonly [flags: string, description: string])[];
  readonly request: (args: readonly string[], given: Given) => ApiRequest;
  /** The answer has `items`, shown as a table. */
  readonly columns?: readonly Column[];
  /** A list in pages: `--limit` and `--all` are taken too. */
  readonly isPaged?: true;
  /** Lines of an answer that is neither a list nor shown by its fields. */
  readonly lines?: (answer: Json) => readonly string[];
  /** Whether the answer is a good one; otherwise the exit code is 2. */
  readonly isGood?: (answer: Json) => boolean;
}

const get = (path: string, query: ApiRequest['query'] = {}): ApiRequest => ({ method: 'GET', path, query });
const post = (path: string, body?: unknown, query: ApiRequest['query'] = {}): ApiRequest => ({
  method: 'POST',
  path,
  query,
  ...(body !== undefined && { body }),
});
const remove = (path: string): ApiRequest => ({ method: 'DELETE', path });
const e = encodeURIComponent;
const text = (value: string | boolean | undefined) => (typeof value === 'string' ? value : undefined);

/** A call of a station: good when the station says so. */
const call = (station: string, action: string, payload: object) =>
  post(`/stations/${e(station)}/calls/${action}`, payload);
const GOOD = new Set(['Accepted', 'Scheduled', 'Unlocked', undefined]);
const isAccepted = ({ status }: Json) => GOOD.has(status as string | undefined);

/** @throws OperatorError `argument_malformed` */
function whole(name: string, value: string | boolean | undefined): number {
  if (typeof value === 'string' && /^\d+$/.test(value)) return Number(value);
  throw new OperatorError('argument_malformed', `${name} ${value}: expected a whole number`);
}

/** @throws OperatorError `argument_malformed` */
function object(value: string | undefined): object {
  try {
    const parsed: unknown = JSON.parse(value ?? '{}');
    if (typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed)) return parsed;
  } catch {
    // Told below.
  }
  throw new OperatorError('argument_malformed', `payload ${value}: expected a JSON object`);
}

/** A root by the file that holds it or by its fingerprint. */
const rootNamed = (root: string) => (existsSync(root) ? pemOfFile(root) : root.replaceAll(':', '').toLowerCase());

/** For what a root is installed at a station, in the words of OCPP. */
const installedAs: Readonly<Record<string, string>> = {
  v2g: 'V2GRootCertificate',
  mo: 'MORootCertificate',
  csms: 'CSMSRootCertificate',
  manufacturer: 'ManufacturerRootCertificate',
};

const days = ({ days: left }: Json) => (Number(left) < 0 ? `ended ${-Number(left)} days ago` : `${left} days`);
const subjects = (list: unknown) =>
  (list as readonly Json[]).map(({ use, type, subject, serialNumber }) => `${use ?? type} ${subject ?? serialNumber}`);

/** The table. */
export const csmsCommands: readonly ApiCommand[] = [
  {
    name: 'stations',
    summary: 'enrolled stations',
    isPaged: true,
    request: () => get('/stations'),
    columns: [
      ['identity', 'identity'],
      ['connected', 'isConnected'],
      ['boot', 'bootStatus'],
      ['model', 'chargingStation.model'],
      ['booted', 'bootedAt'],
      ['since', ({ isConnected, connectedAt, disconnectedAt }) => (isConnected ? connectedAt : disconnectedAt)],
    ],
  },
  {
    name: 'station',
    summary: 'one station with its connectors and certificates',
    args: ['<identity>'],
    request: ([identity]) => get(`/stations/${e(identity!)}`),
  },
  {
    name: 'enrol',
    summary: 'lets a station in, or gives it a new password, which is told this once',
    args: ['<identity>'],
    options: [
      ['--password <text>', 'a chosen one; default: a random one'],
      ['--registration <status>', 'answer to its BootNotification: Accepted, Pending, Rejected'],
    ],
    request: ([identity], { password, registration }) =>
      post('/stations', { identity, ...(password && { password }), ...(registration && { registration }) }),
  },
  {
    name: 'registration',
    summary: 'sets what the next BootNotification of a station is answered',
    args: ['<identity>', '<status>'],
    request: ([identity, registration]) => ({
      method: 'PATCH',
      path: `/stations/${e(identity!)}`,
      body: { registration },
    }),
  },
  {
    name: 'remove',
    summary: 'takes a station out; its sessions and decisions stay',
    args: ['<identity>'],
    request: ([identity]) => remove(`/stations/${e(identity!)}`),
  },
  {
    name: 'variables',
    summary: 'the device model as the station reported it',
    args: ['<identity>'],
    options: [['--component <name>', 'of one component']],
    request: ([identity], { component }) => get(`/stations/${e(identity!)}/variables`, { component }),
    columns: [
      ['component', 'component'],
      ['evse', 'evseId'],
      ['variable', 'variable'],
      ['attribute', 'attribute'],
      ['value', 'value'],
    ],
  },
  {
    name: 'notifications',
    summary: 'what a station told, latest first: security events, meter values, events',
    args: ['<identity>'],
    options: [['--action <name>', 'of one OCPP action']],
    isPaged: true,
    request: ([identity], { action }) => get(`/stations/${e(identity!)}/notifications`, { action }),
    columns: [
      ['at', 'at'],
      ['action', 'action'],
      ['payload', 'payload'],
    ],
  },
  {
    name: 'sessions',
    summary: 'sessions, latest first',
    options: [
      ['--station <identity>', 'of one station'],
      ['--emaid <eMAID>', 'of one contract, in any spelling'],
      ['--running', 'that have not ended'],
    ],
    isPaged: true,
    request: (_, { station, emaid, running }) => get('/sessions', { station, eMAID: emaid, isRunning: running }),
    columns: [
      ['station', 'station'],
      ['evse', 'evseId'],
      ['transaction', 'transactionId'],
      ['token', 'idToken'],
      ['started', 'startedAt'],
      ['ended', 'endedAt'],
      ['Wh', 'energy_Wh'],
      ['CDR', 'cdrId'],
    ],
  },
  {
    name: 'session',
    summary: 'one session with its events and its CDR',
    args: ['<station>', '<transaction>'],
    request: ([station, transaction]) => get(`/sessions/${e(station!)}/${e(transaction!)}`),
  },
  {
    name: 'send-cdr',
    summary: 'sends the CDR of a session now, also one that was refused before',
    args: ['<station>', '<transaction>'],
    request: ([station, transaction]) => post(`/sessions/${e(station!)}/${e(transaction!)}/cdr/send`),
  },
  {
    name: 'decisions',
    summary: 'answers to tokens with their reasons, latest first',
    options: [
      ['--station <identity>', 'of one station'],
      ['--emaid <eMAID>', 'of one contract, in any spelling'],
      ['--trace <id>', 'of one attempt'],
      ['--status <status>', 'AuthorizationStatus, e.g. Accepted'],
    ],
    isPaged: true,
    request: (_, { station, emaid, trace, status }) =>
      get('/decisions', { station, eMAID: emaid, traceId: trace, tokenStatus: status }),
    columns: [
      ['at', 'at'],
      ['station', 'station'],
      ['token', 'token'],
      ['certificate', 'certificateStatus'],
      ['answer', 'tokenStatus'],
      ['by', 'source'],
      ['reasons', ({ reasons }) => (reasons as readonly Json[]).map(({ code }) => code)],
    ],
  },
  {
    name: 'decision',
    summary: 'one decision',
    args: ['<id>'],
    request: ([id]) => get(`/decisions/${e(id!)}`),
  },
  {
    name: 'certificates',
    summary: 'roots, sub-CAs and certificates of stations by their end',
    options: [['--days <n>', 'only those that end within so many days']],
    request: (_, { days: within }) => get('/trust/endings', { days: text(within) ?? 100_000 }),
    columns: [
      ['kind', 'kind'],
      ['station', 'station'],
      ['subject', 'subject'],
      ['ends', 'notAfter'],
      ['left', days],
    ],
  },
  {
    name: 'call',
    summary: 'any request of OCPP 2.0.1 from CSMS to station',
    args: ['<identity>', '<action>', '[payload]'],
    request: ([identity, action, payload]) => call(identity!, action!, object(payload)),
    isGood: isAccepted,
  },
  {
    name: 'trigger',
    summary: 'TriggerMessage, e.g. SignV2GCertificate',
    args: ['<identity>', '<message>'],
    options: [['--evse <id>', 'at one EVSE']],
    request: ([identity, requestedMessage], { evse }) =>
      call(identity!, 'TriggerMessage', { requestedMessage, ...(evse && { evse: { id: whole('--evse', evse) } }) }),
    isGood: isAccepted,
  },
  {
    name: 'unlock',
    summary: 'UnlockConnector',
    args: ['<identity>', '<evse>', '<connector>'],
    request: ([identity, evse, connector]) =>
      call(identity!, 'UnlockConnector', { evseId: whole('evse', evse), connectorId: whole('connector', connector) }),
    isGood: isAccepted,
  },
  {
    name: 'reset',
    summary: 'Reset when idle',
    args: ['<identity>'],
    options: [
      ['--immediate', 'now: running transactions are ended'],
      ['--evse <id>', 'one EVSE'],
    ],
    request: ([identity], { immediate, evse }) =>
      call(identity!, 'Reset', {
        type: immediate ? 'Immediate' : 'OnIdle',
        ...(evse && { evseId: whole('--evse', evse) }),
      }),
    isGood: isAccepted,
  },
  {
    name: 'clear-cache',
    summary: 'ClearCache: the authorization cache of a station',
    args: ['<identity>'],
    request: ([identity]) => call(identity!, 'ClearCache', {}),
    isGood: isAccepted,
  },
  {
    name: 'start',
    summary: 'RequestStartTransaction for a contract',
    args: ['<identity>', '<eMAID>'],
    options: [
      ['--evse <id>', 'at one EVSE'],
      ['!--remote-id <n>', 'remoteStartId'],
    ],
    request: ([identity, eMAID], { evse, remoteId }) =>
      call(identity!, 'RequestStartTransaction', {
        remoteStartId: whole('--remote-id', remoteId),
        idToken: { idToken: eMAID, type: 'eMAID' },
        ...(evse && { evseId: whole('--evse', evse) }),
      }),
    isGood: isAccepted,
  },
  {
    name: 'stop',
    summary: 'RequestStopTransaction',
    args: ['<identity>', '<transaction>'],
    request: ([identity, transactionId]) => call(identity!, 'RequestStopTransaction', { transactionId }),
    isGood: isAccepted,
  },
  {
    name: 'install-root',
    summary: 'InstallCertificate of one root at one station, by hand',
    args: ['<identity>', '<use>', '<file>'],
    request: ([identity, use, file]) => {
      const certificateType = installedAs[use!];
      if (certificateType === undefined)
        throw new OperatorError('argument_malformed', `use ${use}: expected ${Object.keys(installedAs).join(', ')}`);
      return call(identity!, 'InstallCertificate', { certificateType, certificate: pemOfFile(file!) });
    },
    isGood: isAccepted,
  },
  {
    name: 'installed',
    summary: 'GetInstalledCertificateIds: what a station has now',
    args: ['<identity>'],
    request: ([identity]) => call(identity!, 'GetInstalledCertificateIds', {}),
    lines: ({ status, certificateHashDataChain = [] }) => [
      ...(status === 'Accepted' ? [] : [String(status)]),
      ...(certificateHashDataChain as readonly Json[]).map((one) => {
        const { serialNumber, issuerKeyHash, hashAlgorithm } = one.certificateHashData as Json;
        return `${one.certificateType}  serial ${serialNumber}  issuer key ${hashAlgorithm} ${issuerKeyHash}`;
      }),
    ],
  },
  {
    name: 'roots',
    summary: 'roots that the CSMS trusts',
    options: [['--use <use>', 'v2g, mo, oem, csms']],
    request: (_, { use }) => get('/roots', { use }),
    columns: [
      ['use', 'use'],
      ['subject', 'subject'],
      ['ends', 'notAfter'],
      ['fingerprint', 'fingerprint'],
    ],
  },
  {
    name: 'root show',
    summary: 'a root as PEM',
    args: ['<use>', '<fingerprint>'],
    request: ([use, fingerprint]) => get(`/roots/${e(use!)}/${e(fingerprint!)}`),
  },
  {
    name: 'root add',
    summary: 'trusts a root; with trust.apply it goes to all stations',
    args: ['<use>', '<file>'],
    request: ([use, file]) => post('/roots', { use, certificate: pemOfFile(file!) }),
  },
  {
    name: 'root remove',
    summary: 'trusts a root no longer; with trust.remove it also leaves the stations',
    args: ['<use>', '<fingerprint>'],
    request: ([use, fingerprint]) => remove(`/roots/${e(use!)}/${e(fingerprint!)}`),
  },
  {
    name: 'trust fleet',
    summary: 'which station lacks which root, when it was compared, when its certificates end',
    request: () => get('/trust/stations'),
    columns: [
      ['station', 'station'],
      ['state', 'state'],
      ['compared', 'comparedAt'],
      ['SECC ends', 'seccNotAfter'],
      ['OCSP until', 'seccOcspValidUntil'],
      ['lacks', ({ missing }) => subjects(missing)],
      ['has too much', ({ extra }) => subjects(extra)],
      ['problem', 'problem'],
    ],
    isGood: ({ items }) => (items as readonly Json[]).every(({ state }) => state === 'same'),
  },
  {
    name: 'trust compare',
    summary: 'compares the roots of a station now: a dry run, or with --apply for good',
    args: ['<identity>'],
    options: [['--apply', 'install what is missing, and delete what is too much where trust.remove is set']],
    request: ([identity], { apply = false }) =>
      post(`/trust/stations/${e(identity!)}/compare`, undefined, { apply: apply === true }),
    lines: ({ state, done, missing, extra, problem }) => [
      String(state),
      ...(done as readonly Json[]).map(({ did, subject }) => `${did}  ${subject}`),
      ...subjects(missing).map((one) => `lacks  ${one}`),
      ...subjects(extra).map((one) => `has too much  ${one}`),
      ...(problem === undefined ? [] : [`problem  ${problem}`]),
    ],
    isGood: ({ state }) => state === 'same',
  },
  {
    name: 'trust explain',
    summary: 'would a car with a contract under this root be authorized at this station, and if not, why?',
    options: [
      ['!--root <root>', 'PEM file, or SHA-256 fingerprint of a root that the CSMS has'],
      ['!--station <identity>', 'which station'],
    ],
    request: (_, { root, station }) => get('/trust/explain', { station, root: rootNamed(text(root)!) }),
    lines: ({ station, root, isAuthorized, checks }) => [
      `${isAuthorized}: a contract under ${root} at ${station}`,
      ...(checks as readonly Json[]).flatMap(({ outcome, check, text: told, remedy }) => [
        `  ${String(outcome).padEnd(8)} ${String(check).padEnd(24)} ${told}`,
        ...(remedy === undefined ? [] : [`${' '.repeat(36)}remedy: ${remedy}`]),
      ]),
    ],
    isGood: ({ isAuthorized }) => isAuthorized === 'yes',
  },
  {
    name: 'trust renew',
    summary: 'triggers SignV2GCertificate at every connected station that has no SECC chain under this root',
    options: [
      ['!--root <fingerprint>', 'SHA-256 fingerprint of a root that the CSMS has, or its PEM file'],
      ['--dry-run', 'only say what would be done'],
    ],
    request: (_, { root, dryRun = false }) =>
      post('/trust/renew', undefined, { root: rootNamed(text(root)!), dry: dryRun === true }),
    columns: [
      ['station', 'station'],
      ['outcome', 'outcome'],
      ['text', 'text'],
    ],
    isGood: ({ items }) =>
      (items as readonly Json[]).every(({ outcome }) => ['under_root', 'asked', 'would_ask'].includes(String(outcome))),
  },
  {
    name: 'trust endings',
    summary: 'what ends soon, and stations that were not compared for too long',
    options: [['--days <n>', 'within so many days; default 90']],
    request: (_, { days: within }) => get('/trust/endings', { days: text(within) }),
    lines: ({ endings, stale }) => [
      ...(endings as readonly Json[]).map(
        (one) => `${one.kind}  ${one.station ?? ''}${one.station ? '  ' : ''}${one.subject}  ${days(one)}`,
      ),
      ...(stale as readonly Json[]).map(
        ({ station, comparedAt }) => `stale  ${station}  compared ${comparedAt ?? 'never'}`,
      ),
    ],
    isGood: ({ endings, stale }) => (endings as unknown[]).length + (stale as unknown[]).length === 0,
  },
  {
    name: 'trust alarms',
    summary: 'what is wrong now and since when; exit code 2 when there is anything',
    request: () => get('/trust/alarms'),
    columns: [
      ['since', 'since'],
      ['alarm', 'code'],
      ['station', 'station'],
      ['text', 'text'],
    ],
    isGood: ({ items }) => (items as unknown[]).length === 0,
  },
  {
    name: 'trust pools',
    summary: 'when the root pools were last read; with --read reads them now',
    options: [['--read', 'read them now']],
    request: (_, { read }) => (read ? post('/trust/pools/read') : get('/trust/pools')),
    columns: [
      ['pool', 'pool'],
      ['read', ({ readAt, added }) => (added === undefined ? readAt : 'now')],
      ['added', 'added'],
      ['withdrawn', 'withdrawn'],
      ['problem', 'problem'],
    ],
    isGood: ({ items }) => (items as readonly Json[]).every(({ problem }) => problem === undefined || problem === null),
  },
  {
    name: 'partners',
    summary: 'eMSPs and hubs, and whether they answer',
    request: () => get('/partners'),
    columns: [
      ['name', 'name'],
      ['parties', 'parties'],
      ['version', 'version'],
      ['policy', 'policy'],
      ['breaker', 'breaker'],
      ['listed', 'listed'],
      ['registration', 'registration'],
    ],
  },
  {
    name: 'partner invite',
    summary: 'the token and the address to hand to an eMSP, outside of OCPI',
    args: ['<name>'],
    request: ([name]) => post(`/partners/${e(name!)}/invite`),
  },
  {
    name: 'partner register',
    summary: 'takes the invitation of an eMSP',
    args: ['<name>', '<versionsUrl>', '<token>'],
    request: ([name, versionsUrl, tokenA]) => post(`/partners/${e(name!)}/register`, { versionsUrl, tokenA }),
  },
  {
    name: 'partner pull',
    summary: 'pulls the authorization list of an eMSP now',
    args: ['<name>'],
    options: [['--whole', 'all of it again']],
    request: ([name], { whole: isWhole = false }) =>
      post(`/partners/${e(name!)}/list/pull`, undefined, { whole: isWhole === true }),
  },
  {
    name: 'tokens',
    summary: 'tokens of all authorization lists',
    options: [['--partner <name>', 'of one partner']],
    isPaged: true,
    request: (_, { partner }) => get('/tokens', { partner }),
    columns: [
      ['type', 'type'],
      ['uid', 'uid'],
      ['partner', 'partner'],
      ['valid', 'isValid'],
      ['whitelist', 'whitelist'],
      ['updated', 'updatedAt'],
    ],
  },
  {
    name: 'keys',
    summary: 'keys of the API',
    request: () => get('/keys'),
    columns: [
      ['id', 'id'],
      ['name', 'name'],
      ['role', 'role'],
      ['created', 'createdAt'],
    ],
  },
  {
    name: 'key add',
    summary: 'makes a key, which is told this once',
    args: ['<name>', '<role>'],
    request: ([name, role]) => post('/keys', { name, role }),
  },
  {
    name: 'key remove',
    summary: 'makes a key worthless',
    args: ['<id>'],
    request: ([id]) => remove(`/keys/${e(id!)}`),
  },
  {
    name: 'metrics',
    summary: 'what /metrics tells Prometheus',
    request: () => get('/metrics'),
  },
];
