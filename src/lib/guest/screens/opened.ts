// Which sheet lies over the conversation: one at a time.
export type Opened =
  | 'about'
  | 'end'
  /** A page that staff have named, while it is asked whether to open it. */
  | { readonly href: string }
  | null;
