/** What passes from industry to industry in a year of a plan, by value: the amounts of `sunward plan`, at the plan's own prices. */
import { fields, list, number, series, text } from "./document";
import { capital, nameWords } from "./numbers";

export interface Good {
  commodity: string;
  /** Dollars a year. */
  value: number;
  amount: number;
  unit: string;
}

export interface Passing {
  from: string;
  to: string;
  /** Dollars a year. */
  value: number;
  goods: Good[];
}

export interface Passed {
  /** The most valuable first. */
  links: Passing[];
  /** Commodities whose price the plan does not tell for where they pass. */
  unpriced: string[];
  /** Unit of the values, a year. */
  money: string;
}

/** Who asks for compute. */
export const ASKED = "asked";
/** Who is not told: what is made and not used by an industry at work is built with, kept, or sold to others. */
export const REST = "rest";
/** Where more is used than is made. */
export const STOCK = "stock";
/** Smaller than this share of what is made or used, a difference is that of rounding. */
const ROUNDING = 1e-6;

/** Names of industries for a reader; the plan tells those of industries that limited it or stood on its path. */
export function titles(plan: unknown): Map<string, string> {
  const found = new Map<string, string>([
    [ASKED, "Those who ask for compute"],
    [REST, "Building, stock, other buyers"],
    [STOCK, "From stock"],
  ]);
  const take = (process: string, title: string) => {
    // The site stands last, behind a comma.
    const name = title.replace(/, [^,]+$/, "");
    if (process && name && !found.has(process)) {
      found.set(process, capital(name));
    }
  };
  for (const row of list(fields(plan)["bottlenecks"])) {
    const said = /^(?:capacity of|growth of|room for) (.+)$/.exec(text(row["title"]));
    if (said) {
      take(text(row["process"]), said[1]!);
    }
  }
  for (const path of list(fields(plan)["critical_path"])) {
    for (const link of list(path["chain"])) {
      take(text(link["process"]), text(link["title"]));
    }
  }
  return found;
}

export function titleOf(name: string, known: ReadonlyMap<string, string>): string {
  return known.get(name) ?? nameWords(name);
}

/**
 * Every industry gives what it makes to all who use it, alike: of a commodity made by several and used by several, each maker's share goes to
 * each user. Makers and users meet in a market, at one price; where a commodity has several markets and the plan does not tell which one an
 * industry elsewhere serves, it is left out and named.
 */
export function passing(plan: unknown, year: number): Passed {
  const document = fields(plan);
  const priceOf = new Map<string, Map<string, number>>();
  let money = "";
  for (const row of list(document["prices"])) {
    const found = series(row["series"]);
    const price = found?.values[found.years.indexOf(year)] ?? null;
    if (found && price !== null) {
      const sites = priceOf.get(text(row["commodity"])) ?? new Map<string, number>();
      priceOf.set(text(row["commodity"]), sites.set(text(row["site"]), price));
      money ||= found.unit.split("/")[0]!;
    }
  }
  const asked = new Set(list(document["price_of_compute"]).filter((row) => row["year"] === year).flatMap((row) => (Array.isArray(row["commodities"]) ? row["commodities"].map(text) : [])));
  interface Market {
    commodity: string;
    price: number;
    unit: string;
    made: Map<string, number>;
    used: Map<string, number>;
  }
  const markets = new Map<string, Market>();
  const unpriced = new Set<string>();
  for (const row of list(document["flows"])) {
    const amount = number(row["value"]);
    if (row["year"] !== year || amount === null) {
      continue;
    }
    const [commodity, site, process] = [text(row["commodity"]), text(row["site"]), text(row["process"])];
    const sites = priceOf.get(commodity);
    const place = sites?.has(site) ? site : sites?.size === 1 ? [...sites.keys()][0]! : null;
    if (!sites || place === null) {
      unpriced.add(commodity);
      continue;
    }
    const key = `${commodity}\n${place}`;
    const market = markets.get(key) ?? { commodity, price: sites.get(place)!, unit: text(row["unit"]), made: new Map<string, number>(), used: new Map<string, number>() };
    const side = amount > 0 ? market.made : market.used;
    side.set(process, (side.get(process) ?? 0) + Math.abs(amount));
    markets.set(key, market);
  }
  const links = new Map<string, Passing>();
  const put = (from: string, to: string, { commodity, price, unit }: Market, amount: number) => {
    if (from === to || price * amount <= 0) {
      return;
    }
    const key = `${from}\n${to}`;
    const link = links.get(key) ?? { from, to, value: 0, goods: [] };
    link.value += price * amount;
    const good = link.goods.find((one) => one.commodity === commodity);
    if (good) {
      good.value += price * amount;
      good.amount += amount;
    } else {
      link.goods.push({ commodity, value: price * amount, amount, unit });
    }
    links.set(key, link);
  };
  for (const market of markets.values()) {
    const sum = (side: Map<string, number>) => [...side.values()].reduce((all, one) => all + one, 0);
    const [made, used] = [sum(market.made), sum(market.used)];
    const most = Math.max(made, used);
    for (const [from, gives] of market.made) {
      for (const [to, takes] of market.used) {
        put(from, to, market, (gives * takes) / most);
      }
      if (made - used > ROUNDING * made) {
        put(from, asked.has(market.commodity) ? ASKED : REST, market, (gives * (made - used)) / made);
      }
    }
    if (used - made > ROUNDING * used) {
      for (const [to, takes] of market.used) {
        put(STOCK, to, market, (takes * (used - made)) / used);
      }
    }
  }
  const found = [...links.values()].sort((a, b) => b.value - a.value);
  found.forEach((link) => link.goods.sort((a, b) => b.value - a.value));
  return { links: found, unpriced: [...unpriced], money };
}
