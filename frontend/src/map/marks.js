// One mark a place on a canvas above the basemap: a ring of the four classes, its count, its name where there is room.
// From zoom 9 on each happening is a dot of its own about its place: filled = deeds, ring = words.

import { DomUtil, Layer } from "leaflet/dist/leaflet-src.esm.js";

export const COLOURS = ["#857f72", "#2f8f94", "#0a4f5c", "#c4761b", "#96271a"];
const INK = "#1d2a30", LAND = "#f3f0e6", COUNTRY = "#766c58";
const SINGLE_ZOOM = 9;
// More dots than these would cover the next town; the rest are told as a number.
const MOST_DOTS = 120;
// More names than these would find no room; trying them all takes longer than the drawing.
const MOST_NAMES = 150;
// Half the golden angle's turn puts each next dot where the most room is.
const GOLDEN = Math.PI * (3 - Math.sqrt(5));
// Radius of the dot that stands for a place without room for its ring.
const CRUMB = 3;
// Rings may lie over each other by this much of the smaller one's radius.
const LAP = 0.35;
const CELL = 48;
// Order around the ring: cooperation on the right, conflict on the left, as the bars have them up and down.
const ROUND = [1, 2, 0, 4, 3];
const DEED = new Set([2, 4]);

export const Marks = Layer.extend({
  initialize(sans) {
    this._sans = sans;
    this._marks = [];
    this._countries = [];
  },

  onAdd(map) {
    this._canvas = DomUtil.create("canvas", "leaflet-marks", map.getPane("markerPane"));
    this._canvas.setAttribute("aria-hidden", "true");
    map.on("move zoomend viewreset resize", this.redraw, this);
    this.redraw();
    return this;
  },

  onRemove(map) {
    map.off("move zoomend viewreset resize", this.redraw, this);
    this._canvas.remove();
  },

  // marks: {place, name, lat, lon, counts (five), total, events (quads, from zoom 9)}, most first. most: of any window, for the scale.
  setMarks(marks, most) {
    this._marks = marks;
    this._most = Math.max(most, 20);
    this.redraw();
  },

  setCountries(countries) {
    this._countries = countries;
    this.redraw();
  },

  setSelected(place) {
    this._selected = place;
    this.redraw();
  },

  // The mark, or the dot of one, under a point of the container; null where there is none.
  at({ x, y }) {
    let best = null, least = Infinity;
    for (const hit of this._hits ?? []) {
      const distance = Math.hypot(hit.x - x, hit.y - y);
      // Targets of 24 px at least, whatever the size of the mark.
      if (distance <= Math.max(hit.r + 2, hit.single ? 7 : 12) && distance - (hit.single ? 6 : 0) < least) {
        least = distance - (hit.single ? 6 : 0);
        best = hit;
      }
    }
    return best;
  },

  // Once a frame, however many asked.
  redraw() {
    if (!this._map || this._asked) return;
    this._asked = requestAnimationFrame(() => { this._asked = 0; if (this._map) this._draw(); });
  },

  _draw() {
    const map = this._map, { x: width, y: height } = map.getSize();
    const ratio = window.devicePixelRatio || 1, canvas = this._canvas;
    DomUtil.setPosition(canvas, map.containerPointToLayerPoint([0, 0]));
    if (canvas.width !== Math.round(width * ratio) || canvas.height !== Math.round(height * ratio)) {
      canvas.width = Math.round(width * ratio);
      canvas.height = Math.round(height * ratio);
      canvas.style.width = `${width}px`;
      canvas.style.height = `${height}px`;
    }
    const pen = canvas.getContext("2d");
    pen.setTransform(ratio, 0, 0, ratio, 0, 0);
    pen.clearRect(0, 0, width, height);

    const single = map.getZoom() >= SINGLE_ZOOM;
    this._hits = [];
    const seen = [];
    for (const mark of this._marks) {
      const { x, y } = map.latLngToContainerPoint([mark.lat, mark.lon]);
      if (x < -40 || y < -40 || x > width + 40 || y > height + 40) continue;
      seen.push({ mark, x, y, r: this._radius(mark, single) });
    }
    const crowded = single ? [] : parted(seen);
    const taken = seen.map(({ x, y, r }) => [x - r, y - r, x + r, y + r]);
    const names = seen.slice(0, MOST_NAMES).map((each) => this._name(pen, each, taken, width, height));
    this._countryNames(pen, taken, width, height);
    this._crumbs(pen, crowded);
    // The largest is drawn first, so that it never hides a small one.
    for (const each of seen) single ? this._dots(pen, each) : this._ring(pen, each);
    for (const name of names) if (name) this._write(pen, ...name);
  },

  _radius({ total }, single) {
    if (single) return 6 + 5 * Math.sqrt(Math.min(total, MOST_DOTS));
    // From far away marks are smaller, or one town's would lie on the next three.
    const near = Math.min(Math.max(0.3 + (this._map.getZoom() - 2) * 0.25, 0.3), 1.15);
    return 7 + 12 * near * Math.sqrt(Math.min(total / this._most, 1));
  },

  _ring(pen, { mark, x, y, r }) {
    pen.beginPath();
    pen.arc(x, y, r + 1.5, 0, 7);
    pen.fillStyle = "#fff";
    pen.fill();
    let turn = -Math.PI / 2;
    for (const quad of ROUND) {
      const share = mark.counts[quad] / mark.total;
      if (!share) continue;
      pen.beginPath();
      pen.arc(x, y, r - r * 0.15, turn, turn + share * 2 * Math.PI);
      pen.lineWidth = r * 0.32;
      pen.strokeStyle = COLOURS[quad];
      pen.stroke();
      turn += share * 2 * Math.PI;
      if (share === 1) continue;
      // White between two classes: told apart without their colours.
      pen.beginPath();
      pen.moveTo(x + Math.cos(turn) * r * 0.66, y + Math.sin(turn) * r * 0.66);
      pen.lineTo(x + Math.cos(turn) * (r + 1), y + Math.sin(turn) * (r + 1));
      pen.lineWidth = 1;
      pen.strokeStyle = "#fff";
      pen.stroke();
    }
    if (mark.place === this._selected) this._halo(pen, x, y, r + 4);
    const words = mark.total > 999 ? `${(mark.total / 1000).toFixed(mark.total > 9949 ? 0 : 1)}k` : String(mark.total);
    const size = Math.min(12, (r * 1.15) / Math.max(words.length * 0.52, 1));
    if (size >= 6.5) {
      pen.font = `700 ${size}px ${this._sans}`;
      pen.textAlign = "center";
      pen.textBaseline = "middle";
      pen.fillStyle = INK;
      pen.fillText(words, x, y + 0.5);
    }
    this._hits.push({ x, y, r, mark });
  },

  _dots(pen, { mark, x, y, r }) {
    if (mark.place === this._selected) this._halo(pen, x, y, r + 4);
    this._hits.push({ x, y, r, mark });
    mark.events().slice(-MOST_DOTS).forEach(({ id, quad }, i) => {
      const out = 5 * Math.sqrt(i), turn = i * GOLDEN;
      const at = { x: x + out * Math.cos(turn), y: y + out * Math.sin(turn) };
      pen.beginPath();
      pen.arc(at.x, at.y, DEED.has(quad) ? 4 : 3, 0, 7);
      pen.fillStyle = DEED.has(quad) ? COLOURS[quad] : "#fff";
      pen.fill();
      pen.lineWidth = DEED.has(quad) ? 1 : 2;
      pen.strokeStyle = DEED.has(quad) ? "#fff" : COLOURS[quad];
      pen.stroke();
      this._hits.push({ ...at, r: 4, mark, single: id });
    });
  },

  // Places for whose ring there is no room, as dots of their largest class. They answer to the pointer like any other.
  _crumbs(pen, crowded) {
    for (const quad of ROUND) {
      pen.beginPath();
      for (const { mark, x, y } of crowded) {
        if (mark.counts.indexOf(Math.max(...mark.counts)) !== quad) continue;
        pen.moveTo(x + CRUMB, y);
        pen.arc(x, y, CRUMB, 0, 7);
      }
      pen.fillStyle = COLOURS[quad];
      pen.fill();
      pen.lineWidth = 1;
      pen.strokeStyle = "#fff";
      pen.stroke();
    }
    for (const { mark, x, y } of crowded) {
      if (mark.place === this._selected) this._halo(pen, x, y, CRUMB + 4);
      this._hits.push({ x, y, r: CRUMB, mark });
    }
  },

  _halo(pen, x, y, r) {
    pen.beginPath();
    pen.arc(x, y, r, 0, 7);
    pen.lineWidth = 2.5;
    pen.strokeStyle = INK;
    pen.stroke();
  },

  // A name where nothing lies yet: right, left, below, above; none where all four are taken.
  _name(pen, { mark, x, y, r }, taken, width, height) {
    const font = `${r > 15 ? 600 : 400} 13px ${this._sans}`;
    pen.font = font;
    const wide = pen.measureText(mark.name).width, gap = r + 5;
    for (const [left, middle] of [[x + gap, y], [x - gap - wide, y], [x - wide / 2, y + gap + 6], [x - wide / 2, y - gap - 6]]) {
      const box = [left, middle - 8, left + wide, middle + 8];
      if (left < 2 || left + wide > width - 2 || middle < 10 || middle > height - 10 || overlaps(box, taken)) continue;
      taken.push(box);
      return [mark.name, left, middle, font, INK];
    }
    return null;
  },

  _countryNames(pen, taken, width, height) {
    const zoom = this._map.getZoom();
    pen.letterSpacing = "2px";
    for (const { name, at, zoom: least } of this._countries) {
      if (zoom < least || zoom > 8) continue;
      const { x, y } = this._map.latLngToContainerPoint([at[1], at[0]]);
      if (x < 0 || y < 0 || x > width || y > height) continue;
      const font = `600 11px ${this._sans}`, words = name.toUpperCase();
      pen.font = font;
      const wide = pen.measureText(words).width;
      for (const lower of [0, -16, 16, -32, 32]) {
        const box = [x - wide / 2, y + lower - 8, x + wide / 2, y + lower + 8];
        if (overlaps(box, taken)) continue;
        taken.push(box);
        this._write(pen, words, x - wide / 2, y + lower, font, COUNTRY);
        break;
      }
    }
    pen.letterSpacing = "0px";
  },

  _write(pen, words, left, middle, font, colour) {
    pen.font = font;
    pen.textAlign = "left";
    pen.textBaseline = "middle";
    pen.lineJoin = "round";
    pen.lineWidth = 3;
    pen.strokeStyle = LAND;
    pen.strokeText(words, left, middle);
    pen.fillStyle = colour;
    pen.fillText(words, left, middle);
  },
});

// Takes out of a list, most happenings first, those whose ring would lie on one before it; returns them.
function parted(seen) {
  const cells = new Map(), kept = [], crowded = [];
  for (const each of seen) {
    const column = Math.floor(each.x / CELL), row = Math.floor(each.y / CELL);
    let free = true;
    for (let i = column - 1; free && i <= column + 1; i++) {
      for (let j = row - 1; free && j <= row + 1; j++) {
        free = !cells.get(`${i} ${j}`)?.some(({ x, y, r }) => Math.hypot(x - each.x, y - each.y) < r + each.r * (1 - LAP));
      }
    }
    if (!free) { crowded.push(each); continue; }
    kept.push(each);
    const key = `${column} ${row}`;
    cells.has(key) ? cells.get(key).push(each) : cells.set(key, [each]);
  }
  seen.splice(0, seen.length, ...kept);
  return crowded;
}

function overlaps([left, top, right, bottom], taken) {
  return taken.some(([l, t, r, b]) => left < r && right > l && top < b && bottom > t);
}
