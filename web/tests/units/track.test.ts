import { expect, test } from "vitest";
import { checkpoints } from "../../src/words/track";

// The shape that `sunward track` writes; the first number is that of data/derived_figures.
const document = {
  checkpoints: [
    {
      name: "chips",
      title: "Chips",
      measures: [
        {
          name: "ai_chip_power", title: "AI chips shipped in a year", unit: "GW/year", counts: "rate",
          latest: { date: "2025", time: 2025.5, value: 7.0753, low: null, high: null, kind: "estimated", source: "epoch_chip_sales" },
          growth: { value: 0.85, low: 0.6, high: null, unit: "1/year", doubling_time: { value: 1.13, unit: "year" } },
          nowcast: { fan: { unit: "GW/year", years: [2026, 2027], p05: [9, 10], p25: [11, 14], p50: [12.5, 20], p75: [14, 30], p95: [16, null] } },
          plan: { unit: "GW/year", times: [2026.5, 2027.5], values: [15.9, 25.2], ratio: { p05: 0.5, p50: 0.8, p95: 1.1 }, years_ahead: -0.4 },
          milestone: { words: "A terawatt a year", relation: "at_least", value: { value: 1000, unit: "GW/year" }, times: 141, doublings: 7.1, probability: [{ by: 2035, value: 0.2 }, { by: 2045, value: null }], never: 0.3, date: {} },
          observed: [{ date: "2025", time: 2025.5, value: 7.0753, low: 6, high: 8, kind: "estimated", source: "epoch_chip_sales" }, { date: "2026", time: null, value: 1 }],
        },
      ],
    },
  ],
};

test("what is said is read, and what has no number is left out", () => {
  const [found] = checkpoints(document)[0]!.measures;
  expect(found!.observed).toHaveLength(1);
  expect(found!.latest!.value).toBe(7.0753);
  expect(found!.plan).toEqual([{ at: 2026.5, value: 15.9 }, { at: 2027.5, value: 25.2 }]);
  expect(found!.fan!.p95).toEqual([16, null]);
  expect(found!.ratio!.p50).toBe(0.8);
  expect(found!.growth!.doubling).toEqual({ value: 1.13, unit: "year" });
  expect(found!.milestone!.chances).toEqual([{ by: 2035, chance: 0.2 }]);
});

test.each([null, {}, { checkpoints: "none" }, { checkpoints: [{ measures: [null] }] }])("%j gives nothing that could be drawn", (one) =>
  expect(checkpoints(one).flatMap((checkpoint) => checkpoint.measures).filter((found) => found.observed.length > 0 || found.plan.length > 0 || found.fan)).toEqual([]));
