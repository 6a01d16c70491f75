"use strict";
// A panel's description becomes traces and a layout of plotly.
const l2oChart = (() => {
  const darkMode = window.matchMedia("(prefers-color-scheme: dark)");
  const isDark = () => darkMode.matches && !("print" in document.documentElement.dataset);
  const oneWay = ["#FFF6D5", "#F3CF6B", "#C9A24B", "#7F7F76", "#45527A", "#0B1F4B"];
  const [below, equal, above] = ["#0072B2", "#F7F7F7", "#D55E00"];

  // Plotly takes tags in texts for markup.
  const plain = text => text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");
  const digits = value => (value === null || value === undefined ? "-" : String(Number(value.toPrecision(4))));
  const colorOf = series => (isDark() ? series.look.dark : series.look.color);
  const finite = values => values.filter(value => value !== null);

  function theme() {
    const style = getComputedStyle(document.documentElement);
    const read = name => style.getPropertyValue(name).trim();
    return { page: read("--page"), ink: read("--ink"), grid: read("--grid"), line: read("--line"), soft: read("--soft") };
  }

  // Plain numbers on logarithmic axes: 0.1, 0.2, 0.5, 1, 2, ... as far as there is room for them.
  function logTicks(low, high) {
    const decades = Math.log10(high / low);
    const values = [];
    for (let power = Math.floor(Math.log10(low)) - 1; power <= Math.ceil(Math.log10(high)); power++)
      for (const digit of decades < 2.6 ? [1, 2, 5] : [1])
        if (decades < 7 || power % 2 === 0) values.push(Number(`${digit}e${power}`));
    const show = value => (value >= 1e-4 && value < 1e5 ? String(value) : value.toExponential().replace("e+", "e"));
    return { tickmode: "array", tickvals: values, ticktext: values.map(show), minor: { ticks: "outside", ticklen: 3, dtick: decades < 4 ? "D1" : 1 } };
  }

  function axis(model, isLog, values, view) {
    const colors = theme();
    const common = { title: { text: plain(model.label), standoff: 6 }, gridcolor: colors.grid, linecolor: colors.soft, ticks: "outside", ticklen: 4, tickcolor: colors.soft,
      showline: true, zeroline: false, automargin: true };
    if (model.categories.length > 0)
      return { ...common, tickmode: "array", tickvals: model.categories.map((_, index) => index), ticktext: model.categories.map(plain), showgrid: false, ticks: "",
        range: [model.low ?? -0.5, model.high ?? model.categories.length - 0.5] };
    const [low, high] = view || [model.low, model.high];
    const ends = [low !== null && (!isLog || low > 0) ? low : null, high !== null && (!isLog || high > 0) ? high : null];
    const isCount = values.length > 0 && values.every(Number.isInteger) && Math.max(...values) - Math.min(...values) <= 12;
    if (!isLog) return { ...common, ...(isCount ? { dtick: 1 } : {}), ...(ends[0] !== null || ends[1] !== null ? { range: ends } : {}) };
    const shown = values.filter(value => value > 0);
    const [least, most] = shown.length > 0 ? shown.reduce(([a, b], value) => [Math.min(a, value), Math.max(b, value)], [Infinity, 0]) : [0.1, 1];
    return { ...common, type: "log", ...logTicks(ends[0] ?? least, ends[1] ?? most), range: [Math.log10(ends[0] ?? least * 0.9), Math.log10(ends[1] ?? most * 1.1)] };
  }

  // A closed outline for each stretch of a band without gaps: along its lower end and back along the upper one.
  function outline({ x, low, high }) {
    const drawn = { x: [], y: [] };
    for (let start = 0, end; start < x.length; start = end + 1) {
      for (end = start; end < x.length && low[end] !== null && high[end] !== null; end++);
      drawn.x.push(...x.slice(start, end), ...x.slice(start, end).reverse(), null);
      drawn.y.push(...low.slice(start, end), ...high.slice(start, end).reverse(), null);
    }
    return drawn;
  }

  function line(series) {
    const color = colorOf(series);
    const hasBand = series.low.length > 0;
    const band = hasBand ? [{ ...outline(series), mode: "lines", line: { width: 0, color }, fill: "toself", fillcolor: `${color}30`, hoverinfo: "skip" }] : [];
    const text = series.y.map((y, at) => (hasBand ? `${digits(y)} (${digits(series.low[at])} to ${digits(series.high[at])})` : digits(y)));
    const guide = series.guide ? { hoverinfo: "skip", line: { dash: "dash", width: 1.3, color: theme().soft } } : { hovertemplate: "%{text}" };
    return [...band, { x: series.x, y: series.y, name: plain(series.name), text, mode: series.markers ? "lines+markers" : "lines", line: { color, width: series.look.width, dash: series.look.dash },
      marker: { size: 6, color }, ...guide }];
  }

  function points(series) {
    const color = colorOf(series);
    const text = series.x.map((x, at) => `${series.labels.length > 0 ? `${plain(series.labels[at])}: ` : ""}${digits(x)}, ${digits(series.y[at])}`);
    const marker = series.crosses ? { symbol: "x-thin", size: 10, line: { width: 2.5, color } } : { size: 10, color, opacity: 0.85 };
    return [{ x: series.x, y: series.y, name: plain(series.name), text, mode: "markers", marker, hovertemplate: "%{text}" }];
  }

  function histogram(series) {
    const color = colorOf(series);
    const x = series.heights.flatMap((_, at) => [series.edges[at], series.edges[at + 1]]);
    const y = series.heights.flatMap(height => [series.baseline + height, series.baseline + height]);
    const text = series.heights.flatMap((height, at) => { const one = `${digits(series.edges[at])} to ${digits(series.edges[at + 1])}: ${digits(height)}`; return [one, one]; });
    return [
      { x, y: x.map(() => series.baseline), mode: "lines", line: { width: 0.5, color }, showlegend: false, hoverinfo: "skip" },
      { x, y, name: plain(`${series.name} ${series.label}`.trim()), text, mode: "lines", fill: "tonexty", fillcolor: `${color}55`, line: { width: 1.2, color }, hovertemplate: "%{text}" },
    ];
  }

  function scaleOf(series) {
    if (series.middle === null) return oneWay.map((color, at) => [at / (oneWay.length - 1), color]);
    const place = (series.middle - series.least) / (series.most - series.least);
    if (place <= 0) return [[0, equal], [1, above]];
    return place >= 1 ? [[0, below], [1, equal]] : [[0, below], [place, equal], [1, above]];
  }

  function heat(series, panel, isNarrow) {
    const isTable = panel.x.categories.length > 0;
    const hasTexts = series.texts.length > 0;
    const rows = series.y.map((_, row) => series.values.slice(row * series.x.length, (row + 1) * series.x.length));
    const texts = hasTexts ? series.y.map((_, row) => series.texts.slice(row * series.x.length, (row + 1) * series.x.length).map(plain)) : rows.map(row => row.map(digits));
    const names = (axisModel, value) => (axisModel.categories.length > 0 ? plain(axisModel.categories[value] ?? "") : digits(value));
    const customdata = series.y.map(y => series.x.map(x => [names(panel.x, x), names(panel.y, y)]));
    const bar = { thickness: 12, outlinewidth: 0, title: { text: plain(series.name), side: isNarrow ? "top" : "right" }, ...(isNarrow ? { orientation: "h", y: -0.3, yanchor: "top", thickness: 8 } : {}) };
    if (series.log) {
      const ticks = logTicks(10 ** series.least, 10 ** series.most);
      Object.assign(bar, { tickvals: ticks.tickvals.map(Math.log10), ticktext: ticks.ticktext });
    }
    return [{ type: "heatmap", x: series.x, y: series.y, z: series.z, text: texts, customdata, zmin: series.least, zmax: series.most, colorscale: scaleOf(series), colorbar: bar, showscale: !(isNarrow && hasTexts), hoverongaps: false,
      hovertemplate: `%{customdata[1]}, %{customdata[0]}: %{text}<extra></extra>`, ...(isTable ? { xgap: 2, ygap: 2 } : {}), ...(hasTexts ? { texttemplate: "%{text}" } : {}) }];
  }

  const tracesOf = { line, points, histogram, heat };

  // What stands beside the histograms, at their baselines, unless the axis says it.
  const labelsOf = (shown, panel) => shown.filter(() => panel.y.categories.length === 0).filter(series => series.kind === "histogram" && series.label.length > 0).map(series => (
    { xref: "paper", x: 1, xanchor: "right", y: series.baseline, yanchor: "bottom", text: plain(series.label), showarrow: false, font: { size: 11, color: theme().soft } }));

  function build(panel, { hidden, isLog, isInset, isNarrow, revision, size }) {
    const colors = theme();
    const shown = panel.series.filter(series => !hidden.has(series.key));
    const vertical = finite(shown.flatMap(series => [...(series.y ?? []), ...(series.low ?? [])].filter(Number.isFinite)));
    const inset = isInset && panel.inset;
    const isTable = panel.x.categories.length > 0;
    const yLog = isLog ?? panel.y.log;
    const x = axis(panel.x, panel.x.log, finite(shown.flatMap(series => series.x ?? [])), inset && panel.inset.slice(0, 2));
    const y = axis(panel.y, yLog, vertical, inset ? panel.inset.slice(2) : yLog !== panel.y.log ? [null, null] : null);
    if (isTable) x.tickangle = isNarrow ? 90 : panel.x.categories.length > 2 ? 30 : 0;
    if (isTable && isNarrow) delete y.title;
    const isUnified = shown.every(series => series.kind === "line" || series.crosses);
    return {
      traces: shown.flatMap(series => tracesOf[series.kind](series, panel, isNarrow)),
      layout: { paper_bgcolor: colors.page, plot_bgcolor: colors.page, font: { color: colors.ink, size: 12, family: getComputedStyle(document.body).fontFamily }, margin: { l: 56, r: 12, t: 30, b: 44 }, showlegend: false, uirevision: revision,
        hovermode: isUnified ? "x unified" : "closest", hoverlabel: { bgcolor: colors.page, bordercolor: colors.line, font: { color: colors.ink }, namelength: 40 },
        annotations: labelsOf(shown, panel), xaxis: x, yaxis: y, ...size },
    };
  }

  return { build, onThemeChange: listener => darkMode.addEventListener("change", listener) };
})();
