using System.Numerics;

namespace L2O.Kernels.Lanes;

/// <summary>A kernel with its arguments, to be run at whichever width <see cref="LaneDispatch"/> picks.</summary>
/// <typeparam name="T">float or double.</typeparam>
internal interface ILaneKernel<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    void Run<TLanes>() where TLanes : unmanaged, ILanes<TLanes, T>;
}
