using System.Collections.Immutable;
using System.Globalization;
using L2O.Data.Fitted;

namespace L2O.Data.Formats;

/// <summary>Makes datasets of npy arrays, with what was fitted on the training samples.</summary>
internal sealed class NpySplits
{
    private const int MaxClasses = 256;

    private readonly (double Mean, double Scale)[]? _inputs, _targets; // by feature or value; null leaves them
    private readonly int _classCount;
    private readonly ImmutableArray<int> _shape;

    /// <param name="inputs">Inputs of the training split.</param>
    /// <param name="targets">Its targets; null for an autoencoder.</param>
    /// <param name="train">Its samples.</param>
    /// <param name="options">Scaling, and what integers are.</param>
    public NpySplits(NpyArray inputs, NpyArray? targets, int[] train, DatasetOptions options)
    {
        _shape = inputs.Shape.Length > 1 ? inputs.Shape[1..] : [1];
        bool standardize = options.Standardize ?? false;
        _inputs = standardize ? Fit(inputs, train) : null;
        bool areClasses = targets is not null && (options.Classification ?? targets.AreIntegers);
        if (areClasses && options.StandardizeTarget is not null)
            throw new ArgumentException("data option 'standardizeTarget' does not go with classes; expected targets that are numbers, or "
                + "classification=false");
        _targets = targets is not null && !areClasses && (options.StandardizeTarget ?? standardize) ? Fit(targets, train) : null;
        _classCount = areClasses ? Math.Max(2, (int)Labels(targets!).Max() + 1) : 0;
    }

    /// <summary>Takes what was fitted earlier.</summary>
    /// <param name="fitted">How the network's data were encoded.</param>
    public NpySplits(FittedData fitted)
    {
        _shape = fitted.InputShape;
        _classCount = fitted.Target == TargetKind.Classes ? fitted.TargetSize : 0;
        _inputs = fitted.Encoding.Pixels is { } pixels ? [.. Enumerable.Repeat((pixels.Mean, pixels.Scale), fitted.InputSize)]
            : fitted.Encoding.Inputs is { } inputs ? [.. inputs.SelectMany(static column =>
                Enumerable.Repeat((column.Mean, column.Scale), column.FeatureCount()))] : null;
        _targets = fitted.Encoding.Targets is { } targets ? [.. targets.Select(static column => (column.Mean, column.Scale))] : null;
    }

    /// <summary>What was fitted.</summary>
    public DataEncoding Encoding => new(Columns(_inputs), Targets: Columns(_targets));

    /// <summary>Makes one split.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="inputs">Where its inputs are.</param>
    /// <param name="targets">Where its targets are; null for an autoencoder.</param>
    /// <param name="samples">Which belong to it.</param>
    public IDataset Make(string name, NpyArray inputs, NpyArray? targets, int[] samples)
    {
        float[] values = Take(inputs, samples, _inputs);
        if (targets is null)
            return new AutoencoderDataset(new ArrayDataset(name, _shape, values, new byte[samples.Length], 1));
        if (_classCount == 0)
            return new ArrayDataset(name, _shape, values, Take(targets, samples, _targets), targets.SampleSize);
        byte[] labels = Labels(targets);
        int bad = Array.FindIndex(labels, label => label >= _classCount);
        return bad < 0
            ? new ArrayDataset(name, _shape, values, Array.ConvertAll(samples, sample => labels[sample]), _classCount)
            : throw new InvalidDataException($"{targets.Source}, sample {bad}: the class is {labels[bad]}; expected 0 to "
                + $"{_classCount - 1} as in the training file");
    }

    /// <summary>Makes a split of inputs whose targets nobody knows: they are all 0.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="inputs">Where its inputs are.</param>
    /// <param name="targetSize">Values of a target that is no class.</param>
    public IDataset MakeWithoutTargets(string name, NpyArray inputs, int targetSize)
    {
        int count = inputs.Shape[0];
        float[] values = Take(inputs, [.. Enumerable.Range(0, count)], _inputs);
        return _classCount > 0 ? new ArrayDataset(name, _shape, values, new byte[count], _classCount)
            : new ArrayDataset(name, _shape, values, new float[count * targetSize], targetSize);
    }

    private static ImmutableArray<EncodedColumn>? Columns((double Mean, double Scale)[]? fitted) => fitted is null ? null
        : [.. fitted.Select(static (column, index) =>
            new EncodedColumn(index.ToString(CultureInfo.InvariantCulture), column.Mean, column.Scale))];

    private static byte[] Labels(NpyArray targets)
    {
        if (targets.SampleSize != 1)
            throw new InvalidDataException($"{targets.Source}: targets of {targets.SampleSize} values; expected one class a sample, or "
                + "classification=false");
        return [.. targets.Values.Select((value, sample) => value >= 0 && value < MaxClasses && value == MathF.Floor(value)
            ? (byte)value
            : throw new InvalidDataException($"{targets.Source}, sample {sample}: the class is {value}; expected a whole number from 0 to "
                + $"{MaxClasses - 1}, or classification=false"))];
    }

    private static (double Mean, double Scale)[] Fit(NpyArray array, int[] samples)
    {
        int size = array.SampleSize;
        var fitted = new (double Mean, double Scale)[size];
        for (int feature = 0; feature < size; feature++)
        {
            double mean = 0, sum = 0;
            int count = 0;
            foreach (int sample in samples)
            {
                double value = array.Values[sample * size + feature], distance = value - mean;
                mean += distance / ++count;
                sum += distance * (value - mean);
            }
            double deviation = Math.Sqrt(sum / count);
            fitted[feature] = (mean, deviation > 0 ? deviation : 1); // what is constant becomes zeros
        }
        return fitted;
    }

    private static float[] Take(NpyArray array, int[] samples, (double Mean, double Scale)[]? fitted)
    {
        int size = array.SampleSize;
        float[] values = new float[checked(samples.Length * size)];
        for (int i = 0; i < samples.Length; i++)
            array.Values.AsSpan(samples[i] * size, size).CopyTo(values.AsSpan(i * size, size));
        for (int i = 0; fitted is not null && i < values.Length; i++)
            values[i] = (float)((values[i] - fitted[i % size].Mean) / fitted[i % size].Scale);
        return values;
    }
}
