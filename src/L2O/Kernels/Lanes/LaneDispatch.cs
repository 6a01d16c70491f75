using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace L2O.Kernels.Lanes;

/// <summary>Picks the lanes: the only code that turns a width into a type.</summary>
internal static class LaneDispatch
{
    /// <summary>The widest registers that this processor runs in hardware. Emulated vectors are slower than scalar code.</summary>
    public static LaneWidth Widest =>
        IsAccelerated(LaneWidth.Bits512) ? LaneWidth.Bits512 :
        IsAccelerated(LaneWidth.Bits256) ? LaneWidth.Bits256 :
        IsAccelerated(LaneWidth.Bits128) ? LaneWidth.Bits128 : LaneWidth.Scalar;

    /// <summary>
    /// Whether the processor multiplies and adds with one rounding. Where it does not, each of these is a call into software, so that the
    /// bits stay: kernels take some 60 times as long.
    /// </summary>
    public static bool HasFusedMultiplyAdd => Fma.IsSupported || AdvSimd.IsSupported;

    public static bool IsAccelerated(LaneWidth width) => width switch
    {
        LaneWidth.Bits512 => Vector512.IsHardwareAccelerated && Avx512F.IsSupported,
        LaneWidth.Bits256 => Vector256.IsHardwareAccelerated && Avx2.IsSupported && Fma.IsSupported,
        LaneWidth.Bits128 => Vector128.IsHardwareAccelerated && HasFusedMultiplyAdd,
        _ => true,
    };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Run<TKernel, T>(LaneWidth width, ref TKernel kernel)
        where TKernel : struct, ILaneKernel<T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (width == LaneWidth.Bits512)
            kernel.Run<Lanes512<T>>();
        else if (width == LaneWidth.Bits256)
            kernel.Run<Lanes256<T>>();
        else if (width == LaneWidth.Bits128)
            kernel.Run<Lanes128<T>>();
        else
            kernel.Run<ScalarLanes<T>>();
    }
}
