// Draws panels as SVG: lines with bands, points, histograms, matrices of colors. Values show under the pointer or by the arrow keys;
// dragging zooms in, a double click zooms out. Reports carry this file inside; the live pages load it.

// Asked of the browser: the name of this namespace looks like an address, and a report has none.
const namespace = Object.assign(document.createElement("template"), { innerHTML: "<svg></svg>" }).content.firstChild.namespaceURI;
const oneWay = ["#FFF6D5", "#F3CF6B", "#C9A24B", "#7F7F76", "#45527A", "#0B1F4B"];
const twoWays = ["#0072B2", "#F7F7F7", "#D55E00"];
const letter = 6.6; // pixels, of the small text
const reach = 12; // pixels around the pointer

// Everything that comes from runs gets into the page as text, never as markup.
export function element(name, properties = {}, ...children) {
  const node = document.createElement(name);
  for (const [key, value] of Object.entries(properties))
    if (value !== undefined && value !== null) key in node && key !== "role" ? (node[key] = value) : node.setAttribute(key, value);
  node.append(...children.filter(child => child !== null && child !== undefined));
  return node;
}

export function svg(name, attributes = {}, ...children) {
  const node = document.createElementNS(namespace, name);
  for (const [key, value] of Object.entries(attributes)) if (value !== null && value !== undefined) node.setAttribute(key, value);
  node.append(...children);
  return node;
}

export function number(value, digits = 4) {
  if (value === null || value === undefined) return "";
  return value !== 0 && (Math.abs(value) < 1e-3 || Math.abs(value) >= 1e6) ? value.toExponential(2) : String(Number(value.toPrecision(digits)));
}

const isNumber = value => typeof value === "number" && Number.isFinite(value);
const shown = value => (isNumber(value) ? number(value) : "-");
const short = value => (Math.abs(value) >= 1e4 && Math.abs(value) < 1e6 ? `${number(value / 1000)}k` : number(value).replace(".00e", "e").replace("e+", "e"));
const nearest = (items, distance) => items.reduce((best, item) => (best === null || distance(item) < distance(best) ? item : best), null);

function linearTicks(low, high, most) {
  const raw = (high - low) / Math.max(1, most), power = 10 ** Math.floor(Math.log10(raw));
  const step = power * [1, 2, 5, 10].find(factor => factor * power >= 0.8 * raw);
  const ticks = [];
  for (let i = Math.ceil(low / step - 1e-9); i * step <= high + step * 1e-9; i++) ticks.push(Number((i * step).toPrecision(12)));
  return ticks;
}

function logTicks(low, high, most) {
  for (const digits of [[1, 2, 3, 4, 5, 6, 7, 8, 9], [1, 2, 5], [1, 3], [1]]) {
    const ticks = [], first = Math.floor(Math.log10(low)), last = Math.ceil(Math.log10(high));
    const every = digits.length === 1 ? Math.max(1, Math.ceil((last - first) / most)) : 1;
    for (let power = first; power <= last; power++)
      for (const digit of power % every === 0 ? digits : []) {
        const value = Number(`${digit}e${power}`);
        if (value >= low * 0.999 && value <= high * 1.001) ticks.push(value);
      }
    if (ticks.length <= (digits.length > 3 ? most / 2 : most) || digits.length === 1) return ticks.length >= 2 ? ticks : linearTicks(low, high, most);
  }
}

// From the values of an axis to pixels and back; what a logarithmic axis has no room for lies on its lower edge.
class Scale {
  constructor([low, high], isLog, from, to) {
    Object.assign(this, { low, high, isLog, from, to });
    this.start = this.coordinate(low);
    this.perUnit = (to - from) / (this.coordinate(high) - this.start);
  }
  coordinate(value) { return this.isLog ? Math.log10(Math.max(value, this.low)) : value; }
  at(value) { return this.from + (this.coordinate(value) - this.start) * this.perUnit; }
  valueAt(pixel) {
    const coordinate = this.start + (pixel - this.from) / this.perUnit;
    return this.isLog ? 10 ** coordinate : coordinate;
  }
  ticks(most) { return (this.isLog ? logTicks : linearTicks)(this.low, this.high, most); }
}

