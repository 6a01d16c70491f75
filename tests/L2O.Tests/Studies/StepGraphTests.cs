using L2O.Studies.Steps;
using Xunit;

namespace L2O.Tests.Studies;

public sealed class StepGraphTests
{
    private readonly ToySteps _toys = new();

    [Fact]
    public void Steps_come_behind_what_they_read()
    {
        var graph = new StepGraph([_toys.Text("c", "", "b"), _toys.Text("b", "", "a"), _toys.Text("a", "")]);

        Assert.Equal(["a", "b", "c"], graph.Steps.Select(static step => step.Name));
        Assert.Equal([3, 2, 1], graph.Steps.Select(step => graph.RemainingSeconds()[step.Name]));
    }

    [Fact]
    public void Circles_unknown_inputs_and_bad_names_are_refused()
    {
        Assert.Contains("in a circle: a, b", Refused(_toys.Text("a", "", "b"), _toys.Text("b", "", "a")), StringComparison.Ordinal);
        Assert.Contains("reads 'x', which is no step", Refused(_toys.Text("a", "", "x")), StringComparison.Ordinal);
        Assert.Contains("occurs twice", Refused(_toys.Text("a", ""), _toys.Text("a", "")), StringComparison.Ordinal);
        Assert.Contains("no name that can be a folder's", Refused(_toys.Text("../a", "")), StringComparison.Ordinal);
    }

    [Fact]
    public void The_forecast_corrects_estimates_by_what_was_measured()
    {
        var graph = new StepGraph([Step("a"), Step("b"), Step("c")]);
        var forecast = new StepForecast(graph, cores: 2);
        Assert.Equal(15, forecast.SecondsLeft()); // three of 10 s on two cores

        forecast.Take(new StepProgress("a", StepState.Done, 1, 0, 20)); // twice as long as expected
        forecast.Take(new StepProgress("b", StepState.Running, 0.5, 1, 10));

        Assert.Equal(20, forecast.SecondsLeft()); // c alone takes that long
        Assert.Equal(1, forecast.Finished);
    }

    private Step Step(string name) => _toys.Text(name, "") with { Cost = new StepCost(10) };

    private static string Refused(params Step[] steps) => Assert.Throws<ArgumentException>(() => new StepGraph(steps)).Message;
}
