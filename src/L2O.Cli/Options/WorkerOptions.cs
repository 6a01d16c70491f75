using System.CommandLine;
using L2O.Cluster;
using L2O.Runs;

namespace L2O.Cli.Options;

/// <summary>Options of a meta-training that several processes share.</summary>
internal sealed class WorkerOptions
{
    private const string Name = "--worker";
    private const string TimeoutName = "--worker-timeout";

    public Option<WorkerPlace?> Place { get; } = new(Name)
    {
        Description = "Share the particles with N - 1 other processes, which run the same command with other K from 0 to N - 1; begun or "
            + "not, the run goes on where it is",
        HelpName = "K/N",
        CustomParser = static result =>
        {
            string text = result.Tokens[^1].Value;
            try
            {
                return WorkerPlace.Parse(text);
            }
            catch (FormatException failure)
            {
                result.AddError($"option '{Name}' is '{text}'; {failure.Message}");
                return null;
            }
        },
    };

    public Option<TimeSpan> Timeout { get; } = new(TimeoutName)
    {
        Description = "The longest wait for other workers: 30s, 10min, 1h",
        HelpName = "TIME",
        DefaultValueFactory = static _ => new ClusterOptions().Timeout,
        CustomParser = static result =>
        {
            string text = result.Tokens[^1].Value;
            try
            {
                if (CheckpointInterval.Parse(text).Time is { } time)
                    return time;
            }
            catch (FormatException)
            {
                // said below
            }
            result.AddError($"option '{TimeoutName}' is '{text}'; expected a number with a unit, as in 30s, 10min or 1h");
            return default;
        },
    };

    public Option<int> Port { get; } = ValueOptions.Integer("--worker-port", "Port that worker 0 listens on; 0 takes a free one", 0, min: 0,
        max: ushort.MaxValue);

    /// <summary>Which worker the process is; null where it works alone.</summary>
    public WorkerPlace? Of(Invocation invocation) =>
        invocation.Get(Place) is { } place ? place
            : invocation.IsGiven(Timeout) || invocation.IsGiven(Port)
                ? throw new UsageException(
                    $"{(invocation.IsGiven(Timeout) ? TimeoutName : "--worker-port")} is given without {Name}; expected both")
                : null;
}
