// Single keys. They never act with Ctrl, Alt or Meta, in a field, or once switched off (WCAG 2.1.4).

import { all, announce, shown } from "./page.js";
import { stepSpan } from "./spans.js";

const OFF = "faleme.keys";
// How long "g" waits for the key that says where to.
const GO_MS = 1500;

// A browser may forbid storage: keys are then on.
function isOff() {
  try { return localStorage.getItem(OFF) === "off"; } catch { return false; }
}

function switchOff(off) {
  try { off ? localStorage.setItem(OFF, "off") : localStorage.removeItem(OFF); } catch { announce("This browser keeps no settings."); }
}

// The item of a list that j and k have reached, or the one that holds the focus.
function current() {
  return document.activeElement?.closest("[data-item]") ?? document.querySelector("[data-item].is-current");
}

function step(by) {
  const items = all("[data-item]").filter(shown);
  if (!items.length) return;
  const here = items.indexOf(current());
  const next = items[here < 0 ? (by > 0 ? 0 : items.length - 1) : Math.min(Math.max(here + by, 0), items.length - 1)];
  for (const each of items) each.classList.toggle("is-current", each === next);
  const target = next.querySelector("[data-open]") ?? next.querySelector("a[href], button") ?? next;
  if (target === next && !next.hasAttribute("tabindex")) next.tabIndex = -1;
  target.focus({ preventScroll: true });
  next.scrollIntoView({ block: "nearest" });
}

// Presses the first of its kind: within the current item where there is one, else on the page.
function press(selector) {
  const found = current()?.querySelector(selector) ?? all(selector).find(shown);
  found?.click();
  return Boolean(found);
}

function evidence() {
  if (press("[data-evidence]")) return;
  const quoted = all(".quote, .article").find(shown);
  if (!quoted) return;
  quoted.tabIndex = -1;
  quoted.focus();
}

const KEYS = {
  "/": () => { const field = document.querySelector("[data-search]"); field?.focus(); field?.select(); },
  "?": help,
  j: () => step(1),
  k: () => step(-1),
  o: () => press("[data-open]"),
  e: evidence,
  c: () => press("[data-citation]"),
  x: () => press("[data-export]"),
  t: () => press("[data-table-toggle]"),
  "[": () => stepSpan(-1),
  "]": () => stepSpan(1),
};

// The one item of the review queue is answered by number; a key held down answers once.
function reviewed(event) {
  const item = document.querySelector("[data-review]");
  if (!item || event.repeat || item.closest(".htmx-request, [aria-busy='true']")) return false;
  const selector = { u: "[data-undo]", s: "[data-skip]" }[event.key] ?? (/^[1-9]$/.test(event.key) ? `[data-answer="${event.key}"]` : null);
  const button = selector && item.querySelector(selector);
  if (!button || button.disabled || item.dataset.answered) return false;
  // Until the next item stands there, this one takes no second answer.
  item.dataset.answered = event.key;
  setTimeout(() => { delete item.dataset.answered; }, 3000);
  button.click();
  return true;
}

const HELP = [
  ["/", "search"], ["?", "these keys"], ["j  k", "next, previous"], ["o", "open"], ["e", "evidence"], ["c", "copy the citation"],
  ["x", "export"], ["t", "show as table"], ["[  ]", "previous, next marked words"], ["1 … 9, u, s", "in review: answer, undo, skip"],
];

function cell(row, name, words) {
  const made = document.createElement(name);
  made.textContent = words;
  row.append(made);
  return made;
}

function help() {
  const open = document.getElementById("keys-help");
  if (open) return open.showModal();
  const dialog = document.createElement("dialog");
  dialog.id = "keys-help";
  dialog.setAttribute("aria-labelledby", "keys-help-title");
  cell(dialog, "h2", "Keys").id = "keys-help-title";
  const table = cell(dialog, "table", "");
  table.className = "tight";
  const places = all("[data-go]").map((link) => [`g ${link.dataset.go}`, link.firstChild.textContent.trim()]);
  for (const [key, does] of [...HELP, ...places]) {
    const row = table.insertRow();
    const head = cell(row, "th", "");
    head.scope = "row";
    cell(head, "kbd", key);
    cell(row, "td", does);
  }
  const label = cell(dialog, "label", "");
  const box = document.createElement("input");
  box.type = "checkbox";
  box.dataset.keysOff = "";
  label.append(box, " Switch single keys off in this browser");
  const close = cell(cell(dialog, "p", ""), "button", "Close");
  close.type = "button";
  close.addEventListener("click", () => dialog.close());
  document.body.append(dialog);
  wireSwitches(dialog);
  dialog.showModal();
}

function wireSwitches(root) {
  for (const box of all("[data-keys-off]", root)) {
    box.checked = isOff();
    box.addEventListener("change", () => {
      switchOff(box.checked);
      for (const other of all("[data-keys-off]")) other.checked = box.checked;
      announce(box.checked ? "Single keys are off." : "Single keys are on.");
    });
  }
}

const writes = (target) => target.closest?.("input:not([type=checkbox], [type=radio], [type=button], [type=submit]), select, textarea, [contenteditable]");

export function startKeys() {
  let goes = 0;
  wireSwitches(document);
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
    if (writes(event.target)) {
      if (event.key === "Escape" && event.target.matches("[data-search]")) event.target.blur();
      return;
    }
    if (isOff() || document.querySelector("dialog[open]")) return;
    if (Date.now() - goes < GO_MS) {
      goes = 0;
      const link = all("[data-go]").find((each) => each.dataset.go === event.key);
      if (link) { event.preventDefault(); link.click(); }
      return;
    }
    if (event.key === "g") { goes = Date.now(); return; }
    const handler = reviewed(event) ? () => {} : KEYS[event.key];
    if (!handler) return;
    event.preventDefault();
    handler();
  });
}
