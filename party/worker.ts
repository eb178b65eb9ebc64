// The edge: everything that comes from the network comes through here. It answers with security
// headers whatever happens, shows no internal name, and logs nothing. Rules: I1, J1, X1.
import './edge/quiet.ts';
import type { Env } from './env.ts';
import { api } from './edge/api.ts';
import { secured } from './edge/headers.ts';
import { isHttps } from './edge/origin.ts';
import { site } from './edge/site.ts';
import { refusal } from './refusal.ts';

export { DeskServer } from './desk/desk-server.ts';
export { ArchiveBox } from './room/archive-box.ts';
export { Door } from './room/door.ts';
export { Latch } from './room/latch.ts';
export { RoomServer } from './room/room-server.ts';

export default {
  async fetch(request: Request, env: Env): Promise<Response> {
    const https = isHttps(request);
    try {
      const isApi = new URL(request.url).pathname.startsWith('/api/');
      return secured(await (isApi ? api(request, env) : site(request, env)), https);
    } catch {
      return secured(refusal('unavailable'), https);
    }
  }
} satisfies ExportedHandler<Env>;
