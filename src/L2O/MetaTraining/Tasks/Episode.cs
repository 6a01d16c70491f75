using System.Numerics;
using System.Numerics.Tensors;
using L2O.Data;
using L2O.Kernels.Functions;
using L2O.Numerics;
using L2O.Optimizees;
using L2O.Optimizees.Losses;

namespace L2O.MetaTraining.Tasks;

/// <summary>
/// A drawn task, ready to be trained by two optimizers side by side: network, start, batches, augmentation. A step allocates nothing.
/// </summary>
/// <typeparam name="T">float, or double for checks.</typeparam>
internal sealed class Episode<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Compute _compute;
    private readonly TaskBatches<T> _batches;
    private readonly Rng _noise;
    private readonly T[] _start, _statistics, _scales, _point, _normals;
    private readonly T _gradientScale;
    private int _noiseStep = -1;

    /// <param name="task">What was drawn.</param>
    /// <param name="data">Its samples.</param>
    /// <param name="loss">What networks minimize; null leaves it to the data.</param>
    /// <param name="rng">The run's stream.</param>
    /// <param name="previous">The run before, whose network is taken over where it is the same; null for none.</param>
    /// <param name="compute">Lanes; one thread.</param>
    public Episode(DrawnTask task, TaskData data, LossKind? loss, Rng rng, Episode<T>? previous, Compute compute)
    {
        (Task, _compute, _noise) = (task, compute, rng.Split("noise"));
        _batches = new TaskBatches<T>(task, data, rng);
        int outputs = task.Classes.Length > 0 ? task.Classes.Length : data.Dataset.TargetSize;
        if (previous is not null && previous.Task.Network == task.Network && previous.Optimizee.InputSize == data.Dataset.InputSize
            && previous.Optimizee.OutputSize == outputs && previous.Task.Source == task.Source)
            Optimizee = previous.Optimizee;
        else
            Optimizee = OptimizeeCatalog.Create<T>(task.Network, data.Dataset.InputSize, outputs, LossCatalog.Choose(loss, data.Dataset),
                compute);
        int n = Optimizee.Layout.Count;
        _start = new T[n];
        Optimizee.Initialize(_start, rng.Split("theta"));
        _statistics = Optimizee.Statistics.ToArray();
        _scales = task.Augmentation is { ScaleRange: > 1 } scaled ? Scales(scaled, Optimizee.Layout, rng.Split("scales")) : [];
        _point = new T[_scales.Length];
        _normals = new T[task.Augmentation is { GradientNoise: > 0 } ? n : 0];
        _gradientScale = T.CreateTruncating(task.Augmentation is { GradientScaleRange: > 1 and var range }
            ? LogUniform(rng.Split("gradient scale"), range) : 1);
        if (_scales.Length > 0)
            TensorPrimitives.Divide(_start, _scales, _start);
        Chance = task.Classes.Length > 1 ? Math.Log(task.Classes.Length) : 0;
    }

    /// <summary>What was drawn.</summary>
    public DrawnTask Task { get; }

    /// <summary>The network.</summary>
    public Network<T> Optimizee { get; }

    /// <summary>(n) parameters at the start, in the units that the optimizer sees.</summary>
    public ReadOnlySpan<T> Start => _start;

    /// <summary>What training changes besides theta, at the start.</summary>
    public ReadOnlySpan<T> Statistics => _statistics;

    /// <summary>The loss of guessing; 0 until the first loss says it, where there are no classes.</summary>
    public double Chance { get; set; }

    /// <summary>The batch of a step; a view that the next call overwrites.</summary>
    public Batch<T> Batch(int step, TaskPart part) => _batches.Read(step, part);

    /// <summary>Loss and gradient as the optimizer sees them.</summary>
    /// <param name="theta">(n) in the optimizer's units.</param>
    /// <param name="batch">Samples.</param>
    /// <param name="step">The step, from 0; both runs of a pair see the same noise in it.</param>
    /// <param name="gradient">(n); overwritten.</param>
    /// <returns>The network's loss, whatever the augmentation.</returns>
    public double LossAndGradient(ReadOnlySpan<T> theta, Batch<T> batch, int step, Span<T> gradient)
    {
        double loss = Optimizee.LossAndGradient(Point(theta), batch, gradient).Loss;
        if (_scales.Length > 0)
            TensorPrimitives.Multiply(gradient, _scales, gradient);
        if (_normals.Length > 0)
            AddNoise(step, gradient);
        if (_gradientScale != T.One)
            TensorPrimitives.Multiply(gradient, _gradientScale, gradient);
        return loss;
    }

    /// <summary>The loss without a gradient, in training mode's units.</summary>
    public double Loss(ReadOnlySpan<T> theta, Batch<T> batch) => Optimizee.Loss(Point(theta), batch).Loss;

    private ReadOnlySpan<T> Point(ReadOnlySpan<T> theta)
    {
        if (_scales.Length == 0)
            return theta;
        TensorPrimitives.Multiply(theta, _scales, _point);
        return _point;
    }

    private void AddNoise(int step, Span<T> gradient)
    {
        if (_noiseStep != step)
        {
            _noise.Position = (ulong)step << 33;
            NormalDraws.Fill<T>(_noise, 1, _compute.Lanes, _normals);
            _noiseStep = step;
        }
        double square = DoubleSums.InnerProduct<T>(gradient, gradient) / gradient.Length;
        T size = T.CreateTruncating(Task.Augmentation!.GradientNoise * Math.Sqrt(square));
        TensorPrimitives.MultiplyAdd(_normals, size, gradient, gradient);
    }

    private static T[] Scales(AugmentationSettings augmentation, ParameterLayout layout, Rng rng)
    {
        T[] scales = new T[layout.Count];
        T scale = T.One;
        for (int k = 0; k < layout.Slots.Length; k++)
        {
            Span<T> own = layout.Slots[k].Of(scales.AsSpan());
            if (k == 0 || augmentation.Scales == ScaleKind.Tensor)
                scale = T.CreateTruncating(LogUniform(rng, augmentation.ScaleRange));
            own.Fill(scale);
            if (augmentation.Scales == ScaleKind.Parameter)
                foreach (ref T value in own)
                    value = T.CreateTruncating(LogUniform(rng, augmentation.ScaleRange));
        }
        return scales;
    }

    private static double LogUniform(Rng rng, double range) => Math.Pow(range, rng.NextUniform(-1, 1));
}
