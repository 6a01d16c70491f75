using L2O.MetaTesting;
using L2O.Optimizers;

namespace L2O.Studies.Yardstick.Runs;

/// <summary>An optimizer with all of its settings.</summary>
/// <param name="Text">Describes it to a reader, e.g. <c>adam@0.01:schedule=cosine</c>.</param>
/// <param name="Optimizer">Makes it.</param>
/// <param name="Rate">Its learning rate; NaN for one that is ready.</param>
/// <param name="ReadsHorizon">Whether its steps depend on the length of the run; if not, a long run begins with all shorter ones.</param>
internal sealed record Candidate(string Text, Contestant Optimizer, double Rate, bool ReadsHorizon)
{
    /// <summary>One that is ready.</summary>
    /// <param name="text">As above.</param>
    /// <param name="optimizer">Makes it.</param>
    /// <param name="isLearned">Learned optimizers always learn the length of a run, whether they need it or not.</param>
    public static Candidate Ready(string text, Contestant optimizer, bool isLearned = false) =>
        new(text, optimizer, double.NaN, isLearned || Needs(optimizer, double.NaN));

    /// <summary>One with a learning rate.</summary>
    /// <param name="name">The optimizer's, without a rate.</param>
    /// <param name="schedule">The rate's schedule; empty or constant for none.</param>
    /// <param name="variant">Makes it from a rate.</param>
    /// <param name="rate">The rate.</param>
    public static Candidate At(string name, string schedule, Contestant variant, double rate) =>
        new(SettingsOf(name, schedule, rate).Text, variant, rate, Needs(variant, rate));

    private static OptimizerSettings SettingsOf(string name, string schedule, double rate) => OptimizerSettings.Parse(
        FormattableString.Invariant($"{name}@{rate}") + (schedule is "" or "constant" ? "" : $":schedule={schedule}"));

    private static bool Needs(Contestant optimizer, double rate)
    {
        using var compute = new Compute(threads: 1);
        return optimizer.Create(rate, compute).Needs.HasFlag(OptimizerNeeds.Horizon);
    }
}
