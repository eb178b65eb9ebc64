// The room: what is written. See mutants.ts.
import type { NamedMutant } from './named-mutant.ts';

const appends = 'party/room/frames/appends.ts';

export const roomWritingMutants: readonly NamedMutant[] = [
  {
    name: 'a guest writes into the epoch of another device',
    rule: 'S5',
    file: appends,
    from: `if (entry.direction !== envelopes.Direction.guest || epoch?.deviceKey !== auth.deviceKey)`,
    to: `if (entry.direction !== envelopes.Direction.guest || epoch === undefined)`,
    in: 'party/append',
    by: '[S5] refuses an envelope for the epoch of another device'
  },
  {
    name: 'what waits after an exit is taken',
    rule: 'E1',
    file: appends,
    from: `if (!isLive(epoch.state) && epoch.state !== 'replaced') return no('epoch-closed');`,
    to: ``,
    in: 'party/life',
    by: '[E1] refuses what a tab that left had not yet sent'
  },
  {
    name: 'a copy goes to an epoch that is not live',
    rule: 'O6',
    file: appends,
    from: `    if (!isLive(epoch.state))
      return no(epoch.state === 'refused' ? 'epoch-refused' : 'epoch-closed');
`,
    to: ``,
    in: 'party/append',
    by: '[O6] refuses a copy to an epoch that is not live'
  },
  {
    name: 'an envelope of another room is taken',
    rule: 'S3',
    file: appends,
    from: `if (!equalBytes(header.roomId, room.roomId)) return 'not-allowed';`,
    to: ``,
    in: 'party/append',
    by: '[S3] refuses a length that no envelope has, and one of another room'
  },
  {
    name: 'a number may be left out',
    rule: 'S5',
    file: appends,
    from: `if (entry.sequence > next) return 'sequence-gap';`,
    to: ``,
    in: 'party/append',
    by: '[S5] takes only the next number of a sender'
  },
  {
    name: 'a socket left over from an erased room writes into its empty object',
    rule: 'R4',
    file: 'party/room/object/room-server.ts',
    from: `if (this.#keeper.open() !== null) return true;`,
    to: `this.#keeper.open();
      return true;`,
    in: 'party/partyserver',
    by: '[R4] `webSocketMessage` where no room is: the room server is asked first, and nothing is written'
  },
  {
    name: 'an alarm after the erasure writes into the empty object',
    rule: 'R4',
    file: 'party/room/object/room-server.ts',
    from: `if (this.#enter() !== null) await super.alarm();`,
    to: `this.#enter();
      await super.alarm();`,
    in: 'party/partyserver',
    by: '[R4] `alarm` where no room is: the room server is asked first, and nothing is written'
  }
];
