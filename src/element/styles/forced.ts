import { css } from 'lit';

/** Where the system's colours replace ours, backgrounds and shadows say nothing: lines do. */
export const forcedStyles = css`
  @media (forced-colors: active) {
    .bubble,
    .initial,
    .mark,
    .send,
    .placeholders i {
      border: 1px solid;
    }

    .own .bubble {
      border-inline-end-width: 4px;
    }

    [aria-current] > .bubble,
    .field:has(textarea:focus) {
      outline: 2px solid Highlight;
    }

    .link {
      text-decoration: underline;
    }

    .send:disabled {
      color: GrayText;
    }
  }
`;
