// The roles that a member of a service can have. What each may do is enforced where it is done; a role that
// is not in this list is refused. Rules: D2.

const ROLES = ['administrator'] as const;
export type Role = (typeof ROLES)[number];

export const isRole = (value: unknown): value is Role =>
  (ROLES as readonly unknown[]).includes(value);
