// The desk's HTTP requests, one function each: parsed both ways, refused with a code. Holds no state and
// knows no key; the session is a cookie that this code cannot read. Rules: D1, D5, D6, D8, X1.
import * as v from 'valibot';
import { apiPath } from '#lib/protocol/addresses.ts';
import {
  auditAnswer,
  heardRefusal,
  permit,
  session,
  signInSalt,
  statusAnswer,
  type AnchorRequest,
  type AuditAnswer,
  type AuditRequest,
  type CreateRoom,
  type Permit,
  type PermitRequest,
  type Session,
  type SetupRequest,
  type SignIn,
  type SignInSalt,
  type SignInStart,
  type StatusAnswer
} from '#lib/protocol/desk-api.ts';
import { DeskError } from '../account/staff-error.ts';

const ANSWER_WITHIN_MS = 20_000;

/** How long another tab's answer may need to bring this browser its new cookie. */
const ROTATING_MS = 300;

/** The network access: `fetch` in a page. */
export type Send = (path: string, init: RequestInit) => Promise<Response>;

export interface DeskRequests {
  /** Anybody. */
  status(): Promise<StatusAnswer>;
  setup(request: SetupRequest): Promise<Session>;
  signInStart(request: SignInStart): Promise<SignInSalt>;
  signIn(request: SignIn): Promise<Session>;
  signOut(): Promise<void>;
  /** Ends this member's sessions in every browser, and forgets the browsers. */
  signOutEverywhere(): Promise<void>;
  /** Replaces the member's own anchor. */
  anchor(request: AnchorRequest): Promise<void>;
  audit(request: AuditRequest): Promise<AuditAnswer>;
  createRoom(request: CreateRoom): Promise<void>;
  permit(request: PermitRequest): Promise<Permit>;
}

async function ask(send: Send, path: string, body: unknown): Promise<Response> {
  const init =
    body === undefined
      ? {}
      : {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify(body)
        };
  try {
    return await send(path, {
      ...init,
      cache: 'no-store',
      signal: AbortSignal.timeout(ANSWER_WITHIN_MS)
    });
  } catch (cause) {
    throw new DeskError('offline', null, { cause });
  }
}

async function refusal(response: Response): Promise<DeskError> {
  const body: unknown = await response.json().catch(() => null);
  const parsed = v.safeParse(heardRefusal, body);
  if (!parsed.success) return new DeskError('unavailable');
  return new DeskError(parsed.output.code, parsed.output.retryAtMs ?? null);
}

/** Every function throws only DeskError. */
export function deskRequests(
  serviceId: string,
  over: Send = (path, init) => fetch(path, init)
): DeskRequests {
  async function once(rest: string, body: unknown): Promise<Response> {
    const response = await ask(over, apiPath(serviceId, rest), body);
    if (!response.ok) throw await refusal(response);
    return response;
  }

  /** Another tab may just have unlocked: by now this browser has a new cookie [D8]. */
  async function send(rest: string, body?: unknown): Promise<Response> {
    try {
      return await once(rest, body);
    } catch (error) {
      if (!(error instanceof DeskError) || error.code !== 'not-signed-in') throw error;
      await new Promise((wake) => setTimeout(wake, ROTATING_MS));
      return await once(rest, body);
    }
  }

  async function answer<S extends v.GenericSchema>(
    schema: S,
    rest: string,
    body?: unknown
  ): Promise<v.InferOutput<S>> {
    const response = await send(rest, body);
    const value: unknown = await response.json().catch(() => null);
    const parsed = v.safeParse(schema, value);
    if (!parsed.success) throw new DeskError('unavailable');
    return parsed.output;
  }

  return {
    status: () => answer(statusAnswer, 'status'),
    setup: (request) => answer(session, 'setup', request),
    signInStart: (request) => answer(signInSalt, 'sign-in/start', request),
    signIn: (request) => answer(session, 'sign-in', request),
    async signOut() {
      await send('sign-out', {});
    },
    async signOutEverywhere() {
      await send('sign-out/everywhere', {});
    },
    async anchor(request) {
      await send('anchor', request);
    },
    audit: (request) => answer(auditAnswer, 'audit', request),
    async createRoom(request) {
      await send('rooms', request);
    },
    permit: (request) => answer(permit, 'permit', request)
  };
}
