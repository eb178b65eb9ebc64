// The project's own icons: 24 px, strokes of 1.75 px with round ends, drawn here and nowhere else.
// On the young person's side a word always stands beside one.

export const ICON_PATHS = {
  exit: 'M10 5H6.5A1.5 1.5 0 0 0 5 6.5v11A1.5 1.5 0 0 0 6.5 19H10M14 8l-4 4 4 4M10 12h9',
  send: 'M5 12h13M12.5 6.5 18 12l-5.5 5.5',
  down: 'M12 5v13M6.5 12.5 12 18l5.5-5.5',
  back: 'M19 12H6M11.5 6.5 6 12l5.5 5.5',
  close: 'M6.5 6.5l11 11M17.5 6.5l-11 11',
  check: 'M5.5 12.5 10 17l8.5-9.5',
  copy: 'M9 9h9.5v10.5H9zM5.5 15V4.5H15',
  clock: 'M12 4a8 8 0 1 0 0 16 8 8 0 0 0 0-16M12 8v4.5l3 1.5',
  lock: 'M7 11h10v8.5H7zM9 11V8a3 3 0 0 1 6 0v3',
  info: 'M12 4a8 8 0 1 0 0 16 8 8 0 0 0 0-16M12 11.5V16M12 8h.01',
  phone:
    'M7 4.5h2.5l1.2 3.6-1.9 1.4a11 11 0 0 0 5.7 5.7l1.4-1.9 3.6 1.2V17a2.5 2.5 0 0 1-2.7 2.5A14.8 14.8 0 0 1 4.5 7.2 2.5 2.5 0 0 1 7 4.5',
  person:
    'M12 12.5a3.75 3.75 0 1 0 0-7.5 3.75 3.75 0 0 0 0 7.5M5 19.5c1.2-2.6 3.8-4 7-4s5.8 1.4 7 4',
  plus: 'M12 5.5v13M5.5 12h13',
  search: 'M10.5 5a5.5 5.5 0 1 0 0 11 5.5 5.5 0 0 0 0-11M15 15l4 4',
  bell: 'M6.5 16.5V11a5.5 5.5 0 0 1 11 0v5.5M5 16.5h14M10.5 19.5h3',
  more: 'M6 12h.01M12 12h.01M18 12h.01',
  warning: 'M12 5 3.8 19h16.4zM12 10.5V14M12 16.5h.01',
  link: 'M10 14a3.5 3.5 0 0 0 5 0l3-3a3.5 3.5 0 0 0-5-5l-1 1M14 10a3.5 3.5 0 0 0-5 0l-3 3a3.5 3.5 0 0 0 5 5l1-1'
} as const;

export type IconName = keyof typeof ICON_PATHS;
