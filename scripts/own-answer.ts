// Whether the server that answers at an address is the one that was just started, and not an earlier one:
// only ours knows the id that it was given. Rules: X6.
import { connect } from 'node:net';

const PATIENCE_MS = 3_000;

/** Whether anything accepts a connection there. */
export const isTaken = (address: string, port: number): Promise<boolean> =>
  new Promise((tell) => {
    const socket = connect({ host: address, port });
    const done = (taken: boolean): void => {
      socket.destroy();
      tell(taken);
    };
    socket.setTimeout(PATIENCE_MS, () => done(false));
    socket.once('connect', () => done(true));
    socket.once('error', () => done(false));
  });

/** @param origin `http://127.0.0.1:8787` */
export async function answersAsOurs(origin: string, startId: string): Promise<boolean> {
  try {
    const signal = AbortSignal.timeout(PATIENCE_MS);
    const answer = await fetch(`${origin}/api/start/${startId}`, { signal, redirect: 'manual' });
    await answer.body?.cancel();
    return answer.status === 204;
  } catch {
    return false;
  }
}
