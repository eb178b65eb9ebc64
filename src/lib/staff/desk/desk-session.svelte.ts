// The desk of one signed-in member: the server's list of rooms, and the rooms that this tab is in. Several
// tabs and browsers may do the same; nothing belongs to this one alone. Rules: D3, D5, O3, R3, R9.
import { fromBase64url, fromHex, toBase64url } from '#lib/crypto/primitives/bytes.ts';
import { deletedByMs } from '#lib/protocol/deletion-day.ts';
import type { Face } from '#lib/protocol/face.ts';
import type { DeskFrame, PermitRequest } from '#lib/protocol/desk-api.ts';
import type { RoomSocket } from '#lib/sync/room-socket.ts';
import { isNewer } from '#lib/sync/storage-error.ts';
import { watchAudit, type AuditState } from '../account/audit-watch.ts';
import { emptyDeskList, reduceDeskList, type DeskList } from './core/desk-list.ts';
import type { DeskRequests } from './desk-requests.ts';
import { openDeskSocket } from './desk-socket.ts';
import { rememberAuditFault, type MetHead } from '../account/directory-pin.ts';
import { openDeskStore, type DeskStore } from './desk-store.ts';
import { sweepLogTips } from '../room/log-tips.ts';
import { labelOf } from '../room/core/room-label.ts';
import { makeRoom, type MadeRoom, type RoomWish } from '../room/room-maker.ts';
import { StaffConversation } from '../room/staff-conversation.svelte.ts';
import type { Member } from '../account/vault-session.svelte.ts';

/** What stands unsent in the field of a room, and the epoch for which it was begun [O6]. */
interface Draft {
  readonly text: string;
  readonly begunFor: string | null;
}

/** By room. */
export type Drafts = Record<string, Draft>;

const NO_DRAFT: Draft = { text: '', begunFor: null };

/** How a desk ends by itself. */
interface DeskEnds {
  /** The session is over: sign in again. */
  readonly ended: () => void;
  /** The directory that this page was shown is older than one that a room names [S6]. */
  readonly behind: (met: MetHead) => void;
}

/** Rooms to which one tab keeps a line; the one viewed longest ago is dropped first. */
const LINES = 16;
/** Delays before an unreadable outbox is read again. */
const OLD_AGAIN_MS = 5_000;
const OLD_AGAIN_AT_MOST_MS = 80_000;

