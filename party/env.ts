// The runtime's bindings, and the names under which every object is found. No outside name reaches an
// object unchecked: room names are 32 hexadecimal digits that the desk knows [J1], and the names of a
// room's siblings are made from its own. Rules: R5, R7, J1.
import { parseJson } from '#lib/protocol/encoding.ts';
import { parseServicePolicy, type ServicePolicy } from '#lib/protocol/policy.ts';
import { nettpatrulje } from '#lib/protocol/services.ts';
import type { ArchiveRpc, DeskRpc, JoinGateRpc, ShareStoreRpc, LinesRpc, RoomRpc } from './rpc.ts';

type Objects<Asked> = DurableObjectNamespace<Asked & Rpc.DurableObjectBranded>;

export interface Env {
  /** The built site; a disk service on one machine, an assets binding on Cloudflare. */
  readonly ASSETS: Fetcher;
  readonly ROOM: Objects<RoomRpc>;
  readonly JOIN_GATE: Objects<JoinGateRpc>;
  readonly ARCHIVE: Objects<ArchiveRpc>;
  readonly SHARE_STORE: Objects<ShareStoreRpc>;
  readonly DESK: Objects<DeskRpc>;
  readonly LINE: Objects<LinesRpc>;
  /** Empty on one machine (workerd refuses it there); `eu` in production. */
  readonly JURISDICTION: string;
  /** Empty, or the JSON of a policy that replaces the shipped one. */
  readonly SERVICE_POLICY: string;
  /** Hexadecimal SHA-256 of the one-time set-up token; empty: nobody can set up. */
  readonly SETUP_TOKEN_HASH: string;
  /**
   * X5: origins by which this server answers, separated by spaces or commas; empty: any that is routed
   * here.
   */
  readonly ORIGINS: string;
  /** X5: addresses of proxies whose `X-Forwarded-Proto` is believed; empty: none. */
  readonly TRUSTED_PROXIES: string;
  /** Random; only the starting process knows it, and uses it to recognise its own child. */
  readonly START_ID: string;
}

const within = <T extends Rpc.DurableObjectBranded>(
  env: Env,
  all: DurableObjectNamespace<T>
): DurableObjectNamespace<T> =>
  env.JURISDICTION === '' ? all : all.jurisdiction(env.JURISDICTION as DurableObjectJurisdiction);

/** @param roomHex 32 lower-case hexadecimal digits */
export const roomOf = (env: Env, roomHex: string) => within(env, env.ROOM).getByName(roomHex);

/** After a revocation the boxes of a room are sealed again, each time into a fresh generation. */
export const FIRST_GENERATION = 1;
export const boxName = (roomHex: string, generation: number): string =>
  `${roomHex}.${String(generation)}`;
/** @param name as `boxName` makes it */
export const joinGateOf = (env: Env, name: string) => within(env, env.JOIN_GATE).getByName(name);
/** @param name as `boxName` makes it */
export const archiveOf = (env: Env, name: string) => within(env, env.ARCHIVE).getByName(name);

/** One slot of a room's pool [R7]. */
export const shareStoreName = (roomHex: string, slot: number): string =>
  `${roomHex}.${String(slot)}`;
export const shareStoreOf = (env: Env, name: string) =>
  within(env, env.SHARE_STORE).getByName(name);
/** Lines share 256 objects. @param name hexadecimal hash of a bearer [N3] */
export const linesOf = (env: Env, name: string) =>
  within(env, env.LINE).getByName(name.slice(0, 2));
export const deskOf = (env: Env, serviceId: string) => within(env, env.DESK).getByName(serviceId);

let parsed: { readonly from: string; readonly policy: ServicePolicy } | null = null;

/**
 * The policy of this installation.
 * @throws {v.ValiError} when SERVICE_POLICY is set and invalid: nothing runs on a guess.
 */
export function policyOf(env: Env): ServicePolicy {
  if (env.SERVICE_POLICY === '') return nettpatrulje;
  if (parsed?.from !== env.SERVICE_POLICY)
    parsed = {
      from: env.SERVICE_POLICY,
      policy: parseServicePolicy(parseJson(env.SERVICE_POLICY))
    };
  return parsed.policy;
}
