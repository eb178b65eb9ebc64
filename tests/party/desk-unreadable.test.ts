// Data that the desk cannot read now still exists: the desk says so, tries again, and never takes it for
// gone.
import { beforeAll, describe, expect, it } from 'vitest';
import { parseDeskFrame } from '#lib/protocol/desk-api.ts';
import { roomPath } from '#lib/protocol/addresses.ts';
import { MAX_LIVE_ROOMS_PER_MEMBER } from '#lib/protocol/limits.ts';
import {
  code,
  deskObject,
  deskWire,
  faceOf,
  inDesk,
  makeRoom,
  officer,
  planRoom,
  postRoom,
  serviceId,
  signIn,
  silence,
  type MadeRoom,
  type Officer
} from './desk-client.ts';
import { guestEnvelope, joinedGuest, StaffConnection } from './room-client.ts';
import { edge, ORIGIN, sleep, until } from './wire.ts';
import type { RoomReport } from '../../party/rpc.ts';

let kari: Officer;
beforeAll(async () => {
  kari = await officer();
});

const setReport = (room: MadeRoom, report: string): Promise<void> =>
  inDesk((s) => s.run('UPDATE room SET report = ? WHERE hex = ?', report, room.hex));
const reportIn = (room: MadeRoom) =>
  inDesk((s) => s.first<{ report: string }>('SELECT report FROM room WHERE hex = ?', room.hex));
const rowIsThere = (room: MadeRoom) =>
  inDesk((s) => s.first('SELECT 1 FROM room WHERE hex = ?', room.hex) !== null);
const setStatus = (room: MadeRoom, status: string): Promise<void> =>
  inDesk((s) => s.run('UPDATE room SET status = ? WHERE hex = ?', status, room.hex));

const socketCode = async (room: Pick<MadeRoom, 'hex'>, service = serviceId): Promise<unknown> => {
  const response = await edge(roomPath(service, room.hex, 'socket'), {
    headers: { Upgrade: 'websocket', Origin: ORIGIN }
  });
  if (!response.webSocket) return `no socket: ${String(await code(response))}`;
  const socket = response.webSocket;
  const text = new Promise((give) =>
    socket.addEventListener('message', ({ data }) => give(data), { once: true })
  );
  socket.accept();
  return (JSON.parse(String(await text)) as { code: unknown }).code;
};

describe('[R6] a room whose row cannot be read', () => {
  it('[R6] is listed by name, asked to report again, and stands in the list again', async () => {
    const room = await makeRoom(kari);
    const { line, epoch } = await joinedGuest(room);
    await line.append(await guestEnvelope(epoch, 0, 'hei'));
    for (const broken of ['{"life":{"state":"open"}}', 'not json', '']) {
      await setReport(room, broken);
      const list = await deskWire(kari);
      const first = await list.take('rooms');
      expect(first.unreadable).toEqual([room.request.roomId]);
      expect(first.rooms.map((one) => one.roomId)).not.toContain(room.request.roomId);
      const { room: told } = await list.take('room', (f) => f.room.roomId === room.request.roomId);
      expect(told).toMatchObject({ life: { state: 'open' }, createdBy: kari.memberId });
      list.close();
    }
    const again = await (await deskWire(kari)).take('rooms');
    expect(again.unreadable).toEqual([]);
  });

  it('[R6] is not one that holds more than is known here: that is kept, and shown to nobody', async () => {
    const room = await makeRoom(kari);
    await sleep(600);
    const held = JSON.parse((await reportIn(room))?.report ?? '') as RoomReport;
    const later = { ...held, mood: 'calm', life: { ...held.life, phase: 2 } };
    await deskObject.report(room.hex, later, true);
    expect((await reportIn(room))?.report).toBe(JSON.stringify(later));
    const { rooms, unreadable } = await (await deskWire(kari)).take('rooms');
    expect(unreadable).toEqual([]);
    const shown = rooms.find((one) => one.roomId === room.request.roomId);
    expect(shown?.life).toEqual(held.life);
    expect(shown).not.toHaveProperty('mood');
    // And a page of today accepts what a later desk says of a room.
    const told = JSON.stringify({ t: 'room', room: { ...shown, mood: 'calm' }, more: 1 });
    expect(parseDeskFrame(told)).toEqual({ t: 'room', room: shown });
  });

  it('[R6] stays there while it cannot be asked either, and is erased on its day', async () => {
    const room = await makeRoom(kari);
    const speak = await silence(room);
    await setReport(room, 'not json');
    const list = await deskWire(kari);
    expect((await list.take('rooms')).unreadable).toEqual([room.request.roomId]);
    await sleep(300);
    expect((await (await deskWire(kari)).take('rooms')).unreadable).toEqual([room.request.roomId]);
    await speak();
    await setReport(room, 'not json');
    await inDesk((s) => {
      s.run('DELETE FROM due');
      s.run('UPDATE room SET cap_at_ms = 1 WHERE hex = ?', room.hex);
    });
    await faceOf(room.hex);
    expect((await list.take('deleted')).roomId).toBe(room.request.roomId);
    expect(await rowIsThere(room)).toBe(false);
  });

  it('[R6] counts as a living one, and keeps nobody from making others', async () => {
    const broken = await makeRoom(kari);
    await setReport(broken, 'not json');
    expect((await postRoom(kari, await planRoom())).status).toBe(201);
    const fill = (hex: string) =>
      inDesk((s) =>
        s.transact(() => {
          for (let i = 0; i < MAX_LIVE_ROOMS_PER_MEMBER; i += 1)
            s.run(
              `INSERT INTO room (hex, status, created_by, request_hash, report, at_ms, cap_at_ms,
               tries, ours) VALUES (?, 'live', 'ida', '', 'not json', 0, ?, 0, 7)`,
              `${hex}${String(i)}`,
              Date.now() + 60_000
            );
        })
      );
    await fill('f');
    const ida = await officer();
    await inDesk((s) =>
      s.run(
        "UPDATE session SET member = 'ida' WHERE expires_at_ms = (SELECT max(expires_at_ms) FROM session)"
      )
    );
    expect(await code(await postRoom(ida, await planRoom()))).toBe('too-many');
    await inDesk((s) => {
      s.run("DELETE FROM room WHERE created_by = 'ida'");
      s.run("DELETE FROM session WHERE member = 'ida'");
    });
  });
});

