/** The Earth as a globe on a canvas: coastlines, night, an orbit with its part in shadow, and a satellite on it. */
import rings from "./coastlines.json";
import { type Vector, dot, inShadow, plane, sun } from "./sky";

const DEGREE = Math.PI / 180;

/** Coastlines as unit vectors, read once. */
const COASTS: Vector[][] = (rings as number[][]).map((steps) => {
  const points: Vector[] = [];
  let longitude = 0;
  let latitude = 0;
  for (let i = 0; i < steps.length; i += 2) {
    longitude += steps[i]!;
    latitude += steps[i + 1]!;
    const [l, b] = [(longitude / 10) * DEGREE, (latitude / 10) * DEGREE];
    points.push([Math.cos(b) * Math.cos(l), Math.cos(b) * Math.sin(l), Math.sin(b)]);
  }
  return points;
});

export interface View {
  /** Where the eye stands: right ascension and declination, in degrees. */
  eye: [number, number];
  day: number;
  /** Turn of the Earth, in degrees. */
  turn: number;
  orbit: { altitudeKm: number; inclination: number; localTime: number } | null;
  /** Where on its orbit the satellite is, from 0 to 1 after the ascending node. */
  phase: number;
}

export function drawGlobe(canvas: HTMLCanvasElement, size: number, view: View): void {
  const dense = Math.min(devicePixelRatio || 1, 2);
  if (canvas.width !== Math.round(size * dense)) {
    canvas.width = Math.round(size * dense);
    canvas.height = Math.round(size * dense);
  }
  const pen = canvas.getContext("2d")!;
  const style = getComputedStyle(canvas);
  const ink = (name: string) => style.getPropertyValue(`--${name}`).trim();
  pen.setTransform(dense, 0, 0, dense, 0, 0);
  pen.clearRect(0, 0, size, size);

  const [right, up, out] = frame(view.eye);
  const far = view.orbit ? 1 + view.orbit.altitudeKm / 6371 : 1.1;
  // A high orbit must fit as well; then the Earth is small, as it is.
  const radius = (size / 2 - 14) / far;
  const centre = size / 2;
  const at = (p: Vector): [number, number] => [centre + radius * dot(p, right), centre - radius * dot(p, up)];
  const toSun = sun(view.day);

  // The half of the orbit behind the Earth first.
  const orbit = view.orbit ? circle(view, far) : [];
  stroke(pen, orbit, (p) => dot(p, out) < 0 && covered(p, right, up), at, toSun, ink, 0.35, true);
  stroke(pen, orbit, (p) => dot(p, out) < 0 && !covered(p, right, up), at, toSun, ink, 0.8, false);

  pen.beginPath();
  pen.arc(centre, centre, radius, 0, 2 * Math.PI);
  pen.fillStyle = ink("sea");
  pen.fill();
  pen.save();
  pen.clip();
  land(pen, view.turn * DEGREE, right, up, out, at, centre, radius, ink);
  night(pen, toSun, right, up, out, centre, radius, ink("night"));
  pen.restore();
  pen.beginPath();
  pen.arc(centre, centre, radius, 0, 2 * Math.PI);
  pen.strokeStyle = ink("base");
  pen.lineWidth = 1;
  pen.stroke();

  stroke(pen, orbit, (p) => dot(p, out) >= 0, at, toSun, ink, 1, false);
  if (orbit.length > 0) {
    const place = orbit[Math.floor(view.phase * (orbit.length - 1))]!;
    if (dot(place, out) >= 0 || !covered(place, right, up)) {
      const [x, y] = at(place);
      pen.beginPath();
      pen.arc(x, y, 5.5, 0, 2 * Math.PI);
      pen.fillStyle = inShadow(place, toSun) ? ink("umbra") : ink("f1");
      pen.fill();
      pen.strokeStyle = ink("sheet");
      pen.lineWidth = 2;
      pen.stroke();
    }
  }
}

