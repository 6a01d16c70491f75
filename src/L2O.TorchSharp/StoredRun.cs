using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.InteropServices;

namespace L2O.TorchSharp;

/// <summary>The state of a run with what it belongs to, as it lies in the first parameter's entry of a state dictionary.</summary>
/// <param name="Identity">The optimizer's, as <see cref="OptimizerChoice.Identity"/>.</param>
/// <param name="Steps">Steps of the whole run; null where nobody knew.</param>
/// <param name="Tensors">Names and shapes of the parameters, in their order.</param>
/// <param name="State">The named vectors of the run.</param>
internal sealed record StoredRun(string Identity, int? Steps, ImmutableArray<string> Tensors,
    IReadOnlyList<(string Name, float[] Values)> State)
{
    private const string Begin = "L2O.TorchSharp state 1";

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <exception cref="InvalidDataException">Something else lies there, or it ends too early.</exception>
    public static StoredRun Read(BinaryReader reader)
    {
        try
        {
            string begin = reader.ReadString();
            if (begin != Begin)
                throw new InvalidDataException($"the state begins with '{begin}'; expected '{Begin}'");
            string identity = reader.ReadString();
            int steps = reader.ReadInt32();
            string[] tensors = [.. Enumerable.Range(0, CountOf(reader)).Select(_ => reader.ReadString())];
            (string, float[])[] state = [.. Enumerable.Range(0, CountOf(reader)).Select(_ => (reader.ReadString(), Values(reader)))];
            return new StoredRun(identity, steps < 0 ? null : steps, [.. tensors], state);
        }
        catch (EndOfStreamException)
        {
            throw new InvalidDataException("the state ends too early; expected all that was saved");
        }
    }

    /// <summary>Writes everything, in the byte order of the machine, which is little-endian on all that .NET runs TorchSharp on.</summary>
    public void Write(BinaryWriter writer)
    {
        writer.Write(Begin);
        writer.Write(Identity);
        writer.Write(Steps ?? -1);
        writer.Write(Tensors.Length);
        foreach (string tensor in Tensors)
            writer.Write(tensor);
        writer.Write(State.Count);
        foreach ((string name, float[] values) in State)
        {
            writer.Write(name);
            writer.Write(values.Length);
            writer.Write(MemoryMarshal.AsBytes<float>(values));
        }
    }

    /// <summary>Refuses a state of another optimizer, of other tensors or of a run of another length.</summary>
    /// <param name="own">The state of the run that is to take it over.</param>
    /// <exception cref="InvalidDataException">It belongs to something else.</exception>
    public void RequireFits(StoredRun own)
    {
        if (Identity != own.Identity)
            throw new InvalidDataException($"the state is of the optimizer {Identity}; expected {own.Identity}");
        if (Steps != own.Steps)
            throw new InvalidDataException(
                $"the state is of a training of {Text(Steps)} steps; expected {Text(own.Steps)}, as this optimizer was made for");
        if (Tensors.Length != own.Tensors.Length)
            throw new InvalidDataException($"the state is of {Tensors.Length} parameters; expected {own.Tensors.Length}, as of this model");
        for (int k = 0; k < Tensors.Length; k++)
            if (Tensors[k] != own.Tensors[k])
                throw new InvalidDataException($"the state's parameter {k} is {Tensors[k]}; expected {own.Tensors[k]}, as of this model");
    }

    private static string Text(int? steps) => steps?.ToString(CultureInfo.InvariantCulture) ?? "an unknown number of";

    private static int CountOf(BinaryReader reader) => reader.ReadInt32() is >= 0 and var count ? count
        : throw new InvalidDataException("the state has a negative count; expected what was saved");

    private static float[] Values(BinaryReader reader)
    {
        int count = CountOf(reader);
        long left = reader.BaseStream.CanSeek ? reader.BaseStream.Length - reader.BaseStream.Position : long.MaxValue;
        if (count > left / sizeof(float))
            throw new EndOfStreamException();
        float[] values = new float[count];
        reader.BaseStream.ReadExactly(MemoryMarshal.AsBytes(values.AsSpan()));
        return values;
    }
}
