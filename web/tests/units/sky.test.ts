import { describe, expect, test } from "vitest";
import { beta, dayWords, dot, inShadow, plane, shadowShare, sun } from "../../src/globe/sky";

/** Degrees that the page's circle of a year may be off: equation of time and the Earth's ellipse, 2.5° at most. */
const WITHIN = 2.5;

describe("the Sun", () => {
  test("stands highest at the solstice of June", () => {
    const highest = Math.max(...Array.from({ length: 365 }, (_, day) => sun(day + 1)[2]));
    expect((Math.asin(highest) * 180) / Math.PI).toBeCloseTo(23.44, 1);
    expect(sun(172)[2]).toBeCloseTo(highest, 3);
  });
  test("crosses the equator at the equinox of March", () => expect(Math.abs(sun(80)[2])).toBeLessThan(0.01));
});

describe("a dawn-dusk orbit at 650 km", () => {
  // `sunward orbit`: beta from -89.9 to -58.6 degrees, longest eclipse 20.2 of 97.7 minutes, round December with its node in the morning.
  const all = Array.from({ length: 365 }, (_, day) => day + 1);
  test("has the Sun 58.6° to 90° beside its plane", () => {
    const found = all.map((day) => Math.abs(beta(day, 98.01, 6)));
    expect(Math.abs(Math.min(...found) - 58.55)).toBeLessThan(WITHIN);
    expect(Math.max(...found)).toBeGreaterThan(90 - WITHIN);
  });
  test("is longest in shadow for a fifth of its turn", () => {
    const longest = Math.max(...all.map((day) => shadowShare(day, 650, 98.01, 6))) * 97.7;
    expect(Math.abs(longest - 20.2)).toBeLessThan(1.5);
  });
  test("is in shadow round December with its node in the morning, round June with it in the evening", () => {
    expect([shadowShare(355, 650, 98.01, 6) > 0, shadowShare(172, 650, 98.01, 6) > 0]).toEqual([true, false]);
    expect([shadowShare(355, 650, 98.01, 18) > 0, shadowShare(172, 650, 98.01, 18) > 0]).toEqual([false, true]);
  });
});

test("an orbit with its node at noon is in shadow by the arc that the Earth covers", () => {
  // Sun in the plane: asin(R / (R + h)) to either side, of a half turn.
  const [day, altitude] = [80, 650];
  expect(Math.abs(beta(day, 0, 12))).toBeLessThan(1);
  expect(shadowShare(day, altitude, 0, 12)).toBeCloseTo(Math.asin(6371 / (6371 + altitude)) / Math.PI, 3);
});

test("a plane's two directions are square to one another and of length one", () => {
  for (const [inclination, time] of [[0, 12], [53, 3], [98, 18]] as const) {
    const [a, b] = plane(200, inclination, time);
    expect(dot(a, b)).toBeCloseTo(0, 12);
    expect([dot(a, a), dot(b, b)].every((one) => Math.abs(one - 1) < 1e-12)).toBe(true);
  }
});

test("the shadow is behind the Earth and no wider than it", () => {
  const toSun: [number, number, number] = [1, 0, 0];
  expect([inShadow([-1.5, 0.5, 0], toSun), inShadow([1.5, 0.5, 0], toSun), inShadow([-1.5, 1.2, 0], toSun)]).toEqual([true, false, false]);
});

test("days have names", () => expect([dayWords(1), dayWords(172)]).toEqual(["1 January", "21 June"]));
