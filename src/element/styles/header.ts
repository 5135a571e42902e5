import { css } from 'lit';

export const headerStyles = css`
  .header {
    position: relative;
    display: flex;
    flex: none;
    align-items: center;
    gap: 12px;
    padding: 12px 16px;
    border-block-end: 1px solid var(--_border);
  }

  .header .more {
    margin-block: -4px;
    margin-inline: auto -8px;
  }

  .title {
    flex: 1;
    overflow: hidden;
    font-weight: 600;
    /* A name runs its own way, but begins where the box does. */
    text-align: match-parent;
    text-align: -webkit-match-parent;
    text-overflow: ellipsis;
    white-space: nowrap;
  }

  .state {
    display: flex;
    flex: none;
    align-items: center;
    gap: 6px;
    color: var(--_muted);
    font-size: var(--_small-size);
    line-height: var(--_small-leading);
  }

  .state::before {
    border: 4px solid var(--_waiting);
    border-radius: 50%;
    content: '';
  }

  .state.connected::before {
    border-color: var(--_good);
  }

  .state.failed::before,
  .state.closed::before {
    border-color: var(--_danger);
  }

  .outage {
    display: flex;
    flex: none;
    align-items: center;
    justify-content: space-between;
    gap: 8px;
    padding-block: 4px;
    padding-inline: 16px 10px;
    border-block-end: 1px solid var(--_border);
    background: var(--_others);
    font-size: var(--_small-size);
    line-height: 20px;
    font-variant-numeric: tabular-nums;
    word-break: keep-all;
  }
`;
