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
            default:
                Elementwise.Map(lanes, default(ActivationFunctions<T>.Softplus), input, output);
                break;
        }
    }

    /// <summary>dInput = f'(input) · dOutput, from the output. dInput may be one of the others.</summary>
    public static void Backward<T>(ActivationKind kind, LaneWidth lanes, ReadOnlySpan<T> output, ReadOnlySpan<T> dOutput, Span<T> dInput)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        switch (kind)
        {
            case ActivationKind.Sigmoid:
                Elementwise.Map(lanes, default(ActivationFunctions<T>.SigmoidBackward), output, dOutput, dInput);
                break;
            case ActivationKind.Tanh:
                Elementwise.Map(lanes, default(ActivationFunctions<T>.TanhBackward), output, dOutput, dInput);
                break;
            case ActivationKind.Relu:
                Elementwise.Map(lanes, default(ActivationFunctions<T>.ReluBackward), output, dOutput, dInput);
                break;
            case ActivationKind.LeakyRelu:
                Elementwise.Map(lanes, default(ActivationFunctions<T>.LeakyReluBackward), output, dOutput, dInput);
                break;
            default:
                Elementwise.Map(lanes, default(ActivationFunctions<T>.SoftplusBackward), output, dOutput, dInput);
                break;
        }
    }

    /// <summary>
    /// f''/f' from the output: 1 - 2y of the sigmoid, -2y of tanh, e^-y of softplus, 0 of the functions with straight pieces.
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
