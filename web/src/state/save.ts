/** Files of what is on the page. Each says in its name, and where it can in itself, which result it belongs to. */
import type { Key, Rows } from "../charts/Figure.svelte";
import { session } from "./session.svelte";

const PLAIN = "http://www.w3.org/2000/svg";

/** `sunward 0.1.0 · terawatt, 2 changes · seed 0 · 5a1c0e2f`. */
export function signature(): string {
  const { opened, drawn } = session;
  if (!opened) {
    return "sunward";
  }
  const changes = session.changes.size;
  const changed = changes === 0 ? "" : `, ${changes} ${changes === 1 ? "change" : "changes"}`;
  return `sunward ${opened.version} · ${opened.name}${changed} · seed ${session.seed} · ${drawn?.hash ?? opened.hash}`;
}

function fileName(name: string, end: string): string {
  return `sunward-${session.opened?.name.replace(/\W+/g, "-") ?? "page"}-${name}-${(session.drawn?.hash ?? "").slice(0, 12)}.${end}`;
}

export function save(name: string, end: string, kind: string, content: BlobPart): void {
  const address = URL.createObjectURL(new Blob([content], { type: kind }));
  const link = document.createElement("a");
  link.href = address;
  link.download = fileName(name, end);
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}

/** A table as text that spreadsheets read: quoted where it must be, with the result it belongs to in its last column. */
export function csv({ columns, rows }: Rows, belongs: string): string {
  const cell = (x: string | number | null) => {
    const text = x === null ? "" : String(x);
    return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  };
  const lines = [[...columns.map((column) => column.title), "result"], ...rows.map((row) => [...row, belongs])];
  return `${lines.map((line) => line.map(cell).join(",")).join("\r\n")}\r\n`;
}

export function saveCsv(name: string, table: Rows): void {
  save(name, "csv", "text/csv;charset=utf-8", csv(table, signature()));
}

export function saveJson(name: string, value: unknown): void {
  save(name, "json", "application/json", `${JSON.stringify(value, null, 1)}\n`);
}

const KEPT = ["fill", "fill-opacity", "stroke", "stroke-width", "stroke-dasharray", "stroke-linejoin", "stroke-linecap", "stroke-opacity", "opacity", "font-family", "font-size", "font-weight", "font-style", "text-anchor", "dominant-baseline", "paint-order"] as const;

/** What stands round a drawing when it is taken elsewhere. */
export interface Legend {
  title: string;
  /** What is measured, in which unit. */
  measures: string;
  keys: readonly Key[];
}

/** The drawing with its colours in it; above it its title, what it measures and its key, below it its signature. */
export function standalone({ title, measures, keys }: Legend, svg: SVGSVGElement): SVGSVGElement {
  const width = svg.clientWidth;
  const height = svg.clientHeight;
  const copy = svg.cloneNode(true) as SVGSVGElement;
  const from = svg.querySelectorAll("*");
  copy.querySelectorAll("*").forEach((element, index) => {
    const found = getComputedStyle(from[index]!);
    for (const property of KEPT) {
      const value = found.getPropertyValue(property);
      if (value) {
        element.setAttribute(property, value);
      }
    }
    element.removeAttribute("class");
    if (found.display === "none" || found.visibility === "hidden") {
      element.setAttribute("display", "none");
    }
  });
  const page = getComputedStyle(document.documentElement);
  const text = (y: number, size: number, weight: string, colour: string, words: string) => {
    const element = document.createElementNS(PLAIN, "text");
    for (const [key, value] of Object.entries({ x: "16", y: String(y), "font-size": `${size}px`, "font-weight": weight, "font-family": "sans-serif", fill: page.getPropertyValue(colour) })) {
      element.setAttribute(key, value);
    }
    element.textContent = words;
    return element;
  };
  const shape = (kind: string, attributes: Record<string, string | number>) => {
    const element = document.createElementNS(PLAIN, kind);
    for (const [key, value] of Object.entries(attributes)) {
      element.setAttribute(key, String(value));
    }
    return element;
  };
  // The key in lines as long as the drawing is wide.
  const LINE = 20;
  const head: SVGElement[] = [text(26, 16, "600", "--ink", title)];
  let top = 40;
  if (measures) {
    head.push(text(46, 12, "400", "--quiet", measures));
    top += LINE;
  }
  let x = 16;
  keys.forEach((key, i) => {
    const wide = 26 + key.words.length * 6.3 + 14;
    if (i > 0 && x + wide > width + 16) {
      x = 16;
      top += LINE;
    }
    const colour = page.getPropertyValue(`--${key.colour}`).trim();
    head.push(
      key.kind === "line" || key.kind === "dashed"
        ? shape("line", { x1: x, x2: x + 18, y1: top + 6, y2: top + 6, stroke: colour, "stroke-width": 2.5, ...(key.kind === "dashed" ? { "stroke-dasharray": "6 4" } : {}) })
        : shape("rect", { x, y: top, width: 13, height: 13, rx: key.kind === "dot" ? 6.5 : 3, fill: colour, "fill-opacity": key.strength ?? 1 }),
    );
    const words = text(top + 11, 12, "400", "--ink", key.words);
    words.setAttribute("x", String(x + 24));
    head.push(words);
    x += wide;
  });
  top += keys.length > 0 ? LINE + 6 : 4;
  const whole = document.createElementNS(PLAIN, "svg");
  for (const [key, value] of Object.entries({ xmlns: PLAIN, width: String(width + 32), height: String(height + top + 40), viewBox: `0 0 ${width + 32} ${height + top + 40}` })) {
    whole.setAttribute(key, value);
  }
  const paper = document.createElementNS(PLAIN, "rect");
  paper.setAttribute("width", "100%");
  paper.setAttribute("height", "100%");
  paper.setAttribute("fill", page.getPropertyValue("--sheet"));
  const moved = document.createElementNS(PLAIN, "g");
  moved.setAttribute("transform", `translate(16 ${top})`);
  moved.append(...copy.childNodes);
  whole.append(paper, ...head, moved, text(height + top + 28, 11, "400", "--quiet", signature()));
  return whole;
}

