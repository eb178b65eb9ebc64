// The desk as its pages use it: set up, sign in, make rooms, ask for permits. What the server cannot open
// anyway (seeds, boxes) is random; what it checks is real.
import * as v from 'valibot';
import { evictDurableObject, runInDurableObject } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { sha256 } from '#lib/crypto/primitives/hash.ts';
import { toBase64url, toHex, utf8, type Bytes } from '#lib/crypto/primitives/bytes.ts';
import { makeRoomKeyPair } from '#lib/crypto/room/handshake.ts';
import { derivePsk, deriveRoomId, joinVerifier } from '#lib/crypto/room/key-schedule.ts';
import { apiPath } from '#lib/protocol/addresses.ts';
import * as api from '#lib/protocol/desk-api.ts';
import type { Face } from '#lib/protocol/face.ts';
import type { ServicePolicy } from '#lib/protocol/policy.ts';
import { DeskStorage } from '../../party/desk/desk-storage.ts';
import { policyOf, type Env } from '../../party/env.ts';
import { SETUP_TOKEN } from './settings.ts';
import { edge, openWire, type Wire } from './wire.ts';

export const bindings = env as unknown as Env;
export const policy: ServicePolicy = policyOf(bindings);
export const { serviceId } = policy;

export const random = (length: number): Bytes => crypto.getRandomValues(new Uint8Array(length));
export const randomText = (length: number): string => toBase64url(random(length));

export const deskObject = bindings.DESK.getByName(serviceId);

/** Reads the desk's storage, or changes it as time or an accident would. */
export const inDesk = <T>(work: (storage: DeskStorage) => T): Promise<T> =>
  runInDurableObject(deskObject, (_instance, state) => work(new DeskStorage(state.storage)));

/** The code of a refusal. */
export const code = async (response: Response): Promise<unknown> =>
  ((await response.json()) as { code: unknown }).code;

export interface Officer {
  readonly cookie: string;
  readonly memberId: string;
}

export const desk = (
  method: 'GET' | 'POST',
  rest: string,
  body?: object,
  headers: Record<string, string> = {}
): Promise<Response> =>
  edge(apiPath(serviceId, rest), {
    method,
    headers,
    ...(body === undefined ? {} : { body: JSON.stringify(body) })
  });

export const AUTH = {
  passphrase: new Uint8Array(32).fill(1),
  recovery: new Uint8Array(32).fill(2)
};
export const SIGN_IN_NAME = 'kari';

export function setupRequest(): api.SetupRequest {
  const credential = (kind: api.CredentialKind): api.Credential => ({
    credentialId: randomText(16),
    kind,
    salt: randomText(16),
    authHash: toBase64url(sha256(AUTH[kind])),
    wrapped: randomText(137)
  });
  const box = (role: 'desk' | 'archive') => ({ role, keyVersion: 1, box: randomText(1_200) });
  return {
    token: toBase64url(SETUP_TOKEN),
    memberId: randomText(16),
    signInName: SIGN_IN_NAME,
    directoryEntry: randomText(300),
    anchor: randomText(141),
    credentials: [credential('passphrase'), credential('recovery')],
    roleBoxes: [box('desk'), box('archive')]
  };
}

export const cookieOf = (response: Response): string =>
  (response.headers.get('Set-Cookie') ?? '').split(';')[0] ?? '';

export const signInBody = (
  kind: api.CredentialKind = 'passphrase',
  signInName = SIGN_IN_NAME
): api.SignIn => ({ signInName, kind, auth: toBase64url(AUTH[kind]) });

export const signIn = (headers: Record<string, string> = {}): Promise<Response> =>
  desk('POST', 'sign-in', signInBody(), headers);

/** A browser: it sends back the cookies that it was given, and nobody else does. */
export class Browser {
  readonly #jar = new Map<string, string>();

