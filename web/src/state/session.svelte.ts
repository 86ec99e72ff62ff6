import { tick } from "svelte";
import { type Change, type Drawn, type Lever, type Mistake, type Opened, type Use, opening } from "../engine/contract";
import { type Engines, choose } from "../engine/choose";
import { type Engine, Gone, Refused, latest } from "../engine/engine";
import { pack, unpack } from "./packed";
import { readSetting, setting } from "../words/lever";
import { type Address, type Page, START, read, write } from "./address";

/**
 * Draws while sliders move. An engine keeps the costs of its draws and makes anew what moves; other draws would all be made anew, so that the
 * number stays, and is halved only on a machine that cannot follow the hand.
 */
const DRAWS = 1000;
const DRAWS_LEAST = 125;
/** Draws for a closer look, once nothing moves for so many milliseconds. */
const DRAWS_RESTING = 4096;
const REST = 1500;
/** Exact numbers wait so many milliseconds: a hand that comes back finds the engine free. */
const PAUSE = 300;
/** Details of levers wait so many milliseconds. */
const DETAILS = 300;
/** A hand notices what takes longer, in milliseconds. */
const SLOW = 120;

type Changes = ReadonlyMap<string, string>;

/** A scenario of the user's own: its text, and the same packed for the address. */
interface Own {
  text: string;
  packed: string;
}

/** What undo goes back to. */
interface Step {
  scenario: string;
  own: Own | null;
  changes: Changes;
}

interface Question {
  changes: Changes;
  /** Near enough while something moves; exact once it has come to rest. */
  quick: boolean;
  scenario: string;
  /** The use that is looked at: while a slider moves, nothing else is asked. */
  use: string | undefined;
}

