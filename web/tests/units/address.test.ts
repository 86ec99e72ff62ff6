import { expect, test } from "vitest";
import { PAGES, read, write } from "../../src/state/address";

test("an empty address is the answer of the first scenario", () =>
  expect(read("")).toEqual({ page: "answer", scenario: "terawatt", version: null, use: null, seed: 0, changes: [], against: [], packed: null }));

test("what is as it would be anyway is not written", () => expect(write(read("#/satellite"))).toBe("#/satellite"));

test("changes come back as they were, whatever is in them", () => {
  for (const value of ["10 year", "90 USD_2025/kg", "0.15", "1e-6 1/year", "a&b=c#d?%20 +é"]) {
    const address = { page: "answer" as const, scenario: "terawatt", version: "0.1.0", use: "batch", seed: 7, changes: [["satellite.d3.life", value]] as [string, string][], against: [], packed: null };
    expect(read(write(address))).toEqual(address);
  }
});

test("every page is found again", () => {
  for (const page of PAGES) {
    expect(read(`#/${page}`).page).toBe(page);
  }
});

test("nonsense is as if it were not there", () => {
  expect(read("#/nowhere?seed=-1&use=&from=").page).toBe("answer");
  expect(read("#/answer?seed=1e99").seed).toBe(0);
  expect(read("#/answer?from=@9").scenario).toBe("terawatt");
});

test("the first scenario may be another", () => {
  expect(read("#/answer", "mine").scenario).toBe("mine");
  expect(write(read("#/answer", "mine"), "mine")).toBe("#/answer");
});

test("a scenario of one's own comes with its text", () => {
  const address = { ...read("#/answer"), scenario: "mine", packed: "abc-_9" };
  expect(read(write(address))).toEqual(address);
});
