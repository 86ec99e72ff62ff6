// Ways through the page that no other test goes: every preset and back, units, keys through every page, frames, and a reader who wants no motion.
import { createServer } from "node:http";
import { describe, expect, test } from "vitest";
import { LIFE, fan, hash, onRecordedReplies } from "../visits.mjs";

const PAGES = { Answer: /cheaper/, "Build-out": /built/, Satellite: /satellite/, Conditions: /true/, Claims: /Claims/, Track: /Progress/, Compare: /side by side/, Sources: /number comes from/ };

const { open } = onRecordedReplies();

async function type(page, value) {
  await page.getByRole("searchbox", { name: "Find a number" }).fill("satellite.d3.life");
  const number = page.locator(`${LIFE} .number`);
  await number.fill(value);
  await number.press("Enter");
}

describe("presets", () => {
  test("each is drawn, stands in the address, and begins without changes", async () => {
    const page = await open();
    const preset = page.getByLabel("Start from");
    const names = await preset.locator("option").evaluateAll((all) => all.map((one) => one.value));
    expect(names.length).toBeGreaterThan(2);
    const seen = new Set();
    for (const name of [...names.slice(1), names[0]]) {
      await type(page, "9");
      await expect.poll(() => hash(page)).toContain("satellite.d3.life=9+year");
      await preset.selectOption(name);
      await expect.poll(() => hash(page)).not.toContain("satellite.d3.life");
      expect(name === "terawatt" || (await hash(page)).includes(`from=${name}@`)).toBe(true);
      await expect.poll(async () => (await fan(page))?.length ?? 0).toBeGreaterThan(100);
      seen.add(await fan(page));
    }
    expect(seen.size).toBe(names.length);
    expect(page.faults).toEqual([]);
  });

  test("are gone back over and forth again, with what was changed of each", async () => {
    const page = await open();
    const stops = [];
    const stop = async () => {
      await page.waitForTimeout(300);
      stops.push([await hash(page), await page.locator("h1").textContent()]);
    };
    await stop();
    await type(page, "9");
    await stop();
    await page.getByLabel("Start from").selectOption("as_claimed");
    await expect.poll(() => hash(page)).toContain("as_claimed");
    await stop();
    await type(page, "4");
    await stop();
    await page.getByLabel("Start from").selectOption("sceptic");
    await expect.poll(() => hash(page)).toContain("sceptic");
    await stop();
    await page.locator("h1").click();
    for (const [address, words] of stops.slice(0, -1).toReversed()) {
      await page.keyboard.press("Control+z");
      await expect.poll(() => hash(page)).toBe(address);
      await expect.poll(() => page.locator("h1").textContent()).toBe(words);
    }
    expect(await page.getByRole("button", { name: "Undo" }).isDisabled()).toBe(true);
    for (const [address, words] of stops.slice(1)) {
      await page.keyboard.press("Control+Shift+z");
      await expect.poll(() => hash(page)).toBe(address);
      await expect.poll(() => page.locator("h1").textContent()).toBe(words);
    }
    expect(await page.getByRole("button", { name: "Redo" }).isDisabled()).toBe(true);
    // A step aside forgets the way that was not gone.
    await page.getByRole("button", { name: "Undo" }).click();
    await expect.poll(() => hash(page)).toContain("as_claimed");
    await type(page, "6");
    await expect.poll(() => page.getByRole("button", { name: "Redo" }).isDisabled()).toBe(true);
  });
});

describe("a unit", () => {
  test("is another way to read the same value: nothing moves, and what is typed is meant in it", async () => {
    const page = await open();
    await type(page, "8");
    await expect.poll(() => hash(page)).toContain("satellite.d3.life=8+year");
    const lever = page.locator(LIFE);
    const [number, unit] = [lever.locator(".number"), lever.locator("select")];
    await page.waitForTimeout(900);
    const before = { fan: await fan(page), at: await lever.locator("input[type=range]").inputValue() };
    await unit.selectOption("month");
    expect(await number.inputValue()).toBe("96");
    expect(await lever.locator("input[type=range]").inputValue()).toBe(before.at);
    expect(await fan(page)).toBe(before.fan);
    expect(await hash(page)).toContain("satellite.d3.life=8+year");
    await number.fill("60");
    await number.press("Enter");
    await expect.poll(() => hash(page)).toContain("satellite.d3.life=5+year");
    await unit.selectOption("year");
    expect(await number.inputValue()).toBe("5");
  });
});

