// Colours and shapes as the page has them now: read from its tokens and its legend, so that they live in one place.

export type Priority = "P1" | "P2" | "P3" | "P4";
export const PRIORITIES: readonly Priority[] = ["P1", "P2", "P3", "P4"];

/** The value of a token of the style sheet, such as `--map-land`. */
export function token(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

/** The shape of a priority as a picture, in the colours of the theme; size in pixels of the screen. */
export function picture(priority: Priority, size: number): string {
  const code = priority.toLowerCase();
  const outline = document.querySelector(`.map-legend .shape-${code}`)?.getAttribute("d") ?? "";
  const letter = document.querySelector(`.map-legend .letter-${code}`)?.getAttribute("d") ?? "";
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24" width="${size}" height="${size}">
    <path d="${outline}" fill="${token(`--${code}`)}" stroke="${token(`--${code}-line`)}"
      stroke-width="1.5" stroke-linejoin="round"/>
    <path d="${letter}" fill="none" stroke="${token(`--${code}-ink`)}" stroke-width="2.2"
      stroke-linecap="round" stroke-linejoin="round"/></svg>`;
  return `data:image/svg+xml,${encodeURIComponent(svg)}`;
}

export function font(size: number, weight: number): string {
  return `${weight} ${size}px ${token("--sans")}`;
}
