using System.Text.Json;
using L2O.Settings;

namespace L2O.Serving.Following;

/// <summary>
/// What a run's <c>config.json</c> says, as far as a list needs it. Read key by key, so that descriptions of other kinds and later versions
/// still give what they have.
/// </summary>
/// <param name="What">The experiment in a few words.</param>
/// <param name="Epochs">Epochs of a meta-training; null if it says none.</param>
/// <param name="Iterations">Iterations of a test run; null if it says none.</param>
/// <param name="TestRuns">Test runs of a whole meta-test, all networks and optimizers; null if it says none.</param>
/// <param name="Settings">All keys with their values as JSON.</param>
internal sealed record RunDescription(string What, int? Epochs, int? Iterations, int? TestRuns,
    IReadOnlyList<(string Key, string Value)> Settings)
{
    private const long MaxBytes = 1024 * 1024;

    /// <summary>Reads a description.</summary>
    /// <exception cref="InvalidDataException">It is far too large for one.</exception>
    /// <exception cref="JsonException">It is no JSON.</exception>
    public static RunDescription Load(string path)
    {
        if (new FileInfo(path).Length > MaxBytes)
            throw new InvalidDataException($"{path}: larger than {MaxBytes} bytes; expected a run's description");
        using var document = JsonDocument.Parse(File.ReadAllBytes(path));
        (string Key, string Value)[] settings = [.. SettingsDifference.Leaves(document.RootElement)];
        Dictionary<string, string> byKey = settings.GroupBy(static leaf => leaf.Key)
            .ToDictionary(static group => group.Key, static group => group.First().Value, StringComparer.Ordinal);
        bool tests = byKey.ContainsKey("phis") && !byKey.ContainsKey("metaTraining.epochs");
        return new RunDescription(
            tests ? Test(byKey) : Training(byKey),
            Number(byKey, "metaTraining.epochs"),
            tests ? Number(byKey, "metaTesting.iterations") : null,
            tests ? Number(byKey, "metaTesting.runs") * Names(byKey, "metaTesting.optimizees").Count
                * (Names(byKey, "phis").Count + Names(byKey, "metaTesting.baselines").Count) : null,
            settings);
    }

    private static string Training(Dictionary<string, string> byKey)
    {
        string network = Text(byKey, "optimizee")
            ?? (Names(byKey, "layers") is { Count: > 0 } layers ? string.Join('+', layers) : Tasks(byKey));
        string[] more =
        [
            .. Text(byKey, "learnedOptimizer.kind") is { } kind and not "coordinateLstm" ? (string[])[kind] : [],
            .. Names(byKey, "learnedOptimizer.extraInputs"),
            .. Text(byKey, "metaTraining.regularizer.kind") is { } regularizer
                ? (string[])[$"{regularizer} β={byKey.GetValueOrDefault("metaTraining.regularizer.beta")}"] : [],
        ];
        return $"{network}{Data(byKey)}{(more.Length > 0 ? $", {string.Join(", ", more)}" : "")}{Seed(byKey)}";
    }

    private static string Test(Dictionary<string, string> byKey)
    {
        int learned = Names(byKey, "phis").Count;
        IEnumerable<string> optimizers = learned == 0 ? Names(byKey, "metaTesting.baselines")
            : [$"{learned} learned", .. Names(byKey, "metaTesting.baselines")];
        return $"{string.Join(", ", optimizers)} on {string.Join(", ", Names(byKey, "metaTesting.optimizees"))}{Data(byKey)}{Seed(byKey)}";
    }

    private static string Tasks(Dictionary<string, string> byKey)
    {
        if (!byKey.TryGetValue("tasks", out string? json) || json == "null")
            return "";
        using var tasks = JsonDocument.Parse(json);
        return string.Join(", ", tasks.RootElement.EnumerateArray()
            .Select(static task => task.TryGetProperty("optimizee", out JsonElement name) ? name.ToString() : ""));
    }

    private static string Data(Dictionary<string, string> byKey) =>
        (Text(byKey, "data.name") ?? Text(byKey, "data")) is { Length: > 0 } data ? $" on {data}" : "";

    private static string Seed(Dictionary<string, string> byKey) => byKey.TryGetValue("seed", out string? seed) ? $", seed {seed}" : "";

    private static string? Text(Dictionary<string, string> byKey, string key) =>
        byKey.TryGetValue(key, out string? json) && json.StartsWith('"') ? JsonSerializer.Deserialize<string>(json) : null;

    private static int? Number(Dictionary<string, string> byKey, string key) =>
        byKey.TryGetValue(key, out string? json) && int.TryParse(json, System.Globalization.CultureInfo.InvariantCulture, out int value)
            && value > 0 ? value : null;

    private static IReadOnlyList<string> Names(Dictionary<string, string> byKey, string key)
    {
        if (!byKey.TryGetValue(key, out string? json) || !json.StartsWith('['))
            return [];
        using var list = JsonDocument.Parse(json);
        return [.. list.RootElement.EnumerateArray().Select(static item => item.ToString())];
    }
}
