// Sends prepared frames over many connections at once and counts the acknowledged ones, in the same way for
// the product and for its peer: at most WINDOW unanswered frames on each line.
import { WINDOW } from '../src/lib/sync/core/outbox.ts';

/** What a benchmark needs of a connection to either server. */
export interface LoadLine {
  send(text: string): void;
  /** Passes on every text that arrives; true: it has been handled. */
  tap(to: ((text: string) => boolean) | null): void;
  readonly closed: Promise<number>;
}

/** The source of a line's next frame; null when there are no more. */
export type NextFrame = () => string | null | Promise<string | null>;

/** Sends all frames of `next`, resolves when each has been acknowledged. @throws on a refusal. */
function drain(line: LoadLine, next: NextFrame): Promise<number> {
  return new Promise((done, fail) => {
    let unanswered = 0;
    let acknowledged = 0;
    let finished = false;
    let filling = false;
    const fill = async (): Promise<void> => {
      if (filling) return;
      filling = true;
      while (!finished && unanswered < WINDOW) {
        const given = next();
        const text = given instanceof Promise ? await given : given;
        if (text === null) finished = true;
        else {
          unanswered += 1;
          line.send(text);
        }
      }
      filling = false;
      if (finished && unanswered === 0) {
        line.tap(null);
        done(acknowledged);
      }
    };
    line.tap((text) => {
      const frame = JSON.parse(text) as { t: string; code?: string };
      if (frame.t === 'refused') fail(new Error(`refused under load: ${frame.code ?? ''}`));
      if (frame.t !== 'receipt') return false;
      unanswered -= 1;
      acknowledged += 1;
      void fill();
      return true;
    });
    void line.closed.then((code) => fail(new Error(`the line was lost under load (${code})`)));
    void fill();
  });
}

/** Acknowledged messages per second over all lines together. */
export async function messagesPerSecond(
  lines: readonly { readonly line: LoadLine; readonly next: NextFrame }[]
): Promise<number> {
  const startMs = performance.now();
  const counts = await Promise.all(lines.map(({ line, next }) => drain(line, next)));
  const seconds = (performance.now() - startMs) / 1000;
  return counts.reduce((sum, count) => sum + count, 0) / seconds;
}

/** Returns prepared texts one after the other. */
export function fromList(texts: readonly string[]): NextFrame {
  let at = 0;
  return () => texts[at++] ?? null;
}
