// What a page reports about its room.
import type { GuestTab } from '../guest-tab.ts';
import type { StaffTab } from '../staff-tab.ts';

/** The young person's page reports tampering. */
export const isTampered = (tab: GuestTab): boolean => tab.state.over?.why === 'tampering';

/** The staff page reports a fault, in the whole room or in anything in it. */
export const isFaulted = (tab: StaffTab): boolean =>
  tab.state.stopped !== null || tab.state.faults.length > 0;
