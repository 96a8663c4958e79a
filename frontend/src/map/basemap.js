// Land, borders, lakes and rivers, drawn by Leaflet on one canvas. Nothing here answers to the pointer.

import { GeoJSON, canvas } from "leaflet/dist/leaflet-src.esm.js";
import { feature, merge, mesh } from "topojson-client";

const LAND = "#f3f0e6", BORDER = "#b3a88f", COAST = "#b9c3c2", WATER = "#d8e0e3", RIVER = "#a9c6d6";

// Puts the basemap under all else; returns where the names of countries go: name, [lon, lat], least zoom.
export function drawBasemap(map, topology) {
  const { countries, lakes, rivers } = topology.objects;
  const renderer = canvas({ padding: 0.2 });
  const disputed = (a, b) => Boolean(a.properties.d || b.properties.d);
  const add = (geometry, style) => new GeoJSON(geometry, { style: { renderer, interactive: false, ...style } }).addTo(map);
  const line = (color, weight, more) => ({ color, weight, fill: false, ...more });

  // One shape for all land: countries side by side would show a hairline between them.
  add(merge(topology, countries.geometries), { stroke: false, fill: true, fillColor: LAND, fillOpacity: 1 });
  add(mesh(topology, countries, (a, b) => a === b), line(COAST, 1));
  add(feature(topology, rivers), line(RIVER, 1));
  add(feature(topology, lakes), { color: RIVER, weight: 1, fill: true, fillColor: WATER, fillOpacity: 1 });
  add(mesh(topology, countries, (a, b) => a !== b && !disputed(a, b)), line(BORDER, 1));
  add(mesh(topology, countries, (a, b) => a !== b && disputed(a, b)), line(BORDER, 1, { dashArray: "4 4" }));
  return countries.geometries.map(({ properties: { n, l, z } }) => ({ name: n, at: l, zoom: z }));
}
