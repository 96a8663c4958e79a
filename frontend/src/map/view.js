// The map behind four calls, setWindow, setFilter, fit, onSelect: what draws it can be changed without the rest knowing.

import { Control, Map as LeafletMap } from "leaflet/dist/leaflet-src.esm.js";
import { drawBasemap } from "./basemap.js";
import { Marks } from "./marks.js";

// Shown where there is nothing to fit to: Dakar to Lake Chad.
const REGION = [[2, -18], [26, 20]];
const CLOSEST = 12;

export function makeView(element, columns, { still }) {
  const map = new LeafletMap(element, {
    zoomControl: false, minZoom: 2, maxZoom: CLOSEST, zoomSnap: 0.5, zoomDelta: 1, worldCopyJump: true,
    zoomAnimation: false, fadeAnimation: false, markerZoomAnimation: false, inertia: !still,
  });
  new Control.Zoom({ position: "topright", zoomInTitle: "Closer", zoomOutTitle: "Further" }).addTo(map);
  map.attributionControl.setPrefix(false).addAttribution("Natural Earth");
  const marks = new Marks(getComputedStyle(element).fontFamily);
  let range = { from: columns.first ?? 0, to: columns.last ?? 0 }, hidden = new Set(), select = () => {};
  let shown = [];

  const most = (found) => {
    let largest = 0;
    for (let at = 0; at < found.length; at += 5) largest = Math.max(largest, found[at] + found[at + 1] + found[at + 2] + found[at + 3] + found[at + 4]);
    return largest;
  };
  let scale = 0;

  function recount() {
    const { counts } = columns.count(range, hidden);
    shown = [];
    columns.places.forEach((place, index) => {
      const of = counts.subarray(index * 5, index * 5 + 5), total = of[0] + of[1] + of[2] + of[3] + of[4];
      if (!total) return;
      const events = () => columns.of(index, range, hidden).map((i) => ({ id: columns.ids[i], quad: columns.quad[i] }));
      shown.push({ ...place, place: place.id, counts: of, total, events });
    });
    shown.sort((a, b) => b.total - a.total || (a.name < b.name ? -1 : 1));
    marks.setMarks(shown, scale);
  }

  map.on("click", ({ containerPoint }) => {
    const hit = marks.at(containerPoint);
    if (hit) select({ place: hit.mark.place, name: hit.mark.name, event: hit.single ?? null });
  });
  map.on("mousemove", ({ containerPoint }) => {
    const hit = marks.at(containerPoint);
    element.classList.toggle("over-mark", Boolean(hit));
    element.title = hit ? `${hit.mark.name}: ${hit.mark.total}` : "";
  });

  const view = {
    setWindow(window) { range = window; recount(); },
    // hidden: a set of quad classes that are not drawn.
    setFilter(classes) { hidden = classes; recount(); },
    fit() {
      const at = columns.places.map(({ lat, lon }) => [lat, lon]);
      const edge = Math.min(40, map.getSize().x * 0.05);
      map.fitBounds(at.length ? at : REGION, { padding: [edge, edge], maxZoom: 8, animate: false });
    },
    onSelect(handler) { select = handler; },

    select(place) { marks.setSelected(place); },
    setColumns(next) {
      columns = next;
      scale = most(columns.count({ from: -Infinity, to: Infinity }, new Set()).counts);
      recount();
    },
    drawBasemap(topology) { marks.setCountries(drawBasemap(map, topology)); },
    places: () => shown,
    goTo(lat, lon, zoom) { map.setView([lat, lon], zoom, { animate: false }); },
    onMove(handler) { map.on("moveend", () => { const { lat, lng } = map.getCenter(); handler(lat, lng, map.getZoom()); }); },
    // A map in a tab that was hidden had no size to fit to.
    resized() {
      const { x, y } = map.getSize(), had = x > 0 && y > 0;
      map.invalidateSize({ animate: false });
      if (!had && map.getSize().x > 0) view.fit();
    },
  };
  scale = most(columns.count({ from: -Infinity, to: Infinity }, new Set()).counts);
  view.fit();
  marks.addTo(map);
  recount();
  return view;
}
