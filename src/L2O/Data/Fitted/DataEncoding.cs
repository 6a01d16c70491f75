using System.Collections.Immutable;

namespace L2O.Data.Fitted;

/// <summary>What was fitted on training data, so that others can be presented to a network in the same way.</summary>
/// <param name="Inputs">The inputs in their order, with as many features as a sample has; null leaves them as they are.</param>
/// <param name="Pixels">How all pixels were shifted and scaled; null leaves them at 0 to 1.</param>
/// <param name="Target">The column of the target; null where it has no name.</param>
/// <param name="Targets">The target values in their order; null leaves them as they are.</param>
/// <param name="Classes">The classes in the order of their numbers; null where they have no names, or there are none.</param>
internal sealed record DataEncoding(
    ImmutableArray<EncodedColumn>? Inputs = null, EncodedColumn? Pixels = null, string? Target = null,
    ImmutableArray<EncodedColumn>? Targets = null, ImmutableArray<string>? Classes = null)
{
    /// <summary>Brings inputs from the unit of the data to that of the network, in place.</summary>
    /// <param name="samples">(sample, feature).</param>
    public void EncodeInputs(Span<float> samples)
    {
        Pixels?.Encode(samples);
        Each(Inputs, samples, static (column, features) => column.Encode(features));
    }

    /// <summary>Brings an autoencoder's outputs back to the unit of the data, in place.</summary>
    /// <param name="samples">(sample, feature).</param>
    public void DecodeInputs(Span<float> samples)
    {
        Pixels?.Decode(samples);
        Each(Inputs, samples, static (column, features) => column.Decode(features));
    }

    /// <summary>Brings estimates of the target back to the unit of the data, in place.</summary>
    /// <param name="estimates">(sample, value).</param>
    public void DecodeTargets(Span<float> estimates) => Each(Targets, estimates, static (column, values) => column.Decode(values));

    private static void Each(ImmutableArray<EncodedColumn>? columns, Span<float> samples, Change change)
    {
        for (int at = 0; columns is { } known && at < samples.Length;)
            foreach (EncodedColumn column in known)
            {
                int size = column.FeatureCount();
                change(column, samples.Slice(at, size));
                at += size;
            }
    }

    private delegate void Change(EncodedColumn column, Span<float> features);
}
