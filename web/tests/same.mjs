// Page, command line and server give the same bits: random scenarios, each asked of all of them.
//
// npm run same [COUNT]      1000 where nothing is said; the program is that of tests/program.mjs, and has to hold the page's engines
//
// Costs: the command line's bytes, the server's bytes, and the whole engine of the page. Draws: the page's first engine, the whole one and the
// server's live connection. Every number is compared as it is written, which gives each bit back.
import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { freePort, missing, program, root, start } from "./program.mjs";

const COUNT = Number(process.argv[2] ?? 1000);
const SCENARIO = "terawatt";
const SEED = 0;
const run = promisify(execFile);

/** Numbers in [0, 1) that are the same every time (mulberry32). */
function* draws(seed) {
  for (;;) {
    seed = (seed + 0x6d2b79f5) | 0;
    let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    yield ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  }
}

/** An engine in WebAssembly, as the page has it. */
async function engine(bytes, kept) {
  const { instance } = await WebAssembly.instantiate(bytes, {});
  const { memory, alloc, answer, free, open } = instance.exports;
  const put = (content) => {
    const at = alloc(content.length) >>> 0;
    new Uint8Array(memory.buffer, at, content.length).set(content);
    return at;
  };
  if (kept) {
    const at = put(kept);
    open(at, kept.length);
    free(at, kept.length);
  }
  return (question) => {
    const text = new TextEncoder().encode(JSON.stringify({ id: 1, ...question }));
    const at = put(text);
    const found = answer(at, text.length) >>> 0;
    free(at, text.length);
    const length = new DataView(memory.buffer).getUint32(found, true);
    const reply = new TextDecoder().decode(new Uint8Array(memory.buffer, found + 4, length));
    free(found, length + 4);
    return reply;
  };
}

/** A live connection of the server. */
async function live(address) {
  const socket = new WebSocket(address);
  await new Promise((resolve, reject) => ((socket.onopen = resolve), (socket.onerror = () => reject(new Error("no live connection")))));
  return {
    ask: (question) =>
      new Promise((resolve) => {
        socket.onmessage = ({ data }) => resolve(data);
        socket.send(JSON.stringify({ id: 1, ...question }));
      }),
    close: () => socket.close(),
  };
}

function same(what, changes, first, second) {
  if (first !== second) {
    const at = [...first].findIndex((letter, index) => letter !== second[index]);
    throw new Error(`${what} differ for ${JSON.stringify(changes)}:\n  ${first.slice(Math.max(0, at - 80), at + 80)}\n  ${second.slice(Math.max(0, at - 80), at + 80)}`);
  }
}

if (!program) {
  throw new Error(missing);
}
const port = await freePort();
const server = await start(port);
const address = `http://127.0.0.1:${port}`;
const post = (name, question) => fetch(`${address}/api/${name}`, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(question) });
const file = async (reply) => {
  if (!reply.ok) {
    throw new Error(`${reply.url}: ${reply.status}; build the program for release, with the WebAssembly target`);
  }
  return new Uint8Array(await reply.arrayBuffer());
};
try {
  const open = { do: "open", scenario: SCENARIO, seed: SEED };
  const kept = await file(await post("kept", { scenario: SCENARIO, seed: SEED }));
  const quick = await engine(await file(await fetch(`${address}/quick.wasm`)), kept);
  const whole = await engine(await file(await fetch(`${address}/sunward.wasm`)));
  const served = await live(`ws://127.0.0.1:${port}/api/live`);
  const told = whole(open);
  same("scenarios as opened", [], told, await served.ask(open));
  same("scenarios as opened", [], JSON.stringify(JSON.parse(told).ok), JSON.stringify(await (await post("opened", { scenario: SCENARIO, seed: SEED })).json()));
  const { levers } = JSON.parse(told).ok;
  const random = draws(7);
  const next = () => random.next().value;
  const counted = { quick: 0, elsewhere: 0, refused: 0 };
  // What is drawn while a slider moves rests on what was drawn exactly before: engines that have heard the same say the same.
  let together = true;
  for (let index = 0; index < COUNT; index++) {
    const changes = Array.from({ length: 1 + Math.floor(next() * 5) }, () => {
      const lever = levers[Math.floor(next() * levers.length)];
      const value = lever.least + next() * (lever.most - lever.least);
      return [lever.path, lever.unit === "1" ? String(value) : `${value} ${lever.unit}`];
    });
    const words = changes.flatMap(([path, value]) => ["--set", `${path}=${value}`]);
    const typed = run(program, ["cost", `scenarios/${SCENARIO}.toml`, ...words, "--format", "json"], { cwd: root, maxBuffer: 1 << 28 }).then(({ stdout }) => stdout, (why) => why);
    const asked = await post("cost", { scenario: SCENARIO, changes });
    const text = await asked.text();
    const inPage = JSON.parse(whole({ do: "document", of: "cost", changes }));
    const printed = await typed;
    if (asked.ok) {
      same("costs of the command line and the server", changes, String(printed), text);
      same("costs of the page and the server", changes, JSON.stringify(inPage.ok), JSON.stringify(JSON.parse(text)));
    } else {
      // What cannot be is refused by all of them, in the same words.
      same("mistakes of the page and the server", changes, JSON.stringify(inPage.mistakes), JSON.stringify(JSON.parse(text).mistakes));
      if (!(printed instanceof Error)) {
        throw new Error(`the server refuses what the command line takes: ${JSON.stringify(changes)}`);
      }
      counted.refused += 1;
    }
    const draw = { do: "draw", changes, draws: 32, exact: index % 2 === 0 };
    const drawn = whole(draw);
    same("draws of the page and the server", changes, drawn, await served.ask(draw));
    const soon = quick(draw);
    if (soon.includes('"code":"elsewhere"')) {
      counted.elsewhere += 1;
      together &&= !draw.exact;
    } else if (draw.exact || together) {
      together = true;
      same("draws of both engines of the page", changes, drawn, soon);
      counted.quick += 1;
    }
  }
  served.close();
  console.log(`${COUNT} random scenarios: the same bits from the page, the command line and the server; ${counted.refused} refused by all; ${counted.quick} drawn by the page's first engine, ${counted.elsewhere} left by it to others`);
} finally {
  await server.end();
}
