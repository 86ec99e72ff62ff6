// What the walks through the page share: visitors who come and go, and what they look at.
import { afterAll, afterEach, beforeAll } from "vitest";
import { browser, faults } from "./chromium.mjs";
import { serve } from "./serve.mjs";

export const LIFE = '[data-lever="satellite.d3.life"]';

/** The widest band of the fan, as it is drawn. */
export const fan = (page) => page.locator("path.band.wide").first().getAttribute("d");
export const hash = (page) => page.evaluate(() => decodeURIComponent(location.hash));

/** The page on recorded replies, for the tests of one file: a context of its own for each visitor, gone after each test. */
export function onRecordedReplies() {
  let server;
  let chromium;
  let contexts = [];
  beforeAll(async () => {
    server = await serve();
    chromium = await browser();
  });
  afterAll(async () => {
    await chromium?.close();
    await server?.stop();
  });
  afterEach(async () => {
    await Promise.all(contexts.map((context) => context.close()));
    contexts = [];
  });
  async function visit(options = {}) {
    const context = await chromium.newContext(options);
    contexts.push(context);
    return context;
  }
  async function open(at = "#/answer", { width = 1280, height = 860, theme = "light", motion = "reduce", touch = false, search = "" } = {}) {
    const context = await visit({ viewport: { width, height }, colorScheme: theme, reducedMotion: motion, hasTouch: touch, isMobile: touch, acceptDownloads: true });
    const page = await context.newPage();
    page.faults = faults(page, server.address);
    await page.goto(`${server.address}${search}${at}`);
    await page.waitForSelector("main h1");
    return page;
  }
  return { visit, open };
}
