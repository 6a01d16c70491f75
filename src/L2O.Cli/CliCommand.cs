using System.CommandLine;
using L2O.Cli.Help;

namespace L2O.Cli;

/// <summary>A command that does something: its options are fields of the subclass, its work is <see cref="Run"/>.</summary>
/// <param name="name">As typed.</param>
/// <param name="description">One or two sentences for the help.</param>
/// <param name="examples">Whole command lines for the help.</param>
internal abstract class CliCommand(string name, string description, params string[] examples) : Command(name, description), IHasHelpSections
{
    /// <summary>The examples; a subclass may put more in front.</summary>
    public virtual IReadOnlyList<HelpSection> HelpSections { get; } = [HelpSection.Examples(examples)];

    /// <summary>Does the work. Exceptions become a line and an exit code in <see cref="ErrorBoundary"/>.</summary>
    /// <returns>An <see cref="ExitCode"/>.</returns>
    public abstract int Run(Invocation invocation);
}
