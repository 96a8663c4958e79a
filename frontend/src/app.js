// Every page: htmx and our own modules. All that must work without script does.

import "htmx.org";
import { startCopying } from "./copying.js";
import { startForms, startSheets } from "./forms.js";
import { startKeys } from "./keys.js";
import { startSpans } from "./spans.js";
import { startSwaps } from "./swaps.js";
import { startTables } from "./tables.js";

function wire(root) {
  startForms(root);
  startTables(root);
}

// On narrow screens the row of screens scrolls: the one that is shown stands in its midst.
function showScreen() {
  const here = document.querySelector(".nav [aria-current]");
  const row = here?.parentElement;
  if (row) row.scrollLeft = here.offsetLeft - row.offsetLeft - (row.clientWidth - here.offsetWidth) / 2;
}

function start() {
  document.documentElement.classList.add("has-script");
  wire(document);
  startSheets();
  startCopying();
  startSpans();
  startKeys();
  startSwaps(wire);
  showScreen();
  // What was wrong with a form, then an outcome that came with the page, after a form was sent without htmx.
  document.querySelector("main [role=alert][autofocus]")?.focus();
  document.querySelector("[data-review]")?.focus({ preventScroll: true });
  document.body.dataset.ready = "";
}

if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
else start();
