// Lets a translator work on the page without shutting anybody out. A translator takes a text away and puts
// a <font> in its place; what later changes or removes that text then reaches nobody, and scripts that take
// over do not find the page that they know. So each own text stays, empty, in front of its stand-in, and
// takes it along when it changes or goes. Rule: B4.

interface Replaced {
  /** What the own text said. */
  readonly said: string;
  readonly standIn: Element;
}

const RESTORE = 'restore-own-text';

const isText = (node: Node): node is Text => node.nodeType === Node.TEXT_NODE;
const isFont = (node: Node | null): node is Element =>
  node?.nodeName === 'FONT' && node.isConnected;

export function keepOwnText(): void {
  const replaced = new Map<Text, Replaced>();

  /** Nothing of the translator's is left: until it looks again. */
  const restore = (): void => {
    for (const [own, { said, standIn }] of replaced) {
      standIn.remove();
      own.nodeValue = said;
    }
    replaced.clear();
    observer.takeRecords();
  };

  /** A translator's element that came for this text, which is not in the page any more. */
  function standInFor(record: MutationRecord, own: Text): Element | undefined {
    if (own.isConnected) return undefined;
    const taken = new Set([...replaced.values()].map(({ standIn }) => standIn));
    return [...record.addedNodes, record.previousSibling, record.nextSibling]
      .filter(isFont)
      .find((font) => !taken.has(font));
  }

  const observer = new MutationObserver((records) => {
    for (const record of records) {
      if (record.type === 'characterData') {
        // The page says something else now.
        const own = record.target as Text;
        replaced.get(own)?.standIn.remove();
        replaced.delete(own);
      }
      for (const own of [...record.removedNodes].filter(isText)) {
        const standIn = standInFor(record, own);
        if (standIn === undefined) continue;
        replaced.set(own, { said: own.nodeValue ?? '', standIn });
        standIn.before(own);
        own.nodeValue = '';
      }
    }
    for (const [own, { said, standIn }] of replaced) {
      if (own.isConnected && standIn.isConnected) continue;
      // Removed by the page, or shown in the original again.
      standIn.remove();
      if (own.isConnected) own.nodeValue = said;
      replaced.delete(own);
    }
    // What was done here is nobody's change.
    observer.takeRecords();
  });
  observer.observe(document, { subtree: true, childList: true, characterData: true });
  document.addEventListener(RESTORE, restore);
}

/** Called by whoever is about to take the page over, in the same turn. */
export const restoreOwnText = (): void => void document.dispatchEvent(new Event(RESTORE));
