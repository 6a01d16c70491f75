using TorchSharp;
using TorchSharp.Modules;

namespace L2O.TorchSharp;

/// <summary>
/// A learned optimizer as a <c>torch.optim.Optimizer</c> of TorchSharp: <c>new TorchLearnedOptimizer(model, "pretrained/sigmoid")</c>. It
/// has no learning rate to be tuned: that of a parameter group multiplies its updates, and is 1 unless one says otherwise.
/// </summary>
public sealed class TorchLearnedOptimizer : TorchOptimizer
{
    /// <summary>A learned optimizer for all parameters of a model, whose modules tell what each is.</summary>
    /// <param name="model">Its parameters are found again by name when it is moved to another device or type.</param>
    /// <param name="source">One of <see cref="LearnedOptimizer.Pretrained"/>, a phi file or the folder of a meta-training; parts may
    /// follow, as in <c>pretrained/sigmoid:clip=1:schedule=cosine</c>.</param>
    /// <param name="totalSteps">Calls of <see cref="TorchOptimizer.step"/> that the training will make, for what reads it; null if nobody
    /// knows.</param>
    /// <param name="learningRate">What updates are multiplied by, at least 0.</param>
    /// <param name="threads">Of the optimizer's computations; 0 for as many as are fastest. The bits are the same for any number.</param>
    /// <param name="said">Told in one line each what is good to know, such as that gradients are copied; null for standard error.</param>
    /// <exception cref="FileNotFoundException">There is no such file, and no such name in the library.</exception>
    /// <exception cref="InvalidDataException">The file is damaged, or holds no learned optimizer.</exception>
    /// <exception cref="ArgumentException">The number of steps is needed and missing, or a parameter's numbers are of another type than
    /// float, half and bfloat16.</exception>
    public TorchLearnedOptimizer(torch.nn.Module model, string source, int? totalSteps = null, double learningRate = 1, int threads = 1,
        Action<string>? said = null)
        : this(ParameterNames.Of(model), [Group(model.parameters())], Loaded.From(source, totalSteps, threads), learningRate, said)
    {
    }

    /// <summary>A learned optimizer for named parameters, whose names and shapes tell what each is.</summary>
    /// <param name="parameters">As <c>named_parameters()</c> of a model gives them; each once.</param>
    /// <param name="source">As above.</param>
    /// <param name="totalSteps">As above.</param>
    /// <param name="learningRate">As above.</param>
    /// <param name="threads">As above.</param>
    /// <param name="said">As above.</param>
    public TorchLearnedOptimizer(IEnumerable<(string name, Parameter parameter)> parameters, string source, int? totalSteps = null,
        double learningRate = 1, int threads = 1, Action<string>? said = null)
        : this(Listed(parameters), Loaded.From(source, totalSteps, threads), learningRate, said)
    {
    }

    /// <summary>A learned optimizer for bare parameters, of which ranks alone tell what each is: matrix or bias. It says so.</summary>
    /// <param name="parameters">As <c>parameters()</c> of a model gives them; each once.</param>
    /// <param name="source">As above.</param>
    /// <param name="totalSteps">As above.</param>
    /// <param name="learningRate">As above.</param>
    /// <param name="threads">As above.</param>
    /// <param name="said">As above.</param>
    public TorchLearnedOptimizer(IEnumerable<Parameter> parameters, string source, int? totalSteps = null, double learningRate = 1,
        int threads = 1, Action<string>? said = null)
        : this(ParameterNames.None(), [Group(parameters)], Loaded.From(source, totalSteps, threads), learningRate, said)
    {
    }

    /// <summary>A learned optimizer for parameter groups, each with a learning rate of its own that multiplies its updates.</summary>
    /// <param name="groups">Each parameter in one of them; a group without options or rate takes <paramref name="learningRate"/>.</param>
    /// <param name="source">As above.</param>
    /// <param name="totalSteps">As above.</param>
    /// <param name="learningRate">Of groups without one.</param>
    /// <param name="threads">As above.</param>
    /// <param name="model">Whose parameters they are, for names and roles; null leaves roles to ranks, and says so.</param>
    /// <param name="said">As above.</param>
    public TorchLearnedOptimizer(IEnumerable<ParamGroup> groups, string source, int? totalSteps = null, double learningRate = 1,
        int threads = 1, torch.nn.Module? model = null, Action<string>? said = null)
        : this(NamesOf(model), groups, Loaded.From(source, totalSteps, threads), learningRate, said)
    {
    }

    private TorchLearnedOptimizer((ParameterNames Names, ParamGroup Group) listed, Loaded loaded, double learningRate, Action<string>? said)
        : this(listed.Names, [listed.Group], loaded, learningRate, said)
    {
    }

    private TorchLearnedOptimizer(ParameterNames names, IEnumerable<ParamGroup> groups, Loaded loaded, double learningRate,
        Action<string>? said) : base(names, groups, loaded.Choice, learningRate, said)
    {
        Learned = loaded.Learned;
        if (Learned.Warning is { } warning)
            (said ?? Console.Error.WriteLine)(warning);
    }

    /// <summary>The learned optimizer, with its parameters phi and where they come from.</summary>
    public LearnedOptimizer Learned { get; }

    private sealed record Loaded(OptimizerChoice Choice, LearnedOptimizer Learned)
    {
        public static Loaded From(string source, int? steps, int threads)
        {
            var choice = OptimizerChoice.Load(source, steps, threads, out LearnedOptimizer learned);
            return new Loaded(choice, learned);
        }
    }
}
