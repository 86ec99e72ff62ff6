// Asks the engine that a page loads what `cargo run -p sunward-page --example same_answers` was asked, and compares every byte.
//
// node same_answers.mjs sunward_page.wasm LINES
import { readFileSync } from "node:fs";

const [wasm, lines] = process.argv.slice(2);
const { instance } = await WebAssembly.instantiate(readFileSync(wasm), {});
const { memory, alloc, answer, free } = instance.exports;
const encoder = new TextEncoder();
const decoder = new TextDecoder();

export function ask(question) {
  const bytes = encoder.encode(question);
  const at = alloc(bytes.length) >>> 0;
  new Uint8Array(memory.buffer, at, bytes.length).set(bytes);
  const found = answer(at, bytes.length) >>> 0;
  free(at, bytes.length);
  const length = new DataView(memory.buffer).getUint32(found, true);
  const reply = decoder.decode(new Uint8Array(memory.buffer, found + 4, length));
  free(found, length + 4);
  return reply;
}

const rows = readFileSync(lines, "utf8").trimEnd().split("\n");
let slowest = 0;
for (let row = 0; row + 1 < rows.length; row += 2) {
  const start = performance.now();
  const reply = ask(rows[row]);
  if (row > 0) slowest = Math.max(slowest, performance.now() - start);
  if (reply !== rows[row + 1]) {
    const at = [...reply].findIndex((letter, index) => letter !== rows[row + 1][index]);
    console.error(`another answer to ${rows[row]}\n  ${reply.slice(at - 60, at + 60)}\n  ${rows[row + 1].slice(at - 60, at + 60)}`);
    process.exit(1);
  }
}
console.log(`${rows.length / 2} answers in WebAssembly: the same bytes; the slowest in ${slowest.toFixed(0)} ms`);

// How long a move of a thousand draws takes, in the fastest and the median of some rounds.
ask(JSON.stringify({ id: 0, do: "open", scenario: "terawatt", seed: 0 }));
ask(JSON.stringify({ id: 0, do: "draw", changes: [], draws: 1000, exact: true }));
const moves = [
  ["orbit", "radiator.pumped_panel.emissivity", 0.8, ""],
  ["launch", "vehicle.starship_v4.booster_flights", 30, ""],
  ["one way of ground", "way.nuclear.capex", 9000, "USD_2025/kW"],
  ["all of ground", "centre.hyperscale.shell", 2000, "USD_2025/kW"],
  ["chip", "chip.frontier.failure", 5, "%/year"],
];
for (const [name, path, value, unit] of moves) {
  const times = [];
  for (let round = 0; round < 9; round += 1) {
    const changes = [[path, `${value * (1 + 0.01 * round)} ${unit}`]];
    const question = JSON.stringify({ id: 1, do: "draw", changes, draws: 1000, exact: false, use: "training" });
    const start = performance.now();
    const reply = ask(question);
    times.push(performance.now() - start);
    if (reply.includes('"mistakes"')) throw new Error(reply);
  }
  times.sort((a, b) => a - b);
  console.log(`  ${name.padEnd(20)} ${times[0].toFixed(1)} … ${times[4].toFixed(1)} ms a move, dragging, one worker`);
}
