/** Brings an SECC into any of its states by good requests, without a car: for tests of single answers. @module */
import assert from 'node:assert/strict';
import type { Millis } from '@openpnc/core/machine';
import { type Bodies, encodeMessage, type V2G_Message } from '@openpnc/exi/iso15118-2';
import { signElements } from '@openpnc/iso15118/signature';
import type { RequestName } from '@openpnc/iso15118/v2/message';
import { Secc } from '@openpnc/iso15118/v2/secc';
import {
  type SeccEffect,
  type SeccInput,
  type SeccSettings,
  type SeccStation,
  seccDefaults,
} from '@openpnc/iso15118/v2/session';
import { type SignedRequestName, signatureProfile } from '@openpnc/iso15118/v2/signatures';
import { SeededRandom } from '@openpnc/sim/random';
import { certificate, chain, checkAt, emaid, key } from '../pki.ts';

export type State = Secc['state'];

export interface DriveOptions {
  readonly settings?: Partial<SeccSettings>;
  readonly station?: Partial<SeccStation>;
  readonly kind?: 'AC' | 'DC';
  readonly payment?: 'Contract' | 'ExternalPayment';
}

/** An SECC with the clock and the outside world of its test. */
export class Driven {
  readonly secc: Secc;
  readonly effects: SeccEffect[] = [];
  now: Millis = checkAt;
  /** Answers effects at once as a good station would; a test may take it away. */
  perform: (effect: SeccEffect) => void = (effect) => this.#perform(effect);
  readonly #kind: 'AC' | 'DC';
  readonly #payment: 'Contract' | 'ExternalPayment';

  constructor({ settings, station, kind = 'AC', payment = 'Contract' }: DriveOptions = {}) {
    this.#kind = kind;
    this.#payment = payment;
    const whole: SeccStation = {
      settings: {
        ...seccDefaults,
        EVSEID: 'DE*KXL*E0042*7',
        energyTransferModes: ['AC_single_phase_core', 'AC_three_phase_core', 'DC_extended'],
        ...settings,
      },
      trust: {
        anchors: () => [certificate('moRoot'), certificate('v2gRoot')],
        isClockSynchronised: () => true,
        isPrivateEnvironment: false,
      },
      random: new SeededRandom('drive'),
      isTls: true,
      ...station,
    };
    this.secc = new Secc(whole, { setupEnd: checkAt + 18_000 });
  }

  /** Feeds an input; its effects are performed and returned. */
  feed(input: SeccInput | { readonly type: 'timeout' }): readonly SeccEffect[] {
    const effects = this.secc.step(input, this.now);
    this.effects.push(...effects);
    const all = [...effects];
    for (const effect of effects) {
      const before = this.effects.length;
      this.perform(effect);
      all.push(...this.effects.slice(before));
    }
    return all;
  }

  /** Sends a request; gives its response, undefined when none came (yet). */
  request<R extends RequestName>(
    name: R,
    body: Bodies[R],
    {
      sessionId = this.secc.session.sessionId,
      signature,
    }: { sessionId?: Uint8Array; signature?: V2G_Message['Header']['Signature'] } = {},
  ): Response | undefined {
    const Header = {
      SessionID: sessionId.length === 0 ? new Uint8Array(8) : sessionId,
      ...(signature && { Signature: signature }),
    };
    const message = { Header, Body: { [name]: body } } as V2G_Message;
    return responseOf(this.feed({ type: 'request', message, exi: encodeMessage(message) }));
  }

  /** Signs and sends a request. */
  async signed<R extends SignedRequestName>(
    name: R,
    body: Bodies[R],
    keyName = 'contract',
  ): Promise<Response | undefined> {
    return this.request(name, body, { signature: await sign(name, body, keyName) });
  }

  /** Goes on by good requests until `state` is reached. */
  async to(state: State): Promise<this> {
    for (let steps = 0; this.secc.state !== state; steps += 1) {
      assert.ok(steps < 40, `${state} is not reached, but ${this.secc.state}`);
      await this.#next(state);
    }
    return this;
  }

  /** A request that this state takes, good in every field. */
  async good(name: RequestName): Promise<Response | undefined> {
    const body = goodBody(name, this);
    if (name === 'AuthorizationReq' && !(body as Bodies['AuthorizationReq']).GenChallenge)
      return this.request(name, body as never);
    if (name === 'AuthorizationReq' || name === 'MeteringReceiptReq') return this.signed(name, body as never);
    if (name === 'CertificateInstallationReq') return this.signed(name, body as never, 'oemProv');
    if (name === 'CertificateUpdateReq') return this.signed(name, body as never);
    return this.request(name, body as never);
  }

  get kind(): 'AC' | 'DC' {
    return this.#kind;
  }

