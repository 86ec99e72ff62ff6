import { expect, test } from "vitest";
import { csv } from "../../src/state/save";

test("cells that need quotes have them, and each row says which result it belongs to", () =>
  expect(csv({ columns: [{ title: "Year" }, { title: "cost, USD" }], rows: [[2030, 1.5], ['a "b"', null]] }, "sunward 0.1.0")).toBe(
    'Year,"cost, USD",result\r\n2030,1.5,sunward 0.1.0\r\n"a ""b""",,sunward 0.1.0\r\n',
  ));
