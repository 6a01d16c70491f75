using System.Collections.Immutable;

namespace L2O.Studies.Paper;

/// <summary>A reproduction of the study at one scale: what is meta-trained, tested and measured.</summary>
/// <param name="Name">E.g. <c>quick</c>.</param>
/// <param name="Purpose">What it is for, in a few words.</param>
/// <param name="Data">The dataset's name.</param>
/// <param name="Samples">Training samples that are used of it, and a fifth as many of the test split; null for all.</param>
/// <param name="Sizes">How much of everything.</param>
internal sealed record PaperScale(string Name, string Purpose, string Data, int? Samples, PaperSizes Sizes)
{
    /// <summary>The most meta-trainings of a condition that can be asked for.</summary>
    public const int MostStarts = 100;

    /// <summary>The meta-trainings, all first starts before all second ones.</summary>
    public ImmutableArray<PaperTraining> Trainings { get; } = PaperTrainings.Of(Sizes);

    /// <summary>The meta-tests.</summary>
    public ImmutableArray<PaperTest> Tests => new PaperTests(Sizes, Trainings).All;

    /// <summary>
    /// Whether verdicts mean something: a scale that meta-trains for a few moments shows that every step works, and no more.
    /// </summary>
    public bool CanJudge { get; init; } = true;

    /// <summary>The study's figures that there are steps for, in the order of the study.</summary>
    public ImmutableArray<string> Figures => [.. Tests.SelectMany(static test => test.Figures).Distinct().Order(StringComparer.Ordinal)];

    /// <summary>The same with another dataset.</summary>
    /// <param name="data">Its name.</param>
    public PaperScale On(string data) => this with { Data = data };

    /// <summary>The same with another number of meta-trainings for each condition.</summary>
    /// <param name="starts">1 to <see cref="MostStarts"/>.</param>
    public PaperScale WithStarts(int starts) =>
        new(Name, Purpose, Data, Samples, Sizes with { Starts = (_, _) => starts }) { CanJudge = CanJudge };
}
