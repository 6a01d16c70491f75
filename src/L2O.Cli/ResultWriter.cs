using System.Text;

namespace L2O.Cli;

/// <summary>The stream of results. Where it is closed or full the command has failed, whatever the system calls it.</summary>
/// <param name="open">Opens it when it is first written to: a closed one can't even be opened.</param>
internal sealed class ResultWriter(Func<TextWriter> open) : TextWriter
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
        catch (Exception failure) when (failure is not WorkFailedException)
        {
            string reason = failure is IOException ? failure.Message.TrimEnd('.') : "it is closed";
            throw new WorkFailedException($"the results can't be written to the standard output: {reason}; expected it open, with room");
        }
    }
}
