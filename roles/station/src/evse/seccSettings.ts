/** The settings of one session's SECC, out of the station's settings and its device model as they are now. @module */
import { certificateService } from '@openpnc/iso15118/v2/services';
import { type SeccSettings, seccDefaults } from '@openpnc/iso15118/v2/session';
import type { DeviceModel } from '../deviceModel/deviceModel.ts';
import type { VariableName } from '../deviceModel/variables.ts';
import type { EvseSettings, StationSettings } from '../settings.ts';

/** Every how many seconds a receipt is asked for when only RequestMeteringReceipt says that one is. */
const RECEIPT_s = 60;

export function seccSettings(
  evseId: number,
  evse: EvseSettings,
  station: StationSettings,
  model: DeviceModel,
): SeccSettings {
  const flag = (name: VariableName) => model.flag(name, evseId);
  const asked_s = flag('ISO15118Ctrlr.RequestMeteringReceipt') ? RECEIPT_s : 0;
  const receipts_s = station.receipts_s > 0 ? station.receipts_s : asked_s;
  return {
    ...seccDefaults,
    EVSEID: model.text('EVSE.ISO15118EvseId', evseId) ?? evse.EVSEID,
    energyTransferModes: evse.energyTransferModes,
    paymentOptions: flag('ISO15118Ctrlr.PnCEnabled') ? ['Contract', 'ExternalPayment'] : ['ExternalPayment'],
    services: flag('ISO15118Ctrlr.ContractCertificateInstallationEnabled') ? [certificateService] : [],
    authorizeAt: station.authorizeAt,
    authorizationHold_ms: station.authorizationHold_ms,
    refusalCodes: station.refusalCodes,
    isCentralValidationAllowed: flag('ISO15118Ctrlr.CentralContractValidationAllowed'),
    receipts: receipts_s > 0 ? { every_ms: receipts_s * 1_000 } : 'never',
    areReceiptsVerified: station.areReceiptsVerified,
    ac: {
      nominalVoltage_V: evse.nominalVoltage_V,
      maxCurrent_A: evse.maxCurrent_A,
      minCurrent_A: evse.minCurrent_A,
      RCD: false,
    },
    dc: { ...evse.dc },
    schedules: 'asked',
    isPilotChecked: evse.pilot === 'wired',
    isStrict: station.isStrict,
  };
}
