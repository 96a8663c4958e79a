// "Show as table": a chart or map and its table are two ids, of which one is shown. Without script both are.

import { all, announce } from "./page.js";

function pair(button) {
  return button.dataset.tableToggle.split(/\s+/).map((id) => document.getElementById(id));
}

function show(button, asTable) {
  const [chart, table] = pair(button);
  if (!chart || !table) return;
  chart.hidden = asTable;
  table.hidden = !asTable;
  button.setAttribute("aria-pressed", String(asTable));
  button.textContent = asTable ? `show as ${button.dataset.shows ?? "chart"}` : "show as table";
}

export function startTables(root) {
  for (const button of all("[data-table-toggle]", root)) {
    if (button.dataset.wired) continue;
    button.dataset.wired = "";
    show(button, false);
    button.addEventListener("click", () => {
      const asTable = button.getAttribute("aria-pressed") !== "true";
      show(button, asTable);
      announce(asTable ? "Shown as table." : `Shown as ${button.dataset.shows ?? "chart"}.`);
    });
  }
}