describe("keys alone", () => {
  test("reach every page and whatever can be used on it, with the focus in sight", async () => {
    const page = await open();
    for (const [name, words] of Object.entries(PAGES)) {
      const link = page.locator("header nav a", { hasText: new RegExp(`^${name}$`) });
      // From the top of the document to the link, by Tab.
      await page.evaluate(() => { document.activeElement?.blur(); window.getSelection()?.removeAllRanges(); });
      await page.locator(".skip").focus();
      for (let presses = 0; !(await link.evaluate((one) => one === document.activeElement)); presses++) {
        expect(presses, `${name} by Tab`).toBeLessThan(20);
        await page.keyboard.press("Tab");
      }
      await page.keyboard.press("Enter");
      await expect.poll(() => page.locator("main h1").textContent()).toMatch(words);
      await page.waitForTimeout(700);
      // Onward through what the page holds: each has a name, is in sight and marked, and none holds the focus.
      const seen = [];
      for (let presses = 0; presses < 60; presses++) {
        await page.keyboard.press("Tab");
        const at = await page.evaluate(() => {
          const one = document.activeElement;
          if (!one || one === document.body) return null;
          const again = window.before === one;
          window.before = one;
          const told = one.matches("input.unseen") ? (one.closest("label") ?? one) : one;
          const style = getComputedStyle(told);
          const box = told.getBoundingClientRect();
          const words = one.getAttribute("aria-label") ?? one.labels?.[0]?.textContent ?? one.getAttribute("title") ?? one.textContent ?? "";
          return { again, what: `${one.tagName} ${one.className} ${words.trim().slice(0, 40)}`, named: words.trim() !== "" || one.hasAttribute("aria-labelledby"), shown: box.width > 0 && box.height > 0 && box.bottom > 0 && box.top < innerHeight, marked: style.outlineStyle !== "none" && Number.parseFloat(style.outlineWidth) >= 1 };
        });
        if (at === null) break;
        seen.push(at);
      }
      expect(seen.length, name).toBeGreaterThan(3);
      expect(seen.filter((one) => !one.named || !one.shown || !one.marked || one.again), name).toEqual([]);
    }
  }, 240_000);

  test("open the share panel, and Escape closes it and gives the focus back", async () => {
    const page = await open();
    const share = page.getByRole("button", { name: "Share", exact: true });
    await share.focus();
    await page.keyboard.press("Enter");
    await expect.poll(() => page.locator("#share-panel").count()).toBe(1);
    await page.keyboard.press("Tab");
    expect(await page.evaluate(() => document.activeElement.textContent)).toBe("Copy link");
    await page.keyboard.press("Escape");
    await expect.poll(() => page.locator("#share-panel").count()).toBe(0);
    expect(await share.evaluate((one) => one === document.activeElement)).toBe(true);
  });

  test("choose the year and the industry of the flows", async () => {
    const page = await open("#/build-out");
    await page.waitForSelector('figure[data-figure="flows"] path.ribbon', { state: "attached" });
    const year = page.locator("#flow-year");
    await year.focus();
    const ribbons = () => page.locator('figure[data-figure="flows"] path.ribbon').evaluateAll((all) => all.map((one) => one.getAttribute("d")).join());
    const before = await ribbons();
    for (let press = 0; press < 5; press++) {
      await page.keyboard.press("ArrowRight");
    }
    await expect.poll(() => page.locator('figure[data-figure="flows"] h3').textContent()).toContain("2040");
    expect(await ribbons()).not.toBe(before);
    await page.locator("#followed").selectOption({ index: 1 });
    await expect.poll(() => page.locator("path.ribbon.pale").count()).toBeGreaterThan(3);
  });
});

