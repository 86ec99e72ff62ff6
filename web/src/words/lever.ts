import type { Change, Lever, Unit } from "../engine/contract";
import { quantity, unitWords } from "./numbers";

/** How much a lever's range moves the answer for a use. */
export function effectOf(lever: Lever, use: string | undefined): number {
  return (use === undefined ? undefined : lever.effects?.[use]) ?? lever.effect;
}

/** Those that move the answer most first. */
export function byEffect(levers: readonly Lever[], use: string | undefined): Lever[] {
  return levers.toSorted((a, b) => effectOf(b, use) - effectOf(a, use));
}

/** Where a value stands on a slider: 0 at its least, 1 at its most. */
export function place(lever: Lever, value: number): number {
  const { least, most } = lever;
  if (most === least) {
    return 0;
  }
  const at =
    lever.scale === "logarithmic" && least > 0
      ? Math.log(Math.max(value, least) / least) / Math.log(most / least)
      : (value - least) / (most - least);
  return Math.min(1, Math.max(0, at));
}

/** The value at a place; rounded to digits that a hand can mean, and exact at the ends and at marks it is dropped on. */
export function valueAt(lever: Lever, at: number): number {
  const { least, most } = lever;
  if (at <= 0) {
    return least;
  }
  if (at >= 1) {
    return most;
  }
  for (const mark of marks(lever)) {
    if (Math.abs(place(lever, mark) - at) < 0.006) {
      return mark;
    }
  }
  const raw = lever.scale === "logarithmic" && least > 0 ? least * (most / least) ** at : least + (most - least) * at;
  return Number(raw.toPrecision(3));
}

/** Values a slider is drawn to: best, low, high, and the anchors. */
function marks(lever: Lever): number[] {
  return [lever.best, lever.low, lever.high, ...lever.anchors.map((anchor) => anchor.value)].filter((mark) => mark !== null);
}

/** Units the value can be shown in, its own first. */
export function unitsOf(lever: Lever): Unit[] {
  const own: Unit = { unit: lever.unit, factor: 1 };
  return [own, ...lever.units.filter((other) => other.unit !== lever.unit)];
}

/** The unit in which the best value reads best: a number between 1 and 1000, if there is one. */
export function shownUnit(lever: Lever): Unit {
  const units = unitsOf(lever);
  const size = Math.abs(lever.best);
  if (size === 0) {
    return units[0]!;
  }
  const strain = (unit: Unit) => {
    const shown = size * unit.factor;
    return shown >= 1 && shown < 1000 ? 0 : Math.abs(Math.log10(shown < 1 ? 1 / shown : shown / 1000)) + 0.01;
  };
  return units.reduce((found, unit) => (strain(unit) < strain(found) ? unit : found));
}

/** Digits without noise and without grouping, as a machine reads them. */
function plain(x: number): string {
  return String(Number(x.toPrecision(12)));
}

/** As it is written behind `--set PATH=`: a pure number bare, anything else with its unit. */
export function setting(unit: string, value: number): string {
  return unit === "1" ? plain(value) : `${plain(value)} ${unit}`;
}

/** The value of a change, in the lever's own unit; `null` if it is written in a unit that the lever does not list. */
export function readSetting(lever: Lever, text: string): number | null {
  const found = /^\s*([+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)\s*(.*?)\s*$/.exec(text.replace(/−/g, "-").replace(/(\d),(?=\d{3}\b)/g, "$1"));
  if (!found) {
    return null;
  }
  const value = Number(found[1]);
  const written = found[2] || null;
  const unit = unitsOf(lever).find((one) => (written === null ? one.factor === 1 : one.unit === written || unitWords(one.unit) === written));
  return unit && Number.isFinite(value) ? value / unit.factor : null;
}

/** For a reader. */
export function shown(unit: Unit, value: number, digits = 3): string {
  return quantity(value * unit.factor, unit.unit, digits);
}

export const KINDS: Record<string, string> = {
  measured: "measured",
  filed: "filed",
  claimed: "claimed",
  estimated: "estimated",
  decision: "a decision of the scenario",
  guess: "a guess",
};

/** The command that gives the same numbers. */
export function command(verb: string, scenario: string, changes: readonly Change[], seed: number, own = false): string {
  const quoted = (text: string) => (/^[\w.+-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`);
  const file = own ? quoted(`${scenario}.toml`) : scenario.startsWith("study:") ? `validation/${scenario.slice(6)}/scenario.toml` : `scenarios/${scenario}.toml`;
  const sets = changes.map(([path, value]) => ` \\\n  --set ${path}=${quoted(value)}`);
  return `sunward ${verb} ${file}${seed === 0 ? "" : ` --seed ${seed}`}${sets.join("")}`;
}
