// The head of the service's directory, as this browser first saw it [D2]: a server that shows
// another list of colleagues' keys later is refused. A head is no secret.
const key = (serviceId: string): string => `tryggrom-desk-directory-${serviceId}`;

/** Base64url, or null when this browser has seen none (or keeps nothing). */
export function readPin(serviceId: string): string | null {
  try {
    return localStorage.getItem(key(serviceId));
  } catch {
    return null;
  }
}

export function writePin(serviceId: string, head: string): void {
  try {
    localStorage.setItem(key(serviceId), head);
  } catch {
    // A browser that keeps nothing: it is checked anew every time.
  }
}
