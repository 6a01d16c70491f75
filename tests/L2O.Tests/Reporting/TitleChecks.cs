using System.Globalization;
using System.Text.RegularExpressions;
using L2O.MetaTesting;
using L2O.Reporting.Figures.Describing;
using L2O.Reporting.Figures.Models;
using L2O.Reporting.Styles;
using L2O.Reporting.Tables;
using L2O.Tables;

namespace L2O.Tests.Reporting;

/// <summary>What titles of figures say, computed once more from single rows; each tells whether a title is true.</summary>
internal static class TitleChecks
{
    private const double StudentOfThree = 4.303; // 97.5 % point of Student's t with 2 degrees of freedom

    public static bool Ranked(RandomResults results, DynamicsTable table, FigureModel figure)
    {
        (string measure, double position) = figure.Name switch
        {
            "stiffness" => ("theta_stiffness", double.NaN),
            "covariance" => ("update_covariance_eigenvalue", 1),
            ['d', .. _] => ($"update_{figure.Name["deviations-".Length..]}_deviation", double.NaN),
            _ => ("update_norm", double.NaN),
        };
        RunMeasurement[] rows = [.. table.Rows(measure).Where(row => double.IsNaN(position) || row.Measurement.Position.Equals(position))
            .Where(row => !figure.Name.StartsWith("norms-", StringComparison.Ordinal) || figure.Name.EndsWith(row.Optimizee,
                StringComparison.Ordinal))];
        (string Network, int At, (string Name, double Mean)[] Order, bool Decided)[] networks =
            [.. rows.GroupBy(static row => row.Optimizee).Select(group => Order([.. group]))];
        return networks.Length == 1 ? OnOne(figure.Title, networks[0].At, networks[0].Order, networks[0].Decided, results.Runs)
            : OnSeveral(figure.Title, networks);
    }

    public static bool Mixture(RandomResults results, DynamicsTable table, FigureModel figure)
    {
        string network = figure.Name["lion-sgd-".Length..];
        double Loss(string optimizer) => results.Comparison.Curves
            .Where(curve => (curve.Optimizee, curve.Optimizer) == (network, optimizer))
            .Average(static curve => curve.Points.Where(static point => point.Iteration is > 95 and <= 100)
                .Average(static point => point.TrainLoss));
        string loss = $"the loss at iteration 100 goes from {Text(Loss("lion-sgd-0"))} to {Text(Loss("lion-sgd-1"))}";
        double first = Mean(table, "update_translation_deviation", network, "lion-sgd-0", 100),
            last = Mean(table, "update_translation_deviation", network, "lion-sgd-1", 100);
        return figure.Title == (double.IsNaN(first) ? $"From λ_L = 0 to 1, {loss}"
            : $"From λ_L = 0 to 1, the translation deviation goes from {Text(first)} to {Text(last)}, and {loss}");
    }

    public static bool BetaSweep(RandomResults results, DynamicsTable table, FigureModel figure)
    {
        string[] members = ["l2o", "rescale-0.5", "rescale-1"];
        double[][] losses = [.. members.Select(member => results.Comparison.Curves
            .Where(curve => (curve.Optimizee, curve.Optimizer) == ("one", member)).OrderBy(static curve => curve.Run)
            .Select(static curve => curve.Points.Where(static point => point.Iteration is > 45 and <= 50)
                .Average(static point => point.TrainLoss)).ToArray())];
        double[] means = [.. losses.Select(static values => values.Average())];
        int trend = Sign([.. losses[2].Zip(losses[0], static (last, first) => last - first)], alone: true);
        string what = means[0] < means[1] && means[1] < means[2] && trend > 0 ? "the larger β, the higher the loss"
            : means[0] > means[1] && means[1] > means[2] && trend < 0 ? "the larger β, the lower the loss"
            : "the loss does not clearly follow β";
        return figure.Title.EndsWith($"{what}: after 50 iterations {Text(means[0])} (β\u00A0=\u00A00), {Text(means[1])} "
                + $"(β\u00A0=\u00A00.5), {Text(means[2])} (β\u00A0=\u00A01)", StringComparison.OrdinalIgnoreCase)
            && figure.Title.Contains("in one run of each", StringComparison.OrdinalIgnoreCase) == (results.Runs == 1);
    }

