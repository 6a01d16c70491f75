using L2O.Optimizers;
using TorchSharp;
using TorchSharp.Modules;

namespace L2O.TorchSharp;

/// <summary>
/// An optimizer of L2O, hand-designed or learned, as a <c>torch.optim.Optimizer</c> of TorchSharp. One run covers all parameter groups; a
/// group's learning rate over the optimizer's own is what its updates are multiplied by, so that TorchSharp's schedulers drive it. Works in
/// place on parameters and gradients that are contiguous floats in main memory, and through copies of the others.
/// </summary>
public partial class TorchOptimizer : OptimizerHelper
{
    private readonly OptimizerChoice _choice;
    private readonly ParameterNames _names;
    private readonly Action<string> _said;
    private readonly double _learningRate;

    /// <summary>An optimizer for all parameters of a model, whose modules tell weights, biases, normalizations, embeddings and the
    /// head.</summary>
    /// <param name="model">Its parameters are found again by name when it is moved to another device or type.</param>
    /// <param name="optimizer">E.g. <c>new Adam(0.01)</c>, or a learned one.</param>
    /// <param name="totalSteps">Calls of <see cref="step"/> that the training will make, for what reads it; null if nobody knows.</param>
    /// <param name="learningRate">Of the one parameter group; null for the optimizer's own, where updates are taken as they are.</param>
    /// <param name="said">Told in one line each what is good to know, such as that gradients are copied; null for standard error.</param>
    /// <exception cref="ArgumentException">The number of steps is needed and missing, or a parameter's numbers are of another type than
    /// float, half and bfloat16.</exception>
    public TorchOptimizer(torch.nn.Module model, IOptimizer<float> optimizer, int? totalSteps = null, double? learningRate = null,
        Action<string>? said = null)
        : this(ParameterNames.Of(model), [Group(model.parameters())], OptimizerChoice.Of(optimizer, totalSteps), learningRate, said)
    {
    }

    /// <summary>An optimizer for named parameters, whose names and shapes tell what each is.</summary>
    /// <param name="parameters">As <c>named_parameters()</c> of a model gives them; each once.</param>
    /// <param name="optimizer">As above.</param>
    /// <param name="totalSteps">As above.</param>
    /// <param name="learningRate">As above.</param>
    /// <param name="said">As above.</param>
    /// <exception cref="ArgumentException">As above, or a parameter is given twice.</exception>
    public TorchOptimizer(IEnumerable<(string name, Parameter parameter)> parameters, IOptimizer<float> optimizer, int? totalSteps = null,
        double? learningRate = null, Action<string>? said = null)
        : this(Listed(parameters), OptimizerChoice.Of(optimizer, totalSteps), learningRate, said)
    {
    }

    /// <summary>An optimizer for bare parameters, of which ranks alone tell what each is: matrix or bias. It says so.</summary>
    /// <param name="parameters">As <c>parameters()</c> of a model gives them; each once.</param>
    /// <param name="optimizer">As above.</param>
    /// <param name="totalSteps">As above.</param>
    /// <param name="learningRate">As above.</param>
    /// <param name="said">As above.</param>
    /// <exception cref="ArgumentException">As above.</exception>
    public TorchOptimizer(IEnumerable<Parameter> parameters, IOptimizer<float> optimizer, int? totalSteps = null,
        double? learningRate = null, Action<string>? said = null)
        : this(ParameterNames.None(), [Group(parameters)], OptimizerChoice.Of(optimizer, totalSteps), learningRate, said)
    {
    }

    /// <summary>An optimizer for parameter groups, each with a learning rate of its own.</summary>
    /// <param name="groups">Each parameter in one of them; a group without options or rate takes <paramref name="learningRate"/>.</param>
    /// <param name="optimizer">As above.</param>
    /// <param name="totalSteps">As above.</param>
    /// <param name="learningRate">Of groups without one; null for the optimizer's own.</param>
    /// <param name="model">Whose parameters they are, for names and roles; null leaves roles to ranks, and says so.</param>
    /// <param name="said">As above.</param>
    /// <exception cref="ArgumentException">As above.</exception>
    public TorchOptimizer(IEnumerable<ParamGroup> groups, IOptimizer<float> optimizer, int? totalSteps = null,
        double? learningRate = null, torch.nn.Module? model = null, Action<string>? said = null)
        : this(NamesOf(model), groups, OptimizerChoice.Of(optimizer, totalSteps), learningRate, said)
    {
    }

