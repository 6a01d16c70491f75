using L2O.MetaTesting;
using L2O.Optimizees;
using L2O.Runs;
using L2O.Serving.Following;
using L2O.Tables;
using Xunit;

namespace L2O.Tests.Serving;

/// <summary>What the server makes of growing files.</summary>
public sealed class FollowingTests : IDisposable
{
    private static readonly DateTimeOffset s_start = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_thinned_series_keeps_means_of_neighbors()
    {
        var series = new ThinnedSeries(4);
        for (int x = 1; x <= 10; x++)
            series.Add(x, x == 2 ? double.NaN : 10 * x);

        Assert.Equal([[2.5, 80.0 / 3], [6.5, 65], [9.5, 95]], series.Points);
        series.CutFrom(6);
        Assert.Equal([[2.5, 80.0 / 3]], series.Points);
    }

    [Fact]
    public void Lines_are_read_once_and_only_when_whole()
    {
        string path = _folder["lines"];
        var lines = new FollowedLines(path);
        var read = new List<string>();
        Assert.False(lines.Read(read.Add));
        File.WriteAllText(path, "one\ntw");
        lines.Read(read.Add);
        File.AppendAllText(path, "o\nthree\n");
        lines.Read(read.Add);
        lines.Read(read.Add);
        Assert.Equal(["one", "two", "three"], read);

        File.WriteAllText(path, "new\n");
        Assert.True(lines.Read(read.Add));
        Assert.Equal("new", read[^1]);
        var tail = new List<string>();
        File.AppendAllText(path, "a long line\nlast\n");
        new FollowedLines(path).Read(tail.Add, fromEnd: 10);
        Assert.Equal(["last"], tail);
    }

    [Fact]
    public void Rate_is_of_the_last_minute_of_the_present_session()
    {
        var course = new ProgressCourse(_folder[ProgressLog.FileName]);
        course.Refresh();
        Assert.Null(course.Rate(s_start));
        for (int second = 0; second < 200; second++)
            LiveFolder.Progress(_folder.Root, s_start.AddSeconds(second), 1, second < 100 ? second : 100 + 10 * (second - 100), 5000, 1);
        course.Refresh();
        Assert.Equal(10, course.Rate(s_start)!.Value, 9);
        Assert.Equal(1090, course.Last!.Value.Iterations);

        // Resumed at a checkpoint before: a row alone gives no rate, and the curve goes back.
        LiveFolder.Progress(_folder.Root, s_start.AddSeconds(500), 1, 600, 5000, 1);
        course.Refresh();
        Assert.Null(course.Rate(s_start.AddSeconds(499)));
        Assert.Equal(600, course.Loss.Last()[0]);
        LiveFolder.Progress(_folder.Root, s_start.AddSeconds(502), 1, 640, 5000, 1);
        course.Refresh();
        Assert.Equal(20, course.Rate(s_start.AddSeconds(499))!.Value, 9);
    }

    [Fact]
    public void A_mean_over_runs_ends_where_the_first_run_ends()
    {
        var curves = new BucketedCurves(iterations: 4);
        foreach ((int run, int length) in new[] { (0, 4), (1, 2) })
            for (int iteration = 1; iteration <= length; iteration++)
                curves.Add("net", "sgd", run, iteration, run + iteration);
        for (int iteration = 1; iteration <= 4; iteration++)
            curves.Add("net", "adam", 0, iteration, 1);

        var means = curves.Means("net").ToList();
        Assert.Equal(("adam", 1, 0, 4), (means[0].Series, means[0].Runs, means[0].EndedEarly, means[0].Points.Count));
        Assert.Equal(("sgd", 2, 1), (means[1].Series, means[1].Runs, means[1].EndedEarly));
        Assert.Equal([[1, 1.5], [2, 2.5]], means[1].Points);
    }

    [Fact]
    public void Cells_of_a_meta_test_become_curves_as_they_come()
    {
        var store = new TrialFolder(_folder["cells"]);
        var curves = new TestCurves(_folder.Root);
        Assert.Null(curves.Refresh(3));
        store.StoreSum("search", 1);
        store.StoreCurve("a", Curve(run: 0));
        Assert.Equal(1, curves.Refresh(3)!.Runs);
        store.StoreCurve("b", Curve(run: 1));
        File.WriteAllText(_folder["cells/damaged.safetensors"], "no tensors");
        BucketedCurves both = curves.Refresh(3)!;
        Assert.Equal(2, both.Runs);
        Assert.Equal([[1, 1.5], [2, 2.5], [3, 3.5]], both.Means("net").Single().Points);
    }

    [Fact]
    public void Tables_of_measures_become_curves_of_whole_networks()
    {
        File.WriteAllText(_folder["dynamics.csv"], """
            optimizee,optimizer,run,iteration,target,measure,position,value,low,high
            net,sgd,0,1,all,update_norm,,2,,
            net,sgd,1,1,all,update_norm,,4,,
            net,sgd,0,1,layers.mat_0.weight,update_norm,,9,,
            net,sgd,0,1,all,update_histogram,0.5,7,,
            net,sgd,0,1,all,update_rescale_deviation,,0.5,,
            net,sgd,0,2,all,update_rescale_deviation,,0.25,,

            """);
        var measures = new MeasuredCurves(_folder.Root);

        IReadOnlyList<KeyValuePair<string, BucketedCurves>> all = measures.Refresh();

        Assert.Equal(["update_norm", "update_rescale_deviation"], all.Select(static pair => pair.Key));
        Assert.Equal([[1, 3]], all[0].Value.Means("net").Single().Points);
        Assert.Equal([[1, 0.5], [2, 0.25]], all[1].Value.Means("net").Single().Points);
        Assert.Same(all, measures.Refresh());
    }

    [Theory]
    [InlineData("{\"optimizee\":\"mlp-x\",\"data\":{\"name\":\"mnist\"},\"seed\":7,\"metaTraining\":{\"epochs\":5}}",
        "mlp-x on mnist, seed 7", 5)]
    [InlineData(
        "{\"optimizee\":null,\"layers\":[\"affine-20\",\"relu\"],\"data\":{\"name\":\"digits\"}," +
        "\"learnedOptimizer\":{\"kind\":\"rnnProp\"}}",
        "affine-20+relu on digits, rnnProp", null)]
    [InlineData(
        "{\"phis\":[\"a\"],\"seed\":1,\"metaTesting\":{\"optimizees\":[\"x\"],\"baselines\":[\"adam\"],\"iterations\":9,\"runs\":2}}",
        "1 learned, adam on x, seed 1", null)]
    [InlineData("{\"unheard\":[1,{\"of\":2}]}", "", null)]
    [InlineData("[]", "", null)]
    public void A_plan_gives_what_it_has(string json, string what, int? epochs)
    {
        File.WriteAllText(_folder["config.json"], json);
        var plan = RunPlan.Load(_folder["config.json"]);
        Assert.Equal((what, epochs), (plan.What, plan.Epochs));
    }

    private static LossCurve Curve(int run) => new("net", "sgd", run,
        [.. Enumerable.Range(1, 3).Select(iteration => new CurvePoint(iteration, run + iteration, 0, double.NaN, double.NaN))],
            new LossAndAccuracy(1, 1), new LossAndAccuracy(1, 1));
}
