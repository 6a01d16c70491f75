using SkiaSharp;

namespace L2O.Reporting.Figures;

/// <summary>The font of all figures, and whether the machine has one at all: minimal containers often have none.</summary>
internal static class FigureFont
{
    private static readonly string[] _preferred = ["DejaVu Sans", "Liberation Sans", "Noto Sans", "Segoe UI", "Arial", "Helvetica"];

    /// <summary>The family in use; empty where no font is installed.</summary>
    public static string Family { get; } = Choose([.. SKFontManager.Default.FontFamilies]);

    /// <summary>Null, or why figures have no text and how to change that, in one line.</summary>
    public static string? Warning => Warn(Family);

    /// <summary>A font of that size.</summary>
    /// <param name="size">In points.</param>
    /// <param name="bold">Whether it is bold.</param>
    internal static SKFont Create(float size, bool bold)
    {
        SKTypeface? typeface = Family.Length == 0 ? null : SKTypeface.FromFamilyName(Family, bold ? SKFontStyle.Bold : SKFontStyle.Normal);
        return new SKFont(typeface ?? SKTypeface.Default, size) { Subpixel = true, LinearMetrics = true, Hinting = SKFontHinting.None };
    }

    /// <summary>The first preferred family that is there, else the first of all, else nothing.</summary>
    internal static string Choose(IReadOnlyList<string> installed) =>
        _preferred.FirstOrDefault(name => installed.Contains(name, StringComparer.OrdinalIgnoreCase))
            ?? (installed.Count > 0 ? installed[0] : "");

    /// <summary>The warning for that family.</summary>
    internal static string? Warn(string family) => family.Length > 0
        ? null
        : "no font is installed, so the figures (PNG, SVG, PDF) have no text; install one, e.g. the package fonts-dejavu-core, and " +
            "write the report again";
}
