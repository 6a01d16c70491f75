namespace L2O.Data;

/// <summary>What the samples of a dataset are to be mapped to.</summary>
public enum TargetKind
{
    /// <summary>One class a sample, given by its label.</summary>
    Classes,

    /// <summary>One or more numbers a sample, as in a regression.</summary>
    Values,

    /// <summary>The input itself, as in an autoencoder.</summary>
    Input,
}
