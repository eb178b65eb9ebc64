// A service is one policy. The server enforces it, and the young person's promise is generated from the
// same object, so the two cannot disagree. Unknown fields are kept. Rules: R2, R6, L3, X1.
import * as v from 'valibot';
import { durationMs, serviceId, sizeBytes } from './encoding.ts';
import { inEvery, LANGUAGES } from './languages.ts';

export const language = v.picklist(LANGUAGES);

const name = v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(60));
/** One text in every language. */
const localized = v.looseObject(inEvery(() => name));

const phoneNumber = v.pipe(v.string(), v.regex(/^[0-9][0-9 ]{1,15}$/));
/** Its own name is said in every language as it is. */
const otherHelp = { name, number: phoneNumber };

export const servicePolicy = v.looseObject({
  v: v.literal(1),
  /** Four bytes, hexadecimal; stands in links and addresses. */
  serviceId,
  /** The service's own name, as people know it. */
  name: localized,
  /** Who reads: "only {readers} can read this". */
  readers: localized,
  lifetimes: v.looseObject({
    /** An unused invitation ends after this. */
    inviteLapseMs: durationMs,
    /** A tab that the phone discarded can go on within this [P2]. */
    resumeWindowMs: durationMs,
    /** A room ends by itself when the young person has been silent for this long. */
    idleCloseMs: durationMs,
    /** Kept this long after the end … */
    retentionMs: durationMs,
    /** … but never longer than this after creation. */
    hardCapMs: durationMs,
    /** After this long without staff the young person is told and staff are alarmed. */
    unattendedMs: durationMs,
    /** A staff tab locks itself after this long without use. */
    staffLockMs: durationMs,
    /** A staff session ends after this, used or not [D8]. */
    staffSessionMs: durationMs
  }),
  /** How much sealed data a room accepts [X4]. */
  quotas: v.looseObject({
    /** By one unconfirmed epoch. */
    epochBytes: sizeBytes,
    /** By the whole room; a part is kept for staff and the confirmed young person. */
    roomBytes: sizeBytes
  }),
  /** Minutes that an answer usually takes, where the service knows it. */
  expectedWaitMinutes: v.nullable(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(600))),
  /** Where Exit leads: an inconspicuous page. */
  exitUrl: v.pipe(v.string(), v.url(), v.startsWith('https://'), v.maxLength(200)),
  /** Whom to call now. */
  emergencyNumber: phoneNumber,
  /** Where else a young person can turn: shown before the long explanations, to be called with one tap. */
  otherHelp: v.optional(v.array(v.looseObject(otherHelp))),
  /** `never`: the address is removed at the edge [I1]. Other values come with the escrow key. */
  ipAddress: v.picklist(['never']),
  /** Witness rights are explained under "About this". */
  explainWitnessRights: v.boolean(),
  timeZone: v.pipe(v.string(), v.minLength(1), v.maxLength(64)),
  /** False: a desk that is left for another page is still unlocked on return [D9]. */
  lockWhenLeft: v.optional(v.boolean()),
  /**
   * True: the browser may spell-check what staff write to a young person; some send it to a service [P4].
   */
  spellingForStaff: v.optional(v.boolean())
});

/** The known fields; any others are kept and never read. */
export type Known<T> = T extends readonly (infer One)[]
  ? Known<One>[]
  : T extends object
    ? { [Key in keyof T as string extends Key ? never : Key]: Known<T[Key]> }
    : T;

export type ServicePolicy = Known<v.InferOutput<typeof servicePolicy>>;

/** What an operator writes. An unknown field is an error: nothing would enforce it. */
const operatorPolicy = /* @__PURE__ */ v.strictObject({
  ...servicePolicy.entries,
  name: /* @__PURE__ */ v.strictObject(localized.entries),
  readers: /* @__PURE__ */ v.strictObject(localized.entries),
  otherHelp: /* @__PURE__ */ v.optional(
    /* @__PURE__ */ v.array(/* @__PURE__ */ v.strictObject(otherHelp))
  ),
  lifetimes: /* @__PURE__ */ v.strictObject(servicePolicy.entries.lifetimes.entries),
  quotas: /* @__PURE__ */ v.strictObject(servicePolicy.entries.quotas.entries)
});

/** @throws {v.ValiError} when it is no policy, or has an unknown field. */
export const parseServicePolicy = (value: unknown): ServicePolicy => v.parse(operatorPolicy, value);

const knownPolicy = /* @__PURE__ */ v.object({
  ...servicePolicy.entries,
  name: /* @__PURE__ */ v.object(localized.entries),
  readers: /* @__PURE__ */ v.object(localized.entries),
  otherHelp: /* @__PURE__ */ v.optional(
    /* @__PURE__ */ v.array(/* @__PURE__ */ v.object(otherHelp))
  ),
  lifetimes: /* @__PURE__ */ v.object(servicePolicy.entries.lifetimes.entries),
  quotas: /* @__PURE__ */ v.object(servicePolicy.entries.quotas.entries)
});

/**
 * The known fields, in one order. To sign or compare policies, use these only: nothing here has understood
 * the others.
 * @throws {v.ValiError} when it is no policy
 */
export const withoutUnknown = (policy: ServicePolicy): ServicePolicy =>
  v.parse(knownPolicy, policy);

/**
 * Whether a room's snapshot fits a service's policy: the maker may shorten the retention, everything else
 * is the service's.
 */
export function snapshotFits(snapshot: ServicePolicy, service: ServicePolicy): boolean {
  const [of, given] = [withoutUnknown(snapshot), withoutUnknown(service)];
  const { retentionMs } = of.lifetimes;
  const allowed = given.lifetimes.retentionMs;
  // A page of an earlier version does not know of other help, and nothing enforces it.
  const { otherHelp = given.otherHelp } = of;
  return (
    retentionMs <= allowed &&
    JSON.stringify(
      withoutUnknown({ ...of, otherHelp, lifetimes: { ...of.lifetimes, retentionMs: allowed } })
    ) === JSON.stringify(given)
  );
}
