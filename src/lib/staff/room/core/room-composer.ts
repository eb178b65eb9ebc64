// Whom the composer may write to, and if nobody, why, and what would change that. Pure. Rules: J5, O6, E1
// ("left quickly: do not write").
import {
  choices,
  currentAddressee,
  epochsInOrder,
  isConfirmed,
  isGoneWithoutGoodbye,
  lastExitMs,
  standingOf
} from './room-addressee.ts';
import { logIsWhole } from './room-chain.ts';
import type { EpochRecord, StaffRoomState } from './room-types.ts';

type ComposerMode =
  | { readonly type: 'write'; readonly to: EpochRecord; readonly confirmed: boolean }
  /** Only after an express choice of one of these. */
  | {
      readonly type: 'choose';
      readonly among: readonly EpochRecord[];
      readonly why: 'unconfirmed' | 'after-exit';
    }
  | {
      readonly type: 'nobody';
      readonly why:
        | 'opening'
        | 'not-joined'
        | 'left'
        | 'refused'
        | 'away'
        | 'closed'
        | 'gone'
        | 'not-allowed'
        | 'stopped';
    };

export function composerMode(state: StaffRoomState): ComposerMode {
  if (state.stopped !== null || !logIsWhole(state)) return { type: 'nobody', why: 'stopped' };
  if (state.over !== null) return { type: 'nobody', why: state.over };
  if (state.right === 'archive') return { type: 'nobody', why: 'closed' };
  if (state.keys !== 'open' || !state.known) return { type: 'nobody', why: 'opening' };
  const to = currentAddressee(state);
  if (to !== null) return { type: 'write', to, confirmed: isConfirmed(state, to.view.epochId) };
  const among = choices(state);
  if (among.length > 0)
    return {
      type: 'choose',
      among,
      why: lastExitMs(state) === null ? 'unconfirmed' : 'after-exit'
    };
  const last = epochsInOrder(state).at(-1);
  if (last === undefined) return { type: 'nobody', why: 'not-joined' };
  const standing = standingOf(state, last);
  if (standing === 'left') return { type: 'nobody', why: 'left' };
  if (standing === 'refused' || standing === 'false') return { type: 'nobody', why: 'refused' };
  return { type: 'nobody', why: standing === 'live' ? 'opening' : 'away' };
}

/** The state of the room for its reader, strongest first. */
export function roomMark(
  state: StaffRoomState,
  resumeWindowMs: number
): 'left' | 'gone' | 'back-after-exit' | 'none' {
  const ordered = epochsInOrder(state).filter((one) => standingOf(state, one) !== 'refused');
  const last = ordered.at(-1);
  if (last === undefined) return 'none';
  if (standingOf(state, last) === 'left') return 'left';
  if (isGoneWithoutGoodbye(state, last, resumeWindowMs)) return 'gone';
  return ordered.some((one) => one.view.state === 'left') ? 'back-after-exit' : 'none';
}

/** Devices that nobody has confirmed or refused. */
export const newcomers = (state: StaffRoomState): readonly EpochRecord[] =>
  epochsInOrder(state).filter(
    (one) =>
      standingOf(state, one) === 'live' &&
      one.keys === 'open' &&
      !isConfirmed(state, one.view.epochId)
  );
