/**
 * A reader of XML 1.0 with namespaces, as far as messages need it: elements, attributes, text, CDATA, character references and
 * the five entities. Comments and processing instructions are skipped; a document type declaration is refused, and with it
 * every entity of one's own. Namespaces in XML 1.0 (W3C, 2009).
 *
 * @module
 */

import { isXmlCharacter } from './datatypes.ts';
import { ExiError } from './errors.ts';

/** A start tag. */
export interface StartTag {
  readonly name: string;
  /** Namespace URI; empty for none. */
  readonly namespace: string;
  readonly attributes: readonly XmlAttribute[];
}

/** An attribute that is no namespace declaration. */
interface XmlAttribute {
  readonly name: string;
  readonly namespace: string;
  readonly value: string;
}

type Scope = ReadonlyMap<string, string>;

const namePattern = /[A-Za-z_\u00c0-\ufffd][\w.\-\u00b7-\ufffd]*(?::[A-Za-z_\u00c0-\ufffd][\w.\-\u00b7-\ufffd]*)?/y;
const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };
const xmlNamespace = 'http://www.w3.org/XML/1998/namespace';

/** Reads a document piece by piece; what comes next is asked for by its kind. */
export class XmlReader {
  readonly #text: string;
  #at = 0;
  readonly #open: { readonly tag: string; readonly scope: Scope }[] = [];
  #isEmpty = false;

