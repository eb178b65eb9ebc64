// The configuration of bare workerd on one machine: the built site and the durable storage as directories,
// the worker as one module. Runs under Node and starts nothing. Stored rooms are found by the names and
// keys here: never change them. Rules: R4, R5, X5.
import { readFileSync } from 'node:fs';

/** The same date as in wrangler.jsonc; a test compares the two. */
export const COMPATIBILITY_DATE = '2026-10-01';

interface WorkerdSettings {
  readonly port: number;
  /** Address to listen on; `127.0.0.1` keeps it on this machine. */
  readonly host: string;
  /** The bundled worker: what `wrangler deploy --dry-run --outdir` writes. Absolute. */
  readonly workerModulePath: string;
  /** The built site. Absolute. */
  readonly siteDir: string;
  /** Where objects are stored; it must exist. Absolute. */
  readonly dataDir: string;
  /** Hexadecimal SHA-256 of the one-time set-up token; empty: nobody can set up. */
  readonly setupTokenHash: string;
  /** Empty, or a policy that replaces the shipped one. */
  readonly servicePolicyJson: string;
  /** X5: the origins by which it answers; at least one. */
  readonly origins: readonly string[];
  /** X5: addresses of proxies whose `X-Forwarded-Proto` is believed. */
  readonly trustedProxies: readonly string[];
  /** Random: the starter recognises its own child by it; empty: nobody asks. */
  readonly startId: string;
}

/** Storage is kept under these: one per class, a folder each, fixed forever. */
export const OBJECTS = [
  { binding: 'ROOM', className: 'RoomServer', uniqueKey: 'tryggrom-room' },
  { binding: 'JOIN_GATE', className: 'JoinGate', uniqueKey: 'tryggrom-door' },
  { binding: 'ARCHIVE', className: 'ArchiveBox', uniqueKey: 'tryggrom-archive' },
  { binding: 'SHARE_STORE', className: 'ResumeShareStore', uniqueKey: 'tryggrom-latch' },
  { binding: 'DESK', className: 'DeskServer', uniqueKey: 'tryggrom-desk' },
  { binding: 'LINE', className: 'Lines', uniqueKey: 'tryggrom-line' }
] as const;

/** A text literal of Cap'n Proto: control characters by number, everything else unchanged. */
function quoted(text: string): string {
  const escaped = text.replace(/["\\]/g, '\\$&').replace(/[\x00-\x1f\x7f]/g, (char) => {
    return `\\x${char.charCodeAt(0).toString(16).padStart(2, '0')}`;
  });
  return `"${escaped}"`;
}

const listenAddress = ({ host, port }: WorkerdSettings): string =>
  `${host.includes(':') ? `[${host}]` : host}:${String(port)}`;

/**
 * @throws {Error} when there is no bundled worker at `workerModulePath`, or no origin is named
 * @returns the text of a config for `workerd serve --experimental <file>`
 */
export function workerdConfig(settings: WorkerdSettings): string {
  if (settings.origins.length === 0) throw new Error('A server without an origin answers nobody.');
  // The text includes the module itself: workerd's `embed` takes no absolute path.
  const module = readFileSync(settings.workerModulePath, 'utf8');
  const bindings = OBJECTS.map(
    ({ binding, className }) =>
      `(name = ${quoted(binding)}, durableObjectNamespace = ${quoted(className)})`
  );
  const namespaces = OBJECTS.map(
    ({ className, uniqueKey }) =>
      `(className = ${quoted(className)}, uniqueKey = ${quoted(uniqueKey)}, enableSql = true)`
  );
  return `using Workerd = import "/workerd/workerd.capnp";

const config :Workerd.Config = (
  services = [
    (name = "main", worker = .main),
    (name = "site", disk = (path = ${quoted(settings.siteDir)})),
    (name = "storage", disk = (path = ${quoted(settings.dataDir)}, writable = true))
  ],
  sockets = [
    (name = "http", address = ${quoted(listenAddress(settings))}, http = (),
      service = "main")
  ]
);

const main :Workerd.Worker = (
  compatibilityDate = ${quoted(COMPATIBILITY_DATE)},
  modules = [(name = "worker.js", esModule = ${quoted(module)})],
  bindings = [
    (name = "ASSETS", service = "site"),
    ${bindings.join(',\n    ')},
    (name = "JURISDICTION", text = ""),
    (name = "SERVICE_POLICY", text = ${quoted(settings.servicePolicyJson)}),
    (name = "SETUP_TOKEN_HASH", text = ${quoted(settings.setupTokenHash)}),
    (name = "ORIGINS", text = ${quoted(settings.origins.join(' '))}),
    (name = "TRUSTED_PROXIES", text = ${quoted(settings.trustedProxies.join(' '))}),
    (name = "START_ID", text = ${quoted(settings.startId)})
  ],
  durableObjectNamespaces = [
    ${namespaces.join(',\n    ')}
  ],
  durableObjectStorage = (localDisk = "storage")
);
`;
}
