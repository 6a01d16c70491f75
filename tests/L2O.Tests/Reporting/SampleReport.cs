using System.Collections.Immutable;
using L2O.Dynamics;
using L2O.Reporting.Documents;
using L2O.Reporting.Figures.Models;
using L2O.Reporting.Tables;
using L2O.Runs;
using L2O.Tables;

namespace L2O.Tests.Reporting;

/// <summary>Made-up reports with a part of every kind.</summary>
internal static class SampleReport
{
    /// <summary>Markup of HTML and Markdown in one text.</summary>
    internal const string Attack = "</script><img src=x onerror=alert(1)>\"'&|`*[x](y)_";

    /// <summary>Results of everything that a folder can have.</summary>
    internal static StoredResults Results() => new(
        "quick", SampleComparison.Full(), SampleComparison.Epochs(), new DynamicsTable(Measurements()),
        Claims(), null, "{ \"seed\": 1 }\n");

    /// <summary>A claim of each verdict.</summary>
    internal static ImmutableArray<ClaimResult> Claims() =>
    [
        new("C1", "The updates of L2O deviate most from the rescale symmetry, then Lion's, Adam's and SGD's.",
            "figure 4, left", "mlp-leaky-relu-20 on mnist, 3 runs of 100 iterations.", ClaimVerdict.Reproduced,
            "At iteration 100 the deviation of L2O is 3.9 times Lion's and 41 times Adam's.",
            [
                new("|rescale deviation| of L2O at 100", "51", 48.2, 44.1, 52.7),
                    new("|rescale deviation| of Lion at 100", "13", 12.4, 11.8, 13.3),
                new("L2O over Lion", "at least 3", 3.89, 3.5, 4.3, true), new("L2O over Adam", "at least 20", 41.2, 33.1, 52.9, true),
            ]),
        new("C4", "The larger the weight of the regularization, the slower the optimizer.",
            "figure 5, left", "mlp-leaky-relu-20 on mnist, 3 runs.", ClaimVerdict.NotReproduced,
            "The order is broken between 0.1 and 0.5: loss 0.58 and 0.55 at iteration 50.",
                [new("train loss at 50, β = 0.1", "0.60", 0.58, 0.55, 0.61),
                new("train loss at 50, β = 0.5", "0.85", 0.55, 0.51, 0.58, false)]),
        new("C8", "The updates of L2O have the lightest tails.", "figure 8, left",
            "mlp-leaky-relu-20 on mnist, 3 runs.", ClaimVerdict.Inconclusive, "The intervals of L2O and Adam overlap.",
            [new("α of L2O's updates", "0.81-0.84", 0.79, 0.61, 0.92)]),
        new("C11", "L2O is fast early and worse far away from its own network.", "figure 6", "6 networks.",
            ClaimVerdict.Reported, "Better than the best baseline on 4 of 6 networks.", []),
    ];

    /// <summary>A deviation of two optimizers over 10 iterations and 3 runs, and rows that no line shows: of a tensor, of a bin.</summary>
    internal static IReadOnlyList<RunMeasurement> Measurements() =>
    [
        .. from optimizer in new[] { ("l2o", 20.0), ("adam", 0.5) }
           from run in Enumerable.Range(0, 3)
           from iteration in Enumerable.Range(1, 10)
           select new RunMeasurement("mlp-leaky-relu-20", optimizer.Item1, run,
               new Measurement(10 * iteration, Measurement.All, "update_rescale_deviation", optimizer.Item2 * (iteration + (0.1 * run)))),
        new("mlp-leaky-relu-20", "l2o", 0, new Measurement(10, "layers.mat_0.weight", "update_norm", 3)),
        new("mlp-leaky-relu-20", "l2o", 0, new Measurement(10, Measurement.All, "update_histogram", 12, 0.01)),
    ];

    /// <summary>A document whose figures have a series of every kind, and whose every text is the given one.</summary>
    internal static ReportDocument Hostile(string text) => new(
        text, [text, text], [text], [new(text, text, text, text, ClaimVerdict.Reproduced, text, [new(text, text, 1, 0, 2, true)])],
            [Figure(text)],
        [new TableModel(text, text, [text, text],
            [new TableGroup(text, [[new ComparisonCell(text, false), new ComparisonCell(text, true)]])]) { GroupColumn = "group" }],
        [new ReportFacts(text, [(text, text)], text)])
    {
        Optimizers = [text, "adam"],
    };

    /// <summary>A figure with a series of every kind.</summary>
    internal static FigureModel Figure(string text) => new("kinds", text, text,
    [
        new PanelModel(text, new AxisModel(text), new AxisModel(text, true),
        [
            new LineSeries(text, text, [1, 2, 3], [0.5, double.NaN, 2]) { Low = [0.4, double.NaN, 1], High = [0.6, double.NaN, 3] },
            new LineSeries("guide", "", [1, 3], [1, 1]) { IsGuide = true },
            new PointSeries(text, "adam", [2], [1]) { Labels = [text], AreCrosses = true },
        ])
        {
            Inset = new InsetModel(1, 2, 0.1, 1),
        },
        new PanelModel("", new AxisModel("|u|"), new AxisModel("count"),
            [new HistogramSeries("Adam", "adam", [0, 1, 2], [5, 3], 10) { Label = "iteration 10" }]),
        new PanelModel("", new AxisModel("network") { Categories = ["a", text] }, new AxisModel("optimizer") { Categories = ["x"] },
            [new HeatSeries("ratio", [0, 1], [0], [0.5, double.PositiveInfinity]) { Texts = ["0.50", text],
                IsLogarithmic = true, Middle = 1, Low = 0.5, High = 2 }]),
    ]);
}
