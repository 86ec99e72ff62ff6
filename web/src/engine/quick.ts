import type { Mistake, ReplyTo, Request, Told } from "./contract";
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
  #opened: { open: Open; told: Told } | null = null;

  constructor(private readonly make: () => Promise<Engine>) {}

  /** What it says of a scenario that it opens. */
  async open(open: Open): Promise<Told> {
    return (await this.#ready(open)).told;
  }

  async ask(open: Open, request: Request, asking?: Asking): Promise<unknown> {
    const { engine } = await this.#ready(open);
    return this.#kept(() => engine.ask(request, asking));
  }

  async #ready(open: Open): Promise<{ engine: Engine; told: Told }> {
    return this.#kept(async () => {
      const engine = await (this.#engine ??= this.make());
      if (this.#opened?.open !== open) {
        this.#opened = { open, told: await engine.ask(open) };
      }
      return { engine, told: this.#opened.told };
    });
  }

  /** One that has gone is let go: the next question makes another. */
  async #kept<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (why) {
      if (!(why instanceof Refused) && !isAbandoned(why)) {
        this.close();
      }
      throw why;
    }
  }

  close(): void {
    void this.#engine?.then((engine) => engine.close()).catch(() => {});
    this.#engine = null;
    this.#opened = null;
  }
}

/**
 * A small engine that is there at once. A server opens scenarios for it; what it drew then needs no server any more. What it leaves to others
 * is asked of `behind`, in their order: of the next where one is not reached.
 */
export function quickFirst(quick: InPage, api: (name: string) => string, behind: (() => Promise<Engine>)[]): Engine {
  const others = behind.map((make) => new Behind(make));
  let opened: Open | null = null;
  /** Whether the small engine holds what is open. */
  let held = false;

  async function ofOthers<T>(ask: (other: Behind) => Promise<T>): Promise<T> {
    let last: unknown = new Gone("nobody else is there to answer");
    // Without a network a connection may be open and say nothing: then it is asked last.
    for (const other of navigator.onLine ? others : others.toReversed()) {
      try {
        return await ask(other);
      } catch (why) {
        if (why instanceof Refused || isAbandoned(why)) {
          throw why;
        }
        last = why;
      }
    }
    throw last;
  }

  async function open(request: Open): Promise<unknown> {
    let told: unknown;
    try {
      const question = named(request);
      const [says, kept] = await Promise.all([posted(api("opened"), question).then((reply) => reply.json()), posted(api("kept"), question).then((reply) => reply.arrayBuffer())]);
      quick.begin(kept);
      [told, held] = [says, true];
    } catch (why) {
      if (!(why instanceof Gone)) {
        throw why;
      }
      // Where no server is reached the whole engine opens it, and draws.
      [told, held] = [await ofOthers((other) => other.open(request)), false];
    }
    opened = request;
    return told;
  }

  async function ask(request: Request, asking?: Asking): Promise<unknown> {
    if (request.do === "open") {
      return open(request);
    }
    const now = opened;
    if (!now) {
      throw new Gone("nothing is open");
    }
    if (request.do === "details" && held) {
      try {
        return await (await posted(api("details"), named(now))).json();
      } catch (why) {
        if (!(why instanceof Gone)) {
          throw why;
        }
      }
    }
    if (request.do === "draw" && held) {
      try {
        return await quick.ask(request, asking);
      } catch (why) {
        if (!(why instanceof Refused) || why.mistakes[0]?.code !== ELSEWHERE) {
          throw why;
        }
      }
    }
    return ofOthers((other) => other.ask(now, request, asking));
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
