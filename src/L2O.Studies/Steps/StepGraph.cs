using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace L2O.Studies.Steps;

/// <summary>Steps and what each reads of the others; free of cycles.</summary>
internal sealed partial class StepGraph
{
    private readonly Dictionary<string, Step> _byName = new(StringComparer.Ordinal);

    /// <summary>Puts steps together.</summary>
    /// <param name="steps">In any order.</param>
    /// <exception cref="ArgumentException">A name is no name or occurs twice, an input is no step, or steps read one another in a
    /// circle.</exception>
    public StepGraph(IEnumerable<Step> steps)
    {
        ArgumentNullException.ThrowIfNull(steps);
        Step[] all = [.. steps];
        foreach (Step step in all)
        {
            if (!Name().IsMatch(step.Name))
                throw new ArgumentException(
                    $"step '{step.Name}' has no name that can be a folder's; expected lower-case letters, digits, hyphens and points");
            if (!_byName.TryAdd(step.Name, step))
                throw new ArgumentException($"step '{step.Name}' occurs twice; expected each name once");
        }
        foreach (Step step in all)
            foreach (string input in step.Inputs)
                if (!_byName.ContainsKey(input))
                    throw new ArgumentException(
                        $"step '{step.Name}' reads '{input}', which is no step; expected one of {string.Join(", ", _byName.Keys)}");
        Steps = Order(all);
    }

    /// <summary>Every step behind all that it reads; apart from that in the order given.</summary>
    public ImmutableArray<Step> Steps { get; }

    /// <summary>The step of a name.</summary>
    public Step this[string name] => _byName[name];

    /// <summary>For each step the time from its beginning to the end of the study if there were cores enough, in seconds.</summary>
    public IReadOnlyDictionary<string, double> RemainingSeconds()
    {
        var remaining = new Dictionary<string, double>(StringComparer.Ordinal);
        foreach (Step step in Steps.Reverse())
            remaining[step.Name] = step.Cost.Seconds + Steps.Where(other => other.Inputs.Contains(step.Name))
                .Select(other => remaining[other.Name]).DefaultIfEmpty(0).Max();
        return remaining;
    }

    /// <summary>
    /// The steps that can use several threads, in groups: each reads outputs of groups before it alone, so its steps can run side by side
    /// on several machines.
    /// </summary>
    public IReadOnlyList<ImmutableArray<Step>> ComputingGroups()
    {
        var depths = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (Step step in Steps)
            depths[step.Name] = step.Inputs.Select(input => depths[input] + 1).DefaultIfEmpty(0).Max();
        return [.. Steps.Where(static step => step.Cost.MaxThreads > 1).GroupBy(step => depths[step.Name])
            .OrderBy(static group => group.Key).Select(static group => group.ToImmutableArray())];
    }

    private static ImmutableArray<Step> Order(Step[] all)
    {
        var ordered = ImmutableArray.CreateBuilder<Step>(all.Length);
        var placed = new HashSet<string>(StringComparer.Ordinal);
        while (ordered.Count < all.Length)
        {
            Step? next = all.FirstOrDefault(step => !placed.Contains(step.Name) && step.Inputs.All(placed.Contains));
            if (next is null)
                throw new ArgumentException(
                    $"steps read one another in a circle: " +
                    $"{string.Join(", ", all.Where(step => !placed.Contains(step.Name)).Select(static step => step.Name))}");
            placed.Add(next.Name);
            ordered.Add(next);
        }
        return ordered.MoveToImmutable();
    }

    [GeneratedRegex("^[a-z0-9][a-z0-9.-]*$")]
    private static partial Regex Name();
}
