using System.Collections.Immutable;
using L2O.Numerics;

namespace L2O.Data.Formats;

/// <summary>
/// Tables as datasets. Columns of numbers become a feature each, shifted and scaled to mean 0 and deviation 1 of the training split;
/// columns of texts one feature for each different text. A target of numbers makes a regression, one of texts a classification; missing
/// values are refused.
/// </summary>
public static class TableDataset
{
    /// <summary>What tables are called in front of a path.</summary>
    public const string Kind = "table";

    private const int MaxClasses = 256;

    private static readonly string[] s_options =
        ["target", "test", "testShare", "splitSeed", "columns", "standardize", "standardizeTarget", "classification"];

    /// <summary>Reads a CSV file: a header, commas, semicolons or tabs, UTF-8, plain or gzip.</summary>
    /// <param name="path">The file.</param>
    /// <param name="target">Name of the target's column, or <c>input</c> for an autoencoder.</param>
    /// <param name="options">Columns, test split and scaling; null for the usual: a fifth is drawn for tests.</param>
    /// <exception cref="ArgumentException">A column does not exist, or an option does not go with the table.</exception>
    /// <exception cref="InvalidDataException">The file is malformed, or a value is missing; the message names row and column.</exception>
    /// <exception cref="IOException">The file is missing or unreadable.</exception>
    public static DataSplits Load(string path, string target, DatasetOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentException.ThrowIfNullOrEmpty(target);
        return Read(path, (options ?? new DatasetOptions()) with { Target = target }, CsvFile.Read);
    }

