namespace L2O.MetaTraining.Tasks;

/// <summary>What an inner run contributes to the meta-loss.</summary>
public sealed record MetaLossSettings
{
    /// <summary>Describes a meta-loss.</summary>
    /// <param name="kind">How losses enter it.</param>
    /// <param name="onValidation">Whether they are those of other samples, a tenth of the training split that no step sees, instead of
    /// the batch's before the step.</param>
    public MetaLossSettings(MetaLossKind kind = MetaLossKind.Scaled, bool onValidation = false) => (Kind, OnValidation) = (kind,
        onValidation);

    /// <summary>How losses enter the meta-loss.</summary>
    public MetaLossKind Kind { get; }

    /// <summary>Whether they are those of samples that no step sees.</summary>
    public bool OnValidation { get; }

    /// <summary>The contribution of a loss.</summary>
    /// <param name="loss">Mean over the batch.</param>
    /// <param name="chance">ln C, or the run's first loss; above 0.</param>
    internal double Of(double loss, double chance) => Kind switch
    {
        MetaLossKind.Log => Math.Log(Math.Max(loss, 1e-30)),
        MetaLossKind.Clipped => double.IsNaN(loss) ? 1.5 * chance : Math.Clamp(loss, 0, 1.5 * chance),
        MetaLossKind.Scaled => ((double.IsNaN(loss) ? chance + Math.Log(2) : Math.Clamp(loss, 0, chance + Math.Log(2)))
            - (chance - Math.Log(5))) * 10 / chance,
        _ => loss,
    };

    /// <summary>The derivative of a sum of contributions by the losses, for back-propagation: 1 but for <see
    /// cref="MetaLossKind.Scaled"/>.</summary>
    internal double Slope(double chance) => Kind == MetaLossKind.Scaled ? 10 / chance : 1;
}
