// The built page with a server of ours behind it: two tabs, a server that goes away and comes back, no network at all, and files whose numbers
// are the command line's. The server is started and ended by the test. Without a program these tests are left out, and say so.
import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { browser, faults } from "../chromium.mjs";
import { document as told, freePort, missing, program, start } from "../program.mjs";
import { serve } from "../serve.mjs";
import { LIFE, fan, hash } from "../visits.mjs";

const built = (name) => existsSync(fileURLToPath(new URL(`../../dist/${name}`, import.meta.url)));
const page_ = built("index.html");
const engine = built("sunward.wasm");
const WAIT = { timeout: 60_000 };
if (!program || !page_) {
  console.warn(`left out: ${program ? "there is no dist/index.html: npm run build" : missing}`);
}

let port;
let server;
let site;
/** The same page without an engine of its own: every answer comes from the server. */
let bare;
let chromium;
let contexts = [];

beforeAll(async () => {
  if (program && page_) {
    port = await freePort();
    server = await start(port);
    site = await serve("dist", { behind: port });
    bare = await serve("dist", { behind: port, without: /\.wasm$/ });
    chromium = await browser();
  }
});
afterAll(async () => {
  await chromium?.close();
  await site?.stop();
  await bare?.stop();
  await server?.end();
});
afterEach(async () => {
  await Promise.all(contexts.map((context) => context.close()));
  contexts = [];
});

async function visit() {
  const context = await chromium.newContext({ viewport: { width: 1280, height: 860 }, reducedMotion: "reduce", acceptDownloads: true });
  contexts.push(context);
  return context;
}

async function open(context, address, hash = "#/answer", state = "path.band.wide") {
  const page = await context.newPage();
  page.faults = faults(page, address);
  await page.goto(`${address}${hash}`);
  await page.waitForSelector(state, { ...WAIT, state: "attached" });
  return page;
}

const where = (page) => page.locator(".where").textContent();
const lost = (page) => page.getByText("The server is not reached");

async function type(page, path, value) {
  await page.getByRole("searchbox", { name: "Find a number" }).fill(path);
  const number = page.locator(`[data-lever="${path}"] .number`);
  await number.fill(value);
  await number.press("Enter");
}

async function download(page, click) {
  const [found] = await Promise.all([page.waitForEvent("download", WAIT), click()]);
  return { name: found.suggestedFilename(), bytes: readFileSync(await found.path()) };
}

const rowsOf = ({ bytes }) => bytes.toString().trim().split(/\r?\n/).map((line) => [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain));

