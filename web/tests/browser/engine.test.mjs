// The page on its real engine, where it was built: `sunward.wasm` beside the page in `dist`. Without it these tests are left out, and say so.
import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { browser, faults } from "../chromium.mjs";
import { drag, watchLateness } from "../late.mjs";
import { document as told, program } from "../program.mjs";
import { serve } from "../serve.mjs";

const built = fileURLToPath(new URL("../../dist/sunward.wasm", import.meta.url));
const here = existsSync(built);
if (!here) {
  console.warn("left out: there is no dist/sunward.wasm");
}

/** A Falcon lifts as much as its engines allow before it is full: its volume would have to be halved to matter, far below its range. */
const IDLE = ["vehicle.falcon_9.volume"];

let server;
let chromium;
beforeAll(async () => {
  if (here) {
    server = await serve("dist");
    chromium = await browser();
  }
});
afterAll(async () => {
  await chromium?.close();
  await server?.stop();
});

async function open(hash = "#/answer", options = {}, state = "visible", begin = async () => {}) {
  const page = await chromium.newPage({ viewport: { width: 1280, height: 860 }, ...options });
  await begin(page);
  page.faults = faults(page, server.address);
  await page.goto(`${server.address}${hash}`);
  await page.waitForSelector("path.band", { timeout: 60_000, state });
  return page;
}

/** The engine without the page. */
async function engine() {
  const { instance } = await WebAssembly.instantiate(readFileSync(built), {});
  const { memory, alloc, answer, free } = instance.exports;
  let id = 0;
  return (question) => {
    const bytes = new TextEncoder().encode(JSON.stringify({ id: ++id, ...question }));
    const at = alloc(bytes.length) >>> 0;
    new Uint8Array(memory.buffer, at, bytes.length).set(bytes);
    const found = answer(at, bytes.length) >>> 0;
    free(at, bytes.length);
    const length = new DataView(memory.buffer).getUint32(found, true);
    const reply = JSON.parse(new TextDecoder().decode(new Uint8Array(memory.buffer, found + 4, length)));
    free(found, length + 4);
    if (reply.mistakes) throw new Error(JSON.stringify(reply.mistakes));
    return reply.ok;
  };
}

