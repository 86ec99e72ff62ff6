import { expect, test } from "vitest";
import plan from "../record/plan.json";
import { layers } from "../../src/charts/layers";
import { wrap } from "../../src/charts/scales";
import { ASKED, REST, STOCK, passing, titleOf, titles } from "../../src/words/flows";

const flow = (process: string, commodity: string, value: number, site = "earth") => ({ process, commodity, site, year: 2030, value, unit: "t/year" });
const price = (commodity: string, value: number, site = "Earth") => ({ commodity, site, series: { unit: "USD_2025/t", years: [2030], values: [value] } });

test("what is made goes to all who use it alike, at its price, and what is left goes to who asks", () => {
  const document = {
    flows: [flow("mine", "ore", 30), flow("mill", "ore", 10), flow("smelter", "ore", -40), flow("smelter", "metal", 20), flow("works", "metal", -15), flow("works", "compute", 3)],
    prices: [price("ore", 2), price("metal", 5), price("compute", 100)],
    price_of_compute: [{ year: 2030, commodities: ["compute"] }],
  };
  const found = passing(document, 2030);
  const of = (from: string, to: string) => found.links.find((link) => link.from === from && link.to === to)?.value;
  expect(of("mine", "smelter")).toBeCloseTo(60, 9);
  expect(of("mill", "smelter")).toBeCloseTo(20, 9);
  expect(of("smelter", "works")).toBeCloseTo(75, 9);
  expect(of("smelter", REST)).toBeCloseTo(25, 9);
  expect(of("works", ASKED)).toBeCloseTo(300, 9);
  expect(found.money).toBe("USD_2025");
});

test("what is used beyond what is made comes from stock; what has no price passes without a ribbon", () => {
  const found = passing({ flows: [flow("a", "x", 4), flow("b", "x", -10), flow("a", "y", 7)], prices: [price("x", 1), price("y", 0)] }, 2030);
  expect(found.links.map(({ from, to, value }) => [from, to, Number(value.toFixed(9))])).toEqual([[STOCK, "b", 6], ["a", "b", 4]]);
});

test("where the price differs by place and the place is not told, a commodity is named and left out", () => {
  const found = passing({ flows: [flow("a", "x", 4, "port")], prices: [price("x", 1, "low"), price("x", 2, "high")] }, 2030);
  expect(found).toEqual({ links: [], unpriced: ["x"], money: "USD_2025" });
});

test("no value is lost between a recorded plan and its flows", () => {
  for (const year of [2030, 2035, 2050]) {
    const { links, unpriced } = passing(plan, year);
    const at = plan.years.indexOf(year);
    let made = 0;
    for (const row of plan.flows.filter((one) => one.year === year && one.value > 0 && !unpriced.includes(one.commodity))) {
      const prices = plan.prices.filter((one) => one.commodity === row.commodity);
      made += row.value * (prices.find((one) => one.site === row.site) ?? prices[0]!).series.values[at]!;
    }
    const given = links.filter((link) => link.from !== STOCK).reduce((sum, link) => sum + link.value, 0);
    // What an industry makes for itself passes to nobody; the rest is all there.
    expect(given / made).toBeGreaterThan(0.97);
    expect(given / made).toBeLessThanOrEqual(1 + 1e-9);
  }
});

test("industries are called as the plan calls them", () => {
  const known = titles(plan);
  expect(titleOf("fab_tools", known)).toBe("Makers of other fab tools");
  expect(titleOf("never_heard_of", known)).toBe("Never heard of");
});

test("nodes of a layered flow stand apart, in the drawing, as high as what passes through them", () => {
  const { links } = passing(plan, 2040);
  const some = links.slice(0, 40);
  const { nodes, ribbons, height } = layers(some, { width: 900, height: 500, bar: 12, gap: 20 }, [ASKED, REST]);
  for (const node of nodes) {
    expect(node.y).toBeGreaterThan(-1e-6);
    expect(node.y + node.high).toBeLessThan(height + 1e-6);
    for (const other of nodes.filter((one) => one !== node && one.column === node.column)) {
      expect(Math.max(other.y - node.y - node.high, node.y - other.y - other.high)).toBeGreaterThan(20 - 1e-6);
    }
  }
  expect(ribbons).toHaveLength(some.length);
  // Hardly anything runs back, against the order from sources to ends.
  const back = ribbons.filter((one) => one.back).reduce((sum, one) => sum + one.link.value, 0);
  expect(back / some.reduce((sum, link) => sum + link.value, 0)).toBeLessThan(0.1);
});

test("a circle of three is drawn, one ribbon of it running back", () => {
  const { ribbons } = layers([{ from: "a", to: "b", value: 3 }, { from: "b", to: "c", value: 2 }, { from: "c", to: "a", value: 1 }], { width: 300, height: 200, bar: 10, gap: 10 });
  expect(ribbons.filter((one) => one.back).map((one) => one.link.from)).toEqual(["c"]);
});

test("words are wrapped between words only", () => {
  expect(wrap("Makers of transformers and switchgear", 14)).toEqual(["Makers of", "transformers", "and switchgear"]);
  expect(wrap("one", 2)).toEqual(["one"]);
});
