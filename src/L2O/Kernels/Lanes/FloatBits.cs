namespace L2O.Kernels.Lanes;

/// <summary>Constants of the IEEE 754 binary formats that the lanes take exponents apart with.</summary>
internal static class FloatBits
{
    public const int Bias32 = 127;
    public const int Fraction32 = 23;
    public const int FractionMask32 = (1 << Fraction32) - 1;

    /// <summary>The bits of √½ in single precision: subtracting them before the shift centers the mantissa around 1.</summary>
    public const int SqrtHalf32 = 0x3f3504f3;

    public const long Bias64 = 1023;
    public const int Fraction64 = 52;
    public const long FractionMask64 = (1L << Fraction64) - 1;

    /// <summary>The bits of √½ in double precision.</summary>
    public const long SqrtHalf64 = 0x3fe6a09e667f3bcd;
}
