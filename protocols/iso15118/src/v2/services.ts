/** The services of a station beside charging, with their parameter sets. ISO 15118-2:2014 8.4.3.4, table 105. @module */
import type { Bodies } from '@openpnc/exi/iso15118-2';

type Service = NonNullable<Bodies['ServiceDiscoveryRes']['ServiceList']>['Service'][number];
type ParameterSet = NonNullable<Bodies['ServiceDetailRes']['ServiceParameterList']>['ParameterSet'][number];

/** A service that is offered over TLS, with what ServiceDetailRes says of it. */
export interface OfferedService extends Service {
  readonly ParameterSet: readonly ParameterSet[];
}

export const chargeServiceId = 1;
export const certificateServiceId = 2;
/** Parameter sets of the service Certificate. */
export const certificateParameterSets = { Installation: 1, Update: 2 } as const;

/** Service 2. Cars take it only when it is free. */
export const certificateService: OfferedService = {
  ServiceID: certificateServiceId,
  ServiceName: 'Certificate',
  ServiceCategory: 'ContractCertificate',
  FreeService: true,
  ParameterSet: [
    {
      ParameterSetID: certificateParameterSets.Installation,
      Parameter: [{ Name: 'Service', stringValue: 'Installation' }],
    },
    { ParameterSetID: certificateParameterSets.Update, Parameter: [{ Name: 'Service', stringValue: 'Update' }] },
  ],
};

/** Service 3, with the protocols and ports of the standard's table. */
export const internetService: OfferedService = {
  ServiceID: 3,
  ServiceName: 'InternetAccess',
  ServiceCategory: 'Internet',
  FreeService: false,
  ParameterSet: (
    [
      ['ftp', 20],
      ['ftp', 21],
      ['http', 80],
      ['https', 443],
    ] as const
  ).map(([protocol, port], i) => ({
    ParameterSetID: i + 1,
    Parameter: [
      { Name: 'Protocol', stringValue: protocol },
      { Name: 'Port', intValue: port },
    ],
  })),
};
