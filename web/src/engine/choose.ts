import type { Engine } from "./engine";
import { type Line, onServer } from "./socket";
import { inPage } from "./wasm";

declare const RECORDED: boolean;

/** Where the page's own files lie. */
function beside(name: string): string {
  return new URL(name, document.baseURI).href;
}

/** Engines for this visit: `live` answers while sliders move, `aside` what takes longer, `server` what needs the planner. */
export interface Engines {
  live: Engine;
  aside: Engine;
  server: Engine | null;
  /** Another one of its own, to hold a second scenario. */
  another(): Promise<Engine>;
}

/** Whether a server of ours is behind the page. */
async function hasServer(): Promise<boolean> {
  try {
    const reply = await fetch(beside("api/health"), { headers: { accept: "application/json" } });
    return reply.ok && (reply.headers.get("content-type") ?? "").includes("json");
  } catch {
    return false;
  }
}

/** The page's own engine where it was built, the server otherwise. Rejects when there is neither. */
export async function choose(line: Line): Promise<Engines> {
  if (RECORDED) {
    const { recorded } = await import("./recorded");
    const server = !new URLSearchParams(location.search).has("alone");
    return { live: recorded(), aside: recorded(), server: server ? recorded() : null, another: async () => recorded() };
  }
  const silent: Line = { onreturn: () => {}, onloss: () => {} };
  const socket = beside("api/live").replace(/^http/, "ws");
  const [own, served] = await Promise.all([inPage(beside("sunward.wasm")).catch((why: Error) => why), hasServer()]);
  if (own instanceof Error) {
    if (!served) {
      throw new Error(`${own.message}, and no server answers`);
    }
    return {
      live: await onServer(socket, line),
      aside: await onServer(socket, silent),
      server: await onServer(socket, silent),
      another: () => onServer(socket, silent),
    };
  }
  return {
    live: own,
    aside: await inPage(beside("sunward.wasm")),
    server: served ? await onServer(socket, line) : null,
    another: () => inPage(beside("sunward.wasm")),
  };
}
