// The weeks under the map: cooperation up, conflict down, the part outside the window pale.

import { WEEK } from "./columns.js";
import { dayOf, monthWords, parts } from "./days.js";
import { COLOURS } from "./marks.js";

// Height below the bars for the names of months.
export const AXIS = 16;
// Space that a date's name needs.
const TICK_PX = 74;
const UP = [2, 1], DOWN = [4, 3];

export function drawPlot(canvas, { bins, first, last, from, to }, sans) {
  const ratio = window.devicePixelRatio || 1, { width, height } = canvas.getBoundingClientRect();
  canvas.width = Math.round(width * ratio);
  canvas.height = Math.round(height * ratio);
  const pen = canvas.getContext("2d");
  pen.setTransform(ratio, 0, 0, ratio, 0, 0);
  const at = (day) => ((day - first) / (last + 1 - first)) * width;
  const sum = (week, quads) => quads.reduce((all, quad) => all + bins[week * 4 + quad - 1], 0);
  const weeks = bins.length / 4;
  let most = 1;
  for (let week = 0; week < weeks; week++) most = Math.max(most, sum(week, UP), sum(week, DOWN));
  const middle = (height - AXIS) / 2, unit = (middle - 3) / most;
  for (let week = 0; week < weeks; week++) {
    const day = first + week * WEEK, left = at(day), wide = Math.max(at(day + WEEK) - left - 1, 1);
    pen.globalAlpha = day + WEEK > from && day <= to ? 1 : 0.28;
    for (const [quads, sign] of [[UP, -1], [DOWN, 1]]) {
      let far = 0;
      for (const quad of quads) {
        const tall = bins[week * 4 + quad - 1] * unit;
        pen.fillStyle = COLOURS[quad];
        pen.fillRect(left, sign < 0 ? middle - far - tall : middle + far, wide, tall);
        far += tall;
      }
    }
  }
  pen.globalAlpha = 1;
  pen.fillStyle = "#857f72";
  pen.fillRect(0, middle - 0.5, width, 1);
  pen.font = `11px ${sans}`;
  pen.fillStyle = "#55646b";
  pen.textBaseline = "alphabetic";
  pen.fillText("cooperation", 4, 11);
  pen.fillText("conflict", 4, height - AXIS - 4);
  axis(pen, { first, last, at, width, height });
}

// Every first of a month that there is room for: 1, 3, 6 or 12 months apart.
function axis(pen, { first, last, at, width, height }) {
  const fits = (width / TICK_PX) * 30.4;
  const step = [1, 3, 6, 12, 24, 60].find((months) => (last - first) / months <= fits) ?? 120;
  let [year, month] = parts(first);
  month = Math.ceil(month / step) * step;
  for (let day = dayOf(year, month, 1); day <= last; month += step, day = dayOf(year, month, 1)) {
    const left = at(day);
    if (day < first || left > width - 30) continue;
    const [y, m] = parts(day);
    pen.fillRect(left, height - AXIS + 2, 1, 12);
    pen.fillText(m === 0 || step >= 12 ? `${monthWords(m)} ${y}` : monthWords(m), left + 4, height - 4);
  }
}