export class DeskSession {
  readonly member: Member;
  readonly #requests: DeskRequests;
  readonly #store: DeskStore = openDeskStore(() => {
    for (const conversation of this.#conversations) conversation.putBack();
  });
  readonly #socket: RoomSocket<never>;
  readonly #on: DeskEnds;
  #conversations: readonly StaffConversation[] = $state.raw([]);

  list: DeskList = $state.raw(emptyDeskList);
  online = $state(false);
  /** The room in view. */
  current: StaffConversation | null = $state.raw(null);
  /** Room id of the room in view, even without a line (ended rooms). */
  selected: string | null = $state(null);
  /** A closed room that is being read, with a reason [D5]. */
  archive: StaffConversation | null = $state.raw(null);
  /** The reason for which it is being read, as it was logged. */
  archiveReason: PermitRequest['reason'] = $state(null);
  /** What in the audit chain contradicts what this browser has seen [D5]; null when nothing does. */
  auditFault: AuditState = $state(null);
  readonly #stopAudit: () => void;
  /** The policy differs from the one that this browser has seen; until somebody has read that. */
  policyChanged = $state(false);
  /** Something that this browser remembers of service or rooms cannot be read by this page [R6]. */
  memoryUnreadable = $state(false);
  /** A later page has used this browser's disk: this one can keep nothing there [R6]. */
  needsNewer = $state(false);
  #oldAgain: ReturnType<typeof setTimeout> | undefined;
  #over = false;
  /** Unsent texts, by room; in memory only. */
  drafts: Drafts = $state({});

  constructor(member: Member, requests: DeskRequests, drafts: Drafts, on: DeskEnds) {
    this.member = member;
    this.#requests = requests;
    this.#on = on;
    this.drafts = drafts;
    this.policyChanged = member.policyChanged;
    this.memoryUnreadable = member.memoryUnreadable;
    this.#socket = openDeskSocket(member.policy.serviceId, {
      frame: (frame) => this.#onFrame(frame),
      online: (online) => (this.online = online),
      over: () => this.#on.ended()
    });
    sweepLogTips(Date.now(), member.policy.lifetimes.hardCapMs);
    void this.#deliverOld();
    this.#stopAudit = watchAudit(member.policy.serviceId, requests, (state) => {
      this.auditFault = state;
    });
  }

  /** Somebody has read what was wrong with the audit chain; the next check says what is wrong then. */
  auditRead(): void {
    rememberAuditFault(this.member.policy.serviceId, null);
    this.auditFault = null;
  }

  /** Server time, as near as it is known. */
  nowMs(): number {
    return Date.now() + this.list.clockOffsetMs;
  }

  /** As in the directory; null for a member whom it does not list. */
  nameOf(memberId: string): string | null {
    const id = fromBase64url(memberId).join();
    return this.member.directory.members.find((one) => one.memberId.join() === id)?.name ?? null;
  }

  draftOf(roomId: string): Draft {
    return this.drafts[roomId] ?? NO_DRAFT;
  }

  draft(roomId: string, change: Partial<Draft>): void {
    this.drafts[roomId] = { ...this.draftOf(roomId), ...change };
  }

  /** This tab's line to a room, also to one that has ended: it knows what did not arrive there. */
  lineTo(roomId: string): StaffConversation | null {
    return this.#conversations.find((one) => one.roomId === roomId) ?? null;
  }

  /** What staff call a room, where this tab has opened it; null otherwise, and for none [R9]. */
  labelOf(roomId: string): string | null {
    const room = this.lineTo(roomId)?.state;
    return (room && labelOf(room)?.text) || null;
  }

  /** The latest time at which everything of a room is erased [R2]. */
  deletedByMs(roomId: string, face: Face | null): number {
    const madeMs = this.list.rooms.get(roomId)?.life.createdAtMs ?? this.nowMs();
    return deletedByMs(face ?? { createdAtMs: madeMs, policy: this.member.policy });
  }

  select(roomId: string | null): void {
    this.closeArchive();
    this.selected = roomId;
    const summary = roomId === null ? undefined : this.list.rooms.get(roomId);
    const lives =
      summary === undefined || summary.life.state === 'invited' || summary.life.state === 'open';
    this.current = roomId === null || !lives ? null : this.#conversationOf(roomId);
  }

  /** D5: the reason is logged before anything is shown. */
  openArchive(roomId: string, reason: NonNullable<PermitRequest['reason']>): void {
    this.closeArchive();
    this.archiveReason = reason;
    this.archive = this.#newConversation(roomId, 'archive', reason);
  }

  closeArchive(): void {
    this.archive?.end();
    this.archive = null;
    this.archiveReason = null;
  }

  /**
   * @param label what staff call the room; it is written into its log, as soon as that is open
   * @throws {DeskError}
   */
  async makeRoom(wish: RoomWish, label = ''): Promise<MadeRoom> {
    const { cryptoWorker, vault, policy } = this.member;
    const made = await makeRoom(wish, {
      cryptoWorker,
      vault,
      policy,
      serviceId: this.member.serviceId,
      requests: this.#requests,
      origin: location.origin,
      nowMs: this.nowMs()
    });
    // From here on a member of staff is in the room.
    const conversation = this.#conversationOf(made.roomId);
    if (label !== '') conversation.dispatch({ type: 'label', text: label });
    return made;
  }

  /** Drops everything: lines, keys, content. The caller keeps the drafts. */
  end(): void {
    this.#over = true;
    clearTimeout(this.#oldAgain);
    this.#stopAudit();
    this.#socket.close();
    for (const conversation of this.#conversations) conversation.end();
    this.#conversations = [];
    this.closeArchive();
    this.current = null;
    this.#store.close();
  }

  #onFrame(frame: DeskFrame): void {
    const before = this.list.deleted;
    this.list = reduceDeskList(this.list, frame, Date.now());
    const { deleted } = this.list;
    if (frame.t === 'deleted' && this.archive?.roomId === frame.roomId) this.closeArchive();
    for (const conversation of this.#conversations) {
      const { roomId } = conversation;
      if (!before.has(roomId) && deleted.has(roomId)) this.#calledGone(conversation);
    }
  }

  /** The list says, just now, that this room no longer exists. Unless it has ended here, it is asked itself [R6]. */
  #calledGone(conversation: StaffConversation): void {
    if (conversation.state.over !== null) return this.#drop(conversation);
    conversation.dispatch({ type: 'line-down', end: 'gone' });
  }

  #drop(conversation: StaffConversation): void {
    conversation.end();
    this.#conversations = this.#conversations.filter((one) => one !== conversation);
    if (this.current === conversation) this.current = null;
  }

  #conversationOf(roomId: string): StaffConversation {
    const held = this.#conversations.find((one) => one.roomId === roomId);
    const conversation = held ?? this.#newConversation(roomId, 'live', null);
    this.#conversations = [
      ...this.#conversations.filter((one) => one !== conversation),
      conversation
    ];
    const idle = this.#conversations.find(
      (one) =>
        one !== conversation &&
        one !== this.current &&
        one.state.jobs.length === 0 &&
        one.state.labelWish === null
    );
    if (this.#conversations.length > LINES && idle !== undefined) this.#drop(idle);
    return conversation;
  }

  #newConversation(
    roomId: string,
    right: 'live' | 'archive',
    reason: PermitRequest['reason']
  ): StaffConversation {
    const { cryptoWorker, vault, memberId, policy } = this.member;
    return new StaffConversation({
      cryptoWorker,
      vault,
      memberId,
      serviceId: policy.serviceId,
      roomId,
      right,
      reason,
      requests: this.#requests,
      store: this.#store,
      onNewerDirectory: (met) => this.#on.behind(met),
      onSignedOut: () => this.#on.ended(),
      onMemoryUnreadable: () => (this.memoryUnreadable = true),
      onNewerDisk: () => (this.needsNewer = true),
      onNotSaid: (text, to) => {
        const { text: now, begunFor } = this.draftOf(roomId);
        this.draft(roomId, {
          text: now === '' ? text : `${text}\n${now}`,
          begunFor: to ?? begunFor
        });
      }
    });
  }

  /** This tab delivers what a dead tab of this browser has left [O3, S5], as soon as it can be read [R6]. */
  async #deliverOld(afterMs = OLD_AGAIN_MS): Promise<void> {
    try {
      const rooms = await this.#store.rooms();
      if (!this.#over) for (const hex of rooms) this.#conversationOf(toBase64url(fromHex(hex)));
      await this.#store.refuseLater();
    } catch (error) {
      if (this.#over) return;
      if (isNewer(error)) {
        this.needsNewer = true;
        return;
      }
      const next = Math.min(2 * afterMs, OLD_AGAIN_AT_MOST_MS);
      this.#oldAgain = setTimeout(() => void this.#deliverOld(next), afterMs);
    }
  }
}
