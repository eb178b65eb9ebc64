// The operator never sees the runtime's raw output: known lines become sentences, the rest at most one. The
// lines below are real ones. Rules: X1, X6, I1.
import { expect, it } from 'vitest';
import { RuntimeWords, sentenceFor } from '../../scripts/runtime-words.ts';

const where = { port: 8787, host: '192.0.2.1', dataDir: '.data' };

const ID = '255c7c2e802360263cb607db9ef04a6a2d38563915dac5a43676d86f7204ab39';
const FULL = `workerd/api/global-scope.c++:788: error: NOSENTRY output lock broke during alarm execution without an interesting error description; actorId = ${ID}; description = broken.outputGateBroken; jsg.Error: database or disk is full: SQLITE_FULL; shouldRetryCountsAgainstLimits = false`;
const CANCELLED = `workerd/io/actor-sqlite.c++:812: warning: NOSENTRY SQLite alarm handler canceled.; scheduledTime = 2026-11-26T00:00:00Z; actorId = ${ID}`;
const UNHEARD_OF = `workerd/io/worker.c++:2012: error: something new; room = ${ID}; client = 203.0.113.7:4711\nstack: /opt/node_modules/workerd/bin/workerd@5e1907c /opt/bin/workerd@38d7bd1`;

it.each([
  ['Socket "http": bind(): Address already in use (os error 98)', /^Port 8787 is taken/],
  ['Socket "http": bind(): Permission denied (os error 13)', /^This user may not listen on port/],
  [
    'Socket "http": bind(): Cannot assign requested address (os error 99)',
    /^HOST is “192\.0\.2\.1”/
  ],
  ['Socket "http": getaddrinfo(): DNS lookup failed. host = x; failed to lookup', /^HOST is “192/],
  [FULL, /^The disk of \.data is full: /],
  [
    'kj/filesystem-disk-unix.c++:1: failed: pwrite(): No space left on device',
    /^The disk of \.data/
  ],
  ['jsg.Error: disk I/O error: SQLITE_IOERR', /^Something in \.data cannot be read or written/],
  ['attempt to write a readonly database: SQLITE_READONLY', /^Something in \.data cannot be read/],
  ['unable to open database file: SQLITE_CANTOPEN', /^Something in \.data cannot be read or writ/],
  ['kj/async-io-unix.c++:3: failed: accept(): Too many open files', /no more files/],
  [UNHEARD_OF.split('\n')[0] ?? '', /^The runtime below reported a fault of its own/]
])('[X6] says in plain words what is behind “%s”', (line, sentence) => {
  expect(sentenceFor(line, where)).toMatch(sentence);
  expect(sentenceFor(line, where)).toMatch(/^[^\n]+[.]$/);
});

it('[X6] has nothing to say of strangers’ nonsense, cut lines, and a stop', () => {
  for (const line of [
    '',
    CANCELLED,
    'exception = kj/compat/http.c++:4363: disconnected: other end of WebSocketPipe was destroyed',
    'stack: /opt/bin/workerd@5e1907c /opt/bin/workerd@38d7bd1',
    'Received a connect event but we lack a handler. Did you remember to export a connect() function?',
    'workerd/server/server/listen/mod.rs:372: error: Uncaught exception: workerd/api/global-scope.c++:286: failed: remote.jsg.Error: Handler does not export a connect() function.'
  ])
    expect([line, sentenceFor(line, where)]).toEqual([line, null]);
});

it('[I1, X6] passes on no line, id, address or stack, however the output is cut, and says a thing once', () => {
  const text = `${[FULL, CANCELLED, UNHEARD_OF, FULL, UNHEARD_OF, ID, FULL].join('\n')}\n`;
  const sentences = [sentenceFor(FULL, where), sentenceFor(UNHEARD_OF, where)];
  for (const size of [1, 7, 100, text.length]) {
    const words = new RuntimeWords(where);
    const said: string[] = [];
    for (let at = 0; at < text.length; at += size)
      said.push(...words.take(text.slice(at, at + size), 1_000));
    expect(said).toEqual(sentences);
    // An operator who fixes it and meets it again is told again.
    expect(words.take(text, 1_000 + 59 * 60_000)).toEqual([]);
    expect(words.take(text, 1_000 + 60 * 60_000)).toEqual(sentences);
  }
});

it('[X6] keeps no line that never ends', () => {
  const words = new RuntimeWords(where);
  for (let i = 0; i < 100; i += 1) expect(words.take('x'.repeat(10_000), 0)).toEqual([]);
  expect(words.take('\nSQLITE_FULL\n', 0).at(-1)).toMatch(/is full/);
});
