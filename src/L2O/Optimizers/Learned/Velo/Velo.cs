using System.Numerics;
using L2O.Numerics;
using L2O.Optimizers.Learned.Factored;

namespace L2O.Optimizers.Learned.Velo;

/// <summary>
/// VeLO (Metz et al. 2022, "VeLO: training versatile learned optimizers by scaling up"; <c>hyper_v2.py</c> of
/// google/learned_optimization): an LSTM reads statistics of each tensor, the training loss and the time, and mixes the weights of that
/// tensor's own small network from a bank of networks; the small network moves each coordinate. The update is
/// -learningRate·rate·√(mean theta²)·0.001·o·exp(0.001·e), where the LSTM gives the rate of a tensor. Reads the loss and the number of
/// steps. The formulas: docs/mathematics.md section 9. Has no backward pass.
/// </summary>
public sealed record Velo : ILearnedOptimizer
{
    private const int LargestSize = 4096;

    /// <summary>Settings of a VeLO; without arguments the published one.</summary>
    /// <param name="lstmSize">Units of the LSTM, 1 to 4096; 512 in VeLO, 64 in its small variant.</param>
    /// <param name="bankSize">Networks that are mixed, 1 to 4096; 256 in VeLO, 32 in its small variant.</param>
    /// <param name="mixFactor">Factor of the mixed weights; positive. 100 in VeLO, 1 in its small variant.</param>
    /// <param name="learningRate">Factor of the update; positive.</param>
    /// <param name="convolutions">What tensors of more than two dimensions are taken for.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is out of its range.</exception>
    public Velo(int lstmSize = 512, int bankSize = 256, double mixFactor = 100, double learningRate = 1,
        ConvolutionForm convolutions = ConvolutionForm.Matrix)
    {
        LstmSize = Size(lstmSize, nameof(lstmSize));
        BankSize = Size(bankSize, nameof(bankSize));
        MixFactor = SettingRange.Positive(mixFactor, nameof(mixFactor));
        LearningRate = SettingRange.Positive(learningRate, nameof(learningRate));
        Convolutions = SettingRange.Defined(convolutions, nameof(convolutions));
    }

    /// <summary>Units of the LSTM.</summary>
    public int LstmSize { get; }

    /// <summary>Networks that are mixed.</summary>
    public int BankSize { get; }

    /// <summary>Factor of the mixed weights.</summary>
    public double MixFactor { get; }

    /// <summary>Factor of the update.</summary>
    public double LearningRate { get; }

    /// <summary>What tensors of more than two dimensions are taken for.</summary>
    public ConvolutionForm Convolutions { get; }

    /// <summary>
    /// PyLO's names, (out, in): the bank's networks <c>mlp.input_weights_</c> (K, 4, 30) to <c>mlp.output_bias_</c> (K, 3), and the LSTM
    /// with its layers, <c>rnn.mix_layer1.weight</c> (H, 30) to <c>rnn.step_size.bias</c> (1). <c>mix_layer1</c> is there for the published
    /// files' sake: nothing reads it.
    /// </summary>
    public ParameterLayout PhiLayout() => VeloPhi.Layout(LstmSize, BankSize);

    /// <summary>Draws a fresh phi: weights normal with σ = 1/√inputs, cut at ±2σ, biases and initial state 0. Overwrites.</summary>
    /// <param name="phi">(P), laid out by <see cref="PhiLayout"/>.</param>
    /// <param name="rng">Source of randomness.</param>
    public void InitializePhi<T>(Span<T> phi, Rng rng) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(rng);
        VeloPhi.Initialize(PhiLayout(), phi, rng);
    }

    /// <inheritdoc/>
    public LearnedOptimizer<T> Bind<T>(ReadOnlySpan<T> phi, Compute compute) where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        new VeloOptimizer<T>(this, phi, compute);

    private static int Size(int value, string name) => value is >= 1 and <= LargestSize ? value
        : throw new ArgumentOutOfRangeException(name, $"{name} is {value}; expected 1 to {LargestSize}");
}
