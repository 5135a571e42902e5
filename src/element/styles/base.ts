import { css } from 'lit';

export const baseStyles = css`
  :host {
    display: block;
    block-size: 560px;
    block-size: min(560px, 100svh);
    contain: content;
  }

  /* What is within shows that it has the focus: a page's rule for all that has it would draw a frame around the whole. */
  :host(:focus) {
    outline: none !important;
  }

  /* The button in the corner has styles of its own, which come with it. */
  :host([hidden]),
  :host([mode='launcher']) {
    display: none;
  }

  :host([mode='page']) {
    block-size: 100vh;
  }

  /* Its parent's height, and the screen's where the parent has none of its own. */
  @supports (contain-intrinsic-block-size: 100dvh) {
    :host([mode='page']) {
      inline-size: 100%;
      block-size: 100%;
      contain: strict;
      contain-intrinsic-block-size: 100dvh;
    }
  }

  /* Nothing of the page's own text styles comes in. */
  .box,
  .launcher {
    all: initial;
    color-scheme: inherit;
    visibility: inherit;
    -webkit-text-size-adjust: 100%;
    text-size-adjust: 100%;
    color: var(--_text);
    font: var(--_text-size) / var(--_text-leading) var(--_font);
  }

  .box {
    /* A line that the page draws under its text goes on into blocks, but not into floats. */
    float: left;
    inline-size: 100%;
    /* Nor does a page that lets nothing be selected mean what is said here. */
    /* Safari knows this name only, and everyone else it, too. */
    -webkit-user-select: text;
    display: flex;
    flex-direction: column;
    box-sizing: border-box;
    block-size: 100%;
    /* Also where the page has taken the host's height away. */
    max-block-size: max(560px, 100svh);
    overflow: hidden;
    border: 1px solid var(--_border);
    border-radius: var(--_radius);
    background: var(--_surface);
  }

  :host([mode='page']) .box {
    position: absolute;
    inset: var(--_above, 0px) 0 var(--_below, 0px);
    block-size: auto;
    padding: env(safe-area-inset-top) env(safe-area-inset-right)
      max(0px, env(safe-area-inset-bottom) - var(--_below, 0px)) env(safe-area-inset-left);
    border: 0;
    border-radius: 0;
  }

  .box[hidden] {
    display: none;
  }

  .box * {
    box-sizing: border-box;
  }

  p {
    margin: 0;
  }

  .icon {
    flex: none;
    inline-size: 20px;
    block-size: 20px;
    fill: none;
    stroke: currentColor;
    stroke-width: 2;
    stroke-linecap: round;
    stroke-linejoin: round;
  }

  button {
    all: unset;
    box-sizing: border-box;
    cursor: pointer;
    -webkit-tap-highlight-color: transparent;
  }

  /* As large as a finger, whatever they look like. */
  @media (pointer: coarse) {
    button {
      position: relative;
    }

    button::after {
      position: absolute;
      inset: 50% auto auto 50%;
      inline-size: max(100%, 44px);
      block-size: max(100%, 44px);
      transform: translate(-50%, -50%);
      content: '';
    }

    [role='menu'] button {
      min-block-size: 44px;
    }
  }

  .link {
    flex: none;
    padding: 2px 6px;
    border-radius: 6px;
    color: var(--_ink);
    font-weight: 600;
  }

  .link:hover {
    background: var(--_own);
  }

  :focus-visible {
    outline: 2px solid var(--_ink);
    outline-offset: 2px;
  }

  /* There for those who do not see it. */
  .unseen {
    position: absolute;
    inline-size: 1px;
    block-size: 1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }

  @media (prefers-reduced-motion: reduce) {
    * {
      animation-duration: 1ms !important;
      transition: none !important;
    }
  }
`;
