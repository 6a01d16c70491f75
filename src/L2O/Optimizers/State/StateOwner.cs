namespace L2O.Optimizers.State;

/// <summary>What a part of an optimizer's state belongs to.</summary>
public enum StateOwner
{
    /// <summary>Each coordinate has values of its own.</summary>
    Coordinate,

    /// <summary>Each tensor has.</summary>
    Tensor,

    /// <summary>All of theta has one set of values.</summary>
    Network,
}
