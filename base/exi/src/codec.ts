/** Encoder and decoder of a schema set. @module */

import { type CompiledDecoder, type CompiledEncoder, compileDecoder, compileEncoder } from './compiled/compile.ts';
import { ExiError } from './errors.ts';
import * as interpreter from './interpreter.ts';
import { fromJson, type Json, toJson } from './json.ts';
import type { Type } from './schema.ts';
import type { Fragment, Schema } from './schemaSet.ts';

/** An element by its name. */
export interface NamedElement {
  /** Local name; of a fragment `{namespace}name` where the local name alone means another element. */
  readonly name: string;
  readonly value: unknown;
}

/**
 * Reads and writes the documents and fragments of one schema set. Arrays of bytes that it hands out may be views of larger
 * buffers: copy those that are kept for long, and never transfer their buffers.
 */
export interface Codec {
  readonly schema: Schema;
  /** Writes a document with root element `name`. @throws ExiError without offset if the value is not valid */
  encode(name: string, value: unknown): Uint8Array;
  /** Reads a document. @throws ExiError */
  decode(exi: Uint8Array, options?: interpreter.DecodeOptions): NamedElement;
  /** Writes an element as a fragment, the form that is hashed for a signature. @throws ExiError without offset */
  encodeFragment(name: string, value: unknown): Uint8Array;
  /** Writes an element whose name has several types by the grammar of the one with attributes. @throws ExiError without offset */
  encodeTypedFragment(name: string, value: unknown): Uint8Array;
  /** Reads a fragment. @throws ExiError */
  decodeFragment(exi: Uint8Array, options?: interpreter.DecodeOptions): NamedElement;
  /** Reads a document into its JSON form, an object with the root's name as its only key. @throws ExiError */
  decodeToJson(exi: Uint8Array, options?: interpreter.DecodeOptions): Json;
  /** Writes a document from its JSON form. @throws ExiError without offset */
  encodeFromJson(json: unknown): Uint8Array;
  /** Reads a fragment into its JSON form. @throws ExiError */
  decodeFragmentToJson(exi: Uint8Array, options?: interpreter.DecodeOptions): Json;
  /** Writes a fragment from its JSON form. @throws ExiError without offset */
  encodeFragmentFromJson(json: unknown): Uint8Array;
}

/** How to make a codec. */
export interface CodecOptions {
  /**
   * Whether to work by code made from the schema at first use, which is a hundred times as fast. Default true; where code
   * must not be made from strings (Content-Security-Policy) the interpreter serves without being asked.
   */
  readonly isCompiled?: boolean;
}

/** Makes the codec of a schema set. */
export function createCodec(schema: Schema, { isCompiled = true }: CodecOptions = {}): Codec {
  const rootCodes = new Map(
    schema.elements.flatMap(({ name }, code) => (schema.roots.has(name) ? [[name, code]] : [])),
  );
  const fragmentCodes = new Map<string, number>();
  // Null before the first use.
  let encoder: CompiledEncoder | undefined | null = isCompiled ? null : undefined;
  let decoder: CompiledDecoder | undefined | null = isCompiled ? null : undefined;

  const codec: Codec = {
    schema,
    encode(name, value) {
      const code = rootCodes.get(name);
      if (encoder === null) encoder = compileEncoder(schema);
      const exi = code === undefined ? undefined : encoder?.encode(code, value, false);
      return exi ?? interpreter.encodeDocument(schema, name, value);
    },
    decode(exi, options) {
      if (decoder === null) decoder = compileDecoder(schema);
      const value = decoder?.decode(exi, false);
      if (value !== undefined) return { name: schema.elements[decoder!.root()]!.name, value };
      const read = interpreter.decodeDocument(schema, exi, options);
      return { name: read.name, value: read.value };
    },
    encodeFragment(name, value) {
      const code = fragmentCode(name);
      if (encoder === null) encoder = compileEncoder(schema);
      return encoder?.encode(code, value, true) ?? interpreter.encodeFragment(schema, schema.fragments[code]!, value);
    },
    encodeTypedFragment: (name, value) =>
      interpreter.encodeTypedFragment(schema, schema.fragments[fragmentCode(name)]!, value),
    decodeFragment(exi, options) {
      if (decoder === null) decoder = compileDecoder(schema);
      const value = decoder?.decode(exi, true);
      if (value !== undefined) return { name: nameOf(schema.fragments[decoder!.root()]!), value };
      const read = interpreter.decodeFragment(schema, exi, options);
      return { name: nameOf(read), value: read.value };
    },
    decodeToJson(exi, options) {
      const { name, value } = codec.decode(exi, options);
      return { [name]: toJson(rootType(schema, name), value) };
    },
    encodeFromJson(json) {
      const [name, value] = onlyEntry(json);
      return codec.encode(name, fromJson(rootType(schema, name), value, name));
    },
    decodeFragmentToJson(exi, options) {
      const { name, value } = codec.decodeFragment(exi, options);
      return { [name]: toJson(typeOfValue(interpreter.fragmentOf(schema, name), value), value) };
    },
    encodeFragmentFromJson(json) {
      const [name, value] = onlyEntry(json);
      const fragment = interpreter.fragmentOf(schema, name);
      return codec.encodeFragment(name, fromJson(typeOfValue(fragment, value), value, fragment.name));
    },
  };
  return codec;

  function fragmentCode(name: string): number {
    let code = fragmentCodes.get(name);
    if (code === undefined) {
      code = schema.fragments.indexOf(interpreter.fragmentOf(schema, name));
      fragmentCodes.set(name, code);
    }
    return code;
  }

  function nameOf({ name, namespace }: { readonly name: string; readonly namespace: string }): string {
    const isMeant = schema.fragments[fragmentCode(name)]!.namespace === namespace;
    return isMeant ? name : `{${namespace}}${name}`;
  }
}

/** The key and value of an object with one key, the root element. @throws ExiError `root` */
export function onlyEntry(message: unknown): [name: string, value: unknown] {
  const entries = typeof message === 'object' && message !== null ? Object.entries(message) : [];
  if (entries.length !== 1)
    throw new ExiError('root', `expected an object with the root element as its only key, it has ${entries.length}`);
  return entries[0]!;
}

function rootType(schema: Schema, name: string): Type {
  const element = schema.roots.has(name) ? schema.elements.find((other) => other.name === name) : undefined;
  if (element === undefined)
    throw new ExiError('root', `root element ${name}, expected ${[...schema.roots].join(', ')}`);
  return element.type;
}

/** Of the types of a name the one that an object, or a text, belongs to. */
function typeOfValue({ types }: Fragment, value: unknown): Type {
  const isObject = typeof value === 'object' && value !== null && !(value instanceof Uint8Array);
  return types.find(({ kind }) => (kind === 'complex') === isObject) ?? types[0];
}
