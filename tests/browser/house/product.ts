// The built product as a stranger runs it: real workerd on a free port, its data in a separate folder. It
// can be killed as by a power cut, and started again on the same port and the same data.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildIfNeeded } from '../../../scripts/build.ts';
import { serve, type RunningServer } from '../../../scripts/serve.ts';
import { nettpatrulje } from '../../../src/lib/protocol/services.ts';
import type { ServicePolicy } from '../../../src/lib/protocol/policy.ts';
import { freePort } from '../../free-port.ts';

export type Lifetimes = ServicePolicy['lifetimes'];
export type PolicyChange = Partial<Omit<ServicePolicy, 'lifetimes'>> & {
  readonly lifetimes?: Partial<Lifetimes>;
};

export class Product {
  readonly policy: ServicePolicy;
  readonly #port: number;
  readonly #dataDir = mkdtempSync(join(tmpdir(), 'tryggrom-'));
  readonly #buildDir: string | undefined;
  #server: RunningServer | null = null;
  #setupLink = '';

  private constructor(port: number, policy: ServicePolicy, buildDir?: string) {
    this.#port = port;
    this.#buildDir = buildDir;
    this.policy = policy;
  }

  /**
   * @param change differences from the shipped policy: tests that wait for time use less of it
   * @param buildDir another build than this project's own
   */
  static async start(
    { lifetimes, ...rest }: PolicyChange = {},
    buildDir?: string
  ): Promise<Product> {
    await buildIfNeeded();
    const policy = {
      ...nettpatrulje,
      ...rest,
      lifetimes: { ...nettpatrulje.lifetimes, ...lifetimes }
    };
    const product = new Product(await freePort(), policy, buildDir);
    await product.start();
    return product;
  }

  /** `http://localhost:…`: a secure context, as the pages need. */
  get url(): string {
    return `http://localhost:${String(this.#port)}`;
  }

  /** The set-up link of the first administrator. */
  get setupLink(): string {
    return this.#setupLink;
  }

  get port(): number {
    return this.#port;
  }

  async start(): Promise<void> {
    const { policy } = this;
    const built = this.#buildDir === undefined ? {} : { buildDir: this.#buildDir };
    this.#server = await serve({ port: this.#port, dataDir: this.#dataDir, policy, ...built });
    this.#setupLink = this.#server.setupLink ?? this.#setupLink;
  }

  /** SIGKILL: nothing in between, nobody told. */
  async kill(): Promise<void> {
    await this.#server?.stop();
    this.#server = null;
  }

  async end(): Promise<void> {
    await this.kill();
    rmSync(this.#dataDir, { recursive: true, force: true });
  }
}