describe('[R6] a desk that cannot say whether a room is there', () => {
  it('[R6] has the edge answer `unavailable`, never `gone`', async () => {
    const room = await makeRoom(kari);
    const rename = (from: string, to: string) =>
      inDesk((s) => s.run(`ALTER TABLE ${from} RENAME TO ${to}`));
    await rename('room', 'hidden');
    const answer = await faceOf(room.hex);
    expect([answer.status, await code(answer)]).toEqual([503, 'unavailable']);
    expect(await socketCode(room)).toBe('unavailable');
    await rename('hidden', 'room');
    expect((await faceOf(room.hex)).status).toBe(200);
  });

  it('[R6] because its row is of a kind not known here does not call it gone either', async () => {
    const room = await makeRoom(kari);
    await setStatus(room, 'resting');
    // However long ago it was due: the desk neither acts on it nor loops over it.
    await inDesk((s) => s.run('UPDATE room SET at_ms = 1, cap_at_ms = 1 WHERE hex = ?', room.hex));
    expect(await code(await faceOf(room.hex))).toBe('unavailable');
    const body = { ...room.request };
    expect(await code(await postRoom(kari, { ...room, request: body }))).toBe('unavailable');
    await inDesk((s) =>
      s.run('UPDATE room SET cap_at_ms = ? WHERE hex = ?', Date.now() + 60_000, room.hex)
    );
    await setStatus(room, 'live');
    expect((await faceOf(room.hex)).status).toBe(200);
  });
});

describe('[R6] a server on the wrong folder, or of another service', () => {
  it('[R6] a desk that nobody has set up knows of no absence: the edge answers `unavailable`', async () => {
    const room = await makeRoom(kari);
    const unknown = { hex: 'ab'.repeat(16) };
    const members = await inDesk((s) => s.all('SELECT * FROM member'));
    expect(await code(await faceOf(unknown.hex))).toBe('gone');
    await inDesk((s) => s.run('DELETE FROM member'));
    try {
      const answer = await faceOf(unknown.hex);
      expect([answer.status, await code(answer)]).toEqual([503, 'unavailable']);
      expect(await socketCode(unknown)).toBe('unavailable');
      // What stands in its rows it knows, whoever is missing.
      expect((await faceOf(room.hex)).status).toBe(200);
    } finally {
      await inDesk((s) => {
        for (const member of members)
          s.run('INSERT INTO member VALUES (?, ?, ?, ?)', ...Object.values(member));
      });
    }
    expect(await code(await faceOf(unknown.hex))).toBe('gone');
  });

  it('[R6] another service’s rooms are unavailable here, never gone', async () => {
    const room = await makeRoom(kari);
    const answer = await edge(roomPath('00000000', room.hex, 'face'));
    expect([answer.status, await code(answer)]).toEqual([503, 'unavailable']);
    expect(await socketCode(room, '00000000')).toBe('unavailable');
    const line = await edge(roomPath('00000000', room.hex, 'line'), { method: 'POST' });
    expect(await code(line)).toBe('unavailable');
  });

  it('[R6] an address that is none here says of no room that it is gone', async () => {
    const room = await makeRoom(kari);
    const face = roomPath(serviceId, room.hex, 'face');
    for (const answer of [
      await edge(`${face}/2`),
      await edge(face.replace('/r/', '/r2/')),
      await edge(face.replace('/s/', '/2/')),
      await edge(face, { method: 'POST' }),
      await edge(roomPath(serviceId, room.hex, 'line'))
    ])
      expect(await code(answer)).toBe('malformed');
  });
});

