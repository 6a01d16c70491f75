using System.Text;

namespace L2O.Cli;

/// <summary>
/// A stream of messages that may go away: closed, full, a pipe whose reader left. What can't be written is lost, and the work goes on.
/// </summary>
/// <param name="open">Opens it when it is first written to: a closed one can't even be opened.</param>
internal sealed class ForgivingWriter(Func<TextWriter> open) : TextWriter
{
    private readonly Lazy<TextWriter> _inner = new(open);

    public override Encoding Encoding => Encoding.UTF8;

    public override void Write(char value) => Try(() => _inner.Value.Write(value));

    public override void Write(char[] buffer, int index, int count) => Try(() => _inner.Value.Write(buffer, index, count));

    public override void Write(string? value) => Try(() => _inner.Value.Write(value));

    public override void WriteLine(string? value) => Try(() => _inner.Value.WriteLine(value));

    public override void Flush() => Try(() => _inner.Value.Flush());

    private static void Try(Action write)
    {
        try
        {
            write();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or ObjectDisposedException
            or ArgumentException)
        {
            // nobody reads it, and nobody could be told
        }
    }
}
