using L2O.Dynamics;
using L2O.MetaTesting;
using L2O.Optimizees;
using L2O.Optimizees.Symmetry;
using L2O.Reporting.Figures;
using L2O.Reporting.Figures.Describing;
using L2O.Reporting.Figures.Models;
using L2O.Reporting.Styles;
using L2O.Reporting.Tables;
using L2O.Tables;
using Xunit;
using static L2O.Tests.Reporting.SampleDynamics;

namespace L2O.Tests.Reporting;

public sealed class FigureModelTests
{
    [Fact]
    public void Loss_curves_have_mean_and_range_over_the_runs()
    {
        var comparison = new Comparison("digits", 3, [Curve("l2o", 0, 2, 1, 0.4), Curve("l2o", 1, 4, 2, 0.2), Curve("adam", 0, 2, 2, 2)],
            []);

        FigureModel figure = LossCurveFigure.Describe(comparison, null, new CurveOptions(smoothing: 1));

        LineSeries l2o = figure.Panels[0].Series.OfType<LineSeries>().Single(static line => line.Key == "l2o");
        Assert.Equal([1, 2, 3], l2o.X);
        Assert.Equal([3, 1.5, 0.3], l2o.Y.Select(static value => Math.Round(value, 12)));
        Assert.Equal([2, 1, 0.2], l2o.Low);
        Assert.Equal([4, 2, 0.4], l2o.High);
        Assert.True(figure.Panels[0].Series.OfType<LineSeries>().Single(static line => line.Key == "adam").Low.IsEmpty);
        Assert.Equal((0.2 / 1.1, 4 * 1.1), (figure.Panels[0].Vertical.Low!.Value, figure.Panels[0].Vertical.High!.Value));
    }

    [Fact]
    public void A_band_of_deviations_is_mean_and_sample_deviation()
    {
        var comparison = new Comparison("digits", 3, [Curve("l2o", 0, 2, 1, 0.4), Curve("l2o", 1, 4, 2, 0.2)], []);
        CurveBand band = CurveBand.From(comparison, CurveMeasure.TrainLoss, 1, BandKind.Deviation)[0];
        Assert.Equal(3 - Math.Sqrt(2), band.Low[0], 12);
        Assert.Equal(3 + Math.Sqrt(2), band.High[0], 12);
    }

