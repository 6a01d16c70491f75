using System.Collections.Immutable;
using L2O.Files;

namespace L2O.Pretrained.Imports;

/// <summary>The tensors of somebody else's file on their way to phi: each is checked, and none is overlooked.</summary>
/// <param name="file">The file.</param>
/// <param name="prefix">What stands in front of all names; tensors without it are something else's.</param>
internal sealed class PublishedTensors(SafetensorsFile file, string prefix)
{
    private readonly HashSet<string> _read = new(StringComparer.Ordinal);
    private readonly List<SafetensorsTensor> _tensors = [];

    /// <summary>What stands in front of a name in a file; null if no tensor has that name.</summary>
    /// <param name="file">The file.</param>
    /// <param name="name">A name, or the end of one behind a slash.</param>
    public static string? PrefixOf(SafetensorsFile file, string name) => file.Contains(name) ? ""
        : file.Names.Where(longer => longer.EndsWith($"/{name}", StringComparison.Ordinal))
            .MinBy(static longer => longer.Length)?[..^name.Length];

    /// <summary>The part of a name's beginning that is behind the prefix.</summary>
    /// <param name="whole">The beginning of a name in the file.</param>
    /// <exception cref="InvalidDataException">It does not begin with the prefix.</exception>
    public string Inside(string whole) => whole.StartsWith(prefix, StringComparison.Ordinal) ? whole[prefix.Length..]
        : throw new InvalidDataException($"{file.Path}: '{whole}' is not within '{prefix}'; expected the published tree");

    /// <summary>Passes a tensor over, if it is there.</summary>
    public void Ignore(string name) => _read.Add(prefix + name);

    /// <summary>Whether there is a tensor.</summary>
    public bool Contains(string name) => file.Contains(prefix + name);

    /// <summary>Sizes of a tensor, those of 1 in front left out where it has more than <paramref name="rank"/>.</summary>
    /// <exception cref="InvalidDataException">There is no such tensor, or it has another rank.</exception>
    public ImmutableArray<int> Shape(string name, int rank)
    {
        if (!Contains(name))
            throw new InvalidDataException($"{file.Path}: no tensor '{prefix}{name}'; expected the published ones");
        ImmutableArray<int> shape = file.Shape(prefix + name);
        int extra = shape.Length - rank;
        return extra >= 0 && shape[..extra].All(static size => size == 1) ? shape[extra..]
            : throw Damaged(name, $"has shape [{string.Join(", ", shape)}]; expected {rank} sizes");
    }

    /// <summary>The numbers of a tensor.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="shape">The shape that it must have, but for sizes of 1 in front.</param>
    /// <exception cref="InvalidDataException">It is not there, has another shape, or is not finite.</exception>
    public float[] Read(string name, params ReadOnlySpan<int> shape)
    {
        if (!Shape(name, shape.Length).AsSpan().SequenceEqual(shape))
            throw Damaged(name,
                $"has shape [{string.Join(", ", file.Shape(prefix + name))}]; expected [{string.Join(", ", shape.ToArray())}]");
        _read.Add(prefix + name);
        float[] values = file.ReadSingle(prefix + name);
        StateDict.CheckFinite(file, prefix + name, values);
        return values;
    }

    /// <summary>Takes a tensor over as it is.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="to">Phi's name.</param>
    /// <param name="shape">The shape that it must have, and gets.</param>
    public void Take(string name, string to, params ReadOnlySpan<int> shape) => Add(to, Read(name, shape), shape);

    /// <summary>Takes a matrix (inputs, outputs) over as (outputs, inputs).</summary>
    /// <param name="name">Its name.</param>
    /// <param name="to">Phi's name.</param>
    /// <param name="inputs">Rows that it must have.</param>
    /// <param name="outputs">Columns that it must have.</param>
    public void TakeTransposed(string name, string to, int inputs, int outputs)
    {
        float[] from = Read(name, inputs, outputs), values = new float[from.Length];
        for (int input = 0; input < inputs; input++)
            for (int output = 0; output < outputs; output++)
                values[output * inputs + input] = from[input * outputs + output];
        Add(to, values, outputs, inputs);
    }

    /// <summary>Adds a tensor of phi.</summary>
    /// <param name="to">Phi's name.</param>
    /// <param name="values">Row-major.</param>
    /// <param name="shape">Its sizes.</param>
    public void Add(string to, ReadOnlySpan<float> values, params ReadOnlySpan<int> shape) =>
        _tensors.Add(SafetensorsTensor.Of(to, values, shape));

    /// <summary>All that was taken over.</summary>
    /// <exception cref="InvalidDataException">A tensor with the prefix was not read.</exception>
    public SafetensorsFile Finish() => file.Names.FirstOrDefault(name =>
        name.StartsWith(prefix, StringComparison.Ordinal) && !_read.Contains(name)) is { } other
        ? throw new InvalidDataException(
            $"{file.Path}: tensor '{other}' is none of this learned optimizer's; expected {string.Join(", ", _read)} and no others")
        : new SafetensorsFile(file.Path, _tensors, ImmutableDictionary<string, string>.Empty);

    /// <summary>A message about one tensor.</summary>
    public InvalidDataException Damaged(string name, string what) => new($"{file.Path}: tensor '{prefix}{name}' {what}");
}
