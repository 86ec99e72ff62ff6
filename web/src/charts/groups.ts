import type { CostOf } from "../engine/contract";

/** Parts of a cost that are shown in one colour: the report's groups, in its order. */
const GROUPS: { title: string; short: string; parts: string[] }[] = [
  { title: "Chips and servers", short: "chips", parts: ["chips", "servers"] },
  {
    title: "Satellite",
    short: "satellite",
    parts: ["array", "battery", "power_electronics", "radiator", "heat_loop", "structure", "avionics", "links", "propulsion", "integration", "satellite"],
  },
  { title: "Launch", short: "launch", parts: ["launch"] },
  { title: "Building and its plant", short: "building", parts: ["shell", "electrical", "cooling", "infrastructure"] },
  { title: "Power", short: "power", parts: ["power_plant", "storage", "energy"] },
  { title: "Operations, insurance, water", short: "operations", parts: ["operations", "insurance", "water"] },
  { title: "Replacement of failures", short: "failures", parts: ["replacement"] },
  { title: "Waiting, and what else there is", short: "waiting", parts: [] },
];

export interface Piece {
  /** Index of its colour: `--f0` … `--f7`. */
  colour: number;
  title: string;
  short: string;
  value: number;
  parts: { title: string; value: number }[];
}

/** What a cost is made of, by group; empty groups are left out. */
export function pieces(cost: CostOf): Piece[] {
  const found: Piece[] = GROUPS.map((group, colour) => ({ colour, title: group.title, short: group.short, value: 0, parts: [] }));
  for (const { part, title, value } of cost.stack) {
    const at = GROUPS.findIndex((group) => group.parts.includes(part));
    const piece = found[at < 0 ? found.length - 1 : at]!;
    piece.value += value;
    piece.parts.push({ title, value });
  }
  return found.filter((piece) => piece.value > 0);
}
