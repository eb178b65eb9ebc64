// ③ Seals and opens the reducer's content through the worker: JSON in, base64url out, and back. What does
// not open is null; what cannot be sealed throws. Rules: S2, S5, O5.
import { fromBase64url, fromUtf8, toBase64url, utf8 } from '#lib/crypto/primitives/bytes.ts';
import type { GuestCrypto, MessageHeader, EpochHandle } from '#lib/crypto/worker/guest-crypto.ts';

interface ToSeal {
  readonly sequence: number;
  /** Base64url. */
  readonly lastSeenHead: string;
  readonly content: unknown;
}

export class GuestSeals {
  readonly #cryptoWorker: GuestCrypto;
  epoch: EpochHandle | null = null;
  /** 16 random bytes of this page load [S5]. */
  sender: Uint8Array<ArrayBuffer> = new Uint8Array(16);

  constructor(cryptoWorker: GuestCrypto) {
    this.#cryptoWorker = cryptoWorker;
  }

  /** @throws {Error} when there is no epoch */
  handle(): EpochHandle {
    if (this.epoch === null) throw new Error('no epoch');
    return this.epoch;
  }

  /** Envelope and its hash, base64url. @throws CryptoError, or when there is no epoch */
  async seal(what: ToSeal): Promise<{ readonly envelope: string; readonly hash: string }> {
    const sealed = await this.#cryptoWorker.sealMessage(
      this.handle(),
      this.#header(what),
      bodyOf(what)
    );
    return { envelope: toBase64url(sealed.envelope), hash: toBase64url(sealed.envelopeHash) };
  }

  /** Base64url. @throws CryptoError, or when there is no epoch */
  async sealSignal(what: ToSeal): Promise<string> {
    const sealed = await this.#cryptoWorker.sealSignal(
      this.handle(),
      this.#header(what),
      bodyOf(what)
    );
    return toBase64url(sealed.envelope);
  }

  open(envelope: string): Promise<string | null> {
    return this.#openBy('openMessage', envelope);
  }

  openSignal(sealed: string): Promise<string | null> {
    return this.#openBy('openSignal', sealed);
  }

  async #openBy(by: 'openMessage' | 'openSignal', envelope: string): Promise<string | null> {
    try {
      const { content } = await this.#cryptoWorker[by](this.handle(), fromBase64url(envelope));
      return fromUtf8(content);
    } catch {
      return null;
    }
  }

  #header({ sequence, lastSeenHead }: ToSeal): MessageHeader {
    return { sender: this.sender, sequence, lastSeenHead: fromBase64url(lastSeenHead) };
  }
}

const bodyOf = ({ content }: ToSeal) => utf8(JSON.stringify(content));
