using System.Collections.Immutable;
using System.Numerics;
using L2O.Kernels.Lstm;
using L2O.Numerics;

namespace L2O.Optimizers.Learned.Lstm;

/// <summary>
/// The coordinate-wise LSTM optimizer (Andrychowicz et al. 2016; docs/mathematics.md section 3): one small network, two LSTM cells and a
/// linear output, applied to every coordinate of theta with a state of its own. These are its settings;
/// <see cref="Bind"/> with parameters phi makes an ordinary optimizer of it.
/// </summary>
public sealed record CoordinateLstm : ILearnedOptimizer
{
    /// <summary>Settings of a learned optimizer; the defaults are the study's.</summary>
    /// <param name="hiddenSize">H of both cells, 1 to 1024.</param>
    /// <param name="preprocess">Whether a gradient coordinate is read as two features (logarithm and sign) or as it is.</param>
    /// <param name="preprocessFactor">p of the preprocessing: gradients below e^-p count as small; above 0, at most 80.</param>
    /// <param name="updateScale">λ: theta changes by λ times the network's output; positive.</param>
    /// <param name="extraInputs">What the network reads of a coordinate besides its gradient, in this order; at most 64.</param>
    /// <param name="timeHorizon">T of the time encodings among them, in iterations; positive, null means the length of the run at hand,
    /// and 200 where nobody knows it.</param>
    /// <param name="sharedState">Whether all coordinates share one state, the mean of what each makes of it.</param>
    /// <param name="outputInitialization">How the output layer of a fresh phi is drawn.</param>
    /// <param name="initialization">Which random numbers a fresh phi is drawn from.</param>
    /// <param name="initializationSeed">PyTorch's seed, where they are PyTorch's; 0 or more. The study's is 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is out of its range.</exception>
    /// <exception cref="ArgumentException">Values do not go together.</exception>
    public CoordinateLstm(
        int hiddenSize = 20,
        bool preprocess = true,
        double preprocessFactor = 10,
        double updateScale = 0.1,
        ImmutableArray<ExtraInput> extraInputs = default,
        double? timeHorizon = null,
        bool sharedState = false,
        OutputInitialization outputInitialization = OutputInitialization.Uniform,
        PhiInitialization initialization = PhiInitialization.Own,
        int initializationSeed = 0)
    {
        if (hiddenSize is < 1 or > 1024)
            throw new ArgumentOutOfRangeException(nameof(hiddenSize), $"hiddenSize is {hiddenSize}; expected 1 to 1024");
        if (!(preprocessFactor is > 0 and <= 80))
            throw new ArgumentOutOfRangeException(nameof(preprocessFactor),
                $"preprocessFactor is {preprocessFactor}; expected above 0 and at most 80");
        if (!(updateScale > 0 && double.IsFinite(updateScale)))
            throw new ArgumentOutOfRangeException(nameof(updateScale), $"updateScale is {updateScale}; expected a positive number");
        ExtraInputs = extraInputs.IsDefault ? [] : extraInputs;
        if (ExtraInputs.Length > 64)
            throw new ArgumentOutOfRangeException(nameof(extraInputs),
                $"extraInputs has {ExtraInputs.Length} entries; expected at most 64");
        if (ExtraInputs.Where(static input => input != ExtraInput.Supplied).GroupBy(static input => input)
            .FirstOrDefault(static group => group.Count() > 1) is { } repeated)
            throw new ArgumentException($"extraInputs has {repeated.Key} {repeated.Count()} times; expected it once", nameof(extraInputs));
        if (timeHorizon is { } horizon && !(horizon > 0 && double.IsFinite(horizon)))
            throw new ArgumentOutOfRangeException(nameof(timeHorizon),
                $"timeHorizon is {timeHorizon}; expected a positive number of iterations");
        CheckStart(outputInitialization, initialization, initializationSeed);
        (HiddenSize, Preprocess, PreprocessFactor, UpdateScale) = (hiddenSize, preprocess, preprocessFactor, updateScale);
        (TimeHorizon, SharedState, OutputInitialization) = (timeHorizon, sharedState, outputInitialization);
        (Initialization, InitializationSeed) = (initialization, initializationSeed);
    }

    /// <summary>H, the hidden size of both cells.</summary>
    public int HiddenSize { get; }

    /// <summary>Whether a gradient coordinate is read as two features.</summary>
    public bool Preprocess { get; }

    /// <summary>p of the preprocessing.</summary>
    public double PreprocessFactor { get; }

