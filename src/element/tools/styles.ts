import { css } from 'lit';

export const toolStyles = css`
  /* No box of its own: a menu hangs on the bubble or the header around it. */
  .menu-place {
    display: contents;
  }

  .more {
    display: grid;
    flex: none;
    place-items: center;
    inline-size: 28px;
    block-size: 28px;
    border-radius: 50%;
    color: var(--_muted);
  }

  .more:hover,
  .more[aria-expanded='true'] {
    background: var(--_others);
    color: var(--_text);
  }

  /* Beside the bubble, where a row always has room for it. */
  .bubble .more {
    position: absolute;
    inset-block-start: 5px;
    inset-inline-start: 100%;
    margin-inline: 2px;
  }

  .own .bubble .more {
    inset-inline: auto 100%;
  }

  @media (hover: hover) {
    .row:not(:hover, :focus-within) .more {
      opacity: 0;
    }
  }

  .menu {
    position: absolute;
    z-index: 1;
    inset-block-start: 37px;
    inset-inline-start: max(0px, 100% - 116px);
    inline-size: max-content;
    min-inline-size: 144px;
    max-inline-size: 240px;
    padding: 4px;
    border: 1px solid var(--_border);
    border-radius: 12px;
    background: var(--_surface);
    box-shadow: 0 4px 16px rgb(0 0 0 / 16%);
    color: var(--_text);
    word-break: keep-all;
  }

  .menu.up {
    inset-block: auto calc(100% + 4px);
  }

  .own .menu {
    inset-inline: auto max(0px, 100% - 116px);
  }

  .header .menu {
    inset-block-start: calc(100% - 4px);
    inset-inline: auto 8px;
  }

  .menu p {
    padding: 7px 12px;
    color: var(--_muted);
    font-size: 13px;
    line-height: 20px;
  }

  .menu button {
    display: flex;
    align-items: center;
    justify-content: space-between;
    gap: 16px;
    inline-size: 100%;
    padding: 6px 12px;
    border-radius: 8px;
  }

  .menu button:hover,
  .menu button:focus {
    background: var(--_others);
  }

  .menu button:focus-visible {
    outline-offset: -2px;
  }

  .menu .icon {
    inline-size: 16px;
    block-size: 16px;
  }
`;
