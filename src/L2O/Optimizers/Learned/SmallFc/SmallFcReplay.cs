using System.Numerics;
using L2O.Kernels.Factored;
using L2O.Kernels.SmallMlp;
using L2O.Optimizers.Learned.Replays;

namespace L2O.Optimizers.Learned.SmallFc;

/// <summary>From the features of smallFc, or of a relative, to its updates and back.</summary>
/// <typeparam name="T">float, or double for checks.</typeparam>
internal sealed class SmallFcReplay<T> : IReplayedNetwork<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly SmallFcOptimizer<T> _optimizer;
    private readonly ReplayNetwork _network;
    private readonly FeatureScales _scales;
    private readonly double[] _phi;
    private readonly double[] _dOutputs = new double[ReplayNetwork.MaxCount * SmallMlpForm.Outputs];

    public SmallFcReplay(SmallFcOptimizer<T> optimizer)
    {
        _optimizer = optimizer;
        FeatureForm form = SmallMlpForm.SmallFc(optimizer.Rule.HiddenSize);
        _network = new ReplayNetwork(optimizer.Compute, SmallFcPhi.Inputs, form.Hidden, SmallMlpForm.Outputs);
        (_scales, _phi) = (new FeatureScales(form), new double[optimizer.PhiLayout.Count]);
    }

    public FeatureRates Rates { get; } = new();

    private bool LearnsRates => _phi.Length > _network.Count;

    public void Begin()
    {
        for (int i = 0; i < _phi.Length; i++)
            _phi[i] = double.CreateTruncating(_optimizer.Phi[i]);
        if (LearnsRates)
            SmallFcPhi.PackRates(_optimizer.PhiLayout, _optimizer.Phi, Rates);
    }

    public void Add(int tensor, FactoredReplay replay, int iteration, ReadOnlySpan<double> dUpdate, Span<double> dPhi)
    {
        _scales.Begin(replay, 0, dUpdate.Length);
        for (int start = 0; start < dUpdate.Length; start += ReplayNetwork.MaxCount)
            AddChunk(replay, iteration, start, dUpdate.Slice(start, Math.Min(ReplayNetwork.MaxCount, dUpdate.Length - start)), dPhi);
        if (!LearnsRates)
            return;
        for (int rate = 0; rate < FeatureColumns.Rates; rate++)
            dPhi[_network.Count + rate] += SmallFcPhi.RateSlope(Rates, rate) * _scales.ByRate(replay, rate, 0, dUpdate.Length);
    }

    private void AddChunk(FactoredReplay replay, int iteration, int start, ReadOnlySpan<double> dUpdate, Span<double> dPhi)
    {
        int count = dUpdate.Length, inputs = SmallFcPhi.Inputs;
        _scales.Write(replay, start, count, inputs, _network.Samples);
        for (int input = SmallMlpForm.SmallFcInputs; input < inputs; input++)
        {
            double time = SmallFcPhi.Time(input - SmallMlpForm.SmallFcInputs, iteration);
            for (int i = 0; i < count; i++)
                _network.Samples[i * inputs + input] = time;
        }
        ReadOnlySpan<double> outputs = _network.Forward(_phi, count);
        SmallFcRule rule = _optimizer.Rule;
        for (int i = 0; i < count; i++)
        {
            double magnitude = -rule.Rate * Math.Exp(rule.MagnitudeScale * outputs[2 * i + 1]);
            _dOutputs[2 * i] = dUpdate[i] * magnitude;
            _dOutputs[2 * i + 1] = dUpdate[i] * magnitude * outputs[2 * i] * rule.MagnitudeScale;
        }
        ReadOnlySpan<double> dSamples = _network.Backward(_phi, _dOutputs.AsSpan(0, SmallMlpForm.Outputs * count), count,
            dPhi[.._network.Count]);
        if (LearnsRates)
            _scales.Add(replay, start, count, inputs, dSamples);
    }
}
