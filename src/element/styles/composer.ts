import { css } from 'lit';

export const composerStyles = css`
  .composer {
    flex: none;
    inline-size: 100%;
    max-inline-size: var(--_column);
    margin-inline: auto;
    padding: 0 12px 12px;
  }

  .hint {
    padding: 0 8px 4px;
    color: var(--_muted);
    font-size: var(--_small-size);
    line-height: var(--_small-leading);
    font-variant-numeric: tabular-nums;
    text-align: end;
    text-wrap: balance;
  }

  .hint:empty {
    padding: 0;
  }

  .hint.wrong {
    color: var(--_danger);
  }

  .editing {
    display: flex;
    align-items: center;
    justify-content: space-between;
    padding-block: 0 4px;
    padding-inline: 8px 2px;
    color: var(--_muted);
    font-size: 13px;
    line-height: 20px;
  }

  .field {
    display: flex;
    align-items: flex-end;
    gap: 4px;
    padding: 3px;
    /* It says where to type: 3 to 1 (WCAG 1.4.11), which a mere line need not have. */
    border: 1px solid var(--_muted);
    border-color: color-mix(in oklab, var(--_muted) 70%, var(--_surface));
    border-radius: 20px;
    transition: border-color 120ms;
  }

  .field:has(textarea:focus) {
    border-color: var(--_ink);
    box-shadow: 0 0 0 1px var(--_ink);
  }

  .field.barred {
    border-color: var(--_others);
    background: var(--_others);
  }

  /* A copy of the text, unseen, gives the field its height: one line to six. */
  .grow {
    display: grid;
    flex: 1;
    grid-template-rows: minmax(0, 1fr);
    min-inline-size: 0;
    overflow: hidden;
    max-block-size: calc(var(--_text-leading) * 6);
    margin-block: 5px;
  }

  .grow span {
    visibility: hidden;
  }

  .grow span,
  textarea {
    grid-area: 1 / 1;
    min-inline-size: 0;
    margin: 0;
    padding-block: 0;
    padding-inline: 12px 4px;
    border: 0;
    font: inherit;
    overflow-wrap: anywhere;
    white-space: pre-wrap;
  }

  textarea {
    block-size: 100%;
    min-block-size: 0;
    background: none;
    color: inherit;
    overflow: hidden auto;
    resize: none;
    scrollbar-width: thin;
  }

  /* The field around it shows the focus. */
  textarea:focus-visible {
    outline: none;
  }

  textarea::placeholder {
    color: var(--_muted);
    opacity: 1;
  }

  .send {
    display: grid;
    flex: none;
    place-items: center;
    inline-size: 32px;
    block-size: 32px;
    border-radius: 50%;
    background: var(--_fill);
    color: var(--_on-fill);
    font-size: 13px;
    font-variant-numeric: tabular-nums;
    transition: opacity 120ms;
  }

  .send:disabled {
    background: var(--_others);
    color: var(--_muted);
    cursor: default;
  }

  /* iOS zooms into a field whose text is smaller. */
  @media (pointer: coarse) {
    .grow {
      font-size: max(16px, var(--_text-size));
    }
  }
`;