/** To the right, up, and towards the eye. */
function frame([rightAscension, declination]: [number, number]): [Vector, Vector, Vector] {
  const [a, d] = [rightAscension * DEGREE, declination * DEGREE];
  return [
    [-Math.sin(a), Math.cos(a), 0],
    [-Math.sin(d) * Math.cos(a), -Math.sin(d) * Math.sin(a), Math.cos(d)],
    [Math.cos(d) * Math.cos(a), Math.cos(d) * Math.sin(a), Math.sin(d)],
  ];
}

function circle(view: View, far: number): Vector[] {
  const [a, b] = plane(view.day, view.orbit!.inclination, view.orbit!.localTime);
  const points: Vector[] = [];
  for (let i = 0; i <= 240; i++) {
    const [c, s] = [far * Math.cos((i / 120) * Math.PI), far * Math.sin((i / 120) * Math.PI)];
    points.push([c * a[0] + s * b[0], c * a[1] + s * b[1], c * a[2] + s * b[2]]);
  }
  return points;
}

function covered(p: Vector, right: Vector, up: Vector): boolean {
  return Math.hypot(dot(p, right), dot(p, up)) < 1;
}

function stroke(pen: CanvasRenderingContext2D, points: Vector[], wanted: (p: Vector) => boolean, at: (p: Vector) => [number, number], toSun: Vector, ink: (name: string) => string, alpha: number, hidden: boolean): void {
  for (const dark of [false, true]) {
    pen.beginPath();
    for (let i = 0; i + 1 < points.length; i++) {
      if (wanted(points[i]!) && inShadow(points[i]!, toSun) === dark) {
        pen.moveTo(...at(points[i]!));
        pen.lineTo(...at(points[i + 1]!));
      }
    }
    pen.globalAlpha = alpha;
    pen.strokeStyle = ink(dark ? "umbra" : "f1");
    pen.lineWidth = dark ? 4 : 2.6;
    pen.setLineDash(hidden ? [3, 4] : []);
    pen.stroke();
  }
  pen.globalAlpha = 1;
  pen.setLineDash([]);
}

function land(pen: CanvasRenderingContext2D, turn: number, right: Vector, up: Vector, out: Vector, at: (p: Vector) => [number, number], centre: number, radius: number, ink: (name: string) => string): void {
  const [c, s] = [Math.cos(turn), Math.sin(turn)];
  pen.beginPath();
  for (const coast of COASTS) {
    const outline: [number, number][] = [];
    let seen = false;
    for (const [px, py, pz] of coast) {
      const p: Vector = [c * px - s * py, s * px + c * py, pz];
      if (dot(p, out) >= 0) {
        seen = true;
        outline.push(at(p));
      } else {
        // Behind the limb: along the edge, so that what is half seen is closed along it.
        const [u, v] = [dot(p, right), dot(p, up)];
        const length = Math.hypot(u, v) || 1;
        outline.push([centre + (radius * 1.02 * u) / length, centre - (radius * 1.02 * v) / length]);
      }
    }
    if (seen) {
      outline.forEach(([x, y], i) => (i === 0 ? pen.moveTo(x, y) : pen.lineTo(x, y)));
      pen.closePath();
    }
  }
  pen.fillStyle = ink("land");
  pen.fill("evenodd");
  pen.strokeStyle = ink("land-line");
  pen.lineWidth = 0.7;
  pen.stroke();
}

/** The night side: half of the limb, and the terminator as half an ellipse. */
function night(pen: CanvasRenderingContext2D, toSun: Vector, right: Vector, up: Vector, out: Vector, centre: number, radius: number, colour: string): void {
  const [u, v, w] = [dot(toSun, right), dot(toSun, up), dot(toSun, out)];
  const across = Math.hypot(u, v);
  const angle = across < 1e-6 ? 0 : Math.atan2(-v, u);
  pen.save();
  pen.translate(centre, centre);
  pen.rotate(angle);
  pen.beginPath();
  // In this frame the Sun stands to the right; night is the left half, less or more by the terminator.
  pen.arc(0, 0, radius + 1, Math.PI / 2, (3 * Math.PI) / 2);
  pen.ellipse(0, 0, Math.abs(w) * (radius + 1), radius + 1, 0, -Math.PI / 2, Math.PI / 2, w > 0);
  pen.closePath();
  pen.fillStyle = colour;
  pen.fill();
  pen.restore();
}
