using System.Collections.Immutable;
using L2O.MetaTesting;
using L2O.MetaTraining;
using L2O.Optimizees;
using L2O.Optimizees.Losses;
using L2O.Tables;
using Xunit;

namespace L2O.Tests.Runs;

public sealed class MetricsCsvTests
{
    [Fact]
    public void A_comparison_reads_back_bit_for_bit()
    {
        using var folder = new TemporaryFolder();
        Comparison stored = SampleComparison.Full();

        MetricsCsv.Write(folder.Root, stored);
        Comparison read = MetricsCsv.Read(folder.Root);

        Assert.Equal((stored.Data, stored.Iterations), (read.Data, read.Iterations));
        Assert.Equal(stored.Curves.Count, read.Curves.Count);
        foreach ((LossCurve a, LossCurve b) in stored.Curves.Zip(read.Curves))
        {
            Assert.Equal((a.Optimizee, a.Optimizer, a.Run, a.FinalTrain, a.FinalTest),
                (b.Optimizee, b.Optimizer, b.Run, b.FinalTrain, b.FinalTest));
            Assert.Equal(a.Points, b.Points);
        }
        Assert.Equal(stored.Searches.Count, read.Searches.Count);
        foreach ((LearningRateTrial a, LearningRateTrial b) in stored.Searches.Zip(read.Searches))
        {
            Assert.Equal((a.Optimizee, a.Optimizer, a.LearningRate, a.Chosen), (b.Optimizee, b.Optimizer, b.LearningRate, b.Chosen));
            Assert.Equal(a.SummedLosses, b.SummedLosses);
        }
    }

    [Fact]
    public void Tables_have_the_documented_columns_and_empty_cells_where_nothing_was_measured()
    {
        using var folder = new TemporaryFolder();
        WriteSmall(folder);

        Assert.Equal(
            [
                "optimizee,optimizer,run,iteration,train_loss,train_accuracy,test_loss,test_accuracy",
                "\"net,1\",adam,0,1,0.75,0.5,,",
                "\"net,1\",adam,0,2,0.30000000000000004,0.875,0.5,0.75",
                "\"net,1\",adam,1,1,Infinity,0.125,,",
            ],
            File.ReadAllLines(folder["metrics.csv"]));
        Assert.Equal(
            [
                "optimizee,optimizer,run,learning_rate,loss_threshold,first_batch_under_threshold,iterations_to_threshold,final_train_loss,"
                    + "final_train_accuracy,final_test_loss,final_test_accuracy,diverged,iterations,planned_iterations,data,"
                    + "loss,final_train_r2,final_test_r2",
                "\"net,1\",adam,0,0.05,0.5,2,,0.25,0.9,0.375,0.85,0,2,2,digits,softmax,,",
                "\"net,1\",adam,1,0.05,0.5,,,,,,,1,1,2,digits,softmax,,",
            ],
            File.ReadAllLines(folder["runs.csv"]));
        Assert.Equal(
            [
                "optimizee,optimizer,learning_rate,run,summed_train_loss,chosen,extended,schedule",
                "\"net,1\",adam,0.05,0,12.5,1,0,\"\"",
                "\"net,1\",adam,3,0,,0,0,\"\"",
            ],
            File.ReadAllLines(folder["learning_rates.csv"]));
    }

    [Fact]
    public void A_table_of_runs_of_version_0_1_is_read()
    {
        using var folder = new TemporaryFolder();
        WriteSmall(folder);
        Comparison written = MetricsCsv.Read(folder.Root);
        File.WriteAllLines(folder["runs.csv"],
        [
            "optimizee,optimizer,run,iterations_to_loss_0_5,final_train_loss,final_train_accuracy,final_test_loss,final_test_accuracy,"
                + "diverged,iterations,planned_iterations,data",
            "\"net,1\",adam,0,2,0.25,0.9,0.375,0.85,0,2,2,digits",
            "\"net,1\",adam,1,,,,,,1,1,2,digits",
        ]);

        Comparison read = MetricsCsv.Read(folder.Root);

        Assert.Equal((written.Data, written.Iterations), (read.Data, read.Iterations));
        Assert.Equal(written.Curves.Select(static curve => curve with { Points = [] }),
            read.Curves.Select(static curve => curve with { Points = [] }));
        IReadOnlyList<Array> columns = TableCatalog.Runs.Read(folder["runs.csv"], 10).Single();
        Assert.Equal([2, null], Assert.IsType<int?[]>(columns[5]));
        Assert.Equal([double.NaN, double.NaN], Assert.IsType<double[]>(columns[3]));
    }