describe.skipIf(!program || !page_)("with a server behind the page", () => {
  test("two tabs are two scenarios: neither moves the other, nor takes its answers", async () => {
    const context = await visit();
    const [left, right] = [await open(context, bare.address), await open(context, bare.address)];
    expect(await where(left)).toContain("on the server");
    const start = await fan(left);
    // Neither waits for the other.
    await Promise.all([type(left, "satellite.d3.life", "9"), type(right, "satellite.d3.life", "4")]);
    await expect.poll(() => fan(left), WAIT).not.toBe(start);
    await expect.poll(() => fan(right), WAIT).not.toBe(start);
    await expect.poll(async () => (await fan(left)) === (await fan(right)), WAIT).toBe(false);
    expect(await hash(left)).toContain("satellite.d3.life=9+year");
    expect(await hash(right)).toContain("satellite.d3.life=4+year");
    // At rest, with all its draws.
    await expect.poll(() => where(right), WAIT).toContain("4096 draws");
    const held = await fan(right);
    await left.getByRole("button", { name: "Undo" }).click();
    await expect.poll(() => fan(left), WAIT).toBe(start);
    await right.waitForTimeout(500);
    expect(await hash(right)).toContain("satellite.d3.life=4+year");
    expect(await fan(right)).toBe(held);
    // A third, of the second's link, sees what the second sees.
    const third = await open(context, bare.address, await right.evaluate(() => location.hash));
    await expect.poll(async () => (await third.locator("h1").textContent()) === (await right.locator("h1").textContent()), WAIT).toBe(true);
    expect([...left.faults, ...right.faults, ...third.faults]).toEqual([]);
  }, 180_000);

  test("a server that fails is said to be lost, what was shown stays, and the page goes on when it is back", async () => {
    const page = await open(await visit(), bare.address);
    await type(page, "satellite.d3.life", "9");
    await expect.poll(() => hash(page)).toContain("satellite.d3.life=9+year");
    await page.waitForTimeout(1500);
    const [drawn, sentence] = [await fan(page), await page.locator("h1").textContent()];
    await server.end("SIGKILL");
    await expect.poll(() => lost(page).count(), WAIT).toBe(1);
    expect(await fan(page)).toBe(drawn);
    expect(await page.locator("h1").textContent()).toBe(sentence);
    // A lever can be moved meanwhile; its answer waits.
    await type(page, "satellite.d3.life", "5");
    expect(await hash(page)).toContain("satellite.d3.life=5+year");
    server = await start(port);
    await expect.poll(() => lost(page).count(), WAIT).toBe(0);
    await expect.poll(() => fan(page), WAIT).not.toBe(drawn);
    // And it is the answer of the new server, not of luck.
    const other = await open(await visit(), bare.address, await page.evaluate(() => location.hash));
    await expect.poll(async () => (await other.locator("h1").textContent()) === (await page.locator("h1").textContent()), WAIT).toBe(true);
    await type(page, "satellite.d3.life", "9");
    await expect.poll(() => page.locator("h1").textContent(), WAIT).toBe(sentence);
  }, 240_000);

  test("a plan that is cut off by a failing server is told, and is made when it is asked for again", async () => {
    const page = await open(await visit(), site.address, "#/build-out", "main h1");
    await page.waitForSelector("progress", WAIT);
    await server.end("SIGKILL");
    const again = page.getByRole("button", { name: "Try again" });
    await expect.poll(() => again.count(), WAIT).toBe(1);
    expect(await page.getByRole("alert").textContent()).toMatch(/server/);
    server = await start(port);
    // The page reaches it again by itself within a few seconds.
    await expect.poll(async () => {
      if ((await again.count()) > 0) {
        await again.click();
        await page.waitForTimeout(1500);
      }
      return page.locator('figure[data-figure="build-out"]').count();
    }, { timeout: 180_000, interval: 1000 }).toBe(1);
    await expect.poll(() => page.locator('figure[data-figure="flows"] path.ribbon').count(), WAIT).toBeGreaterThan(10);
  }, 300_000);

  test.skipIf(!engine)("without any network the sliders move on, by the page's own engine, and so do the other pages", async () => {
    const context = await visit();
    const page = await open(context, site.address);
    expect(await where(page)).toContain("in this page");
    // What the page fetches while nobody asks for anything.
    await page.waitForTimeout(6000);
    await context.setOffline(true);
    const before = await fan(page);
    await page.getByRole("searchbox", { name: "Find a number" }).fill("satellite.d3.life");
    const slider = page.locator(`${LIFE} input[type=range]`);
    const box = await slider.boundingBox();
    await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width * 0.8, box.y + box.height / 2, { steps: 10 });
    await expect.poll(() => fan(page), WAIT).not.toBe(before);
    await page.mouse.up();
    await expect.poll(() => hash(page)).toContain("satellite.d3.life");
    await page.getByLabel("Start from").selectOption("as_claimed");
    await expect.poll(() => hash(page), WAIT).toContain("from=as_claimed");
    for (const [name, figure] of [["Satellite", "mass"], ["Compare", "ratio-as_claimed"]]) {
      await page.locator("nav a", { hasText: name }).click();
      await expect.poll(() => page.locator(`figure[data-figure="${figure}"]`).count(), WAIT).toBe(1);
    }
    await page.locator("nav a", { hasText: "Sources" }).click();
    await expect.poll(() => page.locator(".works > li").count(), WAIT).toBeGreaterThan(20);
    await context.setOffline(false);
    await page.locator("nav a", { hasText: "Answer" }).click();
    await expect.poll(() => page.locator("path.band.wide").count()).toBe(1);
  }, 240_000);

  test("no fault that axe finds stands in what a server plans, nor in what the engine answers", async () => {
    const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
    const all = [];
    for (const [name, seen] of [["answer", '[data-figure="options"]'], ["build-out", '[data-figure="flows"]'], ["satellite", '[data-figure="mass"]'], ["conditions", ".answers li"], ["compare", '[data-figure="why-as_claimed"]'], ["sources", ".works li"]]) {
      const page = await open(await visit(), site.address, `#/${name}`, "main h1");
      await page.waitForSelector(seen, { timeout: 180_000, state: "attached" });
      await page.waitForTimeout(500);
      await page.evaluate(axe);
      const found = await page.evaluate(() => window.axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] }));
      all.push(...found.violations.map((one) => `${name}: ${one.id} ${one.nodes.slice(0, 3).map((node) => node.target.join(" ")).join(" | ")}`), ...page.faults.map((one) => `${name}: ${one}`));
      expect(await page.evaluate(() => /NaN|undefined/.test(document.querySelector("main").outerHTML)), name).toBe(false);
    }
    expect(all).toEqual([]);
  }, 300_000);

  test("files hold the command line's numbers", async () => {
    const page = await open(await visit(), site.address, "#/answer?from=terawatt@0.1.0&satellite.d3.life=9+year");
    const theirs = told("cost", "scenarios/terawatt.toml", "--set", "satellite.d3.life=9 year");
    const years = theirs.costs[0].series.years;
    const focus = years.indexOf(2035);
    const training = theirs.costs.filter((cost) => cost.workload === "training");
    const round = (x) => Number(x.toPrecision(4));
    await page.waitForSelector('figure[data-figure="options"]', WAIT);
    const figure = (name, kind) => () => page.locator(`figure[data-figure="${name}"]`).getByRole("button", { name: new RegExp(`Save as ${kind}`) }).click();

    const [, ...options] = rowsOf(await download(page, figure("options", "CSV")));
    expect(options.map((row) => Number(row[1]))).toEqual(training.map((cost) => round(cost.series.values[focus])).sort((a, b) => a - b));

    const [head, ...parts] = rowsOf(await download(page, figure("costs", "CSV")));
    const cheapest = (kind) => training.filter((cost) => cost.option.startsWith(kind)).reduce((a, b) => (a.series.values[focus] <= b.series.values[focus] ? a : b));
    const [orbit, ground] = [cheapest("satellite"), cheapest("ground")];
    expect(head).toHaveLength(4);
    const column = (at) => parts.map((row) => row[at]).filter((cell) => cell !== "").map(Number).sort((a, b) => a - b);
    for (const [at, cost] of [[1, orbit], [2, ground]]) {
      const stack = cost.stack.map((part) => round(part.series.values[focus])).filter((x) => x !== 0);
      expect(column(at).filter((x) => x !== 0)).toEqual([...stack, round(cost.series.values[focus])].sort((a, b) => a - b));
    }

    const [, ...ratios] = rowsOf(await download(page, figure("ratio", "CSV")));
    const least = (kind, i) => Math.min(...training.filter((cost) => cost.option.startsWith(kind)).map((cost) => cost.series.values[i] ?? Infinity));
    expect(ratios.map((row) => [Number(row[0]), Number(row[1])])).toEqual(years.map((year, i) => [year, round(least("satellite", i) / least("ground", i))]));

    await page.getByRole("button", { name: "Share", exact: true }).click();
    const { name, bytes } = await download(page, () => page.getByRole("button", { name: "Save JSON" }).click());
    expect(name).toMatch(/^sunward-terawatt-cost-[0-9a-f]+\.json$/);
    expect(JSON.parse(bytes.toString())).toEqual(theirs);

    // Every draw of every uncertain number, and what comes out: as many of each.
    const draws = rowsOf(await download(page, () => page.getByRole("button", { name: "Save draws", exact: true }).click()));
    const counts = new Map();
    draws.slice(1).forEach(([draw]) => counts.set(draw, (counts.get(draw) ?? 0) + 1));
    expect(draws[0]).toEqual(["draw", "name", "year", "value", "unit", "note"]);
    expect(new Set(counts.values()).size).toBe(1);
    const column_ = (name, year) => draws.filter((row) => row[1] === name && row[2] === year).map((row) => Number(row[3]));
    // The middle of the fan is the middle of these draws; those that cannot be had at all count as dearer than any.
    const number = counts.size;
    const had = column_("ratio.training", "2035").sort((a, b) => a - b);
    expect(number).toBeGreaterThan(999);
    const drawn = Number(ratios[years.indexOf(2035)][5]);
    const rank = had.filter((x) => x < drawn * 0.9995).length;
    // Another number of draws may stand behind the fan: four standard errors of a median's rank.
    expect(Math.abs(rank / number - 0.5)).toBeLessThan(4 * Math.sqrt(0.25 / number));
    expect(page.faults).toEqual([]);
  }, 180_000);

  test("Parquet is written by the server, or it is said why not", async () => {
    const page = await open(await visit(), site.address, "#/answer?from=terawatt@0.1.0&satellite.d3.life=9+year");
    const reply = await fetch(`${site.address}api/table`, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify({ of: "costs", format: "parquet", scenario: "terawatt", changes: [["satellite.d3.life", "9 year"]], seed: 0 }) });
    await page.getByRole("button", { name: "Share", exact: true }).click();
    const button = page.getByRole("button", { name: "Save costs as Parquet" });
    if (reply.ok) {
      const { name, bytes } = await download(page, () => button.click());
      expect(name).toMatch(/\.parquet$/);
      expect(bytes.equals(Buffer.from(await reply.arrayBuffer()))).toBe(true);
      expect(bytes.subarray(0, 4).toString()).toBe("PAR1");
      expect(bytes.subarray(-4).toString()).toBe("PAR1");
    } else {
      console.warn(`the server behind the page writes no Parquet: ${reply.status}`);
      await button.click();
      await expect.poll(() => page.locator("#share-panel .said").textContent(), WAIT).toMatch(/Parquet|refused/);
    }
  }, 120_000);
});
