// The edge: everything from the network passes here. It always answers with security headers, shows no
// internal name, and logs nothing. Rules: I1, J1, X1, X5.
import './edge/quiet.ts';
import type { Env } from './env.ts';
import { api } from './edge/api.ts';
import { secured } from './edge/headers.ts';
import { isNamed, wayOf, type Way } from './edge/origin.ts';
import { site } from './edge/site.ts';
import { refusal, wrongMethod } from './refusal.ts';

export { DeskServer } from './desk/desk-server.ts';
export { Lines } from './line/lines.ts';
export { ArchiveBox } from './siblings/archive-box-store.ts';
export { JoinGate } from './siblings/join-gate.ts';
export { ResumeShareStore } from './siblings/resume-share-store.ts';
export { RoomServer } from './room/object/room-server.ts';

/** Methods that no page of ours uses are refused before anything else is read. */
const METHODS: readonly string[] = ['GET', 'HEAD', 'POST'];

/** Answers only the process that started this one. */
const isOwnStarter = (pathname: string, env: Env): boolean =>
  env.START_ID !== '' && pathname === `/api/start/${env.START_ID}`;

async function answer(request: Request, env: Env, way: Way): Promise<Response> {
  if (!METHODS.includes(request.method)) return wrongMethod(METHODS.join(', '));
  const { pathname } = new URL(request.url);
  if (!pathname.startsWith('/api/')) return await site(request, env);
  if (isOwnStarter(pathname, env)) return new Response(null, { status: 204 });
  return await api(request, env, way);
}

export default {
  async fetch(request: Request, env: Env): Promise<Response> {
    const way = wayOf(request, env);
    if (way === null) return secured(refusal('malformed'), false);
    // X5: a stranger's name that points here (DNS rebinding) gets nothing, pages included.
    if (!isNamed(way, env)) return secured(refusal('not-allowed'), false);
    try {
      return secured(await answer(request, env, way), way.https);
    } catch {
      return secured(refusal('unavailable'), way.https);
    }
  }
} satisfies ExportedHandler<Env>;
