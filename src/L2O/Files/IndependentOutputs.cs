using System.Collections.Immutable;

namespace L2O.Files;

/// <summary>Outputs of which none may cost another: all are tried, and those that failed are named at the end.</summary>
internal sealed class IndependentOutputs
{
    private readonly List<string> _failures = [];
    private Exception? _first;

    /// <summary>Makes one output; what goes wrong is kept for the end. An interruption ends all.</summary>
    /// <param name="name">What a user calls it, e.g. the file's name.</param>
    /// <param name="make">Makes it.</param>
    public void Try(string name, Action make)
    {
        ArgumentNullException.ThrowIfNull(make);
        try
        {
            make();
        }
        catch (OutputsFailedException failure)
        {
            _failures.AddRange(failure.Failures);
            _first ??= failure;
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            _failures.Add($"{name}: {failure.Message.TrimEnd('.')}");
            _first ??= failure;
        }
    }

    /// <summary>Says what failed, if anything did.</summary>
    /// <exception cref="OutputsFailedException">Something did.</exception>
    public void ThrowIfAnyFailed()
    {
        if (_first is not null)
            throw new OutputsFailedException(_failures.ToImmutableArray(), _first);
    }
}
