// Pictures of pages at widths and in both appearances, for a person to look at:
//
//   node tests/look.mjs [PAGE …] [--widths 390,1280,2560] [--themes light,dark] [--query set]
import { mkdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { browser, faults } from "./chromium.mjs";
import { serve } from "./serve.mjs";

const words = process.argv.slice(2);
const option = (name, otherwise) => (words.includes(`--${name}`) ? words[words.indexOf(`--${name}`) + 1] : otherwise);
const pages = words.filter((word, at) => !word.startsWith("--") && !words[at - 1]?.startsWith("--"));
const widths = option("widths", "390,1280,2560").split(",").map(Number);
const themes = option("themes", "light,dark").split(",");
const query = option("query", "");
const search = option("search", "");
const tag = option("tag", "");
const ALL = ["answer", "levers", "build-out", "satellite", "conditions", "claims", "track", "compare", "sources"];
const out = fileURLToPath(new URL("./pictures", import.meta.url));
mkdirSync(out, { recursive: true });

const server = await serve();
const chromium = await browser();
for (const theme of themes) {
  for (const width of widths) {
    const context = await chromium.newContext({ viewport: { width, height: width < 600 ? 844 : width > 2000 ? 1440 : 860 }, colorScheme: theme, reducedMotion: "reduce", hasTouch: width < 600, isMobile: width < 600 });
    for (const name of pages.length > 0 ? pages : ALL) {
      const page = await context.newPage();
      const found = faults(page, server.address);
      await page.goto(`${server.address}${search}#/${name}${query ? `?${query}` : ""}`);
      await page.waitForSelector("main h1");
      await page.waitForTimeout(1600);
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      if (wide > 0) {
        found.push(`scrolls ${wide} px to the side`);
      }
      await page.screenshot({ path: `${out}/${name}${tag}-${width}-${theme}.png`, fullPage: true });
      console.log(`${name} ${width} ${theme}${found.length > 0 ? `: ${found.join("; ")}` : ""}`);
      await page.close();
    }
    await context.close();
  }
}
await chromium.close();
await server.stop();