    public static bool SymmetryLoss(RandomResults results, DynamicsTable table, FigureModel figure)
    {
        string measure = $"update_{figure.Name["symmetry-loss-".Length..]}_deviation";
        Match match = Regex.Match(figure.Title, @": (\S+) \((\S+)\) to (\S+) \((\S+)\)$");
        double[] ranks = [.. table.Rows(measure).Where(static row => row.Optimizee == "one").GroupBy(static row => row.Optimizer)
            .Select(group => RankOf([.. group], results.Comparison)).Order()];
        double Of(int name) => RankOf([.. table.Rows(measure).Where(row => row.Optimizee == "one"
            && OptimizerPalette.ShortLabel(row.Optimizer) == match.Groups[name].Value)], results.Comparison);
        return match.Success && Correlation(ranks[0]) == match.Groups[1].Value && Correlation(ranks[^1]) == match.Groups[3].Value
            && Correlation(Of(2)) == match.Groups[1].Value && Correlation(Of(4)) == match.Groups[3].Value;
    }

    public static bool TailIndex(RandomResults results, DynamicsTable table, FigureModel figure)
    {
        (string Name, double Mean, double[] Runs)[] order = [.. table.Rows("update_tail_index")
            .Where(static row => row.Optimizee == "one").GroupBy(static row => row.Optimizer)
            .Select(static group => (OptimizerPalette.ShortLabel(group.Key), group.Average(static row => row.Measurement.Value),
                group.GroupBy(static row => row.Run).OrderBy(static run => run.Key)
                    .Select(static run => run.Average(static row => row.Measurement.Value)).ToArray()))
            .OrderByDescending(static one => one.Item2)];
        bool Clear(int more, int less) => Sign([.. order[more].Runs.Zip(order[less].Runs, static (a, b) => a - b)]) > 0;
        string list = FigureText.List([.. order.Select(static one => $"{one.Name} {Text(one.Mean)}")]);
        bool all = Enumerable.Range(1, order.Length - 2).All(i => Clear(0, i) && Clear(i, order.Length - 1));
        string ends = $"updates of {order[0].Name} are the least heavy-tailed (mean α {Text(order[0].Mean)}), those of {order[^1].Name} "
            + $"the most ({Text(order[^1].Mean)})";
        string expected = results.Runs == 1 ? $"{ends}, in one run of each"
            : !Clear(0, order.Length - 1)
                ? $"updates are about equally heavy-tailed, mean α {list}"
            : all ? ends
            : $"updates of {order[0].Name} are less heavy-tailed (mean α {Text(order[0].Mean)}) than those of {order[^1].Name} "
                + $"({Text(order[^1].Mean)})";
        return figure.Title.EndsWith(expected, StringComparison.Ordinal)
            && figure.Title.StartsWith("On one", StringComparison.Ordinal) == (table.Optimizees.Length > 1);
    }

    public static bool Centering(RandomResults results, DynamicsTable table, FigureModel figure)
    {
        string Of(string how) => Text(table.Rows($"update_tail_index_{how}")
            .Where(static row => (row.Optimizee, row.Optimizer) == ("one", "l2o")).Average(static row => row.Measurement.Value));
        return figure.Title == $"Mean α of the updates of L2O: {Of("float_mean")} (float32 mean, as in the study), {Of("exact_mean")} "
            + $"(exact mean) and {Of("live")} (dead coordinates left out)";
    }

