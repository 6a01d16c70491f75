namespace L2O.MetaTraining;

/// <summary>What the two losses of an epoch are called: they are not the same in both kinds of meta-training.</summary>
/// <param name="MetaLoss">Label of the meta-loss.</param>
/// <param name="TestRuns">Where the second one comes from.</param>
/// <param name="TestLoss">Label of the second one, with its unit.</param>
/// <param name="ShortTestLoss">The same in sentences.</param>
/// <param name="Meaning">What both are.</param>
internal sealed record EpochWords(string MetaLoss, string TestRuns, string TestLoss, string ShortTestLoss, string Meaning)
{
    private static readonly EpochWords s_runs = new(
        "meta-loss (log of summed loss)", "test runs", "summed training loss", "summed test loss",
        "Meta-loss: mean over the epoch's meta-steps. Test loss: training loss summed over a run, mean over the test runs.");

    private static readonly EpochWords s_particles = new(
        "meta-loss", "evaluation", "training loss over that of guessing",
        "evaluated loss over that of guessing",
        "Meta-loss: mean over the epoch's meta-steps. Test loss: training loss over that of guessing, " +
        "mean over the steps of the fixed runs.");

    /// <summary>The words of a kind of meta-training.</summary>
    /// <param name="isOfParticles">Whether it is a particle training.</param>
    public static EpochWords Of(bool isOfParticles) => isOfParticles ? s_particles : s_runs;
}