function rangeOf(axis, values, isLog, pad) {
  if (axis.categories?.length > 0) return [axis.low ?? -0.5, axis.high ?? axis.categories.length - 0.5];
  const fits = value => isNumber(value) && (!isLog || value > 0);
  let low = Infinity, high = -Infinity;
  for (const value of values) if (fits(value)) [low, high] = [Math.min(low, value), Math.max(high, value)];
  if (low > high) [low, high] = isLog ? [0.1, 1] : [0, 1];
  if (axis.whole) return [Math.min(low, 0), Math.max(Math.ceil(high), 1)];
  if (low === high) {
    const half = isLog ? 0 : Math.abs(low) * 0.1 || 1;
    [low, high] = isLog ? [low / 1.2, high * 1.2] : [low - half, high + half];
  }
  const factor = isLog ? (high / low) ** pad : 1, room = (high - low) * pad;
  const ends = isLog ? [low / factor, high * factor] : [low - room, high + room];
  const given = axis.log === isLog ? [axis.low, axis.high] : [null, null];
  return ends.map((end, side) => (fits(given[side]) ? given[side] : end));
}

// The places of values without gaps, stretch by stretch.
function stretches(series, has) {
  const all = [[]];
  series.x.forEach((_, at) => (has(at) ? all.at(-1).push(at) : all.at(-1).length > 0 && all.push([])));
  return all.filter(stretch => stretch.length > 0);
}

const mix = (a, b, share) => `#${[1, 3, 5].map(at => Math.round(parseInt(a.slice(at, at + 2), 16) * (1 - share)
  + parseInt(b.slice(at, at + 2), 16) * share).toString(16).padStart(2, "0")).join("")}`;

// From a coordinate of a matrix to its color, as in the pictures.
function colorOf(series, z) {
  const { least, most, middle } = series;
  const place = middle === null || middle === undefined ? (z - least) / (most - least)
    : z < middle ? 0.5 * (z - least) / (middle - least) : 0.5 + 0.5 * (z - middle) / (most - middle);
  const colors = middle === null || middle === undefined ? oneWay : twoWays;
  const at = Math.min(1, Math.max(0, Number.isFinite(place) ? place : 0)) * (colors.length - 1), from = Math.min(Math.floor(at), colors.length - 2);
  return mix(colors[from], colors[from + 1], at - from);
}

const isLight = color => 0.299 * parseInt(color.slice(1, 3), 16) + 0.587 * parseInt(color.slice(3, 5), 16) + 0.114 * parseInt(color.slice(5), 16) > 150;
const half = centers => (centers.length > 1 ? Math.abs(centers.at(-1) - centers[0]) / (centers.length - 1) / 2 : 0.5);

