// What a page says about the room it is in.
import type { GuestTab } from '../guest-tab.ts';
import type { StaffTab } from '../staff-tab.ts';

/** The young person's page says that what the room said does not add up. */
export const isTampered = (tab: GuestTab): boolean => tab.state.over?.why === 'tampering';

/** Staff's page says so, about the whole room or about anything in it. */
export const isFaulted = (tab: StaffTab): boolean =>
  tab.state.stopped !== null || tab.state.faults.length > 0;
