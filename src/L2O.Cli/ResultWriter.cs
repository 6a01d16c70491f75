namespace L2O.Cli;

/// <summary>The stream of results. Where it is closed or full the command has failed, whatever the system calls it.</summary>
/// <param name="open">Opens it when it is first written to.</param>
internal sealed class ResultWriter(Func<TextWriter> open) : LazyWriter(open)
{
    protected override void Try(Action write)
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
