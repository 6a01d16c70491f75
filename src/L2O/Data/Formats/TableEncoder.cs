using System.Collections.Immutable;
using System.Globalization;
using L2O.Data.Fitted;

namespace L2O.Data.Formats;

/// <summary>Makes datasets of tables, with everything that was fitted on the training rows.</summary>
internal sealed class TableEncoder
{
    private const int MaxClasses = 256;
    private const double LargestExact = 9007199254740991; // 2^53 - 1

    private readonly string[] _inputs;
    private readonly ColumnEncoding[] _encodings;
    private readonly string? _target;
    private readonly ColumnEncoding? _value; // of a numeric target
    private readonly Dictionary<string, int>? _classes; // of a target of texts
    private readonly double[]? _wholeClasses; // of a target of whole numbers, rising
    private readonly int _size;
    private readonly bool _isStored; // was fitted earlier, on another table

    /// <summary>Fits a table.</summary>
    /// <param name="data">The table that training rows come from.</param>
    /// <param name="trainRows">Rows of the training split.</param>
    /// <param name="inputs">Columns of the inputs.</param>
    /// <param name="target">Column of the target; null where the inputs are the target.</param>
    /// <param name="options">Scaling, and what whole numbers are.</param>
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

    /// <summary>Takes what was fitted earlier.</summary>
    /// <param name="fitted">Its encoding has inputs.</param>
    public TableEncoder(FittedData fitted)
    {
        DataEncoding encoding = fitted.Encoding;
        _isStored = true;
        _encodings = [.. encoding.Inputs!.Value.Select(static column => new ColumnEncoding(column))];
        _inputs = [.. _encodings.Select(static column => column.Column.Name)];
        _size = _encodings.Sum(static column => column.Size);
        _target = fitted.Target == TargetKind.Input ? null : encoding.Target;
        if (encoding.Targets is [var value, ..])
            _value = new ColumnEncoding(value);
        else if (encoding.Classes is { } names && names.All(static name => double.TryParse(name, CultureInfo.InvariantCulture, out _)))
            _wholeClasses = [.. names.Select(static name => double.Parse(name, CultureInfo.InvariantCulture))]; // texts have others, too
        else if (encoding.Classes is { } texts)
            _classes = ColumnEncoding.Numbered(texts);
    }

    /// <summary>What was fitted.</summary>
    public DataEncoding Encoding => new(
        [.. _encodings.Select(static encoding => encoding.Column)], Target: _target,
        Targets: _value is null ? null : [_value.Column],
        Classes: _classes is not null ? [.. _classes.Keys]
            : _wholeClasses is { } numbers ? [.. numbers.Select(static one => one.ToString("R", CultureInfo.InvariantCulture))] : null);

    private int ClassCount => _classes?.Count ?? _wholeClasses!.Length;

    /// <summary>Makes a dataset of some rows.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="data">The table.</param>
    /// <param name="rows">Which.</param>
    /// <param name="hasTargets">Whether the target is read; if not, all targets are 0.</param>
    public IDataset Encode(string name, TabularData data, int[] rows, bool hasTargets = true)
    {
        float[] inputs = new float[checked(rows.Length * _size)];
        int start = 0;
        for (int i = 0; i < _inputs.Length; i++)
        {
            TypedColumn column = Column(data, _inputs[i], _isStored && _encodings[i].IsCategorical);
            for (int sample = 0; sample < rows.Length; sample++)
                _encodings[i].Write(data, column, rows[sample], inputs.AsSpan(sample * _size + start, _encodings[i].Size));
            start += _encodings[i].Size;
        }
        ImmutableArray<int> shape = [_size];
        if (_target is null)
            return new AutoencoderDataset(new ArrayDataset(name, shape, inputs, new byte[rows.Length], 1));
        float[] targets = new float[rows.Length];
        if (!hasTargets)
            return _value is null ? new ArrayDataset(name, shape, inputs, new byte[rows.Length], ClassCount)
                : new ArrayDataset(name, shape, inputs, targets, 1);
        TypedColumn target = Column(data, _target, _isStored && _classes is not null);
        if (_value is null)
            return new ArrayDataset(name, shape, inputs, Labels(data, target, rows), ClassCount);
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

    private static TypedColumn Column(TabularData data, string name, bool asTexts = false) => TypedColumn.Of(data, data.Find(name)
        ?? throw new InvalidDataException($"{data.Source}: there is no column '{name}'; expected the columns of the training file"),
        asTexts);

    private static double[] WholeNumbers(TabularData data, string name, double[] numbers)
    {
        for (int row = 0; row < numbers.Length; row++)
            if (numbers[row] != Math.Floor(numbers[row]))
                throw data.Error(row, name, $"{numbers[row]:R} is no whole number; expected a class, or classification=false");
            else if (Math.Abs(numbers[row]) > LargestExact)
                throw data.Error(row, name, $"{numbers[row]:R} is too large to be told from its neighbors; expected whole numbers up to "
                    + $"{LargestExact:R}, or texts");
        double[] classes = [.. numbers.Distinct().Order()];
        return classes.Length <= MaxClasses ? classes
            : throw new InvalidDataException($"{data.Source}: the target '{name}' has {classes.Length} different numbers; expected at "
            + $"most {MaxClasses} classes");
    }
}