export function saveVector(name: string, legend: Legend, svg: SVGSVGElement): void {
  save(name, "svg", "image/svg+xml", new XMLSerializer().serializeToString(standalone(legend, svg)));
}

/**
 * The drawing on a canvas, shape by shape: the page forbids itself to load pictures from anywhere but its own address, a picture of itself
 * included.
 */
export function paint(whole: SVGSVGElement, enlarge: number): HTMLCanvasElement {
  const canvas = document.createElement("canvas");
  canvas.width = Number(whole.getAttribute("width")) * enlarge;
  canvas.height = Number(whole.getAttribute("height")) * enlarge;
  const pen = canvas.getContext("2d")!;
  pen.scale(enlarge, enlarge);
  const number = (element: Element, key: string) => Number.parseFloat(element.getAttribute(key) ?? "0") || 0;
  const full = { width: Number(whole.getAttribute("width")), height: Number(whole.getAttribute("height")) };
  const walk = (element: Element) => {
    if (element.getAttribute("display") === "none" || ["title", "desc", "defs", "clipPath"].includes(element.tagName)) {
      return;
    }
    pen.save();
    const opacity = element.getAttribute("opacity");
    pen.globalAlpha *= opacity === null ? 1 : Number(opacity);
    const transform = element.getAttribute("transform");
    for (const [, kind, list] of transform?.matchAll(/(translate|rotate|scale)\(([^)]*)\)/g) ?? []) {
      const [a = 0, b, c, d] = list!.split(/[\s,]+/).map(Number);
      if (kind === "translate") {
        pen.translate(a, b ?? 0);
      } else if (kind === "scale") {
        pen.scale(a, b ?? a);
      } else {
        pen.translate(b ?? 0, c ?? d ?? 0);
        pen.rotate((a * Math.PI) / 180);
        pen.translate(-(b ?? 0), -(c ?? d ?? 0));
      }
    }
    const shape = outline(element, number, full);
    const fill = element.getAttribute("fill");
    const stroke = element.getAttribute("stroke");
    const inked = (colour: string | null): colour is string => colour !== null && colour !== "none" && !colour.startsWith("url");
    if (shape) {
      if (inked(fill)) {
        const alpha = pen.globalAlpha;
        pen.globalAlpha *= Number(element.getAttribute("fill-opacity") ?? 1);
        pen.fillStyle = fill;
        pen.fill(shape);
        pen.globalAlpha = alpha;
      }
      if (inked(stroke)) {
        pen.strokeStyle = stroke;
        pen.lineWidth = number(element, "stroke-width") || 1;
        const dashes = element.getAttribute("stroke-dasharray");
        pen.setLineDash(!dashes || dashes === "none" ? [] : dashes.split(/[\s,]+/).map(Number.parseFloat));
        pen.lineJoin = "round";
        pen.globalAlpha *= Number(element.getAttribute("stroke-opacity") ?? 1);
        pen.stroke(shape);
      }
    } else if (element.tagName === "text") {
      const size = number(element, "font-size") || 13;
      pen.font = `${element.getAttribute("font-weight") ?? "400"} ${size}px ${element.getAttribute("font-family") ?? "sans-serif"}`;
      pen.textAlign = ({ middle: "center", end: "right" } as const)[element.getAttribute("text-anchor") ?? ""] ?? "left";
      const at = [number(element, "x"), number(element, "y")] as const;
      const words = element.textContent?.trim() ?? "";
      if (inked(stroke)) {
        pen.strokeStyle = stroke;
        pen.lineWidth = number(element, "stroke-width");
        pen.lineJoin = "round";
        pen.strokeText(words, ...at);
      }
      pen.fillStyle = inked(fill) ? fill : "#000";
      pen.fillText(words, ...at);
    }
    if (element.tagName !== "text") {
      for (const child of element.children) {
        walk(child);
      }
    }
    pen.restore();
  };
  walk(whole);
  return canvas;
}

function outline(element: Element, number: (element: Element, key: string) => number, full: { width: number; height: number }): Path2D | null {
  const path = new Path2D();
  switch (element.tagName) {
    case "path":
      return new Path2D(element.getAttribute("d") ?? "");
    case "rect": {
      const whole = element.getAttribute("width") === "100%";
      path.roundRect(number(element, "x"), number(element, "y"), whole ? full.width : number(element, "width"), whole ? full.height : number(element, "height"), number(element, "rx"));
      return path;
    }
    case "line":
      path.moveTo(number(element, "x1"), number(element, "y1"));
      path.lineTo(number(element, "x2"), number(element, "y2"));
      return path;
    case "circle":
      path.arc(number(element, "cx"), number(element, "cy"), number(element, "r"), 0, 2 * Math.PI);
      return path;
    default:
      return null;
  }
}

export async function savePicture(name: string, legend: Legend, svg: SVGSVGElement): Promise<void> {
  const canvas = paint(standalone(legend, svg), 2);
  const picture = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, "image/png"));
  if (picture) {
    save(name, "png", "image/png", picture);
  }
}
