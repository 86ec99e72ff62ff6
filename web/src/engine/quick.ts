import type { Mistake, ReplyTo, Request } from "./contract";
import { type Asking, type Engine, Gone, Refused, isAbandoned } from "./engine";
import type { InPage } from "./wasm";

type Open = Extract<Request, { do: "open" }>;

/** Code of a mistake that another engine does not make. */
const ELSEWHERE = "elsewhere";

/** What a server is asked to open. */
const named = ({ scenario, seed, text }: Open) => ({ scenario, seed, ...(text === undefined ? {} : { text }) });

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

/** An engine that answers everything, once it has opened what is looked at. */
class Behind {
  #engine: Promise<Engine> | null = null;
  #holds: Open | null = null;

  constructor(private readonly make: () => Promise<Engine>) {}

  async ask(open: Open, request: Request, asking?: Asking): Promise<unknown> {
    this.#engine ??= this.make();
    const made = this.#engine;
    try {
      const engine = await made;
      if (this.#holds !== open) {
        await engine.ask(open);
        this.#holds = open;
      }
      return await engine.ask(request, asking);
    } catch (why) {
      if (!(why instanceof Refused) && !isAbandoned(why) && this.#engine === made) {
        // The next question makes another one.
        this.close();
      }
      throw why;
    }
  }

  close(): void {
    void this.#engine?.then((engine) => engine.close()).catch(() => {});
    this.#engine = null;
    this.#holds = null;
  }
}

/**
 * A small engine that is there at once. A server opens scenarios for it; what it drew then needs no server any more. What it leaves to others
 * is asked of `behind`, in their order: of the next where one is not reached.
 */
export function quickFirst(quick: InPage, api: (name: string) => string, behind: (() => Promise<Engine>)[]): Engine {
  const others = behind.map((make) => new Behind(make));
  let opened: Open | null = null;

  async function askOthers(open: Open, request: Request, asking?: Asking): Promise<unknown> {
    let last: unknown;
    for (const other of others) {
      try {
        return await other.ask(open, request, asking);
      } catch (why) {
        if (why instanceof Refused || isAbandoned(why)) {
          throw why;
        }
        last = why;
      }
    }
    throw last;
  }

  async function ask(request: Request, asking?: Asking): Promise<unknown> {
    if (request.do === "open") {
      const question = named(request);
      const [told, kept] = await Promise.all([posted(api("opened"), question).then((reply) => reply.json()), posted(api("kept"), question).then((reply) => reply.arrayBuffer())]);
      quick.begin(kept);
      opened = request;
      return told;
    }
    if (!opened) {
      throw new Gone("nothing is open");
    }
    const open = opened;
    if (request.do === "details") {
      try {
        return await (await posted(api("details"), named(open))).json();
      } catch (why) {
        if (!(why instanceof Gone)) {
          throw why;
        }
      }
    }
    if (request.do === "draw") {
      try {
        return await quick.ask(request, asking);
      } catch (why) {
        if (!(why instanceof Refused) || why.mistakes[0]?.code !== ELSEWHERE) {
          throw why;
        }
      }
    }
    return askOthers(open, request, asking);
  }

  return {
    where: "in this page",
    ask: <R extends Request>(request: R, asking?: Asking) => ask(request, asking) as Promise<ReplyTo<R>>,
    close: () => {
      quick.close();
      others.forEach((other) => other.close());
    },
  };
}
