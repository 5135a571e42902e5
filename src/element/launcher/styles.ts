import { css } from 'lit';

/** The button in its corner, which the stub has, too. */
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

  .launcher {
    position: relative;
    display: grid;
    place-items: center;
    inline-size: 56px;
    block-size: 56px;
    box-sizing: border-box;
    /* Seen where the system sets the colours. */
    border: 1px solid transparent;
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
`;
