/**
 * `openpnc exi`: EXI streams from and to their JSON form, line by line, and a stream explained bit by bit. The JSON form is
 * the one of `vectors/exi/README.md`.
 *
 * @module
 */
import { OperatorError } from '@openpnc/core/errors';
import { type Codec, createCodec, type DecodeOptions, ExiError, explain } from '@openpnc/exi';
import { iso15118v2 } from '@openpnc/exi/iso15118-2';
import { iso15118v20CommonMessages } from '@openpnc/exi/iso15118-20';
import { appProtocol } from '@openpnc/exi/sap';
import { xmldsig } from '@openpnc/exi/xmldsig';

/** The codecs by the names that `--schema` and the lines of `--jsonl` use. */
export const exiCodecs: ReadonlyMap<string, Codec> = new Map(
  [iso15118v2, appProtocol, xmldsig, iso15118v20CommonMessages].map((schema) => [schema.name, createCodec(schema)]),
);

/** What a line of `--jsonl` holds; `exi` in hex to decode, `json` to encode. */
interface Line {
  readonly schema?: unknown;
  readonly kind?: unknown;
  readonly exi?: unknown;
  readonly json?: unknown;
}

/** What cannot be taken for a stream or a task: `malformed_json`, `malformed_hex`, `unknown_schema`, `unknown_kind`. */
class LineError extends OperatorError {}

/**
 * Answers each line with one line, in order. A line is `{"schema","kind","exi"}` to decode and `{"schema","kind","json"}` to
 * encode, where `kind` is `document` (the default) or `fragment`; the answer is `{"json":..}` or `{"exi":"<hex>"}`, or
 * `{"error":{"code","message","path","bit"}}` with `bit` null where there is no stream. `write` takes a line without its end.
 */
export async function exiJsonl(
  direction: 'decode' | 'encode',
  lines: AsyncIterable<string>,
  write: (line: string) => void | Promise<void>,
  options: DecodeOptions = {},
): Promise<void> {
  for await (const line of lines) {
    const pending = write(answerTo(direction, line, options));
    if (pending !== undefined) await pending;
  }
}

/** A stream to explain; without `schema` and `kind` those under which most of it can be read. */
export interface ExplainTask {
  /** Hex in either case; white space, colons, `0x` and a V2GTP header in front are skipped. */
  readonly hex: string;
  readonly schema?: string;
  readonly kind?: string;
}

/** The explanation of a stream. */
export interface Explanation {
  /** The schema and kind that it was read by, then a line for each event and value. */
  readonly text: string;
  /** Whether the whole stream could be read. */
  readonly isGood: boolean;
}

/**
 * Explains a stream bit by bit.
 *
 * @throws OperatorError `malformed_hex`, `unknown_schema`, `unknown_kind`
 */
export function exiExplain({ hex, schema, kind }: ExplainTask, options: DecodeOptions = {}): Explanation {
  const digits = hex.replace(/0x|[\s:]/gi, '');
  const bytes = withoutV2gtpHeader(bytesOfHex(digits));
  const candidates = [...(schema === undefined ? exiCodecs.values() : [codecOf(schema)])].flatMap((codec) =>
    (kind === undefined ? [false, true] : [isFragmentKind(kind)]).map((isFragment) => ({
      codec,
      isFragment,
      read: readBits(codec, isFragment, bytes, options),
    })),
  );
  const { codec, isFragment, read } = candidates.reduce((best, other) => (other.read > best.read ? other : best));
  const title = `${codec.schema.name}, ${isFragment ? 'fragment' : 'document'}, ${bytes.length} bytes\n`;
  return { text: title + explain(codec.schema, bytes, { ...options, isFragment }), isGood: read === Infinity };
}

/** Bits up to the fault; Infinity if there is none. */
function readBits(codec: Codec, isFragment: boolean, bytes: Uint8Array, options: DecodeOptions): number {
  try {
    if (isFragment) codec.decodeFragment(bytes, options);
    else codec.decode(bytes, options);
    return Infinity;
  } catch (error) {
    if (error instanceof ExiError) return error.offset ?? 0;
    throw error;
  }
}

/** V2GTP: version 1 and its complement, payload type, length. ISO 15118-2:2014 7.8.3. */
function withoutV2gtpHeader(bytes: Uint8Array): Uint8Array {
  return bytes.length > 8 && bytes[0] === 0x01 && bytes[1] === 0xfe ? bytes.subarray(8) : bytes;
}

function answerTo(direction: 'decode' | 'encode', text: string, options: DecodeOptions): string {
  try {
    const line = parseLine(text);
    const codec = codecOf(line.schema);
    const isFragment = isFragmentKind(line.kind);
    if (direction === 'decode') {
      const exi = bytesOfHex(line.exi);
      const json = isFragment ? codec.decodeFragmentToJson(exi, options) : codec.decodeToJson(exi, options);
      return `{"json":${JSON.stringify(json)}}`;
    }
    const exi = isFragment ? codec.encodeFragmentFromJson(line.json) : codec.encodeFromJson(line.json);
    return `{"exi":"${Buffer.from(exi.buffer, exi.byteOffset, exi.length).toString('hex')}"}`;
  } catch (error) {
    if (error instanceof ExiError) {
      const { code, message, path, offset = null } = error;
      return JSON.stringify({ error: { code, message, path, bit: offset } });
    }
    if (error instanceof LineError)
      return JSON.stringify({ error: { code: error.code, message: error.message, path: '', bit: null } });
    throw error;
  }
}

function parseLine(text: string): Line {
  let line: unknown;
  try {
    line = JSON.parse(text);
  } catch (error) {
    throw new LineError('malformed_json', `not JSON: ${(error as Error).message}`);
  }
  if (typeof line !== 'object' || line === null || Array.isArray(line))
    throw new LineError('malformed_json', 'expected an object with the keys schema, kind and exi or json');
  return line;
}

function codecOf(schema: unknown): Codec {
  const codec = typeof schema === 'string' ? exiCodecs.get(schema) : undefined;
  if (codec === undefined)
    throw new LineError(
      'unknown_schema',
      `schema ${JSON.stringify(schema)}, expected ${[...exiCodecs.keys()].join(', ')}`,
    );
  return codec;
}

function isFragmentKind(kind: unknown): boolean {
  if (kind === undefined || kind === 'document') return false;
  if (kind === 'fragment') return true;
  throw new LineError('unknown_kind', `kind ${JSON.stringify(kind)}, expected document or fragment`);
}

function bytesOfHex(text: unknown): Uint8Array {
  if (typeof text !== 'string')
    throw new LineError('malformed_hex', `exi ${JSON.stringify(text)}, expected hex in a string`);
  const bytes = Buffer.from(text, 'hex');
  if (bytes.length * 2 !== text.length)
    throw new LineError(
      'malformed_hex',
      `exi: ${text.length} characters of which ${bytes.length * 2} are whole bytes of hex`,
    );
  return bytes;
}
