// Which addresses may become script on a page: those that the page names, through one policy.
import { afterEach, describe, expect, it, vi } from 'vitest';
import { scriptUrls } from '#lib/ui/script-urls.ts';

afterEach(() => vi.unstubAllGlobals());

describe('[X1] script addresses', () => {
  const createPolicy = vi.fn(
    (_name: string, rules: { createScriptURL(url: string): string }) => rules
  );

  it('[X1] only what the page names becomes script, in a browser with Trusted Types and in one without', () => {
    for (const trustedTypes of [undefined, { createPolicy }]) {
      vi.stubGlobal('trustedTypes', trustedTypes);
      const scriptUrl = scriptUrls(['/worker.js']);
      expect(scriptUrl('/worker.js')).toBe('/worker.js');
      expect(() => scriptUrl('/other.js')).toThrow(TypeError);
      expect(() => scriptUrl('')).toThrow(TypeError);
    }
  });

  it('[X1] one policy is made, when the first script is asked for: a second of its name is refused', () => {
    vi.stubGlobal('trustedTypes', { createPolicy });
    createPolicy.mockClear();
    const scriptUrl = scriptUrls(['/worker.js', '/service-worker.js']);
    expect(createPolicy).not.toHaveBeenCalled();
    scriptUrl('/worker.js');
    scriptUrl('/service-worker.js');
    expect(createPolicy.mock.calls.map(([name]) => name)).toEqual(['tryggrom']);
  });
});