// Of each kind of series: what it stretches the axes by, how it is drawn, and what of it lies near a place: pixels and text.
const kinds = {
  line: {
    x: series => (series.guide ? [] : series.x),
    y: series => [...series.y, ...(series.low ?? []), ...(series.high ?? [])],
    draw(series, { x, y }) {
      const place = (at, values) => `${x.at(series.x[at]).toFixed(1)},${y.at(values[at]).toFixed(1)}`;
      const bands = stretches(series, at => isNumber(series.low?.[at]) && isNumber(series.high?.[at])).map(stretch => svg("polygon", {
        class: "band", points: [...stretch.map(at => place(at, series.low)), ...stretch.reverse().map(at => place(at, series.high))].join(" ") }));
      const lines = stretches(series, at => isNumber(series.y[at])).map(stretch => svg("polyline", {
        class: series.guide ? "guide" : "stroke", points: stretch.map(at => place(at, series.y)).join(" "),
        "stroke-width": series.look.width, "stroke-dasharray": series.look.dash || null }));
      const marked = series.markers ? series.x.keys() : series.x.length === 1 ? [0] : (series.discs ?? []).map(value => series.x.indexOf(value));
      const marks = [...marked].filter(at => isNumber(series.y[at])).map(at => svg("circle", {
        class: "fill", cx: x.at(series.x[at]), cy: y.at(series.y[at]), r: 3.5 }));
      return [...bands, ...lines, ...marks];
    },
    near(series, { x, y }, px) {
      const at = nearest([...series.x.keys()].filter(i => isNumber(series.y[i])), i => Math.abs(x.at(series.x[i]) - px));
      if (at === null || series.guide) return null;
      const band = isNumber(series.low?.[at]) ? ` (${shown(series.low[at])} to ${shown(series.high[at])})` : "";
      const name = series.name || series.tip;
      return { x: x.at(series.x[at]), y: y.at(series.y[at]), head: series.x[at], text: `${name ? `${name}: ` : ""}${shown(series.y[at])}${band}` };
    },
  },
  points: {
    x: series => series.x,
    y: series => series.y,
    draw: (series, { x, y }) => series.x.map((value, at) => [x.at(value), y.at(series.y[at])]).filter(place => place.every(Number.isFinite))
      .map(([px, py]) => (series.crosses ? svg("path", { class: "cross", d: `M${px - 4} ${py - 4}l8 8m0-8l-8 8` })
        : svg("circle", { class: "fill faint", cx: px, cy: py, r: 4 }))),
    near(series, { x, y }, px, py) {
      const away = i => Math.hypot(x.at(series.x[i]) - px, y.at(series.y[i]) - py);
      const at = nearest([...series.x.keys()].filter(i => isNumber(series.x[i]) && isNumber(series.y[i])), away);
      const label = at === null ? "" : [series.name, series.labels?.[at]].filter(Boolean).join(", ");
      return at === null || away(at) > reach ? null
        : { x: x.at(series.x[at]), y: y.at(series.y[at]), away: away(at), text: `${label}: ${shown(series.x[at])}, ${shown(series.y[at])}` };
    },
  },
  histogram: {
    x: series => series.edges,
    y: series => [series.baseline, ...series.heights.map(height => series.baseline + height)],
    draw(series, { x, y }) {
      const top = series.heights.map((height, at) => `H${x.at(series.edges[at])}V${y.at(series.baseline + height)}H${x.at(series.edges[at + 1])}`);
      return [svg("path", { class: "bars", d: `M${x.at(series.edges[0])} ${y.at(series.baseline)}${top.join("")}V${y.at(series.baseline)}Z` })];
    },
    near(series, { x, y }, px, py) {
      const at = series.heights.findIndex((_, i) => px >= x.at(series.edges[i]) && px < x.at(series.edges[i + 1]));
      return at < 0 || py > y.at(series.baseline) || py < y.at(series.baseline + 1) ? null : { x: px, y: py, away: 0,
        text: `${series.label ? `${series.label}, ` : ""}${shown(series.edges[at])} to ${shown(series.edges[at + 1])}: ${shown(series.heights[at])}` };
    },
  },
  heat: {
    x: series => series.x.flatMap(value => [value - half(series.x), value + half(series.x)]),
    y: series => series.y.flatMap(value => [value - half(series.y), value + half(series.y)]),
    draw(series, { x, y }) {
      const [w, h] = [half(series.x), half(series.y)], gap = series.texts.length > 0 ? 1 : -0.3, drawn = [];
      series.y.forEach((row, r) => series.x.forEach((column, c) => {
        const z = series.z[r][c], color = z === null ? null : colorOf(series, z), text = series.texts[r * series.x.length + c];
        const [left, right, top, bottom] = [x.at(column - w) + gap, x.at(column + w) - gap, y.at(row + h) + gap, y.at(row - h) - gap];
        drawn.push(svg("rect", { class: color ? null : "empty", fill: color, x: left, y: top, width: Math.max(0, right - left),
          height: Math.max(0, bottom - top) }));
        if (text) drawn.push(svg("text", { class: `cell${!color || isLight(color) ? "" : " on-dark"}`, x: x.at(column), y: y.at(row) + 4,
          "text-anchor": "middle" }, text));
      }));
      return drawn;
    },
    near(series, { x, y, panel }, px, py) {
      const [w, h] = [half(series.x), half(series.y)], inside = (centers, value, reached) => centers.findIndex(one => Math.abs(one - value) <= reached);
      const c = inside(series.x, x.valueAt(px), w), r = inside(series.y, y.valueAt(py), h);
      if (c < 0 || r < 0) return null;
      const name = (axis, value) => axis.categories?.[value] ?? shown(value), at = r * series.x.length + c;
      return { x: px, y: py, away: 0,
        text: `${name(panel.y, series.y[r])}, ${name(panel.x, series.x[c])}: ${series.texts[at] || shown(series.values[at])}` };
    },
  },
};

