using TorchSharp;
using TorchSharp.Modules;

namespace L2O.TorchSharp;

/// <summary>
/// A parameter's entry in TorchSharp's state dictionary. The first one carries the state of the whole run, of which much belongs to no
/// single tensor; the others say whose they are.
/// </summary>
/// <param name="owner">The optimizer.</param>
/// <param name="parameter">The parameter.</param>
/// <param name="index">Its place among all.</param>
internal sealed class TensorState(TorchOptimizer owner, Parameter parameter, int index) : OptimizerState(parameter)
{
    /// <inheritdoc/>
    public override void SaveStateDict(BinaryWriter writer)
    {
        if (index == 0)
            owner.Store().Write(writer);
        else
            writer.Write(owner.Describe(index));
    }

    /// <inheritdoc/>
    public override void LoadStateDict(BinaryReader reader)
    {
        if (index == 0)
            owner.Restore(StoredRun.Read(reader));
        else if (reader.ReadString() is var found && found != owner.Describe(index))
            throw new InvalidDataException($"the state's parameter {index} is {found}; expected {owner.Describe(index)}, as of this model");
    }

    /// <inheritdoc/>
    public override void LoadStateDict(OptimizerState source)
    {
        if (source is not TensorState other)
            throw new InvalidDataException($"the state is a {source?.GetType().FullName ?? "null"}; expected one of an optimizer of L2O");
        if (index == 0)
            owner.Restore(other.Owner.Store());
    }

    /// <inheritdoc/>
    public override bool ApproximatelyEquals(OptimizerState other)
    {
        if (other is not TensorState same)
            return false;
        StoredRun own = owner.Store(), theirs = same.Owner.Store();
        return own.Identity == theirs.Identity && own.Tensors.SequenceEqual(theirs.Tensors) && own.State.Count == theirs.State.Count
            && own.State.Zip(theirs.State).All(static pair => pair.First.Name == pair.Second.Name
                && pair.First.Values.AsSpan().SequenceEqual(pair.Second.Values));
    }

    /// <summary>Nothing: the run begins by itself.</summary>
    public override void Initialize(OptimizerOptions options)
    {
    }

    /// <summary>Nothing: the state stays in main memory, wherever the parameters are.</summary>
    public override void to(torch.Device device)
    {
    }

    private TorchOptimizer Owner => owner;
}
