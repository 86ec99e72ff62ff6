/**
 * Answers made of recorded ones (`scripts/record.mjs`), for work on the page and for its tests where there is no engine.
 *
 * A changed number moves the recorded ratio along its recorded effect: right at its low, best and high end, smooth between, and nothing more.
 * It stands in no build that is shipped.
 */
import type { Change, CostOf, Curve, Design, Document, Drawn, Lever, Line, Opened, Request, Use } from "./contract";
import { type Asking, type Engine, Refused } from "./engine";

interface Effect {
  low: number;
  high: number;
  best: number;
}

type RecordedLever = Omit<Lever, "effects"> & { effects: Partial<Record<string, Effect>> };

interface RecordedUse {
  name: string;
  best: Line;
  p05: Line;
  p25: Line;
  p50: Line;
  p75: Line;
  p95: Line;
  by_year: number[];
  already: number;
  never: number;
  costs: { unit: string; challenger: CostOf; incumbent: CostOf };
  lines: { challenger: Line; incumbent: Line };
}

interface Recording {
  name: string;
  title: string;
  version: string;
  focus: number;
  years: number[];
  levers: RecordedLever[];
  uses: RecordedUse[];
  options: Opened["options"];
}

const USES: Record<string, string> = { training: "Training", batch: "Batch", interactive: "Interactive" };
const SCENARIOS = [
  { name: "terawatt", title: "Central estimates" },
  { name: "as_claimed", title: "As claimed" },
  { name: "sceptic", title: "Sceptic" },
];

const load: Record<string, () => Promise<{ default: unknown }>> = {
  terawatt: () => import("../../tests/record/terawatt.json"),
  as_claimed: () => import("../../tests/record/as_claimed.json"),
  sceptic: () => import("../../tests/record/sceptic.json"),
  plan: () => import("../../tests/record/plan.json"),
  claims: () => import("../../tests/record/claims.json"),
  track: () => import("../../tests/record/track.json"),
  documents: () => import("../../tests/record/documents.json"),
  thresholds: () => import("../../tests/record/thresholds.json"),
};

async function recording<T>(name: string): Promise<T> {
  return (await load[name]!()).default as T;
}

/** By how much a use's ratio is multiplied by what was changed. */
function factor(levers: Map<string, RecordedLever>, changes: Change[], use: string): number {
  let product = 1;
  for (const [path, text] of changes) {
    const lever = levers.get(path);
    const effect = lever?.effects[use];
    if (!lever || !effect || lever.low === null || lever.high === null) {
      continue;
    }
    const value = Number.parseFloat(text);
    const scale = (x: number) => (lever.scale === "logarithmic" ? Math.log(Math.max(x, 1e-30)) : x);
    const upward = value > lever.best;
    const end = upward ? lever.high : lever.low;
    const share = end === lever.best ? 0 : (scale(value) - scale(lever.best)) / (scale(end) - scale(lever.best));
    product *= ((upward ? effect.high : effect.low) / effect.best) ** Math.min(share, 3);
  }
  return product;
}

function moved(line: Line, by: number): Line {
  return line.map((x) => (x === null ? null : x * by));
}

function between(a: Line, b: Line, share: number): Line {
  return a.map((x, i) => {
    const y = b[i];
    return x === null || y === null || y === undefined ? null : x ** (1 - share) * y ** share;
  });
}

/** Share of the draws below parity in one year, read off the recorded quantiles. */
function below(quantiles: [number, number | null][]): number {
  let [before, low] = [0, 0];
  for (const [chance, x] of quantiles) {
    if (x === null || x > 1) {
      if (before === 0) {
        return x === null ? 0 : chance * Math.max(0, 1 - Math.log(x) / 0.35) * 0.9;
      }
      const share = x === null ? 0 : Math.log(1 / low) / Math.log(x / low);
      return before + (chance - before) * share;
    }
    [before, low] = [chance, x];
  }
  return Math.min(1, before + (1 - before) * Math.min(1, Math.log(1 / low) / 0.35));
}

function sentence(use: Use, years: number[], name: string): string {
  const last = years.at(-1)!;
  const cross = use.best.findIndex((x) => x !== null && x <= 1);
  const never = `${(100 * use.never).toFixed(use.never > 0.99 || use.never < 0.01 ? 1 : 0)} % of draws never cross before ${last}`;
  const what = `Orbit ${name.toLowerCase()}`;
  if (cross < 0) {
    const least = Math.min(...use.best.filter((x) => x !== null));
    return `${what} does not become cheaper by ${last}: at best it costs ${least.toPrecision(3)} times as much; ${never}.`;
  }
  return `${what} becomes cheaper in ${years[cross]}; ${never}.`;
}

