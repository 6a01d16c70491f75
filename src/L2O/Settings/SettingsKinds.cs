using System.Collections.Immutable;
using L2O.Numerics;
using L2O.Optimizers.Learned;
using L2O.Optimizers.Learned.Learnable;
using L2O.Optimizers.Learned.Lstm;
using L2O.Optimizers.Learned.Mlp;
using L2O.Optimizers.Learned.Partial;
using L2O.Optimizers.Learned.RnnProp;

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
    ];

    /// <summary>The choices of an interface, the default first; empty for any other type.</summary>
    public static ImmutableArray<(string Name, Type Type)> Of(Type type) => type == typeof(ILearnedOptimizer) ? s_learnedOptimizers : [];

    /// <summary>Whether a type is such an interface.</summary>
    public static bool IsOpen(Type type) => Of(type).Length > 0;

    /// <summary>The name of a record's own type among the choices.</summary>
    public static string NameOf(Type type, object record) => Of(type).First(kind => kind.Type == record.GetType()).Name;

    /// <summary>The type of that name, or null.</summary>
    public static Type? Find(Type type, string name) => Of(type).FirstOrDefault(kind => kind.Name == name).Type;

    /// <summary>What a message says instead of a wrong name.</summary>
    public static string Expectation(Type type, string name)
    {
        string[] names = [.. Of(type).Select(static kind => kind.Name)];
        return $"expected one of {string.Join(", ", names)}" +
            $"{(NearestName.Find(name, names) is { } near ? $"; did you mean '{near}'?" : "")}";
    }
}
