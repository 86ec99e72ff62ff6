/** How the year that a chart is read at is moved: what charts over years share. */
const STEPS: Record<string, number> = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1, PageUp: 5, PageDown: -5, Home: -1e9, End: 1e9 };

const within = (index: number, count: number) => Math.min(count - 1, Math.max(0, index));

/** Where a key moves it to; `null` for a key that moves nothing. */
export function keyed(event: KeyboardEvent, index: number, count: number): number | null {
  const step = STEPS[event.key];
  if (step === undefined) {
    return null;
  }
  event.preventDefault();
  return within(index + step, count);
}

/** Where a pointer points to. */
export function pointed(event: PointerEvent, years: readonly number[], x: { invert: (at: number) => number }): number {
  const box = (event.currentTarget as Element).getBoundingClientRect();
  return within(Math.round(x.invert(event.clientX - box.left)) - years[0]!, years.length);
}
