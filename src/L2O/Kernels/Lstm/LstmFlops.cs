namespace L2O.Kernels.Lstm;

/// <summary>
/// Floating-point operations for one coordinate and one step; a multiply-add counts as two. Whole steps count their matrix
/// products alone, so a share of the peak is on the low side: the activations take time too.
/// </summary>
internal static class LstmFlops
{
    // Lane operations of a unit's activations, counted in LstmForward: three logistic denominators of 19, two tanh
    // fractions of 21, and 17 to combine them (two divisions among them, each counted as one).
    private const int ActivationsPerUnit = 116;

    /// <summary>A step forward: features, both cells, output.</summary>
    public static long Step(LstmShape shape) => Part(LstmKernelPart.GateSums, shape) + 2L * shape.Hidden;

    /// <summary>A step of the meta-gradient: the step forward once more, adjoints, weights' gradient.</summary>
    public static long MetaGradient(LstmShape shape) =>
        Step(shape) + Part(LstmKernelPart.AdjointRows, shape) + Part(LstmKernelPart.WeightSums, shape) + 4L * shape.Hidden;

    /// <summary>One kernel.</summary>
    public static long Part(LstmKernelPart part, LstmShape shape)
    {
        long hidden = shape.Hidden, rowFlops = 2L * LstmShape.Gates * hidden; // one input row times all gates
        return part switch
        {
            LstmKernelPart.GateSums => rowFlops * (shape.Inputs + 3 * hidden),
            LstmKernelPart.Activations => 2 * hidden * ActivationsPerUnit,
            LstmKernelPart.AdjointRows => rowFlops * 3 * hidden,
            _ => rowFlops * (shape.Inputs + 3 * hidden + 2),
        };
    }
}
