// Every limit in one place [X2]. Exceeding one gives a clear refusal and loses nothing.
export const PROTOCOL_VERSION = 1;

/** UTF-8 bytes of one text message [S3]. */
export const MAX_TEXT_BYTES = 15 * 1024;

/** Letters that are put into a field at once, or read for a link: even a long thread is shorter [L6]. */
export const MAX_PASTED = 20_000;

/** Bytes of a sealed envelope: header 86, salt 24, commitment 32, four chunk tags 64, content 65,532. */
export const MAX_ENVELOPE_BYTES = 86 + 24 + 32 + 4 * 16 + 65_532;

/** Bytes of a sealed typing or seen signal (content padded to 256). */
export const MAX_SIGNAL_BYTES = 86 + 24 + 32 + 16 + 256;

export const MAX_FACE_BYTES = 8 * 1024;
export const MAX_BOX_BYTES = 8 * 1024;

/** How often the boxes of one room can be sealed again. */
export const MAX_ROOM_RECORDS = 100;

/** Characters of one frame; the largest is a page of entries. */
export const MAX_FRAME_CHARS = 1024 * 1024;

/** Entries in one page of a chain, and the characters at which a page is cut short. */
export const MAX_PAGE_ENTRIES = 100;
export const MAX_PAGE_CHARS = 512 * 1024;

/** Frames that one connection may send: a bucket of `burst`, refilled at `perSecond`. */
export const FRAME_RATE = { burst: 200, perSecond: 40 } as const;

/**
 * Frames of a connection that has proved nothing yet. They use nothing of the room's, so that strangers
 * cannot use up the first frame of staff or of a confirmed device. A page needs one, and one for each try.
 */
export const UNPROVED_FRAME_RATE = { burst: 8, perSecond: 0.5 } as const;

/** Frames that a whole room accepts: separately from strangers, and from staff and confirmed devices. */
export const STRANGERS_FRAME_RATE = { burst: 400, perSecond: 200 } as const;
export const ROOM_FRAME_RATE = { burst: 4000, perSecond: 2000 } as const;

/**
 * Connections of one room [X3]. Four kinds have separate places: connections that have proved nothing yet,
 * those of unconfirmed devices, those of devices that were confirmed once, and staff's. Unproved ones are
 * many, because the longest there gives way: so many must come before somebody has sent a first frame.
 */
export const PLACES = {
  unproved: 256,
  strangers: 12,
  confirmed: 24,
  staff: 12,
  perDevice: 3
} as const;
export const MAX_CONNECTIONS_PER_ROOM =
  PLACES.unproved + PLACES.strangers + PLACES.confirmed + PLACES.staff;

/** New epochs of devices that were never confirmed in a room [J9]. */
export const NEWCOMERS = {
  /** So many at once, then one per interval. */
  burst: 6,
  everyMs: 20_000,
  /** Live ones. */
  live: 12,
  /** Ones that hold entries, until staff unlock, which allows as many again … */
  kept: 100,
  /** … but never more than this. */
  keptEver: 200,
  /** Of refused devices so many are kept beside the others. */
  keptBarred: 400,
  /** Ones that are over and hold nothing, shown to staff for a while. */
  over: 24,
  /** Barred devices without any epoch left. */
  barred: 64
} as const;

/**
 * Epochs of one device that was confirmed once: at the same pace; how many of it, and of all of them, in
 * total [J9].
 */
export const RETURNS = { burst: 6, everyMs: 20_000, keptOfDevice: 400, kept: 1_000 } as const;

/** Slots for resume shares in one room; strangers hold at most half [R7]. */
export const SHARE_STORES = { slots: 32, strangers: 16 } as const;
/** The client asks a full pool again after this. */
export const SHARE_RETRY_MS = 2_000;
/** Fresh shares that one connection may deposit: a page deposits one when it reconnects. */
export const DEPOSIT_RATE = { burst: 20, perSecond: 0.5 } as const;

export const MAX_LIVE_ROOMS_PER_MEMBER = 200;

/** What an envelope costs beside its own bytes: its row, and a line for each reader [X4]. */
export const ENTRY_OVERHEAD_BYTES = 1024;

/** Code-word attempts [J4]. */
export const ATTEMPTS = { free: 5, lockAt: 10, firstDelayMs: 2_000 } as const;

/** Staff sign-in attempts [D1]: after `free` wrong ones the wait doubles each time. */
export const SIGN_IN_ATTEMPTS = { free: 5, firstDelayMs: 2_000, maxDelayMs: 15 * 60_000 } as const;

/** Entries of the audit chain in one answer. */
export const MAX_AUDIT_PAGE = 500;

export const PERMIT_LIFETIME_MS = 60_000;

/** The client's heartbeat (line-watch.ts) is no slower; `LOST_AFTER_MS` of silence counts as gone. */
export const PING_EVERY_MS = 20_000;
export const LOST_AFTER_MS = 60_000;
export const PING = 'ping';
export const PONG = 'pong';

/** How far the maker's clock may be off when a room is created. */
export const MAX_CLOCK_SKEW_MS = 10 * 60_000;

/** J7: earlier messages are not shown again for this long after an exit. */
export const EARLIER_AFTER_EXIT_MS = 24 * 60 * 60_000;
