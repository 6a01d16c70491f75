using System.Globalization;
using System.Numerics.Tensors;
using L2O.Numerics;
using L2O.Optimizers;
using TorchSharp;
using TorchSharp.Modules;
using TorchSharp.Utils;

namespace L2O.TorchSharp;

/// <content>The run behind it: tensors, steps, state.</content>
public partial class TorchOptimizer
{
    private readonly List<TrainedTensor> _tensors = [];
    private StepMemory? _theta, _gradient;
    private OptimizerRun<float>? _run;
    private float[] _update = []; // (n), made when a learning rate first differs from the optimizer's own
    private bool _saidCopies;

    /// <summary>Makes a step: adds an update to every parameter that has a gradient.</summary>
    /// <param name="closure">Computes the loss and its gradients; needed where <see cref="ReadsLoss"/>. Called once.</param>
    /// <returns>What the closure returned, or null.</returns>
    /// <exception cref="InvalidOperationException">The loss is read and there is no closure, a gradient is sparse or complex, a learning
    /// rate is no finite number of at least 0, or a parameter is gone; nothing has been changed then.</exception>
    public override torch.Tensor? step(Func<torch.Tensor>? closure = null)
    {
        if (closure is null && ReadsLoss)
            throw new InvalidOperationException($"step() came without a closure, and optimizer '{Name}' reads the loss; expected "
                + "step(closure), or step(() => loss) with the loss that was differentiated");
        torch.Tensor? loss = null;
        if (closure is not null)
            using (torch.enable_grad())
                loss = closure();
        double? value = ReadsLoss ? ValueOf(loss) : null;
        Follow();
        bool asItIs = true;
        foreach (ParamGroup group in _parameter_groups)
            asItIs &= FactorOf(group) == 1;
        _gradient!.Begin();
        _theta!.Begin();
        if (!_saidCopies)
            SayCopies();
        Move(value, asItIs);
        _theta.End();
        return loss;
    }

    /// <summary>Floats in the buffers of copies.</summary>
    internal int BufferLength => _theta!.BufferLength + _gradient!.BufferLength;

    /// <summary>The state of the run as it is now.</summary>
    internal StoredRun Store()
    {
        var writer = new StateWriter<float>();
        _run!.Save(writer);
        return new StoredRun(_choice.Identity, _choice.Steps,
            [.. Enumerable.Range(0, _tensors.Count).Select(Describe)], writer.Tensors);
    }

    /// <summary>Takes over a state.</summary>
    /// <exception cref="InvalidDataException">It does not fit; the run is as it was.</exception>
    internal void Restore(StoredRun stored)
    {
        stored.RequireFits(new StoredRun(_choice.Identity, _choice.Steps,
            [.. Enumerable.Range(0, _tensors.Count).Select(Describe)], []));
        _run!.Load(new StateReader<float>(stored.State));
    }

    /// <summary>A parameter in messages and states: its name and shape.</summary>
    internal string Describe(int index) => $"'{_tensors[index].Name}' [{string.Join(", ", _tensors[index].Shape)}]";

    private void Add(ParamGroup group)
    {
        ArgumentNullException.ThrowIfNull(group);
        ArgumentNullException.ThrowIfNull(group.Parameters, nameof(group));
        Parameter[] parameters = [.. group.Parameters];
        group.Options ??= new OptimizerOptions();
        group.Options.LearningRate ??= _learningRate;
        group.Options.InitialLearningRate = group.LearningRate;
        FactorOf(group);
        group.Parameters = parameters;
        var added = new List<TrainedTensor>();
        foreach (Parameter parameter in parameters)
        {
            var tensor = new TrainedTensor(_names.NameOf(parameter), parameter, group);
            if (_tensors.Concat(added).FirstOrDefault(other => IsSame(other.Parameter, parameter)) is { } twin)
                throw new ArgumentException($"parameter '{twin.Name}' is given twice"
                    + $"{(twin.Name == tensor.Name ? "" : $", as '{tensor.Name}' too")}; expected each parameter once, in one group");
            added.Add(tensor);
        }
        _tensors.AddRange(added);
        _parameter_groups.Add(group);
        Register();
    }

