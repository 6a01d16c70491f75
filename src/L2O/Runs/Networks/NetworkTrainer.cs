using L2O.Data;
using L2O.MetaTesting;
using L2O.Numerics;
using L2O.Optimizees;
using L2O.Optimizees.Losses;
using L2O.Optimizers;
using L2O.Tables;
using L2O.Training;

namespace L2O.Runs.Networks;

/// <summary>
/// Trains one network and keeps the parameters with the lowest validation loss. A step allocates nothing. Its state can be saved between
/// two steps; a trainer that loads it goes on with the same bits.
/// </summary>
internal sealed class NetworkTrainer
{
    private readonly NetworkTraining _settings;
    private readonly InnerLoop<float> _loop;
    private readonly MinibatchSampler<float> _batches;
    private readonly WholeSplit _validation;
    private readonly List<TrainingPoint> _curve = [];
    private double _lossSum, _accuracySum; // since the last validation
    private int _steps; // likewise
    private int _skippedBefore; // in earlier sessions

    /// <summary>Draws the validation split and the starting parameters, and validates them.</summary>
    /// <param name="settings">What to do.</param>
    /// <param name="train">The training split, from which the validation split is drawn.</param>
    /// <param name="optimizer">What trains.</param>
    /// <param name="loss">What is minimized.</param>
    /// <param name="compute">Where the network runs.</param>
    public NetworkTrainer(NetworkTraining settings, IDataset train, IOptimizer<float> optimizer, LossKind loss, Compute compute)
    {
        Network<float> network = OptimizeeCatalog.Create<float>(settings.Network, train, loss, compute);
        (_settings, Network, Loss) = (settings, network, loss);
        var rng = new Rng(settings.Seed);
        (int[] kept, int[] held) = Split(settings, train.Name, train.Count);
        _validation = new WholeSplit(new DataSubset($"{train.Name}/validation", train, held));
        var samples = new DataSubset(train.Name, train, kept);
        _batches = new MinibatchSampler<float>(samples, settings.BatchSize, rng) { LeastSamples = network.LeastSamples };
        _loop = new InnerLoop<float>(network, optimizer, rng.Split("network theta"),
            new RunContext(settings.Iterations, givesLoss: true, givesValidationLoss: true));
        (BestTheta, BestStatistics) = (new float[network.Layout.Count], new float[network.StatisticsLayout.Count]);
        Validate();
    }

    /// <summary>What is trained.</summary>
    public Network<float> Network { get; }

    /// <summary>What is minimized.</summary>
    public LossKind Loss { get; }

    /// <summary>Steps made.</summary>
    public int Iteration => _loop.Iteration;

    /// <summary>Those of them that were skipped, because their gradients were not finite.</summary>
    public int SkippedSteps => _skippedBefore + _loop.SkippedSteps;

    /// <summary>Whether there is nothing left to do.</summary>
    public bool IsDone => HasDiverged || Iteration >= _settings.Iterations;

    /// <summary>Whether the last step's loss was no finite number.</summary>
    public bool HasDiverged { get; private set; }

    /// <summary>The validations, beginning with that of the start.</summary>
    public IReadOnlyList<TrainingPoint> Curve => _curve;

    /// <summary>The validation of the best parameters.</summary>
    public TrainingPoint Best { get; private set; } =
        new(0, double.NaN, double.NaN, double.PositiveInfinity, double.NaN, double.NaN, false);

    /// <summary>(n) the best parameters.</summary>
    public float[] BestTheta { get; }

    /// <summary>The statistics that belong to them.</summary>
    public float[] BestStatistics { get; }

    /// <summary>Samples that each split of a training split of that many has.</summary>
    public static (int[] Train, int[] Validation) Split(NetworkTraining settings, string source, int count)
    {
        const int least = 3; // so that a sample can be moved below
        if (count < least)
            throw new InvalidDataException($"{source} has {count} samples; expected at least {least}, some of them for validation");
        int held = Math.Clamp((int)Math.Round(count * settings.ValidationShare), 1, count - 1);
        if ((count - held) % settings.BatchSize == 1 && count - held > 1)
            held++; // a batch of one sample has no variance, which batch norms need
        int[] order = [.. Enumerable.Range(0, count)];
        new Rng(settings.Seed).Split("validation split").Shuffle<int>(order);
        return ([.. order[held..].Order()], [.. order[..held].Order()]);
    }

