// What sockets are told of a durable change: who hears what, and who is closed with which code. Rules: J4,
// J5, J8, J9, R3.
import type { EpochView } from '#lib/protocol/room-view.ts';
import { attemptsView } from '../core/attempts.ts';
import type { RoomEffect } from '../core/room-events.ts';
import type { RoomRecord } from '../core/room-state.ts';
import { lifeOf } from '../core/room-views.ts';
import { closeSocket, refuse, type Sockets } from './sockets.ts';

/** The parts of a room that this file needs. */
interface Telling {
  readonly sockets: Sockets;
  readonly state: RoomRecord;
  epochView(epochId: string): EpochView | null;
}

export function tell(room: Telling, effect: RoomEffect): void {
  const { sockets, state } = room;
  const { staffPresent, presenceSinceMs } = state.core;
  switch (effect.type) {
    case 'tell-epoch': {
      const epoch = room.epochView(effect.epochId);
      if (epoch) sockets.tellStaff({ t: 'epoch', epoch });
      return;
    }
    case 'tell-dropped':
      return sockets.tellStaff({ t: 'epoch', epoch: effect.epoch });
    case 'tell-attempts':
      return sockets.tellStaff({ t: 'attempts', attempts: attemptsView(state) });
    case 'tell-life': {
      const life = lifeOf(state.core);
      sockets.tellStaff({ t: 'life', life });
      return sockets.tellGuests({ t: 'life', life });
    }
    case 'tell-presence':
      return sockets.tellGuests({ t: 'presence', staff: staffPresent, sinceMs: presenceSinceMs });
    case 'drop-epoch':
      for (const { connection } of sockets.guests(effect.epochId)) {
        if (effect.code) refuse(connection, undefined, effect.code);
        closeSocket(connection, effect.close);
      }
      return;
    case 'drop-device':
      for (const { connection } of sockets.ofDevice(effect.deviceKey)) {
        refuse(connection, undefined, effect.code);
        closeSocket(connection, effect.close);
      }
      return;
    case 'drop-all':
      for (const { connection } of sockets.all()) closeSocket(connection, effect.close);
  }
}
