using System.Collections.Immutable;
using L2O.Runs;
using L2O.Settings;
using L2O.Studies.Steps;

namespace L2O.Studies.Paper;

/// <summary>
/// A reproduction of the study in a folder: <c>steps/NAME</c> is a folder for each step, <c>figures</c>, <c>claims.json</c> and
/// <c>report.md</c> are what comes of them, <c>searches</c> keeps the searches for learning rates, <c>paper.json</c> says plan, machine and
/// times. Run again it makes only what is not done.
/// </summary>
internal sealed class PaperStudy
{
    private const string Kind = "paper";
    private const ulong Seed = 1;

    private readonly PaperScale _scale;
    private readonly PaperData _data;
    private readonly PaperCosts _costs;
    private readonly ImmutableArray<string> _only;
    private readonly int? _starts;

    private PaperStudy(string folder, PaperScale scale, PaperData data, PaperCosts costs, ImmutableArray<string> only, int? starts,
        Action<string>? warned)
    {
        (FullPath, _scale, _data, _costs, _only, _starts) = (Path.GetFullPath(folder), scale, data, costs, only, starts);
        Graph = PaperPlan.Of(scale, data, costs, only, warned);
    }

    /// <summary>The folder.</summary>
    public string FullPath { get; }

    /// <summary>The steps.</summary>
    public StepGraph Graph { get; }

    /// <summary>Plans a reproduction; nothing is written yet.</summary>
    /// <param name="folder">Empty, not there yet, or that of an earlier session with the same scale and data.</param>
    /// <param name="scale">What is made.</param>
    /// <param name="data">Its data.</param>
    /// <param name="only">The study's figures that are wanted, with all that they need; empty for all.</param>
    /// <param name="starts">Meta-trainings of each condition; null for as many as in an earlier session, or as the scale says.</param>
    /// <param name="warned">As in <see cref="PaperSteps"/>.</param>
    /// <param name="cancellation">Ends the short measurement of this machine's speed, which an earlier session has made already.</param>
    /// <exception cref="ArgumentException">The folder holds another scale or other data, or the scale has no such figure.</exception>
    /// <exception cref="InvalidDataException">The folder's <c>paper.json</c> is damaged.</exception>
    public static PaperStudy Plan(string folder, PaperScale scale, PaperData data, IReadOnlyList<string> only,
        int? starts = null, Action<string>? warned = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(scale);
        ArgumentNullException.ThrowIfNull(data);
        _ = PaperPlan.Of(scale, data, PaperCosts.Typical, only); // refuses what is wrong before anything takes time
        string path = Path.Combine(folder, PaperRecord.FileName);
        PaperRecord? earlier = File.Exists(path) ? SettingsJson.Load<PaperRecord>(path) : null;
        if (earlier is not null
            && (earlier.SchemaVersion, earlier.Scale, earlier.Data) != (PaperRecord.CurrentVersion, scale.Name, data.Identity))
            throw new ArgumentException(
                $"{path} is of scale {earlier.Scale} on {earlier.Data}; expected {scale.Name} on {data.Identity}, or another folder");
        starts ??= earlier?.Starts;
        scale = starts is { } count ? scale.WithStarts(count) : scale;
        return new PaperStudy(folder, scale, data, earlier?.Costs ?? PaperCosts.Measure(scale, data, cancellation), [.. only], starts,
            warned);
    }

    /// <summary>Makes what is not done. Holds the folder's lock meanwhile.</summary>
    /// <param name="limits">Cores and memory to use.</param>
    /// <param name="progress">Told of every step's changes, one at a time; may be null.</param>
    /// <param name="cancellation">Interrupts the steps that run; they can be gone on with.</param>
    /// <returns>How each step ended.</returns>
    /// <exception cref="StepsFailedException">A step failed; those that do not depend on it are done.</exception>
    /// <exception cref="OperationCanceledException">It was canceled.</exception>
    /// <exception cref="RunInUseException">Another process has the folder.</exception>
    public ImmutableArray<StepProgress> Run(StepLimits limits, IProgress<StepProgress>? progress = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(limits);
        return StudySession.Run(FullPath, Kind, Seed, Graph, limits, steps => Save(limits, steps), progress, cancellation);
    }

    /// <summary>
    /// The steps that compute, in groups: each reads outputs of groups before it alone, so its steps can run side by side on several
    /// machines. The rest takes seconds and is <see cref="Run"/>'s.
    /// </summary>
    public IReadOnlyList<ImmutableArray<Step>> Groups => Graph.ComputingGroups();

    /// <summary>Writes the plan, for processes that make single steps of it.</summary>
    public void Prepare()
    {
        Directory.CreateDirectory(FullPath);
        if (!File.Exists(Path.Combine(FullPath, PaperRecord.FileName)))
            Save(new StepLimits(1, 1), StudySession.Waiting(Graph));
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

    private void Save(StepLimits limits, ImmutableArray<StepProgress> steps) =>
        SettingsJson.Save(Path.Combine(FullPath, PaperRecord.FileName), new PaperRecord(
        PaperRecord.CurrentVersion, _scale.Name, _data.Identity, _only, MachineInfo.Here(limits.Cores), _costs,
        [.. Graph.Steps.Zip(steps, static (step, end) => new PaperStepRecord(step.Name, step.Kind,
            step.Inputs, Math.Round(step.Cost.Seconds, 1), end.State, Math.Round(end.Seconds, 1)))], _starts));
}
