// Marked words on the page of an article: step from one to the next, and see which one the panel tells of.

import { all, shown } from "./page.js";

export function stepSpan(by) {
  const spans = all("[data-span]").filter(shown);
  if (!spans.length) return;
  const held = document.activeElement?.closest("[data-span]") ?? document.querySelector("[data-span][data-current]");
  const here = spans.indexOf(held);
  const next = spans[here < 0 ? (by > 0 ? 0 : spans.length - 1) : (here + by + spans.length) % spans.length];
  next.focus();
  next.scrollIntoView({ block: "nearest" });
}

export function startSpans() {
  document.addEventListener("click", (event) => {
    const span = event.target.closest?.("[data-span]");
    if (!span) return;
    for (const each of all("[data-span]")) {
      each.toggleAttribute("data-current", each === span);
      if (each.matches("button")) each.setAttribute("aria-expanded", String(each === span));
    }
  });
}
