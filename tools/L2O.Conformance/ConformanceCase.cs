using System.Text.Json;
using L2O.Files;
using L2O.Numerics;

namespace L2O.Conformance;

/// <summary>
/// One case: a folder with <c>case.json</c>, what it is, and <c>tensors.safetensors</c>, its inputs and expected outputs.
/// </summary>
internal sealed class ConformanceCase
{
    public const string SettingsFile = "case.json";
    public const string TensorsFile = "tensors.safetensors";

    private ConformanceCase(string name, CaseSettings settings, SafetensorsFile tensors)
    {
        Name = name;
        Settings = settings;
        Tensors = tensors;
        Kind = settings.Text("kind");
    }

    /// <summary>The folder's name.</summary>
    public string Name { get; }

    /// <summary>What the case computes.</summary>
    public string Kind { get; }

    public CaseSettings Settings { get; }

    public SafetensorsFile Tensors { get; }

    /// <exception cref="InvalidDataException">A file is damaged.</exception>
    /// <exception cref="FileNotFoundException">A file is missing.</exception>
    public static ConformanceCase Load(string folder)
    {
        string path = Path.Combine(folder, SettingsFile);
        if (!File.Exists(path))
            throw new FileNotFoundException($"{path}: no such file; expected the description of a case", path);
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(path));
            if (document.RootElement.ValueKind != JsonValueKind.Object)
                throw new InvalidDataException($"{path}: the file holds a JSON {document.RootElement.ValueKind}; expected an object");
            var settings = new CaseSettings(document.RootElement.Clone(), path);
            return new ConformanceCase(NameOf(folder), settings, SafetensorsFile.Load(Path.Combine(folder, TensorsFile)));
        }
        catch (InvalidOperationException failure) // a text with broken UTF-8 or UTF-16 escapes
        {
            throw new InvalidDataException($"{path}: the file has a text that is no valid Unicode; expected the description of a case",
                failure);
        }
        catch (JsonException failure)
        {
            throw new InvalidDataException(
                $"{path}, line {failure.LineNumber + 1}, byte {failure.BytePositionInLine + 1}: the file is no JSON; expected an object",
                failure);
        }
    }

    /// <summary>The case's name: that of its folder.</summary>
    public static string NameOf(string folder) => Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)));

    /// <summary>A tensor's elements, row-major.</summary>
    /// <param name="name">The tensor.</param>
    /// <param name="shape">What its shape must be.</param>
    public float[] Read(string name, params ReadOnlySpan<int> shape)
    {
        if (!Tensors.Shape(name).AsSpan().SequenceEqual(shape))
            throw Misshapen(name, $"[{string.Join(", ", shape.ToArray())}]");
        return Tensors.ReadSingle(name);
    }

    /// <summary>A single number.</summary>
    public double ReadScalar(string name)
    {
        double[] values = Tensors.ReadDouble(name);
        return values.Length == 1 ? values[0] : throw Misshapen(name, "one number");
    }

    /// <summary>The tensors of a layout as one flat vector.</summary>
    /// <param name="prefix">In front of each tensor's name.</param>
    /// <param name="layout">Names and shapes.</param>
    public float[] ReadGroup(string prefix, ParameterLayout layout)
    {
        float[] values = new float[layout.Count];
        foreach (ParameterSlot slot in layout.Slots)
            Read(prefix + slot.Name, slot.Shape.AsSpan()).CopyTo(slot.Of(values.AsSpan()));
        return values;
    }

    /// <summary>The size of a vector.</summary>
    public int ReadLength(string name)
    {
        IReadOnlyList<int> shape = Tensors.Shape(name);
        return shape.Count == 1 && shape[0] > 0 ? shape[0] : throw Misshapen(name, "one dimension, not empty");
    }

    /// <summary>The sizes of a matrix.</summary>
    public (int Rows, int Columns) ReadMatrixSize(string name)
    {
        IReadOnlyList<int> shape = Tensors.Shape(name);
        return shape.Count == 2 && shape[0] > 0 && shape[1] > 0 ? (shape[0], shape[1]) : throw Misshapen(name, "two dimensions, not empty");
    }

    public InvalidDataException Misshapen(string name, string expected) =>
        new($"{Tensors.Path}: tensor '{name}' has shape [{string.Join(", ", Tensors.Shape(name))}]; expected {expected}");
}
