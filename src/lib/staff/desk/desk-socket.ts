// ⑤ The lines of a desk: over one an open desk hears of its rooms, over the other a locked one hears how many
// wait, and nothing else [D10]. Both only receive. Rules: D1, D10, X1.
import { apiPath } from '#lib/protocol/addresses.ts';
import { CLOSE } from '#lib/protocol/codes.ts';
import {
  parseDeskFrame,
  parseWaitsFrame,
  type DeskFrame,
  type WaitsFrame
} from '#lib/protocol/desk-api.ts';
import { openRoomSocket, type RoomSocket } from '#lib/sync/room-socket.ts';

/** The session at the desk is over: only a new sign-in helps. */
const OVER: ReadonlySet<number> = new Set([CLOSE.revoked, CLOSE.notProved]);

interface Hears<Frame> {
  readonly frame: (frame: Frame) => void;
  readonly online: (online: boolean) => void;
  readonly over: () => void;
}

const openLine = <Frame>(
  url: string,
  parse: (text: string) => Frame | null,
  on: Hears<Frame>
): RoomSocket<never> =>
  openRoomSocket<Frame, never>({
    url,
    parse,
    onUp: () => on.online(true),
    onFrame: on.frame,
    onDown: ({ code }) => {
      on.online(false);
      if (OVER.has(code)) on.over();
    },
    finalCodes: OVER
  });

export const openDeskSocket = (serviceId: string, on: Hears<DeskFrame>): RoomSocket<never> =>
  openLine(apiPath(serviceId, 'desk'), parseDeskFrame, on);

export const openLockedSocket = (serviceId: string, on: Hears<WaitsFrame>): RoomSocket<never> =>
  openLine(apiPath(serviceId, 'waits'), parseWaitsFrame, on);
