import { expect, test } from "vitest";
import scenario from "../../../scenarios/first_light.toml?raw";
import { pack, unpack } from "../../src/state/packed";

test("a scenario comes back as it was, in half its length and in letters that an address may hold", async () => {
  const packed = await pack(scenario);
  expect(packed).toMatch(/^[\w-]+$/);
  expect(packed.length).toBeLessThan(scenario.length * 0.67);
  expect(await unpack(packed)).toBe(scenario);
});

test.each(["", "%%%", "AAAA", "not packed at all"])("%j is no packed text", async (text) => expect((await unpack(text)) || null).toBeNull());
