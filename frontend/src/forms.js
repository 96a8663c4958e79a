// Filters that are sent when a choice changes, the sheet they lie in, and times in the reader's own zone.

import { all } from "./page.js";

function submitOnChange(form) {
  form.addEventListener("change", (event) => {
    // A date that is being typed changes with each digit: it waits for Enter or for the field to be left.
    if (event.target.type === "date" && document.activeElement === event.target) {
      event.target.addEventListener("blur", () => form.requestSubmit(), { once: true });
    } else if (event.target.type !== "search" && event.target.type !== "text") {
      form.requestSubmit();
    }
  });
}

function localTime(element) {
  const at = new Date(element.dateTime);
  if (Number.isNaN(at.getTime())) return;
  element.title = `${at.toLocaleString(undefined, { dateStyle: "medium", timeStyle: "short" })} where you are`;
}

export function startForms(root) {
  for (const form of all("form[data-submit-on-change]", root)) {
    if (form.dataset.wired) continue;
    form.dataset.wired = "";
    submitOnChange(form);
  }
  all("time[data-local-time]", root).forEach(localTime);
}

// Browsers that cannot force a <details> open by style get it opened here.
export function startSheets() {
  if (CSS.supports("selector(::details-content)")) return;
  const wide = matchMedia("(min-width: 901px)");
  const set = () => { for (const sheet of all("details.sheet")) sheet.open = wide.matches; };
  wide.addEventListener("change", set);
  set();
}
