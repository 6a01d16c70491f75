using System.Globalization;
using L2O.Kernels.Lanes;
using L2O.Runs;
using Spectre.Console;

namespace L2O.Bench;

/// <summary>Shows a report as tables.</summary>
/// <param name="console">Where to.</param>
internal sealed class BenchTables(IAnsiConsole console)
{
    private static readonly string[] GrowthColumns =
        ["n", "U", "ns per coordinate and iteration", "quartiles", "fastest", "to reference", "tape MB (4nU)", "other MB"];

    /// <summary>Shows everything that the report has.</summary>
    public void Show(BenchReport report)
    {
        MachineInfo machine = report.Machine;
        Line($"{machine.Processor}, {machine.Cores} cores, {Lanes(machine.Lanes)}, {machine.Threads} threads; {machine.Runtime}; l2o " +
            $"{machine.Version}");
        Line($"{report.Optimizee} on {report.Data}, batch {report.BatchSize}, unroll {report.Unroll}, hidden size {report.HiddenSize}; " +
            $"took {Number(report.WallSeconds)} s");
        if (report.Training is { } training)
            Show("An iteration, data and optimizee included", ["", "ms", "quartiles", "fastest"], training.Select(static one => new[]
            {
                one.Name, Number(one.MillisecondsPerIteration.Median), Quartiles(one.MillisecondsPerIteration),
                Number(one.MillisecondsPerIteration.Minimum),
            }));
        if (report.Variants is { } variants)
            Show("A meta-training iteration of each variant", ["", "ms", "quartiles", "fastest", "to plain"],
                variants.Select(static one => new[]
            {
                one.Name, Number(one.MillisecondsPerIteration.Median), Quartiles(one.MillisecondsPerIteration),
                Number(one.MillisecondsPerIteration.Minimum), Number(one.RelativeToPlain),
            }));
        if (report.Checkpoints is { } checkpoints)
            Show("A checkpoint", ["ms", "quartiles", "slowest", "KB", $"share of {Number(checkpoints.IntervalSeconds)} s"],
            [[
                Number(checkpoints.Milliseconds.Median), Quartiles(checkpoints.Milliseconds),
                    Number(checkpoints.Milliseconds.Maximum), Number(checkpoints.Bytes / 1e3), $"{Number(100 * checkpoints.Share)} %",
            ]]);
        if (report.PeakMegabytes is { } peak)
            Line($"Peak memory of meta-training: {peak.ToString("F0", CultureInfo.InvariantCulture)} MB");
        ShowKernels(report);
        ShowLearned(report);
        ShowParticles(report);
        ShowGrowth(report);
        ShowDynamics(report);
    }

    private void ShowKernels(BenchReport report)
    {
        if (report.Peaks is { } peaks)
            Show("Multiply-add peak", ["lanes", "threads", "GFLOP/s", "quartiles", "best"], peaks.Select(static one => new[]
            {
                Lanes(one.Lanes), $"{one.Threads}", Number(one.Gflops),
                    $"{Number(one.LowerQuartile)} - {Number(one.UpperQuartile)}", Number(one.Best),
            }));
        if (report.Kernels is { } kernels)
            Show("Kernels", ["", "lanes", "threads", "µs", "quartiles", "ns per", "GFLOP/s", "of peak"], kernels.Select(static one => new[]
            {
                one.Name, Lanes(one.Lanes), $"{one.Threads}", Number(one.Microseconds.Median), Quartiles(one.Microseconds),
                $"{Number(one.NanosecondsPerItem)} {one.Item}",
                one.Gflops is { } gflops ? Number(gflops) : "", one.ShareOfPeak is { } share ? Percent(share) : "",
            }));
    }

    private void ShowParticles(BenchReport report)
    {
        if (report.Particles is { } particles)
            Show("Inner steps of a particle training, 64-32-10, batch 64",
                ["", "threads", "steps/s", "µs a step", "quartiles", "peak GFLOP/s", "steps/s and thread at 200"],
                particles.Select(static one => new[]
                {
                    one.Name, Number(one.Threads), Number(one.StepsPerSecond), Number(one.MicrosecondsPerStep.Median),
                    Quartiles(one.MicrosecondsPerStep), Number(one.PeakGflops), Number(one.StepsPerThreadAt200),
                }));
    }

    private void ShowLearned(BenchReport report)
    {
        if (report.Learned is { } learned)
            Show("A step on one thread", ["", "network", "parameters", "µs", "quartiles", "ns a parameter", "peak GFLOP/s", "ns at 200"],
                learned.Select(static one => new[]
            {
                one.Name, one.Network, $"{one.Parameters}", Number(one.Microseconds.Median), Quartiles(one.Microseconds),
                Number(one.NanosecondsPerParameter), Number(one.PeakGflops), Number(one.NanosecondsAt200),
            }));
    }

    private void ShowGrowth(BenchReport report)
    {
        if (report.Growth is { } growth)
            Show("Growth of an unroll with its meta-gradient", GrowthColumns, growth.Select(static one => new[]
            {
                $"{one.Coordinates}", $"{one.Unroll}", Number(one.Nanoseconds.Median),
                    Quartiles(one.Nanoseconds), Number(one.Nanoseconds.Minimum),
                Number(one.RelativeToReference), Number(one.TapeBytes / 1e6), Number(one.OtherBytes / 1e6),
            }));
    }

    private void ShowDynamics(BenchReport report)
    {
        if (report.LiveMeasures is { } measures)
            Show("A meta-test iteration that is measured", ["", "ms", "quartiles", "fastest", "to plain"],
                measures.Select(static one => new[]
            {
                one.Name, Number(one.MillisecondsPerIteration.Median), Quartiles(one.MillisecondsPerIteration),
                Number(one.MillisecondsPerIteration.Minimum), Number(one.RelativeToPlain),
            }));
        if (report.Snapshots is { } snapshots)
            Show("A snapshot's measures, gradients and updates of the learned optimizer",
                ["", "s", "quartiles", "proposals alone, s", "the study's way, s", "times as fast"], snapshots.Select(static one => new[]
            {
                one.Name, Number(one.Seconds.Median), Quartiles(one.Seconds), Number(one.ProposalSeconds),
                    Number(one.StudySeconds), Number(one.Speedup),
            }));
    }

    private void Show(string title, string[] columns, IEnumerable<string[]> rows)
    {
        var table = new Table { Title = new TableTitle(title), Border = TableBorder.Simple };
        foreach (string column in columns)
            table.AddColumn(column, settings => settings.Alignment = column.Length == 0 ? Justify.Left : Justify.Right);
        foreach (string[] row in rows)
            table.AddRow(row);
        console.Write(table);
    }

    private void Line(string text) => console.WriteLine(text);

    private static string Lanes(int bits) => bits == (int)LaneWidth.Scalar ? "scalar" : $"{bits} bits";

    private static string Quartiles(Timing timing) => $"{Number(timing.LowerQuartile)} - {Number(timing.UpperQuartile)}";

    private static string Percent(double share) => (100 * share).ToString("F0", CultureInfo.InvariantCulture) + " %";

    private static string Number(double value) => value.ToString(
        Math.Abs(value) switch { >= 100 => "F0", >= 10 => "F1", >= 1 => "F2", _ => "G3" }, CultureInfo.InvariantCulture);
}
