// Lets a translator work on the page without breaking it. A translator replaces a text node by a <font>.
// Later changes to that node, or its removal, then have no visible effect, and scripts that hydrate do not
// find the page they expect. So each own text node stays, empty, before its stand-in, and passes changes
// and its removal on. Rule: B4.

interface Replaced {
  /** The text of the own node. */
  readonly said: string;
  readonly standIn: Element;
}

const RESTORE = 'restore-own-text';

const isText = (node: Node): node is Text => node.nodeType === Node.TEXT_NODE;
const isFont = (node: Node | null): node is Element =>
  node?.nodeName === 'FONT' && node.isConnected;

export function keepOwnText(): void {
  const replaced = new Map<Text, Replaced>();

  /** Removes everything of the translator's, until it runs again. */
  const restore = (): void => {
    for (const [own, { said, standIn }] of replaced) {
      standIn.remove();
      own.nodeValue = said;
    }
    replaced.clear();
    observer.takeRecords();
  };

  /** The translator's element that replaced this text node, which is no longer in the page. */
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
        // The page has changed its text.
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
    // Drops the records of our own changes.
    observer.takeRecords();
  });
  observer.observe(document, { subtree: true, childList: true, characterData: true });
  document.addEventListener(RESTORE, restore);
}

/** Call right before the page is hydrated, in the same turn. */
export const restoreOwnText = (): void => void document.dispatchEvent(new Event(RESTORE));