describe('[R6] a stored secret that cannot be read', () => {
  it('[R6] is no wrong passphrase: nobody is told that theirs is, and nothing is counted', async () => {
    const set = (hash: string) =>
      inDesk((s) => s.run("UPDATE credential SET auth_hash = ? WHERE kind = 'passphrase'", hash));
    const held = await inDesk((s) =>
      s.first<{ auth_hash: string }>("SELECT auth_hash FROM credential WHERE kind = 'passphrase'")
    );
    await inDesk((s) => s.run('DELETE FROM wait'));
    await set('not base64!');
    expect(await code(await signIn())).toBe('unavailable');
    expect(await inDesk((s) => s.all('SELECT 1 FROM wait'))).toEqual([]);
    await set(held?.auth_hash ?? '');
    expect((await signIn()).status).toBe(200);
  });
});

describe('[R6] reports', () => {
  const someReport = async (): Promise<RoomReport> => {
    const held = await reportIn(await makeRoom(kari));
    return JSON.parse(held?.report ?? '') as RoomReport;
  };

  it('[R6] that are none do not count as delivered, and take no row with them', async () => {
    const room = await makeRoom(kari);
    const before = await reportIn(room);
    const none = { life: {} } as unknown as RoomReport;
    const delivered = async (): Promise<boolean> => {
      try {
        await deskObject.report(room.hex, none, true);
        return true;
      } catch {
        return false;
      }
    };
    expect(await delivered()).toBe(false);
    expect(await reportIn(room)).toEqual(before);
  });

  it('[R6] one that cannot be written fails alone, and its room hears that it did', async () => {
    const [good, bad] = [await makeRoom(kari), await makeRoom(kari)];
    await sleep(600);
    const report = { ...(await someReport()), unread: 41 };
    await setStatus(bad, 'resting');
    const answers = await Promise.allSettled([
      deskObject.report(bad.hex, report, false),
      deskObject.report(good.hex, report, false)
    ]);
    expect(answers.map(({ status }) => status)).toEqual(['rejected', 'fulfilled']);
    // The same when another room is urgent meanwhile.
    const hurried = await Promise.allSettled([
      deskObject.report(bad.hex, report, false),
      deskObject.report(good.hex, { ...report, unread: 42 }, true)
    ]);
    expect(hurried.map(({ status }) => status)).toEqual(['rejected', 'fulfilled']);
    expect((await reportIn(good))?.report).toContain('"unread":42');
    await setStatus(bad, 'live');
  });

  it('[R6] of a room that is being made are kept, and it is in no list yet', async () => {
    const room = await makeRoom(kari);
    await sleep(600);
    const report = { ...(await someReport()), unread: 43 };
    await setStatus(room, 'making');
    await inDesk((s) =>
      s.run('UPDATE room SET at_ms = ? WHERE hex = ?', Date.now() + 60_000, room.hex)
    );
    const list = await deskWire(kari);
    await deskObject.report(room.hex, report, true);
    expect((await reportIn(room))?.report).toContain('"unread":43');
    const rooms = await list.take('rooms');
    expect(JSON.stringify([rooms, list.waiting])).not.toContain(room.request.roomId);
    expect((await postRoom(kari, room)).status).toBe(201);
    const told = await list.take('room', (f) => f.room.roomId === room.request.roomId);
    expect(told.room.unread).toBe(43);
  });
});

describe('[R6] what the desk owes to rooms', () => {
  it('[R6] is not guessed at: an unknown kind waits, and closes nothing', async () => {
    const room = await makeRoom(kari);
    await inDesk((s) =>
      s.run(
        "INSERT INTO due (kind, room, session, at_ms, tries) VALUES ('later', ?, '', 1, 0)",
        room.hex
      )
    );
    await faceOf(room.hex);
    await until(() =>
      inDesk(
        (s) =>
          (s.first<{ tries: number }>("SELECT tries FROM due WHERE kind = 'later'")?.tries ?? 0) > 0
      )
    );
    expect(await (await faceOf(room.hex)).json()).toMatchObject({ state: 'invited' });
    await inDesk((s) => s.run("DELETE FROM due WHERE kind = 'later'"));
  });

  it('[R6, D5] a session withdrawn from a room that does not answer is withdrawn when it does', async () => {
    const room = await makeRoom(kari);
    const leaving = await officer();
    await StaffConnection.enter(leaving, room);
    const speak = await silence(room);
    const out = await edge(`/api/s/${serviceId}/sign-out`, {
      method: 'POST',
      headers: { Cookie: leaving.cookie },
      body: '{}'
    });
    expect(out.status).toBe(204);
    const owed = () =>
      inDesk((s) => s.first<{ tries: number }>('SELECT tries FROM due WHERE room = ?', room.hex));
    await until(async () => ((await owed())?.tries ?? 0) > 0);
    await speak();
    await inDesk((s) => s.run('UPDATE due SET at_ms = 1 WHERE room = ?', room.hex));
    await faceOf(room.hex);
    await until(async () => (await owed()) === null);
  });
});
