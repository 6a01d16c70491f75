using L2O.Data;
using L2O.Data.Sources;

namespace L2O.Studies.Paper;

/// <summary>The data that all steps of a reproduction share.</summary>
internal sealed class PaperData
{
    /// <summary>Takes a dataset.</summary>
    /// <param name="whole">The dataset of the scale, whole.</param>
    /// <param name="scale">Says how much of it is used.</param>
    public PaperData(DataSplits whole, PaperScale scale)
    {
        ArgumentNullException.ThrowIfNull(whole);
        ArgumentNullException.ThrowIfNull(scale);
        Splits = FirstSamples.Of(whole, scale.Samples);
        Identity = $"{whole.Name} {DatasetFingerprint.Of(Splits)}";
    }

    /// <summary>What is used of it.</summary>
    public DataSplits Splits { get; }

    /// <summary>Describes it completely.</summary>
    public string Identity { get; }

    /// <summary>The same with the first half of the training split alone.</summary>
    public DataSplits Half => new(Splits.Name, new FirstSamples(Splits.Train, Splits.Train.Count / 2), Splits.Test);

    /// <summary>What a meta-training or a test reads.</summary>
    /// <param name="halves">Whether that is <see cref="Half"/>.</param>
    public DataSplits Of(bool halves) => halves ? Half : Splits;

    /// <summary>Describes it completely.</summary>
    /// <param name="halves">Whether that is <see cref="Half"/>.</param>
    public string IdentityOf(bool halves) => halves ? $"{Identity}, first half" : Identity;

    /// <summary>Features of a sample.</summary>
    public int InputSize => Splits.Train.InputShape.Aggregate(1, static (product, size) => product * size);
}
