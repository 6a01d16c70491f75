import { ChartPanels, LineChart, colorOf, testSeries } from "./curves.js";
import { byId, count, duration, element, fileAddress, follow, moment, number, rate, setText, stateOf } from "./live.js";

const id = new URLSearchParams(location.search).get("id") ?? "";
const training = byId("training").querySelector(".side");
let epochs = [], progress = { loss: [], metaLoss: [], iterationsPerEpoch: null }, charts = null, summary = null, measures = [];
const tests = new ChartPanels(byId("tests").querySelector(".side"), { x: "iteration", y: "training loss", log: true });
let measured = null;

const badge = element("span");
document.title = id;
byId("title").replaceChildren(id, " ", badge);

function showSummary(run) {
  summary = run;
  if (badge.textContent !== run.state) badge.replaceChildren(stateOf(run.state));
  setText(byId("what"), `${run.kind}: ${run.what}`);
  const percent = 100 * (run.fraction ?? 0), bar = byId("bar");
  bar.className = `bar ${run.state}`;
  bar.setAttribute("aria-valuenow", percent.toFixed(0));
  bar.firstElementChild.style.width = `${percent}%`;
  const running = run.state === "running";
  const tiles = [
    ["done", run.fraction === null ? "" : `${percent < 100 && percent > 99 ? percent.toFixed(1) : percent.toFixed(0)} %`],
    ["epoch", run.epochs ? (running && run.epoch ? `${run.epoch} of ${run.epochs}` : `${run.epochsDone} of ${run.epochs} done`) : ""],
    ["iterations", run.totalIterations && run.state !== "finished" ? `${count(run.iterations)} of ${count(run.totalIterations)}` : count(run.totalIterations)],
    ["rate", rate(run.rate)],
    ["time left", duration(run.secondsLeft)],
    [run.kind === "meta-test" ? "loss of the last run" : "training loss", number(run.loss, 3)],
    [run.epochsDone > 0 ? "meta-loss, last epoch" : "meta-loss so far", number(run.metaLoss)],
    ["best test loss", number(run.bestTestLoss, 5)],
    ["worked", duration(run.workedSeconds)],
    ["started (UTC)", moment(run.started)],
    ["ended (UTC)", running ? "" : moment(run.ended)],
    ["last heard of", run.silentSeconds > 15 ? `${duration(run.silentSeconds)} ago` : ""],
    ["why it ended", running ? "" : run.exitReason ?? ""],
  ];
  showTiles(tiles.filter(tile => tile[1]));
  showTests.note?.();
}

function showTiles(tiles) {
  const list = byId("tiles");
  tiles.forEach(([name, value], index) => {
    const tile = list.children[index] ?? list.appendChild(element("div", {}, element("dt"), element("dd")));
    setText(tile.firstElementChild, name);
    setText(tile.lastElementChild, value);
  });
  while (list.children.length > tiles.length) list.lastElementChild.remove();
}

function showTraining() {
  if (epochs.length === 0 && !progress.iterationsPerEpoch) return;
  byId("training").hidden = false;
  charts ??= {
    loss: new LineChart(training, { title: "Training loss, mean of each moment", x: "iteration", y: "loss", log: true }),
    meta: new LineChart(training, { title: "Meta-loss", x: "epoch", y: "meta-loss", wholeX: true }),
    test: new LineChart(training, { title: "Loss of the test runs", x: "epoch", y: "loss", wholeX: true, log: true }),
  };
  charts.loss.update([{ color: colorOf(1), points: progress.loss, tip: "loss" }]);
  charts.loss.figure.hidden = progress.loss.length === 0;
  const perEpoch = progress.iterationsPerEpoch;
  // Of the epoch under way; a run begins with large losses, so its first tenth says nothing yet.
  const within = perEpoch ? progress.metaLoss.map(point => [point[0] / perEpoch, point[1]]).filter(point => point[0] > epochs.length + 0.1) : [];
  charts.meta.update([
    { name: "epoch under way, mean so far", color: colorOf(1), points: within },
    { name: "whole epochs", color: colorOf(0), points: epochs.map(epoch => [epoch.epoch, epoch.metaLoss]), discs: epochs.map(epoch => epoch.epoch) },
  ].filter(one => one.points.length > 0));
  charts.test.update([{ name: "disc: best so far", color: colorOf(0), points: epochs.map(epoch => [epoch.epoch, epoch.testLoss]), discs: epochs.filter(epoch => epoch.best).map(epoch => epoch.epoch) }]);
  charts.test.figure.hidden = epochs.every(epoch => epoch.testLoss === null);
}

