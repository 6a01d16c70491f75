namespace L2O.Cli.Help;

/// <summary>A titled list behind the options in a command's help.</summary>
/// <param name="Title">Without the colon.</param>
/// <param name="Lines">Shown as they are, indented.</param>
internal sealed record HelpSection(string Title, IReadOnlyList<string> Lines)
{
    /// <summary>Title of the sections that <see cref="Examples"/> makes.</summary>
    public const string ExamplesTitle = "Examples";

    /// <summary>Whole command lines, each of which works as it stands.</summary>
    public static HelpSection Examples(params IReadOnlyList<string> commandLines) => new(ExamplesTitle, commandLines);
}
