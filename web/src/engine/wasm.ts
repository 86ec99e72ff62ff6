import { type Engine, Exchange } from "./engine";

type Says = { ready: true } | { reply: string } | { broken: string };

/** Fetched and compiled once; every worker gets the same. */
const compiled = new Map<string, Promise<WebAssembly.Module>>();

export function compile(address: string): Promise<WebAssembly.Module> {
  const known = compiled.get(address) ?? fetched(address);
  compiled.set(address, known);
  // What could not be fetched may be there the next time.
  known.catch(() => compiled.delete(address));
  return known;
}

async function fetched(address: string): Promise<WebAssembly.Module> {
  const reply = await fetch(address);
  const kind = reply.headers.get("content-type") ?? "";
  if (!reply.ok || kind.startsWith("text/html")) {
    throw new Error(`There is no engine at ${address}`);
  }
  // Plain file servers may not know what the file is.
  return kind.startsWith("application/wasm") ? WebAssembly.compileStreaming(reply) : WebAssembly.compile(await reply.arrayBuffer());
}

/** An engine in a worker of its own; `begin` gives the one that is loaded first what it opens. */
export interface InPage extends Engine {
  begin: (kept: ArrayBuffer) => void;
}

/** Rejects when the page was built without this engine. */
export async function inPage(address: string): Promise<InPage> {
  const module = await compile(address);
  const worker = new Worker(new URL("./wasm.worker.ts", import.meta.url), { type: "module" });
  const exchange = new Exchange(
    (_, text) => worker.postMessage({ ask: text }),
    () => {},
  );
  return new Promise((resolve, reject) => {
    const fail = (why: string) => {
      worker.terminate();
      exchange.fail(why);
      reject(new Error(why));
    };
    worker.onerror = (event) => fail(event.message || "the engine's worker could not be started");
    worker.onmessage = (event: MessageEvent<Says>) => {
      const message = event.data;
      if ("reply" in message) {
        exchange.take(message.reply);
      } else if ("broken" in message) {
        fail(message.broken);
      } else {
        resolve({
          where: "in this page",
          ask: (request, asking) => exchange.ask(request, asking),
          begin: (kept) => worker.postMessage({ open: kept }, [kept]),
          close: () => fail("closed"),
        });
      }
    };
    worker.postMessage({ load: module });
  });
}
