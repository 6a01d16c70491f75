using System.Collections.Immutable;
using L2O.Optimizers.Learned.Lstm;

namespace L2O.Conformance;

/// <summary>Reads a case's <c>learned_optimizer</c>.</summary>
internal static class CaseLearnedOptimizer
{
    private static readonly ImmutableDictionary<string, ExtraInput> Named = ImmutableDictionary.CreateRange(
    [
        KeyValuePair.Create("parameter_value", ExtraInput.ParameterValue),
        KeyValuePair.Create("stiffness", ExtraInput.Stiffness),
        KeyValuePair.Create("log10_stiffness", ExtraInput.Log10Stiffness),
        KeyValuePair.Create("time", ExtraInput.Time),
    ]);

    /// <param name="case">The case.</param>
    /// <param name="updateScale">λ.</param>
    public static CoordinateLstm Read(ConformanceCase @case, double updateScale)
    {
        CaseSettings settings = @case.Settings.Object("learned_optimizer");
        int extraInputs = settings.Has("extra_input_size") ? settings.Integer("extra_input_size", least: 0) : 0;
        return new CoordinateLstm(
            settings.Integer("hidden_size", least: 1),
            settings.Flag("preprocess"),
            settings.Number("preprocess_factor", absent: 10),
            updateScale,
            settings.Has("extra_input") ? [Named[settings.Text("extra_input")]] : [.. Enumerable.Repeat(ExtraInput.Supplied, extraInputs)],
            timeHorizon: @case.Settings.Has("iterations") ? @case.Settings.Integer("iterations", least: 1) : 1,
            sharedState: settings.Has("shared_state") && settings.Flag("shared_state"));
    }

    /// <summary>Why the case's extra input is not to be had, or null.</summary>
    public static string? WhyUnsupported(CaseSettings learned) => learned.Has("extra_input")
        && !Named.ContainsKey(learned.Text("extra_input"))
        ? $"extra input '{learned.Text("extra_input")}' is not in the library"
        : null;
}
