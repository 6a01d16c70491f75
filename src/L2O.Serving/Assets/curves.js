// Curves that grow: a chart with its legend and a switch to a logarithmic axis, and lists of such charts.
import { Chart, element, number, svg } from "./chart.js";

const palette = ["#D55E00", "#0072B2", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#6B6B6B", "#8C6D1F"]; // Okabe and Ito's, as in the figures
const dashes = ["", "7 3", "2 3", "9 3 2 3"];

export const colorOf = index => palette[index % palette.length];
export const dashOf = index => dashes[index % dashes.length];

// The same hue on a dark page, a third of the way to white, as in the reports.
const onDark = color => `#${[1, 3, 5].map(at => Math.round(parseInt(color.slice(at, at + 2), 16) * 0.7 + 76).toString(16).padStart(2, "0")).join("")}`;

export class LineChart {
  constructor(host, { title, x, y, log = false, wholeX = false }) {
    Object.assign(this, { title, x: { label: x, whole: wholeX, exact: true }, y: { label: y }, series: [] });
    this.box = element("input", { type: "checkbox", checked: log });
    this.scale = element("label", { className: "scale" }, this.box, " log scale");
    this.legend = element("ul", { className: "legend" });
    this.figure = element("figure", {}, element("figcaption", {}, title, this.scale), this.legend);
    this.chart = new Chart(this.figure);
    host.append(this.figure);
    this.box.addEventListener("change", () => this.draw());
  }

  // Series: name, color, points [[x, y], ...]; and if wanted width, dash, discs (x values with a disc), tip (its name in the tip only).
  update(series) {
    const text = JSON.stringify(series);
    if (text === this.text) return;
    this.text = text;
    this.series = series.map(one => {
      const points = one.points.filter(point => point[1] !== null && Number.isFinite(point[1]));
      const look = { color: one.color, dark: onDark(one.color), dash: one.dash ?? "", width: one.width ?? 1.8 };
      return { ...one, kind: "line", look, x: points.map(point => point[0]), y: points.map(point => point[1]) };
    });
    this.draw();
  }

  draw() {
    const isPositive = this.series.every(one => one.y.every(value => value > 0));
    this.scale.hidden = !isPositive;
    this.legend.replaceChildren(...this.series.filter(one => one.name).map(one => {
      const line = svg("line", { x1: 0, x2: 26, y1: 5, y2: 5, "stroke-width": 3, "stroke-dasharray": one.look.dash || null });
      const key = svg("svg", { viewBox: "0 0 26 10", "aria-hidden": "true", class: "series" }, line);
      key.style.setProperty("--light", one.look.color);
      key.style.setProperty("--dark", one.look.dark);
      return element("li", {}, key, one.name);
    }));
    const last = this.series.filter(one => one.name && one.x.length > 0).map(one => `${one.name} ${number(one.y.at(-1))} at ${number(one.x.at(-1), 6)}`);
    this.chart.plot.setAttribute("aria-label", `${this.title}: ${this.y.label} against ${this.x.label}. Last values: ${last.join("; ")}.`);
    this.chart.show({ x: this.x, y: this.y, series: this.series }, { isLog: this.box.checked && isPositive });
  }
}

// A chart for each panel of a list, made when it comes and removed when it goes.
export class ChartPanels {
  constructor(host, settings) {
    Object.assign(this, { host, settings, charts: new Map() });
  }

  update(panels) {
    for (const [name, chart] of this.charts)
      if (!panels.some(panel => panel.panel === name)) {
        chart.figure.remove();
        this.charts.delete(name);
      }
    for (const { panel, series } of panels) {
      if (!this.charts.has(panel)) this.charts.set(panel, new LineChart(this.host, { title: panel, ...this.settings }));
      this.charts.get(panel).update(series);
    }
  }
}

export const testSeries = series => series.map((one, index) => ({
  ...one,
  dash: index < palette.length ? "" : dashOf(index),
  name: `${one.name} (${one.runs === 1 ? "1 run" : `${one.runs} runs`}${one.endedEarly ? `, ${one.endedEarly} ended early` : ""})`,
}));
