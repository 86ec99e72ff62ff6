import { tick } from "svelte";
import type { Change, Drawn, Lever, Mistake, Opened, Use } from "../engine/contract";
import { type Engines, choose } from "../engine/choose";
import { Gone, Refused, latest } from "../engine/engine";
import { readSetting, setting } from "../words/lever";
import { type Address, type Page, START, read, write } from "./address";

/** Draws while a slider moves, at first; fewer on a machine that cannot keep up, so that the fan still follows the hand. */
const DRAWS_MOVING = 1000;
const DRAWS_LEAST = 128;
/** Draws once it rests. */
const DRAWS_RESTING = 4096;
/** What one reply may take while a slider moves, in milliseconds. */
const PACE = 24;

type Changes = ReadonlyMap<string, string>;

/** What undo goes back to. */
interface Step {
  scenario: string;
  changes: Changes;
}

interface Question {
  changes: Changes;
  moving: boolean;
  scenario: string;
}

/** The scenario that is looked at, what was changed of it, and what comes out. */
class Session {
  page = $state<Page>("answer");
  opened = $state.raw<Opened | null>(null);
  /** What is changed, while a slider moves as well. */
  changes = $state.raw<Changes>(new Map());
  /** The latest answer. */
  drawn = $state.raw<Drawn | null>(null);
  /** The answer without any change, drawn faintly behind. */
  baseline = $state.raw<Drawn | null>(null);
  /** Whether a slider is being moved. */
  moving = $state(false);
  use = $state<string | null>(null);
  against = $state.raw<string[]>([]);
  seed = $state(0);
  mistakes = $state.raw<Mistake[]>([]);
  /** Why nothing can be shown at all. */
  broken = $state<string | null>(null);
  lost = $state(false);
  /** The version a link was made with, if it is not this one. */
  linkedVersion = $state<string | null>(null);
  engines = $state.raw<Engines | null>(null);
  past = $state.raw<Step[]>([]);
  future = $state.raw<Step[]>([]);
  /** Counts settled states: what takes longer than a frame is asked again when it moves on. */
  settled = $state(0);

  #draws = DRAWS_MOVING;
  #settledChanges: Changes = new Map();
  #levers = new Map<string, Lever>();
  #ask: (question: Question) => void = () => {};
  #frame = 0;
  #waiting: Drawn | null = null;

  /** The use that is looked at. */
  shown: Use | null = $derived.by(() => {
    const uses = this.drawn?.uses ?? [];
    return uses.find((one) => one.name === this.use) ?? uses[0] ?? null;
  });

  shownBaseline: Use | null = $derived.by(() => {
    const name = this.shown?.name;
    return (this.changes.size > 0 && this.baseline?.uses.find((one) => one.name === name)) || null;
  });

  list: Change[] = $derived([...this.changes]);

