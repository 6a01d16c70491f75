using System.CommandLine;
using System.Text.RegularExpressions;

namespace L2O.Cli.Slurm;

/// <summary>What a job asks Slurm for: options that are handed on as they are.</summary>
internal sealed partial class SlurmOptions
{
    private readonly Option<string?>[] _plain =
    [
        Plain("--time", "Time limit; at it jobs store where they stand and queue up again", "TIME"),
        Plain("--partition", "Partition", "NAME"),
        Plain("--cpus-per-task", "Cores of each process, which takes as many threads", "N"),
        Plain("--mem", "Memory of each node", "SIZE"),
        Plain("--nodes", "Number of nodes", "N"),
        Plain("--account", "Account", "NAME"),
        Plain("--qos", "Quality of service", "NAME"),
        Plain("--constraint", "Features of nodes", "LIST"),
        Plain("--job-name", "Name of the job; without it that of the folder", "NAME"),
    ];

    private readonly Option<string[]> _more = new("--sbatch")
    {
        Description = "One more option of sbatch without its dashes, as in --sbatch exclude=node3; may be repeated",
        HelpName = "OPTION",
        DefaultValueFactory = static _ => [],
    };

    /// <summary>For a command.</summary>
    public IEnumerable<Option> All => [.. _plain, _more];

    /// <summary>What was typed, as lines of a script have it.</summary>
    /// <exception cref="UsageException">Something is no option of sbatch.</exception>
    public IEnumerable<string> Of(Invocation invocation)
    {
        foreach (Option<string?> option in _plain)
            if (invocation.Get(option) is { } value)
                yield return $"{option.Name}={value}";
        foreach (string more in invocation.Get(_more))
            yield return Sound().IsMatch(more) ? $"--{more}"
                : throw new UsageException(
                    $"option '--sbatch' is '{more}'; expected an option of sbatch without blanks, as in exclude=node3");
    }

    private static Option<string?> Plain(string name, string description, string helpName) => new(name)
    {
        Description = $"{description}, for sbatch",
        HelpName = helpName,
        CustomParser = result =>
        {
            string text = result.Tokens[^1].Value;
            if (Sound().IsMatch(text))
                return text;
            result.AddError($"option '{name}' is '{text}'; expected a value that sbatch takes, without blanks");
            return null;
        },
    };

    [GeneratedRegex(@"^[A-Za-z0-9_.,:;=+@%/*&|!()\[\]-]+$")]
    private static partial Regex Sound();
}
