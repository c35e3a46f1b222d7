/**
 * `openpnc cert`: what certificates are in V2G terms and what is wrong with them, and those of a bench's car. Exit code 0: good; 2: something is wrong
 * with a certificate; 1: the command could not be done.
 *
 * @module
 */
import { OperatorError } from '@openpnc/core/errors';
import type { Millis } from '@openpnc/core/machine';
import { realClock } from '@openpnc/node/clock';
import type { Certificate } from '@openpnc/x509/certificate';
import { guessProfile } from '@openpnc/x509/lint';
import type { Purpose } from '@openpnc/x509/path';
import type { ProfileName } from '@openpnc/x509/profiles';
import { inspect, kindNames, lint, tree, verify } from '@openpnc/x509/report';
import { Command, Option } from 'commander';
import type { ContractsFlags } from './certContracts.ts';
import { type FiledCertificate, readFiles } from './certFiles.ts';

interface CertFlags {
  readonly json?: boolean;
  readonly at?: string;
  readonly kind?: ProfileName;
  readonly purpose?: Purpose;
  readonly roots?: readonly string[];
  readonly strict?: boolean;
}

/** What a subcommand has to tell. */
interface Told {
  readonly ok: boolean;
  readonly lines: readonly string[];
  readonly data: unknown;
}

/** For what a certificate of a kind is judged when nobody says for what. */
const purposes: Partial<Readonly<Record<ProfileName | 'unknown', Purpose>>> = {
  contractLeaf: 'contract',
  seccLeaf: 'secc',
  cpsLeaf: 'cps',
  provisioningLeaf: 'provisioning',
  csmsServer: 'csms',
  stationClient: 'station',
  ocspSigner: 'ocsp',
};
const purposeNames = [...new Set(Object.values(purposes))];

/** The command with its subcommands. */
export function cert(): Command {
  const command = new Command('cert').description(
    'certificates: what they are in V2G terms and what is wrong with them',
  );
  sub(command, 'inspect', 'what each certificate is', inspected);
  sub(command, 'lint', 'compares each certificate with the profile of its kind', linted).addOption(
    new Option('--kind <kind>', 'the kind of all of them; default: guessed for each').choices(
      Object.keys(kindNames).filter((kind) => kind !== 'unknown'),
    ),
  );
  sub(command, 'verify', 'builds the path of each end entity to a root, and checks all of it', verified)
    .addOption(new Option('--purpose <purpose>', 'default: by the kind of the certificate').choices(purposeNames))
    .addOption(
      new Option(
        '--roots <path...>',
        'files or folders of the roots to trust; a root among the files proves nothing',
      ).makeOptionMandatory(),
    )
    .option('--strict', 'refuse also what real PKIs do and the profile does not');
  sub(command, 'tree', 'who issued whom', treed);
  command.addCommand(contracts());
  return command;
}

/** Needs the PKI's folder, and so is loaded when it runs. */
function contracts(): Command {
  return new Command('contracts')
    .description(
      "makes the folder of a bench's car from our PKI: good, expired, revoked, blocked and all other contracts",
    )
    .requiredOption('--out <folder>', 'the folder; what is there of the same name is replaced')
    .option('--provider <code>', 'country and provider of the eMAIDs', 'DE8AA')
    .option('--config <file>', 'configuration file (section pki); also OPENPNC_CONFIG. The PKI must not be running')
    .option(
      '--set <key=value>',
      'one setting, e.g. pki.folder=..; may be repeated',
      (value: string, before: string[]) => [...before, value],
      [],
    )
    .option('--json', 'one JSON document instead of text')
    .action(async (flags: ContractsFlags) => (await import('./certContracts.ts')).certContracts(flags));
}

type Work = (filed: readonly FiledCertificate[], at: Millis, flags: CertFlags) => Told;

function sub(command: Command, name: string, description: string, work: Work): Command {
  return command
    .command(name)
    .description(description)
    .argument('<path...>', 'PEM, DER or PKCS#7 files, and folders of them')
    .option('--json', 'one JSON document instead of text')
    .option('--at <time>', 'judge as at this time, e.g. 2027-01-31T12:00:00Z; default: now')
    .action((paths: readonly string[], flags: CertFlags) => {
      const { ok, lines, data } = work(readFiles(paths), timeOf(flags.at), flags);
      console.log(flags.json ? JSON.stringify(data, null, 2) : lines.join('\n'));
      if (!ok) process.exitCode = 2;
    });
}

/** @throws OperatorError `time_malformed` */
function timeOf(text: string | undefined): Millis {
  if (text === undefined) return realClock.now();
  const at = Date.parse(text);
  if (Number.isNaN(at))
    throw new OperatorError('time_malformed', `--at ${text}: expected a time as 2027-01-31T12:00:00Z`);
  return at;
}

const bare = (filed: readonly FiledCertificate[]) => filed.map(({ certificate }) => certificate);
const files = (filed: readonly FiledCertificate[]) => filed.map(({ file }) => file);

function inspected(filed: readonly FiledCertificate[], at: Millis): Told {
  return inspect(bare(filed), at, files(filed));
}

function linted(filed: readonly FiledCertificate[], at: Millis, { kind }: CertFlags): Told {
  return lint(bare(filed), { at, ...(kind && { kind }), files: files(filed) });
}

function treed(filed: readonly FiledCertificate[], at: Millis): Told {
  return tree(bare(filed), at);
}

/** Each end entity by itself, with all CAs at hand. @throws OperatorError `leaf_missing` when there is none */
function verified(filed: readonly FiledCertificate[], at: Millis, { roots, purpose, strict = false }: CertFlags): Told {
  const all = bare(filed);
  const anchors = bare(readFiles(roots!));
  const leaves = all.filter(({ isCa }) => !isCa);
  if (leaves.length === 0)
    throw new OperatorError(
      'leaf_missing',
      `${[...new Set(files(filed))].join(', ')}: CAs alone; expected the certificate of a car, station or service`,
    );
  const reports = leaves.map((leaf) => {
    const chain = [leaf, ...all.filter((other) => other !== leaf && other.isCa)];
    return { leaf, ...verify(chain, { anchors, at, purpose: purpose ?? purposeOf(leaf, all), strict }) };
  });
  return {
    ok: reports.every(({ ok }) => ok),
    lines: reports.flatMap(({ lines }, i) => [...(i > 0 ? [''] : []), ...lines]),
    data: reports.map(({ leaf, data }) => ({ subject: String(leaf.subject), fingerprint: leaf.fingerprint, ...data })),
  };
}

/** @throws OperatorError `purpose_unknown` */
function purposeOf(leaf: Certificate, all: readonly Certificate[]): Purpose {
  const kind =
    guessProfile(
      leaf,
      all.find((other) => other.subject.equals(leaf.issuer)),
    ) ?? 'unknown';
  const purpose = purposes[kind];
  if (purpose) return purpose;
  throw new OperatorError(
    'purpose_unknown',
    `${leaf.subject}: of ${kindNames[kind]}; say for what it is judged by --purpose ${purposeNames.join(' | ')}`,
  );
}
