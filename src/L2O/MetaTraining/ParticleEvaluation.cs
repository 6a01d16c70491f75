using System.Numerics;
using L2O.Kernels;
using L2O.MetaTraining.Estimators;
using L2O.MetaTraining.Tasks;
using L2O.Numerics;
using L2O.Optimizers.Learned;

namespace L2O.MetaTraining;

/// <summary>Fixed runs that tell how good a phi is: always the same tasks, starts and batches, whatever the meta-training has
/// drawn.</summary>
/// <typeparam name="T">float, or double for checks.</typeparam>
internal sealed class ParticleEvaluation<T> : IParallelWork where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly ILearnedOptimizer _learned;
    private readonly TaskFamilySettings _family;
    private readonly IReadOnlyDictionary<string, TaskData> _data;
    private readonly ValidationSettings _settings;
    private readonly Rng _stream;
    private readonly Compute _compute;
    private readonly IShareExchange _exchange;
    private readonly double[] _losses; // (run)
    private readonly T[] _phi;
    private CancellationToken _cancellation;

    /// <param name="learned">The architecture.</param>
    /// <param name="settings">Runs; without tasks of their own, those of the families.</param>
    /// <param name="families">The families of the meta-training.</param>
    /// <param name="data">All data sets by name.</param>
    /// <param name="stream">Source of the runs.</param>
    /// <param name="exchange">The other processes.</param>
    /// <param name="compute">Threads, each of which takes whole runs.</param>
    public ParticleEvaluation(ILearnedOptimizer learned, ValidationSettings settings, IReadOnlyList<TaskFamilySettings> families,
        IReadOnlyDictionary<string, TaskData> data, Rng stream, IShareExchange exchange, Compute compute)
    {
        (_learned, _settings, _data, _stream, _exchange, _compute) = (learned, settings, data, stream, exchange, compute);
        _family = new TaskFamilySettings(settings.Tasks ?? [.. families.SelectMany(static family => family.Tasks)],
            new EstimatorSettings(truncation: 1), new HorizonSettings(settings.Iterations));
        _losses = new double[settings.Runs];
        _phi = new T[learned.PhiLayout().Count];
    }

    /// <summary>Mean training loss over runs and their steps, each over the loss of guessing: 1 is what guessing comes to.</summary>
    /// <param name="epoch">The epoch, from 1.</param>
    /// <param name="phi">(P).</param>
    /// <param name="cancellation">Ends it.</param>
    public double Evaluate(int epoch, ReadOnlySpan<T> phi, CancellationToken cancellation)
    {
        phi.CopyTo(_phi);
        _cancellation = cancellation;
        _compute.ForEach(this, _losses.Length);
        cancellation.ThrowIfCancellationRequested();
        _exchange.Exchange(epoch, _losses, cancellation);
        return _losses.Average();
    }

    /// <summary>One run.</summary>
    public void Execute(int item, int worker)
    {
        if (!_exchange.Owns(item))
            return;
        Rng draw = _stream.Split("run", (ulong)item);
        DrawnTask task = DrawnTask.From(_family, _data, draw, 1, _settings.Iterations);
        var episode = new Episode<T>(task, _data[task.Source], _family.Tasks[task.Choice.Distribution].Networks.Loss, draw, null,
            _compute.Serial);
        var training = new InnerTraining<T>(_learned, _compute.Serial);
        training.Bind(_phi);
        training.Begin(episode);
        double sum = 0, chance = episode.Chance;
        for (int step = 0; step < task.Length && !_cancellation.IsCancellationRequested; step++)
        {
            double loss = training.Step(episode.Batch(step, TaskPart.All), step);
            if (chance == 0)
                chance = double.IsFinite(loss) && loss > 0 ? loss : 1;
            sum += double.IsFinite(loss) ? Math.Min(loss / chance, Bound) : Bound;
        }
        _losses[item] = sum / task.Length;
    }

    /// <summary>The most that a step counts, so that one run that explodes does not decide alone.</summary>
    private const double Bound = 2;
}
