using SkiaSharp;

namespace L2O.Reporting.Figures.Drawing;

/// <summary>Text broken into lines that fit a width: at blanks, else behind hyphens and the like, else within a word.</summary>
internal sealed class TextBlock
{
    private readonly float _size;
    private readonly bool _bold;

    /// <summary>Breaks a text.</summary>
    /// <param name="text">The text; empty for no lines.</param>
    /// <param name="size">Of the font, in points.</param>
    /// <param name="bold">Whether it is bold.</param>
    /// <param name="width">Room for a line.</param>
    /// <param name="isBalanced">Whether the lines become about equally long, as titles look best.</param>
    internal TextBlock(string text, float size, bool bold, float width, bool isBalanced = false)
    {
        (_size, _bold) = (size, bold);
        using SKFont font = FigureFont.Create(size, bold);
        Lines = Break(text, candidate => font.MeasureText(candidate) <= width);
        for (float narrower = width * 0.95f; isBalanced && Lines.Count > 1 && narrower > width / 2; narrower *= 0.95f)
        {
            List<string> lines = Break(text, candidate => font.MeasureText(candidate) <= narrower);
            if (lines.Count > Lines.Count)
                break;
            Lines = lines;
        }
        Width = Lines.Count == 0 ? 0 : Lines.Max(line => font.MeasureText(line));
    }

    /// <summary>The lines, from the top.</summary>
    internal IReadOnlyList<string> Lines { get; }

    /// <summary>Width of the widest.</summary>
    internal float Width { get; }

    /// <summary>Height of all.</summary>
    internal float Height => Lines.Count * LineHeight;

    private float LineHeight => _size * 1.25f;

    /// <summary>Draws the lines.</summary>
    /// <param name="canvas">Where to.</param>
    /// <param name="center">Their horizontal middle.</param>
    /// <param name="top">Top of the first line.</param>
    /// <param name="color">As <c>#RRGGBB</c>.</param>
    internal void Draw(FigureCanvas canvas, float center, float top, string color)
    {
        using SKFont font = FigureFont.Create(_size, _bold);
        using SKPaint ink = FigureTheme.Paint(color);
        for (int i = 0; i < Lines.Count; i++)
            canvas.DrawText(Lines[i], center, top + (i * LineHeight) + (_size * 0.95f), SKTextAlign.Center, font, ink);
    }

    /// <summary>Draws the lines upwards along a vertical axis.</summary>
    /// <param name="canvas">Where to.</param>
    /// <param name="left">Left edge of the first line.</param>
    /// <param name="middle">Their vertical middle.</param>
    /// <param name="color">As <c>#RRGGBB</c>.</param>
    internal void DrawUpwards(FigureCanvas canvas, float left, float middle, string color)
    {
        canvas.Target.Save();
        canvas.Target.Translate(left, middle);
        canvas.Target.RotateDegrees(-90);
        Draw(canvas, 0, 0, color);
        canvas.Target.Restore();
    }

    /// <summary>Width of one line of text.</summary>
    internal static float Measure(string text, float size)
    {
        using SKFont font = FigureFont.Create(size, bold: false);
        return font.MeasureText(text);
    }

    private static List<string> Break(string text, Func<string, bool> fits)
    {
        var lines = new List<string>();
        string line = "";
        foreach (string piece in Pieces(text, fits))
            if (line.Length > 0 && !fits((line + piece).TrimEnd()))
            {
                lines.Add(line.TrimEnd());
                line = piece;
            }
            else
                line += piece;
        if (line.Trim().Length > 0)
            lines.Add(line.TrimEnd());
        return lines;
    }

    /// <summary>The parts between which a line may end, each with its blank: words, where they fit a line.</summary>
    private static IEnumerable<string> Pieces(string text, Func<string, bool> fits) =>
        Split(text, static (whole, i) => whole[i] == ' ')
            .SelectMany(word => fits(word.TrimEnd()) ? [word] : Split(word, IsJoint)
            .SelectMany(part => fits(part.TrimEnd()) ? [part] : Characters(part, fits)));

    /// <summary>Whether a word that is too long may break behind this character.</summary>
    private static bool IsJoint(string word, int i) => word[i] is '-' or '_' or '/' or '+' && i > 2
        && i + 2 < word.Length && char.IsLetterOrDigit(word[i + 1]);

    private static IEnumerable<string> Split(string text, Func<string, int, bool> endsAt)
    {
        int start = 0;
        for (int i = 0; i < text.Length; i++)
            if (endsAt(text, i))
            {
                yield return text[start..(i + 1)];
                start = i + 1;
            }
        if (start < text.Length)
            yield return text[start..];
    }

    /// <summary>Parts of a word without joints, each as long as a line has room for, but at least one character.</summary>
    private static IEnumerable<string> Characters(string word, Func<string, bool> fits)
    {
        for (int start = 0; start < word.Length;)
        {
            int end = start + 1;
            while (end < word.Length && fits(word[start..(end + 1)]))
                end++;
            yield return word[start..end];
            start = end;
        }
    }
}
