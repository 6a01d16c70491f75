using L2O.Files;
using L2O.Numerics;
using L2O.Optimizers.Learned.Factored;
using L2O.Optimizers.Learned.SmallFc;

namespace L2O.Pretrained.Imports;

/// <summary>
/// The network of PyLO's AdafacLO, µLO's among others: a state dictionary without the offsets of the decays, which are constants in that
/// code (<c>AdafacLO_naive.py</c>), as is the factor of the update.
/// </summary>
internal sealed class PyloMlpLayout : IWeightLayout
{
    /// <summary>A tensor that ELO has too.</summary>
    public const string Mark = "network.linear_0.weight";

    /// <summary>The first of the offsets.</summary>
    public const string FirstDecays = "momentum_decays";

    private const string FirstBias = "network.input.bias";
    private const double Scale = 0.01;

    private static readonly float[] s_momentum = [0.15216392f, 0.14245212f, 0.06812963f], s_square = [0.01079706f],
        s_lines = [0.18621896f, -0.10864615f, -0.06185547f];

    /// <summary>Names and lengths of all offsets.</summary>
    public static IEnumerable<(string Name, int Count)> Decays => Offsets.Select(static offset => (offset.Name, offset.Values.Length));

    /// <inheritdoc/>
    public string Kind => "smallFc";

    /// <inheritdoc/>
    public string Project => "PyLO (AdafacLO, with its decays)";

    private static (string Name, float[] Values)[] Offsets =>
        [(FirstDecays, s_momentum), ("rms_decays", s_square), ("adafactor_decays", s_lines)];

    /// <inheritdoc/>
    public bool Fits(SafetensorsFile weights) =>
        StateDict.Find(weights, Mark) is not null && StateDict.Find(weights, FirstDecays) is null;

    /// <inheritdoc/>
    public StateDict Convert(SafetensorsFile weights)
    {
        var tensors = new PublishedTensors(weights, StateDict.Find(weights, Mark)!);
        int hidden = tensors.Shape(FirstBias, 1)[0];
        SmallFc settings = StateDictLayout.Checked(weights,
            () => new SmallFc(hidden, updateScale: Scale, convolutions: ConvolutionForm.Tensor));
        foreach (ParameterSlot slot in settings.PhiLayout().Slots)
            if (Offsets.FirstOrDefault(offset => offset.Name == slot.Name).Values is { } offsets)
                tensors.Add(slot.Name, offsets, slot.Shape.AsSpan());
            else
                tensors.Take(slot.Name, slot.Name, slot.Shape.AsSpan());
        return new StateDict(tensors.Finish(), settings);
    }
}
