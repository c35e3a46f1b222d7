/** The PKI services of the settings, with their tokens fetched ahead of need: a car that waits must not wait for a login. OPCP 3. @module */
import type { Millis } from '@openpnc/core/machine';
import { type ContractAnswer, contractFrom, type Provider, provider } from '@openpnc/opcp/provider';
import { traceFinding } from '../finding.ts';
import type { CsmsPorts } from '../ports.ts';
import type { CsmsSettings } from '../settings.ts';

/** PKI services, ready to be asked. */
export class PkiServices {
  readonly providers: readonly Provider[];
  /** Who issues client certificates of stations (security profile 3). */
  readonly clientCertificates: readonly Provider[];
  readonly #ports: CsmsPorts;
  readonly #settings: CsmsSettings;
  readonly #withLogin: readonly Provider[];
  #cancel: (() => void) | undefined;
  #isStarted = false;

  constructor(settings: CsmsSettings, ports: CsmsPorts) {
    this.#settings = settings;
    this.#ports = ports;
    const { http, clock } = ports;
    this.providers = settings.pki.providers.map((one) => provider(http, clock, one));
    this.clientCertificates = settings.pki.clientCertificates.map((one) => provider(http, clock, one));
    const all = [...settings.pki.providers, ...settings.pki.clientCertificates];
    this.#withLogin = [...this.providers, ...this.clientCertificates].filter((_, i) => all[i]!.auth === 'oauth2');
  }

  /** Fetches tokens now and again before each ends. */
  start(): void {
    this.#isStarted = true;
    void this.#refresh();
  }

  stop(): void {
    this.#isStarted = false;
    this.#cancel?.();
  }

  /** The answer for a car: the services are asked in their order, each with a head start. */
  async contract(
    exi: Uint8Array,
    namespace: string,
    deadline: Millis,
    traceId: string | undefined,
  ): Promise<{ readonly answer: ContractAnswer; readonly from: string | undefined }> {
    const { clock, trace } = this.#ports;
    const started = clock.now();
    const { answer, from, failures } = await contractFrom(this.providers, exi, namespace, {
      clock,
      deadline,
      headStart_ms: this.#settings.pki.headStart_ms,
    });
    trace({
      type: 'message',
      party: 'csms',
      at: started,
      ...(traceId !== undefined && { traceId }),
      from: this.#settings.name,
      to: from ?? 'pki',
      protocol: 'http',
      message: 'signedContractData',
      result: answer.ok ? (answer.isFound ? 'found' : 'not found') : answer.problem,
      took_ms: clock.now() - started,
    });
    for (const { problem, text } of failures)
      traceFinding(trace, clock.now(), traceId, { code: `pki_${problem}`, severity: 'warning', text });
    return { answer, from };
  }

  async #refresh(): Promise<void> {
    const { clock, trace } = this.#ports;
    const all = this.#withLogin;
    await Promise.all(
      all.map(async ({ name, tokens }) => {
        try {
          await tokens.refresh(clock.now() + TOKEN_MS);
        } catch (error) {
          traceFinding(trace, clock.now(), undefined, {
            code: 'pki_token',
            severity: 'warning',
            text: `${name}: no token: ${(error as Error).message}`,
          });
        }
      }),
    );
    if (!this.#isStarted) return;
    // One that could not be had is tried again after a while.
    const due = all.map(({ tokens }) => tokens.refreshAt ?? clock.now() + RETRY_MS);
    if (due.length > 0)
      this.#cancel = clock.alarm(Math.max(Math.min(...due), clock.now() + 1000), () => void this.#refresh());
  }
}

const TOKEN_MS = 10_000;
const RETRY_MS = 60_000;
