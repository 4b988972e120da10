// What stands on the ground: incidents in clusters, bases with their rings, names of places.
import type Feature from "ol/Feature";
import type { FeatureLike } from "ol/Feature";
import type Point from "ol/geom/Point";
import Circle from "ol/geom/Circle";
import { toLonLat } from "ol/proj";
import CircleStyle from "ol/style/Circle";
import Fill from "ol/style/Fill";
import Icon from "ol/style/Icon";
import Stroke from "ol/style/Stroke";
import Style from "ol/style/Style";
import Text from "ol/style/Text";
import { font, picture, PRIORITIES, token, type Priority } from "./palette";

const RINGS_KM = [15, 30];
const SIZE = 22;
const FEW = 9;

/** The incidents behind one feature of the clustered layer, gravest first. */
export function members(feature: FeatureLike): Feature<Point>[] {
  const found = (feature.get("features") ?? []) as Feature<Point>[];
  return [...found].sort((a, b) => rank(a).localeCompare(rank(b)));
}

function rank(incident: Feature<Point>): string {
  return `${incident.get("priority")}${incident.get("waiting") ? 0 : 1}`;
}

export function isLoud(incident: FeatureLike): boolean {
  return incident.get("priority") === "P1" && Boolean(incident.get("waiting"));
}

/** Styles of incidents. A few together show the gravest shape and their number; many, a ring. */
export function incidentStyle(): (feature: FeatureLike) => Style[] {
  const shapes = Object.fromEntries(
    PRIORITIES.map((priority) => [
      priority,
      new Style({ image: new Icon({ src: picture(priority, SIZE), width: SIZE, height: SIZE }) }),
    ]),
  ) as Record<Priority, Style>;
  const doubt = new Style({
    image: new CircleStyle({
      radius: 15,
      stroke: new Stroke({ color: token("--ink-2"), width: 1.2, lineDash: [2, 2] }),
    }),
  });
  return (feature) => {
    const group = members(feature);
    const first = group[0];
    if (!first) return [];
    if (group.length > FEW) return [manyStyle(group)];
    const shape = shapes[first.get("priority") as Priority];
    if (group.length > 1) return [shape, fewStyle(group.length)];
    return first.get("unverified") ? [doubt, shape] : [shape];
  };
}

function fewStyle(count: number): Style {
  return new Style({
    image: new CircleStyle({
      radius: 7.5,
      displacement: [12, 11],
      fill: new Fill({ color: token("--surface") }),
      stroke: new Stroke({ color: token("--ink-3"), width: 1 }),
    }),
    text: new Text({
      text: String(count),
      offsetX: 12,
      offsetY: -10.5,
      font: font(10, 650),
      fill: new Fill({ color: token("--ink") }),
    }),
    zIndex: 3,
  });
}

/** A ring that holds a P1 has its outline: red must not drown in grey. */
function manyStyle(group: Feature<Point>[]): Style {
  const isGrave = group[0]?.get("priority") === "P1";
  return new Style({
    image: new CircleStyle({
      radius: 10 + Math.min(8, Math.sqrt(group.length)),
      fill: new Fill({ color: token("--surface") }),
      stroke: new Stroke({ color: token(isGrave ? "--p1" : "--ink-3"), width: isGrave ? 3 : 1.2 }),
    }),
    text: new Text({
      text: String(group.length),
      font: font(12, 600),
      fill: new Fill({ color: token("--ink") }),
    }),
    zIndex: isGrave ? 2 : 1,
  });
}

/** Styles of bases: a dot, two dashed rings, the name. */
export function baseStyle(): (feature: FeatureLike) => Style[] {
  const colour = token("--base");
  const ring = new Stroke({ color: colour, width: 1, lineDash: [3, 3] });
  const dot = new CircleStyle({
    radius: 5,
    fill: new Fill({ color: colour }),
    stroke: new Stroke({ color: token("--surface"), width: 1 }),
  });
  return (feature) => {
    const at = (feature.getGeometry() as Point).getCoordinates();
    const [, lat = 0] = toLonLat(at);
    const metres = 1000 / Math.cos((lat * Math.PI) / 180);
    const isPost = feature.get("base_kind") !== undefined && feature.get("base_kind") !== "base";
    const rings = isPost
      ? []
      : RINGS_KM.map((km) => new Style({ geometry: new Circle(at, km * metres), stroke: ring }));
    return [...rings, new Style({ image: dot, zIndex: 1 })];
  };
}

/** Styles of names, drawn where there is room: bases before places, large before small. */
export function nameStyle(): (feature: FeatureLike, resolution: number) => Style | undefined {
  const halo = new Stroke({ color: token("--map-land"), width: 3 });
  return (feature, resolution) => {
    const isBase = feature.get("kind") === "base";
    const step = Number(feature.get("rank") ?? 1);
    if (!isBase && resolution > 1500 / (step + 1)) return undefined;
    const isLeft = Boolean(feature.get("left"));
    return new Style({
      text: new Text({
        text: String(feature.get("name")),
        font: isBase ? font(12, 650) : font(11, 400),
        fill: new Fill({ color: token(isBase ? "--base" : "--map-label") }),
        stroke: halo,
        offsetX: isBase ? (isLeft ? -9 : 9) : 0,
        offsetY: isBase ? -1 : 0,
        textAlign: isBase ? (isLeft ? "right" : "left") : "center",
      }),
      zIndex: isBase ? 100 : 10 - step,
    });
  };
}

/** Mark each base that has another close to its east: its name goes to the left. */
export function placeNames(bases: Feature<Point>[]): void {
  for (const base of bases) {
    const [x = 0, y = 0] = base.getGeometry()?.getCoordinates() ?? [];
    const isCrowded = bases.some((other) => {
      const [east = 0, north = 0] = other.getGeometry()?.getCoordinates() ?? [];
      return east > x && east - x < 90_000 && Math.abs(north - y) < 20_000;
    });
    base.set("left", isCrowded);
  }
}
