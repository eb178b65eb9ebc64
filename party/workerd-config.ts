// The configuration under which bare workerd runs the product on one machine: the built site and the
// durable storage as directories, the worker as one module. Runs under Node and starts nothing.
// Names and keys here are where stored rooms are found: never change them. Rules: R4, R5.
import { readFileSync } from 'node:fs';

/** The same date as in wrangler.jsonc; a test holds the two against each other. */
export const COMPATIBILITY_DATE = '2026-10-01';

export interface WorkerdSettings {
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
}

/** Storage is kept under these: one per class, fixed for good. */
const OBJECTS = [
  { binding: 'ROOM', className: 'RoomServer', uniqueKey: 'tryggrom-room' },
  { binding: 'DOOR', className: 'Door', uniqueKey: 'tryggrom-door' },
  { binding: 'ARCHIVE', className: 'ArchiveBox', uniqueKey: 'tryggrom-archive' },
  { binding: 'LATCH', className: 'Latch', uniqueKey: 'tryggrom-latch' },
  { binding: 'DESK', className: 'DeskServer', uniqueKey: 'tryggrom-desk' }
] as const;

/** A text literal of Cap'n Proto: control characters by number, everything else as it is. */
function quoted(text: string): string {
  const escaped = text.replace(/["\\]/g, '\\$&').replace(/[\x00-\x1f\x7f]/g, (char) => {
    return `\\x${char.charCodeAt(0).toString(16).padStart(2, '0')}`;
  });
  return `"${escaped}"`;
}

/**
 * @throws {Error} when there is no bundled worker at `workerModulePath`
 * @returns the text of a config for `workerd serve --experimental <file>`
 */
export function workerdConfig(settings: WorkerdSettings): string {
  // The module stands in the text itself: workerd's `embed` takes no absolute path.
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
    (name = "http", address = ${quoted(`${settings.host}:${String(settings.port)}`)}, http = (),
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
    (name = "SETUP_TOKEN_HASH", text = ${quoted(settings.setupTokenHash)})
  ],
  durableObjectNamespaces = [
    ${namespaces.join(',\n    ')}
  ],
  durableObjectStorage = (localDisk = "storage")
);
`;
}
