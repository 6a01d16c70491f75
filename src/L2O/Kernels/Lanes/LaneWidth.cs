namespace L2O.Kernels.Lanes;

/// <summary>How wide the kernels' registers are. Results do not depend on it; speed does.</summary>
public enum LaneWidth
{
    /// <summary>One number at a time: reference, and fallback where nothing else is accelerated.</summary>
    Scalar = 0,

    /// <summary>128 bits: NEON on ARM processors such as Apple's, SSE with fused multiply-add elsewhere.</summary>
    Bits128 = 128,

    /// <summary>256 bits: AVX2 with FMA.</summary>
    Bits256 = 256,

    /// <summary>512 bits: AVX-512.</summary>
    Bits512 = 512,
}
