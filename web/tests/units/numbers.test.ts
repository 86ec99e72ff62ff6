import { describe, expect, test } from "vitest";
import { brief, grouped, money, nameWords, quantity, ratio, share, significant, tickWords, unitWords } from "../../src/words/numbers";

describe("units as a reader writes them", () => {
  test.each([
    ["1", ""],
    ["USD_2025/kg", "USD₂₀₂₅/kg"],
    ["USD_2025/(PFLOP/s h)", "USD₂₀₂₅/(PFLOP/s h)"],
    ["MUSD_2025", "million USD₂₀₂₅"],
    ["m2", "m²"],
    ["km2", "km²"],
    ["kg/m3", "kg/m³"],
    ["deg", "°"],
    ["kW", "kW"],
  ])("%s is written %s", (unit, words) => expect(unitWords(unit)).toBe(words));
});

describe("numbers", () => {
  test.each([
    [0, "0"],
    [1.8949, "1.89"],
    [0.000123456, "0.000123"],
    [1234.5, "1230"],
    [123456, "123,000"],
    [-0.5, "−0.5"],
    [1e-6, "1·10⁻⁶"],
    [2.5e12, "2.5·10¹²"],
  ])("%d is written %s", (x, words) => expect(brief(x)).toBe(words));

  test("what is no number is a dash", () => expect(significant(Number.NaN, 3)).toBe("–"));
  test("thousands are told apart from five digits on", () => expect([grouped(1234), grouped(12345), grouped(1234567.5)]).toEqual(["1234", "12,345", "1,234,567.5"]));
  test("a quantity has its unit, a pure number none", () => expect([quantity(31.76, "kg/kW"), quantity(24, "1")]).toEqual(["31.8 kg/kW", "24"]));
  test("large sums are told in words", () => expect(money(8.578968e12, "USD_2025")).toBe("8.58 trillion USD₂₀₂₅"));
  test("only money is told in words", () => expect(money(3e6, "kg")).toBe("3,000,000 kg"));
  test("names of parts begin large", () => expect(nameWords("power_electronics")).toBe("Power electronics"));
});

describe("shares of draws", () => {
  test.each([
    [0, "0 %"],
    [0.0004, "< 0.1 %"],
    [0.0034, "0.3 %"],
    [0.052, "5.2 %"],
    [0.38, "38 %"],
    [0.996, "99.6 %"],
    [0.9994, "> 99.9 %"],
    [1, "100 %"],
  ])("%d is said as %s", (x, words) => expect(share(x)).toBe(words));
  test("certainty is said only where it is", () => expect(share(0.999999)).not.toBe("100 %"));
});

test("a challenger that cannot be had has no ratio", () => expect([ratio(null), ratio(undefined), ratio(2.794)]).toEqual(["cannot be had", "cannot be had", "2.79×"]));

test("ticks of large numbers are short", () => expect([5, 20000, 1e6, 5e8, 1e12].map(tickWords)).toEqual(["5", "20,000", "10⁶", "5·10⁸", "10¹²"]));
