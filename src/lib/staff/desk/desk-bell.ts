// Two soft tones when somebody has been left alone, stands before a locked door, or waits at a locked desk.
// They are synthesised, without a file. The bell is silent until a member has turned sound on in this browser, and on a page that nobody has touched.
let context: AudioContext | null = null;

/** Where a browser allows no sound, `resume` answers never. Chosen, not measured. */
const ALLOWED_WITHIN_MS = 300;

/** Call this from a press: browsers allow sound only then. Returns whether the bell can ring now. */
export async function readyBell(): Promise<boolean> {
  try {
    context ??= new AudioContext();
    const late = new Promise((wake) => setTimeout(wake, ALLOWED_WITHIN_MS));
    await Promise.race([context.resume(), late]);
    return context.state === 'running';
  } catch {
    context = null;
    return false;
  }
}

export function ringBell(): void {
  if (context?.state !== 'running') return;
  const start = context.currentTime;
  for (const [at, frequency] of [
    [0, 523.25],
    [0.28, 659.25]
  ] as const) {
    const tone = context.createOscillator();
    const volume = context.createGain();
    tone.frequency.value = frequency;
    volume.gain.setValueAtTime(0, start + at);
    volume.gain.linearRampToValueAtTime(0.12, start + at + 0.04);
    volume.gain.exponentialRampToValueAtTime(0.001, start + at + 0.5);
    tone.connect(volume).connect(context.destination);
    tone.start(start + at);
    tone.stop(start + at + 0.6);
  }
}
