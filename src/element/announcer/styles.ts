import { css } from 'lit';

/** There for those who do not see it, whatever the page's own styles say of its kind. */
export const announcerStyles = css`
  ::slotted([slot='announcer']) {
    all: initial !important;
    position: absolute !important;
    inline-size: 1px !important;
    block-size: 1px !important;
    overflow: hidden !important;
    clip-path: inset(50%) !important;
    white-space: nowrap !important;
  }
`;
