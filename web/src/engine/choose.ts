import type { Engine } from "./engine";
import { START } from "../state/address";
import { type Line, onServer } from "./socket";
import { inPage } from "./wasm";

declare const RECORDED: boolean;

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

/** The page's own engine where it was built, the server otherwise. Rejects when there is neither. */
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
  const byPage = () => inPage(beside("sunward.wasm"));
  const [own, served] = await Promise.all([byPage().catch((why: Error) => why), health()]);
  // A scenario of the user's own is known to the server only.
  if (own instanceof Error || served?.own) {
    if (!served) {
      throw new Error(`${(own as Error).message}, and no server answers.`);
    }
    if (!(own instanceof Error)) {
      own.close();
    }
    return { live: await onServer(socket, line), aside: byServer, server: byServer, first: served.own ?? served.first, another: byServer };
  }
  return { live: own, aside: byPage, server: served ? byServer : null, first: served?.first ?? START, another: byPage };
}
