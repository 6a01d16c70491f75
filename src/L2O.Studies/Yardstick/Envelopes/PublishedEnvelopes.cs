using System.Text.Json;

namespace L2O.Studies.Yardstick.Envelopes;

/// <summary>
/// Losses that tuned Adam reaches, as learned_optimization publishes them (Metz et al. 2022, "VeLO"): from a task's name to
/// [steps, losses].
/// </summary>
internal sealed class PublishedEnvelopes
{
    private readonly Dictionary<string, (double[] Steps, double[] Losses)> _byName;

    private PublishedEnvelopes(Dictionary<string, (double[], double[])> byName) => _byName = byName;

    /// <summary>Reads a file.</summary>
    /// <param name="path">JSON.</param>
    /// <exception cref="FileNotFoundException">There is none.</exception>
    /// <exception cref="InvalidDataException">It is malformed; the message says which task.</exception>
    public static PublishedEnvelopes Load(string path)
    {
        if (!File.Exists(path))
            throw new FileNotFoundException($"{path}: no such file; expected published envelopes in JSON", path);
        Dictionary<string, double[][]> all;
        try
        {
            all = JsonSerializer.Deserialize<Dictionary<string, double[][]>>(File.ReadAllText(path))!;
        }
        catch (JsonException failure)
        {
            throw new InvalidDataException($"{path}: no envelopes; expected JSON, for each task [steps, losses]", failure);
        }
        foreach ((string name, double[][] pair) in all)
            if (pair is not [{ Length: > 1 } steps, { } losses] || steps.Length != losses.Length
                || steps.Zip(steps.Skip(1)).Any(static two => two.First >= two.Second))
                throw new InvalidDataException($"{path}: '{name}' is no envelope; expected ascending steps and as many losses");
        return new PublishedEnvelopes(all.ToDictionary(static one => Plain(one.Key), static one => (one.Value[0], one.Value[1]),
            StringComparer.Ordinal));
    }

    /// <summary>The last point of a task's envelope that a run of some length reaches; null where the task is not in it.</summary>
    /// <param name="task">Its name; hyphens, underscores and capitals do not matter.</param>
    /// <param name="steps">Length of the run.</param>
    public (double Step, double Loss)? LastPoint(string task, int steps)
    {
        if (!_byName.TryGetValue(Plain(task), out (double[] Steps, double[] Losses) one))
            return null;
        int last = Array.FindLastIndex(one.Steps, step => step <= steps);
        return last < 0 ? null : (one.Steps[last], one.Losses[last]);
    }

    private static string Plain(string name) => string.Concat(name.Where(char.IsAsciiLetterOrDigit)).ToLowerInvariant();
}