    /// <summary>Refuses a network that can't be trained so, or whose predictions would depend on one another.</summary>
    /// <exception cref="ArgumentException">It is one; the message says why.</exception>
    public static void Check(NetworkTraining settings, Network<float> network, int samples)
    {
        if (!network.SamplesAreIndependent)
            throw new ArgumentException(
                $"network '{settings.Network}' normalizes with the batch's own statistics in evaluation, so a prediction would depend on " +
                $"its neighbors; expected batchnorm without batchstats");
        BatchNeeds.Check(settings.Network, network, settings.BatchSize, samples);
    }

    /// <summary>Makes one step, and validates if it is time.</summary>
    /// <returns>The batch's loss before the step.</returns>
    public double Step()
    {
        LossAndAccuracy train = _loop.Step(_batches.Next(), _curve[^1].ValidationLoss);
        HasDiverged = !double.IsFinite(train.Loss);
        (_lossSum, _accuracySum, _steps) = (_lossSum + train.Loss, _accuracySum + train.Accuracy, _steps + 1);
        if (!HasDiverged && (Iteration % _settings.ValidateEvery == 0 || Iteration == _settings.Iterations))
            Validate();
        return train.Loss;
    }

    /// <summary>The state between two steps.</summary>
    public NetworkCheckpoint Save()
    {
        var writer = new StateWriter<float>();
        _loop.Save(writer);
        return new NetworkCheckpoint(_settings.Digest(), [.. writer.Tensors], BestTheta.ToArray(), BestStatistics.ToArray(),
            [.. _curve], _batches.Position, _lossSum, _accuracySum, _steps, SkippedSteps);
    }

    /// <summary>Restores a state.</summary>
    /// <exception cref="InvalidDataException">It does not fit the settings.</exception>
    public void Load(NetworkCheckpoint state)
    {
        if (state.Training != _settings.Digest())
            throw new InvalidDataException("the settings are others than when it was made; expected config.json as the training began");
        if (state.BestTheta.Length != BestTheta.Length || state.BestStatistics.Length != BestStatistics.Length || state.Curve.Length == 0)
            throw new InvalidDataException("the best parameters or the curve have another length than the network's; expected a checkpoint "
                + "of this training");
        SamplerPosition place = _batches.Position;
        try
        {
            _batches.Position = state.Batches;
        }
        catch (ArgumentOutOfRangeException failure)
        {
            throw new InvalidDataException(failure.Message, failure);
        }
        try
        {
            _loop.Load(new StateReader<float>(state.Loop));
        }
        catch
        {
            _batches.Position = place;
            throw;
        }
        state.BestTheta.CopyTo(BestTheta, 0);
        state.BestStatistics.CopyTo(BestStatistics, 0);
        _curve.Clear();
        _curve.AddRange(state.Curve);
        Best = _curve.FindLast(static point => point.Best) is { Best: true } best ? best : Best;
        (_lossSum, _accuracySum, _steps) = (state.LossSum, state.AccuracySum, state.Steps);
        _skippedBefore = state.SkippedSteps - _loop.SkippedSteps;
    }

    /// <summary>Loss and metric of the best parameters on a split. Leaves the network with the statistics that belong to them.</summary>
    public LossAndAccuracy Evaluate(IDataset split)
    {
        BestStatistics.CopyTo(Network.Statistics);
        return new WholeSplit(split).Evaluate(Network, BestTheta);
    }

    private void Validate()
    {
        LossAndAccuracy validation = _validation.Evaluate(Network, _loop.Evaluated);
        bool isBest = validation.Loss < Best.ValidationLoss;
        var point = new TrainingPoint(Iteration, _lossSum / _steps, _accuracySum / _steps, validation.Loss, validation.Accuracy,
            validation.R2, isBest);
        (_lossSum, _accuracySum, _steps) = (0, 0, 0);
        _curve.Add(point);
        if (!isBest)
            return;
        Best = point;
        _loop.Evaluated.CopyTo(BestTheta);
        Network.Statistics.CopyTo(BestStatistics);
    }
}
