// Exit: see mutants.ts.
import type { NamedMutant } from './named-mutant.ts';

const exit = 'src/lib/guest/exit/exit.ts';

export const exitMutants: readonly NamedMutant[] = [
  {
    name: 'the page is not blank',
    rule: 'E1',
    file: exit,
    from: `  attempt(blank);\n`,
    to: ``,
    in: 'guest/exit',
    by: '[E1] shows a blank page before anything else, and takes the link out of the address'
  },
  {
    name: 'the link stays in the address',
    rule: 'E1',
    file: exit,
    from: `attempt(() => history.replaceState(null, '', '/'));`,
    to: ``,
    in: 'guest/exit',
    by: '[E1] shows a blank page before anything else, and takes the link out of the address'
  },
  {
    name: 'the goodbye is said by fetch only',
    rule: 'E4',
    file: exit,
    from: `    said.catch(() => undefined);
  });`,
    to: `    said.catch(() => undefined);
  });
  return;`,
    in: 'guest/exit',
    by: '[E1, E4] says goodbye in two ways, with the same 48 bytes'
  },
  {
    name: 'other tabs are not told',
    rule: 'E4',
    file: exit,
    from: `channel.postMessage({ t: 'exit', exitUrl });`,
    to: ``,
    in: 'guest/exit',
    by: '[E4] tells the other tabs, and one that is told tells nobody and says its own goodbye'
  },
  {
    name: 'a tab that is told says no goodbye',
    rule: 'E4',
    file: exit,
    from: `exitNow({ exitUrl, place: place(), tellOthers: false });`,
    to: `exitNow({ exitUrl, place: null, tellOthers: false });`,
    in: 'guest/exit',
    by: '[E4] tells the other tabs, and one that is told tells nobody and says its own goodbye'
  },
  {
    name: 'what the tab keeps is left',
    rule: 'E5',
    file: exit,
    from: `for (const key of TAB_KEYS) attempt(() => sessionStorage.removeItem(key));`,
    to: ``,
    in: 'guest/exit',
    by: '[E5] clears the tab’s keys, the database, the caches and the service worker, and nothing else'
  },
  {
    name: 'the database is left',
    rule: 'E5',
    file: exit,
    from: `    () => wipeDatabase(GUEST_DATABASE),\n`,
    to: ``,
    in: 'guest/exit',
    by: '[E5] clears the tab’s keys, the database, the caches and the service worker, and nothing else'
  },
  {
    name: 'the service worker is left',
    rule: 'E5',
    file: exit,
    from: `registrations.map((registration) => registration.unregister())`,
    to: `registrations.map(() => undefined)`,
    in: 'guest/exit',
    by: '[E5] clears the tab’s keys, the database, the caches and the service worker, and nothing else'
  },
  {
    name: 'everybody’s caches are cleared',
    rule: 'E5',
    file: exit,
    from: `const ours = names.filter(isGuestCache);`,
    to: `const ours = names;`,
    in: 'guest/exit',
    by: '[E5] clears the tab’s keys, the database, the caches and the service worker, and nothing else'
  },
  {
    name: 'storage that does not answer keeps Exit waiting',
    rule: 'E3',
    file: exit,
    from: `const latest = setTimeout(go, WIPE_AT_MOST_MS);`,
    to: `const latest = setTimeout(go, 100 * WIPE_AT_MOST_MS);`,
    in: 'guest/exit',
    by: '[E3] leaves after a quarter of a second where storage never answers'
  },
  {
    name: 'one step that fails stops Exit',
    rule: 'E3',
    file: exit,
    from: `for (const stop of stoppers) attempt(stop);`,
    to: `for (const stop of stoppers) stop();`,
    in: 'guest/exit',
    by: '[E3] leaves where'
  },
  {
    name: 'what must stop goes on',
    rule: 'E2',
    file: exit,
    from: `for (const stop of stoppers) attempt(stop);`,
    to: ``,
    in: 'guest/exit',
    by: '[E2] stops whatever must stop, once, and does nothing the second time'
  },
  {
    name: 'a reload that is under way brings the page back',
    rule: 'E1',
    file: exit,
    from: `  attempt(() => window.stop());\n`,
    to: ``,
    in: 'guest/exit',
    by: '[E1] shows a blank page before anything else'
  },
  {
    name: 'code words are kept as they are over a reload',
    rule: 'P1',
    file: 'src/lib/guest/platform/over-reload.ts',
    from: `String(mask.map((unit, at) => unit ^ text.charCodeAt(at)))`,
    to: `String(mask.map((_unit, at) => text.charCodeAt(at)))`,
    in: 'guest/over-reload',
    by: '[P1] can be read in neither half'
  },
  {
    name: 'code words come back at another link',
    rule: 'P1',
    file: 'src/lib/guest/platform/over-reload.ts',
    from: ` || hash !== location.hash`,
    to: ``,
    in: 'guest/over-reload',
    by: '[P1] comes back at no other link'
  }
];
