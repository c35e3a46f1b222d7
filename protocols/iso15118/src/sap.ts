/** supportedAppProtocol: which protocol, in which version, both sides speak from here on. ISO 15118-2:2014 8.2. @module */

/** A protocol with its version, as both sides name it. */
export interface AppProtocol {
  readonly ProtocolNamespace: string;
  readonly VersionNumberMajor: number;
  readonly VersionNumberMinor: number;
}

/** One line of a car's offer. */
export interface OfferedProtocol extends AppProtocol {
  /** Any number of the car's choice: the answer names the protocol by it. */
  readonly SchemaID: number;
  /** 1 is the highest, 20 the lowest. */
  readonly Priority: number;
}

/** What came of an offer. `chosen` is the entry of `supported` that won. */
export type Negotiation<Supported extends AppProtocol> =
  | {
      readonly ResponseCode: 'OK_SuccessfulNegotiation' | 'OK_SuccessfulNegotiationWithMinorDeviation';
      readonly SchemaID: number;
      readonly chosen: Supported;
    }
  | { readonly ResponseCode: 'Failed_NoNegotiation' };

/** The protocols of this house and of its neighbours. */
export const protocols = {
  iso15118_2: {
    ProtocolNamespace: 'urn:iso:15118:2:2013:MsgDef',
    VersionNumberMajor: 2,
    VersionNumberMinor: 0,
  },
  din70121: {
    ProtocolNamespace: 'urn:din:70121:2012:MsgDef',
    VersionNumberMajor: 2,
    VersionNumberMinor: 0,
  },
} as const satisfies Readonly<Record<string, AppProtocol>>;

/**
 * The station's choice: of the offered protocols whose namespace and major version it supports, the one with the smallest
 * Priority value [V2G2-169]; the first in the list where two have the same. None fits: `Failed_NoNegotiation` [V2G2-172].
 */
export function negotiate<Supported extends AppProtocol>(
  offered: readonly OfferedProtocol[],
  supported: readonly Supported[],
): Negotiation<Supported> {
  for (const offer of offered.toSorted((a, b) => a.Priority - b.Priority)) {
    const chosen = supported.find(
      ({ ProtocolNamespace, VersionNumberMajor }) =>
        ProtocolNamespace === offer.ProtocolNamespace && VersionNumberMajor === offer.VersionNumberMajor,
    );
    if (!chosen) continue;
    const isExact = chosen.VersionNumberMinor === offer.VersionNumberMinor;
    return {
      ResponseCode: isExact ? 'OK_SuccessfulNegotiation' : 'OK_SuccessfulNegotiationWithMinorDeviation',
      SchemaID: offer.SchemaID,
      chosen,
    };
  }
  return { ResponseCode: 'Failed_NoNegotiation' };
}

/** The car's offer of `wanted`, the first being the dearest, with SchemaIDs 1, 2, ... */
export function offer(wanted: readonly AppProtocol[]): readonly OfferedProtocol[] {
  return wanted.map((protocol, i) => ({
    ProtocolNamespace: protocol.ProtocolNamespace,
    VersionNumberMajor: protocol.VersionNumberMajor,
    VersionNumberMinor: protocol.VersionNumberMinor,
    SchemaID: i + 1,
    Priority: i + 1,
  }));
}
