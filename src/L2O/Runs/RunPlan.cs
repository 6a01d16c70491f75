using System.Text.Json;
using L2O.MetaTraining;
using L2O.Settings;

namespace L2O.Runs;

/// <summary>
/// What a run's <c>config.json</c> plans, as far as a list needs it. Read key by key, so that files of other kinds and later versions still
/// give what they have.
/// </summary>
/// <param name="What">The experiment in a few words.</param>
/// <param name="Epochs">Epochs of a meta-training; null if it says none.</param>
/// <param name="Iterations">Iterations of a test run; null if it says none.</param>
/// <param name="TestRuns">Test runs of a whole meta-test, all networks and optimizers; null if it says none.</param>
/// <param name="Settings">All keys with their values as JSON.</param>
internal sealed record RunPlan(string What, int? Epochs, int? Iterations, int? TestRuns,
    IReadOnlyList<(string Key, string Value)> Settings)
{
    private const long MaxBytes = 1024 * 1024;

    /// <summary>Whether it plans a particle training.</summary>
    public bool IsOfParticles { get; init; }

    /// <summary>The plan of a run that says nothing of itself.</summary>
    public static RunPlan Unknown { get; } = new("", null, null, null, []);

    /// <summary>Reads a plan.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="InvalidDataException">It is far too large for one, or no JSON.</exception>
    public static RunPlan Load(string path)
    {
        if (new FileInfo(path).Length > MaxBytes)
            throw new InvalidDataException($"{path}: larger than {MaxBytes} bytes; expected a run's description");
        try
        {
            return Parse(File.ReadAllText(path));
        }
        catch (JsonException failure)
        {
            throw new InvalidDataException($"{path}: {failure.Message}", failure);
        }
    }

    /// <summary>The same on data of one's own, which the description does not know.</summary>
    /// <param name="ownData">Their name; null leaves the plan as it is.</param>
    internal RunPlan On(string? ownData)
    {
        string? described = Settings.Select(static leaf => leaf.Key is "data.name" or "data" && leaf.Value.StartsWith('"')
            ? JsonSerializer.Deserialize<string>(leaf.Value) : null).FirstOrDefault(static name => name is not null);
        return ownData is null || described is null ? this
            : this with { What = What.Replace($" on {described}", $" on {ownData}", StringComparison.Ordinal) };
    }

    /// <summary>The plan in a run's folder; null if there is none or it can't be read.</summary>
    internal static RunPlan? TryLoad(string folder)
    {
        string path = Path.Combine(folder, MetaTrainingFolder.ConfigFile);
        try
        {
            return File.Exists(path) ? Load(path) : null;
        }
        catch (Exception failure) when (failure is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>A plan from its text; null if that is no JSON.</summary>
    internal static RunPlan? TryParse(string json)
    {
        try
        {
            return Parse(json);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static RunPlan Parse(string json)
    {
        using var document = JsonDocument.Parse(json);
        (string Key, string Value)[] settings = [.. SettingsDifference.Leaves(document.RootElement)];
        Dictionary<string, string> byKey = settings.GroupBy(static leaf => leaf.Key)
            .ToDictionary(static group => group.Key, static group => group.First().Value, StringComparer.Ordinal);
        bool tests = byKey.ContainsKey("phis") && !byKey.ContainsKey("metaTraining.epochs");
        bool hasParticles = byKey.ContainsKey("particles.metaSteps");
        return new RunPlan(
            tests ? Test(byKey) : byKey.ContainsKey("network") ? Network(byKey) : hasParticles ? Particles(byKey) : Training(byKey),
            !hasParticles ? Number(byKey, "metaTraining.epochs") : Number(byKey, "particles.metaSteps") is { } steps
                ? ParticleTrainingSettings.EpochsOf(steps, Number(byKey, "particles.epochSteps")) : null,
            Number(byKey, tests ? "metaTesting.iterations" : "iterations"),
            tests ? Number(byKey, "metaTesting.runs") * Names(byKey, "metaTesting.optimizees").Count
                * (Names(byKey, "phis").Count + Names(byKey, "metaTesting.baselines").Count) : null,
            settings)
        {
            IsOfParticles = hasParticles,
        };
    }

    private static string Particles(Dictionary<string, string> byKey)
    {
        IEnumerable<string> sources = [];
        if (byKey.TryGetValue("particles.families", out string? json) && json.StartsWith('['))
        {
            using var families = JsonDocument.Parse(json);
            sources = [.. Members(Members(Members([families.RootElement], null), "tasks"), "data")
                .Select(static data => data.ValueKind == JsonValueKind.Object && data.TryGetProperty("source", out JsonElement source)
                    ? source.ToString() : "").Where(static source => source.Length > 0).Distinct()];
        }
        string kind = Text(byKey, "learnedOptimizer.kind") ?? "";
        return $"task families on {string.Join(" and ", sources)}, {kind}{Seed(byKey)}";
    }

    /// <summary>All members of lists, or of the lists of that name in objects.</summary>
    private static IEnumerable<JsonElement> Members(IEnumerable<JsonElement> from, string? name) => from
        .Select(element => name is null ? element : element.ValueKind == JsonValueKind.Object
            && element.TryGetProperty(name, out JsonElement list) ? list : default)
        .Where(static list => list.ValueKind == JsonValueKind.Array).SelectMany(static list => list.EnumerateArray());

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

    private static string Network(Dictionary<string, string> byKey) =>
        $"{Text(byKey, "network")}{Data(byKey)}, {Text(byKey, "optimizer")}{Seed(byKey)}";

    private static string Test(Dictionary<string, string> byKey)
    {
        int learned = Names(byKey, "phis").Count;
        IEnumerable<string> optimizers = learned == 0 ? Names(byKey, "metaTesting.baselines")
            : [$"{learned} learned", .. Names(byKey, "metaTesting.baselines")];
        return $"{string.Join(", ", optimizers)} on {string.Join(", ", Names(byKey, "metaTesting.optimizees"))}{Data(byKey)}{Seed(byKey)}";
    }

    private static string Tasks(Dictionary<string, string> byKey)
    {
        if (!byKey.TryGetValue("tasks", out string? json) || !json.StartsWith('['))
            return "";
        using var tasks = JsonDocument.Parse(json);
        return string.Join(", ", tasks.RootElement.EnumerateArray()
            .Select(static task => task.ValueKind == JsonValueKind.Object && task.TryGetProperty("optimizee", out JsonElement name)
                ? name.ToString() : ""));
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
