// The lines of a conversation in words: who wrote, to which phone, and what happened in between.
import type { StaffTexts } from '#lib/i18n/desk-texts.ts';
import { deviceNumbers } from '#lib/staff/room/core/transcript.ts';
import type { StaffRoomState } from '#lib/staff/room/core/room-types.ts';
import type { HappenedLine, SpokenLine } from '#lib/staff/room/core/transcript-list.ts';

interface LineWords {
  /** "Phone 2"; null while there is only one. */
  device(epochId: string): string | null;
  author(line: SpokenLine): string;
  happened(line: HappenedLine): string;
}

/** @param nameOf a member's name by id */
export function lineWords(
  state: StaffRoomState,
  texts: StaffTexts,
  nameOf: (memberId: string) => string
): LineWords {
  const numbers = deviceNumbers(state);
  const several = new Set(numbers.values()).size > 1;
  const device = (epochId: string): string | null => {
    const n = numbers.get(epochId);
    return several && n !== undefined ? texts.room.device(n) : null;
  };
  return {
    device,
    author(line) {
      const phone = device(line.type === 'heard' ? line.epochId : line.to);
      if (line.type === 'heard')
        return phone === null ? texts.room.them : `${texts.room.them}, ${phone}`;
      const who = line.by === state.memberId ? texts.room.you : nameOf(line.by);
      return phone === null ? who : `${who} → ${phone}`;
    },
    happened(line) {
      if (line.type === 'fault') return texts.lines.fault[line.fault];
      if ('by' in line) return texts.lines[line.type](nameOf(line.by));
      if (line.type !== 'joined') return texts.lines[line.type];
      if (line.known.afterExit === 'yes') return texts.lines.joinedAfterExit;
      if (line.known.device === 'first') return texts.lines.joinedFirst;
      return line.known.device === 'same-phone' ? texts.lines.joinedSame : texts.lines.joinedOther;
    }
  };
}
