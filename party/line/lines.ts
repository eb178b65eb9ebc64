// The lines over plain HTTPS, in a fixed number of objects: an object per line would leave a file on the
// disk forever. A line is found only by the hash of its bearer. It is all in memory, and vanishes when it
// is over. Rules: N2, N3, R5.
import { DurableObject } from 'cloudflare:workers';
import type { LineAnswer, LineAsk } from '#lib/protocol/line-wire.ts';
import { deskOf, roomOf, type Env } from '../env.ts';
import type { LineTo, LinesRpc } from '../rpc.ts';
import { HeldLine, NO_LINE } from './held-line.ts';

export class Lines extends DurableObject<Env> implements LinesRpc {
  readonly #held = new Map<string, HeldLine>();

  async open(name: string, to: LineTo): Promise<boolean> {
    const { webSocket } = await this.#reach(to);
    if (webSocket === null) return false;
    this.#held.set(name, new HeldLine(webSocket, () => this.#held.delete(name)));
    return true;
  }

  async exchange(name: string, asked: LineAsk): Promise<LineAnswer> {
    return (await this.#held.get(name)?.exchange(asked)) ?? NO_LINE;
  }

  #reach(to: LineTo): Promise<Response> {
    const headers = new Headers(to.kind === 'desk' ? to.headers : []);
    headers.set('Upgrade', 'websocket');
    return to.kind === 'room'
      ? roomOf(this.env, to.roomHex).fetch(new Request('http://object/socket', { headers }))
      : deskOf(this.env, to.serviceId).fetch(new Request(`http://object/${to.rest}`, { headers }));
  }
}
