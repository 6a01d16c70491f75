using System.Collections.Immutable;
using L2O.Runs;
using L2O.Settings;
using L2O.Studies.Steps;
using L2O.Studies.Yardstick.Suites;

namespace L2O.Studies.Yardstick;

/// <summary>
/// A yardstick in a folder: <c>steps/NAME</c> is a folder for each step, <c>results.json</c>, <c>report.html</c> and figures are what comes
/// of them. Run again it makes only what is not done, with other optimizers than before only what these need.
/// </summary>
internal sealed class YardstickStudy
{
    private const string Kind = "yardstick";

    private readonly YardstickPlan _plan;

    private YardstickStudy(string folder, YardstickPlan plan, StepGraph graph) =>
        (FullPath, _plan, Graph) = (Path.GetFullPath(folder), plan, graph);

    /// <summary>The folder.</summary>
    public string FullPath { get; }

    /// <summary>The steps.</summary>
    public StepGraph Graph { get; }

    /// <summary>Plans it; nothing is written yet.</summary>
    /// <param name="folder">Empty, not there yet, or that of an earlier session with the same suite.</param>
    /// <param name="plan">What is done.</param>
    /// <param name="data">The suite's data.</param>
    /// <param name="cancellation">Ends the reading of data and the short measurement of this machine's speed.</param>
    /// <exception cref="ArgumentException">The folder holds another suite, or a task's network does not fit its data.</exception>
    public static YardstickStudy Plan(string folder, YardstickPlan plan, SuiteData data, CancellationToken cancellation = default)
    {
        string path = Path.Combine(folder, YardstickRecord.FileName);
        if (File.Exists(path) && SettingsJson.Load<YardstickRecord>(path).Suite is var earlier && earlier != plan.Suite)
            throw new ArgumentException(earlier.Name != plan.Suite.Name
                ? $"{path} is of suite {earlier.Name}; expected {plan.Suite.Name}, or another folder"
                : $"{path} is of suite {earlier.Name} with other tasks, horizons or seeds; expected the same, or another folder");
        return new YardstickStudy(folder, plan, new YardstickSteps(plan, data, YardstickCosts.Measure(plan, data, cancellation)).Graph());
    }

    /// <summary>Makes what is not done. Holds the folder's lock meanwhile.</summary>
    /// <param name="limits">Cores and memory to use.</param>
    /// <param name="progress">Told of every step's changes, one at a time; may be null.</param>
    /// <param name="cancellation">Interrupts the steps that run; finished runs are stored.</param>
    /// <exception cref="StepsFailedException">A step failed; those that do not depend on it are done.</exception>
    public void Run(StepLimits limits, IProgress<StepProgress>? progress = null, CancellationToken cancellation = default) =>
        StudySession.Run(FullPath, Kind, _plan.Suite.Seed, Graph, limits, steps => Save(limits.Cores, steps), progress, cancellation);

    /// <summary>Writes the plan, for processes that make single steps of it.</summary>
    public void Prepare()
    {
        Directory.CreateDirectory(FullPath);
        if (!File.Exists(Path.Combine(FullPath, YardstickRecord.FileName)))
            Save(1, StudySession.Waiting(Graph));
    }

    /// <summary>Makes one step, whose inputs are done. Takes no lock: who calls knows that no other process makes that step.</summary>
    /// <returns>Whether it was not done before.</returns>
    /// <exception cref="ArgumentException">There is no such step, or what it reads is not done.</exception>
    public bool RunStep(string name, int threads, CancellationToken cancellation = default)
    {
        var step = SingleStep.Find(Graph, FullPath, name, Kind);
        Prepare();
        return step.Run(FullPath, threads, cancellation);
    }

    private void Save(int cores, ImmutableArray<StepProgress> steps) =>
        SettingsJson.Save(Path.Combine(FullPath, YardstickRecord.FileName), new YardstickRecord(YardstickRecord.CurrentVersion, _plan.Suite,
            [.. _plan.Optimizers.Select(static one => one.Name)], _plan.Missing, MachineInfo.Here(cores),
            Math.Round(steps.Sum(static step => step.Seconds), 1)));
}
