using System.Numerics;
using L2O.Kernels.Celo2;
using L2O.Kernels.Factored;
using L2O.Optimizers.Learned.Factored;
using L2O.Optimizers.Learned.Replays;

namespace L2O.Optimizers.Learned.Celo2;

/// <summary>From the features of Celo2-base to its updates and back.</summary>
/// <typeparam name="T">float, or double for checks.</typeparam>
/// <param name="optimizer">Settings and phi.</param>
/// <param name="tensors">What the tensors are.</param>
internal sealed class Celo2Replay<T>(Celo2Optimizer<T> optimizer, FactoredTensor?[] tensors) : IReplayedNetwork<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const int Inputs = FeatureTable.All, Hidden = Celo2Features.Hidden, Outputs = Celo2Features.Outputs;

    private readonly ReplayNetwork _network = new(optimizer.Compute, Inputs, Hidden, Outputs);
    private readonly FeatureScales _scales = new(Celo2Features.Form);
    private readonly double[] _parameters = new double[Celo2Features.PhiCount]; // (output, input) weights and biases of each layer
    private readonly double[] _sums = new double[Celo2Features.PhiCount];
    private readonly double[] _transposed = new double[Celo2Features.PhiCount];
    private readonly double[] _dOutputs = new double[ReplayNetwork.MaxCount * Outputs];
    private readonly double[] _u = new double[tensors.Max(static tensor => tensor?.SliceLength ?? 0)];

    public FeatureRates Rates => optimizer.Weights.Rates;

    public void Begin()
    {
        for (int i = 0; i < _transposed.Length; i++)
            _transposed[i] = double.CreateTruncating(optimizer.Phi[i]);
        Transpose(_transposed, _parameters, toLayers: true);
    }

    public void Add(int tensor, FactoredReplay replay, int iteration, ReadOnlySpan<double> dUpdate, Span<double> dPhi)
    {
        Array.Clear(_sums);
        int length = tensors[tensor]!.SliceLength;
        double rate = optimizer.Settings.LearningRate * (tensors[tensor]!.Rows == 0 ? optimizer.Settings.VectorRateFactor : 1);
        for (int slice = 0; slice < dUpdate.Length; slice += length)
            AddSlice(replay, slice, rate, dUpdate.Slice(slice, length));
        Transpose(_sums, _transposed, toLayers: false);
        for (int i = 0; i < dPhi.Length; i++)
            dPhi[i] += _transposed[i];
    }

    // The update is -rate·u·s with s = (ε + mean u²)^-½ over the slice.
    private void AddSlice(FactoredReplay replay, int start, double rate, ReadOnlySpan<double> dUpdate)
    {
        int length = dUpdate.Length;
        _scales.Begin(replay, start, length);
        double squares = 0, along = 0;
        for (int chunk = 0; chunk < length; chunk += ReplayNetwork.MaxCount)
        {
            int count = Math.Min(ReplayNetwork.MaxCount, length - chunk);
            ReadOnlySpan<double> outputs = Forward(replay, start + chunk, count);
            for (int i = 0; i < count; i++)
            {
                double u = _u[chunk + i] = outputs[i * Outputs];
                squares += u * u;
                along += u * dUpdate[chunk + i];
            }
        }
        double scale = Celo2Features.Scale(squares / length), turn = scale * scale * along / length;
        for (int chunk = 0; chunk < length; chunk += ReplayNetwork.MaxCount)
        {
            int count = Math.Min(ReplayNetwork.MaxCount, length - chunk);
            Forward(replay, start + chunk, count);
            Array.Clear(_dOutputs);
            for (int i = 0; i < count; i++)
                _dOutputs[i * Outputs] = -rate * scale * (dUpdate[chunk + i] - turn * _u[chunk + i]);
            _network.Backward(_parameters, _dOutputs.AsSpan(0, Outputs * count), count, _sums);
        }
    }

    private ReadOnlySpan<double> Forward(FactoredReplay replay, int start, int count)
    {
        _scales.Write(replay, start, count, Inputs, _network.Samples);
        return _network.Forward(_parameters, count);
    }

    // Phi has weights (input, output), layers have them (output, input).
    private static void Transpose(ReadOnlySpan<double> from, Span<double> to, bool toLayers)
    {
        int start = 0;
        foreach ((int inputs, int outputs) in (ReadOnlySpan<(int, int)>)[(Inputs, Hidden), (Hidden, Hidden), (Hidden, Outputs)])
        {
            Matrices.Transpose(from.Slice(start, inputs * outputs), toLayers ? inputs : outputs, to.Slice(start, inputs * outputs));
            start += inputs * outputs;
            from.Slice(start, outputs).CopyTo(to[start..]);
            start += outputs;
        }
    }
}
