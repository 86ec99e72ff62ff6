// Makes src/globe/coastlines.json, once: coastlines of Natural Earth at 1:110 million (public domain) from the package `world-atlas`.
//
//   npm install --no-save world-atlas@2 topojson-client@3 && node scripts/coastlines.mjs
//
// A ring is a list of whole numbers: longitude and latitude of its first point in tenths of a degree, then the steps from point to point.
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { feature } from "topojson-client";

const require = createRequire(import.meta.url);
const world = JSON.parse(readFileSync(require.resolve("world-atlas/land-110m.json"), "utf8"));
const land = feature(world, world.objects.land);
const rings = [];
for (const { geometry } of land.type === "FeatureCollection" ? land.features : [land]) {
  for (const polygon of geometry.type === "Polygon" ? [geometry.coordinates] : geometry.coordinates) {
    for (const ring of polygon) {
      const steps = [];
      let before = [0, 0];
      for (const [longitude, latitude] of ring) {
        const at = [Math.round(longitude * 10), Math.round(latitude * 10)];
        if (steps.length === 0 || Math.hypot(at[0] - before[0], at[1] - before[1]) >= 4) {
          steps.push(at[0] - before[0], at[1] - before[1]);
          before = at;
        }
      }
      if (steps.length > 8) {
        rings.push(steps);
      }
    }
  }
}
const text = JSON.stringify(rings);
writeFileSync(new URL("../src/globe/coastlines.json", import.meta.url), `${text}\n`);
console.log(`${rings.length} rings, ${(text.length / 1024).toFixed(1)} KiB`);
