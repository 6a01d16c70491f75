using System.Numerics;
using L2O.Kernels.Factored;
using L2O.Kernels.SmallMlp;
using L2O.Numerics;
using L2O.Optimizers.Learned.Factored;

namespace L2O.Optimizers.Learned.SmallFc;

/// <summary>Names and shapes of phi's tensors, as PyLO's state dictionary has them, and what they are to the kernels.</summary>
internal static class SmallFcPhi
{
    /// <summary>Times at which the time features grow.</summary>
    private static readonly double[] s_times = [1, 3, 10, 30, 100, 300, 1e3, 3e3, 1e4, 3e4, 1e5];

    private static readonly FeatureRates s_start = new();

    private const string MomentumDecays = "momentum_decays", SquareDecay = "rms_decays", LineDecays = "adafactor_decays";

    private const int Layers = 6; // tensors

    // An offset of 1 divides 1 - decay by e^-10.
    private const double DecayScale = 10;

    /// <summary>Features, those of the time included.</summary>
    public static int Inputs => SmallMlpForm.SmallFcInputs + s_times.Length;

    /// <summary>Refuses what the kernels don't take.</summary>
    public static int CheckHidden(int hiddenSize) => hiddenSize is >= 4 and <= 128 && hiddenSize % 4 == 0 ? hiddenSize
        : throw new ArgumentOutOfRangeException(nameof(hiddenSize), $"hiddenSize is {hiddenSize}; expected a multiple of 4 from 4 to 128");

    /// <summary>Whether a phi has offsets of the decays.</summary>
    public static bool LearnsDecays(ParameterLayout layout) => layout.Slots.Length > Layers;

    /// <summary>The tensors.</summary>
    public static ParameterLayout Layout(int hidden, bool learnsDecays)
    {
        (string, int[])[] layers =
        [
            ("network.input.weight", [hidden, Inputs]), ("network.input.bias", [hidden]),
            ("network.linear_0.weight", [hidden, hidden]), ("network.linear_0.bias", [hidden]),
            ("network.output.weight", [SmallMlpForm.Outputs, hidden]), ("network.output.bias", [SmallMlpForm.Outputs]),
        ];
        (string, int[])[] decays =
        [
            (MomentumDecays, [FeatureTable.Decays]), (SquareDecay, [1]), (LineDecays, [FeatureTable.Decays]),
        ];
        return new ParameterLayout([.. layers, .. learnsDecays ? decays : []]);
    }

    /// <summary>Draws a fresh phi.</summary>
    public static void Initialize<T>(ParameterLayout layout, Span<T> phi, Rng rng) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        phi.Clear();
        foreach (ParameterSlot slot in layout.Slots)
            if (slot.Shape.Length == 2)
                PhiDraw.Fill(slot.Of(phi), 1 / Math.Sqrt(slot.Shape[1]), rng);
    }

    /// <summary>Gives phi to the kernels: layers (input, unit), the time's share of the first bias included, and the decays.</summary>
    /// <param name="layout">Of phi.</param>
    /// <param name="phi">(P).</param>
    /// <param name="iteration">Steps made before, which tell the time.</param>
    /// <param name="weights">Overwritten.</param>
    public static void Pack<T>(ParameterLayout layout, ReadOnlySpan<T> phi, int iteration, FeatureWeights<T> weights)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int hidden = weights.Form.Hidden, inputs = SmallMlpForm.SmallFcInputs;
        ReadOnlySpan<T> first = layout.Slots[0].Of(phi), bias = layout.Slots[1].Of(phi);
        for (int unit = 0; unit < hidden; unit++)
        {
            ReadOnlySpan<T> own = first.Slice(unit * Inputs, Inputs);
            for (int input = 0; input < inputs; input++)
                weights.First[input * hidden + unit] = own[input];
            double sum = double.CreateTruncating(bias[unit]);
            for (int time = 0; time < s_times.Length; time++)
                sum += double.CreateTruncating(own[inputs + time]) * Time(time, iteration);
            weights.First[inputs * hidden + unit] = T.CreateTruncating(sum);
        }
        Span<T> further = weights.Further;
        Matrices.Transpose(layout.Slots[2].Of(phi), hidden, further);
        layout.Slots[3].Of(phi).CopyTo(further[(hidden * hidden)..]);
        further = further[((hidden + 1) * hidden)..];
        Matrices.Transpose(layout.Slots[4].Of(phi), SmallMlpForm.Outputs, further);
        layout.Slots[5].Of(phi).CopyTo(further[(SmallMlpForm.Outputs * hidden)..]);
        if (LearnsDecays(layout))
            PackRates(layout, phi, weights.Rates);
    }

    /// <summary>The derivative of a rate by its offset; 0 where the rate is at its bound.</summary>
    /// <param name="rates">The rates.</param>
    /// <param name="rate">Which: of m (3), of r, of the lines (3).</param>
    public static double RateSlope(FeatureRates rates, int rate)
    {
        double value = rate < FeatureTable.Decays ? rates.Momentum[rate]
            : rate == FeatureTable.Decays ? rates.Square : rates.Lines[rate - FeatureTable.Decays - 1];
        return rate >= FeatureTable.Decays && value >= 1 ? 0 : DecayScale * value;
    }

    /// <summary>A feature of the time.</summary>
    public static double Time(int time, int iteration) => Math.Tanh(iteration / s_times[time] - 1);

    /// <summary>1 - a decay: that of the start times e^(10·offset).</summary>
    /// <param name="start">1 - the decay at an offset of 0.</param>
    /// <param name="offset">The offset.</param>
    public static double Rate(double start, double offset) => start * Math.Exp(DecayScale * offset);

    /// <summary>Gives the decays to the kernels.</summary>
    public static void PackRates<T>(ParameterLayout layout, ReadOnlySpan<T> phi, FeatureRates rates)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        FeatureRates start = s_start;
        ReadOnlySpan<T> momentum = layout.Slots[6].Of(phi), square = layout.Slots[7].Of(phi), lines = layout.Slots[8].Of(phi);
        for (int decay = 0; decay < FeatureTable.Decays; decay++)
        {
            rates.Momentum[decay] = Rate(start.Momentum[decay], double.CreateTruncating(momentum[decay]));
            rates.Lines[decay] = Math.Min(1, Rate(start.Lines[decay], double.CreateTruncating(lines[decay])));
        }
        rates.Square = Math.Min(1, Rate(start.Square, double.CreateTruncating(square[0])));
    }
}
