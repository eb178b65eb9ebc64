// Whether an app shows this page in its own browser and could read along there: all that the first screen
// must know. Which app it is, in-app-browser.ts knows, loaded when the warning is shown. Pure. Rules: B1.

/**
 * No word borders: some apps glue their name to what stands before it (`Safari/537.36Snapchat12…`). Android
 * marks its web views; Opera Mini is one too, and a browser of its own.
 */
const SIGN =
  /Instagram|FBA[NV]|FB_IAB|Snapchat|Bytedance|musical_ly|TikTok|\btrill|Discord|; wv\)(?!.* OPR\/)/i;

export const isInApp = (userAgent: string): boolean => SIGN.test(userAgent);
