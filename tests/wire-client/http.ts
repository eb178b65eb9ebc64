// The desk's HTTP requests as a browser makes them: JSON, Origin, and the session's cookie. An unexpected
// answer throws, with the server's own code. Rules: D1, X1.
import * as v from 'valibot';
import { apiPath } from '#lib/protocol/addresses.ts';
import { refusalBody, type ErrorCode } from '#lib/protocol/codes.ts';

/** The server refused. `code` is null when it gave no code of the protocol. */
export class Refused extends Error {
  override readonly name = 'Refused';
  readonly code: ErrorCode | null;

  constructor(what: string, code: ErrorCode | null) {
    super(`${what}: ${code ?? 'refused'}`);
    this.code = code;
  }
}

export interface Caller {
  /** `http://localhost:8787` */
  readonly url: string;
  readonly serviceId: string;
  /** `name=value` of the session, once signed in. */
  readonly cookie?: string;
}

export interface Answer {
  readonly status: number;
  readonly body: unknown;
  readonly cookie: string | null;
}

/** @throws Refused for any status of 400 or more. */
export async function request(
  caller: Caller,
  method: 'GET' | 'POST',
  rest: string,
  body?: object | Uint8Array<ArrayBuffer>
): Promise<Answer> {
  const headers: Record<string, string> = { origin: caller.url };
  if (caller.cookie !== undefined) headers['cookie'] = caller.cookie;
  const raw = body instanceof Uint8Array;
  if (body !== undefined && !raw) headers['content-type'] = 'application/json';
  const answer = await fetch(caller.url + apiPath(caller.serviceId, rest), {
    method,
    headers,
    ...(body === undefined ? {} : { body: raw ? body : JSON.stringify(body) })
  });
  const text = await answer.text();
  const parsed: unknown = text === '' ? null : JSON.parse(text);
  if (answer.status >= 400) {
    const refusal = v.safeParse(refusalBody, parsed);
    throw new Refused(`${method} ${rest}`, refusal.success ? refusal.output.code : null);
  }
  const cookie = answer.headers.getSetCookie()[0]?.split(';')[0] ?? null;
  return { status: answer.status, body: parsed, cookie };
}
