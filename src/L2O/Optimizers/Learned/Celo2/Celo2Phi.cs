using System.Numerics;
using L2O.Kernels.Celo2;
using L2O.Kernels.Factored;
using L2O.Numerics;
using L2O.Optimizers.Learned.Factored;

namespace L2O.Optimizers.Learned.Celo2;

/// <summary>Names and shapes of phi's tensors, as PyLO's state dictionary has them, and fresh ones.</summary>
internal static class Celo2Phi
{
    private const double NoiseOfRule = 0.1;
    private const int Momentum = 3, ScaledMomentum = 7; // features: the means with the shortest memory, alone and over their root

    private static readonly int[] s_blocks = [1, 1, 1, 3, 1, 3, 1, 3, 1, 3, 3, 3, 3, 3];

    /// <summary>The tensors.</summary>
    public static ParameterLayout Layout() => new(
    [
        .. s_blocks.Select(static (features, block) => ($"w0.{block}", (int[])[features, Celo2Features.Hidden])),
        ("b0", [Celo2Features.Hidden]),
        ("dense_w.0", [Celo2Features.Hidden, Celo2Features.Hidden]),
        ("dense_b.0", [Celo2Features.Hidden]),
        ("dense_w.1", [Celo2Features.Hidden, Celo2Features.Outputs]),
        ("dense_b.1", [Celo2Features.Outputs]),
    ]);

    /// <summary>Draws a fresh phi.</summary>
    public static void Initialize<T>(Celo2 settings, Span<T> phi, Rng rng) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ParameterLayout layout = Layout();
        bool isRule = settings.Initialization == Celo2Initialization.Rule;
        foreach (ParameterSlot slot in layout.Slots)
        {
            Span<T> values = slot.Of(phi);
            values.Clear();
            int inputs = slot.Name.StartsWith("w0", StringComparison.Ordinal) ? FeatureTable.All : Celo2Features.Hidden;
            double sigma = (isRule ? NoiseOfRule : 1) / Math.Sqrt(inputs);
            if (slot.Shape.Length == 2)
                PhiDraw.Fill(values, sigma, rng);
        }
        if (!isRule)
            return;
        int feature = settings.Orthogonalize ? Momentum : ScaledMomentum;
        Span<T> second = layout["dense_w.0"].Of(phi), output = layout["dense_w.1"].Of(phi);
        // A feature f is max(0, f) - max(0, -f): two units, through both layers.
        for (int unit = 0; unit < 2; unit++)
        {
            T sign = unit == 0 ? T.One : -T.One;
            phi[feature * Celo2Features.Hidden + unit] = sign;
            second[unit * Celo2Features.Hidden + unit] = T.One;
            output[unit * Celo2Features.Outputs] = sign;
        }
    }
}