    private static bool IsSame(Parameter one, Parameter other) => one.Handle == other.Handle
        || (TrainedTensor.AddressOf(one) is not 0 and var address && address == TrainedTensor.AddressOf(other));

    private void Start()
    {
        ParameterLayout layout = new ParameterLayout([.. _tensors.Select(static tensor => (tensor.Name, tensor.Shape))])
            .WithRoles(slot => _names.Roles.TryGetValue(slot.Name, out TensorRole role) ? role : null);
        _run = _choice.Optimizer.Start(layout, new RunContext(_choice.Steps, givesLoss: true));
        _theta?.Dispose();
        _gradient?.Dispose();
        TrainedTensor[] tensors = [.. _tensors];
        _gradient = new StepMemory(tensors, layout, null, _run.TakesTensorsInTurn);
        _theta = new StepMemory(tensors, layout, _gradient, _run.TakesTensorsInTurn);
    }

    private void Register()
    {
        _state = new OrderedDict<nint, OptimizerState>();
        for (int k = 0; k < _tensors.Count; k++)
            _state[_tensors[k].Parameter.Handle] = new TensorState(this, _tensors[k].Parameter, k);
    }

    /// <summary>Finds the parameters again that a move of the model has replaced.</summary>
    private void Follow()
    {
        bool isMoved = false;
        foreach (TrainedTensor tensor in _tensors)
            isMoved |= tensor.IsGone;
        if (!isMoved)
            return;
        foreach (TrainedTensor tensor in _tensors.Where(static tensor => tensor.IsGone))
            tensor.Follow(_names.Find(tensor.Name));
        foreach (ParamGroup group in _parameter_groups)
            group.Parameters = _tensors.Where(tensor => tensor.Group == group).Select(static tensor => tensor.Parameter).ToArray();
        Register();
    }

    private void Move(double? loss, bool asItIs)
    {
        ParameterLayout layout = _run!.Layout;
        var theta = new TensorSpans<float>(layout, _theta!);
        var gradient = new ReadOnlyTensorSpans<float>(layout, _gradient!);
        if (asItIs)
        {
            _run.Step(theta, gradient, default, loss);
            return;
        }
        if (_update.Length == 0)
            _update = new float[layout.Count];
        var update = new TensorSpans<float>(layout, _update);
        _run.Advance(new StepInput<float>(theta, gradient, loss), update);
        for (int k = 0; k < _tensors.Count; k++)
        {
            if (!gradient.Has(k))
                continue;
            if (FactorOf(_tensors[k].Group) is not 1 and var factor)
                TensorPrimitives.Multiply(update[k], (float)factor, update[k]);
            TensorPrimitives.Add(theta[k], update[k], theta[k]);
        }
    }

    private double FactorOf(ParamGroup group) => double.IsFinite(group.LearningRate) && group.LearningRate >= 0
        ? group.LearningRate / _choice.Rate
        : throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture,
            $"the learning rate of a parameter group is {group.LearningRate}; expected a finite number of at least 0"));

    private static double ValueOf(torch.Tensor? loss)
    {
        if (loss is null)
            throw new InvalidOperationException("the closure returned no loss, and the optimizer reads it; expected one number");
        if (loss.numel() != 1)
            throw new InvalidOperationException(
                $"the closure returned a loss of the shape [{string.Join(", ", loss.shape)}]; expected one number");
        using Scalar scalar = loss.ToScalar();
        return scalar.ToDouble();
    }

    private void SayCopies()
    {
        if (_tensors.FirstOrDefault(static tensor => tensor.Parameter.device_type != DeviceType.CPU) is not { } moved)
            return;
        _saidCopies = true;
        _said($"{Name}: parameters such as '{moved.Name}' lie on {moved.Parameter.device}; in each step gradients and parameters are "
            + "copied to main memory, and parameters back");
    }
}
