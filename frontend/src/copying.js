// Buttons that copy words, or print.

import { announce } from "./page.js";

// Without the clipboard (no TLS beyond this machine) the words are shown selected, to copy by hand.
async function copy(words) {
  try {
    await navigator.clipboard.writeText(words);
    return true;
  } catch {
    const dialog = document.createElement("dialog");
    const area = document.createElement("textarea");
    area.value = words;
    area.readOnly = true;
    area.setAttribute("aria-label", "To copy: Ctrl C, then Escape");
    dialog.append(area);
    dialog.addEventListener("close", () => dialog.remove());
    document.body.append(dialog);
    dialog.showModal();
    area.select();
    return false;
  }
}

export function startCopying() {
  document.addEventListener("click", async (event) => {
    const button = event.target.closest?.("[data-copy], [data-citation], [data-print]");
    if (!button) return;
    if (button.hasAttribute("data-print")) { window.print(); return; }
    const words = button.dataset.citation ?? button.dataset.copy;
    // An empty data-copy means the address of this page.
    if (!(await copy(words || location.href))) return;
    announce(button.dataset.citation ? "Citation copied." : "Copied.");
    if (button.dataset.said) return;
    button.dataset.said = button.textContent;
    button.textContent = "Copied";
    setTimeout(() => { button.textContent = button.dataset.said; delete button.dataset.said; }, 1600);
  });
}
