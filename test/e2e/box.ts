import { expect, type Locator, type Page } from 'playwright/test';

/** One chat box as its user meets it: by role and name, never by what is inside. */
export class Box {
  readonly log: Locator;
  readonly textbox: Locator;
  readonly send: Locator;
  readonly root: Locator;

  constructor(root: Locator) {
    this.root = root;
    this.log = root.getByRole('log');
    this.textbox = root.getByRole('textbox');
    this.send = root.getByRole('button', { name: /^(Send|보내기)$/ });
  }

  static on(page: Page, index = 0): Box {
    return new Box(page.locator('chat-room').nth(index));
  }

  /** The line is up, so that what is written from now on arrives by itself. */
  async connected(): Promise<this> {
    await expect(this.root.getByText(/^(Connected|연결됨)$/)).toBeVisible();
    return this;
  }

  async say(text: string): Promise<void> {
    await this.textbox.fill(text);
    await this.send.click();
    await expect(this.textbox).toHaveValue('');
  }

  message(text: string): Locator {
    return this.log.getByText(text, { exact: true });
  }
}
