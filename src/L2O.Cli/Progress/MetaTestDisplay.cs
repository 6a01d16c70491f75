using L2O.MetaTesting;

namespace L2O.Cli.Progress;

/// <summary>Shows how far a meta-test is.</summary>
internal static class MetaTestDisplay
{
    /// <summary>Shows progress on the error stream while <paramref name="work"/> runs.</summary>
    /// <param name="invocation">The call.</param>
    /// <param name="task">What the work is called.</param>
    /// <param name="iterations">Inner iterations in all, searches included.</param>
    /// <param name="work">Gets what takes the reports, from any thread.</param>
    public static T Show<T>(Invocation invocation, string task, long iterations, Func<IProgress<MetaTestProgress>, T> work) =>
        invocation.WithProgress(new ProgressPlan(task, "iterations", iterations), reporter =>
        {
            var gate = new Lock(); // runs lie side by side, reports come from all of them
            return work(new SynchronousProgress<MetaTestProgress>(step =>
            {
                lock (gate)
                    reporter.Report(step.Iterations, step.Loss);
            }));
        });
}
