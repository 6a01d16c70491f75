namespace L2O.Kernels.Lstm;

/// <summary>How the first cell's input rows come about.</summary>
/// <param name="Preprocess">Whether a gradient becomes two features (docs/mathematics.md section 3) or is read as it is.</param>
/// <param name="Factor">p of the preprocessing, positive.</param>
/// <param name="Extra">Number of further input rows that the caller supplies for each coordinate.</param>
/// <param name="ReadsGradient">Whether the gradient is read at all, or only the further rows.</param>
internal readonly record struct LstmInputs(bool Preprocess, double Factor, int Extra, bool ReadsGradient = true)
{
    /// <summary>Rows made from the gradient.</summary>
    public int GradientRows => !ReadsGradient ? 0 : Preprocess ? 2 : 1;

    /// <summary>All input rows.</summary>
    public int Rows => GradientRows + Extra;
}
