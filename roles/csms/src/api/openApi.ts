/** The OpenAPI 3.1 document of the operations: their TypeBox schemas are JSON Schema already. @module */
import Type, { type TObject, type TSchema } from 'typebox';
import type { Operation } from './operation.ts';

/** Problem details, RFC 9457. */
export const Problem = Type.Object(
  {
    type: Type.String(),
    title: Type.String(),
    status: Type.Integer(),
    detail: Type.String(),
    code: Type.String({ description: 'Snake-case code of the problem' }),
    errors: Type.Optional(Type.Array(Type.Object({ path: Type.String(), message: Type.String() }))),
  },
  { description: 'RFC 9457' },
);

/** The document. @param version of the package */
export function openApi(base: string, operations: readonly Operation[], version: string): object {
  const paths: Record<string, Record<string, object>> = {};
  for (const one of operations) {
    const path = base + one.path.replaceAll(/:(\w+)/g, '{$1}');
    paths[path] = { ...paths[path], [one.method.toLowerCase()]: described(one) };
  }
  return {
    openapi: '3.1.0',
    info: { title: 'OpenPnC CSMS', version, license: { name: 'Apache-2.0', identifier: 'Apache-2.0' } },
    security: [{ key: [] }],
    components: {
      securitySchemes: { key: { type: 'http', scheme: 'bearer', description: 'A key of POST /keys: opnc_...' } },
      schemas: { Problem },
    },
    paths,
  };
}

function described({ method, path, summary, tag, role, params, query, body, status, response }: Operation): object {
  return {
    summary,
    tags: [tag],
    operationId: operationId(method, path),
    description: `Needs a key of role ${role} or above.`,
    parameters: [...parametersOf(params, 'path'), ...parametersOf(query, 'query')],
    ...(body && { requestBody: { required: true, content: { 'application/json': { schema: body } } } }),
    responses: {
      [String(status)]: {
        description: 'Good',
        ...(response && { content: { 'application/json': { schema: response } } }),
      },
      default: {
        description: 'A problem',
        content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
      },
    },
  };
}

function parametersOf(schema: TObject | undefined, place: 'path' | 'query'): readonly object[] {
  if (!schema) return [];
  const required = (schema as { readonly required?: readonly string[] }).required ?? [];
  return Object.entries(schema.properties as Readonly<Record<string, TSchema>>).map(([name, one]) => ({
    name,
    in: place,
    required: place === 'path' || required.includes(name),
    schema: one,
  }));
}

/** `getStationsIdentityVariables` */
function operationId(method: string, path: string): string {
  const parts = path.split('/').filter(Boolean);
  return (
    method.toLowerCase() +
    parts
      .map((part) => part.replace(':', ''))
      .map((part) => part[0]!.toUpperCase() + part.slice(1))
      .join('')
  );
}
