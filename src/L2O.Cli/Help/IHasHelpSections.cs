namespace L2O.Cli.Help;

/// <summary>A command whose help ends with more than its options.</summary>
internal interface IHasHelpSections
{
    /// <summary>In the order to show.</summary>
    IReadOnlyList<HelpSection> HelpSections { get; }
}
