using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace L2O.Cli;

/// <summary>The usual help, followed by the command's examples.</summary>
internal sealed class ExamplesHelp : SynchronousCommandLineAction
{
    private const int Width = 120; // the same text on a terminal, in a file and in a test

    private readonly HelpAction _help = new() { MaxWidth = Width };

    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        int code = _help.Invoke(parseResult);
        if (parseResult.CommandResult.Command is not IHasExamples { Examples.Count: > 0 } command)
            return code;
        TextWriter output = parseResult.InvocationConfiguration.Output;
        output.WriteLine("Examples:");
        foreach (string example in command.Examples)
            output.WriteLine($"  {example}");
        output.WriteLine();
        return code;
    }
}
