namespace L2O.Experiments;

/// <summary>One of several optimizees of a meta-training.</summary>
public sealed record TaskSettings
{
    /// <summary>Names an optimizee.</summary>
    /// <param name="optimizee">A name of the optimizee catalog, or layers joined by '+'.</param>
    /// <param name="weight">How often it is drawn, next to the others' weights; positive.</param>
    /// <exception cref="ArgumentException">The name is empty or the weight not positive.</exception>
    public TaskSettings(string optimizee, double weight = 1)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(optimizee);
        if (!(weight > 0 && double.IsFinite(weight)))
            throw new ArgumentOutOfRangeException(nameof(weight), $"weight is {weight}; expected a positive number");
        (Optimizee, Weight) = (optimizee, weight);
    }

    /// <summary>The optimizee's name.</summary>
    public string Optimizee { get; }

    /// <summary>How often it is drawn.</summary>
    public double Weight { get; }
}
