// Sockets of staff at the desk: tagged by session, told about rooms, closed with their session. They
// hibernate; nothing is ever read from them. Rules: D1, X2.
import type { DeskFrame } from '#lib/protocol/desk-api.ts';
import { ABNORMAL, CLOSE } from '#lib/protocol/codes.ts';

const MAX_PER_SESSION = 10;

/** Codes by which the runtime reports that no close frame came, or no TLS; no frame can carry them. */
const NEVER_SENT: readonly number[] = [1005, ABNORMAL, 1015];

export class DeskSockets {
  readonly #ctx: DurableObjectState;

  constructor(ctx: DurableObjectState) {
    this.#ctx = ctx;
  }

  open(session: string, first: DeskFrame): Response {
    const held = this.#ctx.getWebSockets(session);
    if (held.length >= MAX_PER_SESSION) {
      const oldest = held[0];
      if (oldest) this.closed(oldest, CLOSE.tooMany);
    }
    const { 0: client, 1: server } = new WebSocketPair();
    this.#ctx.acceptWebSocket(server, [session]);
    server.send(JSON.stringify(first));
    return new Response(null, { status: 101, webSocket: client });
  }

  tell(frame: DeskFrame): void {
    const text = JSON.stringify(frame);
    for (const socket of this.#ctx.getWebSockets())
      try {
        socket.send(text);
      } catch {
        // It was gone already.
      }
  }

  /** All sockets of one session. */
  close(session: string, code: number): void {
    for (const socket of this.#ctx.getWebSockets(session)) this.closed(socket, code);
  }

  /** Closes, or answers a close, unless the code is one that must not be sent. */
  closed(socket: WebSocket, code: number): void {
    if (NEVER_SENT.includes(code)) return;
    try {
      socket.close(code, '');
    } catch {
      // It was gone already.
    }
  }
}
