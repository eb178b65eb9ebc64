// The labels that only staff's keys, boxes and signatures need [K9]. See labels.ts.

export const STAFF_LABELS = {
  logEntry: 'tr1/log-entry-2',
  roomRecord: 'tr1/room-record',
  boxDesk: 'tr1/box/desk',
  boxArchive: 'tr1/box/archive',
  boxRoleDesk: 'tr1/box/role-desk',
  boxRoleArchive: 'tr1/box/role-archive',
  staffAuth: 'tr1/staff-auth',
  staffWrap: 'tr1/staff-wrap',
  staffSeeds: 'tr1/staff-seeds',
  recovery: 'tr1/recovery',
  recoveryCheck: 'tr1/recovery-check',
  directory: 'tr1/directory',
  directoryHead: 'tr1/directory-head',
  anchor: 'tr1/anchor',
  logTip: 'tr1/log-tip'
} as const;

export type StaffLabel = (typeof STAFF_LABELS)[keyof typeof STAFF_LABELS];