// A panel: title, axes x and y (label, log, low, high, categories, whole), series (kind, name, key, look and the kind's values), inset.
export class Chart {
  constructor(host, label = "") {
    Object.assign(this, { host, panel: null, series: [], view: null, cursor: null, drag: null, isLog: null });
    this.plot = svg("svg", { class: "plot", role: "img", tabindex: "0", "aria-label": label });
    this.tip = element("div", { className: "tip", hidden: true });
    host.append(this.plot, this.tip);
    const place = event => [event.clientX, event.clientY].map((at, side) => at - this.plot.getBoundingClientRect()[side === 0 ? "left" : "top"]);
    this.plot.addEventListener("pointermove", event => (this.drag ? this.dragTo(place(event)) : this.point(place(event))));
    this.plot.addEventListener("pointerdown", event => {
      if (event.pointerType !== "touch" && event.button === 0 && this.frame && !this.isTable) this.drag = { from: place(event) };
    });
    this.plot.addEventListener("pointerup", () => this.drop());
    this.plot.addEventListener("dblclick", () => this.zoom(null));
    for (const name of ["pointerleave", "blur"]) this.plot.addEventListener(name, () => { this.drop(); this.point(null); });
    this.plot.addEventListener("keydown", event => this.step(event));
    new ResizeObserver(() => this.draw()).observe(this.plot);
  }

  // Options: hidden keys, whether the vertical axis is logarithmic (null for what the panel says).
  show(panel, { hidden = new Set(), isLog = null } = {}) {
    Object.assign(this, { panel, isLog, series: panel.series.filter(series => !hidden.has(series.key)) });
    this.draw();
  }

  // Ends of both axes; null shows all.
  zoom(view) {
    this.view = view;
    this.draw();
  }

  get isTable() { return this.panel?.x.categories?.length > 0; }

  draw() {
    const width = this.plot.clientWidth, height = this.plot.clientHeight;
    this.plot.replaceChildren();
    this.frame = null;
    if (!this.panel || width < 120 || height < 80) return;
    this.plot.setAttribute("viewBox", `0 0 ${width} ${height}`); // on paper it becomes as wide as there is room
    const { panel, series, view } = this, names = panel.y.categories ?? [], columns = panel.x.categories ?? [];
    const values = axis => series.flatMap(one => [...kinds[one.kind][axis](one)]);
    const [xs, ys] = [values("x"), values("y")], yIsLog = (this.isLog ?? panel.y.log ?? false) && ys.some(value => value > 0);
    if (![...xs, ...ys].some(isNumber)) {
      this.plot.append(svg("text", { x: width / 2, y: height / 2, "text-anchor": "middle" }, "nothing to draw yet"));
      return;
    }
    const heat = series.find(one => one.kind === "heat"), hasBar = heat && !(width < 480 && heat.texts.length > 0);
    const longest = list => Math.max(0, ...list.map(name => name.length)) * letter;
    const left = names.length > 0 ? Math.min(0.42 * width, longest(names) + (panel.y.label ? 30 : 12)) : 58, right = width - (hasBar ? 84 : 14);
    this.isTilted = columns.length > 0 && longest(columns) > (right - left) / columns.length - 6;
    const bottom = height - (this.isTilted ? Math.min(0.4 * height, 14 + 0.6 * longest(columns)) : 24) - (panel.x.label ? 18 : 0);
    const tight = heat ? 0 : 0.03;
    const x = new Scale(view?.x ?? rangeOf(panel.x, xs, panel.x.log ?? false, panel.x.exact ? 0 : tight), panel.x.log ?? false, left, right);
    const y = new Scale(view?.y ?? rangeOf(panel.y, ys, yIsLog, heat ? 0 : 0.05), yIsLog, bottom, 8);
    this.frame = { left, right, top: 8, bottom, x, y, panel };
    this.drawAxes(width, heat !== undefined);
    const area = this.plot.appendChild(svg("svg", { x: left - 4, y: 4, width: right - left + 8, height: bottom })); // cuts off what is beyond
    const inside = area.appendChild(svg("g", { transform: `translate(${4 - left} -4)` }));
    for (const one of series) {
      const group = inside.appendChild(svg("g", { class: "series" }, ...kinds[one.kind].draw(one, this.frame)));
      for (const [name, color] of [["--light", one.look?.color], ["--dark", one.look?.dark]]) if (color) group.style.setProperty(name, color);
    }
    if (hasBar) this.drawBar(heat, right + 14);
    if (this.cursor) this.point(this.cursor);
  }