    [Fact]
    public void Loss_titles_name_times_or_counts_or_that_nobody_got_there()
    {
        var one = new Comparison("digits", 60,
            [.. new[] { ("l2o", 5.0), ("adam", 20.0) }.Select(static o => SampleComparison.Falling("net", o.Item1, 0, 60, o.Item2, 0.1))],
            []);
        int[] reached = [.. one.Curves.Select(static curve => curve.IterationsTo(0.5, ComparisonTable.Window)!.Value)];
        Assert.Equal($"L2O reaches a training loss of 0.5 after {reached[0]} iterations, Adam after {reached[1]}",
            LossCurveFigure.Describe(one).Title);
        Assert.Equal("L2O reaches a training loss of 0.5 first on all 3 networks", LossCurveFigure.Describe(SampleComparison.Full()).Title);
        Assert.Equal("No optimizer reaches a training loss of 0.5 in 10 iterations",
            LossCurveFigure.Describe(SampleComparison.Full(10), "mlp-sigmoid-100-100").Title);
        ArgumentException error = Assert.Throws<ArgumentException>(static () => LossCurveFigure.Describe(SampleComparison.Full(10), "mlp"));
        Assert.Contains("no curves of optimizee 'mlp'; the results have mlp-relu-20, mlp-sigmoid-100-100, mlp-sigmoid-20",
            error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_legend_names_what_is_to_be_seen()
    {
        Comparison comparison = SampleComparison.Full(20);
        LossCurve wild = comparison.Curves[0] with
        {
            Optimizer = "wild",
            Points = [new CurvePoint(1, double.PositiveInfinity, double.NaN, double.NaN, double.NaN)],
            FinalTrain = new LossAndAccuracy(double.NaN, double.NaN),
        };
        FigureModel figure = LossCurveFigure.Describe(comparison with { Curves = [wild] });
        FigureModel both = LossCurveFigure.Describe(comparison with { Curves = [comparison.Curves[0], wild] });

        Assert.Equal(["loss 0.5", "wild: diverged"], LegendSeries.In(figure).Select(static series => series.Name));
        Assert.Equal(["loss 0.5", OptimizerPalette.Label(comparison.Curves[0].Optimizer), "wild: diverged"],
            LegendSeries.In(both).Select(static series => series.Name));
    }

    [Fact]
    public void An_inset_enlarges_the_first_iterations()
    {
        FigureModel figure = LossCurveFigure.Describe(SampleComparison.Full(), "mlp-relu-20",
            new CurveOptions(smoothing: 1, insetIterations: 20));
        InsetModel inset = figure.Panels[0].Inset!;
        CurveBand[] bands = [.. CurveBand.From(SampleComparison.Full(), CurveMeasure.TrainLoss, 1)
            .Where(static band => band.Optimizee == "mlp-relu-20")];
        Assert.Equal((0, 20), (inset.Left, inset.Right));
        Assert.Equal(bands.Min(static band => band.Mean.Take(20).Min()) / 1.05, inset.Low, 1e-12);
        Assert.Equal(Math.Min(bands.Max(static band => band.Mean.Take(20).Max()) * 1.05, figure.Panels[0].Vertical.High!.Value),
            inset.High, 1e-12);
        Assert.Equal("Inset: the first 20 iterations.", figure.PictureNote);
        Assert.EndsWith("Inset: the first 20 iterations.", figure.PictureCaption, StringComparison.Ordinal);
        Assert.Null(LossCurveFigure.Describe(SampleComparison.Full(40), "mlp-relu-20",
            new CurveOptions(insetIterations: 20)).Panels[0].Inset);
    }

    [Fact]
    public void Deviations_are_compared_where_all_were_measured()
    {
        RunMeasurement[] rows =
        [
            .. new[] { 30.0, 50.0, 40.0 }.Select(static (value, run) => Row("l2o", run, 100, "update_rescale_deviation", value)),
            .. new[] { 0, 1, 2 }.Select(static run => Row("lion", run, 100, "update_rescale_deviation", 10)),
            .. new[] { 0, 1, 2 }.Select(static run => Row("l2o", run, 110, "update_rescale_deviation", 1)),
        ];

        FigureModel figure = DeviationFigure.Describe(new DynamicsTable(rows), SymmetryKind.Rescale)!;

        Assert.Equal("L2O breaks the rescale symmetry 4.0 times as much as Lion after 100 iterations", figure.Title);
        LineSeries l2o = figure.Panels[0].Series.OfType<LineSeries>().First();
        Assert.Equal([40, 1], l2o.Y);
        Assert.Equal([30, 1], l2o.Low);
        Assert.Equal([50, 1], l2o.High);
        Assert.Null(DeviationFigure.Describe(new DynamicsTable(rows), SymmetryKind.Scale));
        Assert.Equal("L2O breaks the rescale symmetry by 40 after 100 iterations",
            DeviationFigure.Describe(new DynamicsTable(rows[..3]), SymmetryKind.Rescale)!.Title);
    }

    [Fact]
    public void A_run_that_ended_early_or_is_no_number_leaves_a_gap()
    {
        var table = new DynamicsTable([Row("sgd", 0, 1, "m", 1), Row("sgd", 1, 1, "m", 3),
            Row("sgd", 0, 2, "m", 1), Row("sgd", 0, 3, "m", double.NaN), Row("sgd", 1, 3, "m", 1)]);
        MeasureBand band = Assert.Single(table.Bands("m"));
        Assert.Equal([2, double.NaN, double.NaN], band.Mean);
        Assert.Equal(2, band.Runs);
        Assert.Empty(new DynamicsTable([Row("sgd", 0, 1, "m", double.NaN)]).Bands("m"));
    }

    [Fact]
    public void Stored_intervals_are_the_band_and_every_iteration_is_smoothed()
    {
        var interval = new RunMeasurement("net", "sgd", 0, new Measurement(1, "all", "m", 2, Low: 1.5, High: 2.25));
        MeasureBand band = Assert.Single(new DynamicsTable([interval]).Bands("m"));
        Assert.Equal((1.5, 2.25), (band.Low[0], band.High[0]));

        RunMeasurement[] rows = [.. Enumerable.Range(1, 10).Select(static i => Row("sgd", 0, i, "m", i % 2))];
        MeasureBand smooth = Assert.Single(new DynamicsTable(rows).Bands("m", smoothing: 3));
        Assert.True(smooth.IsSmoothed);
        Assert.Equal(2.0 / 3, smooth.MeanAt(4), 12); // of 1, 0 and 1
    }

    [Fact]
    public void A_beta_sweep_orders_its_optimizers_and_says_how_the_loss_follows()
    {
        var comparison = new Comparison("mnist", 60,
            [.. new[] { ("adam", 0.5), ("rescale-1", 0.9), ("l2o", 0.2),
            ("rescale-0.5", 0.4) }.Select(static o => Flat(o.Item1, o.Item2))], []);

        FigureModel figure = Assert.Single(BetaSweepFigure.Describe(comparison));

        Assert.Equal("beta-rescale", figure.Name);
        Assert.Equal(["β = 0", "β = 0.5", "β = 1", "Adam"], figure.Panels[0].Series.Select(static series => series.Name));
        Assert.Equal(
            "In one run of each, the larger β, the higher the loss: after 50 iterations " +
                "0.2 (β\u00A0=\u00A00), 0.4 (β\u00A0=\u00A00.5), 0.9 (β\u00A0=\u00A01)",
            figure.Title);
        Assert.Empty(BetaSweepFigure.Describe(SampleComparison.Full(10)));
    }

    [Fact]
    public void Mixtures_show_deviation_and_loss_against_the_weight()
    {
        var comparison = new Comparison("mnist", 120, [Flat("lion-sgd-1", 0.3), Flat("lion-sgd-0", 0.9), Flat("lion-sgd-0.5", 0.6)], []);
        RunMeasurement[] rows = [.. new[] { ("lion-sgd-0", 0.0), ("lion-sgd-0.5", 0.2),
            ("lion-sgd-1", 0.4) }.Select(static one => Row(one.Item1, 0, 120, "update_translation_deviation", one.Item2))];

        FigureModel figure = Assert.Single(MixtureFigure.Describe(comparison, new DynamicsTable(rows)));

        Assert.Equal("From λ_L = 0 to 1, the translation deviation goes from 0 to 0.4, and the loss at iteration 100 goes from 0.9 to 0.3",
            figure.Title);
        LineSeries against = Assert.IsType<LineSeries>(figure.Panels[2].Series[0]);
        Assert.Equal([0, 0.5, 1], against.X);
        Assert.Equal([0, 0.2, 0.4], against.Y);
        Assert.Equal([0.9, 0.6, 0.3],
            Assert.IsType<LineSeries>(figure.Panels[3].Series[0]).Y.Select(static value => Math.Round(value, 12)));
        Assert.Equal(2, Assert.Single(MixtureFigure.Describe(comparison, new DynamicsTable([]))).Panels.Length);
    }

    [Fact]
    public void Tail_indices_name_the_least_and_the_most_heavy_tailed()
    {
        RunMeasurement[] rows = [Row("sgd", 0, 1, "update_tail_index", 0.57), Row("l2o", 0, 1, "update_tail_index", 0.82),
            Row("l2o", 0, 10, "update_tail_index", 0.84)];
        Assert.Equal("The updates of L2O are the least heavy-tailed (mean α 0.83), those of SGD the most (0.57), in one run of each",
            TailIndexFigure.Describe(new DynamicsTable(rows))!.Title);
    }

    [Fact]
    public void The_largest_eigenvalue_is_the_one_of_rank_1()
    {
        RunMeasurement[] rows =
            [.. new[] { ("l2o", 0.03), ("lion", 0.006) }.SelectMany(static one =>
            new[] { 2, 1 }.Select(rank => Row(one.Item1, 0, 50, "update_covariance_eigenvalue", one.Item2 / rank, rank)))];
        FigureModel figure = CovarianceFigure.Describe(new DynamicsTable(rows))!;
        Assert.Equal("With L2O, the largest covariance eigenvalue of the updates is 5.0 times that with Lion after 50 iterations",
            figure.Title.Replace(" of one run", "", StringComparison.Ordinal));
        Assert.Equal([0.03], Assert.IsType<LineSeries>(figure.Panels[0].Series[0]).Y);
    }

    [Fact]
    public void Histograms_stand_above_each_other_with_logarithmic_heights()
    {
        RunMeasurement[] rows =
        [
            .. from iteration in new[] { 1, 5, 7 } from bin in new[] { 0, 1 }
                select Row("adam", 0, iteration, "update_histogram", bin == 0 ? 999 : iteration == 1 ? 0 : 9, bin * 0.1),
            Row("adam", 0, 5, "update_max_abs", 0.17),
        ];

        FigureModel figure = UpdateHistogramFigure.Describe(new DynamicsTable(rows), "net")!;

        HistogramSeries[] series = [.. figure.Panels[0].Series.Cast<HistogramSeries>()];
        Assert.Equal(["1", "5"], figure.Panels[0].Vertical.Categories); // 7 is none of the study's iterations
        Assert.Equal(["1", "5"], series.Select(static one => one.Label));
        Assert.Equal([0, 1], series.Select(static one => one.Baseline));
        Assert.Equal([0, 0.1, 0.2], series[1].Edges);
        Assert.Equal(0.88, series[1].Heights[0], 12);
        Assert.Equal(0.88 / 3, series[1].Heights[1], 12); // log10(10) of log10(1000)
        Assert.Equal("After 5 iterations the largest update is 0.17 (Adam)", figure.Title);
    }

    [Fact]
    public void Spectrograms_have_a_panel_for_each_channel_and_count_the_slow_share()
    {
        static RunMeasurement Power(int channel, double frequency, double value) =>
            new("net", "l2o", 0, new Measurement(20, $"layer 1 channel {channel}", "hidden_spectrogram", value, frequency));
        FigureModel figure =
            Assert.Single(
            SpectrogramFigure.Describe(
            new DynamicsTable([Power(10, 0, 100), Power(10, 0.05, 3), Power(10, 0.5, 1), Power(2, 0.05, 0), Power(2, 0.5, 0)]), "hidden"));
        Assert.Equal(["channel 2", "channel 10"], figure.Panels.Select(static panel => panel.Title));
        Assert.Equal("Hidden state of L2O, layer 1: 75\u00A0% of the oscillation is slower than 0.1 cycles an iteration", figure.Title);
        Assert.Equal([100, 3, 1], Assert.IsType<HeatSeries>(figure.Panels[1].Series[0]).Values);
        Assert.Empty(SpectrogramFigure.Describe(new DynamicsTable([]), "cell"));
    }

    [Fact]
    public void Symmetry_against_loss_uses_the_same_run_and_ranks()
    {
        double[] losses = [.. Enumerable.Range(0, 60).Select(static i => 100 - (0.01 * i * i))]; // falls faster and faster
        var comparison = new Comparison("mnist", 60, [Curve("l2o", 0, losses)], []);
        RunMeasurement[] rows = [.. new[] { 10, 20, 30, 40 }.Select(static i => Row("l2o", 0, i, "update_rescale_deviation", i)),
            Row("l2o", 1, 10, "update_rescale_deviation", 5)];

        FigureModel figure = SymmetryLossFigure.Describe(comparison, new DynamicsTable(rows), SymmetryKind.Rescale)!;

        Assert.Equal("Rank correlation of |rescale deviation| and the fall of the loss: L2O +1.00", figure.Title);
        PointSeries points = Assert.IsType<PointSeries>(figure.Panels[0].Series[0]);
        Assert.Equal([10, 20, 30, 40], points.X); // run 1 has no losses
        Assert.Equal(0.01 * ((10 * 10) - (8 * 8)) / 2, points.Y[0], 9);
    }

    [Fact]
    public void Generalization_keeps_the_tables_numbers_and_a_diverged_cell_is_named()
    {
        var table = GeneralizationTable.From(SampleComparison.Full(200))!;
        FigureModel figure = GeneralizationFigure.Describe(table);
        HeatSeries heat = Assert.IsType<HeatSeries>(figure.Panels[0].Series[0]);
        Assert.Equal(table.Find("lion", "mlp-relu-20")!.Relative, heat.Values[0]); // the last optimizer stands lowest
        Assert.Contains("diverged", heat.Texts);
        Assert.Equal("L2O beats the best tuned baseline on all 3 networks", figure.Title);
    }

    [Fact]
    public void Learning_rates_and_meta_training_say_what_was_best()
    {
        Assert.Equal("Best learning rates: Adam 0.05, SGD 1, Lion 0.005",
            LearningRateFigure.Describe(SampleComparison.Full(10).Searches).Title);
        Assert.Equal("Meta-training takes the test loss from 90 to 10; the best of 9 epochs is number 9",
            MetaTrainingFigure.Describe(SampleComparison.Epochs()).Title);
        Assert.Throws<ArgumentException>(static () => LearningRateFigure.Describe([]));
        Assert.Throws<ArgumentException>(static () => MetaTrainingFigure.Describe([]));
    }

    [Fact]
    public void The_catalog_lists_what_the_data_allow_and_knows_all_optimizers()
    {
        Assert.Empty(FigureCatalog.Describe(null, [], DynamicsTable.Empty));
        IReadOnlyList<FigureModel> figures =
            FigureCatalog.Describe(SampleComparison.Full(), SampleComparison.Epochs(), new DynamicsTable(Full()));
        Assert.Equal(
            [
                "loss", "loss-mlp-relu-20", "loss-mlp-sigmoid-100-100", "loss-mlp-sigmoid-20",
                    "accuracy", "generalization", "deviations-rescale", "deviations-translation", "tail-index", "centering",
                "covariance",
                "update-histograms-mlp-leaky-relu-20", "norms-mlp-leaky-relu-20", "stiffness",
                    "spectrogram-hidden-layer-1-l2o-mlp-leaky-relu-20", "spectrogram-cell-layer-1-l2o-mlp-leaky-relu-20",
                "learning-rates", "meta-training",
            ],
            figures.Select(static figure => figure.Name)); // no scatter: losses and deviations are of different networks
        Assert.All(figures, static figure => Assert.Equal(["l2o", "adam", "sgd", "lion"], figure.Optimizers));
    }

    private static LossCurve Flat(string optimizer, double loss) => Curve(optimizer, 0, [.. Enumerable.Repeat(loss, 120)]);

    private static LossCurve Curve(string optimizer, int run, params double[] losses) => new(
        "net", optimizer, run, [.. losses.Select(static (loss, i) => new CurvePoint(i + 1, loss, 0.5, double.NaN, double.NaN))],
            new LossAndAccuracy(losses[^1], 0.5), new LossAndAccuracy(losses[^1], 0.5));
}
