// What the opened entries of a room mean, in room order: what the young person wrote, what staff wrote and
// to whom, who was confirmed by whom. It uses only signed and sealed content, never what the server itself
// says [J5]. Pure. Rules: J5, J7, O6, R6, R8, R9.
import { bodyOf, type MessageBody } from '#lib/protocol/message-body.ts';
import { parseCopyContent, parseGuestContent } from '#lib/protocol/content.ts';
import { parseLogContent } from '#lib/protocol/log-content.ts';
import type { CopyContent } from '#lib/protocol/content.ts';
import type { LogContent } from '#lib/protocol/log-content.ts';
import { Direction } from '#lib/crypto/room/envelope-header.ts';
import type {
  Heard,
  Label,
  Meaning,
  Placed,
  Said,
  Signed,
  Unread,
  Verdict
} from './meaning-types.ts';
import type { EntryRecord, Fault } from './room-types.ts';

export const noMeaning: Meaning = {
  heard: [],
  unread: [],
  said: new Map(),
  verdicts: new Map(),
  copies: new Map(),
  delivered: new Map(),
  shown: new Map(),
  label: null,
  headNumber: 0
};

/** A copy of `meaning` that `understand` may mutate during one step. */
interface MeaningDraft {
  heard: Heard[];
  unread: Unread[];
  said: Map<string, Said>;
  verdicts: Map<string, Verdict>;
  copies: Map<string, ReadonlyMap<string, number>>;
  delivered: Map<string, string>;
  shown: Map<string, Signed>;
  label: Label | null;
  headNumber: number;
}

export const draftOf = (meaning: Meaning): MeaningDraft => ({
  heard: [...meaning.heard],
  unread: [...meaning.unread],
  said: new Map(meaning.said),
  verdicts: new Map(meaning.verdicts),
  copies: new Map(meaning.copies),
  delivered: new Map(meaning.delivered),
  shown: new Map(meaning.shown),
  label: meaning.label,
  headNumber: meaning.headNumber
});

const placed = ({ hash, order, n, timeMs, sender }: EntryRecord): Placed => ({
  hash,
  order,
  n,
  timeMs,
  sender
});

function fromLog(draft: MeaningDraft, signed: Signed, content: LogContent): Fault | null {
  switch (content.t) {
    case 'say': {
      const { to, writtenAtMs, upTo } = content;
      // A page that does not say how far it had read has answered what stands before its reply [R8].
      const answersUpTo = Math.min(upTo ?? signed.order, signed.order);
      draft.said.set(signed.hash, {
        ...signed,
        to,
        body: bodyOf(content),
        writtenAtMs,
        answersUpTo,
        resent: []
      });
      return null;
    }
    case 'decide': {
      if (draft.verdicts.get(content.epochId)?.verdict === 'refuse') return null;
      draft.verdicts.set(content.epochId, { ...signed, verdict: content.verdict });
      return null;
    }
    case 'resend': {
      const said = draft.said.get(content.of);
      if (said === undefined) return 'misplaced';
      const resent = [...said.resent, { ...signed, to: content.to }];
      draft.said.set(content.of, { ...said, resent });
      return null;
    }
    case 'show-earlier':
      draft.shown.set(content.to, signed);
      return null;
    case 'label':
      draft.label = content.label === '' ? null : { ...signed, text: content.label };
      return null;
  }
}

const sameBody = (one: MessageBody, other: MessageBody): boolean =>
  one.type === other.type && one.text === other.text;

function fromCopy(draft: MeaningDraft, entry: EntryRecord, content: CopyContent): Fault | null {
  if (content.copyOf !== entry.copyOf) return 'misplaced';
  const original =
    content.t === 'earlier' && content.from === 'you'
      ? draft.heard.find((one) => one.hash === content.copyOf)
      : draft.said.get(content.copyOf);
  if (original === undefined || !sameBody(original.body, bodyOf(content))) return 'misplaced';
  if (original.order !== content.logOrder) return 'misplaced';
  const places = new Map(draft.copies.get(content.copyOf));
  places.set(entry.chain, entry.n);
  draft.copies.set(content.copyOf, places);
  return null;
}

/** What a young person has sent, or what may be that: its header cannot be read. */
export const mayBeGuests = ({ direction }: EntryRecord): boolean =>
  direction !== Direction.roomLog && direction !== Direction.staffCopy;

/** Of a young person: it may be a message, so it is neither read nor answered by itself [R6, R8]. */
function cannotRead(draft: MeaningDraft, entry: EntryRecord, fault: Fault): Fault {
  if (mayBeGuests(entry)) draft.unread.push({ ...placed(entry), epochId: entry.chain });
  return fault;
}

/** Understands one opened entry. Returns what is wrong with it, or null; a wrong one means nothing. */
export function understand(draft: MeaningDraft, entry: EntryRecord): Fault | null {
  if (entry.void) {
    // Its fault is known already; what it says, nobody knows.
    if (entry.fault !== null) cannotRead(draft, entry, entry.fault);
    return null;
  }
  if (entry.reading === null) return null;
  if (!entry.reading.ok) return cannotRead(draft, entry, entry.reading.fault);
  const { json, memberId, headNumber } = entry.reading;
  if (entry.direction === Direction.roomLog) {
    if (headNumber < draft.headNumber) return 'older-directory';
    draft.headNumber = headNumber;
    const content = parseLogContent(json);
    if (content === null) return 'unreadable';
    if (content.t === 'newer') return 'newer';
    if (memberId === null) return 'signature';
    return content.t === 'aside'
      ? null
      : fromLog(draft, { ...placed(entry), by: memberId }, content);
  }
  if (entry.direction === Direction.staffCopy) {
    const content = parseCopyContent(json);
    if (content === null) return 'unreadable';
    if (content.t === 'newer') return 'newer';
    return fromCopy(draft, entry, content);
  }
  const content = parseGuestContent(json);
  if (content === null) return cannotRead(draft, entry, 'unreadable');
  if (content.t === 'newer') return cannotRead(draft, entry, 'newer');
  if (content.t === 'say') {
    const { writtenAtMs } = content;
    draft.heard.push({
      ...placed(entry),
      epochId: entry.chain,
      body: bodyOf(content),
      writtenAtMs
    });
    return null;
  }
  // A receipt counts only from an epoch that was given the copy [O6].
  for (const hash of content.of)
    if (draft.copies.get(hash)?.has(entry.chain) === true && !draft.delivered.has(hash))
      draft.delivered.set(hash, entry.chain);
  return null;
}
