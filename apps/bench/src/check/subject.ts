/** What a readiness check is about: one charging point and what its operator declares. Facts of AFIR and ISO 15118. @module */
import { OperatorError } from '@openpnc/core/errors';
import Type, { type Static } from 'typebox';
import { Default, Errors } from 'typebox/value';

const DateText = Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}$' });

/** The subject of a check. Nothing is guessed: what is absent is unknown. */
export const Subject = Type.Object(
  {
    name: Type.String({ default: 'charging point', description: 'For the report' }),
    accessibility: Type.Optional(Type.Union([Type.Literal('public'), Type.Literal('private')])),
    currentType: Type.Optional(Type.Union([Type.Literal('AC'), Type.Literal('DC')])),
    mode: Type.Optional(
      Type.Union([Type.Literal(2), Type.Literal(3), Type.Literal(4)], { description: 'Mode of IEC 61851-1' }),
    ),
    installedOn: Type.Optional(DateText),
    renovatedOn: Type.Optional(DateText),
    ratedKw: Type.Optional(Type.Number({ exclusiveMinimum: 0 })),
    paid: Type.Optional(Type.Boolean({ description: 'Whether charging costs money' })),
    offersAutoAuth: Type.Optional(
      Type.Array(Type.Union([Type.Literal('pnc2'), Type.Literal('pnc20'), Type.Literal('autocharge')]), {
        description: 'Automatic authentication on offer; empty: none',
      }),
    ),
    country: Type.Optional(Type.String({ pattern: '^[A-Z]{2}$' })),
    terminal: Type.Optional(
      Type.Union([Type.Literal('none'), Type.Literal('qr'), Type.Literal('reader')], {
        description: 'Way of ad-hoc payment at the point itself',
      }),
    ),
    isSeccRenewalAutomatic: Type.Optional(
      Type.Boolean({ description: 'Declared: a job renews the SECC certificate before its end' }),
    ),
    attestations: Type.Record(Type.String({ pattern: '^R\\d{2}$' }), Type.String(), {
      default: {},
      description: 'Who saw what, by id of a manual item, e.g. {"R34":"tariff sheet of 2026-03-01, J. Doe"}',
    }),
    limits: Type.Object(
      {
        secc_days: Type.Number({ default: 21, description: 'Shortest remaining life of the SECC certificate, days' }),
        profile_s: Type.Number({ default: 60, description: 'Longest time from a charging profile to its effect, s' }),
      },
      { default: {}, additionalProperties: false },
    ),
  },
  { additionalProperties: false },
);
export type Subject = Static<typeof Subject>;

/** Reads a subject. @throws OperatorError `subject_invalid` naming the key */
export function parseSubject(value: unknown): Subject {
  const filled = Default(Subject, structuredClone(value ?? {}));
  const errors = [...Errors(Subject, filled)];
  // An unknown key comes as two errors; the one of the parent lists the names.
  const error = errors.find(({ keyword }) => keyword === 'additionalProperties') ?? errors[0];
  if (error) {
    const path = error.instancePath.split('/').slice(1).join('.') || 'subject';
    const unknown = (error.params as { readonly additionalProperties?: readonly string[] }).additionalProperties;
    throw new OperatorError(
      'subject_invalid',
      `${path}: ${error.message}${unknown ? ` (${unknown.join(', ')}); known: ${Object.keys(Subject.properties).join(', ')}` : ''}`,
    );
  }
  return filled as Subject;
}
