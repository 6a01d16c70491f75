using L2O.Files;
using L2O.Optimizers.Learned.Lstm;

namespace L2O.Pretrained.Imports;

/// <summary>
/// The LSTM of Andrychowicz et al. as Sonnet stores it: L2O-DM of VITA-Group/L2O-Training-Techniques, and learning-to-learn of DeepMind,
/// whose code it goes back to. It reads the gradient as two numbers with p = 5, and moves theta by 0.01 times its output.
/// </summary>
internal sealed class DmLayout : IWeightLayout
{
    private const double Factor = 5;
    private const double Scale = 0.01;

    /// <inheritdoc/>
    public string Kind => "coordinateLstm";

    /// <inheritdoc/>
    public string Project => "L2O-DM (L2O-Training-Techniques; LSTM cells of Sonnet)";

    /// <inheritdoc/>
    public bool Fits(SafetensorsFile weights) =>
        PublishedTensors.PrefixOf(weights, SonnetCells.Mark) is { } prefix && !weights.Contains(prefix + RnnPropLayout.Mark);

    /// <inheritdoc/>
    public StateDict Convert(SafetensorsFile weights)
    {
        var tensors = new PublishedTensors(weights, PublishedTensors.PrefixOf(weights, SonnetCells.Mark)!);
        int hidden = SonnetCells.HiddenSize(tensors), inputs = tensors.Shape(SonnetCells.Mark, 2)[0] - hidden;
        if (inputs is not (1 or 2))
            throw tensors.Damaged(SonnetCells.Mark, $"has {hidden + inputs} rows; expected {hidden} and the one or two inputs");
        SonnetCells.Take(tensors, inputs, hidden);
        return new StateDict(tensors.Finish(), new CoordinateLstm(hidden, preprocess: inputs == 2, Factor, Scale));
    }
}
