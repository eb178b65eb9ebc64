// The roles that a member of a service can have. The code of each action enforces who may do it. A role
// that is not in this list is refused. Role keys (desk, archive) stand in crypto/account/directory.ts.
// Rules: D2.

const ROLES = ['administrator'] as const;
export type Role = (typeof ROLES)[number];

export const isRole = (value: unknown): value is Role =>
  (ROLES as readonly unknown[]).includes(value);