  drawAxes(width, isFilled) {
    const { left, right, top, bottom, x, y, panel } = this.frame, names = panel.y.categories ?? [];
    const add = (name, attributes, ...text) => this.plot.append(svg(name, attributes, ...text));
    const inRange = (value, scale) => value >= scale.low && value <= scale.high, room = Math.floor((left - (panel.y.label ? 28 : 10)) / letter);
    const cut = name => (name.length > room ? `${name.slice(0, room - 1)}…` : name);
    const yTicks = names.length > 0 ? names.map((name, at) => [at, cut(name)]) : y.ticks(Math.max(2, (bottom - top) / 40)).map(value => [value, short(value)]);
    for (const [value, text] of yTicks.filter(tick => inRange(tick[0], y))) {
      if (!isFilled && names.length === 0) add("line", { class: "grid", x1: left, x2: right, y1: y.at(value), y2: y.at(value) });
      add("text", { x: left - 7, y: y.at(value) + 4, "text-anchor": "end" }, text);
    }
    const columns = panel.x.categories ?? [], whole = panel.x.whole;
    const xTicks = columns.length > 0 ? columns.map((name, at) => [at, name])
      : x.ticks(Math.max(2, Math.min(8, width / 80))).filter(value => !whole || Number.isInteger(value)).map(value => [value, short(value)]);
    for (const [value, text] of xTicks.filter(tick => inRange(tick[0], x))) {
      if (columns.length === 0) add("line", { class: "axis", x1: x.at(value), x2: x.at(value), y1: bottom, y2: bottom + 4 });
      add("text", this.isTilted ? { transform: `translate(${x.at(value) + 4} ${bottom + 12}) rotate(-35)`, "text-anchor": "end" }
        : { x: x.at(value), y: bottom + 17, "text-anchor": "middle" }, text);
    }
    add("line", { class: "axis", x1: left, x2: right, y1: bottom, y2: bottom });
    if (!isFilled) add("line", { class: "axis", x1: left, x2: left, y1: top, y2: bottom });
    add("text", { class: "label", x: (left + right) / 2, y: this.plot.clientHeight - 5, "text-anchor": "middle" }, panel.x.label);
    add("text", { class: "label", transform: `translate(12 ${(top + bottom) / 2}) rotate(-90)`, "text-anchor": "middle" }, panel.y.label);
  }

