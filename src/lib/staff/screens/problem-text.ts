// Turns codes of failures into sentences; no other file of the desk does [X1].
import type { StaffTexts } from '#lib/i18n/desk-texts.ts';
import type { VaultProblem } from '#lib/staff/account/vault-session.svelte.ts';

export function problemText(texts: StaffTexts, problem: VaultProblem): string {
  const { problems } = texts;
  switch (problem) {
    case 'offline':
    case 'wrong-secret':
    case 'wait':
    case 'directory-changed':
    case 'directory-behind':
    case 'memory-unreadable':
    case 'still-elsewhere':
    case 'bad-recovery-code':
    case 'clock':
    case 'crypto':
    case 'too-many':
    case 'unsupported-version':
      return problems[problem];
    case 'slow-down':
      return problems.wait;
    default:
      return problems.other;
  }
}
