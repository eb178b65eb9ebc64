// The icons that only the desk shows, drawn like those in ../icon-paths.ts.
import { ICON_PATHS } from '../../ui/icon-paths.ts';

export const DESK_ICON_PATHS = {
  ...ICON_PATHS,
  back: 'M19 12H6M11.5 6.5 6 12l5.5 5.5',
  bell: 'M6.5 16.5V11a5.5 5.5 0 0 1 11 0v5.5M5 16.5h14M10.5 19.5h3',
  bellOff:
    'M6.5 16.5V11a5.5 5.5 0 0 1 1.6-3.9M11 5.6a5.5 5.5 0 0 1 6.5 5.4v3M5 16.5h11M10.5 19.5h3M4.5 4.5l15 15',
  check: 'M5.5 12.5 10 17l8.5-9.5',
  info: 'M12 4a8 8 0 1 0 0 16 8 8 0 0 0 0-16M12 11.5V16M12 8h.01',
  keys: 'M4 7h16v10H4zM7.5 10.5h.01M12 10.5h.01M16.5 10.5h.01M9 14h6',
  link: 'M10 14a3.5 3.5 0 0 0 5 0l3-3a3.5 3.5 0 0 0-5-5l-1 1M14 10a3.5 3.5 0 0 0-5 0l-3 3a3.5 3.5 0 0 0 5 5l1-1',
  lock: 'M7 11h10v8.5H7zM9 11V8a3 3 0 0 1 6 0v3',
  person:
    'M12 12.5a3.75 3.75 0 1 0 0-7.5 3.75 3.75 0 0 0 0 7.5M5 19.5c1.2-2.6 3.8-4 7-4s5.8 1.4 7 4',
  plus: 'M12 5.5v13M5.5 12h13'
} as const;
