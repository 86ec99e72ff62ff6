import { scaleLinear, scaleLog } from "d3-scale";

/** Numbers that a scale may end at: 1, 2 and 5 of every power of ten. */
function step(x: number, up: boolean): number {
  const power = 10 ** Math.floor(Math.log10(x));
  const steps = [1, 2, 5, 10].map((one) => one * power);
  return up ? steps.find((one) => one >= x * 0.9999)! : steps.findLast((one) => one <= x * 1.0001)!;
}

/** Ends of a scale of ratios: always round parity, never so far up that the rest is flat. */
export function ratioEnds(lines: (number | null)[][]): [number, number] {
  let low = 0.8;
  let high = 1.6;
  for (const line of lines) {
    for (const x of line) {
      if (x !== null && x > 0) {
        low = Math.min(low, x);
        high = Math.max(high, x);
      }
    }
  }
  return [Math.max(0.01, step(low, false)), Math.min(200, step(high, true))];
}

/** Ticks of a logarithmic scale that fit: 1, 2, 5, or only powers of ten where there are many. */
export function logTicks(low: number, high: number, most: number): number[] {
  const all: number[] = [];
  for (let power = Math.floor(Math.log10(low)); power <= Math.ceil(Math.log10(high)); power++) {
    for (const one of [1, 2, 5]) {
      const tick = Number((one * 10 ** power).toPrecision(1));
      if (tick >= low * 0.999 && tick <= high * 1.001) {
        all.push(tick);
      }
    }
  }
  if (all.length < 2) {
    // Too narrow for powers of ten.
    return scaleLinear().domain([low, high]).ticks(4);
  }
  if (all.length <= most) {
    return all;
  }
  const powers = all.filter((tick) => Math.abs(Math.log10(tick) - Math.round(Math.log10(tick))) < 1e-9);
  const every = Math.ceil(powers.length / most);
  return powers.filter((tick) => Math.round(Math.log10(tick)) % every === 0);
}

/** Years that are written under an axis. */
export function yearTicks(first: number, last: number, width: number): number[] {
  const every = [1, 2, 5, 10, 20].find((one) => ((last - first) / one) * 46 <= width) ?? 20;
  const ticks: number[] = [];
  for (let year = Math.ceil(first / every) * every; year <= last; year += every) {
    ticks.push(year);
  }
  return ticks;
}

export { scaleLinear, scaleLog };

/** About as wide as a letter of a chart is, in pixels at the size of a desk. */
export const LETTER = 6.9;

/** Words in lines of at most so many letters. */
export function wrap(words: string, letters: number): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of words.split(" ")) {
    if (line && line.length + 1 + word.length > letters) {
      lines.push(line);
      line = word;
    } else {
      line = line ? `${line} ${word}` : word;
    }
  }
  return [...lines, line];
}

/** A path with one place after the point: short text is painted faster. */
export function path(points: ([number, number] | null)[]): string {
  let out = "";
  let pen = "M";
  for (const point of points) {
    if (point) {
      out += `${pen}${point[0].toFixed(1)},${point[1].toFixed(1)}`;
      pen = "L";
    } else {
      pen = "M";
    }
  }
  return out;
}

/** A closed band between two lines. */
export function band(x: number[], low: number[], high: number[]): string {
  let out = "";
  for (let i = 0; i < x.length; i++) {
    out += `${i === 0 ? "M" : "L"}${x[i]!.toFixed(1)},${high[i]!.toFixed(1)}`;
  }
  for (let i = x.length - 1; i >= 0; i--) {
    out += `L${x[i]!.toFixed(1)},${low[i]!.toFixed(1)}`;
  }
  return `${out}Z`;
}
