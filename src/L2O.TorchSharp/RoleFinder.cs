using System.Collections.Immutable;
using System.Text.RegularExpressions;
using L2O.Numerics;

namespace L2O.TorchSharp;

/// <summary>
/// What the tensors of a TorchSharp model are to it, from the types of the modules that own them, or from names where nothing more is
/// known: those of normalizations, tables of embeddings, and the head, the last matrix if no other module's tensors follow it.
/// </summary>
internal static partial class RoleFinder
{
    /// <summary>The roles that differ from what ranks say.</summary>
    /// <param name="tensors">Names and ranks, in the order of the model.</param>
    /// <param name="typeOf">From a module's path to its type's name; empty where types are not known.</param>
    public static ImmutableDictionary<string, TensorRole> Find(IReadOnlyList<(string Name, int Rank)> tensors,
        IReadOnlyDictionary<string, string> typeOf)
    {
        var roles = ImmutableDictionary.CreateBuilder<string, TensorRole>(StringComparer.Ordinal);
        Dictionary<string, int> ranks = [];
        foreach ((string name, int rank) in tensors)
            ranks[name] = rank;
        foreach ((string name, int rank) in tensors)
            if (IsOfNormalization(name, ranks, typeOf))
                roles[name] = TensorRole.Normalization;
            else if (rank >= 2 && IsOfEmbedding(name, typeOf))
                roles[name] = TensorRole.Embedding;
        int last = tensors.Count - 1;
        while (last >= 0 && (tensors[last].Rank < 2 || roles.ContainsKey(tensors[last].Name)))
            last--;
        if (last >= 0 && tensors.Skip(last + 1).All(tensor => OwnerOf(tensor.Name) == OwnerOf(tensors[last].Name)))
            roles[tensors[last].Name] = TensorRole.Head;
        return roles.ToImmutable();
    }

    private static bool IsOfNormalization(string name, Dictionary<string, int> ranks, IReadOnlyDictionary<string, string> typeOf)
    {
        string owner = OwnerOf(name);
        if (typeOf.TryGetValue(owner, out string? type))
            return type.Contains("Norm", StringComparison.Ordinal);
        string weight = owner.Length == 0 ? "weight" : owner + ".weight";
        return NormalizationName().IsMatch(LastOf(owner))
            || (name[owner.Length..] is ".weight" or ".bias" && ranks.TryGetValue(weight, out int rank) && rank == 1);
    }

    private static bool IsOfEmbedding(string name, IReadOnlyDictionary<string, string> typeOf)
    {
        string owner = OwnerOf(name);
        return typeOf.TryGetValue(owner, out string? type) && type.StartsWith("Embedding", StringComparison.Ordinal)
            || (typeOf.Count == 0 && EmbeddingName().IsMatch(LastOf(owner)));
    }

    private static string OwnerOf(string name) => name.LastIndexOf('.') is >= 0 and var dot ? name[..dot] : "";

    private static string LastOf(string path) => path[(path.LastIndexOf('.') + 1)..];

    [GeneratedRegex(@"norm|^(bn|ln)(\d|_|$)", RegexOptions.IgnoreCase)]
    private static partial Regex NormalizationName();

    [GeneratedRegex(@"emb|^(wte|wpe)$", RegexOptions.IgnoreCase)]
    private static partial Regex EmbeddingName();
}
