// The server: what is called gone, and goodbyes that wait. See mutants.ts.
import type { NamedMutant } from './named-mutant.ts';

export const absenceMutants: readonly NamedMutant[] = [
  {
    name: 'a desk that nobody has set up calls every room gone',
    rule: 'R6',
    file: 'party/desk/desk-server.ts',
    from: `if (!isSetUp(storage)) throw new Unreadable('never-set-up');`,
    to: ``,
    in: 'party/desk-unreadable',
    by: '[R6] a desk that nobody has set up knows of no absence'
  },
  {
    name: 'rooms of another service are gone',
    rule: 'R6',
    file: 'party/edge/api.ts',
    from: `if (route.serviceId !== policyOf(env).serviceId)
    return no(request, 'unavailable', CLOSE.unavailable);`,
    to: `if (route.serviceId !== policyOf(env).serviceId) return no(request, 'gone', CLOSE.gone);`,
    in: 'party/desk-unreadable',
    by: '[R6] another service’s rooms are unavailable here, never gone'
  },
  {
    name: 'an address of a later version is a room that is gone',
    rule: 'R6',
    file: 'party/edge/api.ts',
    from: `if (route === null) return no(request, 'malformed', CLOSE.malformed);`,
    to: `if (route === null) return no(request, 'gone', CLOSE.gone);`,
    in: 'party/desk-unreadable',
    by: '[R6] an address that is none here says of no room that it is gone'
  },
  {
    name: 'a room whose file is lost is gone',
    rule: 'R6',
    file: 'party/room/object/room-server.ts',
    from: `if (room === null) throw new Unreadable('lost');`,
    to: `if (room === null) return null;`,
    in: 'party/unreadable',
    by: '[R6] is unavailable to everybody who asks, and erased on its day'
  },
  {
    name: 'the edge does not ask the desk again',
    rule: 'R4',
    file: 'party/edge/api.ts',
    from: `if (await desk.roomExists(route.roomHex)) throw cause;`,
    to: `throw cause;`,
    in: 'party/unreadable',
    by: '[R4, R6] is gone when the desk has erased it since the edge asked'
  },
  {
    name: 'a made-up goodbye pushes the first one out',
    rule: 'E1',
    file: 'party/goodbyes.ts',
    from: `this.#kept.set(roomHex, [...before, goodbye]);`,
    to: `this.#kept.set(roomHex, [...before, goodbye].slice(-perRoom));`,
    also: [`before.length >= perRoom || (before.length === 0 && `, `(before.length === 0 && `],
    in: 'party/unreadable',
    by: '[E1, R6] by a room that cannot write is not pushed out by made-up ones that follow'
  },
  {
    name: 'a goodbye is lost while the desk cannot answer',
    rule: 'E1',
    file: 'party/edge/goodbye.ts',
    from: `kept.keep(roomHex, said);`,
    to: ``,
    in: 'party/unreadable',
    by: '[E1, R6] while the desk cannot answer is said as soon as it can, with no request, whatever followed'
  }
];
