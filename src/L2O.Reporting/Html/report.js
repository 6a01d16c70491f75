"use strict";
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const measure = document.getElementById("measure");
  const scale = document.getElementById("scale");
  const darkMode = window.matchMedia("(prefers-color-scheme: dark)");
  const measureLabels = ["training loss (nats)", "training accuracy", "test loss (nats)", "test accuracy"];
  const config = { displaylogo: false, responsive: true, modeBarButtonsToRemove: ["select2d", "lasso2d", "autoScale2d"] };

  // Plain numbers on logarithmic axes: 0.1, 0.2, 0.5, 1, 2, ...
  const logValues = [];
  for (let power = -7; power <= 7; power++)
    for (const digit of [1, 2, 5]) logValues.push(Number(`${digit}e${power}`));
  const plain = value => (value >= 1e-5 && value < 1e6 ? String(value) : value.toExponential());

  function theme() {
    const style = getComputedStyle(document.documentElement);
    const read = name => style.getPropertyValue(name).trim();
    return { page: read("--page"), ink: read("--ink"), grid: read("--grid"), line: read("--line"), soft: read("--soft") };
  }

  function axis(title, logarithmic, range, decadesOnly) {
    const colors = theme();
    const common = { title: { text: title, standoff: 8 }, gridcolor: colors.grid, linecolor: colors.soft, ticks: "outside", tickcolor: colors.soft,
      showline: true, zeroline: false, automargin: true, range };
    if (!logarithmic) return common;
    const values = decadesOnly ? logValues.filter((_, index) => index % 3 === 0) : logValues;
    return { ...common, type: "log", range: range && range.map(Math.log10), tickmode: "array", tickvals: values, ticktext: values.map(plain),
      minor: { ticks: "outside", ticklen: 3, dtick: "D1", tickcolor: colors.soft } };
  }

  function layout(x, y, more) {
    const colors = theme();
    return { paper_bgcolor: colors.page, plot_bgcolor: colors.page, font: { color: colors.ink, size: 13 }, margin: { l: 60, r: 16, t: 30, b: 50 },
      legend: { orientation: "h", x: 0, y: -0.2, yanchor: "top" }, hoverlabel: { bgcolor: colors.page, bordercolor: colors.line, font: { color: colors.ink } },
      xaxis: x, yaxis: y, ...more };
  }

  // Curves that explode leave the picture at twice the largest start, as in the figures.
  function verticalRange(bands, isLoss, logarithmic) {
    if (!isLoss) return [0, 1];
    const drawn = bands.filter(band => band.x.length > 0);
    const start = Math.max(data.threshold, ...drawn.map(band => band.mean[0]));
    const highest = drawn.reduce((most, band) => band.high.reduce((a, b) => Math.max(a, b), most), data.threshold);
    const lowest = drawn.reduce((least, band) => band.low.reduce((a, b) => Math.min(a, b), least), data.threshold);
    return [logarithmic ? Math.max(lowest, 1e-6) / 1.1 : 0, Math.min(highest, 2 * start) * 1.1];
  }

  const translucent = color => `${color}33`;

  // The same hue on a dark page, a third of the way to white: the blue would drown otherwise.
  function shade(color) {
    if (!darkMode.matches) return color;
    const channel = at => Math.round(parseInt(color.slice(at, at + 2), 16) * 0.7 + 76).toString(16).padStart(2, "0");
    return `#${channel(1)}${channel(3)}${channel(5)}`;
  }

  function bandTraces(band) {
    const edge = { x: band.x, mode: "lines", line: { width: 0 }, legendgroup: band.label, showlegend: false, hoverinfo: "skip" };
    return [{ ...edge, y: band.low }, { ...edge, y: band.high, fill: "tonexty", fillcolor: translucent(band.color) }];
  }

  function lineTraces(band, isLoss, top) {
    const digits = isLoss ? ".3f" : ".1%";
    const name = band.diverged > 0 ? `${band.label} (diverged ${band.diverged} of ${band.runs})` : band.label;
    const line = { x: band.x, y: band.mean, name, mode: "lines", legendgroup: band.label, line: { color: band.color, width: band.width },
      customdata: band.low.map((low, index) => [low, band.high[index]]),
      hovertemplate: `%{y:${digits}} (%{customdata[0]:${digits}} to %{customdata[1]:${digits}})` };
    if (band.diverged === 0) return [line];
    const last = band.x.length - 1;
    const end = last < 0 ? top : Math.min(band.mean[last], top);
    return [line, { x: [last < 0 ? 0 : band.x[last]], y: [end * (isLoss ? 0.95 : 1)], mode: "markers", legendgroup: band.label, showlegend: false,
      name: band.label, hovertemplate: "a run diverged", marker: { symbol: "x-thin", size: 11, line: { width: 3, color: band.color } } }];
  }

  function drawCurve(chart) {
    const chosen = Number(measure.value);
    const { loss: isLoss, optimizees } = data.measures[chosen];
    const bands = optimizees[Number(chart.dataset.index)].map(band => ({ ...band, color: shade(band.color) }));
    const logarithmic = isLoss && scale.querySelector("input:checked").value === "log";
    const range = verticalRange(bands, isLoss, logarithmic);
    const y = { ...axis(measureLabels[chosen], logarithmic, range), ...(isLoss ? {} : { tickformat: ".0%" }) };
    const guide = isLoss
      ? [{ type: "line", xref: "paper", x0: 0, x1: 1, y0: data.threshold, y1: data.threshold, line: { dash: "dash", width: 1.3, color: theme().soft } }]
      : [];
    const traces = [...bands.flatMap(bandTraces), ...bands.flatMap(band => lineTraces(band, isLoss, range[1]))];
    Plotly.react(chart, traces, layout(axis("iteration", false, [0, data.iterations]), y, { shapes: guide, hovermode: "x unified" }), config);
  }

  function drawRates(chart) {
    const series = data.rates[Number(chart.dataset.index)].map(one => ({ ...one, color: shade(one.color) }));
    const losses = series.flatMap(one => one.trials.map(trial => trial.loss)).filter(loss => loss !== null && loss > 0);
    const top = Math.max(...losses) * 1.4;
    const traces = series.flatMap((one, row) => {
      const finite = one.trials.filter(trial => trial.loss !== null);
      const diverged = one.trials.filter(trial => trial.loss === null);
      return [
        { x: finite.map(trial => trial.rate), y: finite.map(trial => trial.loss), name: one.label, legendgroup: one.label, mode: "lines+markers",
          line: { color: one.color, width: 2 }, marker: { color: one.color, opacity: 1, size: finite.map(trial => (trial.chosen ? 14 : 6)) },
          text: finite.map(trial => (trial.chosen ? "chosen, " : "")), hovertemplate: "%{text}rate %{x}: %{y:.1f}" },
        { x: diverged.map(trial => trial.rate), y: diverged.map(() => top / 1.05 ** (row + 1)), name: one.label, legendgroup: one.label, showlegend: false,
          mode: "markers", marker: { symbol: "x-thin", size: 9, line: { width: 2, color: one.color } }, hovertemplate: "rate %{x}: diverged" },
      ];
    });
    const range = losses.length > 0 ? [Math.min(...losses) / 1.15, top] : undefined;
    Plotly.react(chart, traces, layout(axis("learning rate", true, undefined, true), axis("summed training loss (nats)", true, range), { hovermode: "closest" }), config);
  }

  function drawEpochs(chart) {
    const isTest = chart.dataset.index === "1";
    const drawn = data.epochs.map(epoch => ({ ...epoch, value: isTest ? epoch.testLoss : epoch.metaLoss })).filter(epoch => epoch.value !== null);
    const color = shade("#D55E00");
    const trace = { x: drawn.map(epoch => epoch.epoch), y: drawn.map(epoch => epoch.value), mode: "lines+markers", line: { color, width: 2.2 },
      marker: { color, opacity: 1, size: drawn.map(epoch => (epoch.best ? 9 : 0.1)) }, text: drawn.map(epoch => (epoch.best ? ", best so far" : "")),
      hovertemplate: "epoch %{x}: %{y:.3f}%{text}<extra></extra>" };
    const label = isTest ? "summed training loss (nats)" : "meta-loss (log of summed loss)";
    const x = { ...axis("epoch", false), tickformat: "d", ...(data.epochs.length <= 12 ? { dtick: 1 } : {}) };
    Plotly.react(chart, [trace], layout(x, axis(label, false), { showlegend: false }), config);
  }

  const draw = { curve: drawCurve, rates: drawRates, epochs: drawEpochs };
  const drawAll = kind => {
    scale.disabled = !data.measures[Number(measure.value)].loss;
    for (const chart of document.querySelectorAll(kind ? `.chart[data-kind="${kind}"]` : ".chart")) draw[chart.dataset.kind](chart);
  };
  measure.addEventListener("change", () => drawAll("curve"));
  scale.addEventListener("change", () => drawAll("curve"));
  darkMode.addEventListener("change", () => drawAll());
  drawAll();
})();
