using System.Collections.Immutable;
using L2O.Reporting.Documents;
using L2O.Studies.Paper;
using L2O.Studies.Paper.Claims;
using L2O.Tables;
using Xunit;

namespace L2O.Tests.Reporting.Claims;

public sealed class ClaimTests
{
    private const string LeakyRelu = "mlp-leaky-relu-20";
    private const string BatchNorm = "mlp-relu-20-batchnorm";
    private const string Sigmoid = "mlp-sigmoid-20";
    private const string Wide = "mlp-sigmoid-100-100";
    private const string Rescale = "update_rescale_deviation";

    /// <summary>For each claim a series that it needs.</summary>
    private static readonly Dictionary<string, Change> s_changes = new(StringComparer.Ordinal)
    {
        ["C1"] = new(LeakyRelu, "lion", Rescale, 4, [0.9, 1.3, 1.4]),
        ["C2"] = new(BatchNorm, "adam", "update_scale_deviation", 4, [1, 2, 2.5]),
        ["C4"] = new(LeakyRelu, "rescale-0.1", SampleStudy.Loss, 0.5, [0.95, 0.7, 1]),
        ["C5"] = new(BatchNorm, "scale-0.1", SampleStudy.Loss, 0.5, [1, 0.8, 0.95]),
        ["C6"] = new(Wide, "lion-sgd-0.5", "update_translation_sum", 0.3, [1, 0.4, 0.4]),
        ["C7"] = new(Wide, "lion-sgd-0.25", SampleStudy.Loss, 1.6, [1, 1.3, 1.5]),
        ["C8"] = new(LeakyRelu, "l2o", "gradient_tail_index", 1.2, [1, 1.05, 1.03]),
        ["C9"] = new(LeakyRelu, "lion", "update_covariance_eigenvalue", 0.01, [0.05, 0.2, 0.05]),
        ["C12"] = new(Sigmoid, "adam@0.03", SampleStudy.Loss, 0.6, [1, 0.6, 1]),
    };

    public static TheoryData<string> Changed => [.. s_changes.Keys];

    [Fact]
    public void All_claims_hold_in_tables_made_so()
    {
        ImmutableArray<ClaimResult> results = ClaimCatalog.Judge(new SampleStudy().Tables());

        Assert.Equal(Enumerable.Range(1, 12).Select(static number => $"C{number}"), results.Select(static result => result.Id));
        Assert.All(results,
            static result =>
            Assert.True(result.Verdict == (result.Id == "C11" ? ClaimVerdict.Reported : ClaimVerdict.Reproduced),
            $"{result.Id} {result.Verdict}: {result.Finding}"));
        Assert.All(results, static result => Assert.NotEmpty(result.Evidence));
    }

    [Fact]
    public void A_scale_that_can_not_judge_says_so_beside_each_claim_and_keeps_the_numbers()
    {
        ImmutableArray<ClaimResult> judged = ClaimCatalog.Judge(new SampleStudy().Tables()),
            open = ClaimCatalog.WithoutVerdict(judged, "smoke");

        Assert.Equal([false, true, true], PaperScales.All.Select(static scale => scale.CanJudge));
        Assert.All(open.Where(static claim => claim.Id != "C11"), static claim =>
        {
            Assert.Equal(ClaimVerdict.NotJudged, claim.Verdict);
            Assert.StartsWith("Scale smoke can't judge. ", claim.Finding, StringComparison.Ordinal);
        }, throwIfEmpty: true);
        Assert.Equal(judged.Select(static claim => claim.Evidence), open.Select(static claim => claim.Evidence));
        Assert.Equal(Enum.GetValues<ClaimVerdict>().Length, Enum.GetValues<ClaimVerdict>().Select(ClaimText.Of).Distinct().Count());
        Assert.Equal(Enum.GetValues<ClaimVerdict>().Length, Enum.GetValues<ClaimVerdict>().Select(ClaimText.Sign).Distinct().Count());
        ReportDocument report = ReportComposer.ComposeStudy("scale smoke on digits", open, [], [], [], "Scale smoke can't judge: ...");
        Assert.Equal("Scale smoke can't judge: ...", report.Findings[0]);
        Assert.Equal("The study's claims: none of 12 judged", report.Title);
    }