  // What the colors of a matrix mean, beside it.
  drawBar(heat, left) {
    const { top, bottom } = this.frame, [least, most] = [heat.least, heat.most], steps = 60, step = (bottom - top) / steps;
    for (let i = 0; i < steps; i++)
      this.plot.append(svg("rect", { x: left, y: bottom - (i + 1) * step, width: 12, height: step + 0.4,
        fill: colorOf(heat, least + ((i + 0.5) / steps) * (most - least)) }));
    const scale = heat.log ? new Scale([10 ** least, 10 ** most], true, bottom, top) : new Scale([least, most], false, bottom, top);
    for (const value of scale.ticks(Math.max(2, (bottom - top) / 40)))
      this.plot.append(svg("text", { x: left + 16, y: scale.at(value) + 4 }, short(value)));
    const name = this.plot.appendChild(svg("text", { class: "label", "text-anchor": "middle",
      transform: `translate(${left + 66} ${(top + bottom) / 2}) rotate(-90)` }, heat.name));
    name.style.fontSize = `${Math.min(12, (bottom - top) / (heat.name.length * 0.55))}px`; // all of it, whatever its length
  }

  // The values near a place: of all lines at the nearest horizontal value, else of the one thing that is nearest.
  point(at) {
    this.cursor = at;
    for (const mark of this.plot.querySelectorAll(".cursor")) mark.remove();
    const { frame } = this, isInside = at && frame && at[0] >= frame.left && at[0] <= frame.right && at[1] <= frame.bottom;
    const found = isInside ? this.series.map(one => kinds[one.kind].near(one, frame, ...at)).filter(one => one !== null) : [];
    const single = nearest(found.filter(one => one.away !== undefined), one => one.away);
    const closest = single ?? nearest(found, one => Math.abs(one.x - at[0]));
    this.tip.hidden = closest === null;
    if (closest === null) return;
    const rows = single ? [single] : found.filter(one => Math.abs(one.x - closest.x) < reach);
    const head = single ? [] : [element("div", { className: "head" }, `${this.panel.x.label} ${number(closest.head, 6)}`)];
    if (!single) this.plot.append(svg("line", { class: "cursor", x1: closest.x, x2: closest.x, y1: frame.top, y2: frame.bottom }));
    this.tip.replaceChildren(...head, ...rows.map(row => element("div", {}, row.text)));
    const box = this.plot.getBoundingClientRect(), host = this.host.getBoundingClientRect(), onLeft = closest.x > (frame.left + frame.right) / 2;
    this.tip.style.top = `${box.top - host.top + (single ? Math.max(0, single.y - 40) : frame.top)}px`;
    this.tip.style.left = onLeft ? "auto" : `${box.left - host.left + closest.x + 10}px`;
    this.tip.style.right = onLeft ? `${host.right - box.left - closest.x + 10}px` : "auto";
  }

  step(event) {
    const step = { ArrowLeft: -8, ArrowRight: 8 }[event.key];
    if (event.key === "Escape") this.zoom(null);
    if (!step || !this.frame) return;
    event.preventDefault();
    const { left, right, top, bottom } = this.frame, [x, y] = this.cursor ?? [left, (top + bottom) / 2];
    this.point([Math.min(right, Math.max(left, x + step)), y]);
  }

  dragTo([x, y]) {
    const { frame, drag } = this, inside = (value, low, high) => Math.min(high, Math.max(low, value));
    drag.to = [inside(x, frame.left, frame.right), inside(y, frame.top, frame.bottom)];
    drag.box?.remove();
    this.point(null);
    drag.box = this.plot.appendChild(svg("rect", { class: "drag", x: Math.min(drag.from[0], drag.to[0]), y: Math.min(drag.from[1], drag.to[1]),
      width: Math.abs(drag.to[0] - drag.from[0]), height: Math.abs(drag.to[1] - drag.from[1]) }));
  }

  drop() {
    const { drag, frame } = this;
    this.drag = null;
    drag?.box?.remove();
    if (!drag?.to || !frame) return;
    const ends = (side, scale) => {
      const [a, b] = [drag.from[side], drag.to[side]].sort((one, other) => one - other);
      return b - a < reach ? [scale.low, scale.high] : [scale.valueAt(side === 0 ? a : b), scale.valueAt(side === 0 ? b : a)];
    };
    if (Math.hypot(drag.to[0] - drag.from[0], drag.to[1] - drag.from[1]) > reach) this.zoom({ x: ends(0, frame.x), y: ends(1, frame.y) });
  }
}
