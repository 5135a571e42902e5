import type { Stage } from './stage.js';

/** The requests of a page to one address, from now on. */
export class Traffic {
  requests = 0;
  /** What their answers had on the line, headers too. */
  bytes = 0;

  static async of({ cdp }: Stage, address: string): Promise<Traffic> {
    const traffic = new Traffic();
    const meant = new Set<string>();
    await cdp.send('Network.enable');
    cdp.on('Network.requestWillBeSent', ({ requestId, request: { url, method } }) => {
      // A preflight is the browser's own, and kept by it.
      if (!url.startsWith(address) || method === 'OPTIONS') return;
      meant.add(requestId);
      traffic.requests += 1;
    });
    cdp.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
      if (meant.has(requestId)) traffic.bytes += encodedDataLength;
    });
    return traffic;
  }
}
