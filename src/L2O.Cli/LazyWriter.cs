using System.Text;

namespace L2O.Cli;

/// <summary>
/// A stream that is opened when it is first written to, since a closed one can't even be opened, and whose failures have a rule.
/// </summary>
/// <param name="open">Opens it.</param>
internal abstract class LazyWriter(Func<TextWriter> open) : TextWriter
{
    private readonly Lazy<TextWriter> _inner = new(open);

    public override Encoding Encoding => Encoding.UTF8;

    public override void Write(char value) => Try(() => _inner.Value.Write(value));

    public override void Write(char[] buffer, int index, int count) => Try(() => _inner.Value.Write(buffer, index, count));

    public override void Write(string? value) => Try(() => _inner.Value.Write(value));

    public override void WriteLine(string? value) => Try(() => _inner.Value.WriteLine(value));

    public override void Flush() => Try(() => _inner.Value.Flush());

    /// <summary>Writes, and does what is to be done where that fails.</summary>
    protected abstract void Try(Action write);
}
