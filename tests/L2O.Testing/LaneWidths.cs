using System.Collections.Immutable;
using L2O.Kernels.Lanes;

namespace L2O.Testing;

/// <summary>Register widths for tests that run a kernel at each of them.</summary>
internal static class LaneWidths
{
    /// <summary>The widths that this processor has, the scalar reference first.</summary>
    public static ImmutableArray<LaneWidth> Accelerated { get; } = [.. Enum.GetValues<LaneWidth>().Where(LaneDispatch.IsAccelerated)];
}
