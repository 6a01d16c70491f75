using L2O.Kernels;
using L2O.Kernels.Lanes;
using Xunit;

namespace L2O.Tests.Kernels;

public sealed class ComputeTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    public void Every_item_is_done_once_however_the_threads_interleave(int threads)
    {
        using var compute = new Compute(threads, LaneWidth.Scalar);
        for (int round = 0; round < 500; round++)
        {
            var work = new CountingWork(items: round % 17, threads);
            compute.ForEach(work, work.Counts.Length);
            Assert.All(work.Counts, static count => Assert.Equal(1, count));
        }
    }

    [Fact]
    public void No_two_items_run_with_the_same_worker_at_once()
    {
        using var compute = new Compute(3, LaneWidth.Scalar);
        for (int round = 0; round < 200; round++)
        {
            var work = new CountingWork(items: 12, threads: 3);
            compute.ForEach(work, 12);
            Assert.False(work.HasOverlapped);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void An_items_exception_reaches_the_caller_and_the_next_work_is_not_disturbed(int threads)
    {
        using var compute = new Compute(threads, LaneWidth.Scalar);
        for (int round = 0; round < 50; round++)
        {
            var bad = new CountingWork(items: 8, threads) { FailingItem = 5 };
            Assert.Equal("item 5", Assert.Throws<InvalidOperationException>(() => compute.ForEach(bad, 8)).Message);

            var good = new CountingWork(items: 8, threads);
            compute.ForEach(good, 8);
            Assert.All(good.Counts, static count => Assert.Equal(1, count));
        }
    }

    [Fact]
    public void Sleeping_workers_wake_up_for_work_and_for_the_end()
    {
        using var compute = new Compute(2, LaneWidth.Scalar);
        var work = new CountingWork(items: 4, threads: 2);
        Thread.Sleep(30); // longer than workers spin
        compute.ForEach(work, 4);
        Assert.All(work.Counts, static count => Assert.Equal(1, count));
        Thread.Sleep(30);
    }

    private sealed class CountingWork(int items, int threads) : IParallelWork
    {
        private readonly int[] _running = new int[threads];

        public int[] Counts { get; } = new int[items];

        public int FailingItem { get; init; } = -1;

        public bool HasOverlapped { get; private set; }

        public void Execute(int item, int worker)
        {
            if (Interlocked.Increment(ref _running[worker]) != 1)
                HasOverlapped = true;
            Interlocked.Increment(ref Counts[item]);
            Thread.SpinWait(20);
            Interlocked.Decrement(ref _running[worker]);
            if (item == FailingItem)
                throw new InvalidOperationException($"item {item}");
        }
    }
}
