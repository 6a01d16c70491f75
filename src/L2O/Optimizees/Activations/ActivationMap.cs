using System.Numerics;
using System.Numerics.Tensors;
using L2O.Kernels.Functions;
using L2O.Kernels.Lanes;

namespace L2O.Optimizees.Activations;

/// <summary>Applies the function of an <see cref="ActivationKind"/> to a vector. Allocates nothing.</summary>
internal static class ActivationMap
{
    /// <summary>Checks that there is such a kind.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is not.</exception>
    public static void Check(ActivationKind kind, string parameter)
    {
        if (!Enum.IsDefined(kind))
            throw new ArgumentOutOfRangeException(parameter, kind,
                $"no such activation; expected one of {string.Join(", ", Enum.GetNames<ActivationKind>())}");
    }

    /// <summary>Whether f(k·x) = k·f(x) for every k above 0.</summary>
    public static bool IsHomogeneous(ActivationKind kind) => kind is ActivationKind.Relu or ActivationKind.LeakyRelu;

    /// <summary>What the catalog's names call it, e.g. <c>leaky-relu</c>.</summary>
    public static string NameOf(ActivationKind kind) => kind == ActivationKind.LeakyRelu ? "leaky-relu"
        : kind.ToString().ToLowerInvariant();

    /// <summary>output = f(input). The output may be the input itself.</summary>
    public static void Forward<T>(ActivationKind kind, LaneWidth lanes, ReadOnlySpan<T> input, Span<T> output)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        switch (kind)
        {
            case ActivationKind.Sigmoid:
                Elementwise.Map(lanes, default(ActivationFunctions<T>.Sigmoid), input, output);
                break;
            case ActivationKind.Tanh:
                Elementwise.Map(lanes, default(ActivationFunctions<T>.Tanh), input, output);
                break;
            case ActivationKind.Relu:
                Elementwise.Map(lanes, default(ActivationFunctions<T>.Relu), input, output);
                break;
            case ActivationKind.LeakyRelu:
                Elementwise.Map(lanes, default(ActivationFunctions<T>.LeakyRelu), input, output);
                break;
            case ActivationKind.Gelu:
                Elementwise.Map(lanes, default(GatedActivationFunctions<T>.Gelu), input, output);
                break;
            case ActivationKind.Silu:
                Elementwise.Map(lanes, default(GatedActivationFunctions<T>.Silu), input, output);
                break;
            default:
                Elementwise.Map(lanes, default(ActivationFunctions<T>.Softplus), input, output);
                break;
        }
    }

    /// <summary>
    /// Whether the function falls and rises: its derivatives take the input then, which the output does not tell, and the output otherwise.
    /// </summary>
    public static bool IsGated(ActivationKind kind) => kind is ActivationKind.Gelu or ActivationKind.Silu;

    /// <summary>What the derivatives take: the input or the output.</summary>
    public static ReadOnlySpan<T> Argument<T>(ActivationKind kind, ReadOnlySpan<T> input, ReadOnlySpan<T> output) =>
        IsGated(kind) ? input : output;

    /// <summary>dInput = f'(input) · dOutput. dInput may be one of the others.</summary>
    /// <param name="kind">The function.</param>
    /// <param name="lanes">Register width.</param>
    /// <param name="argument">See <see cref="Argument"/>.</param>
    /// <param name="dOutput">dLoss/dOutput.</param>
    /// <param name="dInput">dLoss/dInput; overwritten.</param>
    public static void Backward<T>(ActivationKind kind, LaneWidth lanes, ReadOnlySpan<T> argument, ReadOnlySpan<T> dOutput, Span<T> dInput)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        switch (kind)
        {
            case ActivationKind.Sigmoid:
                Elementwise.Map(lanes, default(ActivationFunctions<T>.SigmoidBackward), argument, dOutput, dInput);
                break;
            case ActivationKind.Tanh:
                Elementwise.Map(lanes, default(ActivationFunctions<T>.TanhBackward), argument, dOutput, dInput);
                break;
            case ActivationKind.Relu:
                Elementwise.Map(lanes, default(ActivationFunctions<T>.ReluBackward), argument, dOutput, dInput);
                break;
            case ActivationKind.LeakyRelu:
                Elementwise.Map(lanes, default(ActivationFunctions<T>.LeakyReluBackward), argument, dOutput, dInput);
                break;
            case ActivationKind.Gelu:
                Elementwise.Map(lanes, default(GatedActivationFunctions<T>.GeluBackward), argument, dOutput, dInput);
                break;
            case ActivationKind.Silu:
                Elementwise.Map(lanes, default(GatedActivationFunctions<T>.SiluBackward), argument, dOutput, dInput);
                break;
            default:
                Elementwise.Map(lanes, default(ActivationFunctions<T>.SoftplusBackward), argument, dOutput, dInput);
                break;
        }
    }

    /// <summary>
    /// result = f''(input) · factor of a gated function, whose slope may be 0 where f'' is not. The result may be one of the two.
    /// </summary>
    public static void Curvature<T>(ActivationKind kind, LaneWidth lanes, ReadOnlySpan<T> input, ReadOnlySpan<T> factor, Span<T> result)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (kind == ActivationKind.Gelu)
            Elementwise.Map(lanes, default(GatedActivationFunctions<T>.GeluCurvature), input, factor, result);
        else
            Elementwise.Map(lanes, default(GatedActivationFunctions<T>.SiluCurvature), input, factor, result);
    }

    /// <summary>
    /// f''/f' of the other functions from the output: 1 - 2y of the sigmoid, -2y of tanh, e^-y of softplus, 0 of the functions with
    /// straight pieces.
    /// </summary>
    public static void CurvatureOverSlope<T>(ActivationKind kind, ReadOnlySpan<T> output, Span<T> ratio)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        switch (kind)
        {
            case ActivationKind.Sigmoid:
                TensorPrimitives.Multiply(output, T.CreateChecked(-2), ratio);
                TensorPrimitives.Add(ratio, T.One, ratio);
                break;
            case ActivationKind.Tanh:
                TensorPrimitives.Multiply(output, T.CreateChecked(-2), ratio);
                break;
            case ActivationKind.Softplus:
                TensorPrimitives.Negate(output, ratio);
                TensorPrimitives.Exp<T>(ratio, ratio);
                break;
            default:
                ratio.Clear();
                break;
        }
    }
}
