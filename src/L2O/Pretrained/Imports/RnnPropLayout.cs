using L2O.Files;
using L2O.Optimizers.Learned.RnnProp;

namespace L2O.Pretrained.Imports;

/// <summary>RNNProp as Sonnet stores it, in VITA-Group/L2O-Training-Techniques: its longest step is 0.01.</summary>
internal sealed class RnnPropLayout : IWeightLayout
{
    /// <summary>A tensor that RNNProp has and DM has not.</summary>
    public const string Mark = "input_projection/w";

    private const double Scale = 0.01;
    private const int Inputs = 2;

    /// <inheritdoc/>
    public string Kind => "rnnProp";

    /// <inheritdoc/>
    public string Project => "RNNProp (L2O-Training-Techniques; LSTM cells of Sonnet)";

    /// <inheritdoc/>
    public bool Fits(SafetensorsFile weights) =>
        PublishedTensors.PrefixOf(weights, SonnetCells.Mark) is { } prefix && weights.Contains(prefix + Mark);

    /// <inheritdoc/>
    public StateDict Convert(SafetensorsFile weights)
    {
        var tensors = new PublishedTensors(weights, PublishedTensors.PrefixOf(weights, SonnetCells.Mark)!);
        int hidden = SonnetCells.HiddenSize(tensors);
        tensors.TakeTransposed(Mark, "input.weight", Inputs, hidden);
        tensors.Take("input_projection/b", "input.bias", hidden);
        SonnetCells.Take(tensors, hidden, hidden);
        return new StateDict(tensors.Finish(), new RnnProp(hidden, updateScale: Scale));
    }
}
