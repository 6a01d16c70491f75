using System.Collections.Immutable;
using L2O.Numerics;
using Xunit;
using static TorchSharp.torch;

namespace L2O.TorchSharp.Tests;

public sealed class RoleTests
{
    [Fact]
    public void Modules_tell_roles()
    {
        using var model = nn.Sequential(("words", nn.Embedding(7, 4)), ("a", nn.LayerNorm(4)), ("b", nn.Linear(4, 4)), ("c", nn.PReLU(4)),
            ("d", nn.GroupNorm(2, 4)), ("e", nn.Linear(4, 7)));

        Assert.Equal(
            [
                ("a.bias", TensorRole.Normalization), ("a.weight", TensorRole.Normalization), ("d.bias", TensorRole.Normalization),
                ("d.weight", TensorRole.Normalization), ("e.weight", TensorRole.Head), ("words.weight", TensorRole.Embedding),
            ], Sorted(ParameterNames.Of(model).Roles));
    }

    [Fact]
    public void Names_and_ranks_tell_roles_where_modules_are_not_given()
    {
        (string, int)[] tensors =
        [
            ("wte.weight", 2), ("pos_emb", 2), ("blocks.0.ln_1.weight", 1), ("blocks.0.ln_1.bias", 1), ("blocks.0.attn.weight", 2),
            ("blocks.0.attn.bias", 1), ("out_norm.weight", 1), ("scale.weight", 1), ("scale.bias", 1), ("head.weight", 2), ("head.bias", 1),
        ];

        Assert.Equal(
            [
                ("blocks.0.ln_1.bias", TensorRole.Normalization), ("blocks.0.ln_1.weight", TensorRole.Normalization),
                ("head.weight", TensorRole.Head), ("out_norm.weight", TensorRole.Normalization), ("scale.bias", TensorRole.Normalization),
                ("scale.weight", TensorRole.Normalization), ("wte.weight", TensorRole.Embedding),
            ], Sorted(RoleFinder.Find(tensors, ImmutableDictionary<string, string>.Empty)));
    }

    [Fact]
    public void There_is_no_head_where_another_module_is_the_last()
    {
        using var model = nn.Sequential(("a", nn.Linear(4, 4)), ("b", nn.LayerNorm(4)));

        Assert.DoesNotContain(TensorRole.Head, ParameterNames.Of(model).Roles.Values);
        Assert.Equal(TensorRole.Head, ParameterNames.Of(nn.Linear(2, 3)).Roles["weight"]);
        Assert.Equal(TensorRole.Normalization, ParameterNames.Of(nn.BatchNorm1d(3)).Roles["bias"]);
    }

    private static IEnumerable<(string, TensorRole)> Sorted(ImmutableDictionary<string, TensorRole> roles) =>
        roles.Select(static pair => (pair.Key, pair.Value)).OrderBy(static pair => pair.Key, StringComparer.Ordinal);
}