    private protected TorchOptimizer((ParameterNames Names, ParamGroup Group) listed, OptimizerChoice choice, double? learningRate,
        Action<string>? said) : this(listed.Names, [listed.Group], choice, learningRate, said)
    {
    }

    private protected TorchOptimizer(ParameterNames names, IEnumerable<ParamGroup> groups, OptimizerChoice choice, double? learningRate,
        Action<string>? said)
    {
        ArgumentNullException.ThrowIfNull(groups);
        (_names, _choice, _said) = (names, choice, said ?? Console.Error.WriteLine);
        _learningRate = learningRate ?? choice.Rate;
        _defaults = new OptimizerOptions { LearningRate = _learningRate, InitialLearningRate = _learningRate };
        _parameter_groups = [];
        try
        {
            foreach (ParamGroup group in groups)
                Add(group);
            if (_tensors.Count == 0)
                throw new ArgumentException("there are no parameters; expected at least one", nameof(groups));
            Start();
        }
        catch
        {
            Dispose();
            throw;
        }
        if (!names.HasRoles)
            _said($"{Name}: roles of {_tensors.Count} parameters follow from their ranks, as no names are given; the model itself or its "
                + "named_parameters() would tell normalizations, embeddings and the head");
    }

    /// <summary>The optimizer's name, e.g. <c>adam</c> or <c>l2o</c>.</summary>
    public string Name => _choice.Optimizer.Name;

    /// <summary>Steps made so far.</summary>
    public int Iteration => _run!.Iteration;

    /// <summary>Whether <see cref="step"/> has to be given a closure, since the optimizer reads the loss.</summary>
    public bool ReadsLoss => (_choice.Optimizer.Needs & OptimizerNeeds.Loss) != 0;

    /// <summary>Adds a group of parameters, before the first step.</summary>
    /// <param name="param_group">As in the constructor.</param>
    /// <exception cref="InvalidOperationException">Steps have been made: the state belongs to the parameters it began with.</exception>
    /// <exception cref="ArgumentException">A parameter is given twice, or its numbers are of another type.</exception>
    public override void add_param_group(ParamGroup param_group)
    {
        ArgumentNullException.ThrowIfNull(param_group);
        if (Iteration > 0)
            throw new InvalidOperationException($"a group of parameters comes after {Iteration} steps, and the state belongs to the "
                + "parameters that it began with; expected all groups before the first step");
        Add(param_group);
        Start();
    }

    /// <summary>Its groups with their learning rates, and an entry a parameter; the first one carries the state of the run.</summary>
    /// <exception cref="InvalidOperationException">A parameter is gone.</exception>
    public override StateDictionary state_dict()
    {
        Follow();
        return base.state_dict();
    }

    /// <inheritdoc/>
    public override void zero_grad()
    {
        Follow();
        base.zero_grad();
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (!disposing)
            return;
        _theta?.Dispose();
        _gradient?.Dispose();
        _choice.Compute?.Dispose();
    }

    private protected static (ParameterNames Names, ParamGroup Group) Listed(IEnumerable<(string name, Parameter parameter)> parameters)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        (string, Parameter Parameter)[] listed = [.. parameters];
        return (ParameterNames.Of(listed), Group(listed.Select(static pair => pair.Parameter)));
    }

    private protected static ParamGroup Group(IEnumerable<Parameter> parameters) => new() { Parameters = parameters };

    private protected static ParameterNames NamesOf(torch.nn.Module? model) =>
        model is null ? ParameterNames.None() : ParameterNames.Of(model);
}
