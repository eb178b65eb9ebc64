// The desk's tables, step by step. A step is never changed once it was shipped (tests/party/steps holds each
// by its hash); a new layout is a new step at the end, and a new fixture. Rules: R6.
import type { SqlStep } from '../storage/steps.ts';

const FIRST: SqlStep = (sql) => {
  sql.exec(`
    CREATE TABLE own (name TEXT PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID;
    CREATE TABLE member (id TEXT PRIMARY KEY, sign_in_name TEXT NOT NULL UNIQUE,
      directory_entry TEXT NOT NULL, anchor TEXT NOT NULL);
    CREATE TABLE credential (id TEXT PRIMARY KEY, member TEXT NOT NULL,
      kind TEXT NOT NULL, salt TEXT NOT NULL, auth_hash TEXT NOT NULL, wrapped TEXT NOT NULL,
      UNIQUE (member, kind));
    CREATE TABLE role_box (member TEXT NOT NULL, role TEXT NOT NULL,
      key_version INTEGER NOT NULL, box TEXT NOT NULL, PRIMARY KEY (member, role, key_version));
    CREATE TABLE wait (scope TEXT NOT NULL, kind TEXT NOT NULL, wrong INTEGER NOT NULL,
      last_at_ms INTEGER NOT NULL, PRIMARY KEY (scope, kind)) WITHOUT ROWID;
    CREATE INDEX wait_by_time ON wait (last_at_ms);
    CREATE TABLE browser (hash TEXT PRIMARY KEY, member TEXT NOT NULL, used_at_ms INTEGER NOT NULL);
    CREATE INDEX browser_by_time ON browser (used_at_ms);
    CREATE TABLE session (id TEXT PRIMARY KEY, hash TEXT NOT NULL UNIQUE, member TEXT NOT NULL,
      expires_at_ms INTEGER NOT NULL);
    CREATE INDEX session_by_time ON session (expires_at_ms);
    CREATE TABLE permit (hash TEXT PRIMARY KEY, session TEXT NOT NULL, member TEXT NOT NULL,
      room TEXT NOT NULL, right TEXT NOT NULL, audit INTEGER NOT NULL,
      expires_at_ms INTEGER NOT NULL);
    CREATE INDEX permit_by_time ON permit (expires_at_ms);
    CREATE TABLE entered (session TEXT NOT NULL, room TEXT NOT NULL,
      PRIMARY KEY (session, room)) WITHOUT ROWID;
    CREATE TABLE room (hex TEXT PRIMARY KEY, status TEXT NOT NULL, created_by TEXT NOT NULL,
      replaces TEXT, replaced_by TEXT, request_hash TEXT NOT NULL, report TEXT,
      at_ms INTEGER NOT NULL, cap_at_ms INTEGER NOT NULL, tries INTEGER NOT NULL,
      ours INTEGER NOT NULL);
    CREATE TABLE due (id INTEGER PRIMARY KEY, kind TEXT NOT NULL, room TEXT NOT NULL,
      session TEXT NOT NULL, at_ms INTEGER NOT NULL, tries INTEGER NOT NULL,
      UNIQUE (kind, room, session));
    CREATE TABLE audit (n INTEGER PRIMARY KEY, entry TEXT NOT NULL, hash TEXT NOT NULL);
    CREATE TABLE counter (name TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID;
  `);
};

export const DESK_STEPS: readonly SqlStep[] = [FIRST];
