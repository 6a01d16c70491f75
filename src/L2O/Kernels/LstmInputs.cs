namespace L2O.Kernels;

/// <summary>How the first cell's input rows come about.</summary>
/// <param name="Preprocess">Whether a gradient becomes two features (spec section 3) or is read as it is.</param>
/// <param name="Factor">p of the preprocessing, positive.</param>
/// <param name="Extra">Number of further input rows that the caller supplies for each coordinate.</param>
internal readonly record struct LstmInputs(bool Preprocess, double Factor, int Extra)
{
    /// <summary>Rows made from the gradient.</summary>
    public int GradientRows => Preprocess ? 2 : 1;

    /// <summary>All input rows.</summary>
    public int Rows => GradientRows + Extra;
}
