/** Which of a client's permessage-deflate offers is taken, and how it is answered. RFC 7692 section 7.1. @module */

/**
 * The first offer of a `Sec-WebSocket-Extensions` header that can be met without context takeover and with windows of at
 * most `window_bits` where the client lets them be limited. Written out as the one answer to give.
 *
 * @returns undefined when there is none: the connection goes on without compression.
 */
export function acceptedOffer(header: string, window_bits: number): string | undefined {
  for (const offer of header.split(',')) {
    const [name, ...texts] = offer.split(';').map((part) => part.trim());
    if (name !== 'permessage-deflate') continue;
    const given = texts.map((text): readonly [string, string] => {
      const [key = '', value = ''] = text.split('=').map((part) => part.trim());
      return [key, value.replace(/^"(.*)"$/, '$1')];
    });
    const parameters = new Map(given);
    if (parameters.size < given.length || !given.every(([key, value]) => PARAMETERS.get(key)?.test(value))) continue;
    const server = parameters.get('server_max_window_bits');
    const client = parameters.get('client_max_window_bits');
    return [
      name,
      'server_no_context_takeover',
      'client_no_context_takeover',
      `server_max_window_bits=${Math.min(window_bits, Number(server ?? window_bits))}`,
      // A client that does not name it cannot be limited; one that names it without a number takes any.
      ...(client === undefined ? [] : [`client_max_window_bits=${Math.min(window_bits, Number(client || 15))}`]),
    ].join('; ');
  }
  return undefined;
}

/** Legal values. A window of 8 bits is legal too, but zlib cannot make one. */
const PARAMETERS: ReadonlyMap<string, RegExp> = new Map(
  Object.entries({
    server_no_context_takeover: /^$/,
    client_no_context_takeover: /^$/,
    server_max_window_bits: /^(9|1[0-5])$/,
    client_max_window_bits: /^(9|1[0-5])?$/,
  }),
);
