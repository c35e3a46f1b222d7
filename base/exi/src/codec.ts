/** Encoder and decoder of a schema set. @module */

import { ExiError } from './errors.ts';
import * as interpreter from './interpreter.ts';
import { fromJson, type Json, toJson } from './json.ts';
import type { Type } from './schema.ts';
import type { Fragment, Schema } from './schemaSet.ts';

/** A fragment's element by its name. */
export interface FragmentValue {
  /** Local name, or `{namespace}name` where the local name alone means another element. */
  readonly name: string;
  readonly value: unknown;
}

/** Reads and writes the documents and fragments of one schema set. */
export interface Codec {
  readonly schema: Schema;
  /** Writes a document; `message` has the root element's name as its only key. @throws ExiError without offset */
  encode(message: Readonly<Record<string, unknown>>): Uint8Array;
  /** Reads a document into an object with the root element's name as its only key. @throws ExiError */
  decode(exi: Uint8Array, options?: interpreter.DecodeOptions): Record<string, unknown>;
  /** Writes an element as a fragment, the form that is hashed for a signature. @throws ExiError without offset */
  encodeFragment(name: string, value: unknown): Uint8Array;
  /** Writes an element whose name has several types by the grammar of the one with attributes. @throws ExiError without offset */
  encodeTypedFragment(name: string, value: unknown): Uint8Array;
  /** Reads a fragment. @throws ExiError */
  decodeFragment(exi: Uint8Array, options?: interpreter.DecodeOptions): FragmentValue;
  /** Reads a document into its JSON form. @throws ExiError */
  decodeToJson(exi: Uint8Array, options?: interpreter.DecodeOptions): Json;
  /** Writes a document from its JSON form. @throws ExiError without offset */
  encodeFromJson(json: unknown): Uint8Array;
  /** Reads a fragment into its JSON form. @throws ExiError */
  decodeFragmentToJson(exi: Uint8Array, options?: interpreter.DecodeOptions): Json;
  /** Writes a fragment from its JSON form. @throws ExiError without offset */
  encodeFragmentFromJson(json: unknown): Uint8Array;
}

/** Makes the codec of a schema set. */
export function createCodec(schema: Schema): Codec {
  const codec: Codec = {
    schema,
    encode: (message) => interpreter.encodeDocument(schema, ...onlyEntry(message)),
    decode(exi, options) {
      const { name, value } = interpreter.decodeDocument(schema, exi, options);
      return { [name]: value };
    },
    encodeFragment: (name, value) => interpreter.encodeFragment(schema, interpreter.fragmentOf(schema, name), value),
    encodeTypedFragment: (name, value) =>
      interpreter.encodeTypedFragment(schema, interpreter.fragmentOf(schema, name), value),
    decodeFragment(exi, options) {
      const { name, namespace, value } = interpreter.decodeFragment(schema, exi, options);
      const isMeant = interpreter.fragmentOf(schema, name).namespace === namespace;
      return { name: isMeant ? name : `{${namespace}}${name}`, value };
    },
    decodeToJson(exi, options) {
      const [name, value] = onlyEntry(codec.decode(exi, options));
      return { [name]: toJson(rootType(schema, name), value) };
    },
    encodeFromJson(json) {
      const [name, value] = onlyEntry(json);
      return codec.encode({ [name]: fromJson(rootType(schema, name), value, name) });
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
}

/** The key and value of an object with one key. */
function onlyEntry(message: unknown): readonly [string, unknown] {
  const entries = typeof message === 'object' && message !== null ? Object.entries(message) : [];
  const [entry] = entries;
  if (entry === undefined || entries.length > 1)
    throw new ExiError('root', `expected an object with the root element as its only key, it has ${entries.length}`);
  return entry;
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
