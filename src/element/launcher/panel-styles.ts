import { css } from 'lit';

/** What the button opens. */
export const panelStyles = css`
  :host([mode='launcher']) .box {
    inline-size: min(400px, 100vw - 32px);
    block-size: min(640px, 100vh - 100px - var(--_below, 0px));
    box-shadow: 0 8px 32px rgb(0 0 0 / 20%);
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
`;