  get payment(): 'Contract' | 'ExternalPayment' {
    return this.#payment;
  }

  async #next(target: State): Promise<void> {
    const { state } = this.secc;
    switch (state) {
      case 'WaitForPaymentDetails':
        if (target !== 'WaitForPaymentDetailsAfterCertificate') await this.good('PaymentDetailsReq');
        else {
          const res = await this.good('CertificateInstallationReq');
          assert.equal(res?.ResponseCode, 'OK');
        }
        break;
      case 'WaitForChargingStatus':
      case 'WaitForCurrentDemand': {
        if (target === 'WaitForMeteringReceipt') {
          await this.good(state === 'WaitForChargingStatus' ? 'ChargingStatusReq' : 'CurrentDemandReq');
          break;
        }
        this.request('PowerDeliveryReq', { ChargeProgress: 'Stop', SAScheduleTupleID: 1 });
        break;
      }
      default:
        await this.good(EXPECTED[state]!);
    }
  }

  #perform(effect: SeccEffect): void {
    switch (effect.do) {
      case 'authorize':
        this.feed({ type: 'authorized', id: effect.id, outcome: 'accepted' });
        break;
      case 'authorizeExternally':
        this.feed({ type: 'authorizedExternally' });
        break;
      case 'energy':
        this.feed({ type: 'energy', state: effect.want === 'start' ? 'on' : 'off' });
        break;
      case 'cableCheck':
        this.feed({ type: 'isolation', status: 'Valid' });
        break;
      case 'meter':
        this.feed({ type: 'meter', meterInfo: { MeterID: 'MTR-1', MeterReading: 48_000n } });
        break;
      case 'target':
        this.feed({ type: 'present', voltage_V: effect.voltage_V, current_A: effect.current_A });
        break;
      case 'installCertificate': {
        const name = effect.action === 'Install' ? 'CertificateInstallationRes' : 'CertificateUpdateRes';
        const exiResponse = encodeMessage({
          Header: { SessionID: this.secc.session.sessionId },
          Body: { [name]: certificateResponse() } as unknown as V2G_Message['Body'],
        });
        this.feed({ type: 'certificate', id: effect.id, exiResponse });
        break;
      }
    }
  }
}

/** A response with its name. */
export interface Response {
  readonly name: string;
  readonly ResponseCode: string;
  readonly body: Readonly<Record<string, unknown>>;
  readonly sessionId: Uint8Array;
  readonly exi: Uint8Array;
  readonly findings: readonly string[];
  readonly isClosed: boolean;
}

/** The response among some effects. That it encodes is part of every test. */
export function responseOf(effects: readonly SeccEffect[]): Response | undefined {
  const sent = effects.find((effect) => effect.do === 'send');
  if (!sent) return undefined;
  const [[name, body]] = Object.entries(sent.message.Body) as [[string, Record<string, unknown>]];
  return {
    name,
    ResponseCode: String(body.ResponseCode),
    body,
    sessionId: sent.message.Header.SessionID,
    exi: sent.exi ?? encodeMessage(sent.message),
    findings: effects.flatMap((effect) => (effect.do === 'finding' ? [effect.code] : [])),
    isClosed: effects.some((effect) => effect.do === 'close'),
  };
}

export async function sign<R extends SignedRequestName>(name: R, body: Bodies[R], keyName = 'contract') {
  return signElements(signatureProfile, [{ name, value: body }], await key(keyName));
}