    [Fact]
    public void Tables_of_builds_before_0_2_are_read_under_their_old_names()
    {
        using var folder = new TemporaryFolder();
        WriteSmall(folder);
        Comparison written = MetricsCsv.Read(folder.Root);
        File.WriteAllLines(folder["runs.csv"],
        [
            "optimizee,optimizer,run,learning_rate,first_batch_under_0_5,mean_of_9_under_0_5,final_train_loss,final_train_accuracy,"
                + "final_test_loss,final_test_accuracy,diverged,iterations,planned_iterations,data,loss,final_train_r2,final_test_r2",
            "\"net,1\",adam,0,0.05,2,1,0.25,0.9,0.375,0.85,0,2,2,digits,softmax,,",
            "\"net,1\",adam,1,0.05,,,,,,,1,1,2,digits,softmax,,",
        ]);
        File.WriteAllLines(folder["learning_rates.csv"],
            ["optimizee,optimizer,learning_rate,run,summed_train_loss,chosen", "\"net,1\",adam,0.05,0,12.5,1"]);

        Comparison read = MetricsCsv.Read(folder.Root);

        Assert.Equal(written.Curves.Select(static curve => curve with { Points = [] }),
            read.Curves.Select(static curve => curve with { Points = [] }));
        Assert.False(Assert.Single(read.Searches).Extended);
        IReadOnlyList<Array> columns = TableCatalog.Runs.Read(folder["runs.csv"], 10).Single();
        Assert.Equal([2, null], Assert.IsType<int?[]>(columns[5])); // the first batch
        Assert.Equal([1, null], Assert.IsType<int?[]>(columns[6])); // the mean of nine
        Assert.Equal([0.05, 0.05], Assert.IsType<double[]>(columns[3]));
        Assert.Equal([false], Assert.IsType<bool[]>(TableCatalog.LearningRates.Read(folder["learning_rates.csv"], 10).Single()[6]));
        Assert.Equal(0.5, read.LossThresholdOn("net,1"));
    }

    [Fact]
    public void Thresholds_and_extended_rates_come_back()
    {
        using var folder = new TemporaryFolder();
        Comparison written = SampleComparison.Full(30) with
        {
            LossThresholds = ImmutableSortedDictionary<string, double>.Empty.Add("mlp-relu-20", 0.7).Add("mlp-sigmoid-20", 0.4)
                .Add("mlp-sigmoid-100-100", 1.25),
            Searches = [new("mlp-relu-20", "sgd", 3, [2], false), new("mlp-relu-20", "sgd", 10, [1], true, true)],
        };
        MetricsCsv.Write(folder.Root, written);
        Comparison read = MetricsCsv.Read(folder.Root);
        Assert.Equal(written.LossThresholds, read.LossThresholds);
        Assert.Equal([false, true], read.Searches.Select(static trial => trial.Extended));
    }

