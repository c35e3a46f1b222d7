/** Which versions a party speaks and where its modules are. OCPI 2.3.0 Versions module. @module */
import { type Static, Type } from 'typebox';
import { ocpiError } from '../errors.ts';
import {
  type CallFailed,
  type CallOptions,
  callOcpi,
  type Endpoint,
  type InterfaceRole,
  type OcpiPartner,
  type OcpiPorts,
} from './call.ts';
import type { OcpiCaller, OcpiRoute } from './serve.ts';
import { list, type OcpiVersion, ocpiVersions, oneOf, openEnum } from './values.ts';

/** Any absolute http or https URL; the text allows 255 characters, longer ones are read. */
const AnyUrl = Type.String({ pattern: '^https?://\\S+$' });

export const Version = Type.Object({ version: openEnum(...ocpiVersions), url: AnyUrl });
export type Version = Static<typeof Version>;

export const VersionDetails = Type.Object({
  version: openEnum(...ocpiVersions),
  endpoints: list(
    Type.Object({
      identifier: openEnum(
        'cdrs',
        'commands',
        'credentials',
        'hubclientinfo',
        'locations',
        'sessions',
        'tariffs',
        'tokens',
      ),
      role: oneOf('SENDER', 'RECEIVER'),
      url: AnyUrl,
    }),
  ),
});
export type VersionDetails = Static<typeof VersionDetails>;

/** A module that we serve: its identifier, our side and its path. */
export interface ServedModule {
  readonly identifier: string;
  readonly role: InterfaceRole;
  readonly path: string;
}

/**
 * `GET base/versions` and `GET base/<version>` for each version. URLs are `publicUrl` + path.
 * @param publicUrl how others reach us, without slash at the end: `https://emsp.example`; asked at each request.
 */
export function versionsRoutes<Caller extends OcpiCaller>(
  base: string,
  modules: Readonly<Partial<Record<OcpiVersion, readonly ServedModule[]>>>,
  publicUrl: (headers: Readonly<Record<string, string>>) => string,
): readonly OcpiRoute<Caller>[] {
  const versions = ocpiVersions.filter((version) => modules[version]);
  return [
    {
      method: 'GET',
      path: `${base}/versions`,
      version: versions.at(-1)!,
      message: 'GET versions',
      isConfiguration: true,
      handle: async ({ headers }) => ({
        data: versions.map((version) => ({ version, url: `${publicUrl(headers)}${base}/${version}` })),
      }),
    },
    ...versions.map(
      (version): OcpiRoute<Caller> => ({
        method: 'GET',
        path: `${base}/${version}`,
        version,
        message: 'GET version details',
        isConfiguration: true,
        handle: async ({ headers }) => ({
          data: {
            version,
            endpoints: modules[version]!.map(({ identifier, role, path }) => ({
              identifier,
              role,
              url: publicUrl(headers) + path,
            })),
          },
        }),
      }),
    ),
    {
      method: 'GET',
      path: `${base}/:version`,
      version: versions.at(-1)!,
      message: 'GET version details',
      isConfiguration: true,
      handle: async ({ params }) => {
        throw ocpiError('unknown_version', `version ${params.version}: we speak ${versions.join(', ')}`);
      },
    },
  ];
}

/** What {@link discover} found. */
export type Discovered =
  | { readonly ok: true; readonly version: OcpiVersion; readonly endpoints: readonly Endpoint[] }
  | CallFailed
  | { readonly ok: false; readonly problem: 'no_common_version'; readonly text: string };

/** Reads a party's versions and the details of the highest one that both speak (of `wanted`, by default all ours). */
export async function discover(
  ports: OcpiPorts,
  partner: Pick<OcpiPartner, 'token' | 'isTokenRaw' | 'from'>,
  versionsUrl: string,
  options: CallOptions,
  wanted: readonly OcpiVersion[] = ocpiVersions,
): Promise<Discovered> {
  const versions = await callOcpi(
    ports,
    partner,
    { method: 'GET', url: versionsUrl, message: 'GET versions', schema: list(Version), isConfiguration: true },
    options,
  );
  if (!versions.ok) return versions;
  const common = ocpiVersions
    .filter((version) => wanted.includes(version))
    .flatMap((version) => versions.data.find((theirs) => theirs.version === version) ?? [])
    .at(-1);
  if (!common) {
    const theirs = versions.data.map(({ version }) => version).join(', ') || 'none';
    return {
      ok: false,
      problem: 'no_common_version',
      text: `they speak ${theirs}; we speak ${wanted.join(', ')}`,
    };
  }
  const details = await callOcpi(
    ports,
    partner,
    { method: 'GET', url: common.url, message: 'GET version details', schema: VersionDetails, isConfiguration: true },
    options,
  );
  if (!details.ok) return details;
  return { ok: true, version: common.version as OcpiVersion, endpoints: details.data.endpoints };
}
