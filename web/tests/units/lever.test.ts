import { describe, expect, test } from "vitest";
import type { Lever } from "../../src/engine/contract";
import { command, place, readSetting, setting, shownUnit, valueAt } from "../../src/words/lever";

function lever(change: Partial<Lever> = {}): Lever {
  return {
    path: "satellite.d3.life", title: "Life", meaning: "", group: "Satellite", unit: "year", units: [{ unit: "month", factor: 12 }, { unit: "s", factor: 31557600 }],
    best: 7, low: 5, high: 10, least: 1, most: 20, scale: "linear", over_time: false, kind: "estimated", source: "x", source_title: "X", address: null, date: null, note: null,
    anchors: [{ value: 15, label: "As claimed" }], effect: 1, decision: false, ...change,
  };
}

describe("the place of a value on its slider", () => {
  test("a linear slider has its middle in the middle", () => expect(place(lever(), 10.5)).toBeCloseTo(0.5, 12));
  test("a logarithmic one has the geometric mean there", () => expect(place(lever({ scale: "logarithmic", least: 1, most: 100 }), 10)).toBeCloseTo(0.5, 12));
  test("values beyond the ends lie at the ends", () => expect([place(lever(), -3), place(lever(), 99)]).toEqual([0, 1]));
  // A value rounded into the hold of a mark, 0.006 of the track to either side, goes to the mark.
  test("there and back again, or to the mark beside it", () => {
    for (const one of [lever(), lever({ scale: "logarithmic", least: 0.01, most: 1e4, best: 3, low: 1, high: 9, anchors: [] })]) {
      for (let at = 0.013; at < 1; at += 0.017) {
        const value = valueAt(one, at);
        const again = valueAt(one, place(one, value));
        const marks = [one.best, one.low!, one.high!, ...one.anchors.map((anchor) => anchor.value)];
        expect(marks.some((mark) => Math.abs(place(one, mark) - place(one, value)) <= 0.006) ? marks : [value]).toContain(again);
      }
    }
  });
  test("near a mark it is dropped on the mark", () => {
    const one = lever({ best: 7.123456 });
    expect(valueAt(one, place(one, 7.123456) + 0.004)).toBe(7.123456);
    expect(valueAt(one, place(one, 15) - 0.004)).toBe(15);
  });
  test("the ends are the ends", () => expect([valueAt(lever({ most: 19.876543 }), 1), valueAt(lever(), 0)]).toEqual([19.876543, 1]));
});

describe("what is written behind --set", () => {
  test("a pure number stands bare", () => expect(setting("1", 0.15)).toBe("0.15"));
  test("others have their unit", () => expect(setting("USD_2025/kg", 90)).toBe("90 USD_2025/kg"));
  test("digits without noise", () => expect(setting("year", 0.1 + 0.2)).toBe("0.3 year"));
  test("it is read back", () => expect(readSetting(lever(), setting("year", 7.25))).toBe(7.25));
  test("in another unit of the lever", () => expect(readSetting(lever(), "18 month")).toBe(1.5));
  test("a bare number is in its own unit", () => expect(readSetting(lever(), "4")).toBe(4));
  test.each(["", "seven", "7 parsecs", "1e999 year"])("%j is refused", (text) => expect(readSetting(lever(), text)).toBeNull());
});

describe("the unit that reads best", () => {
  test("years are years", () => expect(shownUnit(lever()).unit).toBe("year"));
  test("a moment is in seconds", () => expect(shownUnit(lever({ best: 40 / 31557600 })).unit).toBe("s"));
  test("a share keeps its own unit without another", () => expect(shownUnit(lever({ unit: "1", units: [], best: 0.02 })).unit).toBe("1"));
});

describe("the command that gives the same numbers", () => {
  test("without changes", () => expect(command("cost", "terawatt", [], 0)).toBe("sunward cost scenarios/terawatt.toml"));
  test("values with blanks are quoted, and quotes within them are safe", () =>
    expect(command("cost", "terawatt", [["satellite.d3.life", "10 year"], ["a.b", "it's"]], 3)).toBe(
      "sunward cost scenarios/terawatt.toml --seed 3 \\\n  --set satellite.d3.life='10 year' \\\n  --set a.b='it'\\''s'",
    ));
  test("a study lies in its folder", () => expect(command("cost", "study:suncatcher", [], 0)).toBe("sunward cost validation/suncatcher/scenario.toml"));
});
