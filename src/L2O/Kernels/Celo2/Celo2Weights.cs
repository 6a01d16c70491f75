using System.Numerics;
using L2O.Numerics;

namespace L2O.Kernels.Celo2;

/// <summary>
/// Phi for the kernels, as one vector: the first layer (feature, unit), its bias, then second and output layer. A feature is divided by its
/// root mean square over the matrix; its weights are, in the feature's place.
/// </summary>
/// <typeparam name="T">float or double.</typeparam>
internal sealed unsafe class Celo2Weights<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly AlignedBuffer<T> _first = new(Celo2Features.All * Celo2Features.Hidden + Celo2Features.Hidden);
    private readonly AlignedBuffer<T> _hidden = new(Celo2Features.HiddenCount);

    /// <summary>The bias of the first layer.</summary>
    public T* Bias => _first.Pointer() + Celo2Features.All * Celo2Features.Hidden;

    /// <summary>The second layer (input, unit), its bias, the output layer (input, output) and its bias.</summary>
    public T* Hidden => _hidden.Pointer();

    /// <summary>Takes over a phi.</summary>
    /// <param name="phi">First layer, its bias, second layer, its bias, output layer, its bias.</param>
    public void Pack(ReadOnlySpan<T> phi)
    {
        phi[.._first.Length].CopyTo(_first.Span);
        phi[_first.Length..].CopyTo(_hidden.Span);
    }

    /// <summary>The first layer for the features of coordinates.</summary>
    /// <param name="sums">(feature) Σ feature².</param>
    /// <param name="count">Coordinates.</param>
    /// <param name="used">Features of phi from the first on that there are.</param>
    /// <param name="weights">(feature, unit); overwritten.</param>
    public void ScaleCoordinates(ReadOnlySpan<double> sums, int count, int used, T* weights)
    {
        for (int feature = 0; feature < Celo2Features.OfCoordinate; feature++)
        {
            int inPhi = Celo2Features.InPhi[feature];
            double scale = inPhi < used ? Celo2Features.Scale(sums[feature] / count) : 0;
            Scale(inPhi, scale, weights + feature * Celo2Features.Hidden);
        }
    }

    /// <summary>The first layer for the features of rows, or of columns.</summary>
    /// <param name="isRow">Whether they are what the factored moments call rows.</param>
    /// <param name="sums">(feature) Σ feature² over the lines.</param>
    /// <param name="count">Lines.</param>
    /// <param name="weights">(feature, unit); overwritten.</param>
    public void ScaleLines(bool isRow, ReadOnlySpan<double> sums, int count, T* weights)
    {
        int first = Celo2Features.FirstOfLine + (isRow ? 0 : Celo2Features.Decays);
        for (int decay = 0; decay < Celo2Features.Decays; decay++)
        {
            Scale(first + decay, Celo2Features.Scale(sums[decay] / count), weights + decay * Celo2Features.Hidden);
            Scale(first + Celo2Features.OfLine + decay, Celo2Features.Scale(sums[Celo2Features.Decays + decay] / count),
                weights + (Celo2Features.Decays + decay) * Celo2Features.Hidden);
        }
    }

    private void Scale(int feature, double scale, T* weights)
    {
        T factor = T.CreateTruncating(scale);
        T* own = _first.Pointer() + feature * Celo2Features.Hidden;
        for (int unit = 0; unit < Celo2Features.Hidden; unit++)
            weights[unit] = own[unit] * factor;
    }
}
