// Requests byte by byte, as no client would send them.
import { connect } from 'node:net';

export interface RawAnswer {
  /** 0: nothing came. */
  readonly status: number;
  /** Names in lower case. */
  readonly headers: ReadonlyMap<string, string>;
  readonly body: string;
  /** The whole answer, unparsed. */
  readonly text: string;
}

function parsed(text: string): RawAnswer {
  const at = text.indexOf('\r\n\r\n');
  const [first = '', ...lines] = text.slice(0, Math.max(at, 0)).split('\r\n');
  const headers = lines.map((line) => {
    const colon = line.indexOf(':');
    return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()] as const;
  });
  const status = Number(first.split(' ')[1] ?? 0);
  return { status, headers: new Map(headers), body: text.slice(at + 4), text };
}

const isWhole = ({ status, headers, body }: RawAnswer): boolean =>
  status === 101 ||
  (status > 0 && body.length >= Number(headers.get('content-length') ?? Infinity));

/** Sends these very bytes; returns what came until it was complete, or the other side closed. */
export const askRaw = (port: number, text: string, patienceMs = 10_000): Promise<RawAnswer> =>
  new Promise((tell) => {
    let got = '';
    const socket = connect({ port, host: '127.0.0.1' }, () => socket.write(text, 'latin1'));
    const done = (): void => {
      socket.destroy();
      tell(parsed(got));
    };
    socket.setEncoding('latin1').on('data', (chunk) => {
      got += String(chunk);
      if (isWhole(parsed(got))) done();
    });
    socket.on('error', () => undefined);
    socket.on('close', done);
    socket.setTimeout(patienceMs, done);
  });

export interface Asked {
  readonly method?: string;
  readonly target?: string;
  readonly host: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** One request with its lines as they are given. */
export function requestText({
  method = 'GET',
  target = '/',
  host,
  headers = {},
  body
}: Asked): string {
  const lines = [`${method} ${target} HTTP/1.1`, `Host: ${host}`];
  for (const [name, value] of Object.entries(headers)) lines.push(`${name}: ${value}`);
  if (body !== undefined) lines.push(`Content-Length: ${body.length}`);
  return `${lines.join('\r\n')}\r\n\r\n${body ?? ''}`;
}

/** What a browser sends to open a socket. */
export const UPGRADE = {
  Upgrade: 'websocket',
  Connection: 'Upgrade',
  'Sec-WebSocket-Version': '13',
  'Sec-WebSocket-Key': 'dGhlIHNhbXBsZSBub25jZQ=='
} as const;
