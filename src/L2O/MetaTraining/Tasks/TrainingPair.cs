using System.Numerics;
using System.Numerics.Tensors;
using L2O.Data;
using L2O.MetaTraining.Estimators;
using L2O.Numerics;
using L2O.Optimizers;
using L2O.Optimizers.Learned;

namespace L2O.MetaTraining.Tasks;

/// <summary>Two trainings of the same drawn task by one architecture with two phi.</summary>
/// <typeparam name="T">float, or double for checks.</typeparam>
internal sealed class TrainingPair<T> : IDifferentiableUnroll<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const int FreshBatches = 50;

    private readonly TaskFamilySettings _family;
    private readonly IReadOnlyDictionary<string, TaskData> _data;
    private readonly Compute _compute;
    private readonly InnerTraining<T> _positive, _negative;
    private bool _differentiates;
    private Episode<T>? _episode;
    private int _step;

    /// <param name="family">Tasks and meta-loss.</param>
    /// <param name="data">The family's data sets by name.</param>
    /// <param name="learned">The architecture.</param>
    /// <param name="compute">Lanes; one thread.</param>
    public TrainingPair(TaskFamilySettings family, IReadOnlyDictionary<string, TaskData> data, ILearnedOptimizer learned, Compute compute)
    {
        (_family, _data, _compute) = (family, data, compute);
        (_positive, _negative) = (new InnerTraining<T>(learned, compute), new InnerTraining<T>(learned, compute));
    }

    /// <summary>What is trained.</summary>
    public DrawnTask Task => _episode!.Task;

    /// <summary>Samples that a batch must have at least.</summary>
    public int LeastSamples => _episode!.Optimizee.LeastSamples;

    public void Bind(bool negative, ReadOnlySpan<T> phi) => (negative ? _negative : _positive).Bind(phi);

    public void Begin(Rng draw, double progress, int length)
    {
        DrawnTask task = DrawnTask.From(_family, _data, draw, progress, length);
        _episode = new Episode<T>(task, _data[task.Source], _family.Tasks[task.Choice.Distribution].Networks.Loss, draw, _episode,
            _compute);
        _positive.Begin(_episode);
        if (!_differentiates)
            _negative.Begin(_episode);
        _step = 0;
    }

    public (double Positive, double Negative) Step()
    {
        Episode<T> episode = _episode!;
        bool validates = _family.Loss.OnValidation;
        (double positive, double negative) = validates ? Losses(_step) : default;
        Batch<T> batch = episode.Batch(_step, validates ? TaskPart.Training : TaskPart.All);
        double first = _positive.Step(batch, _step), second = _differentiates ? first : _negative.Step(batch, _step);
        _step++;
        if (!validates)
            (positive, negative) = (first, second);
        if (episode.Chance == 0) // both runs have the same first loss; rounded, so that it is the same when it is read back
            episode.Chance = double.IsFinite(positive) && positive > 0 ? double.CreateTruncating(T.CreateTruncating(positive)) : 1;
        return (_family.Loss.Of(positive, episode.Chance), _family.Loss.Of(negative, episode.Chance));
    }

    public (double Positive, double Negative) Recompute()
    {
        (double positive, double negative) = (0, 0);
        for (int i = 0; i < FreshBatches; i++)
        {
            (double first, double second) = Losses(_step + i);
            (positive, negative) = (positive + first / FreshBatches, negative + second / FreshBatches);
        }
        return (_family.Loss.Of(positive, _episode!.Chance), _family.Loss.Of(negative, _episode.Chance));
    }

    public void Join() => _negative.CopyFrom(_positive);

    public void Record(int longest)
    {
        _differentiates = true;
        _positive.Record(longest, _family.Loss.Kind == MetaLossKind.Log);
    }

    public void Differentiate(Span<T> dPhi)
    {
        _positive.Differentiate(dPhi);
        double slope = _family.Loss.Slope(_episode!.Chance);
        if (slope != 1)
            TensorPrimitives.Multiply(dPhi, T.CreateTruncating(slope), dPhi);
    }

    public void Save(StateWriter<T> writer)
    {
        writer.Write("step", _step);
        writer.Write("chance", [T.CreateTruncating(_episode!.Chance)]);
        _positive.Save(writer.Within("positive."));
        if (!_differentiates)
            _negative.Save(writer.Within("negative."));
    }

    public void Load(StateReader<T> reader)
    {
        _step = reader.ReadInt("step");
        Span<T> chance = [T.Zero];
        reader.Read("chance", chance);
        if (_episode!.Chance == 0)
            _episode.Chance = double.CreateTruncating(chance[0]);
        _positive.Load(reader.Within("positive."));
        if (!_differentiates)
            _negative.Load(reader.Within("negative."));
    }

    private (double Positive, double Negative) Losses(int number)
    {
        Batch<T> batch = _episode!.Batch(number, TaskPart.Validation);
        double positive = _positive.Loss(batch);
        return (positive, _differentiates ? positive : _negative.Loss(batch));
    }
}
