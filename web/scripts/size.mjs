// What a visitor loads, compressed as a server sends it: the first page without the engine, then each page after it.
import { readFileSync, readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";

/** The first page may take so much without the engine. */
const MOST = 90_000;
const root = fileURLToPath(new URL("../dist/", import.meta.url));
const size = (name) => gzipSync(readFileSync(`${root}${name}`), { level: 9 }).length;
const assets = readdirSync(`${root}assets`).map((name) => `assets/${name}`);
const page = readFileSync(`${root}index.html`, "utf8");
const first = ["index.html", ...assets.filter((name) => page.includes(name)), ...assets.filter((name) => name.includes("wasm.worker"))];
const say = (name, bytes) => console.log(`${(bytes / 1000).toFixed(1).padStart(8)} kB  ${name}`);
let all = 0;
for (const name of first) {
  all += size(name);
  say(name, size(name));
}
say("in all: the first page, gzip, without the engine", all);
const later = assets.filter((name) => !first.includes(name));
say(`pages that come when they are asked for, ${later.length} files`, later.reduce((sum, name) => sum + size(name), 0));
if (assets.some((name) => /recorded|terawatt|documents/.test(name)) || assets.some((name) => readFileSync(`${root}${name}`, "utf8").includes("from recorded replies\""))) {
  console.error("recorded replies stand in a build that is shipped");
  process.exit(1);
}
if (all > MOST) {
  console.error(`more than ${MOST / 1000} kB`);
  process.exit(1);
}
