/**
 * Where the Sun, an orbit and the Earth's shadow stand, well enough to be drawn: right to a degree or two. Figures on the page come from the
 * engine; nothing here does more than turn a picture.
 *
 * Vectors are of the mean equator: x to the vernal equinox, z to the north.
 */
export type Vector = [number, number, number];

export const EARTH_RADIUS_KM = 6371;
const DEGREE = Math.PI / 180;
const OBLIQUITY = 23.44 * DEGREE;

/** Direction of the Sun on a day of the year, 1 being the first of January; its orbit taken as a circle. */
export function sun(day: number): Vector {
  const longitude = ((day - 80.2) / 365.25) * 2 * Math.PI;
  return [Math.cos(longitude), Math.sin(longitude) * Math.cos(OBLIQUITY), Math.sin(longitude) * Math.sin(OBLIQUITY)];
}

/** Right ascension of the mean Sun. */
export function meanSun(day: number): number {
  return ((day - 80.2) / 365.25) * 2 * Math.PI;
}

/**
 * The orbit's plane: two unit vectors, to the ascending node and a quarter of an orbit on. `localTime` is mean solar time at the ascending
 * node, in hours: it fixes the plane against the Sun all year if the orbit is sun-synchronous; otherwise the plane is drawn as on the day it
 * stood so.
 */
export function plane(day: number, inclination: number, localTime: number): [Vector, Vector] {
  const node = meanSun(day) + ((localTime - 12) / 12) * Math.PI;
  const i = inclination * DEGREE;
  return [
    [Math.cos(node), Math.sin(node), 0],
    [-Math.sin(node) * Math.cos(i), Math.cos(node) * Math.cos(i), Math.sin(i)],
  ];
}

/** The angle between the Sun and the orbit's plane, in degrees. */
export function beta(day: number, inclination: number, localTime: number): number {
  const [a, b] = plane(day, inclination, localTime);
  const normal: Vector = [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]];
  return Math.asin(dot(normal, sun(day))) / DEGREE;
}

/** Share of an orbit in the cylinder of shadow behind the Earth. */
export function shadowShare(day: number, altitude: number, inclination: number, localTime: number): number {
  const ratio = EARTH_RADIUS_KM / (EARTH_RADIUS_KM + altitude);
  const cosine = Math.cos(beta(day, inclination, localTime) * DEGREE);
  const chord = Math.sqrt(1 - ratio * ratio);
  return chord >= cosine ? 0 : Math.acos(chord / cosine) / Math.PI;
}

export function dot(a: Vector, b: Vector): number {
  return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
}

/** Whether a point, in radii of the Earth, lies in the shadow. */
export function inShadow(point: Vector, toSun: Vector): boolean {
  const along = dot(point, toSun);
  return along < 0 && dot(point, point) - along * along < 1;
}

/** A season's day in words: `21 June`. */
export function dayWords(day: number): string {
  const date = new Date(Date.UTC(2030, 0, 1));
  date.setUTCDate(Math.round(day));
  return date.toLocaleDateString("en-GB", { day: "numeric", month: "long", timeZone: "UTC" });
}
