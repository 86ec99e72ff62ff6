/** Readers of documents: what is missing is `null`, and nothing is taken for what it is not. */

export interface Amount {
  value: number;
  unit: string;
}

export interface Series {
  unit: string;
  years: number[];
  values: (number | null)[];
}

type Fields = Record<string, unknown>;

export function fields(x: unknown): Fields {
  return typeof x === "object" && x !== null && !Array.isArray(x) ? (x as Fields) : {};
}

export function list(x: unknown): Fields[] {
  return Array.isArray(x) ? x.map(fields) : [];
}

export function text(x: unknown): string {
  return typeof x === "string" ? x : "";
}

export function number(x: unknown): number | null {
  return typeof x === "number" && Number.isFinite(x) ? x : null;
}

export function amount(x: unknown): Amount | null {
  const value = number(fields(x)["value"]);
  return value === null ? null : { value, unit: text(fields(x)["unit"]) || "1" };
}

export function series(x: unknown): Series | null {
  const found = fields(x);
  return Array.isArray(found["years"]) && Array.isArray(found["values"])
    ? { unit: text(found["unit"]), years: found["years"] as number[], values: (found["values"] as unknown[]).map(number) }
    : null;
}
