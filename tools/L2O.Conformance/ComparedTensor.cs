namespace L2O.Conformance;

/// <summary>One output, or a group of outputs that count as one vector, against what was expected.</summary>
/// <param name="Name">E.g. <c>update</c> or <c>phi_1.*</c>.</param>
/// <param name="Error">Relative error, see <see cref="RelativeError"/>; NaN if there is no number.</param>
/// <param name="Bound">The largest error that passes.</param>
internal readonly record struct ComparedTensor(string Name, double Error, double Bound)
{
    /// <summary>Whether the error lies within the bound; an error that is no number does not.</summary>
    public bool IsWithin => Error <= Bound;
}
