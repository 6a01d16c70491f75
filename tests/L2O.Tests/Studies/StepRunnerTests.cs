using System.Collections.Immutable;
using L2O.Studies.Steps;
using Xunit;

namespace L2O.Tests.Studies;

public sealed class StepRunnerTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Steps_run_behind_their_inputs_and_are_kept()
    {
        var toys = new ToySteps();
        Step[] steps = [toys.Text("c", "C", "a", "b"), toys.Text("a", "A"), toys.Text("b", "B", "a")];

        ImmutableArray<StepProgress> first = Run(steps), second = Run(steps);

        Assert.Equal("C(A)(B(A))", Output("c"));
        Assert.Equal(["a", "b", "c"], toys.Ran);
        Assert.All(first, static step => Assert.Equal(StepState.Done, step.State));
        Assert.All(second, static step => Assert.Equal(StepState.Kept, step.State));
    }

    [Fact]
    public void A_changed_setting_makes_that_step_and_those_behind_it_again()
    {
        var toys = new ToySteps();
        Run(toys.Text("a", "A"), toys.Text("b", "B", "a"), toys.Text("other", "O"));
        toys.Ran.Clear();

        Run(toys.Text("a", "X"), toys.Text("b", "B", "a"), toys.Text("other", "O"));

        Assert.Equal(["a", "b"], toys.Ran);
        Assert.Equal("B(X)", Output("b"));
    }

    [Fact]
    public void A_step_made_again_with_the_same_output_leaves_those_behind_it_alone()
    {
        var toys = new ToySteps();
        Step a = toys.Text("a", "A"), b = toys.Text("b", "B", "a");
        Run(a, b);
        toys.Ran.Clear();

        Run(a with { Version = 2 }, b);

        Assert.Equal(["a"], toys.Ran);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("damaged")]
    public void An_output_that_is_gone_or_changed_is_made_again(string? content)
    {
        var toys = new ToySteps();
        Step[] steps = [toys.Text("a", "A"), toys.Text("b", "B", "a")];
        Run(steps);
        toys.Ran.Clear();
        if (content is null)
            File.Delete(PathOf("a"));
        else
            File.WriteAllText(PathOf("a"), content);

        Run(steps);

        Assert.Equal(["a"], toys.Ran);
        Assert.Equal("A", Output("a"));
    }

    [Fact]
    public void Cores_bound_what_runs_at_once()
    {
        var toys = new ToySteps();
        Run(new StepLimits(2, 1000), [.. Enumerable.Range(0, 6).Select(i => toys.Slow($"s{i}"))]);
        Assert.Equal(2, toys.MostAtWork);
    }

    [Fact]
    public void Memory_bounds_what_runs_at_once_and_a_larger_step_runs_alone()
    {
        var toys = new ToySteps();
        Run(new StepLimits(8, 100), toys.Slow("a", 60), toys.Slow("b", 60), toys.Slow("c", 500));
        Assert.Equal(1, toys.MostAtWork);
        Assert.Equal(3, toys.Ran.Count);
    }

    [Fact]
    public void Cores_that_no_other_step_wants_go_to_those_that_can_use_them()
    {
        var toys = new ToySteps();
        Run(new StepLimits(4, 1000), toys.Slow("alone", maxThreads: 3));
        Run(new StepLimits(4, 1000), toys.Slow("one", maxThreads: 9), toys.Slow("two", maxThreads: 9));

        Assert.Equal("3", Output("alone"));
        Assert.Equal(["2", "2"], [Output("one"), Output("two")]);
    }

    [Fact]
    public void A_failed_step_names_itself_and_stops_none_but_those_that_need_it()
    {
        var toys = new ToySteps();

        ImmutableArray<StepProgress> ended = Run(toys.Failing("bad"), toys.Text("needs-it", "N", "bad"),
            toys.Text("needs-that", "N", "needs-it"), toys.Text("other", "O"));

        Assert.Equal([StepState.Failed, StepState.Blocked, StepState.Blocked, StepState.Done], ended.Select(static step => step.State));
        Assert.Equal("no such luck", ended[0].Error);
        Assert.Equal("step bad failed: no such luck; 2 steps that need them were not begun", new StepsFailedException(ended).Message);
    }

    [Fact]
    public void Canceled_and_gone_on_with_it_ends_in_the_same_bits()
    {
        var whole = new ToySteps();
        Run(whole.Counting("a", 50, static _ => { }));
        string expected = File.ReadAllText(Path.Combine(_folder.Root, "steps", "a", "sum.txt"));
        Directory.Delete(Path.Combine(_folder.Root, "steps"), recursive: true);

        var toys = new ToySteps();
        foreach (int stop in new[] { 10, 25 })
        {
            using var source = new CancellationTokenSource();
            Assert.ThrowsAny<OperationCanceledException>(() => new StepRunner(
                new StepGraph([toys.Counting("a", 50, at => { if (at == stop) source.Cancel(); })]), _folder.Root, new StepLimits(1, 1))
                    .Run(cancellation: source.Token));
        }
        ImmutableArray<StepProgress> ended = Run(toys.Counting("a", 50, static _ => { }));

        Assert.Equal(StepState.Done, ended[0].State);
        Assert.Equal(expected, File.ReadAllText(Path.Combine(_folder.Root, "steps", "a", "sum.txt")));
        Assert.Equal(50, toys.Ran.Count); // nothing was done twice
    }

    [Fact]
    public void What_other_inputs_left_unfinished_is_not_gone_on_with()
    {
        var toys = new ToySteps();
        using var source = new CancellationTokenSource();
        Assert.ThrowsAny<OperationCanceledException>(() => new StepRunner(
            new StepGraph([toys.Counting("a", 50, at => { if (at == 10) source.Cancel(); })]), _folder.Root, new StepLimits(1, 1))
                .Run(cancellation: source.Token));

        Run(toys.Counting("a", 5, static _ => { }));

        Assert.Equal("5 10", File.ReadAllText(Path.Combine(_folder.Root, "steps", "a", "sum.txt")));
    }

    [Fact]
    public void News_tell_of_every_change()
    {
        var toys = new ToySteps();
        var news = new List<StepProgress>();

        new StepRunner(new StepGraph([toys.Text("a", "A"), toys.Text("b", "B", "a")]), _folder.Root, new StepLimits(1, 1))
            .Run(new Listener(news), TestContext.Current.CancellationToken);

        Assert.Equal([("a", StepState.Running), ("a", StepState.Done), ("b", StepState.Running), ("b", StepState.Done)],
            news.Select(static one => (one.Step, one.State)));
    }

    private ImmutableArray<StepProgress> Run(params Step[] steps) => Run(new StepLimits(1, 1000), steps);

    private ImmutableArray<StepProgress> Run(StepLimits limits, params Step[] steps) =>
        new StepRunner(new StepGraph(steps), _folder.Root, limits).Run(cancellation: TestContext.Current.CancellationToken);

    private string PathOf(string step) => Path.Combine(_folder.Root, "steps", step, "out.txt");

    private string Output(string step) => File.ReadAllText(PathOf(step));

    private sealed class Listener(List<StepProgress> news) : IProgress<StepProgress>
    {
        public void Report(StepProgress value) => news.Add(value);
    }
}
