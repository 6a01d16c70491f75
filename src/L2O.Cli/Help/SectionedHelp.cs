using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace L2O.Cli.Help;

/// <summary>The usual help, followed by the command's own sections, such as examples.</summary>
internal sealed class SectionedHelp : SynchronousCommandLineAction
{
    private const int Width = 120; // the same text on a terminal, in a file and in a test

    private readonly HelpAction _help = new() { MaxWidth = Width };

    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        int code = _help.Invoke(parseResult);
        if (parseResult.CommandResult.Command is not IHasHelpSections command)
            return code;
        TextWriter output = parseResult.InvocationConfiguration.Output;
        foreach (HelpSection section in command.HelpSections)
        {
            output.WriteLine($"{section.Title}:");
            foreach (string line in section.Lines)
                output.WriteLine($"  {line}");
            output.WriteLine();
        }
        return code;
    }
}
