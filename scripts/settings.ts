// The operator's settings, read from the environment and checked before anything is started. Nothing is
// guessed: an invalid port, origin, address or policy is reported by its variable's name. Rules: X5, X6.
import * as v from 'valibot';
import { canonicalAddress, canonicalOrigin, listed } from '../party/edge/spelling.ts';
import { parseServicePolicy, type ServicePolicy } from '../src/lib/protocol/policy.ts';
import { CannotStart } from './cannot-start.ts';

export interface Settings {
  readonly port: number;
  readonly host: string;
  readonly dataDir: string;
  /** The origins that the operator named, in browsers' spelling; may be none. */
  readonly origins: readonly string[];
  readonly trustedProxies: readonly string[];
  /** Undefined: the shipped one. */
  readonly policy: ServicePolicy | undefined;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** An empty variable counts as unset. */
const given = (env: Environment, name: string): string | undefined =>
  env[name] === '' ? undefined : env[name];

function portFrom(text: string | undefined): number {
  if (text === undefined) return 8787;
  const port = /^\d{1,5}$/.test(text) ? Number(text) : 0;
  if (port < 1 || port > 65_535)
    throw new CannotStart(`PORT is “${text}”, which is no number from 1 to 65535.`);
  return port;
}

function hostFrom(text: string | undefined): string {
  const host = (text ?? '127.0.0.1').replace(/^\[(.+)\]$/, '$1');
  if (!/^[A-Za-z0-9._:-]+$/.test(host))
    throw new CannotStart(`HOST is “${host}”, which is no address to listen on.`);
  return host;
}

/** Every part of a list in its one spelling. @throws {CannotStart} with an invalid part. */
function spelled(
  name: string,
  text: string | undefined,
  spell: (part: string) => string | null,
  like: string
): readonly string[] {
  return listed(text ?? '').map((part) => {
    const spelling = spell(part);
    if (spelling === null)
      throw new CannotStart(
        `${name} holds “${part}”; write it like ${like}, without anything else.`
      );
    return spelling;
  });
}

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).format(0) !== '';
  } catch {
    return false;
  }
}

/** @throws {CannotStart} when this machine does not know the policy's time zone. */
export function checkTimeZone({ timeZone }: ServicePolicy): void {
  if (!isTimeZone(timeZone))
    throw new CannotStart(
      `The policy names the time zone “${timeZone}”, which nobody knows; write it like Europe/Oslo.`
    );
}

/** The place of the first fault in the policy. */
function faultIn(error: unknown): string {
  if (!(error instanceof v.ValiError)) return 'it is not written in JSON';
  const [issue] = error.issues;
  return `“${v.getDotPath(issue) ?? 'the whole'}” is missing, too much, or not what it should be`;
}

function policyFrom(json: string | undefined): ServicePolicy | undefined {
  if (json === undefined) return undefined;
  let policy: ServicePolicy;
  try {
    policy = parseServicePolicy(JSON.parse(json));
  } catch (cause) {
    const fault = faultIn(cause);
    throw new CannotStart(`SERVICE_POLICY is no policy: ${fault} (see docs/OPERATIONS.md).`, {
      cause
    });
  }
  checkTimeZone(policy);
  return policy;
}

/** @throws {CannotStart} for the first invalid setting. */
export function settingsFrom(env: Environment): Settings {
  const origin = 'https://rom.example.org';
  return {
    port: portFrom(given(env, 'PORT')),
    host: hostFrom(given(env, 'HOST')),
    dataDir: given(env, 'DATA_DIR') ?? '.data',
    origins: spelled('ORIGINS', given(env, 'ORIGINS'), canonicalOrigin, origin),
    trustedProxies: spelled(
      'TRUSTED_PROXIES',
      given(env, 'TRUSTED_PROXIES'),
      canonicalAddress,
      '192.0.2.1 or 2001:db8::1'
    ),
    policy: policyFrom(given(env, 'SERVICE_POLICY'))
  };
}
