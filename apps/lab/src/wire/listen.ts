/** Settings that a role needs only on real sockets: where it listens, where its files are. @module */
import Type, { type Static } from 'typebox';

const closed = { additionalProperties: false } as const;

/** An address to listen at. */
export const Listen = Type.Object(
  {
    host: Type.String({ default: '127.0.0.1', description: 'Address to listen at; 0.0.0.0 or :: for all' }),
    port: Type.Integer({ default: 0, minimum: 0, maximum: 65_535, description: 'TCP port; 0 takes a free one' }),
  },
  { ...closed, default: {} },
);
export type Listen = Static<typeof Listen>;
