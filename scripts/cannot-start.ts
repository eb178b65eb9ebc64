// What stops a start and can be mended by whoever starts it. Everything else that goes wrong is a fault
// of ours. Rules: X6.

/** The message is one whole, plain sentence for the operator: no stack, no word of the runtime's. */
export class CannotStart extends Error {
  override readonly name = 'CannotStart';
}
