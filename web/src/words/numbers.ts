/** How numbers, units and shares are written for a reader; the report writes them the same way. */

const DIGITS: Record<string, string> = { "0": "₀", "1": "₁", "2": "₂", "3": "₃", "4": "₄", "5": "₅", "6": "₆", "7": "₇", "8": "₈", "9": "₉" };
const POWERS: [number, string][] = [
  [1e12, "trillion"],
  [1e9, "billion"],
  [1e6, "million"],
];

/** A unit as a reader writes it: `USD_2025/m2` → `USD₂₀₂₅/m²`; a pure number has none. */
export function unitWords(unit: string): string {
  if (unit === "1") {
    return "";
  }
  return unit
    .replace(/\b([kMBT])USD_/, (_, size: string) => `${{ k: "thousand", M: "million", B: "billion", T: "trillion" }[size]} USD_`)
    .replace(/USD_(\d{4})/g, (_, year: string) => `USD${[...year].map((digit) => DIGITS[digit]).join("")}`)
    .replace(/\b(k?m|s)2\b/g, "$1²")
    .replace(/\b(k?m|s)3\b/g, "$1³")
    .replace(/\bdeg\b/g, "°");
}

/** So many significant digits, without an exponent where a reader needs none. */
export function significant(x: number, digits: number): string {
  if (x === 0 || !Number.isFinite(x)) {
    return x === 0 ? "0" : "–";
  }
  const size = Math.abs(x);
  if (size >= 1e9 || size < 1e-4) {
    const [mantissa, exponent] = x.toExponential(digits - 1).split("e");
    return `${Number(mantissa)}·10${superscript(Number(exponent))}`.replace("-", "−");
  }
  const rounded = Number(x.toPrecision(digits));
  return grouped(rounded).replace("-", "−");
}

function superscript(exponent: number): string {
  const signs: Record<string, string> = { "-": "⁻", "0": "⁰", "1": "¹", "2": "²", "3": "³", "4": "⁴", "5": "⁵", "6": "⁶", "7": "⁷", "8": "⁸", "9": "⁹" };
  return [...String(exponent)].map((sign) => signs[sign]).join("");
}

/** `20480` → `20,480`; four digits stay together. */
export function grouped(x: number): string {
  const [whole = "", rest] = String(x).split(".");
  const digits = whole.replace("-", "");
  const spaced = digits.length > 4 ? whole.replace(/\B(?=(\d{3})+(?!\d))/g, ",") : whole;
  return rest === undefined ? spaced : `${spaced}.${rest}`;
}

/** Three significant digits. */
export function brief(x: number): string {
  return significant(x, 3);
}

/** On an axis, where there is little room: powers of ten from a million on. */
export function tickWords(x: number): string {
  if (Math.abs(x) < 1e6) {
    return brief(x);
  }
  const [mantissa, exponent] = x.toExponential(2).split("e");
  const times = Number(mantissa);
  return `${times === 1 ? "" : `${times}·`}10${superscript(Number(exponent))}`;
}

/** A number with its unit: `29.4 kg/kW`. */
export function quantity(x: number, unit: string, digits = 3): string {
  const words = unitWords(unit);
  return words ? `${significant(x, digits)} ${words}` : significant(x, digits);
}

/** Money in words for large sums: `8.58 trillion USD₂₀₂₅`. */
export function money(x: number, unit: string): string {
  for (const [size, word] of POWERS) {
    if (Math.abs(x) >= size && unit.startsWith("USD")) {
      return `${brief(x / size)} ${word} ${unitWords(unit)}`;
    }
  }
  return quantity(x, unit);
}

/** A share of draws: `38 %`, `< 0.1 %`, `> 99.9 %`; nothing and everything are said only when they are. */
export function share(x: number): string {
  if (x <= 0) {
    return "0 %";
  }
  if (x >= 1) {
    return "100 %";
  }
  if (x < 0.001) {
    return "< 0.1 %";
  }
  if (x > 0.999) {
    return "> 99.9 %";
  }
  const percent = 100 * x;
  return `${percent < 1 || percent > 99 ? percent.toFixed(1) : percent < 10 ? String(Number(percent.toFixed(1))) : percent.toFixed(0)} %`;
}

/** A ratio: `2.79×`; none where the challenger cannot be had. */
export function ratio(x: number | null | undefined): string {
  return x === null || x === undefined ? "cannot be had" : `${brief(x)}×`;
}

/** The first letter large. */
export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** `power_electronics` → `Power electronics`. */
export function nameWords(name: string): string {
  return capital(name.replaceAll("_", " "));
}