/** A body that is good in the state that takes it. */
export function goodBody(name: RequestName, driven: Driven): Bodies[RequestName] {
  const { session } = driven.secc;
  const status = { EVReady: true, EVErrorCode: 'NO_ERROR', EVRESSSOC: 40 } as const;
  const volt = { Multiplier: 0, Unit: 'V', Value: 380 } as const;
  const ampere = { Multiplier: 0, Unit: 'A', Value: 16 } as const;
  const [leaf, ...subs] = chain('contract', 'moSub2', 'moSub1') as [Uint8Array, ...Uint8Array[]];
  const ContractSignatureCertChain = { Certificate: leaf, SubCertificates: { Certificate: subs } };
  const ListOfRootCertificateIDs = {
    RootCertificateID: [{ X509IssuerName: 'DC=V2G,CN=V2GRootCA', X509SerialNumber: 1001n }],
  };
  const bodies: { readonly [R in RequestName]: () => Bodies[R] } = {
    SessionSetupReq: () => ({ EVCCID: Uint8Array.of(2, 0xab, 0x5c, 0x90, 0xd1, 0xee) }),
    ServiceDiscoveryReq: () => ({}),
    ServiceDetailReq: () => ({ ServiceID: 2 }),
    PaymentServiceSelectionReq: () => ({
      SelectedPaymentOption: driven.payment,
      SelectedServiceList: { SelectedService: [{ ServiceID: 1 }] },
    }),
    CertificateInstallationReq: () => ({
      Id: 'ID1',
      OEMProvisioningCert: certificate('oemProv').der,
      ListOfRootCertificateIDs,
    }),
    CertificateUpdateReq: () => ({ Id: 'ID1', ContractSignatureCertChain, eMAID: emaid, ListOfRootCertificateIDs }),
    PaymentDetailsReq: () => ({ eMAID: emaid, ContractSignatureCertChain }),
    AuthorizationReq: () => (session.contract ? { Id: 'ID1', GenChallenge: session.contract.challenge } : {}),
    ChargeParameterDiscoveryReq: () =>
      driven.kind === 'AC'
        ? {
            RequestedEnergyTransferMode: 'AC_three_phase_core',
            AC_EVChargeParameter: {
              DepartureTime: 7_200,
              EAmount: { Multiplier: 1, Unit: 'Wh', Value: 2_000 },
              EVMaxVoltage: volt,
              EVMaxCurrent: ampere,
              EVMinCurrent: { ...ampere, Value: 6 },
            },
          }
        : {
            RequestedEnergyTransferMode: 'DC_extended',
            DC_EVChargeParameter: {
              DC_EVStatus: status,
              EVMaximumCurrentLimit: { ...ampere, Value: 200 },
              EVMaximumVoltageLimit: { ...volt, Value: 450 },
            },
          },
    CableCheckReq: () => ({ DC_EVStatus: status }),
    PreChargeReq: () => ({ DC_EVStatus: status, EVTargetVoltage: volt, EVTargetCurrent: { ...ampere, Value: 1 } }),
    PowerDeliveryReq: () => ({ ChargeProgress: 'Start', SAScheduleTupleID: 1 }),
    ChargingStatusReq: () => ({}),
    CurrentDemandReq: () => ({
      DC_EVStatus: status,
      EVTargetCurrent: { ...ampere, Value: 100 },
      ChargingComplete: false,
      EVTargetVoltage: volt,
    }),
    MeteringReceiptReq: () => ({
      Id: 'ID1',
      SessionID: session.sessionId.length === 0 ? new Uint8Array(8) : session.sessionId,
      SAScheduleTupleID: 1,
      MeterInfo: session.receiptDue ?? { MeterID: 'MTR-1' },
    }),
    WeldingDetectionReq: () => ({ DC_EVStatus: status }),
    SessionStopReq: () => ({ ChargingSession: 'Terminate' }),
  };
  return bodies[name]();
}

/** A response of the back end whose parts are those of the vectors; nobody at the station verifies them. */
export function certificateResponse() {
  const whole = (...names: readonly string[]) => {
    const [leaf, ...subs] = chain(...names) as [Uint8Array, ...Uint8Array[]];
    return { Certificate: leaf, SubCertificates: { Certificate: subs } };
  };
  return {
    ResponseCode: 'OK' as const,
    SAProvisioningCertificateChain: whole('cps', 'cpsSub2', 'cpsSub1'),
    ContractSignatureCertChain: { Id: 'id1', ...whole('newContract', 'moSub2', 'moSub1') },
    ContractSignatureEncryptedPrivateKey: { Id: 'id2', value: new Uint8Array(48) },
    DHpublickey: { Id: 'id3', value: new Uint8Array(65) },
    eMAID: { Id: 'id4', value: emaid },
  };
}

const EXPECTED: { readonly [S in State]?: RequestName } = {
  WaitForSessionSetup: 'SessionSetupReq',
  WaitForServiceDiscovery: 'ServiceDiscoveryReq',
  WaitForPaymentServiceSelection: 'PaymentServiceSelectionReq',
  WaitForPaymentDetailsAfterCertificate: 'PaymentDetailsReq',
  WaitForAuthorization: 'AuthorizationReq',
  WaitForChargeParameterDiscovery: 'ChargeParameterDiscoveryReq',
  WaitForCableCheck: 'CableCheckReq',
  WaitForPreCharge: 'PreChargeReq',
  WaitForPowerDeliveryAfterPreCharge: 'PowerDeliveryReq',
  WaitForPowerDelivery: 'PowerDeliveryReq',
  WaitForFirstChargingStatus: 'ChargingStatusReq',
  WaitForFirstCurrentDemand: 'CurrentDemandReq',
  WaitForMeteringReceipt: 'MeteringReceiptReq',
  WaitForSessionStop: 'SessionStopReq',
  WaitForWeldingDetection: 'WeldingDetectionReq',
  WaitForWeldingDetectionOrSessionStop: 'SessionStopReq',
};
