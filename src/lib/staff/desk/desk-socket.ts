// ⑤ The line over which the desk reports its rooms. It only receives. Rules: D1, X1.
import { apiPath } from '#lib/protocol/addresses.ts';
import { CLOSE } from '#lib/protocol/codes.ts';
import { parseDeskFrame, type DeskFrame } from '#lib/protocol/desk-api.ts';
import { openRoomSocket, type RoomSocket } from '#lib/sync/room-socket.ts';

/** The session at the desk is over: only a new sign-in helps. */
const OVER: ReadonlySet<number> = new Set([CLOSE.revoked, CLOSE.notProved]);

export const openDeskSocket = (
  serviceId: string,
  on: {
    readonly frame: (frame: DeskFrame) => void;
    readonly online: (online: boolean) => void;
    readonly over: () => void;
  }
): RoomSocket<never> =>
  openRoomSocket<DeskFrame, never>({
    url: apiPath(serviceId, 'desk'),
    parse: parseDeskFrame,
    onUp: () => on.online(true),
    onFrame: on.frame,
    onDown: ({ code }) => {
      on.online(false);
      if (OVER.has(code)) on.over();
    },
    finalCodes: OVER
  });
