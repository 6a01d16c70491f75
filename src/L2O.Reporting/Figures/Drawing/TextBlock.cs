using System.Text;
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
    internal void Draw(SKCanvas canvas, float center, float top, string color)
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
    internal void DrawUpwards(SKCanvas canvas, float left, float middle, string color)
    {
        canvas.Save();
        canvas.Translate(left, middle);
        canvas.RotateDegrees(-90);
        Draw(canvas, 0, 0, color);
        canvas.Restore();
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
        var line = new StringBuilder();
        foreach (string piece in Pieces(text))
        {
            if (line.Length > 0 && !fits((line + piece).TrimEnd()))
            {
                lines.Add(line.ToString().TrimEnd());
                line.Clear();
            }
            foreach (char character in line.Length == 0 ? piece.TrimStart() : piece)
            {
                if (line.Length > 0 && !fits((line.ToString() + character).TrimEnd()))
                {
                    lines.Add(line.ToString());
                    line.Clear();
                }
                line.Append(character);
            }
        }
        if (line.Length > 0)
            lines.Add(line.ToString().TrimEnd());
        return lines;
    }

    /// <summary>The parts between which a line may end; each keeps its blank or hyphen.</summary>
    private static IEnumerable<string> Pieces(string text)
    {
        int start = 0;
        for (int i = 0; i < text.Length; i++)
            if (text[i] == ' ' || (text[i] is '-' or '_' or '/' or '+' && i > start + 2 && i + 2 < text.Length && char.IsLetterOrDigit(text[i + 1])))
            {
                yield return text[start..(i + 1)];
                start = i + 1;
            }
        if (start < text.Length)
            yield return text[start..];
    }
}
