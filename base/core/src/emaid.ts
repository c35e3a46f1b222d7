/** Contract identifiers: syntax, check characters and the one equality. ISO 15118-2:2014 Annex H.1, DIN SPEC 91286. @module */

const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ';
const ISO = /^([A-Z]{2})(-?)([0-9A-Z]{3})\2([0-9A-Z]{9})(?:\2([0-9A-Z]))?$/;
const LENIENT = /^([A-Z]{2})()([0-9A-Z]{3})([0-9A-Z]{9})([0-9A-Z])?$/;
const DIN = /^([A-Z]{2})([*-]?)([0-9A-Z]{3})\2([0-9A-Z]{6})\2([0-9X])$/;

/** An eMAID taken apart. All parts are upper case and without separators. */
export interface Emaid {
  /** Country (2) + provider (3) + instance (9): what decides equality. */
  readonly id14: string;
  readonly country: string;
  readonly provider: string;
  readonly instance: string;
  /** The 15th character, when the text had one. It may be wrong: see {@link hasWrongCheckCharacter}. */
  readonly check?: string;
}

/**
 * Reads an eMAID in any spelling: upper or lower case, with or without hyphens and check character.
 * Mixed separators (`DE-8AA001234567`) are read unless `strict`, as certificates in the field have them; a double hyphen never.
 * @returns undefined when it is not an eMAID.
 */
export function parseEmaid(text: string, { strict = false }: { readonly strict?: boolean } = {}): Emaid | undefined {
  if (text === latest?.text && strict === latest.strict) return latest.emaid;
  const emaid = parsed(text, strict);
  latest = { text, strict, emaid };
  return emaid;
}

/** A session asks for its one eMAID again and again. */
let latest: { readonly text: string; readonly strict: boolean; readonly emaid: Emaid | undefined } | undefined;

function parsed(text: string, strict: boolean): Emaid | undefined {
  const upper = text.toUpperCase();
  let parts = ISO.exec(upper);
  if (!parts && !strict && !upper.includes('--') && !upper.startsWith('-') && !upper.endsWith('-')) {
    parts = LENIENT.exec(upper.replaceAll('-', ''));
  }
  if (!parts) return undefined;
  const [, country = '', , provider = '', instance = '', check] = parts;
  const emaid = { id14: country + provider + instance, country, provider, instance };
  return check === undefined ? emaid : { ...emaid, check };
}

/**
 * Whether two texts name the same contract: the first 14 normalised characters decide; two present 15th characters must
 * be equal. The one equality of eMAIDs in this project. Texts that are no eMAIDs are equal to nothing.
 */
export function isSameEmaid(a: string, b: string): boolean {
  const [left, right] = [parseEmaid(a), parseEmaid(b)];
  if (!left || !right || left.id14 !== right.id14) return false;
  return left.check === undefined || right.check === undefined || left.check === right.check;
}

/** 14 or 15 characters as on the wire of ISO 15118-2 (eMAIDType), in upper case; undefined when it is not an eMAID. */
export function normalEmaid(text: string): string | undefined {
  const emaid = parseEmaid(text);
  return emaid && emaid.id14 + (emaid.check ?? '');
}

/** `DE-8AA-C12345678-D`, with the right check character where the text had none. undefined when it is not an eMAID. */
export function displayEmaid(text: string): string | undefined {
  const emaid = parseEmaid(text);
  return emaid && [emaid.country, emaid.provider, emaid.instance, emaid.check ?? checkCharacter(emaid.id14)].join('-');
}

/** Whether the text carries a check character that is not the right one: a finding, not a refusal. */
export function hasWrongCheckCharacter(emaid: Emaid): boolean {
  return emaid.check !== undefined && emaid.check !== checkCharacter(emaid.id14);
}

/**
 * The check character of 14 normalised characters: a pair of matrix codes over Z2 and Z3 that finds single errors,
 * transpositions, twins and jumps. ISO 15118-2:2014 Annex H.1.
 */
export function checkCharacter(id14: string): string {
  // Row vectors times the n-th power of P1 = [[0,1],[1,1]] (mod 2) and P2 = [[0,1],[1,2]] (mod 3), whose elements are
  // [[a,b],[b,a+b]] and [[a,b],[b,a+2b]].
  let [a1, b1, a2, b2] = [0, 1, 0, 1];
  let [q0, q1, r0, r1] = [0, 0, 0, 0];
  for (const character of id14) {
    const value = ALPHABET.indexOf(character);
    const [a, b] = [Math.floor(value / 18) % 2, Math.floor(value / 9) % 2];
    const [c, d] = [Math.floor((value % 9) / 3), value % 3];
    q0 = (q0 + a * a1 + b * b1) % 2;
    q1 = (q1 + a * b1 + b * (a1 + b1)) % 2;
    r0 = (r0 + c * a2 + d * b2) % 3;
    r1 = (r1 + c * b2 + d * (a2 + 2 * b2)) % 3;
    [a1, b1] = [b1, (a1 + b1) % 2];
    [a2, b2] = [b2, (a2 + 2 * b2) % 3];
  }
  // P1^15 is the identity and P2^15 is [[1,1],[1,0]], so the 15th character solves to this.
  const high = (3 - r1) % 3;
  const low = (6 - r0 - high) % 3;
  return ALPHABET[18 * q0 + 9 * q1 + 3 * high + low]!;
}

/** The check digit (0-9 or X) of the 11 characters of the older DIN SPEC 91286 form. */
export function dinCheckDigit(id11: string): string {
  let [sum, weight] = [0, 1];
  for (const character of id11.toUpperCase()) {
    for (const digit of String(ALPHABET.indexOf(character))) {
      sum = (sum + Number(digit) * weight) % 11;
      weight = (weight * 2) % 11;
    }
  }
  return sum === 10 ? 'X' : String(sum);
}

/**
 * The ISO form of a DIN SPEC 91286 identifier (`NL-TNM-012204-5`, `NL*TNM*012204*5` or without separators): the instance
 * gets "00" in front and the DIN check digit behind. undefined when it is not one or its check digit is wrong.
 */
export function emaidOfDin(text: string): Emaid | undefined {
  const parts = DIN.exec(text.toUpperCase());
  if (!parts) return undefined;
  const [, country, , provider, instance, digit] = parts as unknown as [string, string, string, string, string, string];
  if (dinCheckDigit(country + provider + instance) !== digit) return undefined;
  const iso = `00${instance}${digit}`;
  const id14 = country + provider + iso;
  return { id14, country, provider, instance: iso, check: checkCharacter(id14) };
}
