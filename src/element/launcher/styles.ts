import { css } from 'lit';

export const launcherStyles = css`
  :host([mode='launcher']:not([hidden])) {
    position: fixed;
    z-index: 2147483000;
    inset-block-end: calc(16px + var(--_below, 0px));
    inset-inline-end: 16px;
    display: flex;
    flex-direction: column-reverse;
    align-items: flex-end;
    gap: 12px;
    block-size: auto;
    contain: layout style;
    pointer-events: none;
  }

  :host([mode='launcher']) .box {
    inline-size: min(400px, 100vw - 32px);
    block-size: min(640px, 100vh - 100px - var(--_below, 0px));
    box-shadow: 0 8px 32px rgb(0 0 0 / 20%);
  }

  .launcher {
    position: relative;
    display: grid;
    place-items: center;
    inline-size: 56px;
    block-size: 56px;
    border-radius: 50%;
    background: var(--_fill);
    color: var(--_on-fill);
    cursor: pointer;
  }

  .launcher .icon {
    inline-size: 24px;
    block-size: 24px;
  }

  .count {
    position: absolute;
    inset-block-start: -2px;
    inset-inline-end: -2px;
    min-inline-size: 20px;
    padding-inline: 5px;
    box-sizing: border-box;
    border-radius: 10px;
    background: var(--_danger);
    color: var(--_surface);
    font-size: var(--_small-size);
    font-weight: 600;
    line-height: 20px;
    text-align: center;
  }

  /* On a phone it is a sheet, with the button at the end of its header. */
  @media (max-width: 480px), (max-height: 480px) and (pointer: coarse) {
    :host([mode='launcher']:not([hidden])) {
      contain: style;
    }

    :host([mode='launcher']) .box {
      position: fixed;
      inset: var(--_above, 0px) 0 var(--_below, 0px);
      inline-size: auto;
      block-size: auto;
      padding: env(safe-area-inset-top) env(safe-area-inset-right)
        max(0px, env(safe-area-inset-bottom) - var(--_below, 0px)) env(safe-area-inset-left);
      border: 0;
      border-radius: 0;
      overscroll-behavior: contain;
      touch-action: pinch-zoom;
    }

    .list,
    textarea {
      touch-action: pan-y pinch-zoom;
    }

    :host([mode='launcher']) .header {
      min-block-size: 49px;
      padding-block: 4px;
      padding-inline-end: 56px;
    }

    .launcher[aria-expanded='true'] {
      position: fixed;
      z-index: 1;
      inset-block-start: calc(2px + env(safe-area-inset-top) + var(--_above, 0px));
      inset-inline-end: calc(6px + env(safe-area-inset-right));
      inline-size: 44px;
      block-size: 44px;
      background: none;
      color: var(--_muted);
    }
  }

  @media (forced-colors: active) {
    .launcher,
    .count {
      border: 1px solid;
    }
  }
`;
