// The map as a table: the same places with the same counts, each a button that selects it.

// More rows than these are not read; the map's filters narrow them.
const MOST_ROWS = 300;

export function drawTwin(root, places, select) {
  const table = document.createElement("table");
  table.className = "tight";
  table.createCaption().textContent = places.length > MOST_ROWS
    ? `The first ${MOST_ROWS} of ${places.length.toLocaleString("en")} places, most happenings first.`
    : "Places in the window, most happenings first.";
  const head = table.createTHead().insertRow();
  for (const [words, number] of [["Place"], ["Country"], ["Happenings", 1], ["Cooperation", 1], ["Conflict", 1]]) {
    const cell = document.createElement("th");
    cell.scope = "col";
    cell.textContent = words;
    if (number) cell.className = "num";
    head.append(cell);
  }
  const body = table.createTBody();
  for (const { place, name, country, counts, total } of places.slice(0, MOST_ROWS)) {
    const row = body.insertRow(), first = document.createElement("th"), button = document.createElement("button");
    first.scope = "row";
    button.type = "button";
    button.className = "link";
    button.textContent = name;
    button.addEventListener("click", () => select({ place, name, event: null }));
    first.append(button);
    row.append(first);
    row.insertCell().textContent = country ?? "not known";
    for (const count of [total, counts[1] + counts[2], counts[3] + counts[4]]) {
      const cell = row.insertCell();
      cell.className = "num";
      cell.textContent = count.toLocaleString("en");
    }
  }
  root.replaceChildren(table);
}
