// The map page: columns and basemap are fetched, the window and the filters act at once, the list beside follows.

import { announce } from "./page.js";
import { makeBar } from "./map/bar.js";
import { Columns } from "./map/columns.js";
import { isoDay, parseDay, today } from "./map/days.js";
import { drawTwin } from "./map/twin.js";
import { makeView } from "./map/view.js";

// The list and the address follow once the window has stood still for so long.
const SETTLE_MS = 250;
const still = matchMedia("(prefers-reduced-motion: reduce)").matches;

async function fetched(address) {
  const answer = await fetch(address, { headers: { Accept: "application/json" } });
  if (!answer.ok) throw new Error(`${address} answered ${answer.status}`);
  return answer.json();
}

function fail(element) {
  const words = document.createElement("p");
  words.className = "notice notice-error";
  words.setAttribute("role", "alert");
  words.textContent = "The map cannot be drawn: its data did not arrive. The list holds the same happenings; load the page again to retry.";
  element.replaceChildren(words);
}

async function start() {
  const element = document.getElementById("map");
  if (!element) return;
  let json, topology;
  try {
    [json, topology] = await Promise.all([fetched(element.dataset.columns), fetched(element.dataset.basemap), document.fonts?.ready]);
  } catch (error) {
    console.error(error);
    fail(element);
    return;
  }
  const columns = new Columns(json), view = makeView(element, columns, { still });
  view.drawBasemap(topology);

  const list = document.getElementById("in-window"), twin = document.getElementById("map-table"), heading = document.getElementById("in-window-title");
  let hidden = new Set(), selected = new URLSearchParams(location.search).get("at"), timer = 0, counted = 0;
  const first = columns.first ?? today(), last = columns.last ?? today();

  const bar = makeBar(document.getElementById("window"), {
    first, last, still, bins: columns.weeks(hidden),
    start: { from: parseDay(element.dataset.from), to: parseDay(element.dataset.to) },
    change({ from, to, settled }) {
      view.setWindow({ from, to });
      tell();
      clearTimeout(timer);
      if (settled) timer = setTimeout(follow, SETTLE_MS);
    },
  });

  function tell() {
    clearTimeout(counted);
    const { all, backed } = columns.count(bar.get(), hidden);
    const words = `${all.toLocaleString("en")} happenings, ${backed.toLocaleString("en")} from 2+ origins`;
    // Read out once the window stands still, not at each step of a drag.
    counted = setTimeout(() => bar.tell(words), 120);
    if (twin && !twin.hidden) drawTwin(twin, view.places(), choose);
  }

  // The query of the address with the window and the place in it; other keys stay as they are.
  function query(base) {
    const asked = new URLSearchParams(base), { from, to, whole } = bar.get();
    const set = (key, value) => (value === null ? asked.delete(key) : asked.set(key, value));
    set("from", whole ? null : isoDay(from));
    set("to", whole ? null : isoDay(to));
    set("at", selected);
    return asked;
  }

  function follow() {
    const words = query(location.search).toString();
    history.replaceState(history.state, "", `${location.pathname}${words ? `?${words}` : ""}${location.hash}`);
    for (const link of document.querySelectorAll("[data-window-link]")) {
      const address = new URL(link.href);
      address.search = query(address.search).toString();
      link.href = address.href;
    }
    for (const field of document.querySelectorAll("form[data-window-form] input[type=hidden]")) {
      if (field.name === "from" || field.name === "to") field.value = query("").get(field.name) ?? "";
    }
    if (!list || !element.dataset.list) return;
    const address = new URL(element.dataset.list, location.href);
    address.search = query(address.search).toString();
    window.htmx?.ajax("GET", address.pathname + address.search, { target: "#in-window", swap: "innerHTML" });
  }

  function choose({ place, name, event }) {
    if (event !== null) { location.href = `/events/${encodeURIComponent(event)}`; return; }
    selected = selected === String(place) ? null : String(place);
    view.select(selected === null ? null : place);
    if (heading) heading.textContent = selected === null ? "In this window" : name;
    announce(selected === null ? "All places." : `${name}: its happenings are in the list.`);
    follow();
  }
  view.onSelect(choose);
  const kept = columns.places.find(({ id }) => String(id) === selected);
  if (kept) view.select(kept.id);

  // The classes of the legend switch what is drawn.
  for (const button of document.querySelectorAll("button[data-quad]")) {
    button.setAttribute("aria-pressed", "true");
    button.addEventListener("click", () => {
      const quad = Number(button.dataset.quad);
      hidden = new Set(hidden);
      hidden.has(quad) ? hidden.delete(quad) : hidden.add(quad);
      button.setAttribute("aria-pressed", String(!hidden.has(quad)));
      view.setFilter(hidden);
      bar.setBins(columns.weeks(hidden));
      tell();
    });
  }

  const chip = document.getElementById("not-pinned");
  if (chip && columns.notPinned) {
    chip.hidden = columns.notPinned.count === 0;
    chip.href = columns.notPinned.href;
    chip.textContent = `${columns.notPinned.count.toLocaleString("en")} without a point on the map: no place is told, or only a region or country`;
  }
  const cut = document.getElementById("map-truncated");
  if (cut) cut.hidden = !columns.truncated;

  // A view of the map is kept behind the #, which no server sees.
  const at = /^#([\d.]+)\/(-?[\d.]+)\/(-?[\d.]+)$/.exec(location.hash);
  if (at) view.goTo(Number(at[2]), Number(at[3]), Number(at[1]));
  view.onMove((lat, lon, zoom) => history.replaceState(history.state, "", `#${zoom}/${lat.toFixed(2)}/${lon.toFixed(2)}`));
  new ResizeObserver(() => view.resized()).observe(element);
  // The table is drawn when it is first asked for.
  if (twin) new MutationObserver(() => { if (!twin.hidden) drawTwin(twin, view.places(), choose); }).observe(twin, { attributes: true, attributeFilter: ["hidden"] });

  tabs();
  view.setWindow(bar.get());
  tell();
  element.dataset.drawn = "";
}

// On narrow screens the list comes first and the map is a tab.
function tabs() {
  const page = document.querySelector(".map-page");
  const buttons = [...document.querySelectorAll("[data-map-tab]")];
  const show = (name) => {
    page.dataset.tab = name;
    for (const each of buttons) each.setAttribute("aria-pressed", String(each.dataset.mapTab === name));
  };
  for (const button of buttons) button.addEventListener("click", () => show(button.dataset.mapTab));
  if (page && buttons.length) show("list");
}

if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
else start();
