import { ChartPanels, LineChart, colorOf, dashOf, testSeries } from "./curves.js";
import { addressOf, byId, duration, element, follow, number, stateOf } from "./live.js";

const ids = new URLSearchParams(location.search).getAll("id");
const training = byId("training").querySelector(".side");
const tests = new ChartPanels(byId("tests").querySelector(".side"), { x: "iteration", y: "training loss", log: true });
let charts = null;

// Names without what all of them begin with: the shown folder.
const shared = ids.length > 0 && ids.every(id => id.startsWith(`${ids[0].split("/")[0]}/`)) ? ids[0].indexOf("/") + 1 : 0;
const nameOf = id => id.slice(shared);
const styleOf = id => ({ name: nameOf(id), color: colorOf(ids.indexOf(id)), dash: dashOf(ids.indexOf(id)) }); // by dashes too, since equal curves lie on one another

function headOf(first, runs) {
  return element("tr", {}, element("th", { scope: "col", textContent: first }), ...runs.map(id => element("th", { scope: "col" }, element("a", { href: addressOf(id), textContent: nameOf(id) }))));
}

function row(name, cells) {
  return element("tr", {}, element("th", { scope: "row", textContent: name }), ...cells.map(cell => element("td", {}, cell)));
}

function showSummaries(runs) {
  const table = byId("summaries");
  table.tHead.replaceChildren(headOf("", runs.map(run => run.id)));
  const lines = [
    ["state", runs.map(run => stateOf(run.state))],
    ["what", runs.map(run => `${run.kind}: ${run.what}`)],
    ["progress", runs.map(run => (run.epochs ? `${run.epochsDone} of ${run.epochs} epochs` : run.fraction === null ? "" : `${(100 * run.fraction).toFixed(0)} %`))],
    ["best test loss", runs.map(run => number(run.bestTestLoss, 5))],
    ["time left", runs.map(run => duration(run.secondsLeft))],
    ["worked", runs.map(run => duration(run.workedSeconds))],
  ];
  table.tBodies[0].replaceChildren(...lines.filter(line => line[1].some(cell => cell !== "")).map(([name, cells]) => row(name, cells)));
}

function showCourses(courses) {
  const withEpochs = courses.filter(course => course.epochs.length > 0 || course.iterationsPerEpoch);
  byId("training").hidden = withEpochs.length === 0;
  if (withEpochs.length === 0) return;
  charts ??= {
    test: new LineChart(training, { title: "Loss of the test runs", x: "epoch", y: "loss", wholeX: true, log: true }),
    meta: new LineChart(training, { title: "Meta-loss", x: "epoch", y: "meta-loss", wholeX: true }),
    loss: new LineChart(training, { title: "Training loss, mean of each moment", x: "iteration", y: "loss", log: true }),
  };
  const series = pick => withEpochs.map(course => ({ ...styleOf(course.id), points: pick(course), discs: course.epochs.map(epoch => epoch.epoch) })).filter(one => one.points.length > 0);
  charts.test.update(series(course => course.epochs.map(epoch => [epoch.epoch, epoch.testLoss])));
  charts.meta.update(series(course => course.epochs.map(epoch => [epoch.epoch, epoch.metaLoss])));
  charts.loss.update(series(course => course.loss).map(one => ({ ...one, discs: [] })));
  charts.loss.figure.hidden = withEpochs.every(course => course.loss.length === 0);
}

function showTests(runs) {
  const names = [...new Set(runs.flatMap(run => run.panels.map(panel => panel.panel)))];
  byId("tests").hidden = names.length === 0;
  tests.update(names.map(panel => ({
    panel,
    series: runs.flatMap(run => testSeries(run.panels.filter(one => one.panel === panel).flatMap(one => one.series))
      .map(one => ({ ...one, name: `${nameOf(run.id)}: ${one.name}`, dash: dashOf(ids.indexOf(run.id)) }))),
  })));
}

function showDifferences(keys) {
  const section = byId("differences");
  section.hidden = false;
  section.querySelector(".note").textContent = keys.length === 0 ? "None: their descriptions are equal." : "A dash: the run's description has no such key.";
  section.querySelector("table").hidden = keys.length === 0;
  section.querySelector("thead").replaceChildren(headOf("setting", ids));
  section.querySelector("tbody").replaceChildren(...keys.map(({ key, values }) => row(key, values.map(value => value ?? "–"))));
}

follow(`/events/compare?${ids.map(id => `id=${encodeURIComponent(id)}`).join("&")}`, {
  summaries: showSummaries,
  courses: showCourses,
  tests: showTests,
  differences: showDifferences,
});
