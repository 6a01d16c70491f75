namespace L2O.Cli;

/// <summary>
/// A stream of messages that may go away: closed, full, a pipe whose reader left. What can't be written is lost, and the work goes on.
/// </summary>
/// <param name="open">Opens it when it is first written to.</param>
internal sealed class ForgivingWriter(Func<TextWriter> open) : LazyWriter(open)
{
    protected override void Try(Action write)
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
