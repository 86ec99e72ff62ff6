import { Refused, isAbandoned } from "../engine/engine";
import type { Mistake } from "../engine/contract";

/** Work that takes longer than a glance: its progress, its latest result, and whether that still belongs to what is asked now. */
export class Job<T> {
  result = $state.raw<T | null>(null);
  progress = $state(0);
  says = $state("");
  running = $state(false);
  /** The result is of an earlier question. */
  stale = $state(false);
  mistakes = $state.raw<Mistake[]>([]);
  stopped = $state(false);

  #abort: AbortController | null = null;

  /** Asks anew; what was under way is given up. */
  async run(ask: (signal: AbortSignal, progress: (share: number, says: string) => void) => Promise<T>): Promise<void> {
    this.#abort?.abort();
    const abort = new AbortController();
    this.#abort = abort;
    this.running = true;
    this.stopped = false;
    this.stale = this.result !== null;
    this.progress = 0;
    this.says = "";
    this.mistakes = [];
    try {
      const found = await ask(abort.signal, (share, says) => {
        if (this.#abort === abort) {
          this.progress = share;
          this.says = says;
        }
      });
      if (this.#abort === abort) {
        this.result = found;
        this.stale = false;
      }
    } catch (why) {
      if (this.#abort === abort && !isAbandoned(why)) {
        this.mistakes = why instanceof Refused ? why.mistakes : [{ code: "", path: null, text: why instanceof Error ? why.message : String(why), remedy: null }];
      }
    } finally {
      if (this.#abort === abort) {
        this.running = false;
      }
    }
  }

  stop(): void {
    this.#abort?.abort();
    this.running = false;
    this.stopped = true;
  }

  /** Nobody looks any more. */
  leave(): void {
    this.#abort?.abort();
    this.#abort = null;
  }
}
