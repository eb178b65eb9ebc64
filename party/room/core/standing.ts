// Who a device is to the limits of a room: a stranger, trusted (staff have confirmed it once), or barred
// (staff have refused it, confirmed before or not). Every share of a limit goes by this, so that a refusal
// gives back what was used up. Pure. Rules: J5, J9, R7, X3, X4.
import type { RoomRecord } from './room-state.ts';

export type Standing = 'stranger' | 'trusted' | 'barred';

export function standingOf(state: RoomRecord, deviceKey: string): Standing {
  const device = state.devices.get(deviceKey);
  if (device?.barred === true) return 'barred';
  return device?.confirmed === true ? 'trusted' : 'stranger';
}

export const trusts = (state: RoomRecord, deviceKey: string): boolean =>
  standingOf(state, deviceKey) === 'trusted';
