using System.Collections.Immutable;
using System.Globalization;
using L2O.Tables;

namespace L2O.Studies.Paper.Claims;

/// <summary>
/// Collects a claim's numbers and conditions. A condition holds surely if the whole interval of its number lies where it should, surely not
/// if none of it does. A claim is reproduced if all of its conditions hold surely, not reproduced if one surely does not; it is not judged
/// where a condition has no interval, as with a single run, or rests on a single meta-training, since another one might come out otherwise;
/// and inconclusive where the runs leave one open.
/// </summary>
internal sealed class ClaimJudgment
{
    private readonly List<ClaimEvidence> _evidence = [];
    private readonly List<ClaimEvidence> _sure = [];
    private readonly List<ClaimEvidence> _open = [];
    private readonly List<ClaimEvidence> _refuted = [];
    private string? _report;
    private bool _restsOnOne;

    /// <summary>All numbers, in the order in which they came.</summary>
    public ImmutableArray<ClaimEvidence> Evidence => [.. _evidence];

    /// <summary>What follows from the conditions.</summary>
    public ClaimVerdict Verdict =>
        _report is not null ? ClaimVerdict.Reported
        : _restsOnOne ? ClaimVerdict.NotJudged
        : _refuted.Count > 0 ? ClaimVerdict.NotReproduced
        : _open.Any(static one => double.IsNaN(one.Low)) ? ClaimVerdict.NotJudged
        : _open.Count > 0 ? ClaimVerdict.Inconclusive
        : ClaimVerdict.Reproduced;

    /// <summary>The verdict's reason, in a sentence with numbers.</summary>
    public string Finding => _report ?? (!_restsOnOne ? OfConditions
        : $"Not judged: it rests on a single meta-training, and another may come out otherwise. Of this one: {OfConditions}");

    private string OfConditions => (_refuted.Count > 0, _open.Count > 0) switch
    {
        (false, false) => $"{(_sure.Count == 1 ? "The condition holds" : $"All {_sure.Count} conditions hold")}: {List(_sure)}.",
        (true, _) when _sure.Count + _open.Count + _refuted.Count == 1 =>
            $"The condition does not hold: {List(_refuted)}.",
        (true, _) =>
            $"{_refuted.Count} of {_sure.Count + _open.Count + _refuted.Count} conditions do not hold: {List(_refuted)}.",
        _ when _open.Any(static one => double.IsNaN(one.Low)) =>
            $"Not judged, for want of an interval: {List(_open.Where(static one => double.IsNaN(one.Low)))}.",
        _ when _sure.Count + _open.Count == 1 => $"The runs do not decide: {List(_open)}.",
        _ => $"{_sure.Count} of {_sure.Count + _open.Count} conditions hold, the runs do not decide on the others: {List(_open)}.",
    };

    /// <summary>A number that is shown only.</summary>
    /// <param name="quantity">What it is.</param>
    /// <param name="study">The study's value.</param>
    /// <param name="value">Ours.</param>
    public void Show(string quantity, string study, RunInterval value) =>
        _evidence.Add(NumberOf(quantity, study, value));

    /// <summary>The same number of a baseline with the study's rate, which decides nothing; left out where it did not run.</summary>
    /// <param name="optimizee">The network.</param>
    /// <param name="baseline">Name of the baseline, whose condition has the search's choice.</param>
    /// <param name="quantity">What it is.</param>
    /// <param name="study">The study's value.</param>
    /// <param name="value">From the stored name of the baseline with the study's rate to our number.</param>
    public void ShowAtStudyRate(string optimizee, string baseline, string quantity, string study, Func<string, RunInterval> value)
    {
        string name = StudyRates.Of(optimizee, baseline);
        try
        {
            Show($"{quantity}, with {name} as in the study", study, value(name));
        }
        catch (MissingResultException)
        {
            // stored by an earlier version, or made with other baselines
        }
    }

    /// <summary>A condition: a number lies between two bounds, both excluded.</summary>
    /// <param name="quantity">What it is.</param>
    /// <param name="study">The study's value.</param>
    /// <param name="value">Ours.</param>
    /// <param name="above">Lower bound.</param>
    /// <param name="below">Upper bound.</param>
    public void Require(string quantity, string study, RunInterval value, double above = double.NegativeInfinity,
        double below = double.PositiveInfinity)
    {
        bool holds = Above(value.Value) && Below(value.Value);
        var evidence = NumberOf(quantity + Condition(above, below), study, value, holds);
        _evidence.Add(evidence);
        _restsOnOne |= value.Starts == 1;
        bool sure = Above(value.Low) && Below(value.High) && holds;
        bool refuted = (value.High <= above || value.Low >= below) && !holds;
        (sure ? _sure : refuted ? _refuted : _open).Add(evidence);

        // An infinite number is above every bound and below none: a diverged run's loss.
        bool Above(double number) => number > above || double.IsNegativeInfinity(above) && !double.IsNaN(number);
        bool Below(double number) => number < below || double.IsPositiveInfinity(below) && !double.IsNaN(number);
    }

    /// <summary>Makes the claim one that is reported without a test.</summary>
    /// <param name="finding">What was found.</param>
    public void Report(string finding) => _report = finding;

    private static ClaimEvidence NumberOf(string quantity, string study, RunInterval value, bool? holds = null) =>
        new(quantity, study, value.Value, value.Low, value.High, holds, value.Starts, value.StartSpread, value.RunSpread);

    private static string Condition(double above, double below) => (double.IsFinite(above), double.IsFinite(below)) switch
    {
        (true, true) => $" (expected {Number(above)} to {Number(below)})",
        (true, false) => $" (expected over {Number(above)})",
        _ => $" (expected under {Number(below)})",
    };

    private static string List(IEnumerable<ClaimEvidence> conditions) => string.Join("; ", conditions.Select(static condition =>
        double.IsNaN(condition.Low)
            ? $"{condition.Quantity} is {Number(condition.Value)}, without an interval"
            : $"{condition.Quantity} is {Number(condition.Value)} [{Number(condition.Low)}, {Number(condition.High)}]"));

    private static string Number(double value) => value.ToString("G3", CultureInfo.InvariantCulture);
}
