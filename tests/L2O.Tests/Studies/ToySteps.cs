using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Globalization;
using L2O.Studies.Steps;

namespace L2O.Tests.Studies;

/// <summary>Steps that write small files, and what they did.</summary>
internal sealed class ToySteps
{
    private int _atWork;
    private int _mostAtWork;

    /// <summary>Names of the steps that ran, in order.</summary>
    public ConcurrentQueue<string> Ran { get; } = [];

    /// <summary>Most steps that ran at once.</summary>
    public int MostAtWork => _mostAtWork;

    /// <summary>A step whose output is its settings and its inputs' outputs.</summary>
    public Step Text(string name, string settings, params ImmutableArray<string> inputs) =>
        Make(name, settings, inputs, new StepCost(1), context =>
        settings + string.Concat(inputs.Select(input => $"({File.ReadAllText(Path.Combine(context.FolderOf(input), "out.txt"))})")));

    /// <summary>A step that takes some time.</summary>
    public Step Slow(string name, double megabytes = 1, int maxThreads = 1) =>
        Make(name, "", [], new StepCost(1, megabytes, maxThreads), context =>
    {
        Thread.Sleep(30);
        return $"{context.Threads}";
    });

    /// <summary>A step that fails.</summary>
    public Step Failing(string name, params ImmutableArray<string> inputs) =>
        Make(name, "", inputs, new StepCost(1), _ => throw new InvalidDataException("no such luck"));

    /// <summary>A step that adds up numbers, storing each sum, and looks at the cancellation between two of them.</summary>
    public Step Counting(string name, int numbers, Action<int> reached) =>
        new(name, "toy", 1, $"{numbers}", [], new StepCost(1), (context, cancellation) =>
    {
        string path = Path.Combine(context.Folder, "sum.txt");
        int[] stored = File.Exists(path)
            ? [.. File.ReadAllText(path).Split(' ').Select(static text => int.Parse(text, CultureInfo.InvariantCulture))] : [0, 0];
        for ((int at, int sum) = (stored[0], stored[1]); at < numbers;)
        {
            cancellation.ThrowIfCancellationRequested();
            sum += at++;
            File.WriteAllText(path, $"{at} {sum}");
            Ran.Enqueue(name);
            reached(at);
        }
        return [context.Output("sum.txt")];
    });

    private Step Make(string name, string settings, ImmutableArray<string> inputs, StepCost cost, Func<StepContext, string> content) =>
        new(name, "toy", 1, settings, inputs, cost, (context, _) =>
    {
        int atWork = Interlocked.Increment(ref _atWork);
        for (int most = _mostAtWork; atWork > most; most = _mostAtWork)
            Interlocked.CompareExchange(ref _mostAtWork, atWork, most);
        try
        {
            Ran.Enqueue(name);
            File.WriteAllText(Path.Combine(context.Folder, "out.txt"), content(context));
            return [context.Output("out.txt")];
        }
        finally
        {
            Interlocked.Decrement(ref _atWork);
        }
    });
}