    [Fact]
    public void A_regression_keeps_its_loss_and_R2_and_counts_to_no_threshold()
    {
        using var folder = new TemporaryFolder();
        var curve = new LossCurve("net", "adam", 0, [new(1, 0.1, double.NaN, double.NaN, double.NaN)],
            new(0.25, double.NaN, 0.75), new(0.5, double.NaN, -1.5));
        MetricsCsv.Write(folder.Root, new Comparison("houses.csv", 1, [curve], [], LossKind.Mse));
        Assert.Equal("net,adam,0,,,,,0.25,,0.5,,0,1,1,houses.csv,mse,0.75,-1.5", File.ReadAllLines(folder["runs.csv"])[1]);
        Comparison read = MetricsCsv.Read(folder.Root);
        Assert.Equal((LossKind.Mse, curve.FinalTrain, curve.FinalTest), (read.Loss, read.Curves[0].FinalTrain, read.Curves[0].FinalTest));
        File.WriteAllText(folder["runs.csv"], File.ReadAllText(folder["runs.csv"]).Replace(",mse,", ",mae,", StringComparison.Ordinal));
        Assert.EndsWith("loss is 'mae'; expected softmax, mse, bce",
            Assert.Throws<InvalidDataException>(() => MetricsCsv.Read(folder.Root)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Writing_leaves_no_file_beside_the_tables()
    {
        using var folder = new TemporaryFolder();
        WriteSmall(folder);
        WriteSmall(folder);

        Assert.Equal(["learning_rates.csv", "metrics.csv", "runs.csv"], Directory.GetFiles(folder.Root).Select(Path.GetFileName).Order());
    }

    [Theory]
    [InlineData("metrics.csv", "0.75", "0.7x", "metrics.csv, line 2: train_loss is '0.7x'; expected a number or nothing")]
    [InlineData("metrics.csv", "0,1,0.75", "5,1,0.75", "metrics.csv, line 2: run is '5'; expected a run that runs.csv lists")]
    [InlineData("metrics.csv", "0,2,0.3", "0,1,0.3", "metrics.csv, line 3: iteration is '1'; expected more than 1")]
    [InlineData("metrics.csv", "0.125,,", "0.125,", "metrics.csv, line 4: 7 cells; expected 8")]
    [InlineData("metrics.csv", "\"net,1\",adam,1", "\"net,1,adam,1",
        "metrics.csv, line 4: '\"net,1,adam,1,1,Infinity,0.125,,' has an unfinished")]
    [InlineData("metrics.csv", "optimizee,", "network,", "metrics.csv, line 1: the header is 'network,")]
    [InlineData("metrics.csv", "\"net,1\",adam,1,1,Infinity,0.125,,\n", "",
        "runs.csv, line 3: iterations is '1'; expected as many rows in metrics.csv, which has 0")]
    [InlineData("metrics.csv", "0.125,,\n", "0.12", "metrics.csv: the file is cut off within its last line")]
    [InlineData("runs.csv", ",1,1,2,digits", ",yes,1,2,digits", "runs.csv, line 3: diverged is 'yes'; expected 1 or 0")]
    [InlineData("runs.csv", ",1,1,2,digits", ",0,1,2,digits",
        "runs.csv, line 3: diverged is '0'; expected 1, as final_train_loss is empty")]
    [InlineData("runs.csv", "adam,1,", "adam,0,", "runs.csv, line 3: run is '0'; expected one row for run 0 of adam on net,1")]
    [InlineData("runs.csv", "1,1,2,digits", "1,1,2,mnist", "runs.csv, line 3: data is 'mnist'; expected the same data")]
    [InlineData("learning_rates.csv", "3,0,,0", "3,1,,0", "learning_rates.csv, line 3: run is '1'; expected the runs of a rate")]
    public void A_damaged_table_is_refused_with_file_line_and_what_was_expected(string file, string old, string damaged, string message)
    {
        using var folder = new TemporaryFolder();
        WriteSmall(folder);
        string text = File.ReadAllText(folder[file]);
        Assert.Contains(old, text, StringComparison.Ordinal);
        File.WriteAllText(folder[file], text.Replace(old, damaged, StringComparison.Ordinal));

        InvalidDataException error = Assert.Throws<InvalidDataException>(() => MetricsCsv.Read(folder.Root));

        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
    }

    [Fact]
    public void A_missing_table_is_named()
    {
        using var folder = new TemporaryFolder();
        FileNotFoundException error = Assert.Throws<FileNotFoundException>(() => MetricsCsv.Read(folder.Root));
        Assert.Contains("runs.csv: no such file", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_empty_file_is_refused()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["meta_training.csv"], "");
        Assert.Contains("the file is empty", Assert.Throws<InvalidDataException>(() => MetaTrainingCsv.Read(folder.Root)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_name_with_a_line_break_is_refused_before_anything_is_written()
    {
        using var folder = new TemporaryFolder();
        var comparison = new Comparison("digits", 2, [SampleComparison.Falling("a\nb", "adam", 0, 2, 5, 0.1)], []);

        Assert.Throws<ArgumentException>(() => MetricsCsv.Write(folder.Root, comparison));
        Assert.Empty(Directory.GetFiles(folder.Root));
    }

    [Fact]
    public void Meta_training_reads_back_bit_for_bit()
    {
        using var folder = new TemporaryFolder();
        EpochMetrics[] epochs = [new(1, 1.0 / 3, double.NaN, true, 3, 1), new(2, -0.5, 41.25, false)];

        MetaTrainingCsv.Write(folder.Root, epochs);

        Assert.Equal(["epoch,meta_loss,test_loss,best,skipped_meta_steps,diverged_runs",
            "1,0.3333333333333333,,1,3,1", "2,-0.5,41.25,0,0,0"], File.ReadAllLines(folder["meta_training.csv"]));
        Assert.Equal(epochs, MetaTrainingCsv.Read(folder.Root));
    }

    private static void WriteSmall(TemporaryFolder folder)
    {
        var nothing = new LossAndAccuracy(double.NaN, double.NaN);
        var first = new LossCurve(
            "net,1",
            "adam",
            0,
            [new CurvePoint(1, 0.75, 0.5, double.NaN, double.NaN), new CurvePoint(2, 0.1 + 0.2, 0.875, 0.5, 0.75)],
            new LossAndAccuracy(0.25, 0.9),
            new LossAndAccuracy(0.375, 0.85));
        var second = new LossCurve("net,1", "adam", 1, [new CurvePoint(1, double.PositiveInfinity, 0.125, double.NaN, double.NaN)],
            nothing, nothing);
        LearningRateTrial[] searches = [new("net,1", "adam", 0.05, [12.5], true), new("net,1", "adam", 3, [double.NaN], false)];
        MetricsCsv.Write(folder.Root, new Comparison("digits", 2, [first, second], searches));
    }
}
