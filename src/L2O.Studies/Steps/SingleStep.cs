using System.Collections.Concurrent;
using L2O.Numerics;
using L2O.Settings;

namespace L2O.Studies.Steps;

/// <summary>One step of a graph that is made alone, where something else sees to the order of steps.</summary>
internal sealed class SingleStep
{
    private readonly Step _step;
    private readonly StepFolder _folder;
    private readonly string _hash;

    private SingleStep(Step step, StepFolder folder, string hash) => (_step, _folder, _hash) = (step, folder, hash);

    /// <summary>Looks for a step; writes nothing.</summary>
    /// <param name="graph">The steps.</param>
    /// <param name="root">The study's folder.</param>
    /// <param name="name">The step.</param>
    /// <param name="command">What makes the whole study, for messages.</param>
    /// <exception cref="ArgumentException">There is no such step, or what it reads is not done.</exception>
    public static SingleStep Find(StepGraph graph, string root, string name, string command)
    {
        Step step = graph.Steps.FirstOrDefault(step => step.Name == name) ?? throw new ArgumentException(
            $"unknown step '{name}'; expected one that 'l2o {command} --dry-run' lists"
                + (NearestName.Find(name, graph.Steps.Select(static step => step.Name)) is { } near ? $"; did you mean '{near}'?" : ""));
        var folders = new Dictionary<string, StepFolder>(StringComparer.Ordinal);
        string hash = HashOf(graph, root, step, folders);
        return new SingleStep(step, folders[name], hash);
    }

    /// <summary>Makes the step if it is not done for its present inputs.</summary>
    /// <param name="root">The study's folder.</param>
    /// <param name="threads">Threads that it may use.</param>
    /// <param name="cancellation">Interrupts it; it can go on later.</param>
    /// <returns>Whether it was not done before.</returns>
    /// <exception cref="StepsFailedException">It failed.</exception>
    public bool Run(string root, int threads, CancellationToken cancellation)
    {
        if (_folder.IsDone(_hash))
            return false;
        using var ended = new BlockingCollection<StepRun>();
        var run = new StepRun(_step, threads, _folder, _hash);
        run.Start(root, new Progress<StepProgress>(), ended, cancellation);
        ended.Take(CancellationToken.None);
        if (run.Failure is OperationCanceledException)
            cancellation.ThrowIfCancellationRequested();
        return run.Failure is null ? true : throw new StepsFailedException(
            [new StepProgress(_step.Name, StepState.Failed, 0, 0, run.Seconds, ArgumentMessage.Of(run.Failure))]);
    }

    /// <summary>Digest of all that a step depends on, once all that it reads is done.</summary>
    private static string HashOf(StepGraph graph, string root, Step step, Dictionary<string, StepFolder> folders)
    {
        foreach (string input in step.Inputs.Where(input => !folders.ContainsKey(input)))
        {
            string hash = HashOf(graph, root, graph[input], folders);
            if (!folders[input].IsDone(hash))
                throw new ArgumentException($"step '{step.Name}' reads '{input}', which is not done; expected that it is made before");
        }
        folders.Add(step.Name, new StepFolder(root, step));
        return StepFolder.InputsHash(step, input => folders[input].OutputsHash);
    }
}
