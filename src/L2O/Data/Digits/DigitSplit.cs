namespace L2O.Data.Digits;

/// <summary>The two disjoint sets of images of <see cref="SyntheticDigits"/>.</summary>
internal enum DigitSplit
{
    /// <summary>Images to train on.</summary>
    Train,

    /// <summary>Held-out images.</summary>
    Test,
}
