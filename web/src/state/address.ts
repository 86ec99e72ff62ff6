/**
 * What the address bar holds: the page, and the scenario as differences from a named baseline.
 *
 * `#/answer?from=terawatt@0.1.0&use=batch&satellite.d3.life=10+year`: a key with a dot is the path of a number. A scenario of the user's own
 * comes with its text, packed. Nothing else is kept, so a link says what it means.
 */
import type { Change } from "../engine/contract";

export const PAGES = ["answer", "levers", "build-out", "satellite", "conditions", "claims", "track", "compare", "sources"] as const;
export type Page = (typeof PAGES)[number];

export interface Address {
  page: Page;
  /** Name of the scenario that the changes are differences from. */
  scenario: string;
  /** Its version when the link was made. */
  version: string | null;
  use: string | null;
  seed: number;
  changes: Change[];
  /** Scenarios to compare with. */
  against: string[];
  /** The text of a scenario of the user's own, packed. */
  packed: string | null;
}

export const START = "terawatt";

/** Reads the part of an address behind `#`; what cannot be read is as if it were not there. `start` is the scenario where none is named. */
export function read(hash: string, start = START): Address {
  const [path = "", query = ""] = hash.replace(/^#\/?/, "").split("?", 2);
  const asked = new URLSearchParams(query);
  const [scenario, version] = (asked.get("from") ?? start).split("@", 2);
  const seed = Number(asked.get("seed") ?? 0);
  return {
    page: PAGES.find((page) => page === path) ?? "answer",
    scenario: scenario || start,
    version: version ?? null,
    use: asked.get("use"),
    seed: Number.isSafeInteger(seed) && seed >= 0 ? seed : 0,
    changes: [...asked].filter(([key]) => key.includes(".")),
    against: asked.getAll("against"),
    packed: asked.get("text"),
  };
}

/** The other way. What is as it would be anyway is left out. */
export function write(address: Address, start = START): string {
  const asked = new URLSearchParams();
  if (address.scenario !== start || address.changes.length > 0 || address.packed !== null) {
    asked.set("from", address.version ? `${address.scenario}@${address.version}` : address.scenario);
  }
  if (address.use) {
    asked.set("use", address.use);
  }
  if (address.seed !== 0) {
    asked.set("seed", String(address.seed));
  }
  for (const against of address.against) {
    asked.append("against", against);
  }
  for (const [path, value] of address.changes) {
    asked.append(path, value);
  }
  if (address.packed) {
    asked.append("text", address.packed);
  }
  const query = asked.toString().replaceAll("%3A", ":").replaceAll("%40", "@").replaceAll("%2F", "/");
  return query ? `#/${address.page}?${query}` : `#/${address.page}`;
}
