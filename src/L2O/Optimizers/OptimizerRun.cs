using System.Collections.Immutable;
using System.Numerics;
using L2O.Numerics;
using L2O.Optimizers.State;

namespace L2O.Optimizers;

/// <summary>
/// One run of an optimizer: owns its state. An update can be proposed (nothing changes), advanced (the state moves) or stepped (the state
/// and theta move); all three give the same update. Allocates nothing after its start, but for buffers in the first step whose tensors are
/// scattered or lack gradients.
/// </summary>
/// <typeparam name="T">float, or double for checks.</typeparam>
public abstract partial class OptimizerRun<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly OptimizerNeeds _needs;
    private readonly List<IStateStore<T>> _stores = [];
    private readonly int[] _missed; // (tensor): steps without a gradient
    private readonly AlignedBuffer<T> _update; // of steps that ask for none
    private ImmutableArray<StatePart> _parts;

    /// <summary>A run with fresh state.</summary>
    /// <param name="layout">The tensors of theta.</param>
    /// <param name="needs">What each step must come with.</param>
    protected OptimizerRun(ParameterLayout layout, OptimizerNeeds needs = OptimizerNeeds.None)
        : this(layout, needs, keepsUpdate: true)
    {
    }

    private protected OptimizerRun(ParameterLayout layout, OptimizerNeeds needs, bool keepsUpdate)
    {
        ArgumentNullException.ThrowIfNull(layout);
        (Layout, _needs, _missed) = (layout, needs, new int[layout.Slots.Length]);
        _update = new AlignedBuffer<T>(keepsUpdate ? layout.Count : 0);
    }

    /// <summary>The tensors of theta.</summary>
    public ParameterLayout Layout { get; }

    /// <summary>Number of steps made, those before the last <see cref="Reset"/> included if it said so.</summary>
    public int Iteration { get; private set; }

    /// <summary>Steps that the state has seen, since the start or the last <see cref="Reset"/>.</summary>
    protected internal int Steps { get; private set; }

    /// <summary>Whether a tensor has missed a step, so that <see cref="StepsOf"/> differs from <see cref="Steps"/>.</summary>
    private protected bool HasMissed { get; private set; }

    private protected IReadOnlyList<IStateStore<T>> Stores => _stores;

    /// <summary>The update that <see cref="Step(Span{T}, ReadOnlySpan{T}, Span{T}, double?, double?)"/> would add to theta now. Changes
    /// nothing.</summary>
    /// <param name="theta">(n) parameters.</param>
    /// <param name="gradient">(n) gradient at theta.</param>
    /// <param name="update">(n) what would be added to theta, its sign and scale included; overwritten. Apart from the others.</param>
    /// <param name="loss">Loss on the batch at theta, where the optimizer needs it.</param>
    /// <param name="validationLoss">Loss on samples that are not trained on, likewise.</param>
    /// <exception cref="ArgumentException">Lengths differ from the layout's, spans overlap, or a loss is missing.</exception>
    public void Propose(ReadOnlySpan<T> theta, ReadOnlySpan<T> gradient, Span<T> update, double? loss = null,
        double? validationLoss = null) => Propose(Input(theta, gradient, loss, validationLoss), Tensors(update, nameof(update)));

    /// <summary>As the other overload, for tensors wherever they lie.</summary>
    /// <param name="step">What the step reads.</param>
    /// <param name="update">What would be added to theta; overwritten, with -0 for tensors without gradient.</param>
    /// <exception cref="ArgumentException">As the other overload.</exception>
    public void Propose(in StepInput<T> step, TensorSpans<T> update)
    {
        Check(step, update);
        if (IsSkipped(step))
        {
            Skip(update);
            return;
        }
        ComputeUpdate(step, update, advance: false);
        ScaleUpdate(step.Gradient, update);
        FillMissing(step.Gradient, update);
    }

    /// <summary>Moves the state by one step and gives its update; theta stays.</summary>
    /// <param name="theta">(n) parameters.</param>
    /// <param name="gradient">(n) gradient at theta.</param>
    /// <param name="update">(n) what is to be added to theta; overwritten. Must not overlap the others.</param>
    /// <param name="loss">Loss on the batch at theta, where the optimizer needs it.</param>
    /// <param name="validationLoss">Loss on samples that are not trained on, likewise.</param>
    /// <exception cref="ArgumentException">Lengths differ from the layout's, spans overlap, or a loss is missing.</exception>
    public void Advance(ReadOnlySpan<T> theta, ReadOnlySpan<T> gradient, Span<T> update, double? loss = null,
        double? validationLoss = null) => Advance(Input(theta, gradient, loss, validationLoss), Tensors(update, nameof(update)));

    /// <summary>As the other overload, for tensors wherever they lie.</summary>
    /// <param name="step">What the step reads.</param>
    /// <param name="update">What is to be added to theta; overwritten, with -0 for tensors without gradient.</param>
    /// <exception cref="ArgumentException">As the other overload.</exception>
    public void Advance(in StepInput<T> step, TensorSpans<T> update)
    {
        Check(step, update);
        if (IsSkipped(step))
        {
            Skip(update);
            CountSkipped();
            return;
        }
        ComputeUpdate(step, update, advance: true);
        ScaleUpdate(step.Gradient, update);
        FillMissing(step.Gradient, update);
        Count(step.Gradient);
    }

    /// <summary>Moves the state by one step and adds the update to theta.</summary>
    /// <param name="theta">(n) parameters; changed.</param>
    /// <param name="gradient">(n) gradient at theta.</param>
    /// <param name="update">(n) receives what was added to theta; may be left out. Must not overlap the others.</param>
    /// <param name="loss">Loss on the batch at theta, where the optimizer needs it.</param>
    /// <param name="validationLoss">Loss on samples that are not trained on, likewise.</param>
    /// <exception cref="ArgumentException">Lengths differ from the layout's, spans overlap, or a loss is missing.</exception>
    public void Step(Span<T> theta, ReadOnlySpan<T> gradient, Span<T> update = default, double? loss = null,
        double? validationLoss = null)
    {
        StepInput<T> step = Input(theta, gradient, loss, validationLoss);
        Step(Tensors(theta, nameof(theta)), step.Gradient, update.IsEmpty ? default : Tensors(update, nameof(update)), loss,
            validationLoss);
    }

    /// <summary>As the other overload, for tensors wherever they lie. Tensors without gradient stay, bit for bit.</summary>
    /// <param name="theta">The parameters; changed.</param>
    /// <param name="gradient">The gradient at theta; a tensor may have none.</param>
    /// <param name="update">Receives what was added to theta; may be left out.</param>
    /// <param name="loss">Loss on the batch at theta, where the optimizer needs it.</param>
    /// <param name="validationLoss">Loss on samples that are not trained on, likewise.</param>
    /// <exception cref="ArgumentException">As the other overload.</exception>
    public void Step(TensorSpans<T> theta, ReadOnlyTensorSpans<T> gradient, TensorSpans<T> update = default, double? loss = null,
        double? validationLoss = null)
    {
        var step = new StepInput<T>(theta, gradient, loss, validationLoss);
        Check(step, update);
        if (IsSkipped(step))
        {
            Skip(update);
            CountSkipped();
            return;
        }
        Move(theta, step, update);
        if (!update.IsNone)
            FillMissing(gradient, update);
        Count(gradient);
    }

    /// <summary>Back to fresh state, as at the start. Allocates nothing.</summary>
    /// <param name="iteration">Steps that other optimizers have made before, for what tells the time; 0 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException">Negative iteration.</exception>
    public void Reset(int iteration = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(iteration);
        (Iteration, Steps, HasMissed, SkippedSteps) = (iteration, 0, false, 0);
        Array.Clear(_missed);
        foreach (IStateStore<T> store in _stores)
            store.Clear(iteration);
        OnReset();
    }

    /// <summary>Whether it is done with a tensor's theta and gradient when it asks for another's.</summary>
    internal virtual bool TakesTensorsInTurn => false;

    /// <summary>Whether a point other than theta is to be evaluated.</summary>
    internal virtual bool HasEvaluationPoint => false;

    /// <summary>The point to evaluate, for optimizers that take gradients elsewhere; theta for all others.</summary>
    /// <param name="theta">(n).</param>
    /// <param name="point">(n); overwritten.</param>
    internal virtual void ReadEvaluationPoint(ReadOnlySpan<T> theta, Span<T> point) => theta.CopyTo(point);

    /// <summary>The update of the coming step; the next state as well.</summary>
    /// <param name="step">What the step reads, checked.</param>
    /// <param name="update">What is to be added to theta; to be overwritten for all tensors with a gradient.</param>
    /// <param name="advance">Whether the state moves on; if not, it stays bit for bit.</param>
    protected abstract void ComputeUpdate(in StepInput<T> step, TensorSpans<T> update, bool advance);

    /// <summary>Called at the end of <see cref="Reset"/>, when all of the state is zero.</summary>
    protected virtual void OnReset()
    {
    }

    /// <summary>Steps that the state of a tensor has seen: those without its gradient do not count.</summary>
    /// <param name="tensor">Its index in the layout.</param>
    protected int StepsOf(int tensor) => Steps - _missed[tensor];

    /// <summary>
    /// Computes the update, moves the state and adds the update to theta; to be overridden by what does all at once, with the same bits.
    /// </summary>
    private protected virtual void Move(TensorSpans<T> theta, in StepInput<T> step, TensorSpans<T> update)
    {
        TensorSpans<T> added = update.IsNone ? new TensorSpans<T>(Layout, _update.Span) : update;
        ComputeUpdate(step, added, advance: true);
        ScaleUpdate(step.Gradient, added);
        TensorVectors.Add(theta, step.Gradient, added);
    }

    /// <summary>Multiplies what <see cref="ComputeUpdate"/> gave by what the layout says, for optimizers that this is meant for.</summary>
    private protected virtual void ScaleUpdate(ReadOnlyTensorSpans<T> gradient, TensorSpans<T> update)
    {
    }

    private void Count(ReadOnlyTensorSpans<T> gradient)
    {
        Iteration++;
        Steps++;
        if (gradient.IsFlat)
            return;
        for (int k = 0; k < _missed.Length; k++)
            if (!gradient.Has(k))
            {
                _missed[k]++;
                HasMissed = true;
            }
    }
}