/** An engine that has opened what is looked at by the time it is asked. */
type Asked = Pick<Engine, "ask">;

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

  /** Another scenario is on its way: what is shown is not to be moved meanwhile. */
  opening = $state(false);
  /** What is being done before there is anything to see. */
  stage = $state("Fetching the engine");

  readonly aside: Asked = { ask: async (request, asking) => (await this.#ready("aside")).ask(request, asking) };
  readonly server: Asked = { ask: async (request, asking) => (await this.#ready("server")).ask(request, asking) };
  hasServer = $derived.by(() => (this.engines?.server ?? null) !== null);

  /** The user's own text, where it is what is looked at. */
  own = $state.raw<Own | null>(null);

  #draws = DRAWS;
  #times: number[] = [];
  #rest = 0;
  #beside = new Map<"aside" | "server", { engine: Promise<Engine>; open: string; opened: Promise<unknown> }>();
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
      async ({ changes, quick, use }: Question) => {
        const start = performance.now();
        const drawn = await engine.ask({ do: "draw", changes: [...changes], draws: this.#draws, exact: !quick, ...(quick && use ? { use } : {}) });
        // An engine has no clock.
        return { ...drawn, milliseconds: drawn.milliseconds ?? performance.now() - start };
      },
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
    const other = this.opened?.name !== address.scenario || this.seed !== address.seed || address.packed !== (this.own?.packed ?? null);
    if (!other && same(changes, this.changes)) {
      return;
    }
    const text = address.packed === null ? null : await unpack(address.packed);
    const own = text === null ? null : { text, packed: address.packed! };
    if (other && !(await this.#open(address.scenario, address.seed, own))) {
      return;
    }
    this.linkedVersion = address.version && this.opened && address.version !== this.opened.version ? address.version : null;
    this.#settle(changes);
  }

  async #open(scenario: string, seed: number, own: Own | null): Promise<boolean> {
    const engine = this.engines!.live;
    this.opening = true;
    clearTimeout(this.#rest);
    // A scenario that is refused leaves the engine as it was.
    let replaced = false;
    try {
      this.stage = "Opening the scenario";
      const opened = opening(await engine.ask({ do: "open", scenario, seed, ...(own ? { text: own.text } : {}) }));
      replaced = true;
      this.stage = "Drawing what is not known";
      const start = performance.now();
      const drawn = await engine.ask({ do: "draw", changes: [], draws: this.#draws, exact: true });
      // Both at once: what is shown always belongs together.
      this.opened = opened;
      this.own = own;
      this.seed = seed;
      this.changes = new Map();
      this.drawn = this.baseline = { ...drawn, milliseconds: drawn.milliseconds ?? performance.now() - start };
      this.#waiting = null;
      this.#levers = new Map(opened.levers.map((lever) => [lever.path, lever]));
      this.mistakes = [];
      void this.#detail(opened);
      return true;
    } catch (why) {
      this.#refuse(why);
      if (this.opened && replaced) {
        await this.#reopen();
      } else if (!this.opened) {
        this.broken = why instanceof Refused ? why.mistakes.map((mistake) => [mistake.text, mistake.remedy].filter(Boolean).join("; ")).join(" ") : String(why);
      }
      return false;
    } finally {
      this.opening = false;
    }
  }

  /** What a reader asks of the levers comes once they can be moved. */
  async #detail(opened: Opened): Promise<void> {
    try {
      // The first picture does not share the wire with what few read.
      await tick();
      await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve, DETAILS)));
      if (this.opened !== opened) {
        return;
      }
      const { levers } = await this.engines!.live.ask({ do: "details" });
      if (this.opened === opened) {
        const details = new Map(levers.map((detail) => [detail.path, detail]));
        this.opened = { ...opened, levers: opened.levers.map((lever) => ({ ...lever, ...details.get(lever.path) })) };
        this.#levers = new Map(this.opened.levers.map((lever) => [lever.path, lever]));
      }
    } catch {
      // Sliders do without.
    }
  }

  /** A scenario that was opened and could not be drawn: the engine is given back what is shown. */
  async #reopen(): Promise<void> {
    const { opened, own } = this;
    try {
      await this.engines!.live.ask({ do: "open", scenario: opened!.name, seed: this.seed, ...(own ? { text: own.text } : {}) });
    } catch (why) {
      this.#refuse(why);
    }
  }

  /** An engine beside the live one, once it has opened the same. */
  async #ready(which: "aside" | "server"): Promise<Engine> {
    const make = this.engines?.[which];
    const scenario = this.opened?.name;
    if (!make || !scenario) {
      throw new Gone("nothing is open");
    }
    const own = this.own;
    const open = `${scenario} ${this.seed} ${own?.packed ?? ""}`;
    let kept = this.#beside.get(which);
    if (kept?.open !== open) {
      const engine = kept?.engine ?? make();
      kept = { engine, open, opened: engine.then((one) => one.ask({ do: "open", scenario, seed: this.seed, ...(own ? { text: own.text } : {}) })) };
      this.#beside.set(which, kept);
      kept.opened.catch(() => this.#beside.delete(which));
    }
    await kept.opened;
    return kept.engine;
  }

  /** Takes a scenario from the list; it begins unchanged. */
  async choose(scenario: string): Promise<void> {
    const step = this.#step();
    if (await this.#open(scenario, this.seed, null)) {
      this.#remember(step);
      this.#settle(new Map());
    }
  }

  /** Takes a scenario of the user's own. Its mistakes are told, and what was looked at stays. */
  async read(file: File): Promise<void> {
    const step = this.#step();
    const text = await file.text();
    const name = file.name.replace(/\.toml$/, "");
    if (await this.#open(name, this.seed, { text, packed: await pack(text) })) {
      this.#remember(step);
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
      packed: this.own?.packed ?? null,
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
    const other = step.scenario !== this.opened?.name || step.own?.packed !== this.own?.packed;
    if (other && !(await this.#open(step.scenario, this.seed, step.own))) {
      return;
    }
    this.#settle(step.changes);
  }

  draw(): void {
    if (this.opened) {
      clearTimeout(this.#rest);
      if (this.changes.size === 0 && this.baseline && !this.moving) {
        this.drawn = this.baseline;
        this.mistakes = [];
        this.#rest = window.setTimeout(() => void this.#look(this.changes), REST);
        return;
      }
      const ask = (quick: boolean) => this.#ask({ changes: this.changes, quick, scenario: this.opened!.hash, use: this.shown?.name });
      ask(this.drawn !== null);
      if (this.drawn !== null && !this.moving) {
        this.#rest = window.setTimeout(() => ask(false), PAUSE);
      }
    }
  }

  /** More draws for what has come to rest, by the engine beside: the live one stays ready for the hand. */
  async #look(changes: Changes): Promise<void> {
    const settled = this.settled;
    if (this.page !== "answer" && this.page !== "compare") {
      return;
    }
    try {
      const start = performance.now();
      if (this.drawn?.draws === DRAWS_RESTING) {
        return;
      }
      const drawn = await this.aside.ask({ do: "draw", changes: [...changes], draws: DRAWS_RESTING, exact: true });
      if (settled === this.settled && !this.moving) {
        this.drawn = { ...drawn, milliseconds: drawn.milliseconds ?? performance.now() - start };
        if (changes.size === 0) {
          this.baseline = drawn;
        }
      }
    } catch {
      // The answer of fewer draws stands.
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
    return { scenario: this.opened!.name, own: this.own, changes: this.#settledChanges };
  }

  #remember(step = this.#step()): void {
    this.past = [...this.past, step].slice(-200);
    this.future = [];
  }

  #settle(changes: Changes): void {
    this.moving = false;
    this.changes = changes;
    this.#settledChanges = changes;
    this.settled += 1;
    this.#write();
    this.draw();
  }

  #write(): void {
    const address = this.address();
    if (address !== location.hash) {
      history.replaceState(null, "", address);
    }
  }

  /** One reply is painted in one frame; of two that come within one, the later. */
  #take(drawn: Drawn, question: Question): void {
    if (question.scenario !== this.opened?.hash || this.opening || (!this.moving && !same(question.changes, this.changes))) {
      return;
    }
    if (question.quick) {
      this.#times.push(drawn.milliseconds ?? 0);
      const middle = this.#times.toSorted((a, b) => a - b)[4];
      if (this.#times.length === 9) {
        this.#times = [];
        if (middle !== undefined && middle > SLOW && this.#draws > DRAWS_LEAST) {
          this.#draws = Math.round(this.#draws / 2);
        }
      }
    } else {
      clearTimeout(this.#rest);
      this.#rest = window.setTimeout(() => void this.#look(question.changes), REST);
    }
    this.mistakes = [];
    if (question.changes.size === 0 && drawn.exact) {
      this.baseline = drawn;
    }
    // Uses that were not asked for stay as they were, until the slider rests.
    const shown = this.#waiting ?? this.drawn;
    this.#waiting = shown && drawn.uses.length < shown.uses.length ? { ...drawn, uses: shown.uses.map((use) => drawn.uses.find((one) => one.name === use.name) ?? use) } : drawn;
    this.#frame ||= requestAnimationFrame(() => {
      this.#frame = 0;
      performance.mark("reply");
      this.drawn = this.#waiting;
      this.#waiting = null;
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
