using System.Numerics;
using L2O.Data;
using L2O.MetaTraining.Estimators;
using L2O.Numerics;
using L2O.Optimizers;
using L2O.Optimizers.Learned;

namespace L2O.MetaTraining.Tasks;

/// <summary>One optimizer's training of one episode after another. A step allocates nothing.</summary>
/// <typeparam name="T">float, or double for checks.</typeparam>
internal sealed class InnerTraining<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const string ThetaName = "theta";
    private const string StatisticsName = "statistics";

    private readonly LearnedOptimizer<T> _optimizer;
    private LearnedRun<T>? _run;
    private AlignedBuffer<T> _theta = new(0), _gradient = new(0);
    private T[] _statistics = [];
    private Episode<T>? _episode;
    private TruncatedBptt<T>? _tape;
    private int _longestUnroll;
    private bool _logLoss;

    /// <param name="learned">The architecture.</param>
    /// <param name="compute">Lanes; one thread.</param>
    public InnerTraining(ILearnedOptimizer learned, Compute compute) =>
        _optimizer = learned.Bind<T>(new T[learned.PhiLayout().Count], compute);

    /// <summary>(n) the present parameters.</summary>
    private Span<T> Theta => _theta.Span;

    /// <summary>Sets phi, from the next step on.</summary>
    public void Bind(ReadOnlySpan<T> phi) => _optimizer.Rebind(phi);

    /// <summary>Records the steps of coming episodes for back-propagation.</summary>
    /// <param name="longestUnroll">Most steps of an unroll.</param>
    /// <param name="logLoss">Whether the meta-loss is the logarithm of an unroll's sum.</param>
    public void Record(int longestUnroll, bool logLoss) => (_longestUnroll, _logLoss) = (longestUnroll, logLoss);

    /// <summary>Begins an episode.</summary>
    public void Begin(Episode<T> episode)
    {
        int n = episode.Optimizee.Layout.Count;
        if (_run is not null && _episode is not null && ReferenceEquals(_episode.Optimizee, episode.Optimizee)
            && _episode.Task.Length == episode.Task.Length)
            _run.Reset();
        else
        {
            _run = _optimizer.Start(episode.Optimizee.Layout, new RunContext(episode.Task.Length, givesLoss: true));
            if (_longestUnroll > 0)
                _tape = new TruncatedBptt<T>(_run, n, _longestUnroll, _logLoss, regularizes: false);
        }
        if (_theta.Length != n)
            (_theta, _gradient) = (new AlignedBuffer<T>(n), new AlignedBuffer<T>(n));
        if (_statistics.Length != episode.Statistics.Length)
            _statistics = new T[episode.Statistics.Length];
        episode.Start.CopyTo(Theta);
        episode.Statistics.CopyTo(_statistics);
        _episode = episode;
        _tape?.Begin();
    }

    /// <summary>Makes a step.</summary>
    /// <param name="batch">Its samples.</param>
    /// <param name="step">The step, from 0.</param>
    /// <returns>Loss on the batch before the step.</returns>
    public double Step(Batch<T> batch, int step)
    {
        Episode<T> episode = _episode!;
        Span<T> gradient = _tape is null ? _gradient.Span : _tape.Gradient;
        _statistics.CopyTo(episode.Optimizee.Statistics);
        double loss = episode.LossAndGradient(Theta, batch, step, gradient);
        episode.Optimizee.Statistics.CopyTo(_statistics);
        _run!.Step(Theta, gradient, loss: loss);
        _tape?.Record(loss);
        return loss;
    }

    /// <summary>The loss on other samples, without a step.</summary>
    public double Loss(Batch<T> batch)
    {
        _statistics.CopyTo(_episode!.Optimizee.Statistics);
        return _episode.Loss(Theta, batch);
    }

    /// <summary>d(sum of the recorded losses, or its logarithm)/d(phi), and the begin of the next unroll.</summary>
    public void Differentiate(Span<T> dPhi)
    {
        _tape!.Differentiate(dPhi);
        _tape.Begin();
    }

    /// <summary>Takes over the state of another training of the same episode.</summary>
    public void CopyFrom(InnerTraining<T> other)
    {
        other.Theta.CopyTo(Theta);
        other._statistics.CopyTo(_statistics, 0);
        _run!.CopyStateFrom(other._run!);
    }

    /// <summary>Writes theta, statistics and the optimizer's state.</summary>
    public void Save(StateWriter<T> writer)
    {
        writer.Write(ThetaName, Theta);
        writer.Write(StatisticsName, _statistics);
        _run!.Save(writer.Within("optimizer."));
    }

    /// <summary>Goes on where <see cref="Save"/> was called, after a <see cref="Begin"/> with the same episode.</summary>
    /// <exception cref="InvalidDataException">The stored state does not fit.</exception>
    public void Load(StateReader<T> reader)
    {
        _run!.Load(reader.Within("optimizer."));
        reader.Read(ThetaName, Theta);
        reader.Read(StatisticsName, _statistics);
        _tape?.Begin();
    }
}
