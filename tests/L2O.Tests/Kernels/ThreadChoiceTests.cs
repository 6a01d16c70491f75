using L2O.Kernels;
using Xunit;

namespace L2O.Tests.Kernels;

public sealed class ThreadChoiceTests
{
    [Theory]
    [InlineData(1, "1")]
    [InlineData(2, "1 2")]
    [InlineData(6, "1 2 4 6")]
    [InlineData(8, "1 2 4 8")]
    public void Candidates_double_up_to_the_number_of_processors(int processors, string expected) =>
        Assert.Equal(expected, string.Join(' ', ThreadChoice.Candidates(processors)));

    [Theory]
    [InlineData(1.0, 0.55, 0.3, 4)] // cores of their own
    [InlineData(1.0, 0.98, 1.3, 1)] // two threads of one core, and then too many
    [InlineData(1.0, 0.55, 0.54, 2)] // four hardware threads on two cores
    [InlineData(1.0, 1.4, 2.5, 1)] // beside busy processes
    public void The_fastest_is_taken_and_the_smaller_of_two_alike(double one, double two, double four, int expected) =>
        Assert.Equal(expected, ThreadChoice.Fastest([1, 2, 4], threads => threads == 1 ? one : threads == 2 ? two : four));

    [Fact]
    public void A_disturbed_measurement_does_not_decide()
    {
        int calls = 0;
        Assert.Equal(2, ThreadChoice.Fastest([1, 2], threads => calls++ == 1 ? 50 : threads == 1 ? 1 : 0.5));
    }

    [Fact]
    public void Compute_takes_what_was_measured()
    {
        using var compute = new Compute();
        Assert.Equal(ThreadChoice.Measured, compute.Threads);
        Assert.InRange(compute.Threads, 1, Environment.ProcessorCount);
    }
}