    /// <summary>λ, the factor between the network's output and the change of theta.</summary>
    public double UpdateScale { get; }

    /// <summary>What the network reads of a coordinate besides its gradient, in this order.</summary>
    public ImmutableArray<ExtraInput> ExtraInputs { get; }

    /// <summary>T of the time encodings, in iterations; null means the length of the run at hand.</summary>
    public double? TimeHorizon { get; }

    /// <summary>Whether all coordinates share one state.</summary>
    public bool SharedState { get; }

    /// <summary>How the output layer of a fresh phi is drawn.</summary>
    public OutputInitialization OutputInitialization { get; }

    /// <summary>Which random numbers a fresh phi is drawn from.</summary>
    public PhiInitialization Initialization { get; }

    /// <summary>PyTorch's seed, where they are PyTorch's.</summary>
    public int InitializationSeed { get; }

    internal LstmInputs Inputs => new(Preprocess, PreprocessFactor, ExtraInputs.Length);

    internal LstmShape Shape => new(Inputs.Rows, HiddenSize);

    /// <inheritdoc/>
    public bool SuppliesItsInputs => !ExtraInputs.Contains(ExtraInput.Supplied);

    /// <summary>Names and shapes of phi's tensors, as in the original's files.</summary>
    public ParameterLayout PhiLayout() => new(LstmTensors.Layout(Inputs.Rows, HiddenSize));

    /// <summary>
    /// Draws a fresh phi: uniform in ±1/sqrt(H), the output layer as <see cref="OutputInitialization"/> says. Overwrites.
    /// </summary>
    /// <param name="phi">(P), laid out by <see cref="PhiLayout"/>.</param>
    /// <param name="rng">Source of randomness, unless <see cref="Initialization"/> names another.</param>
    public void InitializePhi<T>(Span<T> phi, Rng rng) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(rng);
        if (Initialization == PhiInitialization.Pytorch)
        {
            new PyTorchGenerator((uint)InitializationSeed).FillUniform(phi, 1 / Math.Sqrt(HiddenSize));
            return;
        }
        rng.FillUniform(phi, 1 / Math.Sqrt(HiddenSize));
        if (OutputInitialization != OutputInitialization.Xavier)
            return;
        ParameterLayout layout = PhiLayout();
        rng.FillUniform(layout["output.weight"].Of(phi), Math.Sqrt(6.0 / (HiddenSize + 1)));
        layout["output.bias"].Of(phi).Clear();
    }

    /// <summary>Makes an ordinary optimizer of these settings and parameters.</summary>
    /// <param name="phi">(P) parameters, laid out by <see cref="PhiLayout"/>; copied.</param>
    /// <param name="compute">Lanes and threads that its runs use, one run at a time.</param>
    /// <exception cref="ArgumentException">phi has another length.</exception>
    public LearnedOptimizer<T> Bind<T>(ReadOnlySpan<T> phi, Compute compute) where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        BindLstm(phi, compute);

    /// <summary>The same, with what only this architecture has.</summary>
    internal CoordinateLstmOptimizer<T> BindLstm<T>(ReadOnlySpan<T> phi, Compute compute)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => new(this, phi, compute);

    /// <summary>Whether all settings are equal, the extra inputs one by one.</summary>
    public bool Equals(CoordinateLstm? other) =>
        other is not null && Scalars == other.Scalars && ExtraInputs.SequenceEqual(other.ExtraInputs);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Scalars, ExtraInputs.Length);

    private (int, bool, double, double, double?, bool, OutputInitialization, PhiInitialization, int) Scalars =>
        (HiddenSize, Preprocess, PreprocessFactor, UpdateScale, TimeHorizon, SharedState, OutputInitialization, Initialization,
            InitializationSeed);

    private static void CheckStart(OutputInitialization output, PhiInitialization initialization, int initializationSeed)
    {
        if (initializationSeed < 0)
            throw new ArgumentOutOfRangeException(nameof(initializationSeed),
                $"initializationSeed is {initializationSeed}; expected 0 or more");
        if (initialization == PhiInitialization.Own && initializationSeed != 0)
            throw new ArgumentException(
                $"initializationSeed is {initializationSeed} and initialization is own; expected initialization pytorch with such a seed");
        if (initialization == PhiInitialization.Pytorch && output != OutputInitialization.Uniform)
            throw new ArgumentException(
                "initialization is pytorch and outputInitialization is xavier; expected uniform, which is what PyTorch draws");
    }
}
