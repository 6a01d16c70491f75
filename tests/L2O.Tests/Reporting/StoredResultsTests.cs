using L2O.Reporting.Documents;
using L2O.Runs;
using L2O.Tables;
using Xunit;

namespace L2O.Tests.Reporting;

public sealed class StoredResultsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_folder_gives_back_all_that_was_stored()
    {
        MetricsCsv.Write(_folder.Root, SampleComparison.Full(20));
        MetaTrainingCsv.Write(_folder.Root, SampleComparison.Epochs());
        ClaimsFile.Write(_folder.Root, SampleReport.Claims());
        File.WriteAllText(_folder["config.json"], "{}");
        File.WriteAllText(_folder["dynamics.csv"],
            "optimizee,optimizer,run,iteration,target,measure,position,value,low,high\nnet,l2o,0,10,all,update_norm,,2.5,,\n" +
            "net,l2o,1,10,all,update_tail_index,,0.8,0.7,0.9\nnet,l2o,1,10,all,update_histogram,0.01,12,,\n");

        StoredResults results = StoredResults.Load(_folder.Root);

        Assert.Equal(SampleComparison.Full(20).Curves.Count, results.Comparison!.Curves.Count);
        Assert.Equal(SampleComparison.Epochs(), results.Epochs);
        Assert.Equal(SampleReport.Claims().Select(static claim => claim with { Evidence = [] }),
            results.Claims.Select(static claim => claim with { Evidence = [] }));
        Assert.Equal(SampleReport.Claims().SelectMany(static claim => claim.Evidence),
            results.Claims.SelectMany(static claim => claim.Evidence));
        Assert.Equal("{}", results.Configuration);
        Assert.Equal(
            [
                new("net", "l2o", 0, new(10, "all", "update_norm", 2.5)),
                    new("net", "l2o", 1, new(10, "all", "update_tail_index", 0.8, double.NaN, 0.7, 0.9)),
                new RunMeasurement("net", "l2o", 1, new(10, "all", "update_histogram", 12, 0.01)),
            ],
            new[] { "update_norm", "update_tail_index", "update_histogram" }.SelectMany(measure => results.Dynamics.Rows(measure)));
    }

    [Fact]
    public void A_folder_without_results_is_refused_with_what_was_looked_for()
    {
        InvalidDataException error = Assert.Throws<InvalidDataException>(() => StoredResults.Load(_folder.Root));
        Assert.Equal(
            $"folder '{_folder.Root}' has no results; expected rows in one of metrics.csv, meta_training.csv, dynamics.csv, claims.json",
            error.Message);
        Assert.Throws<DirectoryNotFoundException>(() => StoredResults.Load(_folder["missing"]));
    }

    [Fact]
    public void Damaged_claims_are_refused_with_their_place()
    {
        File.WriteAllText(_folder["claims.json"], "{ \"schemaVersion\": 1, \"claims\": [ { \"id\": 3 } ] }");
        Assert.Contains("claims[0].id", Assert.Throws<InvalidDataException>(() => StoredResults.Load(_folder.Root)).Message,
            StringComparison.Ordinal);
        File.WriteAllText(_folder["claims.json"], "{ \"schemaVersion\": 2, \"claims\": [] }");
        Assert.EndsWith("schemaVersion is 2; expected 1",
            Assert.Throws<InvalidDataException>(() => StoredResults.Load(_folder.Root)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Titles_say_what_there_is()
    {
        StoredResults all = SampleReport.Results();
        Assert.Equal("The study's claims: 1 of 4 reproduced", Title(all));
        Assert.Equal("A learned optimizer on digits", Title(all with { Claims = [] }));
        Assert.Equal("Meta-test on digits", Title(all with { Claims = [], Epochs = [] }));
        Assert.Equal("Training dynamics on mlp-leaky-relu-20", Title(all with { Claims = [], Epochs = [], Comparison = null }));
        Assert.Equal("Meta-training quick", Title(all with { Claims = [], Dynamics = DynamicsTable.Empty, Comparison = null }));
        Assert.Equal("2 runs side by side", Title(all, all));

        static string Title(params StoredResults[] runs) => ReportComposer.Compose(runs).Title;
    }

    [Fact]
    public void Several_runs_stand_side_by_side_under_their_names()
    {
        StoredResults one = SampleReport.Results() with { Claims = [], Dynamics = DynamicsTable.Empty, Name = "plain" };
        ReportDocument document = ReportComposer.Compose([one, one with { Name = "rescale" }, one with { Name = "plain" }]);

        Assert.Equal(["plain", "rescale", "plain (2)"], document.Provenance.Select(static run => run.Title));
        Assert.All(document.Findings, static sentence => Assert.Matches("^(plain|rescale|plain \\(2\\)): ", sentence),
            throwIfEmpty: true);
        Assert.Equal(document.Figures.Select(static figure => figure.Name).Distinct(),
            document.Figures.Select(static figure => figure.Name));
        Assert.Equal(
            ["plain: mlp-relu-20", "plain: mlp-sigmoid-100-100", "plain: mlp-sigmoid-20", "rescale: mlp-relu-20"],
                document.Figures.Single(static figure => figure.Name == "loss").Panels.Take(4).Select(static panel => panel.Title));
        Assert.Equal(9, document.Tables.Single(static table => table.Title == "Results").Groups.Length);
        Assert.Throws<ArgumentException>(() => ReportComposer.Compose([]));
    }

    [Fact]
    public void Folders_of_one_name_are_told_apart_by_where_they_lie()
    {
        StoredResults In(string path) => SampleReport.Results() with { Name = "own", FullPath = Path.Combine(_folder.Root, path, "own") };

        ReportDocument document = ReportComposer.Compose([In("a/x"), In("b/x"), In("c"), In("c")]);

        Assert.Equal(["a/x/own", "b/x/own", "c/own", "c/own (2)"], document.Provenance.Select(static run => run.Title));
    }

    [Fact]
    public void What_a_command_knows_comes_before_what_the_folder_says()
    {
        RunRecord record = RunRecord.New("meta-test", 7).Begin(RunSession.Begin(1)).End(RunState.Finished, "done");
        ReportFacts facts = ReportComposer.Compose([SampleReport.Results() with { Record = record }],
            ("dataset", "digits"), ("seed", "9")).Provenance[0];
        Assert.Equal([("dataset", "digits"), ("seed", "9"), ("kind", "meta-test")], facts.Facts.Take(3));
        Assert.Single(facts.Facts, static fact => fact.Key == "seed");
        Assert.Contains(facts.Facts, static fact => fact.Key == "finished");
    }
}
