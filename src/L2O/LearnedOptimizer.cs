using System.Collections.Immutable;
using L2O.Numerics;
using L2O.Optimizers;
using L2O.Optimizers.Learned;
using L2O.Pretrained;

namespace L2O;

/// <summary>
/// A learned optimizer with its parameters phi: loaded, meta-trained, compared with others and analyzed, and stepped in a loop of one's own
/// like any optimizer. Immutable; runs that were started from it share nothing, so that they may lie on different threads.
/// </summary>
public sealed partial class LearnedOptimizer : IOptimizer<float>
{
    private readonly PhiFile _file;
    private readonly LearnedOptimizer<float> _bound;
    private readonly string? _name;

    /// <summary>An architecture with parameters that one has already.</summary>
    /// <param name="settings">The architecture and its settings.</param>
    /// <param name="phi">(P) its parameters, laid out by <see cref="ILearnedOptimizer.PhiLayout"/>; copied.</param>
    /// <exception cref="ArgumentException">phi has another length.</exception>
    public LearnedOptimizer(ILearnedOptimizer settings, ReadOnlySpan<float> phi) : this(new PhiFile(settings, phi.ToArray(), NoOrigin))
    {
    }

    internal LearnedOptimizer(PhiFile file, string? name = null)
    {
        ArgumentNullException.ThrowIfNull(file.Settings);
        (_file, _name, _bound) = (file, name, file.Settings.Bind<float>(file.Phi, new Compute(threads: 1)));
    }

    /// <summary>Names of those that come with the library, e.g. <c>pretrained/sigmoid</c>, in alphabetical order.</summary>
    public static ImmutableArray<string> Pretrained => PhiSource.Pretrained;

    /// <summary>The architecture and its settings.</summary>
    public ILearnedOptimizer Settings => _file.Settings;

    /// <summary>(P) its parameters.</summary>
    public ReadOnlySpan<float> Phi => _file.Phi;

    /// <summary>Where phi comes from, as stored with it: optimizee, data, seed and the like; may be empty.</summary>
    public ImmutableSortedDictionary<string, string> Origin => _file.Origin;

    /// <summary>
    /// What speaks against using it, in one line: that its meta-training collapsed, so that it trains no better than guessing; else null.
    /// </summary>
    public string? Warning => _file.ChanceWarning(Name);

    /// <summary>
    /// Its architecture's name, e.g. <c>l2o</c>; of those that come with the library one of their own, e.g. <c>l2o-sigmoid</c>.
    /// </summary>
    public string Name => _name ?? _bound.Name;

    /// <inheritdoc/>
    public OptimizerNeeds Needs => _bound.Needs;

    private static ImmutableSortedDictionary<string, string> NoOrigin => ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>Loads a learned optimizer.</summary>
    /// <param name="source">One of <see cref="Pretrained"/>, a phi file, or the folder of a meta-training.</param>
    /// <exception cref="FileNotFoundException">There is no such file, and no such name in the library.</exception>
    /// <exception cref="InvalidDataException">It is damaged, or its tensors are not a learned optimizer's.</exception>
    public static LearnedOptimizer Load(string source) => new(PhiSource.Load(source), PhiSource.NameOf(source));

    /// <summary>Writes it as safetensors, its settings in the metadata, in one step. Equal content gives equal bytes.</summary>
    /// <param name="path">The file; its folder must exist.</param>
    public void Save(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        _file.Save(path);
    }

    /// <summary>Its name, and where it comes from.</summary>
    public override string ToString() => Origin.IsEmpty ? Name
        : $"{Name} ({string.Join(", ", Origin.Select(static pair => $"{pair.Key} {pair.Value}"))})";

    /// <summary>Begins a run on one vector of parameters, on the calling thread.</summary>
    /// <param name="count">Number of parameters, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are none.</exception>
    public OptimizerRun<float> Start(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        return Start(ParameterLayout.Vector(count));
    }

    /// <summary>Begins a run on several tensors that lie one behind the other, on the calling thread.</summary>
    /// <param name="tensors">Their names and shapes, e.g. <c>("weight", [10, 784]), ("bias", [10])</c>.</param>
    public OptimizerRun<float> Start(params (string Name, int[] Shape)[] tensors) => Start(new ParameterLayout(tensors));

    /// <summary>Begins a run with fresh state, on the calling thread.</summary>
    /// <param name="layout">The tensors of theta.</param>
    /// <param name="context">What the caller knows of the run; null means nothing.</param>
    /// <exception cref="ArgumentException">The context lacks what <see cref="Needs"/> asks for.</exception>
    public OptimizerRun<float> Start(ParameterLayout layout, RunContext? context = null) =>
        Start(layout, new Compute(threads: 1), context);

    /// <summary>Begins a run with fresh state on several threads; the updates are the same for any number.</summary>
    /// <param name="layout">The tensors of theta.</param>
    /// <param name="compute">The threads; the caller disposes it behind the run.</param>
    /// <param name="context">What the caller knows of the run; null means nothing.</param>
    /// <exception cref="ArgumentException">The context lacks what <see cref="Needs"/> asks for.</exception>
    public OptimizerRun<float> Start(ParameterLayout layout, Compute compute, RunContext? context = null)
    {
        ArgumentNullException.ThrowIfNull(layout);
        ArgumentNullException.ThrowIfNull(compute);
        return _file.Settings.Bind<float>(_file.Phi, compute).Start(layout, context);
    }
}