    /// <summary>Reads tables of any format.</summary>
    /// <param name="path">The file with the training split, and the test split where no other file has it.</param>
    /// <param name="options">Target, columns, test split and scaling.</param>
    /// <param name="read">From a file to a table.</param>
    /// <exception cref="ArgumentException">A column does not exist, or an option does not go with the table.</exception>
    /// <exception cref="InvalidDataException">A file is malformed, or a value is missing.</exception>
    /// <exception cref="IOException">A file is missing or unreadable.</exception>
    internal static DataSplits Read(string path, DatasetOptions options, Func<string, TabularData> read)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(read);
        options.Require(Kind, s_options);
        TabularData data = read(path);
        string[] inputs = Inputs(data, options);
        TabularData? test = options.Test is { } testPath ? read(testPath) : null;
        (int[] trainRows, int[] testRows) = test is null
            ? TestSplit.Draw(data.Source, data.RowCount, options)
            : ([.. Enumerable.Range(0, data.RowCount)], [.. Enumerable.Range(0, test.RowCount)]);
        var encoder = new TableEncoder(data, trainRows, inputs, TargetOf(data, options), options);
        string name = Path.GetFileName(path);
        return new DataSplits(name, encoder.Encode($"{name}/train", data, trainRows),
            encoder.Encode($"{name}/test", test ?? data, testRows));
    }

    /// <summary>
    /// The target's column; null where the inputs are the target. A column that is called <c>input</c> is meant where there is one.
    /// </summary>
    private static string? TargetOf(TabularData data, DatasetOptions options) =>
        options.Target is { } target && (!options.IsAutoencoder || data.Find(target) is not null) ? target : null;

    private static string[] Inputs(TabularData data, DatasetOptions options)
    {
        if (options.Target is null)
            throw new ArgumentException($"{data.Source}: no target is named; expected target=COLUMN, one of {Names(data)}, or "
                + $"target={DatasetOptions.InputTarget} for an autoencoder");
        string? target = TargetOf(data, options);
        if (target is not null)
            Check(data, target);
        foreach (string column in options.Columns ?? [])
            Check(data, column);
        if (options.Columns is { } chosen && chosen.GroupBy(static name => name, StringComparer.Ordinal).FirstOrDefault(static group =>
            group.Count() > 1) is { } twice)
            throw new ArgumentException($"{data.Source}: column '{twice.Key}' is chosen twice; expected each once");
        if (target is not null && options.Columns?.Contains(target) == true)
            throw new ArgumentException($"{data.Source}: column '{target}' is both an input and the target; expected one of them");
        string[] inputs = [.. options.Columns ?? [.. data.Columns.Select(static column => column.Name).Where(name => name != target)]];
        return inputs.Length > 0 ? inputs : throw new ArgumentException($"{data.Source}: no column is left for the inputs; expected at "
            + $"least one besides the target '{target}'");
    }

    private static void Check(TabularData data, string column)
    {
        if (data.Find(column) is not null)
            return;
        string near = NearestName.Find(column, data.Columns.Select(static one => one.Name)) is { } other
            ? $"; did you mean '{other}'?" : "";
        throw new ArgumentException($"{data.Source}: there is no column '{column}'; expected one of {Names(data)}{near}");
    }

    private static string Names(TabularData data)
    {
        const int shown = 20;
        return string.Join(", ", data.Columns.Take(shown).Select(static column => column.Name))
            + (data.Columns.Count > shown ? $" and {data.Columns.Count - shown} more" : "");
    }

    /// <summary>Everything that was fitted on the training rows.</summary>
    private sealed class TableEncoder
    {
        private readonly string[] _inputs;
        private readonly ColumnEncoding[] _encodings;
        private readonly string? _target;
        private readonly ColumnEncoding? _value; // of a numeric target
        private readonly Dictionary<string, int>? _classes; // of a target of texts
        private readonly double[]? _wholeClasses; // of a target of whole numbers, rising
        private readonly int _size;

        public TableEncoder(TabularData data, int[] trainRows, string[] inputs, string? target, DatasetOptions options)
        {
            bool standardize = options.Standardize ?? true;
            (_inputs, _target) = (inputs, target);
            _encodings = [.. inputs.Select(name => ColumnEncoding.Fit(data, name, Column(data, name), trainRows, standardize))];
            _size = _encodings.Sum(static encoding => encoding.Size);
            if (target is null)
            {
                if (options.StandardizeTarget is not null || options.Classification is not null)
                    throw new ArgumentException($"data option "
                        + $"'{(options.Classification is null ? "standardizeTarget" : "classification")}' does not go with "
                        + $"target={DatasetOptions.InputTarget}");
                return;
            }
            TypedColumn column = Column(data, target);
            if (column.Texts is { } texts && options.Classification == false)
                throw data.Error(0, target, $"the target is a text, '{TypedColumn.Shorten(texts[0])}'; expected numbers, or "
                    + "classification=true");
            if (column.Texts is not null)
                _classes = ColumnEncoding.Categories(data, target, column.Texts);
            else if (options.Classification == true)
                _wholeClasses = WholeNumbers(data, target, column.Numbers!);
            else
                _value = ColumnEncoding.Fit(data, target, column, trainRows, options.StandardizeTarget ?? standardize);
            int classes = _classes?.Count ?? _wholeClasses?.Length ?? 0;
            if (_value is null && options.StandardizeTarget is not null)
                throw new ArgumentException("data option 'standardizeTarget' does not go with classes; expected a target of numbers");
            if (_value is null && classes < 2)
                throw new InvalidDataException($"{data.Source}: the target '{target}' is the same in all rows; expected at least two "
                    + "classes");
        }

        public IDataset Encode(string name, TabularData data, int[] rows)
        {
            float[] inputs = new float[checked(rows.Length * _size)];
            int start = 0;
            for (int i = 0; i < _inputs.Length; i++)
            {
                TypedColumn column = Column(data, _inputs[i]);
                for (int sample = 0; sample < rows.Length; sample++)
                    _encodings[i].Write(data, column, rows[sample], inputs.AsSpan(sample * _size + start, _encodings[i].Size));
                start += _encodings[i].Size;
            }
            ImmutableArray<int> shape = [_size];
            if (_target is null)
                return new AutoencoderDataset(new ArrayDataset(name, shape, inputs, new byte[rows.Length], 1));
            TypedColumn target = Column(data, _target);
            if (_value is null)
                return new ArrayDataset(name, shape, inputs, Labels(data, target, rows), _classes?.Count ?? _wholeClasses!.Length);
            float[] targets = new float[rows.Length];
            for (int sample = 0; sample < rows.Length; sample++)
                _value.Write(data, target, rows[sample], targets.AsSpan(sample, 1));
            return new ArrayDataset(name, shape, inputs, targets, 1);
        }

        private byte[] Labels(TabularData data, TypedColumn target, int[] rows)
        {
            if (_classes is not null != target.Texts is not null)
                throw data.Error(0, _target!, $"the target is a {(target.Texts is null ? "number" : "text")}; expected a "
                    + $"{(_classes is null ? "number" : "text")} as in the training file");
            byte[] labels = new byte[rows.Length];
            for (int sample = 0; sample < rows.Length; sample++)
            {
                int row = rows[sample];
                int label = _classes is { } classes ? ColumnEncoding.Find(classes, data, row, _target!, target.Texts![row])
                    : Array.BinarySearch(_wholeClasses!, target.Numbers![row]);
                labels[sample] = label >= 0 ? (byte)label : throw data.Error(row, _target!,
                    $"class {target.Numbers![row]:R} does not occur in the training file; expected one of its {_wholeClasses!.Length}");
            }
            return labels;
        }

        private static TypedColumn Column(TabularData data, string name) => TypedColumn.Of(data, data.Find(name)
            ?? throw new InvalidDataException($"{data.Source}: there is no column '{name}'; expected the columns of the training file"));

        private static double[] WholeNumbers(TabularData data, string name, double[] numbers)
        {
            for (int row = 0; row < numbers.Length; row++)
                if (numbers[row] != Math.Floor(numbers[row]))
                    throw data.Error(row, name, $"{numbers[row]:R} is no whole number; expected a class, or classification=false");
            double[] classes = [.. numbers.Distinct().Order()];
            return classes.Length <= MaxClasses ? classes
                : throw new InvalidDataException($"{data.Source}: the target '{name}' has {classes.Length} different numbers; expected at "
                + $"most {MaxClasses} classes");
        }
    }
}
