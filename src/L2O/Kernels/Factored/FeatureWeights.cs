using System.Numerics;
using L2O.Numerics;

namespace L2O.Kernels.Factored;

/// <summary>
/// Phi for the kernels, as one vector: the first layer (feature, unit), its bias, then all further layers. A feature is divided by its root
/// mean square over the tensor; its weights are, in the feature's place.
/// </summary>
/// <typeparam name="T">float or double.</typeparam>
/// <param name="form">What the network reads.</param>
/// <param name="hiddenCount">Values behind the first layer and its bias.</param>
internal sealed unsafe class FeatureWeights<T>(FeatureForm form, int hiddenCount) where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly AlignedBuffer<T> _first = new(form.Inputs * form.Hidden + form.Hidden);
    private readonly AlignedBuffer<T> _hidden = new(hiddenCount);

    /// <summary>What the network reads.</summary>
    public FeatureForm Form => form;

    /// <summary>How fast running means follow.</summary>
    public FeatureRates Rates { get; } = new();

    /// <summary>The bias of the first layer.</summary>
    public T* Bias => _first.Pointer() + form.Inputs * form.Hidden;

    /// <summary>Further layers: (input, unit) and bias each.</summary>
    public T* Hidden => _hidden.Pointer();

    /// <summary>The first layer (feature, unit) and its bias.</summary>
    public Span<T> First => _first.Span;

    /// <summary>Further layers.</summary>
    public Span<T> Further => _hidden.Span;

    /// <summary>Takes over a phi.</summary>
    /// <param name="phi">First layer, its bias, further layers.</param>
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
        for (int feature = 0; feature < FeatureTable.OfCoordinate; feature++)
        {
            int inPhi = form.InPhi[feature];
            if (inPhi < 0)
                continue;
            double scale = inPhi < used ? form.Scale(sums[feature] / count) : 0;
            Scale(inPhi, scale, weights + form.Places[feature] * form.Hidden);
        }
    }

    /// <summary>The first layer for the features of rows, or of columns.</summary>
    /// <param name="isRow">Whether they are what the factored moments call rows.</param>
    /// <param name="sums">(feature) Σ feature² over the lines.</param>
    /// <param name="count">Lines.</param>
    /// <param name="weights">(feature, unit); overwritten.</param>
    public void ScaleLines(bool isRow, ReadOnlySpan<double> sums, int count, T* weights)
    {
        int first = form.FirstOfLine + (isRow ? 0 : FeatureTable.Decays);
        for (int decay = 0; decay < FeatureTable.Decays; decay++)
        {
            Scale(first + decay, form.Scale(sums[decay] / count), weights + decay * form.Hidden);
            Scale(first + FeatureTable.OfLine + decay, form.Scale(sums[FeatureTable.Decays + decay] / count),
                weights + (FeatureTable.Decays + decay) * form.Hidden);
        }
    }

    private void Scale(int feature, double scale, T* weights)
    {
        T factor = T.CreateTruncating(scale);
        T* own = _first.Pointer() + feature * form.Hidden;
        for (int unit = 0; unit < form.Hidden; unit++)
            weights[unit] = own[unit] * factor;
    }
}
