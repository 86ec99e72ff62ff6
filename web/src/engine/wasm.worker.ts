/**
 * An engine as WebAssembly. Exports of `sunward.wasm` and `quick.wasm`: `memory`; `alloc(length) -> address`; `answer(address, length) -> address` of a
 * `u32` length (little-endian) and that many bytes of UTF-8; `free(address, length)` of either.
 */
interface Exports {
  memory: WebAssembly.Memory;
  alloc(length: number): number;
  answer(address: number, length: number): number;
  free(address: number, length: number): void;
  /** Of the engine that is loaded first: opens the bytes of a scenario that was opened elsewhere. */
  open?(address: number, length: number): void;
}

const encoder = new TextEncoder();
const decoder = new TextDecoder();
let exports: Exports | null = null;

async function load(module: WebAssembly.Module): Promise<void> {
  const instance = await WebAssembly.instantiate(module, {});
  exports = instance.exports as unknown as Exports;
}

function put(engine: Exports, bytes: Uint8Array): number {
  const at = engine.alloc(bytes.length) >>> 0;
  new Uint8Array(engine.memory.buffer, at, bytes.length).set(bytes);
  return at;
}

function answer(engine: Exports, text: string): string {
  const question = encoder.encode(text);
  const at = put(engine, question);
  const found = engine.answer(at, question.length) >>> 0;
  engine.free(at, question.length);
  // Memory may have grown meanwhile: views are taken afresh.
  const length = new DataView(engine.memory.buffer).getUint32(found, true);
  const reply = decoder.decode(new Uint8Array(engine.memory.buffer, found + 4, length));
  engine.free(found, length + 4);
  return reply;
}

self.onmessage = async (event: MessageEvent<{ load: WebAssembly.Module } | { open: ArrayBuffer } | { ask: string }>) => {
  const message = event.data;
  try {
    if ("load" in message) {
      await load(message.load);
      self.postMessage({ ready: true });
    } else if ("open" in message) {
      const kept = new Uint8Array(message.open);
      const at = put(exports!, kept);
      exports!.open!(at, kept.length);
      exports!.free(at, kept.length);
    } else if (exports) {
      self.postMessage({ reply: answer(exports, message.ask) });
    }
  } catch (why) {
    self.postMessage({ broken: why instanceof Error ? why.message : String(why) });
  }
};
