// A problem that prevents a start and that the operator can fix. Any other failure is a bug of ours. Rules:
// X6.

/** The message is one whole, plain sentence for the operator: no stack, none of the runtime's output. */
export class CannotStart extends Error {
  override readonly name = 'CannotStart';
}
