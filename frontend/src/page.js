// Small things that the other modules share.

export const all = (selector, root = document) => [...root.querySelectorAll(selector)];

// Whether somebody can see an element: hidden tabs and closed sheets are stepped over.
export const shown = (element) => element.getClientRects().length > 0;

// Said by screen readers. The words are set anew a moment later, so that the same outcome twice is read twice.
export function announce(words) {
  const region = document.getElementById("announce");
  if (!region || !words) return;
  region.textContent = "";
  setTimeout(() => { region.textContent = words; }, 50);
}
