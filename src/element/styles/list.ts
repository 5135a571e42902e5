import { css } from 'lit';

export const listStyles = css`
  .frame {
    position: relative;
    display: flex;
    flex: 1;
    min-block-size: 0;
  }

  .list {
    position: relative;
    display: flex;
    flex: 1;
    flex-direction: column;
    min-inline-size: 0;
    overflow: hidden auto;
    /* Browsers that hold the view themselves would add to what we hold. */
    overflow-anchor: none;
    overscroll-behavior: contain;
    /* What gets the focus by Tab is not under the button that lies on the list. */
    scroll-padding-block: 8px 48px;
    scrollbar-width: thin;
    scrollbar-color: var(--_border) transparent;
  }

  .list:focus-visible {
    outline-offset: -2px;
  }

  .rows {
    display: flex;
    flex-direction: column;
    inline-size: 100%;
    max-inline-size: var(--_column);
    margin: auto auto 0;
    padding-inline: 16px;
  }

  .day {
    margin-block: 16px 4px;
    color: var(--_muted);
    font-size: var(--_small-size);
    line-height: var(--_small-leading);
    text-align: center;
  }

  .gap {
    display: flex;
    align-items: center;
    gap: 8px;
    margin-block: 12px 8px;
    color: var(--_muted);
    font-size: var(--_small-size);
    line-height: 20px;
    text-align: center;
    word-break: keep-all;
  }

  .unread {
    display: flex;
    align-items: center;
    gap: 8px;
    margin-block: 12px 4px;
    color: var(--_ink);
    font-size: var(--_small-size);
    font-weight: 600;
    line-height: var(--_small-leading);
  }

  .gap::before,
  .gap::after,
  .unread::after {
    flex: 1;
    border-block-start: 1px solid var(--_border);
    content: '';
  }

  .unread::after {
    border-color: currentColor;
  }

  /* Under way: it keeps the focus, and does nothing. */
  .link[aria-disabled='true'] {
    background: none;
    color: inherit;
    font-weight: inherit;
    cursor: default;
  }

  .older {
    padding-block: 12px;
    color: var(--_muted);
    font-size: 13px;
    text-align: center;
  }

  .rows:has(> .notice),
  .box > .notice {
    margin-block: auto;
  }

  .notice {
    display: flex;
    flex-direction: column;
    align-items: center;
    gap: 4px;
    padding: 32px 16px;
    overflow-wrap: anywhere;
    word-break: keep-all;
    text-align: center;
    text-wrap: balance;
  }

  .notice .icon {
    inline-size: 28px;
    block-size: 28px;
    margin-block-end: 4px;
    color: var(--_muted);
    stroke-width: 1.5;
  }

  .notice strong {
    font-weight: 600;
  }

  .notice span {
    color: var(--_muted);
  }

  .placeholders {
    display: flex;
    flex-direction: column;
    gap: 12px;
    padding-block: 12px;
  }

  .placeholders i {
    position: relative;
    inline-size: 56%;
    block-size: 38px;
    margin-inline-start: calc(var(--_avatar-size) + 8px);
    border-radius: var(--_radius);
    background: var(--_others);
  }

  .placeholders i:not(:nth-of-type(2))::before {
    position: absolute;
    inset-inline-end: calc(100% + 8px);
    inline-size: var(--_avatar-size);
    block-size: var(--_avatar-size);
    border-radius: 50%;
    background: inherit;
    content: '';
  }

  .placeholders i:nth-of-type(2) {
    inline-size: 40%;
    align-self: flex-end;
    background: var(--_own);
  }

  .placeholders i:nth-of-type(3) {
    inline-size: 68%;
    block-size: 60px;
  }

  .latest {
    position: absolute;
    inset-block-end: 8px;
    inset-inline: 0;
    display: flex;
    align-items: center;
    gap: 4px;
    inline-size: fit-content;
    margin-inline: auto;
    padding-block: 6px;
    padding-inline: 8px 12px;
    border: 1px solid var(--_border);
    border-radius: 99px;
    background: var(--_surface);
    color: var(--_ink);
    font-size: 13px;
    font-weight: 600;
    line-height: 20px;
  }

  .latest[aria-label] {
    padding: 6px;
  }

  .latest:hover {
    background: var(--_others);
  }
`;
