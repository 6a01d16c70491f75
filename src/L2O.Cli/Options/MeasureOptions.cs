using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using L2O.Cli.Help;
using L2O.Dynamics;
using L2O.Experiments;

namespace L2O.Cli.Options;

/// <summary>The options that say what is measured in test runs, and when.</summary>
/// <param name="measureByDefault">Whether all measures are taken where none is named, rather than none.</param>
/// <param name="every">Iterations between two live measurements where the user says nothing.</param>
internal sealed class MeasureOptions(bool measureByDefault = false, int every = 1)
{
    private const int NameWidth = 16;
    private const int ListWidth = 100;

    private readonly Option<NameList> _measure = ValueOptions.Names(
        "--measure", "What to measure in each test run, as below; 'all' for everything", measureByDefault ? [MeasurePlan.Everything] : []);

    private readonly Option<int> _every = ValueOptions.Integer("--every",
        "Iterations between two measurements; 0 for those of --snapshots alone", every, min: 0);
    private readonly Option<NameList> _snapshots = ValueOptions.Names(
        "--snapshots", "Iterations at which everything is measured, also what goes through the data set", "1", "10", "100");

    private readonly Option<string> _split = ValueOptions.OneOf("--snapshot-split",
        "The split that snapshots go through", "train", ["train", "test"]);

    /// <summary>What there is to measure, for the help.</summary>
    public static HelpSection Section { get; } = new(
        "Measures, and the quantities that they write", [.. MeasureCatalog.All.SelectMany(Lines)]);

    /// <summary>To be added to the command.</summary>
    public IReadOnlyList<Option> All => [_measure, _every, _snapshots, _split];

    /// <summary>The plan; null if nothing is to be measured.</summary>
    /// <param name="invocation">The call.</param>
    /// <param name="seed">Seed of the measures' own randomness.</param>
    /// <exception cref="UsageException">An iteration is no number, or times are given and no measures.</exception>
    /// <exception cref="ArgumentException">There is no such measure.</exception>
    public MeasurePlan? Plan(Invocation invocation, ulong seed)
    {
        IReadOnlyList<string> names = invocation.Get(_measure).Names;
        if (names.Count > 0)
            return new MeasurePlan([.. names], invocation.Get(_every), Iterations(invocation.Get(_snapshots)), seed,
                snapshotsOnTest: invocation.Get(_split) == "test");
        foreach (Option option in new Option[] { _every, _snapshots, _split })
            if (invocation.IsGiven(option))
                throw new UsageException($"{option.Name} goes with --measure only; expected both or neither");
        return null;
    }

    private static ImmutableArray<int> Iterations(NameList texts) =>
    [
        .. texts.Names.Select(static text => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int iteration)
            && iteration >= 1 ? iteration
            : throw new UsageException($"option '--snapshots' has '{text}'; expected iterations from 1, separated by commas")),
    ];

    private static IEnumerable<string> Lines(MeasureKind kind)
    {
        yield return $"{kind.Name,-NameWidth}{kind.Meaning}{(kind.IsSnapshot ? "; at --snapshots" : "")}";
        string line = "";
        foreach (string name in kind.Quantities.Select(static quantity => quantity.Name))
        {
            if (line.Length > 0 && line.Length + name.Length > ListWidth)
            {
                yield return $"{"",-NameWidth}{line.TrimEnd()}";
                line = "";
            }
            line += $"{name} ";
        }
        yield return $"{"",-NameWidth}{line.TrimEnd()}";
    }
}
