// The report's own part, behind chart.js in the same script: makes the charts and listens to the controls.
const data = JSON.parse(document.getElementById("data").textContent);
const root = document.documentElement;
const optimizers = [...document.querySelectorAll(".optimizers input")];
const hidden = new Set();
root.classList.add("live");

const figures = [...document.querySelectorAll("figure[data-figure]")].map(element => ({
  element,
  model: data.figures[Number(element.dataset.figure)],
  log: element.querySelector(".log"),
  inset: element.querySelector(".inset"),
  hosts: [...element.querySelectorAll(".chart")],
  charts: [],
  isChanged: false,
}));

function show(figure, at) {
  const host = figure.hosts[at], panel = figure.model.panels[Number(host.dataset.panel)];
  const isTall = host.clientWidth < 480 && panel.x.categories.length > 0;
  host.style.height = isTall ? `${240 + 32 * panel.y.categories.length}px` : "";
  if (!figure.charts[at]) {
    figure.charts[at] = new Chart(host, host.getAttribute("aria-label"));
    host.removeAttribute("role");
    host.removeAttribute("aria-label");
  }
  figure.charts[at].show(panel, { hidden, isLog: figure.isChanged ? figure.log.checked : null });
}

function zoom(figure) {
  const isOn = figure.inset?.getAttribute("aria-pressed") === "true";
  for (const chart of figure.charts) {
    const inset = isOn ? chart.panel.inset : null;
    chart.zoom(inset ? { x: inset.slice(0, 2), y: inset.slice(2) } : null);
  }
}

// One chart after the other, so that the page answers while there are many.
let queue = [];
let isDrawing = false;
function drawNext() {
  const next = queue.shift();
  isDrawing = next !== undefined;
  if (!isDrawing) return;
  show(...next);
  setTimeout(drawNext);
}
function drawAll() {
  queue = figures.flatMap(figure => figure.hosts.map((_, at) => [figure, at]));
  if (!isDrawing) drawNext();
}

const quote = cell => (/[",\n\r]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);
const textOf = value => (value === null || value === undefined ? "" : String(value));

function rowsOf(series) {
  if (series.kind === "heat") return series.values.map((value, at) => [series.x[at % series.x.length], series.y[Math.floor(at / series.x.length)], value]);
  if (series.kind === "histogram") return series.heights.map((height, at) => [series.edges[at], height]);
  return series.x.map((x, at) => [x, series.y[at], series.low?.[at], series.high?.[at], series.labels?.[at]]);
}

// A row for each value: of a matrix x, y and value, of a histogram the bin's lower edge and height.
function csvOf(model) {
  const rows = [["panel", "series", "x", "y", "low_or_value", "high", "note"]];
  for (const panel of model.panels)
    for (const series of panel.series)
      for (const row of rowsOf(series)) rows.push([panel.title, [series.name, series.label].filter(Boolean).join(" "), ...row]);
  return rows.map(row => Array.from({ length: 7 }, (_, at) => quote(textOf(row[at]))).join(",") + "\n").join("");
}

function download(model) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([csvOf(model)], { type: "text/csv" })); // a data URI would end at two megabytes
  link.download = `${model.name}.csv`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}

for (const figure of figures) {
  const zoomed = isOn => { figure.inset?.setAttribute("aria-pressed", isOn); zoom(figure); };
  figure.log?.addEventListener("change", () => { figure.isChanged = true; figure.hosts.forEach((_, at) => show(figure, at)); });
  figure.inset?.addEventListener("click", () => zoomed(figure.inset.getAttribute("aria-pressed") !== "true"));
  figure.element.querySelector(".reset").addEventListener("click", () => zoomed(false));
  figure.element.querySelector(".csv").addEventListener("click", () => download(figure.model));
}

for (const box of optimizers)
  box.addEventListener("change", () => {
    if (box.checked) hidden.delete(box.value);
    else hidden.add(box.value);
    for (const entry of document.querySelectorAll(".legend li")) entry.classList.toggle("off", hidden.has(entry.dataset.key));
    drawAll();
  });

// On paper: light, all evidence open.
let opened = [];
window.addEventListener("beforeprint", () => {
  root.dataset.print = "";
  opened = [...document.querySelectorAll("details.evidence:not([open])")];
  for (const one of opened) one.open = true;
  while (queue.length > 0) show(...queue.shift());
});
window.addEventListener("afterprint", () => {
  delete root.dataset.print;
  for (const one of opened) one.open = false;
});
window.matchMedia("(max-width: 600px)").addEventListener("change", drawAll);
drawAll();
