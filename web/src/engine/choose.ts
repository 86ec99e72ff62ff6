import type { Engine } from "./engine";
import { START } from "../state/address";
import { type Line, onServer } from "./socket";
import { quickFirst } from "./quick";
import { compile, inPage } from "./wasm";

declare const RECORDED: boolean;

/** Milliseconds after which the whole engine is fetched, so that the page goes on where the network ends. */
const LATER = 3000;

/** Where the page's own files lie. */
function beside(name: string): string {
  return new URL(name, document.baseURI).href;
}

/**
 * Engines for this visit: `live` answers while sliders move; `aside` what takes longer, `server` what needs the planner, each from when it is
 * first asked for.
 */
export interface Engines {
  live: Engine;
  aside: () => Promise<Engine>;
  server: (() => Promise<Engine>) | null;
  /** The scenario that is looked at first. */
  first: string;
  /** One more, to hold another scenario. */
  another: () => Promise<Engine>;
}

/** What a server of ours behind the page says of itself; `null` if there is none. */
async function health(): Promise<{ own: string | null; first: string } | null> {
  try {
    const reply = await fetch(beside("api/health"), { headers: { accept: "application/json" } });
    if (!reply.ok || !(reply.headers.get("content-type") ?? "").includes("json")) {
      return null;
    }
    const says = (await reply.json()) as { own?: string | null; first?: string };
    return { own: says.own ?? null, first: says.first ?? START };
  } catch {
    return null;
  }
}

/** The page's own engines where they were built, the server otherwise. Rejects when there is neither. */
export async function choose(line: Line): Promise<Engines> {
  if (RECORDED) {
    const { recorded } = await import("./recorded");
    const another = async () => recorded();
    const alone = new URLSearchParams(location.search).has("alone");
    return { live: recorded(), aside: another, server: alone ? null : another, first: START, another };
  }
  const silent: Line = { onreturn: () => {}, onloss: () => {} };
  const socket = beside("api/live").replace(/^http/, "ws");
  const byServer = () => onServer(socket, silent);
  const [whole, quick] = [beside("sunward.wasm"), beside("quick.wasm")];
  const [small, served] = await Promise.all([inPage(quick).catch((why: Error) => why), health()]);
  const first = served?.own ?? served?.first ?? START;
  if (!served) {
    // A folder of files: the whole engine does what a server does, but for plans.
    if (!(small instanceof Error)) {
      small.close();
    }
    const byPage = () => inPage(whole);
    return { live: await byPage().catch((why: Error) => Promise.reject(new Error(`${why.message}, and no server answers.`))), aside: byPage, server: null, first, another: byPage };
  }
  if (small instanceof Error) {
    return { live: await onServer(socket, line), aside: byServer, server: byServer, first, another: byServer };
  }
  const api = (name: string) => beside(`api/${name}`);
  // A scenario of the user's own is known by its name to the server alone. The whole engine is for when there is no server any more.
  const behind = served.own ? [byServer] : [byServer, () => inPage(whole)];
  const another = async () => quickFirst(await inPage(quick), api, behind);
  if (!served.own) {
    setTimeout(() => void compile(whole).catch(() => {}), LATER);
  }
  return { live: quickFirst(small, api, behind), aside: another, server: byServer, first, another };
}
