/** The document of `sunward track`, as the page of progress draws it. */
import { type Amount, amount, fields, list, number, text } from "./document";

export interface Observation {
  /** In years, with their part. */
  at: number;
  date: string;
  value: number;
  low: number | null;
  high: number | null;
  kind: string;
  source: string;
}

export interface Fan {
  years: number[];
  p05: (number | null)[];
  p25: (number | null)[];
  p50: (number | null)[];
  p75: (number | null)[];
  p95: (number | null)[];
}

export interface Measure {
  name: string;
  title: string;
  unit: string;
  observed: Observation[];
  plan: { at: number; value: number }[];
  fan: Fan | null;
  /** Growth a year as a share, with its range. */
  growth: { value: number; low: number | null; high: number | null; doubling: Amount | null } | null;
  latest: Observation | null;
  /** What is, over what the plan needs now: best estimate and nine of ten. */
  ratio: { p05: number | null; p50: number; p95: number | null } | null;
  yearsAhead: number | null;
  milestone: {
    words: string;
    value: Amount | null;
    times: number | null;
    doublings: number | null;
    chances: { by: number; chance: number }[];
    never: number | null;
  } | null;
}

export interface Checkpoint {
  name: string;
  title: string;
  measures: Measure[];
}

function numbers(x: unknown): (number | null)[] {
  return Array.isArray(x) ? x.map(number) : [];
}

function observation(x: unknown): Observation | null {
  const point = fields(x);
  const [at, value] = [number(point["time"]), number(point["value"])];
  return at === null || value === null ? null : { at, date: text(point["date"]), value, low: number(point["low"]), high: number(point["high"]), kind: text(point["kind"]), source: text(point["source"]) };
}

function measure(x: Record<string, unknown>): Measure {
  const growth = fields(x["growth"]);
  const plan = fields(x["plan"]);
  const fan = fields(fields(x["nowcast"])["fan"]);
  const ratio = fields(plan["ratio"]);
  const stone = fields(x["milestone"]);
  const [times, values] = [numbers(plan["times"]), numbers(plan["values"])];
  const [rate, middle] = [number(growth["value"]), number(ratio["p50"])];
  return {
    name: text(x["name"]),
    title: text(x["title"]),
    unit: text(x["unit"]),
    observed: list(x["observed"]).map(observation).filter((one) => one !== null),
    plan: times.flatMap((at, i) => (at === null || values[i] == null ? [] : [{ at, value: values[i] }])),
    fan: Array.isArray(fan["years"]) ? { years: fan["years"] as number[], p05: numbers(fan["p05"]), p25: numbers(fan["p25"]), p50: numbers(fan["p50"]), p75: numbers(fan["p75"]), p95: numbers(fan["p95"]) } : null,
    growth: rate === null ? null : { value: rate, low: number(growth["low"]), high: number(growth["high"]), doubling: amount(growth["doubling_time"]) },
    latest: observation(x["latest"]),
    ratio: middle === null ? null : { p05: number(ratio["p05"]), p50: middle, p95: number(ratio["p95"]) },
    yearsAhead: number(plan["years_ahead"]),
    milestone: text(stone["words"])
      ? {
          words: text(stone["words"]),
          value: amount(stone["value"]),
          times: number(stone["times"]),
          doublings: number(stone["doublings"]),
          chances: list(stone["probability"]).flatMap((row) => {
            const [by, chance] = [number(row["by"]), number(row["value"])];
            return by === null || chance === null ? [] : [{ by, chance }];
          }),
          never: number(stone["never"]),
        }
      : null,
  };
}

export function checkpoints(document: unknown): Checkpoint[] {
  return list(fields(document)["checkpoints"]).map((one) => ({ name: text(one["name"]), title: text(one["title"]), measures: list(one["measures"]).map(measure) }));
}
