using System.Collections.Immutable;
using System.Globalization;
using L2O.Numerics;
using TorchSharp;
using TorchSharp.Modules;

namespace L2O.TorchSharp;

/// <summary>What is known of a model's parameters: their names and roles, and where to find those that have been moved.</summary>
internal sealed class ParameterNames
{
    private readonly torch.nn.Module? _model;
    private readonly Dictionary<nint, string> _byHandle = [];
    private int _unnamed;

    private ParameterNames(torch.nn.Module? model, IEnumerable<(string Name, Parameter Parameter)> named,
        IReadOnlyDictionary<string, string> typeOf)
    {
        _model = model;
        var tensors = new List<(string, int)>();
        foreach ((string name, Parameter parameter) in named)
            if (_byHandle.TryAdd(parameter.Handle, name))
                tensors.Add((name, checked((int)parameter.dim())));
        Roles = RoleFinder.Find(tensors, typeOf);
        HasRoles = tensors.Count > 0;
    }

    /// <summary>Whether roles follow from more than ranks.</summary>
    public bool HasRoles { get; }

    /// <summary>Roles by name, where they differ from what ranks say.</summary>
    public ImmutableDictionary<string, TensorRole> Roles { get; }

    /// <summary>Names and types of a model's modules tell everything.</summary>
    public static ParameterNames Of(torch.nn.Module model)
    {
        ArgumentNullException.ThrowIfNull(model);
        var typeOf = new Dictionary<string, string>(StringComparer.Ordinal) { [""] = model.GetType().Name };
        foreach ((string name, torch.nn.Module module) in model.named_modules())
            typeOf[name] = module.GetType().Name;
        return new ParameterNames(model, model.named_parameters(), typeOf);
    }

    /// <summary>Names tell something.</summary>
    public static ParameterNames Of(IEnumerable<(string Name, Parameter Parameter)> named) =>
        new(null, named, ImmutableDictionary<string, string>.Empty);

    /// <summary>Nothing is known.</summary>
    public static ParameterNames None() => new(null, [], ImmutableDictionary<string, string>.Empty);

    /// <summary>A parameter's name; one by its place where it has none.</summary>
    public string NameOf(Parameter parameter) => _byHandle.TryGetValue(parameter.Handle, out string? name) ? name
        : string.Create(CultureInfo.InvariantCulture, $"parameter_{_unnamed++}");

    /// <summary>The object that a parameter has become.</summary>
    /// <param name="name">Its name.</param>
    /// <exception cref="InvalidOperationException">Nobody knows, or the model has no such parameter any more.</exception>
    public Parameter Find(string name)
    {
        if (_model is null)
            throw new InvalidOperationException($"parameter '{name}' is gone, as moving a model makes new ones; expected an optimizer made "
                + "from the model itself, or made after the move");
        foreach ((string other, Parameter parameter) in _model.named_parameters())
            if (other == name)
                return parameter;
        throw new InvalidOperationException($"parameter '{name}' is gone, and the model has none of that name; expected the parameters "
            + "that the optimizer began with");
    }
}
