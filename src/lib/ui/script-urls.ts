// The one Trusted Types policy of our own: it lets through the addresses that a page names as its scripts,
// and no others. The CSP of a page admits no policy under another name (svelte.config.js). Rules: X1.
interface ScriptUrlPolicy {
  createScriptURL(url: string): unknown;
}
interface TrustedTypesFactory {
  createPolicy(name: string, rules: { createScriptURL(url: string): string }): ScriptUrlPolicy;
}

/**
 * Made once a page: a second policy of this name is refused.
 * @returns the address in the form that the browser accepts; it throws TypeError for one that is not `ours`
 */
export function scriptUrls(ours: readonly string[]): (url: string) => string {
  let policy: ScriptUrlPolicy | null = null;
  return (url) => {
    if (!ours.includes(url)) throw new TypeError('not a script of this page');
    const { trustedTypes } = globalThis as { trustedTypes?: TrustedTypesFactory };
    if (trustedTypes === undefined) return url;
    policy ??= trustedTypes.createPolicy('tryggrom', { createScriptURL: (known) => known });
    return policy.createScriptURL(url) as string;
  };
}
