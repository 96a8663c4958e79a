// What happens around htmx: busy parts are said to be so, outcomes are read out, and the next item to review has the focus.

import { all, announce } from "./page.js";

const reduced = matchMedia("(prefers-reduced-motion: reduce)");

function target(event) {
  const found = event.detail?.ctx?.target;
  return typeof found === "string" ? document.querySelector(found) : found;
}

export function startSwaps(wire) {
  document.addEventListener("htmx:before:request", (event) => target(event)?.setAttribute("aria-busy", "true"));
  document.addEventListener("htmx:finally:request", (event) => {
    const busy = target(event);
    busy?.removeAttribute("aria-busy");
    // The part may have been replaced as a whole: nothing on the page stays busy for it.
    if (busy?.id) document.getElementById(busy.id)?.removeAttribute("aria-busy");
  });
  document.addEventListener("htmx:error", () => announce("That did not arrive. Check the connection and try again."));
  document.addEventListener("htmx:after:swap", (event) => {
    const part = target(event);
    const swapped = part?.isConnected ? part : document.body;
    wire(swapped);
    const review = swapped.matches("[data-review]") ? swapped : swapped.querySelector("[data-review]");
    if (review) {
      review.focus({ preventScroll: true });
      review.scrollIntoView({ block: "nearest", behavior: reduced.matches ? "auto" : "smooth" });
    }
    const said = [...(review ? [review.dataset.outcome] : []), ...all("[data-announce]", swapped).map((each) => each.dataset.announce)];
    announce(said.filter(Boolean).join(" "));
    if (swapped.id && document.querySelector(`[data-span][aria-controls="${CSS.escape(swapped.id)}"]`)) {
      swapped.scrollIntoView({ block: "nearest" });
    }
  });
}
