// Requests that anybody may make to a service's desk: whether it is set up, to set it up, to sign in. A
// browser in which somebody has signed in before has its own budget. Rules: D1, D8, X1, X2.
import * as api from '#lib/protocol/desk-api.ts';
import { policyOf, type Env } from '../env.ts';
import { refusal } from '../refusal.ts';
import { withBody } from './body.ts';
import type { Budgets } from './budgets.ts';
import type { DeskStorage } from './desk-storage.ts';
import { knownIn } from './accounts/known-browsers.ts';
import { isSetUp, setUp } from './accounts/set-up.ts';
import type { StaffSession } from './accounts/sessions.ts';
import { signIn, startSignIn } from './accounts/sign-in.ts';

const POSTS: ReadonlySet<string> = new Set(['setup', 'sign-in/start', 'sign-in']);

/** Returns null when it is none of these. @param session the request's session, if any */
export async function openRequest(
  parts: { readonly env: Env; readonly storage: DeskStorage; readonly budgets: Budgets },
  rest: string,
  request: Request,
  session: StaffSession | null
): Promise<Response | null> {
  const { env, storage, budgets } = parts;
  const policy = policyOf(env);
  if (request.method === 'GET' && rest === 'status') {
    const answer: api.StatusAnswer = { v: 1, setUp: isSetUp(storage), policy };
    return Response.json(answer);
  }
  if (request.method !== 'POST' || !POSTS.has(rest)) return null;
  const nowMs = Date.now();
  const known = knownIn(storage, request, nowMs);
  const retryAtMs = budgets.take(session?.id ?? known[0]?.hash ?? null, nowMs);
  if (retryAtMs !== null) return refusal('slow-down', { retryAtMs });
  const text = await request.text();
  if (rest === 'setup')
    return withBody(api.setupRequest, text, (body) =>
      setUp(storage, request, body, policy, env.SETUP_TOKEN_HASH, nowMs)
    );
  if (rest === 'sign-in/start')
    return withBody(api.signInStart, text, (body) => startSignIn(storage, body));
  return withBody(api.signIn, text, (body) => signIn(storage, request, known, body, policy, nowMs));
}