  /** @throws ExiError `malformed_xml` on a document type declaration */
  constructor(text: string) {
    const start = text.startsWith('\ufeff') ? 1 : 0;
    // End-of-line handling of XML 1.0 2.11.
    this.#text = text.slice(start).replace(/\r\n?/g, '\n');
    if (/^<\?xml\s/.test(this.#text)) this.#at = this.#after('?>');
  }

  /** The next start tag, after white space; undefined if an end tag comes first. Its end tag must be read with {@link end}. */
  start(): StartTag | undefined {
    if (this.#isEmpty) return undefined;
    const text = this.text();
    if (text.trim() !== '') throw this.#error(`characters '${text.trim().slice(0, 20)}' between elements`);
    if (this.#text.startsWith('</', this.#at)) return undefined;
    return this.#startTag();
  }

  /** The characters up to the next tag. */
  text(): string {
    if (this.#isEmpty) return '';
    let text = '';
    for (;;) {
      const next = this.#text.indexOf('<', this.#at);
      if (next < 0) {
        if (this.#open.length > 0) throw this.#error('the document ends inside an element');
        text += this.#resolved(this.#text.slice(this.#at));
        this.#at = this.#text.length;
        return text;
      }
      text += this.#resolved(this.#text.slice(this.#at, next));
      this.#at = next;
      if (this.#text.startsWith('<!--', next)) this.#at = this.#after('-->');
      else if (this.#text.startsWith('<![CDATA[', next)) {
        const end = this.#after(']]>');
        text += this.#checked(this.#text.slice(next + 9, end - 3));
        this.#at = end;
      } else if (this.#text.startsWith('<?', next)) this.#at = this.#after('?>');
      else if (this.#text.startsWith('<!', next)) throw this.#error('a document type declaration, which is refused');
      else return text;
    }
  }

  /** Reads the end tag of the innermost element, after white space. */
  end(): void {
    const { tag } = this.#open.pop()!;
    if (this.#isEmpty) {
      this.#isEmpty = false;
      return;
    }
    const end = /<\/([^\s>]+)\s*>/y;
    end.lastIndex = this.#at;
    const found = end.exec(this.#text);
    if (found?.[1] !== tag) throw this.#error(`expected </${tag}>`);
    this.#at = end.lastIndex;
  }

  /** Checks that nothing but white space, comments and processing instructions follows. */
  finish(): void {
    if (this.text().trim() !== '' || this.#at < this.#text.length) throw this.#error('content after the root element');
  }

  #startTag(): StartTag {
    if (this.#text[this.#at] !== '<') throw this.#error('expected an element');
    this.#at++;
    const tag = this.#name();
    const pairs = new Map<string, string>();
    for (;;) {
      const space = this.#skipSpace();
      if (this.#text.startsWith('/>', this.#at)) {
        this.#at += 2;
        this.#isEmpty = true;
        break;
      }
      if (this.#text[this.#at] === '>') {
        this.#at++;
        break;
      }
      if (!space) throw this.#error(`expected the end of <${tag}`);
      const name = this.#name();
      this.#skipSpace();
      if (this.#text[this.#at] !== '=') throw this.#error(`expected = after ${name}`);
      this.#at++;
      this.#skipSpace();
      if (pairs.has(name)) throw this.#error(`attribute ${name} twice`);
      pairs.set(name, this.#attributeValue());
    }
    const scope = this.#scopeWith(pairs);
    this.#open.push({ tag, scope });
    const attributes = [...pairs]
      .filter(([name]) => name !== 'xmlns' && !name.startsWith('xmlns:'))
      .map(([name, value]) => ({ ...this.#resolve(name, scope, false), value }));
    const names = new Set(attributes.map(({ name, namespace }) => `${namespace} ${name}`));
    if (names.size < attributes.length) throw this.#error(`an attribute of <${tag}> twice under two prefixes`);
    return { ...this.#resolve(tag, scope, true), attributes };
  }

  #scopeWith(pairs: ReadonlyMap<string, string>): Scope {
    const outer: Scope = this.#open.at(-1)?.scope ?? new Map([['xml', xmlNamespace]]);
    const declared = [...pairs].filter(([name]) => name === 'xmlns' || name.startsWith('xmlns:'));
    if (declared.length === 0) return outer;
    return new Map([...outer, ...declared.map(([name, uri]) => [name === 'xmlns' ? '' : name.slice(6), uri] as const)]);
  }

  #resolve(qualified: string, scope: Scope, isElement: boolean): { name: string; namespace: string } {
    const colon = qualified.indexOf(':');
    if (colon < 0) return { name: qualified, namespace: isElement ? (scope.get('') ?? '') : '' };
    const prefix = qualified.slice(0, colon);
    const namespace = scope.get(prefix);
    if (namespace === undefined || namespace === '') throw this.#error(`prefix ${prefix} is not declared`);
    return { name: qualified.slice(colon + 1), namespace };
  }

  #name(): string {
    namePattern.lastIndex = this.#at;
    const found = namePattern.exec(this.#text);
    if (found === null) throw this.#error('expected a name');
    this.#at = namePattern.lastIndex;
    return found[0];
  }

  #skipSpace(): boolean {
    const begin = this.#at;
    while (/[\t\n ]/.test(this.#text[this.#at] ?? '')) this.#at++;
    return this.#at > begin;
  }

  #attributeValue(): string {
    const quote = this.#text[this.#at];
    if (quote !== '"' && quote !== "'") throw this.#error('expected a quoted value');
    const end = this.#text.indexOf(quote, this.#at + 1);
    if (end < 0) throw this.#error('a value without its end');
    const raw = this.#text.slice(this.#at + 1, end);
    if (raw.includes('<')) throw this.#error('< in a value');
    // White space that is written as such becomes a space (XML 1.0 3.3.3); as a character reference it stays.
    const value = this.#resolved(raw.replace(/[\t\n]/g, ' '));
    this.#at = end + 1;
    return value;
  }

  #resolved(raw: string): string {
    if (!raw.includes('&')) return this.#checked(raw);
    return this.#checked(
      raw.replace(/&([^;&]*);?/g, (reference, name: string) => {
        const entity = Object.hasOwn(entities, name) ? entities[name] : undefined;
        if (entity !== undefined && reference.endsWith(';')) return entity;
        const digits = /^#(?:x([0-9A-Fa-f]{1,6})|([0-9]{1,7}))$/.exec(name);
        const point = digits?.[1] ? Number.parseInt(digits[1], 16) : Number(digits?.[2]);
        if (!reference.endsWith(';') || !(point <= 0x10ffff))
          throw this.#error(`reference ${reference.slice(0, 20)}, expected a character or one of five entities`);
        return String.fromCodePoint(point);
      }),
    );
  }

  #checked(text: string): string {
    if (!text.isWellFormed()) throw this.#error('a surrogate without its pair');
    for (const character of text)
      if (!isXmlCharacter(character.codePointAt(0)!)) throw this.#error('a character that XML does not have');
    return text;
  }

  #after(end: string): number {
    const found = this.#text.indexOf(end, this.#at);
    if (found < 0) throw this.#error(`expected ${end}`);
    return found + end.length;
  }

  #error(message: string): ExiError {
    const line = this.#text.slice(0, this.#at).split('\n').length;
    const path = this.#open.map(({ tag }) => tag.slice(tag.indexOf(':') + 1)).join('/');
    return new ExiError('malformed_xml', `line ${line}: ${message}`, { path });
  }
}
