using System.CommandLine;
using System.Text.Json;
using L2O.Cli.Describing;
using L2O.Cli.Help;
using L2O.Cli.Options;
using L2O.Cli.Output;
using L2O.Dynamics.Symmetry;
using L2O.Optimizees;

namespace L2O.Cli.Commands;

/// <summary><c>l2o symmetries</c>: which changes of theta leave a network's loss as it is.</summary>
internal sealed class SymmetriesCommand : CliCommand
{
    private readonly NetworkArguments _network = new();
    private readonly Option<bool> _check =
        new("--check") { Description = "Try each symmetry on random parameters and data, in double precision" };
    private readonly Option<ulong> _seed = StandardOptions.Seed();
    private readonly Option<bool> _json = StandardOptions.JsonFlag();

    public SymmetriesCommand()
        : base("symmetries",
            "Show which changes of a network's parameters leave its loss as it is, unit by unit, and what gradient flow conserves in " +
            "consequence.",
            "l2o symmetries mlp-relu-20-batchnorm",
            "l2o symmetries conv-mnist --check",
            "l2o symmetries affine-20+mixed-feature+affine-10 --json")
    {
        _network.AddTo(this);
        foreach (Option option in new Option[] { _check, _seed, _json })
            Options.Add(option);
    }

    public override IReadOnlyList<HelpSection> HelpSections => [NetworkArguments.Help, .. base.HelpSections];

    public override int Run(Invocation invocation)
    {
        using var compute = new Compute(threads: 1);
        Network<double> network = _network.Create<double>(invocation, compute);
        string name = _network.Name(invocation);
        SymmetryDescription[] descriptions = [.. network.Symmetries.All.Select(static symmetry => new SymmetryDescription(symmetry))];
        SymmetryCheck[] checks = invocation.Get(_check) ? [.. SymmetryCheck.Run(network, network.Symmetries.All, invocation.Get(_seed))]
            : [];
        TextWriter output = invocation.Terminal.Output;
        if (invocation.Get(_json))
            output.WriteLine(JsonSerializer.Serialize(new
            {
                name,
                symmetries = descriptions.Select((description, i) => Json(description, checks.ElementAtOrDefault(i)))
            }, JsonText.Options));
        else
            WriteText(output, name, descriptions, checks);
        return ExitCode.Done;
    }

    private static object Json(SymmetryDescription description, SymmetryCheck? check) => new
    {
        description.Name,
        description.Kind,
        description.Front,
        description.Behind,
        description.BlockCount,
        description.Units,
        description.Change,
        description.Conserved,
        check = check is null ? null
            : new { check.LossChange, gradientDeviation = check.Deviation, normalizedGradientDeviation = check.NormalizedDeviation },
    };

    private static void WriteText(TextWriter output, string name, SymmetryDescription[] descriptions, SymmetryCheck[] checks)
    {
        output.WriteLine(
            $"{name}: " +
            descriptions.Length switch { 0 => "no symmetries", 1 => "1 symmetry", _ => $"{descriptions.Length} symmetries" });
        for (int i = 0; i < descriptions.Length; i++)
        {
            SymmetryDescription symmetry = descriptions[i];
            output.WriteLine();
            output.WriteLine($"{symmetry.Name}, {symmetry.UnitText}");
            output.WriteLine($"  change     {symmetry.Change}");
            output.WriteLine($"  conserved  {symmetry.Conserved}");
            if (i >= checks.Length)
                continue;
            output.WriteLine($"  loss       changes by {SymmetryDescription.Number(checks[i].LossChange)} of itself");
            output.WriteLine(
                $"  gradient   deviates by {SymmetryDescription.Number(checks[i].Deviation)}; normalized, by unit, by " +
                $"{SymmetryDescription.Number(checks[i].NormalizedDeviation)} at most");
        }
    }
}
