import { expect, test, vi } from "vitest";
import { Exchange, Gone, Refused, latest } from "../../src/engine/engine";

function exchange() {
  const sent: { id: number; text: string }[] = [];
  const cancelled: number[] = [];
  const made = new Exchange(
    (id, text) => sent.push({ id, text }),
    (id) => cancelled.push(id),
  );
  return { made, sent, cancelled };
}

test("a reply goes to the request with its number, in any order", async () => {
  const { made, sent } = exchange();
  const [a, b] = [made.ask({ do: "open", scenario: "a", seed: 0 }), made.ask({ do: "open", scenario: "b", seed: 0 })];
  expect(sent.map((one) => JSON.parse(one.text))).toEqual([
    { id: 1, do: "open", scenario: "a", seed: 0 },
    { id: 2, do: "open", scenario: "b", seed: 0 },
  ]);
  made.take('{"id": 2, "ok": {"name": "b"}}');
  made.take('{"id": 1, "ok": {"name": "a"}}');
  expect([(await a).name, (await b).name]).toEqual(["a", "b"]);
});

test("mistakes are refusals with their remedies", async () => {
  const { made } = exchange();
  const asked = made.ask({ do: "draw", changes: [["x.y", "1"]], draws: 8, exact: true });
  made.take('{"id": 1, "mistakes": [{"code": "S007", "path": "x.y", "text": "no such number", "remedy": "look"}]}');
  await expect(asked).rejects.toSatisfy((why) => why instanceof Refused && why.mistakes[0]!.remedy === "look");
});

test("progress is told, and comes to nobody after the reply", async () => {
  const { made } = exchange();
  const progress = vi.fn();
  const asked = made.ask({ do: "plan", changes: [] }, { progress });
  made.take('{"id": 1, "progress": 0.5, "says": "round 2"}');
  made.take('{"id": 1, "ok": {}}');
  made.take('{"id": 1, "progress": 0.9, "says": "late"}');
  await asked;
  expect(progress.mock.calls).toEqual([[0.5, "round 2"]]);
});

test("what is given up is cancelled, and its reply dropped", async () => {
  const { made, cancelled } = exchange();
  const abort = new AbortController();
  const asked = made.ask({ do: "plan", changes: [] }, { signal: abort.signal });
  abort.abort();
  await expect(asked).rejects.toThrow();
  expect(cancelled).toEqual([1]);
  expect(() => made.take('{"id": 1, "ok": {}}')).not.toThrow();
});

test("when the engine goes, all who wait are told", async () => {
  const { made } = exchange();
  const asked = made.ask({ do: "plan", changes: [] });
  made.fail("lost");
  await expect(asked).rejects.toBeInstanceOf(Gone);
});

test("of questions that come while one is answered only the latest is asked", async () => {
  const asked: number[] = [];
  const answers: number[] = [];
  const release: (() => void)[] = [];
  const put = latest<number, number>(
    (question) => {
      asked.push(question);
      return new Promise((resolve) => release.push(() => resolve(question)));
    },
    (answer) => answers.push(answer),
    (why) => {
      throw why;
    },
  );
  for (const question of [1, 2, 3, 4]) {
    put(question);
  }
  release.shift()!();
  await vi.waitFor(() => expect(asked).toEqual([1, 4]));
  release.shift()!();
  await vi.waitFor(() => expect(answers).toEqual([1, 4]));
});

test("a refusal does not stop those that come after", async () => {
  const answers: number[] = [];
  const refused: unknown[] = [];
  const put = latest<number, number>(
    async (question) => {
      if (question === 1) throw new Error("no");
      return question;
    },
    (answer) => answers.push(answer),
    (why) => refused.push(why),
  );
  put(1);
  put(2);
  await vi.waitFor(() => expect(answers).toEqual([2]));
  expect(refused).toHaveLength(1);
});