  get cookies(): string {
    return [...this.#jar].map(([name, value]) => `${name}=${value}`).join('; ');
  }

  /** Null when it holds none. */
  cookie(name: string): string | null {
    return this.#jar.get(name) ?? null;
  }

  /** A copy of its cookies, in another browser. */
  copy(): Browser {
    const copy = new Browser();
    for (const [name, value] of this.#jar) copy.#jar.set(name, value);
    return copy;
  }

  drop(name: string): void {
    this.#jar.delete(name);
  }

  async ask(
    method: 'GET' | 'POST',
    rest: string,
    body?: object,
    headers: Record<string, string> = {}
  ): Promise<Response> {
    const response = await desk(method, rest, body, { Cookie: this.cookies, ...headers });
    for (const set of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(set) ?? [];
      if (value === '' || set.includes('Max-Age=0')) this.#jar.delete(name);
      else this.#jar.set(name, value);
    }
    return response;
  }

  /** Signs in with the right secret. */
  signIn(kind: api.CredentialKind = 'passphrase', signInName = SIGN_IN_NAME): Promise<Response> {
    return this.ask('POST', 'sign-in', signInBody(kind, signInName));
  }

  /** In the form that room makers and sockets need. */
  officer(memberId: string): Officer {
    return { cookie: `session=${this.cookie('session') ?? ''}`, memberId };
  }
}

/** @throws {v.ValiError} when somebody was refused */
export const sessionIn = async (response: Response): Promise<api.Session> =>
  v.parse(api.session, await response.json());

/** A second member with the same secrets, as a later invitation will make one. @returns their id */
export async function addMember(signInName: string): Promise<string> {
  const { memberId, directoryEntry, anchor, credentials } = setupRequest();
  await inDesk((s) => {
    s.run('INSERT INTO member VALUES (?, ?, ?, ?)', memberId, signInName, directoryEntry, anchor);
    for (const { credentialId, kind, salt, authHash, wrapped } of credentials)
      s.run(
        'INSERT INTO credential VALUES (?, ?, ?, ?, ?, ?)',
        credentialId,
        memberId,
        kind,
        salt,
        authHash,
        wrapped
      );
  });
  return memberId;
}

/** Freshly signed in as the one administrator, who is set up if there is none. */
export async function officer(): Promise<Officer> {
  let response = await signIn();
  if (!response.ok) response = await desk('POST', 'setup', setupRequest());
  const session = v.parse(api.session, await response.json());
  return { cookie: cookieOf(response), memberId: session.memberId };
}

/** What both sides of a room know, and what only its maker knows. */
export interface MadeRoom {
  readonly request: api.CreateRoom;
  readonly roomId: Bytes;
  readonly hex: string;
  readonly face: Bytes;
  readonly roomKey: Bytes;
  readonly skR: Bytes;
  readonly psk: Bytes;
  readonly joinToken: Bytes;
  readonly logKey: Bytes;
}

/** A room as its maker's page makes it; nothing is sent. */
export async function planRoom(
  wish: { readonly face?: Partial<Face>; readonly replaces?: string } = {}
): Promise<MadeRoom> {
  const s = random(32);
  const roomId = deriveRoomId(s);
  // The browsers stretch the words; the result is any 32 bytes.
  const { psk, joinToken } = derivePsk(s, random(32));
  const pair = await makeRoomKeyPair(random(32));
  const shape: Face = {
    v: 1,
    kind: 'invited',
    host: 'Kari',
    policy,
    language: 'nb',
    wordList: 'nb',
    createdAtMs: Date.now(),
    roomKey: toBase64url(pair.publicKey),
    ...wish.face
  };
  const face = utf8(JSON.stringify(shape));
  const request: api.CreateRoom = {
    roomId: toBase64url(roomId),
    face: toBase64url(face),
    verifier: toBase64url(joinVerifier(joinToken)),
    deskBox: randomText(1_400),
    archiveBox: randomText(1_300),
    record: randomText(209),
    replaces: wish.replaces ?? null
  };
  const hex = toHex(roomId);
  const { publicKey: roomKey, seed: skR } = pair;
  return { request, roomId, hex, face, roomKey, skR, psk, joinToken, logKey: random(32) };
}

export const postRoom = (by: Officer, room: MadeRoom): Promise<Response> =>
  desk('POST', 'rooms', room.request, { Cookie: by.cookie });

export async function makeRoom(
  by: Officer,
  wish: Parameters<typeof planRoom>[0] = {}
): Promise<MadeRoom> {
  const room = await planRoom(wish);
  const response = await postRoom(by, room);
  if (response.status !== 201) throw new Error(`no room: ${await response.text()}`);
  return room;
}

export async function permit(
  by: Officer,
  room: MadeRoom,
  right: 'live' | 'archive' = 'live'
): Promise<string> {
  const reason = right === 'archive' ? 'case' : null;
  const body: api.PermitRequest = { roomId: room.request.roomId, right, reason };
  const response = await desk('POST', 'permit', body, { Cookie: by.cookie });
  if (!response.ok) throw new Error(`no permit: ${await response.text()}`);
  return v.parse(api.permit, await response.json()).permit;
}

export type DeskWire = Wire<api.DeskFrame, never>;

export const deskWire = (by: Officer): Promise<DeskWire> =>
  openWire<api.DeskFrame, never>(apiPath(serviceId, 'desk'), api.parseDeskFrame, {
    Cookie: by.cookie
  });

export async function faceOf(hex: string): Promise<Response> {
  return await edge(apiPath(serviceId, `r/${hex}/face`));
}

/** Silences the room's own object; its data is left as it is. @returns lets it answer again */
export async function silence(room: MadeRoom): Promise<() => Promise<void>> {
  const stub = bindings.ROOM.getByName(room.hex);
  const tables = await runInDurableObject(stub, (_instance, { storage }) => {
    const names = storage.sql
      .exec<{ name: string }>("SELECT name FROM sqlite_master WHERE type = 'table'")
      .toArray()
      .map(({ name }) => name)
      .filter((name) => !name.startsWith('_cf') && !name.startsWith('sqlite_'));
    for (const name of names) storage.sql.exec(`ALTER TABLE ${name} RENAME TO hidden_${name}`);
    return names;
  });
  await evictDurableObject(stub);
  return () =>
    runInDurableObject(stub, (_instance, { storage }) => {
      for (const name of tables) storage.sql.exec(`ALTER TABLE hidden_${name} RENAME TO ${name}`);
    });
}
