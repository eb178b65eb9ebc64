// ⑤ The lines of a desk: over one an open desk hears of its rooms, over the other a locked one hears how many
// wait, and nothing else [D10]. Both only receive. Rules: D1, D10, X1.
import * as v from 'valibot';
import { apiPath } from '#lib/protocol/addresses.ts';
import { CLOSE } from '#lib/protocol/codes.ts';
import {
  parseDeskFrame,
  parseWaitsFrame,
  type DeskFrame,
  type WaitsFrame
} from '#lib/protocol/desk-api.ts';
import { parseJson } from '#lib/protocol/encoding.ts';
import { openRoomSocket, type RoomSocket } from '#lib/sync/room-socket.ts';

/** The session at the desk is over: only a new sign-in helps. */
const OVER: ReadonlySet<number> = new Set([CLOSE.revoked, CLOSE.notProved]);

/** What a server says before it closes a line that it does not open. */
const refusalFrame = v.object({ t: v.literal('refused') });

const parseRefusal = (text: string): v.InferOutput<typeof refusalFrame> | null => {
  const parsed = v.safeParse(refusalFrame, parseJson(text));
  return parsed.success ? parsed.output : null;
};

interface Hears<Frame> {
  readonly frame: (frame: Frame) => void;
  readonly online: (online: boolean) => void;
  readonly over: () => void;
  /** It said what this page cannot read [R6]. */
  readonly unreadable?: () => void;
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
    // A refusal is followed by its close.
    onUnreadable: (text) => {
      if (parseRefusal(text) === null) on.unreadable?.();
    },
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
