using System.Globalization;

namespace L2O.MetaTraining;

/// <summary>A number that became NaN or infinite during meta-training: what, and where.</summary>
/// <param name="Source">Which quantity.</param>
/// <param name="Tensor">The tensor of theta or phi that it belongs to, by its name in the layout; null for the loss.</param>
/// <param name="Value">The value: NaN or an infinity.</param>
/// <param name="Epoch">Counted from 1; 0 while no trainer has filled it in.</param>
/// <param name="Run">Run within the epoch, counted from 1, test runs behind the others.</param>
/// <param name="Iteration">Inner iteration, counted from 1.</param>
internal sealed record Divergence(DivergenceSource Source, string? Tensor, double Value, int Epoch = 0, int Run = 0, int Iteration = 0)
{
    /// <summary>Whether the inner run is lost: its own loss, gradient or update, and not the meta-step's numbers.</summary>
    public bool IsOfRun => Source is DivergenceSource.Loss or DivergenceSource.Gradient or DivergenceSource.Update;

    /// <summary>A line for people, e.g. <c>the update of 'layers.mat_0.weight' is NaN in epoch 3, run 5, iteration 41</c>.</summary>
    public override string ToString()
    {
        string what = Source switch
        {
            DivergenceSource.Loss => "the loss",
            DivergenceSource.Gradient => $"the gradient of '{Tensor}'",
            DivergenceSource.Update => $"the update of '{Tensor}'",
            DivergenceSource.MetaGradient => $"the meta-gradient of '{Tensor}'",
            _ => $"phi's '{Tensor}'",
        };
        string value = double.IsNaN(Value) ? "NaN" : Value > 0 ? "infinite" : "minus infinity";
        return string.Create(CultureInfo.InvariantCulture, $"{what} is {value} in epoch {Epoch}, run {Run}, iteration {Iteration}");
    }
}
