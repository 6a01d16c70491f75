namespace L2O.Optimizers.Learned.Replays;

/// <summary>The features of a tensor, feature by feature, with their derivatives by those rates that they depend on.</summary>
/// <param name="inputs">Features.</param>
/// <param name="count">Coordinates.</param>
internal sealed class FeatureColumns(int inputs, int count)
{
    /// <summary>Rates: of m (3), of r, of the lines (3).</summary>
    public const int Rates = 7;

    private readonly double[][] _values = [.. Enumerable.Range(0, inputs).Select(_ => new double[count])];
    private readonly double[]?[] _tangents = new double[Rates * inputs][];

    /// <summary>(coordinate).</summary>
    public double[] this[int feature] => _values[feature];

    /// <summary>(coordinate); null where the feature does not depend on the rate.</summary>
    public double[]? Tangent(int rate, int feature) => _tangents[rate * inputs + feature];

    /// <summary>Sets a feature of a coordinate.</summary>
    public void Set(int feature, int i, double value) => _values[feature][i] = value;

    /// <summary>Sets its derivative by a rate.</summary>
    public void SetTangent(int rate, int feature, int i, double value) =>
        (_tangents[rate * inputs + feature] ??= new double[count])[i] = value;
}
