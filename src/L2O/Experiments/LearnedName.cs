using L2O.Optimizers;

namespace L2O.Experiments;

/// <summary>Names of learned optimizers that can't be taken for those of hand-designed ones.</summary>
internal static class LearnedName
{
    private const string Prefix = "learned-";

    /// <summary>The name, with <c>learned-</c> in front where it would read as a hand-designed optimizer or a mixture.</summary>
    /// <param name="name">E.g. a file's.</param>
    public static string Of(string name) => IsHandDesigned(name) ? Prefix + name : name;

    /// <summary>Whether a text, whatever its case, is what a hand-designed optimizer or a mixture is called.</summary>
    /// <param name="name">A name.</param>
    public static bool IsHandDesigned(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        try
        {
            OptimizerSettings.Parse(name.ToLowerInvariant());
            return true;
        }
        catch (ArgumentException)
        {
            return OptimizerCatalog.Names.Contains(name.ToLowerInvariant());
        }
    }
}
