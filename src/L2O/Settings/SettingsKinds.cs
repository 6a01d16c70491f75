using System.Collections.Immutable;
using System.Reflection;
using L2O.Numerics;
using L2O.Optimizers.Learned;
using L2O.Optimizers.Learned.Celo;
using L2O.Optimizers.Learned.Celo2;
using L2O.Optimizers.Learned.Elo;
using L2O.Optimizers.Learned.Learnable;
using L2O.Optimizers.Learned.Lstm;
using L2O.Optimizers.Learned.Mlp;
using L2O.Optimizers.Learned.Partial;
using L2O.Optimizers.Learned.RnnProp;
using L2O.Optimizers.Learned.SmallFc;
using L2O.Optimizers.Learned.Velo;

namespace L2O.Settings;

/// <summary>Interfaces among the settings, and the records that their key <c>kind</c> chooses from.</summary>
internal static class SettingsKinds
{
    /// <summary>The key that chooses.</summary>
    public const string Key = "kind";

    private static readonly ImmutableArray<(string Name, Type Type)> s_learnedOptimizers =
    [
        ("coordinateLstm", typeof(CoordinateLstm)),
        ("rnnProp", typeof(RnnProp)),
        ("coordinateMlp", typeof(CoordinateMlp)),
        ("learnableSgd", typeof(LearnableSgd)),
        ("learnableAdam", typeof(LearnableAdam)),
        ("partial", typeof(PartialControl)),
        ("celo2", typeof(Celo2)),
        ("smallFc", typeof(SmallFc)),
        ("elo", typeof(Elo)),
        ("velo", typeof(Velo)),
        ("celo", typeof(Celo)),
        ("celoAdam", typeof(CeloAdam)),
    ];

    /// <summary>The library's own choices of an interface, the default first; empty for any other type.</summary>
    public static ImmutableArray<(string Name, Type Type)> Of(Type type) => type == typeof(ILearnedOptimizer) ? s_learnedOptimizers : [];

    /// <summary>Whether a type is such an interface.</summary>
    public static bool IsOpen(Type type) => Of(type).Length > 0;

    /// <summary>The name of a record's own type: one of the choices, or the one that the type states.</summary>
    /// <exception cref="ArgumentException">It states none.</exception>
    public static string NameOf(Type type, object record) => Of(type).FirstOrDefault(kind => kind.Type == record.GetType()).Name
        ?? record.GetType().GetCustomAttribute<LearnedOptimizerKindAttribute>()?.Name
        ?? throw new ArgumentException(
            $"type {record.GetType().Name} states no kind; expected the attribute [LearnedOptimizerKind(\"NAME\")], to store it by");

    /// <summary>The type of that name, also one of another assembly that is loaded; null if there is none.</summary>
    /// <exception cref="ArgumentException">Several types state that name.</exception>
    public static Type? Find(Type type, string name)
    {
        if (Of(type).FirstOrDefault(kind => kind.Name == name).Type is { } own)
            return own;
        Type[] found = [.. Outside().Where(kind => kind.Name == name).Select(static kind => kind.Type)];
        return found.Length <= 1 ? found.FirstOrDefault() : throw new ArgumentException(
            $"kind '{name}' is stated by {string.Join(" and ", found.Select(static kind => kind.AssemblyQualifiedName))}; expected one " +
            $"of them");
    }

    /// <summary>What a message says instead of a wrong name.</summary>
    public static string Expectation(Type type, string name)
    {
        IEnumerable<string> names = Of(type).Select(static kind => kind.Name);
        IEnumerable<string> all = names.Concat(Outside().Select(static kind => kind.Name));
        return $"expected one of {string.Join(", ", names)}" +
            $"{(NearestName.Find(name, all) is { } near ? $"; did you mean '{near}'?" : "")}";
    }

    /// <summary>The names that the types of an assembly state.</summary>
    /// <param name="assembly">Any assembly.</param>
    public static IEnumerable<(string Name, Type Type)> In(Assembly assembly) =>
        from type in assembly.GetTypes()
        where typeof(ILearnedOptimizer).IsAssignableFrom(type) && !type.IsAbstract && SettingsShape.IsRecord(type)
        let kind = type.GetCustomAttribute<LearnedOptimizerKindAttribute>()
        where kind is not null
        select (kind.Name, type);

    /// <summary>What assemblies state that use this library. Looks again each time, since more may have been loaded.</summary>
    private static IEnumerable<(string Name, Type Type)> Outside()
    {
        Assembly library = typeof(SettingsKinds).Assembly;
        return AppDomain.CurrentDomain.GetAssemblies()
            .Where(assembly => !assembly.IsDynamic && assembly != library
                && assembly.GetReferencedAssemblies().Any(used => used.Name == library.GetName().Name))
            .SelectMany(In);
    }
}
