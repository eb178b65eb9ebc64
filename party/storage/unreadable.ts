// "Cannot be read now" is never "is not there". An object's unreadable content is thrown as this, answered
// as `unavailable`, left as it is, and tried again. Null means that it never existed or is erased. Rules:
// R6.

type WhyUnreadable =
  /** A later version of this product wrote it. */
  | 'newer'
  /** It carries no version: a first draft of this product wrote it. */
  | 'unversioned'
  /** A row that does not parse, or a value of another shape. */
  | 'broken'
  /** Nothing is stored here, and whoever asks knows that something was: only the desk can say "erased". */
  | 'lost'
  /** A desk that nobody has set up: it knows of no room, and so of no absence. */
  | 'never-set-up';

export class Unreadable extends Error {
  readonly why: WhyUnreadable;

  /** Takes no cause: an error that crosses to another object says nothing about what is stored. */
  constructor(why: WhyUnreadable) {
    super('unavailable');
    this.name = 'Unreadable';
    this.why = why;
  }
}
