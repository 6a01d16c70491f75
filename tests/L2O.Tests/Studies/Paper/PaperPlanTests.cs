using L2O.Data;
using L2O.Data.Digits;
using L2O.Studies.Paper;
using L2O.Studies.Steps;
using Xunit;

namespace L2O.Tests.Studies.Paper;

public sealed class PaperPlanTests
{
    private static readonly DataSplits s_digits = SyntheticDigits.Load(trainCount: 60, testCount: 40);

    [Theory]
    [InlineData("smoke", 29)]
    [InlineData("quick", 48)]
    [InlineData("full", 71)]
    public void Every_scale_has_its_steps_and_stable_hashes(string name, int steps)
    {
        StepGraph first = Plan(name), second = Plan(name);

        Assert.Equal(steps, first.Steps.Length);
        Assert.Equal(["meta-train-sigmoid", "meta-train-leaky-relu"], first.Steps.Take(2).Select(static step => step.Name));
        Assert.Equal("report", first.Steps[^1].Name);
        foreach ((Step one, Step other) in first.Steps.Zip(second.Steps))
        {
            Assert.Equal(one.Name, other.Name);
            Assert.Equal(StepFolder.InputsHash(one, static input => input), StepFolder.InputsHash(other, static input => input));
        }
        Assert.Equal(first.Steps.Length, first.Steps.Select(static step => StepFolder.InputsHash(step, static input => input))
            .Distinct().Count());
    }

    [Fact]
    public void Every_scale_searches_over_500_iterations_and_runs_the_studys_rates_beside_the_searched_ones()
    {
        foreach (PaperScale scale in PaperScales.All)
        {
            Assert.All(scale.Tests, static test => Assert.Equal((10, 3, 500),
                (test.Plan.Search.Rates.Length, test.Plan.Search.Runs, test.Plan.Search.Iterations)));
            Assert.All(scale.Tests.Where(static test => !test.IsApart
                && test.Figures.Any(static figure => figure is "curves" or "fig4" or "fig5" or "fig8" or "fig9")),
                static test => Assert.Equal(6, test.Plan.Baselines.Length), throwIfEmpty: true);
            Assert.Equal(["adam", "momentum", "lion", "adam@0.01", "momentum@0.1", "lion@0.005"],
                scale.Tests.Single(static test => test.Name == "dynamics-leaky-relu").Plan.Baselines.Select(static one => one.Text));
        }
        Assert.Equal(1000, PaperScales.Full.Tests.Single(static test => test.Name == "test-leaky-relu").Plan.Iterations);
    }

    [Fact]
    public void Quick_trains_each_network_for_each_beta_twice()
    {
        string[] first =
        [
            "meta-train-sigmoid", "meta-train-leaky-relu", "meta-train-leaky-relu-rescale-0.1",
                "meta-train-leaky-relu-rescale-0.5", "meta-train-leaky-relu-rescale-1",
            "meta-train-batchnorm", "meta-train-batchnorm-scale-0.1", "meta-train-batchnorm-scale-0.5", "meta-train-batchnorm-scale-1",
            "meta-train-sigmoid-translation-1", "meta-train-sigmoid-sum",
        ];
        Assert.Equal([.. first, .. first.Select(static name => $"{name}-start-1")],
            Plan("quick").Steps.Where(static step => step.Kind == "meta-train").Select(static step => step.Name));
    }

    [Fact]
    public void Full_trains_plain_conditions_five_times_and_the_others_three_times()
    {
        var counts = PaperScales.Full.Trainings.GroupBy(static training => training.Condition)
            .ToDictionary(static condition => condition.Key, static condition => condition.Count());
        Assert.All(["sigmoid", "leaky-relu", "batchnorm"], network => Assert.Equal(5, counts[network]));
        Assert.All(counts.Where(static one => one.Key is not ("sigmoid" or "leaky-relu" or "batchnorm")),
            static one => Assert.Equal(3, one.Value), throwIfEmpty: true);
        Assert.Equal(PaperScales.Full.Trainings.Length, PaperScales.Full.Trainings.Select(static one => (one.Seed, one.Condition))
            .Distinct().Count());
        Assert.All(PaperScales.Full.WithStarts(2).Trainings.GroupBy(static training => training.Condition),
            static condition => Assert.Equal(2, condition.Count()));
    }

    [Fact]
    public void One_figure_takes_only_what_it_needs()
    {
        Assert.Equal(["lion-sgd", "judge", "draw", "report"], Plan("quick", "fig7").Steps.Select(static step => step.Name));
        Assert.Equal(["meta-train-leaky-relu", "meta-train-leaky-relu-start-1",
            "tune-mlp-leaky-relu-20", "noise-leaky-relu", "covariance-leaky-relu",
            "judge", "draw", "report"],
            Plan("quick", "fig8").Steps.Select(static step => step.Name));
    }

    [Fact]
    public void A_figure_that_is_none_is_refused() =>
        Assert.Equal("unknown figure 'fig44'; expected curves, fig4, fig5, fig6, fig7, fig8, fig9; did you mean 'fig4'?",
            Assert.Throws<ArgumentException>(() => Plan("quick", "fig44")).Message);

    [Fact]
    public void Other_data_are_other_inputs()
    {
        PaperScale scale = PaperScales.Smoke;
        StepGraph few = PaperPlan.Of(scale, new PaperData(SyntheticDigits.Load(trainCount: 50, testCount: 40), scale), PaperCosts.Typical);

        Assert.NotEqual(StepFolder.InputsHash(Plan("smoke").Steps[0], static input => input),
            StepFolder.InputsHash(few.Steps[0], static input => input));
    }

    private static StepGraph Plan(string name, params string[] only)
    {
        PaperScale scale = PaperScales.Find(name);
        return PaperPlan.Of(scale, new PaperData(s_digits, scale), PaperCosts.Typical, only);
    }
}
