import type { Mistake, Reply, ReplyTo, Request } from "./contract";

export interface Asking {
  /** Gives up: the promise is rejected, and what still comes is dropped. */
  signal?: AbortSignal;
  progress?: (share: number, says: string) => void;
}

/** Something that answers. It answers in any order and keeps one opened scenario. */
export interface Engine {
  /** Where it computes, in words for the reader. */
  readonly where: "in this page" | "on the server" | "from recorded replies";
  ask<R extends Request>(request: R, asking?: Asking): Promise<ReplyTo<R>>;
  close(): void;
}

/** The request was read and refused. */
export class Refused extends Error {
  constructor(readonly mistakes: Mistake[]) {
    super(mistakes.map((mistake) => mistake.text).join("; "));
    this.name = "Refused";
  }
}

/** The engine went away before it answered. */
export class Gone extends Error {
  constructor(why: string) {
    super(why);
    this.name = "Gone";
  }
}

export function isAbandoned(error: unknown): boolean {
  return error instanceof DOMException && error.name === "AbortError";
}

interface Waiting {
  resolve: (reply: unknown) => void;
  reject: (why: unknown) => void;
  progress: ((share: number, says: string) => void) | undefined;
}

/** Requests that wait for their replies: what both ways of asking share. */
export class Exchange {
  #waiting = new Map<number, Waiting>();
  #last = 0;

  constructor(
    private readonly send: (id: number, text: string) => void,
    private readonly cancel: (id: number) => void,
  ) {}

  ask<R extends Request>(request: R, asking: Asking = {}): Promise<ReplyTo<R>> {
    const id = ++this.#last;
    const { signal, progress } = asking;
    return new Promise<unknown>((resolve, reject) => {
      if (signal?.aborted) {
        reject(signal.reason);
        return;
      }
      const abandon = () => {
        if (this.#waiting.delete(id)) {
          this.cancel(id);
          reject(signal?.reason);
        }
      };
      const forget = () => signal?.removeEventListener("abort", abandon);
      this.#waiting.set(id, {
        resolve: (reply) => (forget(), resolve(reply)),
        reject: (why) => (forget(), reject(why)),
        progress,
      });
      signal?.addEventListener("abort", abandon, { once: true });
      this.send(id, JSON.stringify({ id, ...request }));
    }) as Promise<ReplyTo<R>>;
  }

  /** Takes a reply to whoever waits for it; one that was given up is dropped. */
  take(text: string): void {
    const reply = JSON.parse(text) as Reply;
    const waiting = this.#waiting.get(reply.id);
    if (!waiting) {
      return;
    }
    if ("progress" in reply) {
      waiting.progress?.(reply.progress, reply.says);
      return;
    }
    this.#waiting.delete(reply.id);
    if ("mistakes" in reply) {
      waiting.reject(new Refused(reply.mistakes));
    } else {
      waiting.resolve(reply.ok);
    }
  }

  /** Nobody will answer any more. */
  fail(why: string): void {
    const all = [...this.#waiting.values()];
    this.#waiting.clear();
    for (const waiting of all) {
      waiting.reject(new Gone(why));
    }
  }
}

/**
 * One question at a time, and of those that come meanwhile only the latest: while a slider is dragged the page asks as fast as it is
 * answered, and never queues.
 */
export function latest<Q, A>(ask: (question: Q) => Promise<A>, take: (answer: A, question: Q) => void, refuse: (why: unknown) => void) {
  let busy = false;
  let next: { question: Q } | null = null;
  const run = async (question: Q) => {
    busy = true;
    try {
      take(await ask(question), question);
    } catch (why) {
      refuse(why);
    } finally {
      busy = false;
      const waiting = next;
      next = null;
      if (waiting) {
        void run(waiting.question);
      }
    }
  };
  return (question: Q) => {
    if (busy) {
      next = { question };
    } else {
      void run(question);
    }
  };
}