    public static bool Histogram(RandomResults results, DynamicsTable table, FigureModel figure)
    {
        string network = figure.Name["update-histograms-".Length..];
        Match match = Regex.Match(figure.Title, @"^After (\d+) iterations the largest update is (.+)$");
        int at = int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture);
        string[] parts = [.. table.Rows("update_max_abs")
            .Where(row => (row.Optimizee, row.Run, row.Measurement.Iteration) == (network, 0, at))
            .Select(row => $"{Text(row.Measurement.Value)} ({OptimizerPalette.ShortLabel(row.Optimizer)})")];
        return match.Groups[2].Value == FigureText.List(parts) && figure.Caption.StartsWith($"{network}, run 0", StringComparison.Ordinal);
    }

    public static bool Spectrogram(RandomResults results, DynamicsTable table, FigureModel figure)
    {
        RunMeasurement[] shown = [.. table.Rows("hidden_spectrogram", "layer 1 channel 3").Where(row => row.Run == 0
            && figure.Name.EndsWith($"-{row.Optimizee}", StringComparison.Ordinal) && row.Measurement.Position > 0)];
        double share = 100 * shown.Where(static row => row.Measurement.Position < 0.1).Sum(static row => row.Measurement.Value)
            / shown.Sum(static row => row.Measurement.Value);
        return figure.Title == $"Hidden state of L2O, layer 1: {share.ToString("F0", CultureInfo.InvariantCulture)}\u00A0% of the "
            + "oscillation is slower than 0.1 cycles an iteration";
    }

    public static bool Generalization(RandomResults results, DynamicsTable table, FigureModel figure)
    {
        (int Better, int Level, double Worst) = (0, 0, 0);
        foreach (IGrouping<string, LossCurve> network in results.Comparison.Curves.GroupBy(static curve => curve.Optimizee))
        {
            double[] Of(string name) => [.. network.Where(curve => curve.Optimizer == name).OrderBy(static curve => curve.Run)
                .Select(static curve => curve.Points.Average(static point => point.TrainLoss))];
            double[] best = Of("adam").Average() < Of("sgd").Average() ? Of("adam") : Of("sgd"), mine = Of("l2o");
            int sign = Sign([.. mine.Zip(best, static (a, b) => a - b)]);
            (Better, Level) = (Better + (sign < 0 ? 1 : 0), Level + (sign == 0 ? 1 : 0));
            Worst = sign > 0 ? Math.Max(Worst, mine.Average() / best.Average()) : Worst;
        }
        int Said(string pattern) => Regex.Match(figure.Title, pattern) is { Success: true } match
            ? match.Groups[1].Success ? int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture) : 3 : 0;
        return Said(@"^L2O beats the best tuned baseline on (?:(\d) of 3|all 3) networks") == Better
            && Said(@"level on (?:(\d) of 3|all 3) networks") == Level
            && figure.Title.Contains("behind the best tuned baseline everywhere", StringComparison.Ordinal) == (Better + Level == 0)
            && (Worst <= 1 || figure.Title.EndsWith($"its loss is {NumberText.Factor(Worst)} times as high", StringComparison.Ordinal)
                || !figure.Title.Contains("times as high", StringComparison.Ordinal));
    }

    public static bool LearningRates(RandomResults results, DynamicsTable table, FigureModel figure)
    {
        IEnumerable<string> parts = results.Comparison.Searches.GroupBy(static trial => trial.Optimizer).Select(static group =>
        {
            double[] best = [.. group.GroupBy(static trial => trial.Optimizee)
                .Select(static trials => trials.MinBy(static trial => trial.SummedLosses.Average())!.LearningRate).Distinct().Order()];
            string range = best.Length == 1 ? NumberText.Plain(best[0]) : $"{NumberText.Plain(best[0])} to {NumberText.Plain(best[^1])}";
            return $"{OptimizerPalette.ShortLabel(group.Key)} {range}";
        });
        return figure.Title == $"Best learning rates: {string.Join(", ", parts)}";
    }

    public static bool MetaTraining(RandomResults results, DynamicsTable table, FigureModel figure)
    {
        (int Number, double First, double Best) = (results.Epochs.Last(static epoch => epoch.Best).Epoch, results.Epochs[0].TestLoss,
            results.Epochs.Last(static epoch => epoch.Best).TestLoss);
        string end = $"the best of 4 epochs is number {Number}";
        return figure.Title == (Number == 1 ? $"Meta-training: {end}, with a test loss of {Text(Best)}"
            : $"Meta-training takes the test loss from {Text(First)} to {Text(Best)}; {end}");
    }

    private static bool OnOne(string title, int at, (string Name, double Mean)[] order, bool decided, int runs)
    {
        if (title.StartsWith("Level: ", StringComparison.Ordinal))
            return runs > 1 && !decided && title.EndsWith($" after {Count(at)}: "
                + FigureText.List([.. order.Select(static one => $"{one.Name} {Text(one.Mean)}")]), StringComparison.Ordinal);
        string factor = FigureText.Factor(order[0].Mean / order[1].Mean), when = $"after {Count(at)}{(runs == 1 ? " of one run" : "")}";
        return (runs == 1 || decided)
            && Regex.IsMatch(title, $"^(?:{order[0].Name} .*{factor} times as much as {order[1].Name} {when}"
                + $"|With {order[0].Name}, .*{factor} times that with {order[1].Name} {when})$");
    }

    private static bool OnSeveral(string title, (string Network, int At, (string Name, double Mean)[] Order, bool Decided)[] networks)
    {
        (string Name, int Count)[] winners = [.. networks.Where(static one => one.Decided).GroupBy(static one => one.Order[0].Name)
            .Select(static group => (group.Key, group.Count())).OrderByDescending(static one => one.Item2)];
        if (winners.Length == 0)
            return title.StartsWith("Level: ", StringComparison.Ordinal);
        double[] factors = [.. networks.Where(one => one.Decided && title.Contains(one.Order[0].Name, StringComparison.Ordinal))
            .Select(static one => one.Order[0].Mean / one.Order[1].Mean).Order()];
        return winners.Any(one => one.Count == winners[0].Count
                && Regex.IsMatch(title, $"^(?:With )?{one.Name}[ ,].* on {FigureText.Share(one.Count, networks.Length)}, "))
            && Regex.Match(title, @", (.+?)(?: to (.+))? times (?:as much as )?the next$") is { Success: true } by
            && (by.Groups[1].Value.EndsWith(FigureText.Factor(factors[0]), StringComparison.Ordinal))
            && (!by.Groups[2].Success || by.Groups[2].Value == FigureText.Factor(factors[^1]));
    }

    /// <summary>Means at the last iteration that most reached, from the largest, and whether the runs decide who is first.</summary>
    private static (string Network, int At, (string Name, double Mean)[] Order, bool Decided) Order(RunMeasurement[] rows)
    {
        int at = rows.GroupBy(static row => row.Measurement.Iteration)
            .OrderByDescending(static group => group.Select(static row => row.Optimizer).Distinct().Count())
            .ThenByDescending(static group => group.Key).First().Key;
        (string Name, double[] Runs)[] values = [.. rows.Where(row => row.Measurement.Iteration == at).GroupBy(static row => row.Optimizer)
            .Select(static group => (OptimizerPalette.ShortLabel(group.Key),
                group.OrderBy(static row => row.Run).Select(static row => row.Measurement.Value).ToArray()))
            .OrderByDescending(static one => one.Item2.Average())];
        return (rows[0].Optimizee, at, [.. values.Select(static one => (one.Name, one.Runs.Average()))],
            values[1..].All(one => Sign([.. values[0].Runs.Zip(one.Runs, static (a, b) => a - b)]) > 0));
    }

    /// <summary>Sign of a mean whose 95 % interval, by Student's t, does not hold 0; of one value its own, or 0.</summary>
    public static int Sign(double[] differences, bool alone = false)
    {
        double mean = differences.Average();
        if (differences.Length == 1)
            return alone ? Math.Sign(mean) : 0;
        double error = Math.Sqrt(differences.Sum(value => (value - mean) * (value - mean)) / (differences.Length - 1) / differences.Length);
        return Math.Abs(mean) > StudentOfThree * error ? Math.Sign(mean) : 0;
    }

    private static double RankOf(RunMeasurement[] rows, Comparison comparison)
    {
        const int half = 4; // of the nine iterations of the moving average
        (double X, double Y)[] points = [.. rows.Where(static row => row.Measurement.Iteration <= 100).Select(row =>
        {
            double[] losses = [.. comparison.Curves.First(curve => (curve.Optimizee, curve.Optimizer, curve.Run)
                == (row.Optimizee, row.Optimizer, row.Run)).Points.Select(static point => point.TrainLoss)];
            double Smooth(int i) => losses[(i - Math.Min(half, i))..(i + Math.Min(half, i) + 1)].Average();
            int before = Math.Max(row.Measurement.Iteration - 2, 0), after = row.Measurement.Iteration;
            return (row.Measurement.Value, (Smooth(before) - Smooth(after)) / (after - before));
        })];
        double[] x = Ranks([.. points.Select(static point => point.X)]), y = Ranks([.. points.Select(static point => point.Y)]);
        double mx = x.Average(), my = y.Average();
        return x.Zip(y, (a, b) => (a - mx) * (b - my)).Sum()
            / Math.Sqrt(x.Sum(a => (a - mx) * (a - mx)) * y.Sum(b => (b - my) * (b - my)));
    }

    private static double[] Ranks(double[] values) => [.. values.Select(value =>
        values.Count(other => other < value) + (values.Count(other => other.Equals(value)) - 1) / 2.0)];

    private static double Mean(DynamicsTable table, string measure, string network, string optimizer, int iteration) =>
        table.Rows(measure).Where(row => (row.Optimizee, row.Optimizer, row.Measurement.Iteration) == (network, optimizer, iteration))
            .Select(static row => row.Measurement.Value).DefaultIfEmpty(double.NaN).Average();

    private static string Text(double value) => FigureText.Number(value);

    private static string Count(int iterations) => iterations == 1 ? "1 iteration" : $"{iterations} iterations";

    private static string Correlation(double value) => value.ToString("+0.00;-0.00;0.00", CultureInfo.InvariantCulture);
}
