import { describe, expect, test } from "vitest";
import { pieces } from "../../src/charts/groups";
import { band, logTicks, path, ratioEnds, yearTicks } from "../../src/charts/scales";

describe("ends of a scale of ratios", () => {
  test("parity always lies within", () => {
    for (const line of [[3, 4], [0.2, 0.3], [], [null]]) {
      const [low, high] = ratioEnds([line]);
      expect(low).toBeLessThan(1);
      expect(high).toBeGreaterThan(1);
    }
  });
  test("they hold every number up to two hundred", () => expect(ratioEnds([[0.31, 7.2]])).toEqual([0.2, 10]));
  test("dearer than that is off the chart", () => expect(ratioEnds([[1e30]])[1]).toBe(200));
});

test("ticks are 1, 2 and 5, and powers of ten where there are many", () => {
  expect(logTicks(0.5, 20, 9)).toEqual([0.5, 1, 2, 5, 10, 20]);
  expect(logTicks(0.01, 1000, 6)).toEqual([0.01, 0.1, 1, 10, 100, 1000]);
});

test("years under an axis do not touch", () => {
  for (const width of [150, 320, 700, 2000]) {
    const ticks = yearTicks(2026, 2060, width);
    expect(ticks.length * 46).toBeLessThanOrEqual(width + 46);
  }
});

test("a line breaks where there is no number", () => expect(path([[0, 1], null, [2, 3], [4, 5]])).toBe("M0.0,1.0M2.0,3.0L4.0,5.0"));
test("a band is closed", () => expect(band([0, 1], [1, 1], [2, 3])).toBe("M0.0,2.0L1.0,3.0L1.0,1.0L0.0,1.0Z"));

test("parts of a cost are all in its pieces, known or not", () => {
  const cost = { option: "x", title: "X", total: 6, stack: [{ part: "chips", title: "Chips", value: 1 }, { part: "servers", title: "Servers", value: 2 }, { part: "never_heard_of", title: "?", value: 3 }, { part: "launch", title: "Launch", value: 0 }] };
  const found = pieces(cost);
  expect(found.reduce((sum, piece) => sum + piece.value, 0)).toBe(6);
  expect(found.map((piece) => piece.title)).toEqual(["Chips and servers", "Waiting, and what else there is"]);
});

test("a logarithmic scale has ticks however narrow or wide it is, and never more than fit", () => {
  expect(logTicks(21, 34, 7).length).toBeGreaterThanOrEqual(2);
  expect(logTicks(21, 34, 7).every((tick) => tick >= 21 && tick <= 34)).toBe(true);
  expect(logTicks(1e-6, 1e7, 7).length).toBeLessThanOrEqual(7);
  expect(logTicks(1e-6, 1e7, 7).length).toBeGreaterThanOrEqual(4);
});
