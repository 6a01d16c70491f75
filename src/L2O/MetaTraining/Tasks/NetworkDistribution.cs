using System.Collections.Immutable;
using L2O.Numerics;
using L2O.Optimizees;
using L2O.Optimizees.Activations;
using L2O.Optimizees.Losses;

namespace L2O.MetaTraining.Tasks;

/// <summary>Networks to draw from: a list of names, or fully connected ones whose shape is drawn.</summary>
public sealed record NetworkDistribution
{
    private static readonly ImmutableArray<string> s_normalizations = ["none", "batchnorm", "layernorm"];

    /// <summary>Describes networks.</summary>
    /// <param name="names">Names of networks, each as likely as the others; null draws shapes instead.</param>
    /// <param name="fewestLayers">The fewest hidden layers of a shape, 0 or more.</param>
    /// <param name="mostLayers">The most hidden layers, up to 16.</param>
    /// <param name="narrowest">The least units of a hidden layer, 1 or more; each layer's number is drawn log-uniformly.</param>
    /// <param name="widest">The most units of a hidden layer, up to 65,536.</param>
    /// <param name="activations">Activations of which one is drawn for a network; null means relu.</param>
    /// <param name="normalizations">Of which one is drawn: none, batchnorm, layernorm; null means none.</param>
    /// <param name="loss">What networks minimize; null leaves it to the data.</param>
    /// <exception cref="ArgumentException">A value is out of its range, or something is no name.</exception>
    public NetworkDistribution(
        ImmutableArray<string>? names = null, int fewestLayers = 1, int mostLayers = 1, int narrowest = 32, int widest = 32,
        ImmutableArray<string>? activations = null, ImmutableArray<string>? normalizations = null, LossKind? loss = null)
    {
        Names = names is { IsDefaultOrEmpty: false } ? names : null;
        foreach (string name in Names ?? [])
            OptimizeeCatalog.Check(name);
        (FewestLayers, MostLayers) = Ordered(fewestLayers, mostLayers, 0, 16, nameof(fewestLayers), nameof(mostLayers));
        (Narrowest, Widest) = Ordered(narrowest, widest, 1, 65_536, nameof(narrowest), nameof(widest));
        Activations = Known(activations, "relu", [.. HiddenActivation.All.Select(static activation => activation.Name)],
            nameof(activations));
        Normalizations = Known(normalizations, "none", s_normalizations, nameof(normalizations));
        Loss = loss;
    }

    /// <summary>Names of networks; null draws shapes instead.</summary>
    public ImmutableArray<string>? Names { get; }

    /// <summary>The fewest hidden layers.</summary>
    public int FewestLayers { get; }

    /// <summary>The most hidden layers.</summary>
    public int MostLayers { get; }

    /// <summary>The least units of a hidden layer.</summary>
    public int Narrowest { get; }

    /// <summary>The most units of a hidden layer.</summary>
    public int Widest { get; }

    /// <summary>Activations of which one is drawn; null means relu.</summary>
    public ImmutableArray<string>? Activations { get; }

    /// <summary>Normalizations of which one is drawn; null means none.</summary>
    public ImmutableArray<string>? Normalizations { get; }

    /// <summary>What networks minimize; null leaves it to the data.</summary>
    public LossKind? Loss { get; }

    /// <summary>Draws a network.</summary>
    /// <param name="rng">The run's stream.</param>
    /// <param name="outputs">Outputs of the network.</param>
    /// <returns>A name of the <see cref="OptimizeeCatalog"/>.</returns>
    internal string Draw(Rng rng, int outputs)
    {
        if (Names is { } names)
            return names[rng.NextInt(names.Length)];
        int layers = FewestLayers + rng.NextInt(MostLayers - FewestLayers + 1);
        string activation = Choose(Activations ?? ["relu"], rng), normalization = Choose(Normalizations ?? ["none"], rng);
        var parts = new List<string>();
        for (int layer = 0; layer < layers; layer++)
        {
            int units = Math.Min(Widest, (int)(Narrowest * Math.Pow((Widest + 1.0) / Narrowest, rng.NextDouble())));
            parts.Add(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"affine-{units}"));
            if (normalization != "none")
                parts.Add(normalization);
            parts.Add(activation);
        }
        parts.Add(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"affine-{outputs}"));
        return string.Join('+', parts);
    }

    private static string Choose(ImmutableArray<string> choices, Rng rng) => choices[rng.NextInt(choices.Length)];

    private static ImmutableArray<string>? Known(ImmutableArray<string>? given, string absent, ImmutableArray<string> valid, string name)
    {
        if (given is not { IsDefaultOrEmpty: false } choices || (choices.Length == 1 && choices[0] == absent))
            return null;
        string? unknown = choices.FirstOrDefault(choice => !valid.Contains(choice));
        return unknown is null ? choices
            : throw new ArgumentException($"{name} has '{unknown}'; expected some of {string.Join(", ", valid)}", name);
    }

    private static (int, int) Ordered(int low, int high, int least, int most, string lowName, string highName) =>
        low >= least && low <= high && high <= most ? (low, high)
            : throw new ArgumentException($"{lowName} is {low} and {highName} {high}; expected {least} to {most}, in this order");
}
