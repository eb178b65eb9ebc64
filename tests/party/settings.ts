// The settings of the tests' service, shared by the runner (Node) and the tests (workerd).

/** Thirty-two bytes; SETUP_TOKEN_HASH has its hash. */
export const SETUP_TOKEN = new Uint8Array(32).fill(7);

/** How the tests' service is reached, and through which proxy [X5]. */
export const REACHED = {
  ORIGINS: 'http://room.test, https://room.test',
  TRUSTED_PROXIES: '192.0.2.1 2001:db8::1'
} as const;

/** Short enough to wait for, long enough that nothing ends in the middle of another test. */
export const TEST_LIFETIMES = {
  /** Shorter than a maker's permitted clock skew, so a room can be made already lapsed. */
  inviteLapseMs: 5 * 60_000,
  resumeWindowMs: 1_500,
  unattendedMs: 1_000
} as const;

/** Small enough to be filled, large enough that nothing else is refused. */
export const TEST_QUOTAS = { epochBytes: 256 * 1024, roomBytes: 2 * 1024 * 1024 } as const;
