using System.Numerics;

namespace L2O.Kernels.Lstm;

/// <summary>What the reverse of an unroll reads, pinned while it runs.</summary>
/// <typeparam name="T">float or double.</typeparam>
internal readonly unsafe struct LstmUnroll<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <param name="spans">What to read; pinned by the caller for as long as this is used.</param>
    /// <param name="gradients">Where its gradients are.</param>
    /// <param name="extra">Where its extra inputs are.</param>
    /// <param name="adjoints">Where its adjoints are.</param>
    /// <param name="slopes">Where its slopes are.</param>
    /// <param name="states">Where its states are.</param>
    /// <param name="coordinates">n.</param>
    public LstmUnroll(LstmUnrollSpans<T> spans, T* gradients, T* extra, T* adjoints, T* slopes, T* states, int coordinates)
    {
        Gradients = gradients;
        Extra = extra;
        Adjoints = spans.Adjoints.IsEmpty ? null : adjoints;
        Slopes = spans.Slopes.IsEmpty ? null : slopes;
        States = states;
        (Coordinates, Steps) = (coordinates, spans.Steps);
        (GradientFactor, AdjointFactor) = (spans.GradientFactor, spans.AdjointFactor);
    }

    /// <summary>(step, n): the gradients that the learned optimizer read.</summary>
    public T* Gradients { get; }

    /// <summary>(step, extra row, n): its further inputs; null if there are none.</summary>
    public T* Extra { get; }

    /// <summary>(step, n): what else d(meta-loss)/d(update) holds; null if nothing.</summary>
    public T* Adjoints { get; }

    /// <summary>(step, n): derivative of what follows the output; null if nothing does.</summary>
    public T* Slopes { get; }

    /// <summary>See <see cref="LstmUnrollSpans{T}.States"/>.</summary>
    public T* States { get; }

    /// <summary>n.</summary>
    public int Coordinates { get; }

    /// <summary>Number of steps.</summary>
    public int Steps { get; }

    /// <summary>d(meta-loss)/d(output_t) = slope_t · (GradientFactor · Σ_{s&gt;t} gradient_s + AdjointFactor · adjoint_t).</summary>
    public T GradientFactor { get; }

    /// <summary>See <see cref="GradientFactor"/>.</summary>
    public T AdjointFactor { get; }

    /// <summary>(n) one step's gradient.</summary>
    public T* Gradient(int step) => Gradients + (nint)step * Coordinates;

    /// <summary>(extra row, n) one step's further inputs.</summary>
    public T* ExtraRows(int step, int rows) => Extra + (nint)step * rows * Coordinates;

    /// <summary>Writes d(meta-loss)/d(output) of one block and one step, zero beyond the last coordinate.</summary>
    /// <param name="step">t.</param>
    /// <param name="start">The block's first coordinate.</param>
    /// <param name="laterGradients">(BlockSize) Σ_{s&gt;t} gradient_s.</param>
    /// <param name="dOutput">(BlockSize); overwritten.</param>
    public void FillOutputAdjoint(int step, int start, T* laterGradients, T* dOutput)
    {
        for (int column = 0; column < LstmShape.BlockSize; column++)
            dOutput[column] = GradientFactor * laterGradients[column];
        nint first = (nint)step * Coordinates + start;
        int columns = Math.Min(LstmShape.BlockSize, Coordinates - start);
        for (int column = 0; Adjoints != null && column < columns; column++)
            dOutput[column] += AdjointFactor * Adjoints[first + column];
        for (int column = 0; Slopes != null && column < columns; column++)
            dOutput[column] *= Slopes[first + column];
    }
}
