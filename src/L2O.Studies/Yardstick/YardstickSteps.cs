using System.Collections.Immutable;
using System.Globalization;
using L2O.Runs;
using L2O.Settings;
using L2O.Studies.Steps;
using L2O.Studies.Yardstick.Reports;
using L2O.Studies.Yardstick.Runs;
using L2O.Studies.Yardstick.Suites;

namespace L2O.Studies.Yardstick;

/// <summary>The steps of a yardstick: baselines and optimizers on each task, Muon's one rate, times, report.</summary>
/// <param name="plan">What is done.</param>
/// <param name="data">The suite's data.</param>
/// <param name="costs">Seconds of a step of Adam on each task, for estimates.</param>
internal sealed class YardstickSteps(YardstickPlan plan, SuiteData data, IReadOnlyDictionary<string, double> costs)
{
    private const int Version = 1;
    private const int AllThreads = 1024;
    private const double Megabytes = 300;
    private const string RateStep = "muon-rate";
    private const string TimesStep = "times";
    private const double TypicalRates = 4.6; // that a search tries
    private const double TimedSteps = 80;

    /// <summary>All of them.</summary>
    public StepGraph Graph() => new(
    [
        .. plan.Tuned.Select(Tune),
        .. plan.HasPeer ? (Step[])[Rate()] : [],
        .. HasOthers ? plan.Scored.Select(Measure) : [],
        Time(),
        Report(),
    ]);

    private bool HasOthers => plan.HasPeer || !plan.Optimizers.IsEmpty;

    private static string TuneName(SuiteTask task) => $"baselines-{task.Name}";

    private static string MeasureName(SuiteTask task) => $"optimizers-{task.Name}";

    private Step Tune(SuiteTask task) => new(TuneName(task), "baselines", Version,
        $"{SettingsOf(task)}\nbaselines {string.Join(", ", plan.Suite.Baselines)}; search seeds {plan.Suite.SearchSeeds}", [],
        Cost(task, plan.Suite.Baselines.Sum(BaselineRuns)), (context, cancellation) =>
        {
            using var runs = new TaskRuns(plan.Suite, task, data, plan.Store, context.Threads, cancellation);
            new TaskWork(runs, task.Name, context.Progress).Baselines([.. plan.Suite.Baselines.Select(Baselines.Find)], context.Folder);
            return Outputs(context);
        });

    private Step Rate() => new(RateStep, "rate", Version, "", [.. plan.Choosing.Select(TuneName)], new StepCost(0.1, 10, 2),
        (context, _) =>
        {
            var choice = PeerChoice.Of([.. plan.Choosing.Select(task => TaskRecord.Load(context.FolderOf(TuneName(task))))]);
            SettingsJson.Save(Path.Combine(context.Folder, PeerChoice.FileName), choice);
            return [context.Output(PeerChoice.FileName)];
        });

    private Step Measure(SuiteTask task) => new(MeasureName(task), "optimizers", Version,
        $"{SettingsOf(task)}\n{Identities}", plan.HasPeer ? [RateStep] : [],
        Cost(task, plan.Suite.ScoreSeeds * (plan.Optimizers.Length * 2 + (plan.HasPeer ? 1 : 0))), (context, cancellation) =>
        {
            using var runs = new TaskRuns(plan.Suite, task, data, plan.Store, context.Threads, cancellation);
            IEnumerable<(string, Candidate)> peer = plan.HasPeer ? [(YardstickPlan.PeerName, PeerChoice.At(Chosen(context).Rate))] : [];
            new TaskWork(runs, task.Name, context.Progress).Ready(
                [.. plan.Optimizers.Select(static one => (one.Name, one.Candidate)), .. peer], context.Folder);
            return Outputs(context);
        });

    private Step Time() => new(TimesStep, "times", Version,
        $"{Identities}\n{string.Join('\n', plan.Scored.Select(SettingsOf))}", Inputs,
        new StepCost(plan.Scored.Sum(task => costs[task.Name]) * TimedSteps * plan.Names.Length, Megabytes), (context, cancellation) =>
        {
            IReadOnlyList<(string, Candidate)> all = StepTimes.All(plan);
            var times = new List<StepTimes>();
            foreach (SuiteTask task in plan.Scored)
            {
                times.Add(StepTimes.Measure(task, data.Of(task), all, times.Count == 0, cancellation));
                context.Progress.Report((double)times.Count / plan.Scored.Length);
            }
            string machine = string.Join(", ", MachineInfo.Here(1).Facts().Select(static fact => $"{fact.Key} {fact.Value}"));
            SettingsJson.Save(Path.Combine(context.Folder, StepTimes.FileName), new StepTimesRecord(machine, [.. times]));
            return [context.Output(StepTimes.FileName)];
        });

    private Step Report() => new("report", "report", Version, $"{Identities}\npart {plan.Part}\n{SettingsJson.Format(plan.Suite)}",
        [.. Inputs, TimesStep], new StepCost(10, Megabytes), (context, cancellation) =>
        {
            IReadOnlyDictionary<string, StepTimes> times = StepTimes.Load(context.FolderOf(TimesStep));
            Scores.ScoredTask[] tasks = [.. plan.Scored.Select(task => Scores.ScoredTask.Load(task,
                [context.FolderOf(TuneName(task)), .. HasOthers ? (string[])[context.FolderOf(MeasureName(task))] : []],
                times[task.Name].ByName()))];
            var results = YardstickResults.Of(plan, tasks, plan.HasPeer ? Chosen(context).Rate : null, context.Progress, cancellation);
            results.Save(context.Root);
            return [YardstickResults.FileName, .. YardstickReport.Write(context.Root, plan, results, tasks)];
        });

    private ImmutableArray<string> Inputs =>
        [.. plan.Tuned.Select(TuneName), .. HasOthers ? plan.Scored.Select(MeasureName) : []];

    private string Identities => string.Join('\n', plan.Optimizers.Select(static one =>
        $"optimizer {one.Name}: {one.Candidate.Optimizer.Identity}"));

    private string SettingsOf(SuiteTask task) => string.Create(CultureInfo.InvariantCulture,
        $"data {data.IdentityOf(task)}\n{SettingsJson.Format(task)}horizons {string.Join(' ', plan.Suite.HorizonsOf(task))}; ")
        + string.Create(CultureInfo.InvariantCulture, $"score seeds {plan.Suite.ScoreSeeds}; seed {plan.Suite.Seed}");

    private static PeerChoice Chosen(StepContext context) =>
        SettingsJson.Load<PeerChoice>(Path.Combine(context.FolderOf(RateStep), PeerChoice.FileName));

    private static string[] Outputs(StepContext context) =>
        [context.Output(TaskRecord.RecordFile), context.Output(TaskRecord.CurvesFile)];

    /// <summary>Runs over all horizons that a baseline takes: constant rates share theirs.</summary>
    private double BaselineRuns(string name)
    {
        double extra = plan.Suite.SearchSeeds - 1, scored = plan.Suite.ScoreSeeds * (name == Baselines.Adam ? 3 : 1);
        return (name == Baselines.NAdamWList ? Baselines.Find(name).List.Length : 1.6 * TypicalRates) + 2 * extra + scored;
    }

    /// <summary>Runs of every horizon that a step makes, in seconds.</summary>
    private StepCost Cost(SuiteTask task, double runs) =>
        new(runs * plan.Suite.HorizonsOf(task).Sum() * costs[task.Name], Megabytes, AllThreads);
}
