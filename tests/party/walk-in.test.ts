// A walk-in room has no maker, so that nobody has signed for it: today the server makes none, whoever asks
// (one that lies on its disk: unreadable.test.ts). Rules: W1, D7.
import { beforeAll, describe, expect, it } from 'vitest';
import { fromBase64url, fromUtf8, toBase64url, utf8 } from '#lib/crypto/primitives/bytes.ts';
import {
  bindings,
  code,
  inDesk,
  officer,
  planRoom,
  postRoom,
  serviceId,
  type MadeRoom,
  type Officer
} from './desk-client.ts';
import { isEmpty } from './stored.ts';

let kari: Officer;
beforeAll(async () => {
  kari = await officer();
});

/** The same room, whose face says that it is a walk-in. */
function walkIn(room: MadeRoom): MadeRoom {
  const shape = JSON.parse(fromUtf8(room.face)) as object;
  const face = utf8(JSON.stringify({ ...shape, kind: 'walk-in' }));
  return { ...room, face, request: { ...room.request, face: toBase64url(face) } };
}

/** Makes a room at its own object, as the desk does. */
const createAt = ({ hex, face, request }: MadeRoom): Promise<boolean> =>
  Promise.resolve(
    bindings.ROOM.getByName(hex).create({
      roomId: request.roomId,
      serviceId,
      face,
      record: fromBase64url(request.record)
    })
  );

describe('[W1] a walk-in room', () => {
  it('[W1] is not made by the desk: no row, no object', async () => {
    const room = walkIn(await planRoom());
    const answer = await postRoom(kari, room);
    expect([answer.status, await code(answer)]).toEqual([403, 'not-allowed']);
    expect(await inDesk((s) => s.first('SELECT 1 FROM room WHERE hex = ?', room.hex))).toBeNull();
    expect(await isEmpty(bindings.ROOM, room.hex)).toBe(true);
  });

  it('[W1] is not made by the object of the room either', async () => {
    const plain = await planRoom();
    expect(await createAt(plain)).toBe(true);
    const room = walkIn(await planRoom());
    expect(await createAt(room)).toBe(false);
    expect(await isEmpty(bindings.ROOM, room.hex)).toBe(true);
  });
});
