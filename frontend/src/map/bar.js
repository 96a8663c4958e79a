// The bar below the map that chooses the window of days: by drag, keys, typed dates, or play.

import { announce } from "../page.js";
import { WEEK } from "./columns.js";
import { dayWords, isoDay, parseDay, today } from "./days.js";
import { drawPlot } from "./plot.js";

const PLAY_MS = 600;
const SPANS = [["4w", 27, "4w: the last four weeks"], ["3m", 90, "3m: the last three months"], ["1y", 364, "1y: the last year"], ["All", null, "All days"]];

function make(parent, name, attributes = {}, words = "") {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.textContent = words;
  parent.append(made);
  return made;
}

// root: an empty element. start: {from, to}, either null for the end of the record. change: told the window, and whether it
// is settled (not while dragging). Returns {get, setBins, redraw, tell}.
export function makeBar(root, { first, last, bins, start, still, change }) {
  const clamp = (day) => Math.min(Math.max(day, first), last);
  let from = clamp(start.from ?? first), to = clamp(start.to ?? last);
  if (from > to) [from, to] = [first, last];

  root.replaceChildren();
  const head = make(root, "div", { class: "window-head" });
  const title = make(head, "strong");
  const buttons = make(head, "div", { class: "buttons", role: "group", "aria-label": "Window" });
  const counted = make(head, "span", { class: "note", role: "status" });
  const dates = make(head, "span", { class: "row window-dates" });
  const typed = [["From", "from"], ["To", "to"]].map(([words, name]) => {
    const label = make(dates, "label", { class: "note" }, `${words} `);
    return make(label, "input", { type: "date", name, min: isoDay(first), max: isoDay(last) });
  });
  const play = make(buttons, "button", { type: "button" }, still ? "Step a week" : "▶ Play");
  for (const [words, days, label] of SPANS) {
    make(buttons, "button", { type: "button", "aria-label": label, title: label }, words).addEventListener("click", () => {
      stop();
      // "The last four weeks" are not those of a plan for next year.
      const end = today() > first ? Math.min(last, today()) : last;
      if (days === null) set(first, last, true);
      else set(end - days, end, true);
    });
  }
  const plot = make(root, "div", { class: "window-plot" });
  const canvas = make(plot, "canvas", { "aria-hidden": "true" });
  const frame = make(plot, "div", {
    class: "window-frame", role: "slider", tabindex: "0", "aria-label": "Time window. Arrow keys move it a week, with Shift they move its end",
    "aria-valuemin": String(first), "aria-valuemax": String(last),
  });
  const grips = [make(frame, "span", { class: "window-grip" }), make(frame, "span", { class: "window-grip" })];
  const sans = getComputedStyle(root).fontFamily;

  function show() {
    const days = last + 1 - first;
    frame.style.left = `${((from - first) / days) * 100}%`;
    frame.style.width = `${((to + 1 - from) / days) * 100}%`;
    const words = `${dayWords(from)} – ${dayWords(to)}`;
    title.textContent = words;
    frame.setAttribute("aria-valuenow", String(from));
    frame.setAttribute("aria-valuetext", `${dayWords(from)} to ${dayWords(to)}`);
    [from, to].forEach((day, i) => { if (document.activeElement !== typed[i]) typed[i].value = isoDay(day); });
    drawPlot(canvas, { bins, first, last, from, to }, sans);
  }

  function set(nextFrom, nextTo, settled) {
    [from, to] = [clamp(Math.min(nextFrom, nextTo)), clamp(Math.max(nextFrom, nextTo))];
    show();
    change({ from, to, settled });
  }

  // A window keeps its length at either end of the record.
  function move(by, settled = true) {
    const length = to - from, next = Math.min(Math.max(from + by, first), last - length);
    set(next, next + length, settled);
  }

  for (const input of typed) {
    input.addEventListener("change", () => {
      const [a, b] = typed.map(({ value }) => parseDay(value));
      if (a === null || b === null) return;
      stop();
      set(a, b, true);
    });
    input.addEventListener("blur", show);
  }

  frame.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const step = { ArrowLeft: -WEEK, ArrowDown: -WEEK, ArrowRight: WEEK, ArrowUp: WEEK, PageDown: -4 * WEEK, PageUp: 4 * WEEK }[event.key];
    if (step === undefined && event.key !== "Home" && event.key !== "End") return;
    event.preventDefault();
    stop();
    if (event.key === "Home") move(first - from);
    else if (event.key === "End") move(last - to);
    else if (event.shiftKey) set(from, Math.max(to + step, from), true);
    else move(step);
  });

  plot.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    event.preventDefault();
    stop();
    plot.setPointerCapture(event.pointerId);
    frame.focus({ preventScroll: true });
    const box = plot.getBoundingClientRect();
    const dayAt = ({ clientX }) => clamp(first + Math.floor(((clientX - box.left) / box.width) * (last + 1 - first)));
    const grip = grips.indexOf(event.target), begun = dayAt(event), was = { from, to };
    const inFrame = grip < 0 && event.target === frame && !(from === first && to === last);
    const drag = (moved, settled) => {
      const day = dayAt(moved);
      if (grip === 0) set(Math.min(day, was.to), was.to, settled);
      else if (grip === 1) set(was.from, Math.max(day, was.from), settled);
      else if (inFrame) move(was.from + day - begun - from, settled);
      else if (day !== begun) set(begun, day, settled);
    };
    const onMove = (moved) => drag(moved, false);
    plot.addEventListener("pointermove", onMove);
    const end = (ended) => {
      plot.removeEventListener("pointermove", onMove);
      plot.removeEventListener("pointerup", end);
      plot.removeEventListener("pointercancel", end);
      drag(ended, true);
      if (from === was.from && to === was.to) return;
      change({ from, to, settled: true });
    };
    plot.addEventListener("pointerup", end);
    plot.addEventListener("pointercancel", end);
  });

  let timer = 0;
  function stop() {
    if (!timer) return;
    clearInterval(timer);
    timer = 0;
    play.textContent = "▶ Play";
    change({ from, to, settled: true });
  }
  play.addEventListener("click", () => {
    if (timer) return stop();
    // A window of all days has nowhere to go: four weeks from the first day on.
    if (from === first && to === last) set(first, first + 4 * WEEK - 1, false);
    else if (to === last) move(first - from, false);
    else move(WEEK, still);
    if (still) return;
    play.textContent = "■ Stop";
    timer = setInterval(() => { if (to >= last) { stop(); announce("The end of the record."); } else move(WEEK, false); }, PLAY_MS);
  });

  new ResizeObserver(show).observe(plot);
  show();
  return {
    get: () => ({ from, to, whole: from === first && to === last }),
    setBins(next) { bins = next; show(); },
    tell(words) { counted.textContent = words; },
  };
}
