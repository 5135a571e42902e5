import { css, unsafeCSS } from 'lit';
import { HUES } from '../person.js';

const hues = Array.from({ length: HUES }, (_, hue) => `.hue-${hue}{--_hue:${(hue * 360) / HUES}}`);

export const rowStyles = css`
  .row {
    display: grid;
    flex: none;
    grid-template-columns: var(--_avatar-size) minmax(0, 1fr);
    align-items: center;
    column-gap: 8px;
    justify-items: start;
    margin-block-start: 2px;
  }

  .row.first {
    margin-block-start: 12px;
  }

  .day + .row.first,
  .gap + .row.first {
    margin-block-start: 4px;
  }

  .row:focus-visible {
    border-radius: 8px;
  }

  .row > * {
    grid-column: 2;
  }

  .row.own {
    display: flex;
    flex-wrap: wrap;
    justify-content: flex-end;
  }

  .head {
    display: flex;
    flex-wrap: wrap;
    align-items: baseline;
    column-gap: 6px;
    max-inline-size: 100%;
    padding-block-end: 4px;
    color: var(--_muted);
    font-size: var(--_small-size);
    line-height: var(--_small-leading);
    font-variant-numeric: tabular-nums;
  }

  .own .head {
    flex-basis: 100%;
    justify-content: flex-end;
  }

  /* As long as there is room for it, and some of it where there is not. */
  .name {
    flex: 1 1 6em;
    max-inline-size: max-content;
    overflow: hidden;
    color: var(--_text);
    font-weight: 600;
    text-overflow: ellipsis;
    white-space: nowrap;
  }

  time,
  .head span {
    flex: none;
  }

  .mark {
    padding-inline: 6px;
    border-radius: 4px;
    background: var(--_own);
    color: var(--_ink);
    font-weight: 600;
  }

  .mark.copied {
    background: none;
    box-shadow: inset 0 0 0 1px var(--_danger);
    color: var(--_danger);
  }

  .mark.banned {
    background: var(--_others);
    color: var(--_muted);
  }

  .head .icon {
    inline-size: 12px;
    block-size: 12px;
    margin-inline-end: 3px;
    vertical-align: -2px;
  }

  .row > .initial {
    grid-column: 1;
    grid-row: 1 / 3;
    align-self: start;
    inline-size: var(--_avatar-size);
    block-size: var(--_avatar-size);
    border-radius: 50%;
    background: oklch(92% 0.045 var(--_hue));
    color: oklch(42% 0.1 var(--_hue));
    font-size: 13px;
    font-weight: 600;
    line-height: var(--_avatar-size);
    text-align: center;
  }

  @supports (color: light-dark(#000, #fff)) {
    .row > .initial {
      background: light-dark(oklch(92% 0.045 var(--_hue)), oklch(34% 0.055 var(--_hue)));
      color: light-dark(oklch(42% 0.1 var(--_hue)), oklch(88% 0.06 var(--_hue)));
    }
  }

  ${unsafeCSS(hues.join(''))}

  .bubble {
    position: relative;
    max-inline-size: min(var(--_measure), 100% - 32px);
    padding: 8px 12px;
    border-radius: var(--_radius);
    background: var(--_others);
    overflow-wrap: anywhere;
  }

  .own .bubble {
    background: var(--_own);
  }

  /* Corners on the sender's side are round only where a group starts and ends. */
  .row:not(.own, .first) .bubble {
    border-start-start-radius: 4px;
  }

  .row:not(.own, .last) .bubble {
    border-end-start-radius: 4px;
  }

  .own:not(.first) .bubble {
    border-start-end-radius: 4px;
  }

  .own:not(.last) .bubble {
    border-end-end-radius: 4px;
  }

  .deleted .bubble {
    background: none;
    box-shadow: inset 0 0 0 1px var(--_border);
    color: var(--_muted);
  }

  [aria-current] > .bubble {
    box-shadow: inset 0 0 0 2px var(--_ink);
  }

  /* Each line has the direction of what is written in it. */
  .text {
    unicode-bidi: plaintext;
    white-space: pre-wrap;
  }

  .text a {
    unicode-bidi: isolate;
    color: var(--_ink);
    text-underline-offset: 2px;
  }

  .edited {
    display: block;
    color: var(--_muted);
    font-size: var(--_small-size);
    line-height: var(--_small-leading);
  }

  .own .edited {
    text-align: end;
  }

  /* Korean is read by words; one that is too long for a line still breaks. */
  .korean {
    word-break: keep-all;
  }

  .emoji {
    font-size: 32px;
    line-height: 40px;
  }

  .sign {
    order: -1;
    align-self: flex-end;
    padding-block-end: 4px;
    line-height: 0;
    color: var(--_muted);
    /* What is sent at once shows no sign of it. */
    animation: appear 150ms 500ms backwards;
  }

  .sign .icon,
  .trouble .icon {
    inline-size: 14px;
    block-size: 14px;
  }

  .trouble .icon {
    margin-inline-end: 4px;
    vertical-align: -2px;
  }

  .failed .bubble {
    background: none;
    box-shadow: inset 0 0 0 1px var(--_danger);
  }

  .trouble {
    display: flex;
    flex: 100%;
    flex-wrap: wrap;
    align-items: center;
    justify-content: flex-end;
    gap: 2px 4px;
    padding-block: 2px;
    color: var(--_muted);
    font-size: 13px;
    line-height: 20px;
    overflow-wrap: anywhere;
    word-break: keep-all;
    text-align: end;
  }

  .failed .trouble {
    color: var(--_danger);
  }

  @keyframes appear {
    from {
      opacity: 0;
    }
  }
`;
