// The room and the desk: staff. See mutants.ts.
import type { NamedMutant } from './named-mutant.ts';

const chain = 'src/lib/staff/room/core/room-chain.ts';
const addressee = 'src/lib/staff/room/core/room-addressee.ts';
const acts = 'party/room/frames/staff-acts.ts';
const list = 'src/lib/staff/desk/core/desk-list.ts';
const sessions = 'party/desk/accounts/sessions.ts';
const permits = 'party/desk/accounts/permits.ts';

export const staffMutants: readonly NamedMutant[] = [
  {
    name: 'a short silence is called an exit',
    rule: 'J5',
    file: addressee,
    from: `isGoneWithoutGoodbye(state, one, resumeWindowMs)`,
    to: `!one.view.connected`,
    in: 'staff/staff-room',
    by: '[J5, E3] another phone, when the first has been silent for four seconds: no exit is claimed'
  },
  {
    name: 'who was still here when another came is said to have left before',
    rule: 'J5',
    file: addressee,
    from: `one.view.lastSeenMs <= record.view.joinedAtMs + LOST_AFTER_MS &&`,
    to: ``,
    in: 'staff/staff-room',
    by: '[J5, E3] another phone, while the first is here, was here after it, was refused, or has ended'
  },
  {
    name: 'a link that lapsed is offered to be read',
    rule: 'D5',
    file: list,
    from: `room.life.endReason !== 'lapsed'`,
    to: `room.life.state !== 'open'`,
    in: 'staff/desk',
    by: '[D5] a link that lapsed was never opened'
  },
  {
    name: 'whoever has just begun to wait is gone to first',
    rule: 'R8',
    file: list,
    from: `filter(isWaiting).sort(before('waiting'))`,
    to: `filter(isWaiting)`,
    in: 'staff/desk',
    by: '[R8] goes to the longest wait first'
  },
  {
    name: 'a key acts while something is typed',
    rule: 'A2',
    file: 'src/lib/staff/desk/core/desk-keys.ts',
    from: `taken || inField ||`,
    to: `taken ||`,
    in: 'staff/desk-keys',
    by: '[A2] nothing happens while something is typed'
  },
  {
    name: 'the head of a room speaks of the first device that lives',
    rule: 'J5',
    file: addressee,
    from: `epochsInOrder(state).findLast((one) => standingOf(state, one) === 'live')`,
    to: `epochsInOrder(state).find((one) => standingOf(state, one) === 'live')`,
    in: 'staff/staff-room',
    by: '[J5] of several devices the newest live one is the one that is spoken of'
  },
  {
    name: 'a permit that came before a sign-out enters after it',
    rule: 'D5',
    file: acts,
    from: `if (granted === null || room.revoked.has(granted.session)) return badProof(connection, frame.ref);`,
    to: `if (granted === null) return badProof(connection, frame.ref);`,
    in: 'party/meanwhile',
    by: '[D5] their session ends while the permit is redeemed: they are not let in, and no box is fetched'
  },
  {
    name: 'a sign-out while the box is fetched lets in',
    rule: 'D5',
    file: acts,
    from: `  if (room.revoked.has(granted.session)) return badProof(connection, frame.ref);
  if (connection`,
    to: `  if (connection`,
    in: 'party/meanwhile',
    by: '[D5] their session ends while the box is fetched: they are not let in'
  },
  {
    name: 'a live permit opens a closed room',
    rule: 'D3',
    file: acts,
    from: `if (closed && granted.right !== 'archive') return no('ended');`,
    to: ``,
    in: 'party/life',
    by: `[D3, R3] gives a closed room's archive box to an archive permit, and no desk box`
  },
  {
    name: 'an archive permit opens a living room',
    rule: 'D3',
    file: acts,
    from: `if (!closed && granted.right !== 'live') return no('not-allowed');`,
    to: ``,
    in: 'party/life',
    by: `[D3, R3] gives a closed room's archive box to an archive permit, and no desk box`
  },
  {
    name: 'signing out leaves the sockets open',
    rule: 'D5',
    file: acts,
    from: `if (one.auth.session === session) closeSocket(one.connection, CLOSE.revoked);`,
    to: `void one;`,
    in: 'party/desk',
    by: `[D1, D5] signing out closes that session's sockets at the desk and in rooms, and no other's`
  },
  {
    name: 'a session whose time is over still signs in',
    rule: 'D8',
    file: sessions,
    from: `'SELECT id, member, expires_at_ms FROM session WHERE hash = ? AND expires_at_ms > ?',`,
    to: `'SELECT id, member, expires_at_ms FROM session WHERE hash = ? AND ? > 0',`,
    in: 'party/sessions',
    by: '[D8] is none from its last moment on, whenever the alarm comes'
  },
  {
    name: 'a session that ended meanwhile gets its permit',
    rule: 'D5',
    file: permits,
    from: `if (!isSession(storage, session, nowMs)) return refusal('not-signed-in');`,
    to: ``,
    in: 'party/sessions',
    by: '[D5] while the room is asked for its name gets no permit'
  },
  {
    name: 'a staff page opens its line before it has a permit',
    rule: 'X3',
    file: 'src/lib/staff/room/staff-conversation.svelte.ts',
    from: `await this.#permits.prepare();`,
    to: `void this.#permits.prepare();`,
    in: 'staff/permit-first',
    by: '[X3] opens its line when it has a permit, and enters by it as soon as it is challenged'
  },
  {
    name: 'a staff page enters by a permit of long ago',
    rule: 'D5',
    file: 'src/lib/staff/room/permit-ahead.ts',
    from: `ahead !== null && Date.now() - ahead.askedAtMs < FRESH_MS ?`,
    to: `ahead !== null && FRESH_MS > 0 ?`,
    in: 'staff/permit-first',
    by: '[D5] does not enter by a permit that may be over by now'
  },
  {
    name: 'a permit outlives its session',
    rule: 'D8',
    file: permits,
    from: `if (!isSession(storage, { id: row.session }, nowMs)) return null;`,
    to: ``,
    in: 'party/desk',
    by: '[D5, D8] do not outlive their session, even before the desk has ended it'
  },
  {
    name: 'a permit is redeemed twice',
    rule: 'D5',
    file: permits,
    from: `storage.run('DELETE FROM permit WHERE hash = ?', hash);`,
    to: ``,
    in: 'party/desk',
    by: '[D5] are redeemed once, for one room, after their audit entry'
  },
  {
    name: 'a permit opens every room',
    rule: 'D5',
    file: permits,
    from: `FROM permit WHERE hash = ? AND room = ? AND expires_at_ms > ?',`,
    to: `FROM permit WHERE hash = ? AND ? <> \\'\\' AND expires_at_ms > ?',`,
    in: 'party/desk',
    by: '[D5] are redeemed once, for one room, after their audit entry'
  },
  {
    name: 'an archive is opened without a reason',
    rule: 'D5',
    file: permits,
    from: `if (body.right === 'archive' && body.reason === null) return refusal('malformed');`,
    to: ``,
    in: 'party/desk',
    by: `[D5] want a reason for an archive; only its code stands in the chain, and no room's name`
  },
  {
    name: 'a page of another origin may ask',
    rule: 'X5',
    file: 'party/edge/origin.ts',
    from: `request.headers.get('Origin') === way.origin;`,
    to: `request.headers.get('Origin') !== way.origin.repeat(2);`,
    in: 'party/edge',
    by: '[X5] compares the whole origin: scheme, host and port'
  },
  {
    name: 'another envelope under a number of ours stands for our own words',
    rule: 'O1',
    file: chain,
    from: `if (own !== undefined && own.hash !== toBase64url(hash)) return 'conflict';`,
    to: ``,
    in: 'staff/own-words',
    by: '[O1] that is rightly sealed is a conflict too, and neither words stand'
  },
  {
    name: 'an outbox that could not be read is taken for an empty one',
    rule: 'R6',
    file: 'src/lib/staff/room/core/room-disk.ts',
    from: `  w.out.push({ type: 'load-outbox' });\n`,
    to: ``,
    in: 'staff/outbox-unreadable',
    by: '[R6, O3] is asked for again, and what waited arrives'
  },
  {
    name: 'what lies on a disk that could not be read outlives its deleted room',
    rule: 'R6',
    file: 'src/lib/staff/room/core/room-disk.ts',
    from: `(type === 'tick' && state.outboxAgain !== null)`,
    to: `(type === 'tick' && state.outboxAgain === null)`,
    in: 'staff/outbox-unreadable',
    by: '[R6, R3] of a room that is gone is asked for again too: what is on the disk goes, and is counted'
  },
  {
    name: 'own words are opened again',
    rule: 'O6',
    file: chain,
    from: `if (voiding === null && header !== null && own === undefined)`,
    to: `if (voiding === null && header !== null)`,
    in: 'staff/own-words',
    by: '[O6] stand without being opened again, in the log and in their copy'
  },
  {
    name: 'own words forget under which directory they were signed',
    rule: 'S6',
    file: 'src/lib/staff/room/core/room-outbox.ts',
    from: `{ stage: 'storing', hash, headNumber }`,
    to: `{ stage: 'storing', hash }`,
    in: 'staff/own-words',
    by: '[O6, S6] read as they do on a page that opens them: words, writer and directory'
  },
  {
    name: 'the desk’s word is enough for a room to be gone',
    rule: 'R6',
    file: 'src/lib/staff/room/core/reduce.ts',
    from: `if (event.code === 'gone' || event.code === 'ended') return doubt(w);`,
    to: `if (event.code === 'gone' || event.code === 'ended') {
        w.s.doubted = true;
        return judgeEnd(w, event.code);
      }`,
    in: 'staff/not-gone',
    by: '[R6] drops nothing for a permit that is refused as gone: it asks the room, and goes on'
  },
  {
    name: 'a late answer ends a conversation that has come back',
    rule: 'R6',
    file: 'src/lib/staff/room/core/room-end.ts',
    from: `if (!doubted || over !== null || line === 'up') return;`,
    to: `if (!doubted || over !== null) return;`,
    in: 'staff/not-gone',
    by: '[R6] passes over a late answer when the room has let it in meanwhile'
  },
  {
    name: 'own words are dropped with the room that ended',
    rule: 'O3',
    file: 'src/lib/staff/room/core/room-end.ts',
    from: `if (text !== null) w.out.push({ type: 'not-said', text, to: null });`,
    to: `void text;`,
    in: 'staff/unarrived',
    by: '[O3] gives this page’s own words back, in order, and says how many there were'
  },
  {
    name: 'what another tab had waiting is counted twice',
    rule: 'O3',
    file: 'src/lib/staff/room/core/room-outbox.ts',
    from: `filter((item) => isOfOthers(w.s, item)).map(outboxKey);`,
    to: `filter((item) => isOfOthers(w.s, item)).map((item) => outboxKey(item) + String(w.s.lostOfOthers.size));`,
    in: 'staff/unarrived',
    by: '[O3] counts what another tab had waiting as another tab’s, and once'
  },
  {
    name: 'a decision that cannot arrive counts as a message',
    rule: 'O3',
    file: 'src/lib/staff/room/core/room-losses.ts',
    from: `  item.decision === undefined &&
  item.quiet !== true;`,
    to: `  item.envelope !== '';`,
    in: 'staff/unarrived',
    by: '[O3] counts no decision and no copy as a message'
  },
  {
    name: 'a desk takes only frames in which it knows every field',
    rule: 'R6',
    file: 'src/lib/protocol/staff-wire.ts',
    from: `const toldEpoch = v.object(epochView.entries);`,
    to: `const toldEpoch = epochView;`,
    in: 'protocol/wire',
    by: '[R6] staff’s page passes over what it does not know yet in a frame "epoch"'
  },
  {
    name: 'a desk passes over a join that it cannot read',
    rule: 'J6',
    file: 'src/lib/protocol/staff-wire.ts',
    from: `const toldEpoch = v.object(epochView.entries);`,
    to: `const toldEpoch = v.object({ ...epochView.entries, mac: v.fallback(epochView.entries.mac, '') });`,
    in: 'protocol/wire',
    by: '[J6, S2, X1] what is signed or checked is taken whole or not at all: mac'
  },
  {
    name: 'a desk connects without end to a server of a later version',
    rule: 'R6',
    file: 'src/lib/staff/room/core/room-frames.ts',
    from: `else if (later) lineAgain(w, OUTDATED_AGAIN_MS);`,
    to: ``,
    in: 'staff/later-server',
    by: '[R6] that refuses how this page enters is asked again after a minute, not without end'
  },
  {
    name: 'a code that a desk does not know is a mere "not now"',
    rule: 'R6',
    file: 'src/lib/protocol/desk-api.ts',
    from: `v.transform(() => 'unsupported-version' as const)`,
    to: `v.transform(() => 'unavailable' as const)`,
    in: 'protocol/wire',
    by: '[R6] a code that is not known tells staff’s page that the room is newer, and ends nothing'
  }
];
