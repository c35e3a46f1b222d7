/** The one error of this package and the list of its codes. @module */

/** Why a stream, a value, a JSON or an XML form was refused. */
export const exiErrorCodes = {
  header: 'The stream does not begin with the EXI header byte 0x80 that ISO 15118 uses.',
  end_of_stream: 'The stream ends before the event or value that had to follow.',
  root: 'The document begins with an element that is no message of this schema.',
  event_code: 'An event code that no production has at this place.',
  undeclared:
    'An event that the schema does not declare (second-level production): unknown element, attribute, xsi:type.',
  abstract_element: 'The abstract head of a substitution group was sent in place of one of its members.',
  wildcard: 'Content that only a wildcard allows; ISO 15118 sends none.',
  mixed_content: 'Characters between the elements of a mixed type; ISO 15118 sends none.',
  element_order: 'Alternatives of a repeated choice in an order that the value could not keep.',
  missing_element: 'A required element, attribute or text is absent.',
  too_many: 'More occurrences than the schema allows, or two alternatives of one choice.',
  enumeration: 'A value that the enumeration does not have.',
  integer_range: 'An integer outside the bounds of its type.',
  length: 'A string or binary whose length the schema does not allow.',
  string_table: 'A hit in a string table, which is empty by ISO 15118 (valuePartitionCapacity 0).',
  character: 'A code point that no XML document can hold.',
  padding: 'Bits after the last event that are not zero.',
  trailing_bytes: 'Bytes after the end of the document.',
  fragment_end: 'A fragment with more than one element.',
  growth: 'More empty values without characters than a stream of this size may stand for.',
  value_type: 'A value of another type than the schema asks for.',
  unknown_name: 'A name that the schema does not have at this place.',
  malformed_json: 'A text or value that is not the JSON form of a message.',
  malformed_xml: 'A text that is not the XML form of a message.',
} as const;

/** Code of an {@link ExiError}. */
export type ExiErrorCode = keyof typeof exiErrorCodes;

/** Where a fault is. */
export interface ExiErrorPlace {
  /** Elements from the root, `@` before an attribute, the number of a repeated element in brackets from 1: `V2G_Message/Body/SessionSetupReq/EVCCID`. */
  readonly path?: string;
  /** Bits from the begin of the stream to the event or value at fault; absent where there is no stream. */
  readonly offset?: number;
}

/** What a peer's bytes or a caller's value broke. Has the shape of a protocol error: code, path, offset in bits. */
export class ExiError extends Error {
  readonly code: ExiErrorCode;
  readonly path: string;
  readonly offset: number | undefined;

  constructor(code: ExiErrorCode, message: string, { path = '', offset }: ExiErrorPlace = {}) {
    super(path === '' ? message : `${path}: ${message}`);
    this.name = 'ExiError';
    this.code = code;
    this.path = path;
    this.offset = offset;
  }
}
