using System.CommandLine;
using System.CommandLine.Parsing;
using L2O.Numerics;

namespace L2O.Cli.Options;

/// <summary>The first thing wrong with a command line, as one line.</summary>
internal static class ParseErrors
{
    /// <summary>What was wrong, where, and what was expected; null if nothing was.</summary>
    public static string? Find(ParseResult parsed)
    {
        Command command = parsed.CommandResult.Command;
        if (Swallowed(parsed) is { } swallowed)
            return swallowed;
        if (parsed.UnmatchedTokens.Count > 0)
            return Unmatched(command, parsed.UnmatchedTokens[0]);
        if (parsed.Errors.FirstOrDefault(static error => !IsOfSubcommands(error)) is { } error)
            return Describe(command, error);
        return command is CliCommand ? null : MissingCommand(command);
    }

    private static string Unmatched(Command command, string token)
    {
        if (LooksLikeOption(token))
            return UnknownOption(command, token);
        return command.Subcommands.Count > 0
            ? $"unknown command '{token}' of '{FullName(command)}'; {Suggest(token, CommandNames(command))}"
            : $"'{token}' is too much for '{FullName(command)}'; see '{FullName(command)} --help'";
    }

    // The parser hands anything unknown to an argument or option that still takes a value, a mistyped option too.
    private static string? Swallowed(ParseResult parsed)
    {
        if (parsed.Tokens.Any(static token => token.Type == TokenType.DoubleDash))
            return null; // behind "--" a dash means nothing
        Command command = parsed.CommandResult.Command;
        foreach (SymbolResult child in parsed.CommandResult.Children)
            foreach (Token token in child.Tokens)
                if (token.Type == TokenType.Argument && LooksLikeOption(token.Value))
                    return child is OptionResult option
                        ? $"option '{option.Option.Name}' has no value in front of '{token.Value}'; expected {ValueName(option.Option)}"
                        : UnknownOption(command, token.Value);
        return null;
    }

    private static string Describe(Command command, ParseError error) => error.SymbolResult switch
    {
        OptionResult { IdentifierToken: null } option =>
            $"option '{option.Option.Name}' is missing; expected {option.Option.Name} {ValueName(option.Option)}",
        OptionResult { Tokens.Count: 0 } option => $"option '{option.Option.Name}' has no value; expected {ValueName(option.Option)}",
        ArgumentResult { Tokens.Count: 0, Parent: OptionResult option } =>
            $"option '{option.Option.Name}' has no value; expected {ValueName(option.Option)}",
        ArgumentResult { Tokens.Count: 0, Argument: var argument } =>
            $"'{FullName(command)}' has no {argument.HelpName ?? argument.Name}; expected " +
            Lower(argument.Description ?? "one").Replace("named as below", $"as '{FullName(command)} --help' lists them",
                StringComparison.Ordinal),
        CommandResult when command.Subcommands.Count > 0 => MissingCommand(command),
        _ => error.Message.TrimEnd('.').ReplaceLineEndings("; ") is { Length: > 0 } text ? Lower(text) : "bad command line",
    };

    // The parser wants one of its subcommands from a command that works without, too.
    private static bool IsOfSubcommands(ParseError error) =>
        error.SymbolResult is CommandResult { Command: CliCommand { Subcommands.Count: > 0 } };

    private static string MissingCommand(Command command) =>
        $"'{FullName(command)}' is not complete; expected one of {string.Join(", ", CommandNames(command))}";

    private static string UnknownOption(Command command, string token)
    {
        string name = token.Split('=', ':')[0];
        if (OptionNames(command).Contains(name))
            return $"option '{name}' stands in front of its command; expected it behind '{FullName(command)}'";
        return $"unknown option '{name}' of '{FullName(command)}'; {Suggest(name, OptionNames(command))}";
    }

    private static string Suggest(string name, IEnumerable<string> valid)
    {
        List<string> names = [.. valid];
        return NearestName.Find(name, names) is { } nearest ? $"did you mean '{nearest}'?" : $"expected one of {string.Join(", ", names)}";
    }

    private static IEnumerable<string> CommandNames(Command command) =>
        command.Subcommands.Where(static child => !child.Hidden).Select(static child => child.Name);

    private static IEnumerable<string> OptionNames(Command command)
    {
        IEnumerable<Option> own = command.Options;
        for (Command? parent = ParentOf(command); parent is not null; parent = ParentOf(parent))
            own = own.Concat(parent.Options.Where(static option => option.Recursive));
        return own.Where(static option => !option.Hidden).Select(static option => option.Name);
    }

    private static string FullName(Command command)
    {
        string name = command is L2oCommand ? "l2o" : command.Name;
        return ParentOf(command) is { } parent ? $"{FullName(parent)} {name}" : name;
    }

    private static Command? ParentOf(Command command) => command.Parents.OfType<Command>().FirstOrDefault();

    private static string ValueName(Option option) => option.HelpName ?? "a value";

    private static string Lower(string sentence) => char.ToLowerInvariant(sentence[0]) + sentence[1..];

    private static bool LooksLikeOption(string token) =>
        token.Length > 1 && token[0] == '-' && !char.IsAsciiDigit(token[1]) && token[1] != '.';
}
