using System.Numerics;
using L2O.Kernels.HyperLstm;
using L2O.Numerics;

namespace L2O.Optimizers.Learned.Velo;

/// <summary>A VeLO with its parameters bound.</summary>
/// <typeparam name="T">float, or double for checks.</typeparam>
internal sealed class VeloOptimizer<T> : LearnedOptimizer<T>, IOptimizer<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly AlignedBuffer<T> _hidden, _cell, _bank;

    public VeloOptimizer(Velo settings, ReadOnlySpan<T> phi, Compute compute) : base(settings, compute)
    {
        Settings = settings;
        Lstm = new HyperWeights<T>(VeloPhi.TensorInputs, settings.LstmSize, settings.BankSize);
        (_hidden, _cell) = (new(settings.LstmSize), new(settings.LstmSize));
        _bank = new(settings.BankSize * VeloPhi.NetworkCount);
        Rebind(phi);
    }

    public new Velo Settings { get; }

    public override string Name => "velo";

    public override OptimizerNeeds Needs => OptimizerNeeds.Loss | OptimizerNeeds.Horizon;

    double IOptimizer<T>.LearningRate => Settings.LearningRate;

    public new Compute Compute => base.Compute;

    /// <summary>The LSTM and its layers.</summary>
    public HyperWeights<T> Lstm { get; }

    /// <summary>(network, number): the bank, over its size and times its factor.</summary>
    public ReadOnlySpan<T> Bank => _bank.Span;

    /// <summary>(size): where the LSTM's hidden state begins.</summary>
    public ReadOnlySpan<T> InitialHidden => _hidden.Span;

    /// <summary>(size): where its inner state begins.</summary>
    public ReadOnlySpan<T> InitialCell => _cell.Span;

    protected override LearnedRun<T> StartRun(ParameterLayout layout, RunContext? context) =>
        new VeloRun<T>(this, layout, context!.Horizon!.Value);

    protected override void Pack(ReadOnlySpan<T> phi)
    {
        VeloPhi.Pack(PhiLayout, phi, Lstm);
        VeloPhi.PackBank(PhiLayout, phi, Settings.MixFactor / Settings.BankSize, _bank.Span);
        PhiLayout["rnn.lstm_init_state.0"].Of(phi).CopyTo(_hidden.Span);
        PhiLayout["rnn.lstm_init_state.1"].Of(phi).CopyTo(_cell.Span);
    }
}
