using System.Globalization;
using System.Text.RegularExpressions;
using L2O.Dynamics;
using L2O.Reporting.Figures.Describing;
using L2O.Reporting.Figures.Models;
using L2O.Reporting.Styles;
using L2O.Tables;

namespace L2O.Reporting.Figures;

/// <summary>
/// A grid of spectrograms of a learned optimizer's state, a panel for each channel of one layer, all with the same colors.
/// </summary>
internal static partial class SpectrogramFigure
{
    private const double Slow = 0.1; // cycles an iteration: slower than a tenth is what the title counts
    private const double Decades = 6;

    /// <summary>The states that have spectrograms.</summary>
    public static IReadOnlyList<string> States { get; } = ["hidden", "cell"];

    /// <summary>Describes a figure for each optimizee, optimizer and layer of the first run; none where it was not measured.</summary>
    /// <param name="table">The measured dynamics.</param>
    /// <param name="state">One of <see cref="States"/>.</param>
    public static IReadOnlyList<FigureModel> Describe(DynamicsTable table, string state)
    {
        ArgumentNullException.ThrowIfNull(table);
        string measure = QuantityOf(state).Name;
        var channels = table.TargetsOf(measure).Select(static target => (Target: target, Match: Channel().Match(target)))
            .Where(static one => one.Match.Success)
            .Select(static one => (one.Target, Layer: Whole(one.Match.Groups[1]), Channel: Whole(one.Match.Groups[2]))).ToList();
        return
        [
            .. from layer in channels.Select(static one => one.Layer).Distinct().Order()
               let own = channels.Where(one => one.Layer == layer).OrderBy(static one => one.Channel).ToArray()
               from pair in own.SelectMany(one => table.Rows(measure, one.Target))
                   .Select(static row => (row.Optimizee, row.Optimizer)).Distinct().ToArray()
               select Figure(table, state, layer, [.. own.Select(static one => (one.Target, one.Channel))], pair.Optimizee, pair.Optimizer),
        ];
    }

    private static FigureModel Figure(DynamicsTable table, string state, int layer,
        (string Target, int Channel)[] channels, string optimizee, string optimizer)
    {
        var maps = channels
            .Select(one => (one.Channel, Rows: table.Rows(QuantityOf(state).Name, one.Target)
                .Where(row => row.Optimizee == optimizee && row.Optimizer == optimizer).ToArray()))
            .Where(static one => one.Rows.Length > 0).ToList();
        int run = maps.Min(static map => map.Rows.Min(static row => row.Run));
        double[] powers = [.. maps.SelectMany(static map => map.Rows).Select(static row => row.Measurement.Value)
            .Where(static value => double.IsFinite(value) && value > 0)];
        double highest = powers.DefaultIfEmpty(1).Max(),
            lowest = Math.Max(powers.DefaultIfEmpty(0.1).Min(), highest * Math.Pow(10, -Decades));
        HeatSeries[] heats = [.. maps.Select(map => Heat([.. map.Rows.Where(row => row.Run == run)], lowest, highest))];
        double left = heats.Min(static heat => heat.X.DefaultIfEmpty(1).Min()),
            right = heats.Max(static heat => heat.X.DefaultIfEmpty(1).Max());
        double top = heats.Max(static heat => heat.Y.DefaultIfEmpty(0.5).Max());
        var horizontal = new AxisModel("iteration") { Low = left - 0.5, High = right + 0.5 };
        var vertical = new AxisModel("cycles an iteration") { Low = 0, High = top };
        return new FigureModel(
            $"spectrogram-{state}-layer-{layer}-{FigureText.Slug(optimizer)}-{FigureText.Slug(optimizee)}",
                Title(state, layer, optimizer, maps.SelectMany(static map => map.Rows).Where(row => row.Run == run)),
            $"{optimizee}, run {run}; mean over the coordinates, Hann windows; each window stands at its last iteration. Powers below " +
                $"{FigureText.Number(lowest)} have the lightest color.",
            [.. maps.Select((map, i) => new PanelModel($"channel {map.Channel}", horizontal, vertical, [heats[i]]))])
        {
            Columns = Math.Min(5, maps.Count),
        };
    }

    private static HeatSeries Heat(RunMeasurement[] rows, double lowest, double highest)
    {
        double[] iterations = [.. rows.Select(static row => (double)row.Measurement.Iteration).Distinct().Order()];
        double[] frequencies = [.. rows.Select(static row => row.Measurement.Position).Where(double.IsFinite).Distinct().Order()];
        var cells = rows.Where(static row => double.IsFinite(row.Measurement.Position))
            .GroupBy(static row => (row.Measurement.Position, (double)row.Measurement.Iteration))
                .ToDictionary(static group => group.Key, static group => group.First().Measurement.Value);
        return new HeatSeries(DynamicsQuantities.HiddenSpectrogram.Label, [.. iterations], [.. frequencies],
            [.. from frequency in frequencies from iteration in iterations
            select cells.GetValueOrDefault((frequency, iteration), double.NaN)])
        {
            IsLogarithmic = true,
            Low = lowest,
            High = highest,
        };
    }

    private static string Title(string state, int layer, string optimizer, IEnumerable<RunMeasurement> rows)
    {
        RunMeasurement[] finite = [.. rows.Where(static row => double.IsFinite(row.Measurement.Value) && row.Measurement.Position > 0)];
        double all = finite.Sum(static row => row.Measurement.Value),
            slow = finite.Where(static row => row.Measurement.Position < Slow).Sum(static row => row.Measurement.Value);
        string share = all > 0
            ? $"{(100 * slow / all).ToString("F0", CultureInfo.InvariantCulture)}\u00A0% of the oscillation is slower than {Slow} " +
            $"cycles an iteration" : "there is no oscillation";
        return $"{(state == "cell" ? "Cell" : "Hidden")} state of {OptimizerPalette.ShortLabel(optimizer)}, layer {layer}: {share}";
    }

    private static MeasureQuantity QuantityOf(string state) =>
        state == "cell" ? DynamicsQuantities.CellSpectrogram : DynamicsQuantities.HiddenSpectrogram;

    private static int Whole(Group group) => int.Parse(group.Value, CultureInfo.InvariantCulture);

    [GeneratedRegex("^layer ([0-9]{1,6}) channel ([0-9]{1,6})$")]
    private static partial Regex Channel();
}