function draw(from: Recording, request: Extract<Request, { do: "draw" }>): Drawn {
  const levers = new Map(from.levers.map((lever) => [lever.path, lever]));
  const uses = from.uses.map((use): Use => {
    const by = factor(levers, request.changes, use.name);
    const [p05, p25, p50, p75, p95] = [use.p05, use.p25, use.p50, use.p75, use.p95].map((line) => moved(line, by)) as [Line, Line, Line, Line, Line];
    let so_far = 0;
    const unchanged = request.changes.length === 0;
    const chances = from.years.map((_, i) =>
      unchanged ? use.by_year[i]! : below([[0.05, p05[i]!], [0.25, p25[i]!], [0.5, p50[i]!], [0.75, p75[i]!], [0.95, p95[i]!]]),
    );
    const crossings = chances.map((chance) => {
      const first = Math.max(0, chance - so_far);
      so_far = Math.max(so_far, chance);
      return first;
    });
    const grown: CostOf = { ...use.costs.challenger, total: use.costs.challenger.total * by, stack: use.costs.challenger.stack.map((part) => ({ ...part, value: part.value * by })) };
    const made: Use = {
      name: use.name,
      sentence: "",
      best: moved(use.best, by),
      quantiles: { p05, p10: between(p05, p25, 0.4), p25, p50, p75, p90: between(p75, p95, 0.6), p95 },
      crossings,
      already: unchanged ? use.already : chances[0]!,
      never: Math.max(0, 1 - so_far),
      costs: { unit: use.costs.unit, challenger: grown, incumbent: use.costs.incumbent },
      by_year: { challenger: moved(use.lines.challenger, by), incumbent: use.lines.incumbent },
    };
    made.sentence = sentence(made, from.years, USES[use.name]!);
    return made;
  });
  return { hash: hash(JSON.stringify([from.name, request.changes])), draws: request.draws, exact: request.exact, milliseconds: 3, uses };
}

/** Only so that recorded answers to different questions have different names. */
function hash(text: string): string {
  let state = 2166136261;
  for (const sign of text) {
    state = Math.imul(state ^ sign.codePointAt(0)!, 16777619) >>> 0;
  }
  return state.toString(16).padStart(8, "0");
}

interface Trades {
  trades: { decision: string; path: string; uses: { workload: string; optimum: At; now: At; reason: string; points: At[] }[] }[];
}
interface At {
  at: { value: number; unit: string } | number;
  cost: { value: number; unit: string };
}

async function design(): Promise<Design> {
  const documents = await recording<{ datasheet: Document; trades: Trades }>("documents");
  const curves = documents.trades.trades.map((trade): Curve => {
    const use = trade.uses[0]!;
    const value = (point: At) => (typeof point.at === "number" ? point.at : point.at.value);
    const first = use.points[0]?.at;
    return {
      decision: trade.decision,
      title: trade.decision.replaceAll("_", " "),
      unit: typeof first === "object" ? first.unit : "1",
      now: use.now ? value(use.now) : null,
      best: use.optimum ? value(use.optimum) : null,
      reason: use.reason,
      points: use.points.filter((point) => point.cost).map((point) => ({ x: value(point), cost: point.cost.value })),
    };
  });
  return { datasheet: documents.datasheet, curves };
}

function pause(milliseconds: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, milliseconds);
    signal?.addEventListener("abort", () => (clearTimeout(timer), reject(signal.reason)), { once: true });
  });
}

export function recorded(): Engine {
  let from: Recording | null = null;
  const answer = async (request: Request, asking: Asking): Promise<unknown> => {
    switch (request.do) {
      case "open": {
        if (!SCENARIOS.some((one) => one.name === request.scenario)) {
          throw new Refused([{ code: "S001", path: null, text: `\`${request.scenario}\` was not recorded`, remedy: "Choose one from the list." }]);
        }
        from = await recording<Recording>(request.scenario);
        const { name, title, version, focus, years, levers, options } = from;
        const uses = from.uses.map((use) => ({ name: use.name, title: USES[use.name]! }));
        const told = levers.map((lever): Lever => ({ ...lever, effects: Object.fromEntries(Object.entries(lever.effects).map(([use, effect]) => [use, effect ? Math.abs(Math.log(effect.high / effect.low)) || 0 : 0])) }));
        return { name, title, baseline: `${name}@${version}`, hash: hash(name), years, focus, uses, scenarios: SCENARIOS, levers: told, options, version, seed: request.seed } satisfies Opened;
      }
      case "details":
        // They were recorded with the levers.
        return { levers: from!.levers };
      case "draw":
        await pause(4, asking.signal);
        for (const [path, text] of request.changes) {
          if (!from!.levers.some((lever) => lever.path === path)) {
            throw new Refused([{ code: "S007", path, text: `there is no number \`${path}\``, remedy: `\`sunward parameters\` lists all of them; it was to be \`${text}\`.` }]);
          }
        }
        return draw(from!, request);
      case "design":
        await pause(30, asking.signal);
        return design();
      case "document": {
        const documents = await recording<Record<string, Document>>("documents");
        const found = request.of === "compare" ? (documents["compare"] as Record<string, Document>)[request.name ?? ""] : documents[request.of];
        if (!found) {
          throw new Refused([{ code: "S000", path: null, text: `no document \`${request.of}\` was recorded`, remedy: null }]);
        }
        return found;
      }
      case "threshold": {
        await pause(60, asking.signal);
        const all = await recording<Record<string, Record<string, Document>>>("thresholds");
        const found = all[from!.name]?.[request.path];
        return found ? { ...found, goal: request.goal } : { path: request.path, goal: request.goal, answer: { found: "none", value: null, met: null, today: null, complete: true } };
      }
      case "table":
        return { csv: "" };
      case "plan":
        for (let step = 0; step < 8; step++) {
          asking.progress?.(step / 8, `round ${step + 1} of learning`);
          await pause(60, asking.signal);
        }
        return recording<Document>("plan");
      case "explore":
        return (await recording<Record<string, Document>>("documents"))["explore"];
      case "claims":
        asking.progress?.(0.5, "planning");
        await pause(200, asking.signal);
        return recording<Document>("claims");
      case "track":
        await pause(100, asking.signal);
        return recording<Document>("track");
    }
  };
  return {
    where: "from recorded replies",
    ask: ((request: Request, asking: Asking = {}) => answer(request, asking)) as Engine["ask"],
    close: () => {},
  };
}
