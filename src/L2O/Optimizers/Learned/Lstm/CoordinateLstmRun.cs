using System.Numerics;
using L2O.Kernels.Lstm;
using L2O.Numerics;

namespace L2O.Optimizers.Learned.Lstm;

/// <summary>One run of the coordinate-wise LSTM: hidden and cell state of both cells, for every coordinate or shared by all.</summary>
/// <typeparam name="T">float, or double for checks.</typeparam>
internal sealed class CoordinateLstmRun<T> : FlatLearnedRun<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const int UnknownHorizon = 200; // of the study's meta-training

    private readonly CoordinateLstmOptimizer<T> _optimizer;
    private readonly LstmStep<T> _step;
    private readonly LstmState<T> _state;
    private readonly ExtraInputRows<T> _extra;
    private readonly T _scale;

    internal CoordinateLstmRun(CoordinateLstmOptimizer<T> optimizer, ParameterLayout layout, int? horizon) : base(layout)
    {
        CoordinateLstm settings = optimizer.Settings;
        _optimizer = optimizer;
        _step = new LstmStep<T>(optimizer.Weights, settings.Inputs, layout.Count, optimizer.Compute, settings.SharedState);
        _state = AddStore(new LstmState<T>(settings.Shape, layout.Count, settings.SharedState));
        _extra = new ExtraInputRows<T>(settings.ExtraInputs, settings.TimeHorizon ?? horizon ?? UnknownHorizon, layout);
        if (_extra.PreviousTheta is { } previous)
        {
            AddStore(_extra.HasPrevious);
            AddStore(previous);
        }
        _scale = T.CreateChecked(settings.UpdateScale);
    }

    /// <summary>
    /// (input, n): the <see cref="CoordinateLstm.ExtraInputs"/> that the last step or proposal read. The caller fills the supplied ones
    /// before each step.
    /// </summary>
    public Span<T> ExtraInputs => _extra.Rows;

    private protected override bool ReadsTheta => _extra.ReadsTheta;

    /// <summary>The state of all blocks, or the shared one, as the kernels hold it.</summary>
    internal Span<T> State => _state.Values;

    /// <inheritdoc/>
    internal override IUnrollGradient<T> CreateUnrollGradient(int longestUnroll) =>
        new LstmUnrollGradient<T>(_optimizer, this, Coordinates, longestUnroll);

    internal override void Follow(ReadOnlySpan<T> theta) => _extra.Advance(theta);

    private protected override void ComputeUpdate(ReadOnlySpan<T> theta, ReadOnlySpan<T> gradient, Span<T> update, bool advance)
    {
        _extra.Fill(theta, Iteration + 1);
        _step.Run(gradient, _extra.Rows, _state.Values, update, _scale, advance);
        if (advance)
            _extra.Advance(theta);
    }

    /// <inheritdoc/>
    protected override void OnReset() => _extra.Rows.Clear();

    private protected override void CheckMissing()
    {
        if (_optimizer.Settings.SharedState)
            throw new ArgumentException(
                "a tensor has no gradient, and the shared state is the mean over all coordinates; expected a gradient for each tensor");
    }
}
