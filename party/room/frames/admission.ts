// The one place that decides whether anything of a device is accepted. It is asked for every frame of a
// guest, whatever its connection has proved, and again after every await. Rules: J5, R3, R4.
import type { ErrorCode } from '#lib/protocol/codes.ts';
import type { GuestFrame } from '#lib/protocol/guest-wire.ts';
import type { Room } from '../object/room.ts';
import type { ConnectionAuth } from '../object/connection-auth.ts';

type Bar = Extract<ErrorCode, 'gone' | 'ended' | 'epoch-refused'>;

/** Why nothing of this device is accepted; null when it may go on. */
export function barTo(room: Room, deviceKey: string): Bar | null {
  if (room.gone) return 'gone';
  if (room.closed) return 'ended';
  return room.state.devices.get(deviceKey)?.barred === true ? 'epoch-refused' : null;
}

/** The device that a frame is about: the proved one, otherwise the one that it names. */
export function deviceOf(auth: ConnectionAuth, frame: GuestFrame): string | null {
  if (auth.kind === 'guest' || auth.kind === 'device') return auth.deviceKey;
  return 'deviceKey' in frame ? frame.deviceKey : null;
}
