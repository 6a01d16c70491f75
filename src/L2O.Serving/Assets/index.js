import { addressOf, byId, count, duration, element, fileAddress, follow, moment, number, rate, setText, stateOf } from "./live.js";

const maxCompared = 8;
const rows = new Map(); // by run
const chosen = new Set();
let runs = [];

function makeRow(run) {
  const cell = label => element("td", { "data-label": label });
  const box = element("input", { type: "checkbox", "aria-label": `Choose ${run.id} to compare` });
  box.addEventListener("change", () => {
    box.checked ? chosen.add(run.id) : chosen.delete(run.id);
    showChoice();
  });
  const link = element("a", { href: addressOf(run.id), textContent: run.id });
  const what = element("div", { className: "what" }), state = element("td"), fill = element("div");
  const done = element("div", { className: "small" }), progress = element("td", {}, element("div", { className: "bar" }, fill), done);
  const report = element("a", { href: fileAddress(run.id, "report.html"), textContent: "report", hidden: true });
  const cells = ["last loss", "best test loss", "rate", "started", "took"].map(cell);
  const row = element("tr", {}, element("td", {}, box), element("td", {}, link, " ", report, what), state, progress, ...cells);
  return { row, what, state, fill, done, report, cells, box };
}

function progressText(run) {
  const parts = [];
  if (run.epochs) parts.push(`${run.epochsDone} of ${run.epochs} epochs`);
  else if (run.totalIterations) parts.push(`${count(run.iterations)} of ${count(run.totalIterations)} iterations`);
  if (run.state === "running" && run.secondsLeft !== null) parts.push(`${duration(run.secondsLeft)} left`);
  if (run.state === "failed" && run.exitReason) parts.push(run.exitReason);
  return parts.join(", ");
}

function fillRow(parts, run) {
  parts.row.className = run.state;
  setText(parts.what, `${run.kind}: ${run.what}`);
  if (parts.state.textContent !== run.state) parts.state.replaceChildren(stateOf(run.state));
  parts.fill.style.width = `${100 * (run.fraction ?? 0)}%`;
  setText(parts.done, progressText(run));
  parts.report.hidden = !run.hasReport;
  const values = [number(run.loss, 3), number(run.bestTestLoss, 5) + (run.isAtChance ? " (chance)" : ""), rate(run.rate), moment(run.started).slice(0, 16), duration(run.workedSeconds)];
  parts.cells.forEach((cell, index) => setText(cell, values[index]));
}

function matches(run) {
  const words = byId("find").value.toLowerCase().split(/\s+/).filter(Boolean), text = `${run.id} ${run.kind} ${run.state} ${run.what}`.toLowerCase();
  return words.every(word => text.includes(word));
}

function show() {
  const body = byId("runs").tBodies[0];
  for (const [id, parts] of rows)
    if (!runs.some(run => run.id === id)) {
      parts.row.remove();
      rows.delete(id);
      chosen.delete(id);
    }
  runs.forEach((run, index) => {
    if (!rows.has(run.id)) rows.set(run.id, makeRow(run));
    const parts = rows.get(run.id);
    fillRow(parts, run);
    parts.row.hidden = !matches(run);
    if (body.rows[index] !== parts.row) body.insertBefore(parts.row, body.rows[index] ?? null);
  });
  const running = runs.filter(run => run.state === "running").length, shown = runs.filter(matches).length;
  byId("runs").hidden = shown === 0;
  setText(byId("count"), runs.length === 0 ? "There are no runs in this folder yet. They appear here when 'l2o meta-train --out' or 'l2o meta-test --out' begins one in it."
    : `${runs.length === 1 ? "1 run" : `${runs.length} runs`}, ${running} running${shown < runs.length ? `; ${shown} shown` : ""}. Times are UTC.`);
  showChoice();
}

function showChoice() {
  const link = byId("compare"), enough = chosen.size >= 2 && chosen.size <= maxCompared;
  setText(link, chosen.size > maxCompared ? `Compare: at most ${maxCompared}` : enough ? `Compare ${chosen.size} runs` : "Compare: choose two or more");
  link.setAttribute("aria-disabled", String(!enough));
  if (enough) link.href = `/compare?${[...chosen].map(id => `id=${encodeURIComponent(id)}`).join("&")}`;
  else link.removeAttribute("href");
}

byId("find").addEventListener("input", show);
follow("/events/runs", {
  folder: name => {
    document.title = `Runs in ${name}`;
    setText(byId("title"), `Runs in ${name}`);
  },
  runs: list => {
    runs = list;
    show();
  },
});
