// Every text of a catalogue, with its path: functions are called with sample values of every kind that they
// take (a name, a time in words, one, several, nothing).
const FIRST = ['Kari Nordmann', 1, 2, null] as const;

export function everyText(value: unknown, path: string): [path: string, text: string][] {
  if (typeof value === 'string') return [[path, value]];
  if (typeof value === 'function') {
    const say = value as (...given: unknown[]) => unknown;
    return FIRST.flatMap((first) => everyText(say(first, 2, 'day'), path));
  }
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => everyText(inner, `${path}.${key}`));
}
