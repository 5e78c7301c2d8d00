"use strict";
// Shows what is wrong, a page at a time. Words of articles become text, never markup.
const data = JSON.parse(document.getElementById("data").textContent);
const PAGE = 50;
const [CORPUS, LAYER, METHOD, KINDS, DOCUMENT, TEXT, GOLD, FOUND] = [0, 1, 2, 3, 4, 5, 6, 7];
const at = (id) => document.getElementById(id);
const filters = [["corpus", "corpora", CORPUS], ["layer", "layers", LAYER], ["method", "methods", METHOD], ["kind", "kinds", KINDS]];
let chosen = [], first = 0;

function element(name, text, className) {
  const made = document.createElement(name);
  if (text !== undefined) made.textContent = text;
  if (className) made.className = className;
  return made;
}

// The words with their marks, cut wherever one begins or ends; of several, the last one in the list is shown.
function marked(text, marks) {
  const letters = Array.from(text), shown = document.createDocumentFragment();
  const cuts = [...new Set([0, letters.length, ...marks.flatMap(([start, end]) => [start, end])])].sort((a, b) => a - b);
  cuts.slice(0, -1).forEach((start, i) => {
    const end = cuts[i + 1], words = letters.slice(start, end).join("");
    const over = marks.filter((mark) => mark[0] <= start && end <= mark[1]).pop();
    if (!over) { shown.append(words); return; }
    const piece = element("mark", words, over[2] || "item");
    if (over[2] && over[1] === end) piece.append(element("small", over[2]));
    shown.append(piece);
  });
  return shown;
}

function side(list, name, row, which) {
  list.append(element("dt", name));
  const cell = element("dd"), said = row[which];
  if (said === null) cell.append("–");
  else {
    cell.append(marked(data.texts[row[TEXT]], said[1]));
    const labels = data.labels[said[0]];
    if (labels) cell.append(" ", element("span", labels, "labels"));
  }
  list.append(cell);
}

function item(row) {
  const made = element("li"), list = element("dl");
  made.append(element("h3", row[KINDS].map((kind) => data.kinds[kind]).join(", ")));
  const place = [data.methods[row[METHOD]], data.layers[row[LAYER]], data.corpora[row[CORPUS]], data.documents[row[DOCUMENT]]];
  made.append(element("p", place.join(" · "), "place"));
  side(list, "gold", row, GOLD);
  side(list, "found", row, FOUND);
  made.append(list);
  return made;
}

function show(from) {
  first = from;
  const rows = chosen.slice(first, first + PAGE);
  at("items").replaceChildren(...rows.map(item));
  at("count").textContent = rows.length
    ? `${(first + 1).toLocaleString("en")}–${(first + rows.length).toLocaleString("en")} of ${chosen.length.toLocaleString("en")}`
    : "Nothing is wrong here.";
  at("before").disabled = first === 0;
  at("next").disabled = first + PAGE >= chosen.length;
}

function filter() {
  const wanted = filters.map(([id, , column]) => [at(id).value, column]).filter(([value]) => value !== "");
  chosen = data.rows.filter((row) => wanted.every(([value, column]) =>
    column === KINDS ? row[KINDS].includes(Number(value)) : row[column] === Number(value)));
  show(0);
}

function turn(by) {
  show(first + by);
  at("wrong").scrollIntoView();
}

for (const [id, names] of filters) {
  const options = data[names].map((name, value) => [name, String(value)]).sort((a, b) => a[0].localeCompare(b[0]));
  at(id).append(...[["all", ""], ...options].map(([name, value]) => new Option(name, value)));
  at(id).addEventListener("change", filter);
}
at("filter").addEventListener("submit", (event) => event.preventDefault());
at("before").addEventListener("click", () => turn(-PAGE));
at("next").addEventListener("click", () => turn(PAGE));
filter();
