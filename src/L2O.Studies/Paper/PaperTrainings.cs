using System.Collections.Immutable;
using System.Globalization;
using L2O.MetaTraining.Regularizers;

namespace L2O.Studies.Paper;

/// <summary>The meta-trainings of the study.</summary>
internal static class PaperTrainings
{
    /// <summary>The condition of the study's main network, and the name that the others derive from.</summary>
    public const string Sigmoid = "sigmoid";

    /// <summary>The condition of the network with a rescale symmetry.</summary>
    public const string LeakyRelu = "leaky-relu";

    /// <summary>The condition of the network with a scale symmetry.</summary>
    public const string BatchNorm = "batchnorm";

    /// <summary>The condition of claim C12: the sum of the losses, half of the data.</summary>
    public const string SigmoidSum = "sigmoid-sum";

    /// <summary>The network that a condition trains.</summary>
    /// <param name="condition">One of the above, or one that begins like it.</param>
    public static string OptimizeeOf(string condition) =>
        condition.StartsWith(LeakyRelu, StringComparison.Ordinal) ? "mlp-leaky-relu-20"
        : condition.StartsWith(BatchNorm, StringComparison.Ordinal) ? "mlp-relu-20-batchnorm" : "mlp-sigmoid-20";

    /// <summary>All of a scale, all first starts before all second ones.</summary>
    public static ImmutableArray<PaperTraining> Of(PaperSizes sizes)
    {
        ArgumentNullException.ThrowIfNull(sizes);
        PaperTraining[] conditions =
        [
            Plain(sizes, Sigmoid), .. Sweep(sizes, LeakyRelu, RegularizerKind.Rescale, sizes.Betas),
            .. Sweep(sizes, BatchNorm, RegularizerKind.Scale, sizes.Betas),
            .. Sweep(sizes, Sigmoid, RegularizerKind.Translation, sizes.FarBetas)[1..],
            Plain(sizes, SigmoidSum) with { HalvesData = true },
        ];
        return [.. conditions
            .SelectMany(condition => Enumerable.Range(0, sizes.Starts(condition.Condition, condition.MetaTraining.Regularizer))
                .Select(start => condition with { Start = start }))
            .OrderBy(static training => training.Start)];
    }

    private static PaperTraining[] Sweep(PaperSizes sizes, string network, RegularizerKind kind, ImmutableArray<double> betas)
    {
        string family = kind.ToString().ToLowerInvariant();
        return
        [
            Plain(sizes, network),
            .. betas.Select(beta =>
            {
                string name = string.Create(CultureInfo.InvariantCulture, $"{family}-{beta}");
                return Make(sizes, $"{network}-{name}", name, new SymmetryRegularizerSettings(kind, beta));
            }),
        ];
    }

    private static PaperTraining Plain(PaperSizes sizes, string condition) => Make(sizes, condition, "l2o", null);

    private static PaperTraining Make(PaperSizes sizes, string condition, string testedAs, SymmetryRegularizerSettings? regularizer) =>
        new(condition, 0, testedAs, OptimizeeOf(condition), sizes.Schedule(condition, regularizer));
}