function showTests(curves) {
  const isTest = summary?.kind === "meta-test";
  byId("tests").hidden = !curves && !isTest;
  const note = byId("tests").querySelector(".note");
  showTests.note = () => setText(note, curves ? `${curves.planned ? `${curves.finished} of ${curves.planned}` : curves.finished} runs are finished. Training loss of the batch before the step, mean over the finished runs of each optimizer. Where a run ends early, the mean ends.`
    : summary?.state === "running" ? "No run is finished yet; learning rates are searched first." : "No run has been finished.");
  showTests.note();
  tests.update((curves?.panels ?? []).map(panel => ({ ...panel, series: testSeries(panel.series) })));
}

function showMeasures() {
  const section = byId("measures"), select = section.querySelector("select");
  section.hidden = measures.length === 0;
  if (section.hidden) return;
  const names = measures.map(measure => measure.measure);
  if ([...select.options].map(option => option.value).join() !== names.join()) {
    const before = select.value;
    select.replaceChildren(...names.map(name => element("option", { value: name, textContent: name.replaceAll("_", " ") })));
    select.value = names.includes(before) ? before : names[0];
  }
  const one = measures.find(measure => measure.measure === select.value);
  if (measured?.name !== select.value) {
    section.querySelector(".side").replaceChildren();
    measured = { name: select.value, charts: new ChartPanels(section.querySelector(".side"), { x: "iteration", y: select.value.replaceAll("_", " "), log: true }) };
  }
  measured.charts.update(one.panels.map(panel => ({ ...panel, series: testSeries(panel.series) })));
}

function showLog(lines) {
  byId("logs").hidden = lines.length === 0;
  const list = byId("logs").querySelector("ol"), atEnd = list.scrollHeight - list.scrollTop - list.clientHeight < 30;
  list.replaceChildren(...lines.map(line => element("li", { className: line.level }, element("time", { textContent: line.time.slice(11, 19) }), line.message)));
  if (atEnd) list.scrollTop = list.scrollHeight;
}

function showAbout(about) {
  byId("sessions").hidden = about.sessions.length === 0;
  byId("sessions").querySelector("tbody").replaceChildren(...about.sessions.map(session => {
    const machine = session.machine;
    const cells = [moment(session.started), moment(session.ended), session.exitReason ?? "", `${session.processId} on ${session.host}`,
      `${machine.processor}, ${machine.lanes} bit, ${machine.threads === 1 ? "1 thread" : `${machine.threads} threads`}; l2o ${machine.version}, ${machine.runtime}`];
    return element("tr", {}, ...cells.map(text => element("td", { textContent: text })));
  }));
  byId("settings").hidden = about.settings.length === 0;
  byId("settings").querySelector("dl").replaceChildren(...about.settings.map(([key, value]) => element("div", {}, element("dt", { textContent: key }), element("dd", { textContent: value }))));
  byId("files").hidden = about.files.length === 0;
  byId("files").querySelector("ul").replaceChildren(...about.files.map(name => element("li", {}, element("a", { href: fileAddress(id, name), textContent: name }))));
  byId("reports").replaceChildren(...about.files.filter(name => /^report.*\.html$/.test(name)).map(name => element("a", { className: "button", href: fileAddress(id, name), textContent: name === "report.html" ? "Open the report" : `Open ${name}` })));
}

byId("measures").querySelector("select").addEventListener("change", showMeasures);
follow(`/events/run?id=${encodeURIComponent(id)}`, {
  summary: showSummary,
  epochs: list => { epochs = list; showTraining(); },
  progress: course => { progress = course; showTraining(); },
  curves: showTests,
  measures: list => { measures = list; showMeasures(); },
  log: showLog,
  about: showAbout,
  gone: () => {
    badge.replaceChildren(stateOf("removed"));
    setText(byId("what"), "The folder of this run is gone; what you see is its last state.");
  },
});
