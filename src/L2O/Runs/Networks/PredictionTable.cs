using System.Collections.Immutable;
using System.Globalization;
using System.Numerics.Tensors;
using L2O.Data;
using L2O.Data.Fitted;
using L2O.Files;

namespace L2O.Runs.Networks;

/// <summary>Writes a network's predictions as a CSV table, a row a sample.</summary>
/// <param name="predictor">The network.</param>
/// <param name="data">The samples, in the form that it was trained on.</param>
/// <param name="allClasses">Whether the output of each class is written, not of the predicted one alone.</param>
internal sealed class PredictionTable(NetworkPredictor predictor, DataSplits data, bool allClasses = false)
{
    private const int Part = 1000;

    private readonly NetworkFile _file = predictor.File;

    /// <summary>Samples written so far with an output that is not finite: nothing can be said of them.</summary>
    public int NotFinite { get; private set; }

    /// <summary>Writes the table, in one step.</summary>
    /// <param name="path">The file; its folder must exist.</param>
    /// <param name="progress">Called with the samples that are done; may be null.</param>
    /// <param name="cancellation">Ends the work; nothing is written then.</param>
    public void Write(string path, Action<int>? progress = null, CancellationToken cancellation = default) =>
        AtomicFile.Write(path, stream =>
        {
            IDataset samples = data.Test;
            var table = new CsvStream(stream);
            foreach (string name in Header())
                table.Add(name);
            table.EndRow();
            int capacity = Math.Min(Part, samples.Count);
            float[] inputs = new float[capacity * _file.InputSize()], outputs = new float[capacity * _file.Outputs];
            int[] indices = new int[capacity];
            byte[] labels = new byte[capacity];
            for (int start = 0; start < samples.Count; start += Part)
            {
                cancellation.ThrowIfCancellationRequested();
                int count = Math.Min(Part, samples.Count - start);
                for (int i = 0; i < count; i++)
                    indices[i] = start + i;
                samples.Read(indices.AsSpan(0, count), inputs.AsSpan(0, count * _file.InputSize()), labels.AsSpan(0, count));
                predictor.Predict(inputs.AsSpan(0, count * _file.InputSize()), outputs.AsSpan(0, count * _file.Outputs));
                for (int i = 0; i < count; i++)
                    WriteRow(table, start + i, outputs.AsSpan(i * _file.Outputs, _file.Outputs));
                progress?.Invoke(start + count);
            }
            table.Flush();
        });

    private IEnumerable<string> Header()
    {
        yield return data.SampleNames.IsEmpty ? "row" : "file";
        if (_file.Target == TargetKind.Classes)
        {
            string score = predictor.HasProbabilities ? "probability" : "output";
            foreach (string name in (string[])["prediction", score])
                yield return name;
            foreach (string name in allClasses ? _file.Encoding.Classes!.Value : [])
                yield return $"{score}_{name}";
            yield break;
        }
        if (_file.Target == TargetKind.Input && Columns() is { } columns)
        {
            foreach (EncodedColumn column in columns)
                yield return column.Name;
            yield break;
        }
        for (int i = 0; i < _file.Outputs; i++)
            yield return _file.Outputs == 1 ? "prediction" : $"prediction_{i.ToString(CultureInfo.InvariantCulture)}";
    }

    private void WriteRow(CsvStream table, int sample, ReadOnlySpan<float> outputs)
    {
        NotFinite += TensorPrimitives.IsFiniteAll(outputs) ? 0 : 1;
        if (data.SampleNames.IsEmpty)
            table.Add(sample + 1);
        else
            table.Add(data.SampleNames[sample]);
        if (_file.Target == TargetKind.Classes)
        {
            int best = TensorPrimitives.IndexOfMax(outputs);
            table.Add(_file.Encoding.Classes!.Value[best]).AddSingle(outputs[best]);
            if (!allClasses)
                outputs = [];
        }
        else if (_file.Target == TargetKind.Input && Columns() is { } columns)
        {
            WriteColumns(table, columns, outputs);
            outputs = [];
        }
        foreach (float output in outputs)
            table.AddSingle(output);
        table.EndRow();
    }

    private static void WriteColumns(CsvStream table, ImmutableArray<EncodedColumn> columns, ReadOnlySpan<float> outputs)
    {
        int at = 0;
        foreach (EncodedColumn column in columns)
        {
            if (column.Categories is { } categories)
                table.Add(categories[TensorPrimitives.IndexOfMax(outputs.Slice(at, categories.Length))]);
            else
                table.AddSingle(outputs[at]);
            at += column.FeatureCount();
        }
    }

    // Features of arrays are numbered, which is no name.
    private ImmutableArray<EncodedColumn>? Columns() =>
        _file.Encoding.Inputs is { } columns && columns.Any(static column => !column.Name.All(char.IsAsciiDigit)) ? columns : null;
}
