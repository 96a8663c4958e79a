// The happenings of the map as columns: counted anew for each window, 5,000 in less than a millisecond.

const NO_DAY = -0x80000000;
export const WEEK = 7;

// Where the bar begins: the first day; but a few happenings of long ago that pages recall (a twentieth that would take more
// than half of the bar) stand in its first week. days: sorted.
function firstOf(days) {
  const first = days[0], last = days[days.length - 1], early = days[Math.floor(days.length / 20)];
  return early - first > (last - first) / 2 ? early : first;
}

export class Columns {
  constructor({ places, events, types, not_pinned: notPinned, truncated }) {
    this.places = places;
    this.ids = events.id;
    this.place = events.place;
    this.origins = events.origins;
    this.day = Int32Array.from(events.day, (day) => day ?? NO_DAY);
    const quads = types.map(({ quad }) => (quad >= 1 && quad <= 4 ? quad : 0));
    this.quad = Uint8Array.from(events.type, (type) => quads[type] ?? 0);
    this.notPinned = notPinned;
    this.truncated = truncated;
    const known = this.day.filter((day) => day !== NO_DAY).sort();
    this.first = known.length ? firstOf(known) : null;
    this.last = known.length ? known[known.length - 1] : null;
  }

  // Whether one is counted. What has no day is, where the window holds all days.
  holds(index, { from, to }, hidden) {
    if (hidden.has(this.quad[index])) return false;
    const day = this.day[index];
    if (day === NO_DAY) return from <= this.first && to >= this.last;
    return Math.max(day, this.first) >= from && day <= to;
  }

  // Per place five counts, by quad class, one after the other; and how many in all and with two or more origins.
  count(window, hidden) {
    const counts = new Uint32Array(this.places.length * 5);
    let all = 0, backed = 0;
    for (let i = 0; i < this.quad.length; i++) {
      if (!this.holds(i, window, hidden)) continue;
      counts[this.place[i] * 5 + this.quad[i]]++;
      all++;
      if (this.origins[i] > 1) backed++;
    }
    return { counts, all, backed };
  }

  // Those of one place in the window, oldest first.
  of(place, window, hidden) {
    const found = [];
    for (let i = 0; i < this.quad.length; i++) if (this.place[i] === place && this.holds(i, window, hidden)) found.push(i);
    return found.sort((a, b) => this.day[a] - this.day[b]);
  }

  // Per week from the first day four counts, by quad class.
  weeks(hidden) {
    if (this.first === null) return new Uint32Array(0);
    const bins = new Uint32Array((Math.floor((this.last - this.first) / WEEK) + 1) * 4);
    for (let i = 0; i < this.quad.length; i++) {
      const day = this.day[i], quad = this.quad[i];
      if (day === NO_DAY || !quad || hidden.has(quad)) continue;
      bins[Math.floor((Math.max(day, this.first) - this.first) / WEEK) * 4 + quad - 1]++;
    }
    return bins;
  }
}
