using System.Text.Json;
using L2O.Cli.Output;
using L2O.Files;
using L2O.Files.Weights;
using L2O.Optimizers.Learned;
using L2O.Pretrained.Imports;
using L2O.Settings;

namespace L2O.Cli.Describing;

/// <summary>What files of weights hold, for people and as JSON.</summary>
/// <param name="weights">The files.</param>
/// <param name="layout">What they were recognized as; null if they were not.</param>
internal sealed class WeightDescription(ForeignWeights weights, IWeightLayout? layout)
{
    /// <summary>A line for each file, one for each tensor, and what they are.</summary>
    public IEnumerable<string> Lines
    {
        get
        {
            foreach (WeightFile file in weights.Files)
            {
                string more = file.LeftOut > 0 ? $", {file.LeftOut} other values left out" : "";
                yield return $"{file.Tensors.Path}: {file.Format}; {file.Tensors.Tensors.Count} tensors, {Numbers(file)} numbers{more}";
                int width = file.Tensors.Names.Max(static name => name.Length);
                foreach (SafetensorsTensor tensor in file.Tensors.Tensors)
                    yield return $"  {tensor.Name.PadRight(width)}  {tensor.Type}  [{string.Join(", ", tensor.Shape)}]";
            }
            if (layout is not null)
                yield return $"{layout.Kind}: {layout.Project}";
        }
    }

    /// <summary>The settings as <c>key value</c>, kind first.</summary>
    public static string Of(ILearnedOptimizer settings)
    {
        using var document = JsonDocument.Parse(SettingsJson.Format(settings, typeof(ILearnedOptimizer)));
        return string.Join(", ", SettingsDifference.Leaves(document.RootElement).Select(static leaf => $"{leaf.Key} {leaf.Value}"));
    }

    /// <summary>The same as one JSON document.</summary>
    /// <param name="settings">The learned optimizer that was made of them; null if none was.</param>
    /// <param name="path">Where it is; null if nowhere.</param>
    public string ToJson(ILearnedOptimizer? settings, string? path) => JsonSerializer.Serialize(new
    {
        files = weights.Files.Select(static file => new
        {
            path = file.Tensors.Path,
            file.Format,
            tensors = file.Tensors.Tensors.Select(static tensor => new { tensor.Name, tensor.Shape, type = $"{tensor.Type}" }),
            file.LeftOut,
        }),
        kind = layout?.Kind,
        project = layout?.Project,
        learnedOptimizer = settings is null ? (JsonElement?)null
            : JsonDocument.Parse(SettingsJson.Format(settings, typeof(ILearnedOptimizer))).RootElement,
        output = path,
    }, JsonText.Options);

    private static long Numbers(WeightFile file) => file.Tensors.Tensors.Sum(static tensor => (long)tensor.Count);
}
