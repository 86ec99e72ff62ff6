/** Where nodes and ribbons of a layered flow stand. */

export interface Node {
  name: string;
  /** The larger of what comes in and what goes out. */
  value: number;
  column: number;
  x: number;
  y: number;
  high: number;
  /** Of its words. */
  room: number;
}

export interface Ribbon<L> {
  link: L;
  from: Node;
  to: Node;
  /** Middles of both ends. */
  start: number;
  end: number;
  thick: number;
  /** It runs against the order of the layers. */
  back: boolean;
}

interface Link {
  from: string;
  to: string;
  value: number;
}

/**
 * Nodes from sources to ends, so that little flows back (Eades, Lin and Smyth's rule): of what is left, ends last, sources first, else who gives
 * most beyond what it takes.
 */
function order(names: string[], links: readonly Link[]): string[] {
  const left = new Set(names);
  const [first, last]: [string[], string[]] = [[], []];
  while (left.size > 0) {
    const sums = [...left].map((name) => {
      let [given, taken] = [0, 0];
      for (const link of links) {
        if (link.from === name && left.has(link.to)) given += link.value;
        if (link.to === name && left.has(link.from)) taken += link.value;
      }
      return { name, given, taken };
    });
    const next = sums.find((one) => one.given === 0) ?? sums.find((one) => one.taken === 0) ?? sums.reduce((best, one) => (one.given - one.taken > best.given - best.taken ? one : best));
    left.delete(next.name);
    (next.given === 0 ? last : first).push(next.name);
  }
  return [...first, ...last.reverse()];
}

/**
 * A drawing `width` wide and at least `height` high, with bars `thick` wide and at least `gap` between those of one column; it is as high as it
 * has to be. `room` is how high the words beside a node are, with so many columns in the drawing. `end` names nodes that stand in the last column whoever feeds them.
 */
export function layers<L extends Link>(links: readonly L[], size: { width: number; height: number; bar: number; gap: number; room?: (name: string, columns: number) => number }, end: readonly string[] = []): { nodes: Node[]; ribbons: Ribbon<L>[]; height: number; columns: number } {
  const names = [...new Set(links.flatMap((link) => [link.from, link.to]))];
  const ranked = order(names, links);
  const rank = new Map(ranked.map((name, i) => [name, i]));
  const back = (link: Link) => rank.get(link.from)! >= rank.get(link.to)!;
  const column = new Map<string, number>(names.map((name) => [name, 0]));
  for (const name of ranked) {
    for (const link of links) {
      if (link.to === name && !back(link)) {
        column.set(name, Math.max(column.get(name)!, column.get(link.from)! + 1));
      }
    }
  }
  const last = Math.max(0, ...column.values());
  for (const name of names.filter((one) => end.includes(one))) {
    column.set(name, last);
  }
  // A source stands just before the first that it feeds.
  for (const name of ranked.toReversed()) {
    const after = links.filter((link) => link.from === name && !back(link)).map((link) => column.get(link.to)!);
    if (after.length > 0) {
      column.set(name, Math.max(column.get(name)!, Math.min(...after) - 1));
    }
  }
  // Who feeds nobody but the end stands where there is most room.
  const crowd = Array.from({ length: last + 1 }, (_, at) => names.filter((name) => column.get(name) === at).length);
  for (const name of names) {
    const after = links.filter((link) => link.from === name);
    const at = column.get(name)!;
    if (after.length > 0 && after.every((link) => end.includes(link.to)) && !links.some((link) => link.to === name)) {
      let best = at;
      for (let other = at - 1; other >= 0; other--) {
        if (crowd[other]! < crowd[best]! - 1) {
          best = other;
        }
      }
      column.set(name, best);
      crowd[at]!--;
      crowd[best]!++;
    }
  }
  const sum = (of: readonly Link[]) => of.reduce((all, link) => all + link.value, 0);
  const nodes = new Map<string, Node>(names.map((name) => [name, { name, value: Math.max(sum(links.filter((link) => link.from === name)), sum(links.filter((link) => link.to === name))), column: column.get(name)!, x: 0, y: 0, high: 0, room: size.room?.(name, last + 1) ?? 0 }]));
  const columns = Array.from({ length: last + 1 }, (_, at) => [...nodes.values()].filter((node) => node.column === at));
  /** What a column takes when a dollar is so high. */
  const tall = (of: Node[], unit: number) => of.reduce((all, node) => all + Math.max(node.value * unit, node.room), size.gap * (of.length - 1));
  const least = Math.max(0, ...columns.map((of) => tall(of, 0)));
  const height = Math.max(size.height, least * 1.12);
  // The largest scale at which every column fits.
  let [unit, most] = [0, height / Math.max(...[...nodes.values()].map((node) => node.value), 1e-30)];
  for (let round = 0; round < 40; round++) {
    const half = (unit + most) / 2;
    if (columns.every((of) => tall(of, half) <= height)) {
      unit = half;
    } else {
      most = half;
    }
  }
  const step = last === 0 ? 0 : (size.width - size.bar) / last;
  for (const of of columns) {
    let y = 0;
    for (const node of of) {
      node.x = node.column * step;
      node.high = Math.max(1, node.value * unit);
      node.y = y;
      y += Math.max(node.high, node.room) + size.gap;
    }
  }
  const middle = (node: Node) => node.y + node.high / 2;
  /** Moves the nodes of a column apart where they touch, and into the drawing. */
  const settle = (of: Node[]) => {
    of.sort((a, b) => middle(a) - middle(b));
    let floor = 0;
    /** By how much its words stand out above it and below. */
    const out = (node: Node) => Math.max(0, node.room - node.high) / 2;
    for (const node of of) {
      node.y = Math.max(node.y, floor + out(node));
      floor = node.y + node.high + out(node) + size.gap;
    }
    let roof = height;
    for (const node of of.toReversed()) {
      node.y = Math.min(node.y, roof - node.high - out(node));
      roof = node.y - out(node) - size.gap;
    }
  };
  for (let round = 0; round < 12; round++) {
    const forth = round % 2 === 1;
    for (const of of forth ? columns : columns.toReversed()) {
      for (const node of of) {
        const near = links.flatMap((link) => (link.to === node.name ? [{ other: nodes.get(link.from)!, value: link.value }] : link.from === node.name ? [{ other: nodes.get(link.to)!, value: link.value }] : [])).filter(({ other }) => (forth ? other.column < node.column : other.column > node.column));
        const weight = near.reduce((all, one) => all + one.value, 0);
        if (weight > 0) {
          node.y = near.reduce((all, one) => all + one.value * middle(one.other), 0) / weight - node.high / 2;
        }
      }
      settle(of);
    }
  }
  const ribbons: Ribbon<L>[] = links.map((link) => ({ link, from: nodes.get(link.from)!, to: nodes.get(link.to)!, start: 0, end: 0, thick: Math.max(0.8, link.value * unit), back: nodes.get(link.from)!.column >= nodes.get(link.to)!.column }));
  for (const node of nodes.values()) {
    let out = node.y;
    for (const ribbon of ribbons.filter((one) => one.from === node).sort((a, b) => middle(a.to) - middle(b.to))) {
      ribbon.start = out + ribbon.thick / 2;
      out += ribbon.thick;
    }
    let into = node.y;
    for (const ribbon of ribbons.filter((one) => one.to === node).sort((a, b) => middle(a.from) - middle(b.from))) {
      ribbon.end = into + ribbon.thick / 2;
      into += ribbon.thick;
    }
  }
  return { nodes: [...nodes.values()], ribbons, height, columns: last + 1 };
}
