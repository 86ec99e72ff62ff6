import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Gone } from "../../src/engine/engine";
import { onServer } from "../../src/engine/socket";

/** A server's end, played by the test. */
class Played {
  static readonly OPEN = 1;
  static all: Played[] = [];
  readyState = 0;
  sent: { id: number; do: string; scenario?: string }[] = [];
  onopen: () => void = () => {};
  onclose: () => void = () => {};
  onmessage: (event: { data: string }) => void = () => {};
  constructor(readonly address: string) {
    Played.all.push(this);
  }
  send(text: string) {
    this.sent.push(JSON.parse(text));
  }
  close() {
    this.readyState = 3;
    this.onclose();
  }
  accept() {
    this.readyState = 1;
    this.onopen();
  }
  reply(message: object) {
    this.onmessage({ data: JSON.stringify(message) });
  }
}

const silent = { onloss: () => {}, onreturn: () => {} };

beforeEach(() => {
  Played.all = [];
  vi.stubGlobal("WebSocket", Played);
  vi.useFakeTimers();
});
afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

async function reached(line = silent) {
  const made = onServer("ws://127.0.0.1/api/live", line);
  Played.all[0]!.accept();
  return made;
}

test("asks and is answered", async () => {
  const engine = await reached();
  const asked = engine.ask({ do: "open", scenario: "terawatt", seed: 0 });
  const { id } = Played.all[0]!.sent[0]!;
  Played.all[0]!.reply({ id, ok: { name: "terawatt" } });
  expect((await asked).name).toBe("terawatt");
});

test("is refused where no server is", async () => {
  const made = onServer("ws://127.0.0.1/api/live", silent);
  Played.all[0]!.close();
  await expect(made).rejects.toBeInstanceOf(Gone);
});

test("a server that went away is tried again, and what was open is opened again before anything is told", async () => {
  const line = { onloss: vi.fn(), onreturn: vi.fn() };
  const engine = await reached(line);
  const opened = engine.ask({ do: "open", scenario: "sceptic", seed: 4 });
  Played.all[0]!.reply({ id: 1, ok: { name: "sceptic" } });
  await opened;
  const waiting = engine.ask({ do: "draw", changes: [], draws: 8, exact: true });
  Played.all[0]!.close();
  await expect(waiting).rejects.toBeInstanceOf(Gone);
  expect(line.onloss).toHaveBeenCalledTimes(1);
  await vi.advanceTimersByTimeAsync(250);
  // It is not there yet: once more, later.
  Played.all[1]!.close();
  await vi.advanceTimersByTimeAsync(500);
  expect(Played.all).toHaveLength(3);
  Played.all[2]!.accept();
  expect(Played.all[2]!.sent).toMatchObject([{ do: "open", scenario: "sceptic", seed: 4 }]);
  expect(line.onreturn).not.toHaveBeenCalled();
  Played.all[2]!.reply({ id: Played.all[2]!.sent[0]!.id, ok: {} });
  await vi.waitFor(() => expect(line.onreturn).toHaveBeenCalledTimes(1));
  expect(line.onloss).toHaveBeenCalledTimes(1);
});

test("what is asked while it is away is refused, not kept", async () => {
  const engine = await reached();
  Played.all[0]!.close();
  await expect(engine.ask({ do: "draw", changes: [], draws: 8, exact: true })).rejects.toBeInstanceOf(Gone);
});

test("what is given up is cancelled on the server", async () => {
  const engine = await reached();
  const abort = new AbortController();
  const asked = engine.ask({ do: "plan", changes: [] }, { signal: abort.signal });
  abort.abort();
  await expect(asked).rejects.toThrow();
  expect(Played.all[0]!.sent.at(-1)).toEqual({ do: "cancel", id: 1 });
});

test("once closed it stays closed", async () => {
  const engine = await reached();
  engine.close();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(Played.all).toHaveLength(1);
});
