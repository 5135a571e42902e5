import { expect, type Page } from 'playwright/test';

/** What a page should never do: throw, log an error, miss a file. */
export function watch(page: Page): string[] {
  const faults: string[] = [];
  page.on('pageerror', (error) => faults.push(`threw: ${error.message}`));
  page.on('console', (entry) => {
    if (['error', 'warning'].includes(entry.type())) faults.push(`logged: ${entry.text()}`);
  });
  page.on('response', (response) => {
    if (response.status() >= 400) faults.push(`${response.status()}: ${response.url()}`);
  });
  page.on('requestfailed', (request) => {
    const reason = request.failure()?.errorText;
    // The SDK itself ends a request whose outcome it has learnt on the line.
    if (reason !== 'net::ERR_ABORTED') faults.push(`failed: ${request.url()} ${reason}`);
  });
  return faults;
}

/** The page says in two sentences what it shows, and shows the code that runs. */
export async function expectOwnCode(page: Page): Promise<void> {
  await expect(page.locator('.lead')).toHaveText(/^[^.]+\.[^.]+\.$/);
  const source = await (await page.request.get(page.url())).text();
  const code = (await page.locator('pre.code').first().textContent()) ?? '';
  const lines = code.split('\n').map((line) => line.trim());
  expect(lines.length).toBeGreaterThan(1);
  for (const line of lines) expect(source).toContain(line);
}