    [Theory]
    [MemberData(nameof(Changed))]
    public void A_claim_fails_where_every_run_refutes_it(string id)
    {
        ClaimResult result = s_changes[id].Judge(id, static (change, _, value) => change.Refuting * value);
        Assert.True(result.Verdict == ClaimVerdict.NotReproduced, result.Finding);
        Assert.Contains(result.Evidence, static number => number.Holds == false);
    }

    [Theory]
    [MemberData(nameof(Changed))]
    public void A_claim_stays_open_where_runs_disagree(string id)
    {
        ClaimResult result = s_changes[id].Judge(id, static (change, run, value) => change.Open[run] * value);
        Assert.True(result.Verdict == ClaimVerdict.Inconclusive, result.Finding);
        Assert.Contains("the runs do not decide", result.Finding, StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [MemberData(nameof(Changed))]
    public void A_claim_whose_tables_are_missing_says_what_is(string id)
    {
        Change change = s_changes[id];
        ClaimResult result = change.Judge(id, static (_, _, _) => double.NaN);
        Assert.Equal(ClaimVerdict.NotJudged, result.Verdict);
        Assert.StartsWith($"Not judged: there is no {(change.Measure == SampleStudy.Loss ? "run" : change.Measure)} of " +
            $"{change.Optimizer} on {change.Optimizee}", result.Finding, StringComparison.Ordinal);
    }

    [Fact]
    public void The_correlation_of_deviation_and_loss_is_judged_by_its_sign()
    {
        SampleStudy rising = new SampleStudy()
            .Change(LeakyRelu, "l2o", Rescale, static (iteration, _, value) => value * iteration * iteration);
        SampleStudy mixed = new SampleStudy()
            .Change(LeakyRelu, "l2o", Rescale, static (iteration, run, value) => run == 0 ? value : value * iteration * iteration);
        SampleStudy none = new SampleStudy()
            .Change(LeakyRelu, "l2o", Rescale, static (iteration, _, value) => iteration == 1 ? value : double.NaN);

        Assert.Equal(ClaimVerdict.NotReproduced, Judge("C3", rising).Verdict);
        Assert.Equal(-1, Judge("C3", rising).Evidence[0].Value, 1e-9);
        Assert.Equal(ClaimVerdict.Inconclusive, Judge("C3", mixed).Verdict);
        Assert.StartsWith("Not judged: there are 0 values", Judge("C3", none).Finding, StringComparison.Ordinal);
    }

    [Fact]
    public void Largest_updates_are_judged_early_and_late()
    {
        SampleStudy small = new SampleStudy()
            .Change(Sigmoid, "l2o", "update_max_abs", static (iteration, _, value) => iteration <= 10 ? 0.1 * value : value);
        double[] open = [0.2, 0.12, 0.3];
        SampleStudy mixed = new SampleStudy()
            .Change(Sigmoid, "l2o", "update_max_abs", (iteration, run, value) => iteration <= 10 ? open[run] * value : value);
        SampleStudy far = new SampleStudy()
            .Change(Sigmoid, "l2o", "update_max_abs", static (iteration, _, value) => iteration > 10 ? 9 * value : value);

        Assert.Equal(ClaimVerdict.NotReproduced, Judge("C10", small).Verdict);
        Assert.Equal(ClaimVerdict.Inconclusive, Judge("C10", mixed).Verdict);
        Assert.Equal(ClaimVerdict.NotReproduced, Judge("C10", far).Verdict);
    }

    [Fact]
    public void The_studys_rates_are_shown_and_decide_nothing()
    {
        ClaimResult without = Judge("C4", new SampleStudy()), with = Judge("C4", new SampleStudy { StudyRate = "adam@0.01" });
        ClaimEvidence shown = Assert.Single(with.Evidence, static one => one.Quantity.Contains("adam@0.01 as in the study",
            StringComparison.Ordinal));
        Assert.Null(shown.Holds);
        Assert.True(shown.Value < 1); // worse than any condition allows
        Assert.Equal((ClaimVerdict.Reproduced, without.Finding), (with.Verdict, with.Finding));
    }

    [Fact]
    public void A_single_run_decides_nothing()
    {
        ImmutableArray<ClaimResult> results = ClaimCatalog.Judge(new SampleStudy { Runs = 1 }.Tables());

        Assert.All(results.Where(static result => result.Id != "C11"),
            static result => Assert.Equal(ClaimVerdict.NotJudged, result.Verdict));
    }

    [Fact]
    public void A_single_meta_training_is_not_judged()
    {
        ImmutableArray<ClaimResult> results = ClaimCatalog.Judge(new SampleStudy { SaysStarts = true }.Tables());

        Assert.Equal(["C6", "C7"], results.Where(static result => result.Verdict == ClaimVerdict.Reproduced).Select(static one => one.Id));
        Assert.All(results.Where(static result => result.Id is not ("C6" or "C7" or "C11")), static result =>
        {
            Assert.Equal(ClaimVerdict.NotJudged, result.Verdict);
            Assert.StartsWith("Not judged: it rests on a single meta-training", result.Finding, StringComparison.Ordinal);
        });
    }

    [Fact]
    public void A_diverged_run_has_an_infinite_loss()
    {
        SampleStudy diverged = new SampleStudy()
            .Change(LeakyRelu, "l2o", SampleStudy.Loss, static (iteration, _, value) => iteration > 10 ? double.PositiveInfinity : value);

        ClaimResult result = Judge("C4", diverged);

        Assert.Equal(ClaimVerdict.NotReproduced, result.Verdict);
    }

    [Fact]
    public void Nothing_stored_leaves_everything_open()
    {
        ImmutableArray<ClaimResult> results = ClaimCatalog.Judge(new StudyTables([], []));

        Assert.All(results, static result => Assert.Equal(ClaimVerdict.NotJudged, result.Verdict));
        Assert.All(results, static result => Assert.StartsWith("Not judged: there is no ", result.Finding, StringComparison.Ordinal));
    }

    [Fact]
    public void The_generalization_claim_counts_networks()
    {
        ClaimResult result = Judge("C11", new SampleStudy());

        Assert.StartsWith("L2O beats the best tuned baseline on 1 of 2 networks; it is worst on mlp-relu-20",
            result.Finding, StringComparison.Ordinal);
    }

    [Fact]
    public void Stored_claims_read_back_equal()
    {
        using var folder = new TemporaryFolder();
        // with intervals that are no numbers
        ImmutableArray<ClaimResult> results = ClaimCatalog.Judge(new SampleStudy { Runs = 1 }.Tables());

        ClaimsFile.Write(folder.Root, results);
        ImmutableArray<ClaimResult> read = ClaimsFile.Read(folder.Root);

        Assert.Equal(results.Length, read.Length);
        foreach ((ClaimResult expected, ClaimResult actual) in results.Zip(read))
        {
            Assert.Equal(expected with { Evidence = [] }, actual with { Evidence = [] });
            Assert.Equal(expected.Evidence, actual.Evidence);
        }
    }

    private static ClaimResult Judge(string id, SampleStudy study) =>
        ClaimCatalog.All.Single(claim => claim.Id == id).Judge(study.Tables());

    /// <summary>A series of the sample study, and what it is multiplied by.</summary>
    /// <param name="Optimizee">Whose.</param>
    /// <param name="Optimizer">Whose.</param>
    /// <param name="Measure">What is changed.</param>
    /// <param name="Refuting">Refutes the claim in every run.</param>
    /// <param name="Open">By run; leaves the claim open.</param>
    private sealed record Change(string Optimizee, string Optimizer, string Measure, double Refuting, double[] Open)
    {
        public ClaimResult Judge(string id, Func<Change, int, double, double> value) => ClaimTests.Judge(
            id, new SampleStudy().Change(Optimizee, Optimizer, Measure, (_, run, before) => value(this, run, before)));
    }
}
