using L2O.Data.Fitted;
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
        if (options.Fitted is { } fitted)
            return ReadFitted(path, fitted, read(path));
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
            encoder.Encode($"{name}/test", test ?? data, testRows))
        {
            Encoding = encoder.Encoding,
        };
    }

    /// <summary>Reads all rows as a training file was read.</summary>
    private static DataSplits ReadFitted(string path, FittedData fitted, TabularData data)
    {
        if (fitted.Encoding.Inputs is not { } inputs)
            throw new ArgumentException($"{data.Source}: the network was not trained on a table; expected data of the kind that it was "
                + "trained on");
        foreach (EncodedColumn input in inputs)
            if (data.Find(input.Name) is null)
            {
                string near = NearestName.Find(input.Name, data.Columns.Select(static one => one.Name)) is { } other
                    ? $"; is '{other}' meant?" : "";
                throw new InvalidDataException($"{data.Source}: there is no column '{input.Name}'; expected the network's inputs, "
                    + $"{string.Join(", ", inputs.Select(static column => column.Name))}{near}");
            }
        bool hasTargets = fitted.Target == TargetKind.Input
            || (fitted.Encoding.Target is { } target && data.Find(target) is not null);
        string name = Path.GetFileName(path);
        IDataset whole = new TableEncoder(fitted).Encode(name, data, [.. Enumerable.Range(0, data.RowCount)], hasTargets);
        return new DataSplits(name, whole, whole) { Encoding = fitted.Encoding, HasTargets = hasTargets };
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
}
