// The policy that this installation ships with. An operator replaces it by SERVICE_POLICY (a JSON object of
// the same schema, see docs/OPERATIONS.md). An installation has one service so far: `policyOf` in
// party/env.ts chooses it, and party/edge/api.ts refuses every other. Facts: the service's own description.
import type { ServicePolicy } from './policy.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const MIB = 1024 * 1024;

export const nettpatrulje: ServicePolicy = {
  v: 1,
  serviceId: '6e747031',
  name: { nb: 'Nettpatruljen', en: 'Web Patrol', fi: 'Nettipoliisi' },
  readers: { nb: 'politiet', en: 'the police', fi: 'poliisi' },
  lifetimes: {
    inviteLapseMs: 72 * HOUR,
    resumeWindowMs: 10 * MINUTE,
    idleCloseMs: 7 * DAY,
    retentionMs: 90 * DAY,
    hardCapMs: 90 * DAY,
    unattendedMs: MINUTE,
    staffLockMs: 10 * MINUTE,
    staffSessionMs: 12 * HOUR
  },
  quotas: { epochBytes: 4 * MIB, roomBytes: 128 * MIB },
  expectedWaitMinutes: null,
  exitUrl: 'https://www.yr.no/',
  emergencyNumber: '112',
  otherHelp: [{ name: 'Alarmtelefonen for barn og unge', number: '116 111' }],
  ipAddress: 'never',
  explainWitnessRights: true,
  timeZone: 'Europe/Oslo'
};

/** The fallback of a page without a room: exit page, number, name. */
export const homeService = nettpatrulje;
