// The project's own icons as SVG paths: 24 px, strokes of 1.75 px with round ends, drawn only here. On the
// young person's side a word is always beside one. The desk's additional ones are in
// desk/desk-icon-paths.ts, so that only the desk loads them.

export const ICON_PATHS = {
  exit: 'M10 5H6.5A1.5 1.5 0 0 0 5 6.5v11A1.5 1.5 0 0 0 6.5 19H10M14 8l-4 4 4 4M10 12h9',
  send: 'M5 12h13M12.5 6.5 18 12l-5.5 5.5',
  down: 'M12 5v13M6.5 12.5 12 18l5.5-5.5',
  close: 'M6.5 6.5l11 11M17.5 6.5l-11 11',
  copy: 'M9 9h9.5v10.5H9zM5.5 15V4.5H15'
} as const;
