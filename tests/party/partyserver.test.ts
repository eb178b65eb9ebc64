// What the room server relies on in partyserver: which of its methods the runtime calls, and that each of
// them writes into an object that has just woken. After an upgrade that changes either, look here first.
import { runInDurableObject } from 'cloudflare:test';
import { Server } from 'partyserver';
import { describe, expect, it } from 'vitest';
import { toHex } from '#lib/crypto/primitives/bytes.ts';
import { RoomServer } from '../../party/room/object/room-server.ts';
import { bindings, random } from './desk-client.ts';
import { isEmpty } from './stored.ts';

/** Every method by which the runtime reaches an object, and its arguments. */
const WAYS_IN: Readonly<Record<string, (state: DurableObjectState) => readonly unknown[]>> = {
  fetch: () => [new Request('http://room.test/socket')],
  alarm: () => [],
  webSocketMessage: (state) => [leftOver(state), 'hi'],
  webSocketClose: (state) => [leftOver(state), 1000, '', true],
  webSocketError: (state) => [leftOver(state), new Error('cut')]
};
const ways = Object.keys(WAYS_IN);

/** A socket that partyserver takes for one of its own. */
function leftOver(state: DurableObjectState): WebSocket {
  const [, socket] = Object.values(new WebSocketPair()) as [WebSocket, WebSocket];
  state.acceptWebSocket(socket, ['one']);
  socket.serializeAttachment({ __pk: { id: 'one', tags: ['one'] }, __user: null });
  return socket;
}

/**
 * Enters where no room is, through a method of one of the two; returns whether the object is still empty.
 */
async function staysEmpty(way: string, through: typeof Server | typeof RoomServer) {
  const name = toHex(random(16));
  await runInDurableObject(bindings.ROOM.getByName(name), async (room, state) => {
    const method = Reflect.get(through.prototype, way) as (...args: unknown[]) => Promise<unknown>;
    await method.apply(room, [...(WAYS_IN[way]?.(state) ?? [])]);
  });
  return await isEmpty(bindings.ROOM, name);
}

describe('partyserver', () => {
  it('[R4] has no other methods than those that were looked at', () => {
    expect(Object.getOwnPropertyNames(Server.prototype).sort()).toEqual(
      [
        ...['constructor', 'sql', 'name', 'setName', '_initAndFetch', '__unsafe_ensureInitialized'],
        ...['broadcast', 'getConnection', 'getConnections', 'getConnectionTags'],
        ...['onStart', 'onConnect', 'onMessage', 'onClose', 'onError'],
        ...['onRequest', 'onException', 'onAlarm'],
        ...ways
      ].sort()
    );
  });

  it.each(ways)(
    '[R4] `%s` where no room is: the room server is asked first, and nothing is written',
    async (way) => {
      expect(Object.hasOwn(RoomServer.prototype, way)).toBe(true);
      expect(await staysEmpty(way, RoomServer)).toBe(true);
    }
  );

  it.each(ways)(
    '`%s` of partyserver itself writes: that is why the room server overrides it',
    async (way) => {
      expect(await staysEmpty(way, Server)).toBe(false);
    }
  );
});
