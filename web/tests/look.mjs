// Pictures of pages at widths and in both appearances, for a person to look at:
//
//   node tests/look.mjs [PAGE …] [--widths 390,1280,2560] [--themes light,dark] [--behind PORT] [--media print] [--query set]
//
// On recorded replies, or on the page's own engine with a server: the one on the port named by `--behind`, or, with `--server`, one that is
// started for it (SUNWARD_BINARY, or what was built last).
//
//   node tests/look.mjs --readme
//
// takes the two pictures of the README, always alike: the answer and the build-out, light, 1440 by 1300, into docs/images/.
import { mkdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { browser, faults } from "./chromium.mjs";
import { freePort, missing, program, start } from "./program.mjs";
import { serve } from "./serve.mjs";

const words = process.argv.slice(2);
const option = (name, otherwise) => (words.includes(`--${name}`) ? words[words.indexOf(`--${name}`) + 1] : otherwise);
const ALONE = ["--readme", "--server"];
const readme = words.includes("--readme");
const named = words.filter((word, at) => !word.startsWith("--") && (!words[at - 1]?.startsWith("--") || ALONE.includes(words[at - 1])));
const pages = readme ? ["answer", "build-out"] : named;
const widths = readme ? [1440] : option("widths", "390,1280,2560").split(",").map(Number);
const themes = readme ? ["light"] : option("themes", "light,dark").split(",");
const query = option("query", "");
const search = option("search", "");
const tag = option("tag", "");
const ALL = ["answer", "levers", "build-out", "satellite", "conditions", "claims", "track", "compare", "sources"];
const out = fileURLToPath(new URL(readme ? "../../docs/images" : "./pictures", import.meta.url));
mkdirSync(out, { recursive: true });

let behind = option("behind", null);
let own = null;
if (!behind && (readme || words.includes("--server"))) {
  if (!program) {
    throw new Error(missing);
  }
  behind = await freePort();
  own = await start(behind);
}
const media = option("media", "screen");
/** What a server plans, or looks for in catalogues, takes its time. */
const done = (page) => page.waitForFunction(() => !document.querySelector("main [data-doing]"), null, { timeout: 300_000 });

// The program's own page; or the one that was built last, in front of the server that was named.
const server = own ? { address: `http://127.0.0.1:${behind}/`, stop: async () => {} } : await serve(behind ? "dist" : "dist-recorded", { behind });
const chromium = await browser();
for (const theme of themes) {
  for (const width of widths) {
    const context = await chromium.newContext({ viewport: { width, height: readme ? 1300 : width < 600 ? 844 : width > 2000 ? 1440 : 860 }, colorScheme: theme, reducedMotion: "reduce", hasTouch: width < 600, isMobile: width < 600 });
    for (const name of pages.length > 0 ? pages : ALL) {
      const page = await context.newPage();
      const found = faults(page, server.address);
      await page.goto(`${server.address}${search}#/${name}${query ? `?${query}` : ""}`);
      await page.waitForSelector("main h1");
      if (readme && name === "answer") {
        // The closer look, with all its draws.
        await page.getByText("4096 draws of what is not known").waitFor({ timeout: 60_000 });
        await page.locator('figure[data-figure="options"]').waitFor();
      }
      await page.waitForTimeout(behind ? 4000 : 1600);
      await done(page);
      if (media === "print") {
        await page.emulateMedia({ media });
      }
      await page.waitForTimeout(300);
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      if (wide > 0) {
        found.push(`scrolls ${wide} px to the side`);
      }
      await page.screenshot(readme ? { path: `${out}/page-${name}.png` } : { path: `${out}/${name}${tag}-${width}-${theme}.png`, fullPage: true });
      console.log(`${name} ${width} ${theme}${found.length > 0 ? `: ${found.join("; ")}` : ""}`);
      await page.close();
    }
    await context.close();
  }
}
await chromium.close();
await server.stop();
await own?.end();
