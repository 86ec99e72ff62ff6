/**
 * What the page and an engine say to each other: JSON text both ways, the same over a worker with WebAssembly and over a WebSocket.
 *
 * Every request carries a number `id` that its reply repeats. A reply is `{id, ok}`, or `{id, mistakes}`; a long job of the server says
 * `{id, progress, says}` in between.
 */

/** As `--set PATH=VALUE`, the value with its unit: `["satellite.d3.life", "10 year"]`. */
export type Change = [path: string, value: string];

export interface Unit {
  unit: string;
  /** What one of the lever's own unit is in this one. */
  factor: number;
}

export interface Anchor {
  value: number;
  label: string;
}

/** One number that can be moved. Values are in `unit`, at the focus year. */
export interface Lever {
  path: string;
  title: string;
  meaning: string;
  group: string;
  unit: string;
  units: Unit[];
  best: number;
  low: number | null;
  high: number | null;
  /** Ends of the slider. */
  least: number;
  most: number;
  scale: "linear" | "logarithmic";
  over_time: boolean;
  kind: string;
  source: string;
  source_title: string;
  address: string | null;
  date: string | null;
  note: string | null;
  anchors: Anchor[];
  /** How much its range moves the ratio of the first use: sorts the list. */
  effect: number;
  /** The same for each use by its name, where the engine tells. */
  effects?: Record<string, number>;
  decision: boolean;
}

/** What a reader asks of a lever and no slider needs: it comes after the first picture. */
export type Detail = Pick<Lever, "path" | "meaning" | "units" | "source_title" | "address" | "date" | "note">;

export interface Named {
  name: string;
  title: string;
}

export interface Option extends Named {
  side: string;
  challenger: boolean;
  incumbent: boolean;
}

export interface Opened {
  name: string;
  title: string;
  /** `name@version`: what a link's differences are differences from. */
  baseline: string;
  hash: string;
  years: number[];
  focus: number;
  uses: Named[];
  scenarios: Named[];
  levers: Lever[];
  options: Option[];
  version: string;
  seed: number;
  question?: string;
  summary?: string;
}

/** A scenario as an engine opens it: its levers without what comes later. */
export type Told = Omit<Opened, "levers"> & { levers: (Omit<Lever, keyof Detail> & { path: string } & Partial<Detail>)[] };

/** Levers with what is not known yet left out in words. */
export function opening(told: Told): Opened {
  const later = ({ source, unit }: { source: string; unit: string }) => ({ meaning: "", units: [{ unit, factor: 1 }], source_title: source, address: null, date: null, note: null });
  return { ...told, levers: told.levers.map((lever) => ({ ...later(lever), ...lever })) };
}

/** By year; `null` where there is no number, because the challenger cannot be had. */
export type Line = (number | null)[];

export interface Quantiles {
  p05: Line;
  p10: Line;
  p25: Line;
  p50: Line;
  p75: Line;
  p90: Line;
  p95: Line;
}

export interface CostOf {
  option: string;
  title: string;
  total: number;
  stack: { part: string; title: string; value: number }[];
}

export interface Use {
  name: string;
  sentence: string;
  /** Cost of the cheapest challenger over that of the cheapest incumbent, every number at its best value. */
  best: Line;
  quantiles: Quantiles;
  /** Shares of the draws that first cross in each year; those that had crossed in the first are `already`. */
  crossings: number[];
  already: number;
  never: number;
  costs: { unit: string; challenger: CostOf | null; incumbent: CostOf | null };
  by_year: { challenger: Line; incumbent: Line };
}

export interface Drawn {
  hash: string;
  draws: number;
  exact: boolean;
  /** `null` where the engine has no clock: who asked knows. */
  milliseconds: number | null;
  uses: Use[];
}

export type DocumentName = "cost" | "datasheet" | "parameters" | "orbit" | "sources" | "compare";

/** A document of the command line: its keys are described in docs/reference. */
export type Document = Record<string, unknown>;

export interface Point {
  x: number;
  cost: number;
  mass?: number;
}

export interface Curve {
  decision: string;
  title: string;
  unit: string;
  cost_unit?: string;
  now: number | null;
  best: number | null;
  reason: string | null;
  points: Point[];
}

export interface Design {
  datasheet: Document;
  curves: Curve[];
}

export type Request =
  | { do: "open"; scenario: string; text?: string; seed: number }
  | { do: "details" }
  | { do: "draw"; changes: Change[]; draws: number; exact: boolean; use?: string }
  | { do: "document"; of: DocumentName; name?: string; year?: number; use?: string; changes: Change[] }
  | { do: "threshold"; path: string; goal: string; draws: number; changes: Change[] }
  | { do: "design"; option: string; year: number; changes: Change[] }
  | { do: "table"; of: string; changes: Change[] }
  | { do: "plan" | "explore" | "claims" | "track"; changes: Change[] };

/** What answers a request. */
export type ReplyTo<R extends Request> = R extends { do: "open" }
  ? Told
  : R extends { do: "details" }
  ? { levers: Detail[] }
  : R extends { do: "draw" }
    ? Drawn
    : R extends { do: "design" }
      ? Design
      : R extends { do: "table" }
        ? { csv: string }
        : Document;

/** One thing wrong with what was asked, with its remedy. */
export interface Mistake {
  code: string;
  path: string | null;
  text: string;
  remedy: string | null;
}

export type Reply =
  | { id: number; ok: unknown }
  | { id: number; mistakes: Mistake[] }
  | { id: number; progress: number; says: string };
