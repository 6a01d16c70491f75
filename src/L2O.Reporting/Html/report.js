"use strict";
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const root = document.documentElement;
  const config = { displaylogo: false, responsive: true, modeBarButtonsToRemove: ["select2d", "lasso2d", "autoScale2d"] };
  const optimizers = [...document.querySelectorAll(".optimizers input")];
  const hidden = new Set();
  root.classList.add("live");

  const figures = [...document.querySelectorAll("figure[data-figure]")].map(element => {
    const model = data.figures[Number(element.dataset.figure)];
    return { element, model, log: element.querySelector(".log"), inset: element.querySelector(".inset"), charts: [...element.querySelectorAll(".chart")], isChanged: false, revision: 0 };
  });

  function draw(figure, chart) {
    const panel = figure.model.panels[Number(chart.dataset.panel)];
    const isPrinted = "print" in root.dataset;
    const isWide = chart.closest(".of-1") !== null;
    const size = isPrinted ? { width: isWide ? 690 : 338, height: isWide ? 380 : 270, autosize: false } : { width: undefined, height: undefined, autosize: true };
    const isNarrow = (size.width ?? chart.clientWidth) < 480;
    chart.style.height = isNarrow && !isPrinted && panel.x.categories.length > 0 ? `${240 + 32 * panel.y.categories.length}px` : "";
    const { traces, layout } = l2oChart.build(panel, { hidden, size, isNarrow, revision: figure.revision,
      isLog: figure.isChanged ? figure.log.checked : null, isInset: figure.inset?.getAttribute("aria-pressed") === "true" });
    Plotly.react(chart, traces, layout, config);
  }

  // One chart after the other, so that the page answers while there are many.
  let queue = [];
  let isDrawing = false;
  function drawNext() {
    const next = queue.shift();
    isDrawing = next !== undefined;
    if (!isDrawing) return;
    draw(...next);
    setTimeout(drawNext);
  }
  function drawAll(some = figures) {
    queue = [...queue.filter(([figure]) => !some.includes(figure)), ...some.flatMap(figure => figure.charts.map(chart => [figure, chart]))];
    if (!isDrawing) drawNext();
  }

  const quote = cell => (/[",\n\r]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);
  const text = value => (value === null || value === undefined ? "" : String(value));

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
    return rows.map(row => Array.from({ length: 7 }, (_, at) => quote(text(row[at]))).join(",") + "\n").join("");
  }

  function download(model) {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([csvOf(model)], { type: "text/csv" })); // a data URI would end at two megabytes
    link.download = `${model.name}.csv`;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10000);
  }

  for (const figure of figures) {
    const again = () => { figure.revision++; drawAll([figure]); };
    figure.log?.addEventListener("change", () => { figure.isChanged = true; again(); });
    figure.inset?.addEventListener("click", () => {
      const isOn = figure.inset.getAttribute("aria-pressed") !== "true";
      figure.inset.setAttribute("aria-pressed", isOn);
      again();
    });
    figure.element.querySelector(".reset").addEventListener("click", () => { figure.inset?.setAttribute("aria-pressed", false); again(); });
    figure.element.querySelector(".csv").addEventListener("click", () => download(figure.model));
  }

  for (const box of optimizers)
    box.addEventListener("change", () => {
      if (box.checked) hidden.delete(box.value);
      else hidden.add(box.value);
      for (const entry of document.querySelectorAll(".legend li")) entry.classList.toggle("off", hidden.has(entry.dataset.key));
      drawAll();
    });

  // On paper: light, all evidence open, charts as wide as the page.
  const closed = () => [...document.querySelectorAll("details.evidence:not([open])")];
  let opened = [];
  window.addEventListener("beforeprint", () => {
    root.dataset.print = "";
    opened = closed();
    for (const one of opened) one.open = true;
    for (const figure of figures) for (const chart of figure.charts) draw(figure, chart);
  });
  window.addEventListener("afterprint", () => {
    delete root.dataset.print;
    for (const one of opened) one.open = false;
    drawAll();
  });
  window.matchMedia("(max-width: 600px)").addEventListener("change", () => drawAll());
  l2oChart.onThemeChange(() => drawAll());
  drawAll();
})();
