import type { Mistake, ReplyTo, Request } from "./contract";
import { type Asking, type Engine, Gone, Refused } from "./engine";
import type { InPage } from "./wasm";

type Open = Extract<Request, { do: "open" }>;

/** Code of a mistake that another engine does not make. */
const ELSEWHERE = "elsewhere";

/** What a server says to a question in JSON; its refusals are those of an engine. */
async function posted(address: string, question: unknown): Promise<Response> {
  let reply: Response;
  try {
    reply = await fetch(address, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(question) });
  } catch {
    throw new Gone("the server is not reached");
  }
  if (!reply.ok) {
    const said = (await reply.json().catch(() => null)) as { mistakes?: Mistake[] } | null;
    throw said?.mistakes ? new Refused(said.mistakes) : new Gone(`the server answers ${reply.status}`);
  }
  return reply;
}

/**
 * A small engine that is there at once, and behind it the whole one, which is fetched for the first question that the small one leaves to
 * it. A server opens scenarios for the small engine; what it drew then needs no server any more.
 */
export function quickFirst(quick: InPage, api: (name: string) => string, makeWhole: () => Promise<Engine>): Engine {
  let opened: Open | null = null;
  let whole: { engine: Promise<Engine>; holds: Open | null } | null = null;

  async function wholeWith(open: Open): Promise<Engine> {
    whole ??= { engine: makeWhole(), holds: null };
    const kept = whole;
    try {
      const engine = await kept.engine;
      if (kept.holds !== open) {
        await engine.ask(open);
        kept.holds = open;
      }
      return engine;
    } catch (why) {
      if (whole === kept && kept.holds === null) {
        whole = null;
      }
      throw why;
    }
  }

  async function ask(request: Request, asking?: Asking): Promise<unknown> {
    if (request.do === "open") {
      const { scenario, seed, text } = request;
      const question = { scenario, seed, ...(text === undefined ? {} : { text }) };
      const [told, kept] = await Promise.all([posted(api("opened"), question).then((reply) => reply.json()), posted(api("kept"), question).then((reply) => reply.arrayBuffer())]);
      quick.begin(kept);
      opened = request;
      return told;
    }
    if (!opened) {
      throw new Gone("nothing is open");
    }
    if (request.do === "details") {
      const { scenario, seed, text } = opened;
      return (await posted(api("details"), { scenario, seed, ...(text === undefined ? {} : { text }) })).json();
    }
    const open = opened;
    if (request.do === "draw") {
      try {
        return await quick.ask(request, asking);
      } catch (why) {
        if (!(why instanceof Refused) || why.mistakes[0]?.code !== ELSEWHERE) {
          throw why;
        }
      }
    }
    return (await wholeWith(open)).ask(request, asking);
  }

  return {
    where: "in this page",
    ask: <R extends Request>(request: R, asking?: Asking) => ask(request, asking) as Promise<ReplyTo<R>>,
    close: () => {
      quick.close();
      void whole?.engine.then((engine) => engine.close());
    },
  };
}
