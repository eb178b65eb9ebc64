// Replaces `#lib/guest/entry/face-request.ts` for the shipped courier: whether the room is there, according
// to the room itself.
export { endOf } from '#lib/guest/entry/face-request.ts';
import type { FaceAsked } from '#lib/guest/entry/face-request.ts';

let answer: () => FaceAsked = () => ({ type: 'offline' });

export const answerFace = (ask: () => FaceAsked): void => {
  answer = ask;
};

export const askFace = (): Promise<FaceAsked> => Promise.resolve(answer());
