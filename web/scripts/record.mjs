// Records what the command line says of shipped scenarios, for work on the page and for its tests where there is no engine:
//
//   node scripts/record.mjs PATH/TO/sunward [DRAWS]
//
// Writes tests/record/. Nothing of it goes into a build; see src/engine/recorded.ts for what is made of it.
import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, "../..");
const out = join(here, "../tests/record");
const [binary = "sunward", draws = "8192"] = process.argv.slice(2);
const SCENARIOS = ["terawatt", "as_claimed", "sceptic"];

function ask(...words) {
  const found = execFileSync(binary, [...words, "--format", "json"], { cwd: root, maxBuffer: 1 << 28, stdio: ["ignore", "pipe", "ignore"] });
  return JSON.parse(found);
}

/** Five digits are plenty for a recording. */
function short(value) {
  return JSON.stringify(value, (_, x) => (typeof x === "number" && Number.isFinite(x) ? Number(x.toPrecision(6)) : x));
}

function write(name, value) {
  mkdirSync(out, { recursive: true });
  const text = short(value);
  writeFileSync(join(out, name), `${text}\n`);
  console.log(`${name}: ${(text.length / 1024).toFixed(0)} KiB`);
}

/** Title and address of every work in the list of sources. */
function sources() {
  const found = new Map();
  for (const entry of readFileSync(join(root, "data/sources.bib"), "utf8").split(/^@/m).slice(1)) {
    const key = /^\w+\{([^,]+),/.exec(entry)?.[1];
    const field = (name) => {
      // Braces may stand within braces.
      const start = entry.search(new RegExp(`[,\\s]${name} = \\{`));
      if (start < 0) return null;
      let depth = 0;
      const from = entry.indexOf("{", start);
      for (let i = from; i < entry.length; i++) {
        depth += entry[i] === "{" ? 1 : entry[i] === "}" ? -1 : 0;
        if (depth === 0) return entry.slice(from + 1, i).replaceAll(/[{}]/g, "").replaceAll("--", "–");
      }
      return null;
    };
    if (key) {
      found.set(key, { title: field("title"), author: field("author"), year: field("year"), address: field("url") ?? (field("doi") ? `https://doi.org/${field("doi")}` : null) });
    }
  }
  return found;
}

const bibliography = sources();
const GROUPS = {
  satellite: "Satellite", bus: "Satellite", cell: "Power in orbit", battery: "Power in orbit", radiator: "Heat in orbit", link: "Links and clusters",
  cluster: "Links and clusters", downlink: "Links and clusters", vehicle: "Launch", propellant: "Launch", learning: "Experience", experience: "Experience",
  orbit: "Orbit", chip: "Chips", memory: "Chips", package: "Chips", packaging: "Chips", wafer: "Chips", process: "Chips", scanner: "Chips", site: "Sites on the ground",
  climate: "Sites on the ground", way: "Power on the ground", ground: "Data centres on the ground", centre: "Data centres on the ground", workload: "Uses of compute", scenario: "Scenario",
};
const TIMES = [["month", 12], ["day", 365.25], ["h", 8766], ["min", 525960], ["s", 31557600]];

/** Best and range of a number at a year. */
function at(value, year) {
  if (!value) return null;
  if ("best" in value) return { best: value.best, low: value.range?.[0] ?? null, high: value.range?.[1] ?? null, over: false };
  const years = Object.keys(value).map(Number).sort((a, b) => a - b);
  const before = years.filter((one) => one <= year).at(-1) ?? years[0];
  const after = years.find((one) => one >= year) ?? years.at(-1);
  const share = after === before ? 0 : (year - before) / (after - before);
  const mix = (read) => {
    const [a, b] = [read(value[before]), read(value[after])];
    return a === null || b === null ? null : a + (b - a) * share;
  };
  return { best: mix((v) => v.best), low: mix((v) => v.range?.[0] ?? null), high: mix((v) => v.range?.[1] ?? null), over: true };
}

function title(path) {
  const parts = path.split(".");
  const words = (text) => text.replaceAll("_", " ");
  const last = words(parts.at(-1));
  return parts.length > 2 && !["satellite", "scenario"].includes(parts[0]) ? `${last.charAt(0).toUpperCase()}${last.slice(1)} (${words(parts[1])})` : last.charAt(0).toUpperCase() + last.slice(1);
}

const parameters = Object.fromEntries(SCENARIOS.map((name) => [name, ask("parameters", `scenarios/${name}.toml`)]));
const explored = Object.fromEntries(SCENARIOS.map((name) => [name, ask("explore", `scenarios/${name}.toml`, "--draws", draws)]));
const costs = Object.fromEntries(SCENARIOS.map((name) => [name, ask("cost", `scenarios/${name}.toml`)]));
const TITLES = { terawatt: "Central estimates", as_claimed: "As claimed", sceptic: "Sceptic" };
const USES = ["training", "batch", "interactive"];

for (const name of SCENARIOS) {
  const focus = explored[name].focus;
  const everything = new Map(parameters[name].parameters.map((one) => [one.path, one]));
  const others = SCENARIOS.filter((other) => other !== name).map((other) => [other, new Map(parameters[other].parameters.map((one) => [one.path, one]))]);
  const moved = new Map();
  for (const row of explored[name].tornado) {
    const one = moved.get(row.path) ?? {};
    const use = row.outcome.split(".")[1];
    if (!one[use] || Math.abs(row.at_high - row.at_low) > Math.abs(one[use].high - one[use].low)) {
      one[use] = { low: row.at_low, high: row.at_high, best: row.at_best, elasticity: row.elasticity };
    }
    moved.set(row.path, one);
  }
  const levers = [];
  for (const [path, effects] of moved) {
    const one = everything.get(path);
    const now = one && at(one.value, focus);
    if (!now || now.low === null) continue;
    const anchors = others
      .map(([other, numbers]) => ({ value: at(numbers.get(path)?.value, focus)?.best, label: TITLES[other] }))
      .filter((anchor) => anchor.value !== undefined && anchor.value !== null && Math.abs(anchor.value / now.best - 1) > 1e-6);
    const values = [now.low, now.high, now.best, ...anchors.map((anchor) => anchor.value)];
    const scale = Math.min(...values) > 0 && Math.max(...values) / Math.min(...values) > 8 ? "logarithmic" : "linear";
    const span = scale === "logarithmic" ? (Math.max(...values) / Math.min(...values)) ** 0.15 : 0.15 * (Math.max(...values) - Math.min(...values));
    const share = one.unit === "1" && Math.max(...values) <= 1;
    const least = scale === "logarithmic" ? Math.min(...values) / span : Math.max(Math.min(...values) >= 0 ? 0 : -Infinity, Math.min(...values) - span);
    const most = scale === "logarithmic" ? Math.max(...values) * span : Math.max(...values) + span;
    const work = bibliography.get(one.source);
    const effect = effects.training ? Math.abs(Math.log(effects.training.high / effects.training.low)) : 0;
    levers.push({
      path, title: title(path), meaning: one.meaning, group: GROUPS[path.split(".")[0]] ?? "Other", unit: one.unit,
      units: one.unit === "year" ? TIMES.map(([unit, factor]) => ({ unit, factor })) : share ? [{ unit: "%", factor: 100 }] : one.unit === "1/year" ? [{ unit: "%/year", factor: 100 }] : [],
      best: now.best, low: now.low, high: now.high, least, most: share ? Math.min(1, most) : most, scale, over_time: now.over, kind: one.kind, source: one.source,
      source_title: work?.title ?? one.source, address: work?.address ?? null, date: one.date, note: one.note, anchors, effect: Number.isFinite(effect) ? effect : 0, decision: one.kind === "decision", effects,
    });
  }
  levers.sort((a, b) => b.effect - a.effect);
  const outcomes = new Map(explored[name].outcomes.map((one) => [one.name, one]));
  const years = costs[name].costs[0].series.years;
  const uses = USES.map((use) => {
    const rows = years.map((year) => outcomes.get(`ratio.${use}.${year}`));
    const line = (key) => rows.map((row) => (typeof row?.[key] === "number" ? row[key] : null));
    const crossing = explored[name].crossover.find((one) => one.workload === use);
    const cheapest = (kind) => {
      const options = costs[name].costs.filter((cost) => cost.workload === use && cost.option.startsWith(kind));
      const found = years.map((_, index) => Math.min(...options.map((cost) => cost.series.values[index] ?? Infinity)));
      const best = options.reduce((a, b) => ((a.series.values[years.indexOf(focus)] ?? Infinity) <= (b.series.values[years.indexOf(focus)] ?? Infinity) ? a : b));
      const index = years.indexOf(focus);
      return {
        line: found.map((x) => (Number.isFinite(x) ? x : null)),
        cost: { option: best.option, title: best.title ?? best.option, total: best.series.values[index], stack: best.stack.map((part) => ({ part: part.part, title: part.part.replaceAll("_", " "), value: part.series.values[index] ?? 0 })) },
        unit: best.series.unit,
      };
    };
    const [orbit, ground] = [cheapest("satellite"), cheapest("ground")];
    return {
      name: use, best: line("best"), p05: line("p05"), p25: line("p25"), p50: line("p50"), p75: line("p75"), p95: line("p95"),
      by_year: crossing.by_year.map((one) => one.probability), already: crossing.already.probability, never: crossing.never.probability,
      costs: { unit: orbit.unit, challenger: orbit.cost, incumbent: ground.cost }, lines: { challenger: orbit.line, incumbent: ground.line },
    };
  });
  const titles = ask("datasheet", `scenarios/${name}.toml`);
  for (const use of uses) {
    use.costs.challenger.title = titles.title;
    use.costs.incumbent.title = use.costs.incumbent.option.split(".")[1].replaceAll("_", " ").replace(/^./, (one) => one.toUpperCase());
  }
  write(`${name}.json`, {
    name, title: TITLES[name], version: explored[name].sunward, focus, years, levers, uses,
    options: [...new Set(costs[name].costs.map((cost) => cost.option))].map((option) => ({
      name: option, title: option === "satellite.d3" ? titles.title : option.split(".")[1].replaceAll("_", " "), side: option.startsWith("ground") ? "ground" : "orbit",
      challenger: !option.startsWith("ground"), incumbent: option.startsWith("ground"),
    })),
  });
}

const plan = ask("plan", "scenarios/terawatt.toml");
plan.bottlenecks = plan.bottlenecks.filter((one) => one.share > 0.02).map(({ year, title, share, scarcity, beyond_money, constraint, process, site }) => ({ year, title, share, scarcity, beyond_money, constraint, process, site }));
plan.shortages = plan.shortages.filter((one) => one.year % 5 === 0);
plan.builds = plan.builds.filter((one) => one.year % 5 === 0);
plan.flows = plan.flows.filter((one) => one.year % 5 === 0);
plan.price_of_compute = plan.price_of_compute.map(({ year, commodities }) => ({ year, commodities }));
for (const key of ["capacities", "runs", "stocks", "arithmetic", "certificate", "learning", "who_earns", "duality"]) {
  delete plan[key];
}
write("plan.json", plan);

const trades = ask("datasheet", "scenarios/terawatt.toml", "--trades");
for (const use of trades.trades.flatMap((trade) => trade.uses)) {
  use.points = use.points.filter((_, index) => index % 2 === 0).map(({ at, cost }) => ({ at, cost }));
}
const scenario = "scenarios/terawatt.toml";
const claimed = "scenarios/as_claimed.toml";
const used = ask("parameters", scenario).parameters.filter((one) => one.value && !/^(industry|demand|limit|commodity|plan)\./.test(one.path));
write("documents.json", {
  datasheet: ask("datasheet", scenario),
  cost: { ...costs.terawatt, costs: costs.terawatt.costs.map(({ option, workload, series }) => ({ option, workload, series })), crossover: [], break_even: [], launch: [], insolation: [] },
  trades,
  orbit: ask("orbit", "--altitude", "650 km"),
  compare: { as_claimed: ask("compare", scenario, claimed), sceptic: ask("compare", scenario, "scenarios/sceptic.toml") },
  parameters: { ...ask("parameters", "scenarios/first_light.toml"), scenario: "terawatt", parameters: used.map(({ place, ...one }) => one) },
  sources: { sources: [...new Set(used.map((one) => one.source))].filter((key) => bibliography.has(key)).map((key) => ({ key, ...bibliography.get(key) })) },
  explore: { boxes: explored.as_claimed.boxes },
});
const claims = ask("claims", scenario);
claims.claims = claims.claims.map((claim) => ({ ...claim, tests: claim.tests.map(({ inputs, ...test }) => test) }));
write("claims.json", claims);
const track = ask("track", scenario);
delete track.calibration;
delete track.planned;
for (const measure of track.checkpoints.flatMap((one) => one.measures)) {
  measure.observed = measure.observed.map(({ date, time, value, low, high, kind, source }) => ({ date, time, value, low, high, kind, source }));
}
write("track.json", track);
const paths = ["satellite.d3.life", "satellite.d3.failure", "cell.silicon_thin.price", "satellite.d3.wacc", "bus.compute_bus.fixed_price", "satellite.d3.integration"];
write("thresholds.json", Object.fromEntries(["terawatt", "as_claimed"].map((name) => [name, Object.fromEntries(paths.map((path) => [path, ask("threshold", `scenarios/${name}.toml`, path, "--goal", "crossover.batch <= 2035")]))])));
