import { css, unsafeCSS } from 'lit';

/**
 * What a page may set, as `--chat-<name>` on the element or anything around it, and what each is without that. The other
 * styles read `--_<name>`.
 */
const SIZES = {
  font: 'system-ui, "Apple SD Gothic Neo", "Noto Sans KR", sans-serif',
  'text-size': '15px',
  // Whole pixels, so that rows have whole heights and the list can hold its place exactly.
  'text-leading': '22px',
  'small-size': '12px',
  'small-leading': '16px',
  radius: '16px',
  'avatar-size': '28px',
  measure: '36em',
  column: '840px',
} as const;

/** Light, dark. */
const COLOURS = {
  accent: ['#2f62d9', '#86a9ff'],
  surface: ['#fff', '#17181b'],
  text: ['#1b1d21', '#eceef1'],
  muted: ['#5c626b', '#a2a8b1'],
  border: ['#e2e4e9', '#303338'],
  others: ['#f1f2f5', '#26282d'],
  own: [tint(14), tint(26)],
  danger: ['#b3261e', '#ff9d93'],
  waiting: ['#9a6700', '#e5b454'],
  good: ['#1a7f4b', '#4fc78d'],
} as const;

/** What stays legible with an accent of any lightness. Its fallback is not to use the accent there, but for `own`. */
const LEGIBLE = {
  /** Not so near to the surface, either, that a bubble would not be seen. */
  own: [tint(14, accent('clamp(.4, l, .7)')), tint(26, accent('clamp(.4, l, .7)'))],
  /** The accent as a line or as text. */
  ink: [accent('min(l, .47)'), accent('max(l, .82)')],
  fill: ['var(--_accent)', 'var(--_accent)'],
  /** Black or white on `fill`: at a luminance of 0.179 they contrast with it equally. */
  'on-fill': [blackOrWhite(), blackOrWhite()],
} as const;

function tint(percent: number, of = 'var(--_accent)'): string {
  return `color-mix(in oklab, ${of} ${percent}%, var(--_surface))`;
}

function accent(lightness: string): string {
  return `oklch(from var(--_seen) ${lightness} c h)`;
}

function blackOrWhite(): string {
  const [x, y, z] = [0.9505, 1, 1.089].map((white) => `clamp(0, (.179 - y) * 1e6, ${white})`);
  return `color(from var(--_seen) xyz-d65 ${x} ${y} ${z})`;
}

function declare<Value>(table: Readonly<Record<string, Value>>, value: (of: Value) => string) {
  const lines = Object.entries(table).map(([name, of]) => `--_${name}:var(--chat-${name},${value(of)});`);
  return unsafeCSS(lines.join(''));
}

type Pair = readonly [string, string];

export const tokenStyles = css`
  :host {
    ${declare(SIZES, (size) => size)}
    ${declare<Pair>(COLOURS, ([light]) => light)}
    --_ink: var(--_text);
    --_fill: var(--_text);
    --_on-fill: var(--_surface);
  }

  :host([theme='light']) {
    color-scheme: light;
  }

  :host([theme='dark']) {
    color-scheme: dark;
    ${declare<Pair>(COLOURS, ([, dark]) => dark)}
  }

  @supports (color: light-dark(#000, #fff)) and (color: oklch(from #000 l c h)) {
    :host,
    :host([theme='dark']) {
      /* The accent as a screen shows it: of one that is beyond its colours nobody sees the lightness. */
      --_seen: color(from var(--_accent) srgb clamp(0, r, 1) clamp(0, g, 1) clamp(0, b, 1));
      ${declare<Pair>({ ...COLOURS, ...LEGIBLE }, ([light, dark]) => `light-dark(${light},${dark})`)}
    }
  }
`;