describe("inside another page", () => {
  test("it stands without its frame, with the state of its link, and leads to the whole page", async () => {
    const link = "#/answer?from=terawatt@0.1.0&satellite.d3.life=9+year";
    const whole = await open(link);
    // The frame that Share copies.
    await whole.context().grantPermissions(["clipboard-read", "clipboard-write"]);
    await whole.getByRole("button", { name: "Share", exact: true }).click();
    await whole.getByRole("button", { name: "Copy frame" }).click();
    await expect.poll(() => whole.locator("#share-panel .said").textContent()).toContain("copied");
    const copied = await whole.evaluate(() => navigator.clipboard.readText());
    expect(copied).toMatch(/^<iframe src="http[^"]*\?embed#\/answer\?[^"]*satellite\.d3\.life=9/);
    const host = createServer((_, reply) => reply.writeHead(200, { "content-type": "text/html" }).end(`<!doctype html><title>Host</title>${copied}`));
    await new Promise((resolve) => host.listen(0, "127.0.0.1", resolve));
    try {
      const page = await whole.context().newPage();
      await page.goto(`http://127.0.0.1:${host.address().port}/`);
      const frame = page.frameLocator("iframe");
      await frame.locator("path.band.wide").first().waitFor();
      expect(await frame.locator("h1").textContent()).toBe(await whole.locator("h1").textContent());
      expect(await frame.locator("header.top, nav, .levers-side").count()).toBe(0);
      const onward = frame.getByRole("link", { name: /Move it yourself/ });
      expect(await onward.getAttribute("href")).toContain("satellite.d3.life=9");
      expect(await onward.getAttribute("href")).not.toContain("embed");
    } finally {
      host.closeAllConnections();
      await new Promise((resolve) => host.close(resolve));
    }
  });
});

test("for a reader who wants no motion nothing moves by itself", async () => {
  const page = await open("#/satellite", { motion: "reduce" });
  await page.waitForTimeout(1200);
  const moving = () =>
    page.evaluate(() => ({
      animations: document.getAnimations().length,
      eased: [...document.querySelectorAll("*")].filter((one) => getComputedStyle(one).transitionDuration.split(",").some((time) => Number.parseFloat(time) > 0)).length,
    }));
  expect(await moving()).toEqual({ animations: 0, eased: 0 });
  // The orbit flies only when it is told to.
  const phase = page.locator("#phase");
  const before = await phase.inputValue();
  await page.waitForTimeout(400);
  expect(await phase.inputValue()).toBe(before);
  await page.getByRole("button", { name: "Let it fly" }).click();
  await expect.poll(() => phase.inputValue()).not.toBe(before);
  await page.getByRole("button", { name: "Hold" }).click();
  await page.locator("header nav a", { hasText: "Answer" }).click();
  await page.waitForTimeout(300);
  expect(await moving()).toEqual({ animations: 0, eased: 0 });
});

test("without a server Parquet is not to be had, and it is said why", async () => {
  const page = await open("#/answer", { search: "?alone" });
  await page.getByRole("button", { name: "Share", exact: true }).click();
  for (const of of ["costs", "draws"]) {
    const button = page.getByRole("button", { name: `Save ${of} as Parquet` });
    expect(await button.isDisabled()).toBe(true);
    const reason = await button.getAttribute("aria-describedby");
    expect(await page.locator(`#${reason}`).textContent()).toContain("sunward serve");
  }
});

test("printed, it is the answer and its charts, without what is pressed", async () => {
  const page = await open();
  await page.emulateMedia({ media: "print" });
  await page.waitForTimeout(300);
  for (const hidden of ["header.top", ".levers-side", ".saves"]) {
    expect(await page.locator(hidden).first().isVisible(), hidden).toBe(false);
  }
  expect(await page.locator("h1").isVisible()).toBe(true);
  expect(await page.locator("path.band.wide").first().isVisible()).toBe(true);
  const pdf = await page.pdf({ format: "A4" });
  expect(pdf.subarray(0, 5).toString()).toBe("%PDF-");
  expect(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)).toBeLessThanOrEqual(0);
});

test("a lever that stands twice has a name for each slider, and what is changed is shown together", async () => {
  const page = await open("#/answer?from=terawatt@0.1.0&satellite.d3.life=9+year&satellite.d3.availability=0.9");
  // Every group opened.
  await page.locator(".levers h3 button[aria-expanded=false]").evaluateAll((all) => all.forEach((one) => one.click()));
  await page.waitForTimeout(500);
  const ids = await page.locator(".levers input[type=range]").evaluateAll((all) => all.map((one) => [one.id, one.labels.length]));
  expect(ids.length).toBeGreaterThan(50);
  expect(new Set(ids.map(([id]) => id)).size).toBe(ids.length);
  expect(ids.every(([, labels]) => labels === 1)).toBe(true);
  await page.getByRole("button", { name: "Show them" }).click();
  const shown = () => page.locator(".levers [data-lever]").evaluateAll((all) => all.map((one) => one.dataset.lever).sort());
  await expect.poll(shown).toEqual(["satellite.d3.availability", "satellite.d3.life"]);
  await page.getByRole("button", { name: "Show all" }).click();
  await expect.poll(async () => (await shown()).length).toBeGreaterThan(9);
});
