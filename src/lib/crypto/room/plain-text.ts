// ① A text as it was before apps, mail and keyboards changed it: unwrapped, decoded, without invisible
// letters. It serves to find a link and its words, never to show. Linear in its length. Rules: L5.

/** Stands for a dash that may have been one hyphen or two. */
export const DASH = '\u2014';

const letter = (hex: string): string => String.fromCharCode(parseInt(hex, 16));

/** Mail gateways that wrap a link in one of theirs, in an alphabet of their own. */
function unwrapped(text: string): string {
  return text
    .replace(
      /(urldefense\.proofpoint\.com\/v2\/url\?u=)([^&\s]+)/gi,
      (_, before: string, link: string) =>
        before + link.replaceAll('_', '/').replace(/-([0-7][0-9A-F])/gi, (__, hex) => letter(hex))
    )
    .replace(
      /(urldefense\.com\/v3\/)__([^\s]{1,2000}?)__;([\w+/=-]{0,400})!/gi,
      (_, before: string, link: string, replaced: string) => {
        const put = base64(replaced);
        let at = 0;
        return before + link.replaceAll('*', () => put[at++] ?? '*');
      }
    );
}

function base64(text: string): string {
  try {
    return atob(text.replaceAll('-', '+').replaceAll('_', '/'));
  } catch {
    return '';
  }
}

/** `%23`, `%2523` …, escaped any number of times. */
function percentDecoded(text: string): string {
  let decoded = text;
  for (let times = 0; times < 4 && decoded.includes('%'); times += 1)
    decoded = decoded.replace(/(?:%[0-9a-f]{2})+/gi, (bytes) => {
      try {
        return decodeURIComponent(bytes);
      } catch {
        return bytes.replace(/%([2-7][0-9a-f])/gi, (_, hex: string) => letter(hex));
      }
    });
  return decoded;
}

/** @param text bounded by the caller */
export function plainText(text: string): string {
  return (
    percentDecoded(unwrapped(text))
      .normalize('NFKC')
      .replace(/[\p{Cf}\u034f\ufe00-\ufe0f]/gu, '')
      // From a wrapper inside a wrapper, or a letter escaped by its number.
      .replace(/&(?:amp|#38);/gi, '&')
      .replace(/&(?:num|#35|#x23);/gi, '#')
      .replace(/&(?:#45|#x2d);/gi, '-')
      .replace(/&(?:lowbar|#95|#x5f);/gi, '_')
      // Quoted-printable: broken lines, and `#` as its number.
      .replace(/=\r?\n/g, '')
      .replace(/=(23|2d|2f|3a|3f|5f)/gi, (_, hex: string) => letter(hex))
      // Escapes of Markdown and chat apps.
      .replace(/\\(?=[!-/:-@[-`{-~])/g, '')
      .replace(/[\p{Cc}]/gu, (control) => (/[\t\n\r]/.test(control) ? control : ''))
      .replace(/\p{Zs}/gu, ' ')
      .replace(/[\u2010-\u2012\u2212]/g, '-')
      .replace(/[\u2013-\u2015]/g, DASH)
      .normalize('NFC')
  );
}
