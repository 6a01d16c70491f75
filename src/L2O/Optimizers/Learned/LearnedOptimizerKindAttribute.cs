namespace L2O.Optimizers.Learned;

/// <summary>
/// The name under which files and configurations know a settings record of <see cref="ILearnedOptimizer"/>: <c>"kind": "NAME"</c>. Records
/// of any assembly that is loaded are found by it.
/// </summary>
/// <param name="name">In camel case, unlike any other's; its assembly's or author's name in front keeps it so.</param>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class LearnedOptimizerKindAttribute(string name) : Attribute
{
    /// <summary>The name.</summary>
    public string Name { get; } = name;
}