  async begin(): Promise<void> {
    try {
      this.engines = await choose({
        onloss: () => {
          this.lost = true;
        },
        onreturn: () => {
          this.lost = false;
          this.draw();
        },
      });
    } catch (why) {
      this.broken = why instanceof Error ? why.message : String(why);
      return;
    }
    const engine = this.engines.live;
    this.#ask = latest(
      ({ changes, moving }: Question) =>
        engine.ask({ do: "draw", changes: [...changes], draws: moving ? this.#draws : DRAWS_RESTING, exact: !moving }),
      (drawn, question) => this.#take(drawn, question),
      (why) => this.#refuse(why),
    );
    const first = this.engines.first;
    await this.go(read(location.hash, first));
    addEventListener("hashchange", () => void this.go(read(location.hash, first)));
  }

  /** Goes where an address points. */
  async go(address: Address): Promise<void> {
    this.page = address.page;
    this.use = address.use;
    this.against = address.against;
    const changes: Changes = new Map(address.changes);
    const other = this.opened?.name !== address.scenario || this.seed !== address.seed;
    if (!other && same(changes, this.changes)) {
      return;
    }
    if (other && !(await this.#open(address.scenario, address.seed))) {
      return;
    }
    this.linkedVersion = address.version && this.opened && address.version !== this.opened.version ? address.version : null;
    this.#settle(changes);
  }

  async #open(scenario: string, seed: number): Promise<boolean> {
    const engines = this.engines!;
    try {
      const request = { do: "open", scenario, seed } as const;
      const [opened] = await Promise.all([
        engines.live.ask(request),
        engines.aside.ask(request),
        engines.server?.ask(request) ?? Promise.resolve(),
      ]);
      this.opened = opened;
      this.seed = seed;
      this.baseline = null;
      this.drawn = null;
      this.#levers = new Map(opened.levers.map((lever) => [lever.path, lever]));
      this.mistakes = [];
      return true;
    } catch (why) {
      this.#refuse(why);
      if (!this.opened) {
        this.broken = why instanceof Refused ? why.mistakes.map((mistake) => mistake.text).join(" ") : String(why);
      }
      return false;
    }
  }

  /** Takes a scenario from the list; it begins unchanged. */
  async choose(scenario: string): Promise<void> {
    this.#remember();
    if (await this.#open(scenario, this.seed)) {
      this.#settle(new Map());
    }
  }

  lever(path: string): Lever | undefined {
    return this.#levers.get(path);
  }

  /** The value of a lever now, in its own unit. */
  value(lever: Lever): number {
    const text = this.changes.get(lever.path);
    return (text === undefined ? null : readSetting(lever, text)) ?? lever.best;
  }

  /** A slider is under way: everything follows, nothing is remembered yet. */
  move(lever: Lever, value: number): void {
    this.moving = true;
    this.changes = this.#with(lever, value);
    this.draw();
  }

  /** A slider was let go, or a value typed. */
  set(lever: Lever, value: number): void {
    const changes = this.#with(lever, value);
    if (!same(changes, this.#settledChanges)) {
      this.#remember();
    }
    this.#settle(changes);
  }

  reset(path?: string): void {
    this.#remember();
    const changes = new Map(path === undefined ? [] : this.#settledChanges);
    if (path !== undefined) {
      changes.delete(path);
    }
    this.#settle(changes);
  }

  look(use: string): void {
    this.use = use;
    this.#write();
  }

  turn(page: Page): string {
    return this.address(page);
  }

  /** The address of a page with all that is changed. */
  address(page: Page = this.page): string {
    const address: Address = {
      page,
      scenario: this.opened?.name ?? START,
      version: this.opened?.version ?? null,
      use: this.use,
      seed: this.seed,
      changes: this.list,
      against: page === "compare" ? this.against : [],
    };
    return write(address, this.engines?.first);
  }

  compareWith(against: string[]): void {
    this.against = against;
    this.#write();
  }

  undo(): void {
    const step = this.past.at(-1);
    if (step) {
      this.future = [...this.future, this.#step()];
      this.past = this.past.slice(0, -1);
      void this.#back(step);
    }
  }

  redo(): void {
    const step = this.future.at(-1);
    if (step) {
      this.past = [...this.past, this.#step()];
      this.future = this.future.slice(0, -1);
      void this.#back(step);
    }
  }

  async #back(step: Step): Promise<void> {
    if (step.scenario !== this.opened?.name && !(await this.#open(step.scenario, this.seed))) {
      return;
    }
    this.#settle(step.changes);
  }

  draw(): void {
    if (this.opened) {
      this.#ask({ changes: this.changes, moving: this.moving, scenario: this.opened.hash });
    }
  }

  #with(lever: Lever, value: number): Changes {
    const changes = new Map(this.changes);
    if (value === lever.best && !lever.over_time) {
      changes.delete(lever.path);
    } else {
      changes.set(lever.path, setting(lever.unit, value));
    }
    return changes;
  }

  #step(): Step {
    return { scenario: this.opened!.name, changes: this.#settledChanges };
  }

  #remember(): void {
    if (this.opened) {
      this.past = [...this.past, this.#step()].slice(-200);
      this.future = [];
    }
  }

  #settle(changes: Changes): void {
    this.moving = false;
    this.changes = changes;
    this.#settledChanges = changes;
    this.settled += 1;
    this.#write();
    this.draw();
    if (changes.size > 0 && !this.baseline) {
      void this.#before();
    }
  }

  /** Whoever comes by a link has not seen the answer before its changes. */
  async #before(): Promise<void> {
    const hash = this.opened?.hash;
    try {
      const drawn = await this.engines!.aside.ask({ do: "draw", changes: [], draws: DRAWS_MOVING, exact: true });
      if (hash === this.opened?.hash && !this.baseline) {
        this.baseline = drawn;
      }
    } catch (why) {
      if (!(why instanceof Gone)) {
        this.#refuse(why);
      }
    }
  }

  #write(): void {
    const address = this.address();
    if (address !== location.hash) {
      history.replaceState(null, "", address);
    }
  }

  /** One reply is painted in one frame; of two that come within one, the later. */
  #take(drawn: Drawn, question: Question): void {
    if (question.scenario !== this.opened?.hash) {
      return;
    }
    if (question.moving && drawn.milliseconds > 0) {
      const fits = this.#draws * Math.sqrt(PACE / drawn.milliseconds);
      this.#draws = Math.round(Math.min(DRAWS_MOVING, Math.max(DRAWS_LEAST, fits)));
    }
    this.mistakes = [];
    if (question.changes.size === 0 && drawn.exact) {
      this.baseline = drawn;
    }
    this.#waiting = drawn;
    this.#frame ||= requestAnimationFrame(() => {
      this.#frame = 0;
      performance.mark("reply");
      this.drawn = this.#waiting;
      void tick().then(() => performance.measure("paint", "reply"));
    });
  }

  #refuse(why: unknown): void {
    if (why instanceof Refused) {
      this.mistakes = why.mistakes;
    } else if (!(why instanceof Gone)) {
      this.mistakes = [{ code: "bug", path: null, text: why instanceof Error ? why.message : String(why), remedy: "Undo the last change, or reload the page." }];
    }
  }
}

function same(a: Changes, b: Changes): boolean {
  return a.size === b.size && [...a].every(([path, value]) => b.get(path) === value);
}

export const session = new Session();
