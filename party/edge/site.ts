// The built pages: which file an address means, its type, how long it may be cached and what it may load.
// The file service behind it knows none of that (on one machine it is a bare directory).
import { parseJson } from '#lib/protocol/encoding.ts';
import { roomPageOf } from '#lib/protocol/addresses.ts';
import { DEFAULT_LANGUAGE, inEvery, LANGUAGES, type Language } from '#lib/protocol/languages.ts';
import type { Env } from '../env.ts';
import { wrongMethod } from '../refusal.ts';
import { pageCsp, WORKER_CSP } from './csp.ts';
import { preferredLanguage } from './language.ts';

const TYPES: Record<string, string> = {
  html: 'text/html; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  mjs: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
  json: 'application/json; charset=utf-8',
  webmanifest: 'application/manifest+json; charset=utf-8',
  wasm: 'application/wasm',
  svg: 'image/svg+xml',
  png: 'image/png',
  webp: 'image/webp',
  jpg: 'image/jpeg',
  ico: 'image/x-icon',
  woff2: 'font/woff2',
  txt: 'text/plain; charset=utf-8',
  mp3: 'audio/mpeg',
  ogg: 'audio/ogg'
};

/** Types that compress well. */
const PACKED = new Set(['html', 'js', 'mjs', 'css', 'json', 'webmanifest', 'svg', 'txt', 'wasm']);

/** Made by the build: the policy of every page, by file. */
const POLICIES = '/_headers.json';

/** Where there is no page: a page all the same, with Exit and a way on [E6]. */
const NO_PAGE_FILES = inEvery((one) =>
  one === DEFAULT_LANGUAGE ? '/404.html' : `/${one}/404.html`
);

/** Where there is no file. */
const NOT_FOUND: Readonly<Record<Language, string>> = {
  nb: 'Denne siden finnes ikke.',
  en: 'This page does not exist.',
  fi: 'Tätä sivua ei ole.'
};

/** Addresses whose language the browser chooses; the others name it themselves. */
const CHOSEN: Record<string, Readonly<Record<Language, readonly string[]>>> = {
  '/': inEvery((one) =>
    one === DEFAULT_LANGUAGE
      ? ['/index.html', `/${one}.html`]
      : [`/${one}.html`, `/${one}/index.html`]
  ),
  '/r': inEvery((one) => [...(one === DEFAULT_LANGUAGE ? ['/r.html'] : []), `/${one}/r.html`])
};

/** Files that an address may mean, likeliest first; empty for an address that cannot mean one. */
function candidates(pathname: string, language: Language): readonly string[] {
  const named = filesOf(pathname, language);
  // The page reads a mangled link; nothing of it is used here [L7].
  const page = roomPageOf(pathname);
  return page === null || page === pathname ? named : [...named, ...filesOf(page, language)];
}

function filesOf(pathname: string, language: Language): readonly string[] {
  const path = pathname.length > 1 ? pathname.replace(/\/$/, '') : pathname;
  const chosen = CHOSEN[path];
  if (chosen) return [...new Set([...chosen[language], ...chosen[DEFAULT_LANGUAGE]])];
  const plain = /^(?:\/[A-Za-z0-9_-][A-Za-z0-9._-]*)+$/.test(path) && !path.includes('..');
  if (!plain || path === POLICIES) return [];
  const ending = /\.([a-z0-9]+)$/.exec(path)?.[1];
  if (ending !== undefined) return ending in TYPES ? [path] : [];
  return [`${path}.html`, `${path}/index.html`];
}

let policies: Promise<Readonly<Record<string, string>>> | null = null;

async function readPolicies(env: Env): Promise<Readonly<Record<string, string>>> {
  const response = await env.ASSETS.fetch(`http://site${POLICIES}`);
  const text = new TextDecoder().decode(await response.arrayBuffer());
  const parsed = response.ok ? parseJson(text) : null;
  if (typeof parsed !== 'object' || parsed === null) throw new Error('no page policies');
  const found: Record<string, string> = {};
  for (const [file, csp] of Object.entries(parsed)) if (typeof csp === 'string') found[file] = csp;
  return found;
}

/** The built policy of a page. A page without one gets the base policy and runs nothing. */
async function policyOfPage(env: Env, file: string): Promise<string | undefined> {
  policies ??= readPolicies(env);
  try {
    return (await policies)[file];
  } catch {
    policies = null;
    return undefined;
  }
}

function cacheControl(file: string): string {
  if (file.startsWith('/_app/immutable/')) return 'public, max-age=31536000, immutable';
  const always = file.endsWith('.html') || file === '/service-worker.js' || file.endsWith('.json');
  return always ? 'no-cache' : 'public, max-age=3600';
}

/** Answers GET and HEAD outside the API. */
export async function site(request: Request, env: Env): Promise<Response> {
  if (request.method !== 'GET' && request.method !== 'HEAD') return wrongMethod('GET, HEAD');
  const { pathname } = new URL(request.url);
  const language = preferredLanguage(request.headers.get('Accept-Language'));
  for (const file of candidates(pathname, language)) {
    const found = await env.ASSETS.fetch(`http://site${file}`);
    if (found.ok) return await asFile(request, env, pathname, file, found);
    await found.body?.cancel();
  }
  if (!/\.\w+$/.test(pathname)) {
    const page = await env.ASSETS.fetch(`http://site${NO_PAGE_FILES[language]}`);
    if (page.ok) return await asFile(request, env, pathname, NO_PAGE_FILES[language], page);
    await page.body?.cancel();
  }
  const headers = { 'Content-Type': 'text/plain; charset=utf-8' };
  const text = LANGUAGES.map((one) => `${NOT_FOUND[one]}\n`).join('');
  return new Response(request.method === 'HEAD' ? null : text, { status: 404, headers });
}

async function asFile(
  request: Request,
  env: Env,
  pathname: string,
  file: string,
  found: Response
): Promise<Response> {
  const ending = file.slice(file.lastIndexOf('.') + 1);
  const headers = new Headers({
    'Content-Type': TYPES[ending] ?? 'application/octet-stream',
    'Cache-Control': cacheControl(file)
  });
  const vary: string[] = [];
  const missing = file.endsWith('/404.html');
  const status = missing ? 404 : 200;
  if (missing || pathname in CHOSEN || roomPageOf(pathname) === '/r') vary.push('Accept-Language');
  if (PACKED.has(ending)) {
    vary.push('Accept-Encoding');
    // The runtime compresses responses with this header.
    const takes = request.headers.get('Accept-Encoding') ?? '';
    if (request.method === 'GET' && /\bgzip\b/.test(takes)) headers.set('Content-Encoding', 'gzip');
  }
  if (vary.length > 0) headers.set('Vary', vary.join(', '));
  if (ending === 'html') {
    const built = await policyOfPage(env, file);
    if (built !== undefined) headers.set('Content-Security-Policy', pageCsp(built));
  }
  if (ending === 'js' || ending === 'mjs') headers.set('Content-Security-Policy', WORKER_CSP);
  if (file === '/service-worker.js') headers.set('Service-Worker-Allowed', '/');
  if (request.method === 'GET') return new Response(found.body, { status, headers });
  await found.body?.cancel();
  return new Response(null, { status, headers });
}
