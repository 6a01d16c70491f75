// A line chart in SVG: legend above, log switch, values under the pointer or the arrow keys. Redraws when data, size or theme change.
import { element, number } from "./live.js";

const margin = { left: 58, right: 14, top: 8, bottom: 40 };
const darkMode = window.matchMedia("(prefers-color-scheme: dark)");
const palette = ["#D55E00", "#0072B2", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#6B6B6B", "#8C6D1F"]; // Okabe and Ito's, as in the figures
const dashes = ["", "7 3", "2 3", "9 3 2 3"];

export const colorOf = index => palette[index % palette.length];
export const dashOf = index => dashes[index % dashes.length];

// The same hue on a dark page, a third of the way to white, as in the reports.
function shade(color) {
  if (!darkMode.matches || !/^#[0-9a-f]{6}$/i.test(color)) return color;
  return `#${[1, 3, 5].map(at => Math.round(parseInt(color.slice(at, at + 2), 16) * 0.7 + 76).toString(16).padStart(2, "0")).join("")}`;
}

function svg(name, attributes, text) {
  const node = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
  if (text !== undefined) node.textContent = text;
  return node;
}

function linearTicks(low, high, most) {
  const raw = (high - low) / Math.max(1, most), power = 10 ** Math.floor(Math.log10(raw));
  const step = power * [1, 2, 5, 10].find(factor => factor * power >= 0.8 * raw);
  const ticks = [];
  for (let i = Math.ceil(low / step - 1e-9); i * step <= high + step * 1e-9; i++) ticks.push(Number((i * step).toPrecision(12)));
  return ticks;
}

function logTicks(low, high, most) {
  for (const digits of [[1, 2, 3, 4, 5, 6, 7, 8, 9], [1, 2, 5], [1, 3], [1]]) {
    const ticks = [];
    for (let power = Math.floor(Math.log10(low)); power <= Math.ceil(Math.log10(high)); power++)
      for (const digit of digits) {
        const value = Number(`${digit}e${power}`);
        if (value >= low * 0.999 && value <= high * 1.001) ticks.push(value);
      }
    if (ticks.length <= most || digits.length === 1) return ticks.length >= 2 ? ticks : linearTicks(low, high, most);
  }
}

export class LineChart {
  constructor(host, { title, x, y, log = false, wholeX = false }) {
    Object.assign(this, { title, x, y, wholeX, series: [], cursor: null });
    this.box = element("input", { type: "checkbox", checked: log });
    this.scale = element("label", { className: "scale" }, this.box, " log scale");
    this.legend = element("ul", { className: "legend" });
    this.plot = svg("svg", { class: "plot", role: "img", tabindex: "0" });
    this.tip = element("div", { className: "tip", hidden: true });
    this.figure = element("figure", {}, element("figcaption", {}, title, this.scale), this.legend, this.plot, this.tip);
    host.append(this.figure);
    this.box.addEventListener("change", () => this.draw());
    this.plot.addEventListener("pointermove", event => this.point(event.clientX - this.plot.getBoundingClientRect().left));
    this.plot.addEventListener("pointerleave", () => this.point(null));
    this.plot.addEventListener("blur", () => this.point(null));
    this.plot.addEventListener("keydown", event => {
      const step = { ArrowLeft: -8, ArrowRight: 8 }[event.key];
      if (!step || !this.frame) return;
      event.preventDefault();
      this.point(Math.min(this.frame.right, Math.max(margin.left, (this.cursor ?? margin.left) + step)));
    });
    new ResizeObserver(() => this.draw()).observe(this.plot);
    darkMode.addEventListener("change", () => this.draw());
  }

  // Series: name, color, points [[x, y], ...]; and if wanted width, dash, discs (x values with a disc), tip (its name in the tip only).
  update(series) {
    const text = JSON.stringify(series);
    if (text === this.text) return;
    this.text = text;
    this.series = series.map(one => ({ ...one, points: one.points.filter(point => point[1] !== null && Number.isFinite(point[1])) }));
    this.draw();
  }

  extent() {
    const points = this.series.flatMap(one => one.points);
    const xs = points.map(point => point[0]), ys = points.map(point => point[1]);
    let [left, right] = [Math.min(...xs), Math.max(...xs)], [low, high] = [Math.min(...ys), Math.max(...ys)];
    if (this.wholeX) [left, right] = [Math.min(left, 0), Math.ceil(right)];
    if (left === right) [left, right] = this.wholeX ? [left - 1, right + 1] : [left * 0.9 - 1, right * 1.1 + 1];
    this.isLog = this.box.checked && low > 0;
    this.scale.hidden = low <= 0;
    if (low === high) [low, high] = this.isLog ? [low / 1.2, high * 1.2] : [low - Math.abs(low) * 0.1 - 1e-9, high + Math.abs(high) * 0.1 + 1e-9];
    const pad = (high - low) * 0.05, factor = (high / low) ** 0.04;
    return this.isLog ? { left, right, low: low / factor, high: high * factor } : { left, right, low: low - pad, high: high + pad };
  }

  draw() {
    const width = this.plot.clientWidth, height = this.plot.clientHeight;
    this.plot.replaceChildren();
    this.drawLegend();
    this.frame = null;
    if (width < margin.left + 40 || height < 80) return;
    if (!this.series.some(one => one.points.length > 0)) {
      this.plot.append(svg("text", { x: width / 2, y: height / 2, "text-anchor": "middle" }, "nothing to draw yet"));
      return;
    }
    const { left, right, low, high } = this.extent();
    const inner = { right: width - margin.right, bottom: height - margin.bottom };
    const vertical = this.isLog ? Math.log : value => value;
    const toX = value => margin.left + ((value - left) / (right - left)) * (inner.right - margin.left);
    const toY = value => inner.bottom - ((vertical(value) - vertical(low)) / (vertical(high) - vertical(low))) * (inner.bottom - margin.top);
    this.frame = { ...inner, toX, toY };
    this.drawAxes(width, inner, linearTicks(left, right, Math.min(8, width / 80)).filter(tick => !this.wholeX || Number.isInteger(tick)), (this.isLog ? logTicks : linearTicks)(low, high, 7));
    for (const one of this.series) this.drawSeries(one);
    this.label();
    if (this.cursor !== null) this.point(this.cursor);
  }

  drawAxes(width, inner, xTicks, yTicks) {
    const { toX, toY } = this.frame, short = value => (Math.abs(value) >= 1e4 ? `${number(value / 1000)}k` : number(value));
    for (const tick of yTicks)
      this.plot.append(svg("line", { class: "grid", x1: margin.left, x2: inner.right, y1: toY(tick), y2: toY(tick) }),
        svg("text", { x: margin.left - 7, y: toY(tick) + 4, "text-anchor": "end" }, short(tick)));
    for (const tick of xTicks)
      this.plot.append(svg("line", { class: "axis", x1: toX(tick), x2: toX(tick), y1: inner.bottom, y2: inner.bottom + 4 }),
        svg("text", { x: toX(tick), y: inner.bottom + 17, "text-anchor": "middle" }, short(tick)));
    this.plot.append(svg("line", { class: "axis", x1: margin.left, x2: inner.right, y1: inner.bottom, y2: inner.bottom }),
      svg("text", { x: (margin.left + inner.right) / 2, y: inner.bottom + 34, "text-anchor": "middle" }, this.x),
      svg("text", { transform: `translate(12 ${(margin.top + inner.bottom) / 2}) rotate(-90)`, "text-anchor": "middle" }, this.y));
  }

  drawSeries(one) {
    const { toX, toY } = this.frame, stroke = shade(one.color);
    const line = one.points.map(point => `${toX(point[0]).toFixed(1)},${toY(point[1]).toFixed(1)}`).join(" ");
    this.plot.append(svg("polyline", { points: line, fill: "none", stroke, "stroke-width": one.width ?? 1.8, "stroke-dasharray": one.dash ?? "", "stroke-linejoin": "round" }));
    const discs = one.points.length === 1 ? one.points : one.points.filter(point => one.discs?.includes(point[0]));
    for (const point of discs) this.plot.append(svg("circle", { cx: toX(point[0]), cy: toY(point[1]), r: 3.5, fill: stroke }));
  }

  drawLegend() {
    this.legend.replaceChildren(...this.series.filter(one => one.name).map(one => {
      const key = svg("svg", { viewBox: "0 0 26 10", "aria-hidden": "true" });
      key.append(svg("line", { x1: 0, x2: 26, y1: 5, y2: 5, stroke: shade(one.color), "stroke-width": 3, "stroke-dasharray": one.dash ?? "" }));
      return element("li", {}, key, one.name);
    }));
  }

  label() {
    const last = this.series.filter(one => one.name && one.points.length > 0).map(one => `${one.name} ${number(one.points.at(-1)[1])} at ${number(one.points.at(-1)[0], 6)}`);
    this.plot.setAttribute("aria-label", `${this.title}: ${this.y} against ${this.x}. Last values: ${last.join("; ")}.`);
  }

  point(at) {
    this.cursor = at;
    this.plot.querySelector(".cursor")?.remove();
    this.tip.hidden = at === null || !this.frame || at < margin.left || at > this.frame.right;
    if (this.tip.hidden) return;
    const { toX, right, bottom } = this.frame;
    const rows = this.series.filter(one => one.points.length > 0).map(one => ({ one, near: one.points.reduce((best, point) => (Math.abs(toX(point[0]) - at) < Math.abs(toX(best[0]) - at) ? point : best)) }));
    const nearest = rows.reduce((best, row) => (Math.abs(toX(row.near[0]) - at) < Math.abs(toX(best.near[0]) - at) ? row : best)).near[0];
    const shown = rows.filter(row => Math.abs(toX(row.near[0]) - toX(nearest)) < 12);
    this.plot.append(svg("line", { class: "cursor", x1: toX(nearest), x2: toX(nearest), y1: margin.top, y2: bottom }));
    this.tip.replaceChildren(element("div", {}, `${this.x} ${number(nearest, 6)}`), ...shown.map(row => element("div", {}, `${row.one.name ?? row.one.tip ?? this.y}: ${number(row.near[1])}`)));
    this.tip.style.top = `${this.plot.getBoundingClientRect().top - this.figure.getBoundingClientRect().top + margin.top}px`;
    const onLeft = toX(nearest) > (margin.left + right) / 2;
    this.tip.style.left = onLeft ? "auto" : `${toX(nearest) + 10}px`;
    this.tip.style.right = onLeft ? `${this.plot.clientWidth - toX(nearest) + 10}px` : "auto";
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
  ...one, dash: index < palette.length ? "" : dashOf(index), name: `${one.name} (${one.runs === 1 ? "1 run" : `${one.runs} runs`}${one.endedEarly ? `, ${one.endedEarly} ended early` : ""})` }));