describe.skipIf(!here)("the page on its engine", () => {
  test("every lever moves an output that is shown, and every output is moved by a lever", async () => {
    const ask = await engine();
    const opened = ask({ do: "open", scenario: "terawatt", seed: 0 });
    // The answer shows the cheapest of each side and, below, every option; the satellite has a page of its own.
    const draw = (changes) => ask({ do: "draw", changes, draws: 16, exact: true }).uses;
    const options = (changes) => JSON.stringify([ask({ do: "document", of: "cost", changes }).costs.map((cost) => cost.series.values), ask({ do: "document", of: "datasheet", changes })]);
    const before = draw([]);
    const all = options([]);
    const outputs = ["best", "quantiles", "crossings", "costs", "by_year", "sentence"];
    const moved = new Set();
    const dead = [];
    for (const lever of opened.levers) {
      const ends = [lever.most, lever.least, lever.low, lever.high].filter((one) => one !== null && one !== lever.best);
      const alive = ends.some((value) => {
        let after;
        try {
          after = draw([[lever.path, lever.unit === "1" ? String(value) : `${value} ${lever.unit}`]]);
        } catch {
          return false;
        }
        const found = outputs.filter((output) => before.some((use, i) => JSON.stringify(use[output]) !== JSON.stringify(after[i][output])));
        found.forEach((output) => moved.add(output));
        return found.length > 0 || options([[lever.path, lever.unit === "1" ? String(value) : `${value} ${lever.unit}`]]) !== all;
      });
      if (!alive) dead.push(lever.path);
    }
    console.log(`${opened.levers.length} levers, ${dead.length} dead${dead.length > 0 ? `: ${dead.join(", ")}` : ""}; outputs that move: ${[...moved].join(", ")}`);
    expect(dead.filter((path) => !IDLE.includes(path))).toEqual([]);
    expect(outputs.filter((output) => !moved.has(output) && output !== "sentence" && output !== "crossings")).toEqual([]);
  }, 600_000);

  test("a slider's event is painted soon after", async () => {
    const page = await open("#/answer", {}, "visible", watchLateness);
    for (const path of ["workload.training.chips", "vehicle.starship_v4.margin", "satellite.d3.life"]) {
      const { late } = await drag(page, path);
      expect(late.length).toBeGreaterThan(5);
    }
    expect(page.faults).toEqual([]);
    await page.close();
  }, 180_000);

  test.skipIf(!program)("shows the command line's numbers, bit for bit, and saves its document", async () => {
    const change = ["satellite.d3.life", "9 year"];
    const page = await open(`#/answer?from=terawatt@0.1.0&satellite.d3.life=9+year`);
    const [csv] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: /Save as CSV: Year by year/ }).click()]);
    const rows = readFileSync(await csv.path(), "utf8").trim().split("\r\n").slice(1).map((row) => row.split(","));
    await page.getByRole("button", { name: "Share", exact: true }).click();
    const [saved] = await Promise.all([page.waitForEvent("download", { timeout: 60_000 }), page.getByRole("button", { name: "Save JSON" }).click()]);
    const ours = JSON.parse(readFileSync(await saved.path(), "utf8"));
    const theirs = told("cost", "scenarios/terawatt.toml", "--set", change.join("="));
    expect(ours).toEqual(theirs);
    const least = (kind, i) => Math.min(...theirs.costs.filter((cost) => cost.workload === "training" && cost.option.startsWith(kind)).map((cost) => cost.series.values[i] ?? Infinity));
    rows.forEach(([year, orbit, ground], i) => {
      expect(Number(year)).toBe(theirs.costs[0].series.years[i]);
      // Four digits in the table.
      expect(Number(orbit)).toBe(Number(least("satellite", i).toPrecision(4)));
      expect(Number(ground)).toBe(Number(least("ground", i).toPrecision(4)));
    });
    await page.close();
  }, 120_000);

  test("a file of one's own is opened, is in the link, and its mistakes are told with their places", async () => {
    const page = await open();
    const file = page.locator("input[type=file]");
    const text = readFileSync(fileURLToPath(new URL("../../../scenarios/first_light.toml", import.meta.url)), "utf8");
    await file.setInputFiles({ name: "mine.toml", mimeType: "text/plain", buffer: Buffer.from(text.replace(/^life = .*$/m, 'life = { best = "3 kg", source = "guess" }')) });
    await expect.poll(() => page.getByRole("alert").count(), { timeout: 30_000 }).toBe(1);
    expect(await page.getByRole("alert").textContent()).toMatch(/S\d\d\d/);
    await file.setInputFiles({ name: "mine.toml", mimeType: "text/plain", buffer: Buffer.from(text) });
    await expect.poll(() => page.evaluate(() => location.hash.includes("from=mine@") && location.hash.includes("text=")), { timeout: 30_000 }).toBe(true);
    const link = await page.evaluate(() => location.hash);
    const words = await page.locator("h1").textContent();
    const other = await open(link);
    await expect.poll(() => other.locator("h1").textContent(), { timeout: 30_000 }).toBe(words);
    await page.close();
    await other.close();
  }, 180_000);

  test("a study of one year is shown", async () => {
    // Nothing of it is drawn: its band has no height.
    const page = await open("#/answer?from=study:suncatcher@0.1.0", {}, "attached");
    expect(await page.locator("path.band.wide").getAttribute("d")).not.toContain("NaN");
    expect(page.faults).toEqual([]);
    await page.close();
  });
});

describe.skipIf(!here)("every scenario and study that the page offers", () => {
  test("is drawn with numbers only, and undone one by one", async () => {
    const page = await open();
    const preset = page.getByLabel("Start from");
    const names = await preset.locator("option").evaluateAll((all) => all.map((one) => one.value));
    expect(names.length).toBeGreaterThan(10);
    const hash = () => page.evaluate(() => decodeURIComponent(location.hash));
    const wrong = [];
    for (const name of names.slice(1)) {
      await preset.selectOption(name);
      await expect.poll(hash, { timeout: 60_000 }).toContain(`from=${name}@`);
      await page.waitForTimeout(400);
      const sentence = await page.locator("h1").textContent();
      if (!/orbit|cheaper/i.test(sentence)) wrong.push(`${name}: ${sentence}`);
      wrong.push(...(await page.evaluate((which) => [...document.querySelectorAll("main")].filter((one) => /NaN|undefined|Infinity/.test(one.outerHTML)).map(() => `${which}: not a number`), name)));
    }
    expect(wrong).toEqual([]);
    await page.locator("h1").click();
    for (const name of names.slice(0, -1).toReversed()) {
      await page.keyboard.press("Control+z");
      await expect.poll(() => preset.inputValue(), { timeout: 60_000 }).toBe(name);
    }
    expect(page.faults).toEqual([]);
    await page.close();
  }, 300_000);
});
