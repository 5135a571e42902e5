/** `chat-launcher.js`: the launcher's button, which loads the box when somebody comes near it. */
import type { ChatRoomElement } from '../chat-room.js';
import { embed, put } from '../embed.js';
import { countNews } from './news.js';
import { StubButton } from './stub-button.js';

/** A page hidden for so long is asked about again when it is shown. */
const AWAY_MS = 5 * 60_000;

const script = document.currentScript;
const box = script instanceof HTMLScriptElement ? embed(script) : undefined;
if (box) start(script as HTMLScriptElement, box);

function start(script: HTMLScriptElement, box: ChatRoomElement): void {
  box.setAttribute('mode', 'launcher');
  let tries = '';
  let isLoading = false;
  let isAsked = false;

  const load = async (): Promise<void> => {
    if (isLoading) return;
    isLoading = true;
    button.show('loading');
    try {
      await import(new URL(`chat-room.js${tries}`, script.src).href);
      await box.updateComplete;
      const own = box.renderRoot.querySelector<HTMLElement>('.launcher');
      if (!own) throw new Error();
      await button.released();
      if (button.hasFocus) own.focus({ preventScroll: true });
      button.element.remove();
      if (isAsked) await box.toggle();
    } catch {
      // A browser may remember what failed: the next try has another address.
      tries = tries ? `${tries}+` : '?';
      isLoading = isAsked = false;
      button.show('failed');
    }
  };
  const button = new StubButton(box, load, () => {
    isAsked = true;
    void load();
  });
  put(script, button.element);
  // By another script of the page, perhaps: then the box shows itself.
  customElements.whenDefined('chat-room').then(load);

  const look = (): void => {
    countNews(box.getAttribute('api') ?? '', box.getAttribute('room') ?? '', box.getAttribute('token')).then(
      (count) => button.count(count),
      // Nobody asked: nobody is told that it did not come.
      () => {},
    );
  };
  (globalThis.requestIdleCallback ?? setTimeout)(look);
  let changedAt = performance.now();
  document.addEventListener('visibilitychange', () => {
    const now = performance.now();
    // Once the box is here, it counts itself.
    if (!document.hidden && now - changedAt > AWAY_MS && button.element.isConnected) look();
    changedAt = now;
  });
}
