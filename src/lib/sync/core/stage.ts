// ③ ④ How far a message of one's own has come before the room has it, on the phone and at the desk alike.
// Shapes only. Rules: O1, O3, O4.

/**
 * - `held`     in memory, and not sealed yet: what must wait stays here [O4]
 * - `sealing`  being sealed under its number
 * - `storing`  sealed, on its way to the disk
 * - `waiting`  on the disk, on its way to the room
 */
export type Stage = 'held' | 'sealing' | 'storing' | 'waiting';
