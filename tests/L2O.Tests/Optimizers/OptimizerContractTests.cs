using L2O.Numerics;
using L2O.Optimizers;
using L2O.Optimizers.Rules;
using L2O.Optimizers.State;
using Xunit;
using static L2O.Tests.Optimizers.OptimizerTable;

namespace L2O.Tests.Optimizers;

/// <summary>What every optimizer of <see cref="OptimizerTable"/> owes.</summary>
public sealed class OptimizerContractTests
{
    public static TheoryData<string> Names => [.. All.Keys];

    /// <summary>Those in which no coordinate knows of another.</summary>
    public static TheoryData<string> Coordinatewise => [.. All.Keys.Where(static name =>
        !((string[])["mlp", "celo", "smallfc", "velo", "muon", "rule", "norm", "both", "every input"])
            .Any(part => name.Contains(part, StringComparison.Ordinal)))];

    [Theory]
    [MemberData(nameof(Names))]
    public void The_proposed_update_is_what_the_step_adds_and_proposing_changes_nothing(string name)
    {
        OptimizerRun<float> run = Start(name), untouched = Start(name);
        float[] theta = Random(1), other = [.. theta], proposed = new float[Count], update = new float[Count];
        for (int i = 0; i < 5; i++)
        {
            float[] gradient = Random((ulong)i + 10);
            run.Propose(theta, Random(99), proposed, Loss); // some other batch's gradient leaves no trace
            run.Propose(theta, gradient, proposed, Loss);
            float[] expected = [.. theta.Zip(proposed, (t, u) => t + u)];
            run.Step(theta, gradient, update, Loss);
            untouched.Step(other, gradient, loss: Loss);
            Assert.Equal(proposed, update);
            Assert.Equal(expected, theta);
            Assert.Equal(other, theta);
            Assert.Equal(i + 1, run.Iteration);
        }
        Assert.Contains(update, static value => value != 0);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Advancing_and_adding_is_a_step(string name)
    {
        OptimizerRun<float> stepped = Start(name), advanced = Start(name);
        float[] theta = Random(1), other = [.. theta], update = new float[Count];
        for (ulong i = 0; i < 5; i++)
        {
            stepped.Step(theta, Random(10 + i), loss: Loss);
            float[] before = [.. other];
            advanced.Advance(other, Random(10 + i), update, Loss);
            Assert.Equal(before, other);
            for (int k = 0; k < Count; k++)
                other[k] += update[k];
        }
        AssertSameBits(theta, other);
        AssertSameState(stepped, advanced);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_restored_a_copied_and_a_reset_run_go_on_with_the_same_bits(string name)
    {
        OptimizerRun<float> run = Start(name), restored = Start(name), copied = Start(name), reset = Start(name);
        float[] start = Random(1), theta = [.. start];
        for (ulong i = 0; i < 4; i++)
            run.Step(theta, Random(10 + i), loss: Loss);
        restored.Load(new StateReader<float>(Saved(run)));
        copied.Step(Random(5), Random(6), loss: Loss); // something to be overwritten
        copied.CopyStateFrom(run);
        float[] resumed = [.. theta], copy = [.. theta];
        for (ulong i = 4; i < 8; i++)
        {
            run.Step(theta, Random(10 + i), loss: Loss);
            restored.Step(resumed, Random(10 + i), loss: Loss);
            copied.Step(copy, Random(10 + i), loss: Loss);
        }
        Assert.Equal(theta, resumed);
        Assert.Equal(theta, copy);
        Assert.Equal((8, 8), (restored.Iteration, copied.Iteration));

        reset.Step(Random(5), Random(6), loss: Loss);
        reset.Reset();
        Assert.Equal(0, reset.Iteration);
        float[] again = [.. start];
        for (ulong i = 0; i < 8; i++)
            reset.Step(again, Random(10 + i), loss: Loss);
        Assert.Equal(theta, again);
        Assert.Throws<ArgumentException>("other", () => run.CopyStateFrom(new Sgd(1).Start(ParameterLayout.Vector(Count))));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_state_that_does_not_load_leaves_the_run_as_it_was(string name)
    {
        OptimizerRun<float> run = Start(name), other = Start(name);
        run.Step(Random(1), Random(2), loss: Loss);
        other.Step(Random(3), Random(4), loss: Loss);
        IReadOnlyList<(string Name, float[] Values)> before = Saved(run), stored = Saved(other);
        for (int i = 0; i < stored.Count; i++)
        {
            var missing = new StateReader<float>(stored.Where((_, k) => k != i));
            var tooLong = new StateReader<float>(stored.Select((tensor, k) => k == i ? (tensor.Name, [.. tensor.Values, 0]) : tensor));
            Assert.Throws<InvalidDataException>(() => run.Load(missing));
            Assert.Throws<InvalidDataException>(() => run.Load(tooLong));
        }
        var negative = new StateReader<float>(stored.Select(static tensor =>
            tensor.Name.EndsWith("iteration", StringComparison.Ordinal) ? (tensor.Name, [-1f]) : tensor));
        Assert.Throws<InvalidDataException>(() => run.Load(negative));
        Assert.Equal(before, Saved(run), Same);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Nothing_is_allocated_by_what_a_run_does(string name)
    {
        OptimizerRun<float> run = Start(name), other = Start(name);
        float[] theta = Random(1), gradient = Random(2), update = new float[Count];
        float[][] parts = [.. run.StateParts.Select(static part => new float[part.Channels * part.Count])];
        var scattered = new ScatteredTensors(Layout, theta);
        var without = new ScatteredTensors(Layout, gradient, missing: 1);
        void Work()
        {
            run.Propose(theta, gradient, update, Loss);
            run.Advance(theta, gradient, update, Loss);
            run.Step(theta, gradient, update, Loss);
            run.Step(theta, gradient, loss: Loss);
            run.Step(scattered.Spans, without.Spans, loss: Loss);
            other.CopyStateFrom(run);
            for (int part = 0; part < parts.Length; part++)
                run.ReadState(part, parts[part]);
            run.Reset();
        }

        Work();
        Work();
        long before = GC.GetAllocatedBytesForCurrentThread();
        Work();
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Theory]
    [MemberData(nameof(Coordinatewise))]
    public void A_diverged_gradient_shows(string name)
    {
        OptimizerRun<float> run = Start(name);
        float[] theta = Random(1), gradient = Random(2);
        gradient[7] = float.NaN;
        run.Step(theta, gradient, loss: Loss);
        Assert.True(float.IsNaN(theta[7]));
        Assert.Equal(1, theta.Count(float.IsNaN));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Vectors_that_do_not_fit_or_overlap_are_refused(string name)
    {
        OptimizerRun<float> run = Start(name);
        float[] theta = Random(1), gradient = Random(2), both = new float[Count + 1];
        Assert.Throws<ArgumentException>(() => run.Step(new float[Count], new float[Count - 1], loss: Loss));
        Assert.Throws<ArgumentException>(() => run.Step(new float[Count], new float[Count], new float[1], Loss));
        Assert.Throws<ArgumentException>(() => run.Propose(new float[1], new float[Count], new float[Count], Loss));
        Assert.Equal("update and gradient overlap in memory; expected theta, gradient and update apart from one another",
            Assert.Throws<ArgumentException>(() => run.Step(theta, gradient, gradient, Loss)).Message);
        Assert.StartsWith("update and theta overlap",
            Assert.Throws<ArgumentException>(() => run.Advance(theta, gradient, theta, Loss)).Message, StringComparison.Ordinal);
        Assert.StartsWith("update and gradient overlap",
            Assert.Throws<ArgumentException>(() => run.Propose(theta, both.AsSpan(1), both.AsSpan(0, Count), Loss)).Message,
            StringComparison.Ordinal);
        Assert.StartsWith("theta and gradient overlap",
            Assert.Throws<ArgumentException>(() => run.Step(theta, theta, loss: Loss)).Message, StringComparison.Ordinal);
        var scattered = new ScatteredTensors(Layout, theta);
        Assert.StartsWith("theta and gradient overlap",
            Assert.Throws<ArgumentException>(() => run.Step(scattered.Spans, scattered.Spans, loss: Loss)).Message,
            StringComparison.Ordinal);
        var gradients = new ScatteredTensors(Layout, gradient);
        ParameterLayout layout = Layout;
        Assert.StartsWith("update of tensor 'second' overlaps that of 'first'", Assert.Throws<ArgumentException>(() => run.Advance(
            new StepInput<float>(scattered.Spans, gradients.Spans, Loss), new TensorSpans<float>(layout, new OneBuffer(layout)))).Message,
            StringComparison.Ordinal);
        Assert.Equal(0, run.Iteration);
        Assert.Equal(Random(1), theta);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Scattered_tensors_give_the_bits_of_a_flat_vector(string name)
    {
        OptimizerRun<float> flat = Start(name), scattered = Start(name);
        float[] theta = Random(1), update = new float[Count];
        var tensors = new ScatteredTensors(Layout, theta);
        var updates = new ScatteredTensors(Layout, update);
        for (ulong i = 0; i < 5; i++)
        {
            var gradient = new ScatteredTensors(Layout, Random(10 + i));
            flat.Step(theta, Random(10 + i), update, Loss);
            scattered.Propose(new StepInput<float>(tensors.Spans, gradient.Spans, Loss), updates.Spans);
            AssertSameBits(update, updates.ToFlat());
            scattered.Step(tensors.Spans, gradient.Spans, updates.Spans, Loss);
            AssertSameBits(update, updates.ToFlat());
        }
        AssertSameBits(theta, tensors.ToFlat());
        AssertSameState(flat, scattered);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_tensor_without_gradient_stays_and_so_does_its_state(string name)
    {
        OptimizerRun<float> run = Start(name);
        ParameterSlot missing = Layout.Slots[1];
        float[] start = Random(1);
        start[missing.Offset] = -0f;
        var theta = new ScatteredTensors(Layout, start);
        run.Step(theta.Spans, new ScatteredTensors(Layout, Random(2)).Spans, loss: Loss);
        start = theta.ToFlat();
        float[][] before = Owned(run, 1);
        var update = new ScatteredTensors(Layout, Random(4));
        run.Step(theta.Spans, new ScatteredTensors(Layout, Random(3), missing: 1).Spans, update.Spans, Loss);

        AssertSameBits(missing.Of<float>(start), missing.Of<float>(theta.ToFlat()));
        Assert.All(update[1].ToArray(), static value => Assert.Equal(0, value));
        Assert.NotEqual(start, theta.ToFlat());
        Assert.Equal(before, Owned(run, 1));

        // Saved and restored, the tensor still knows how many steps it has seen.
        OptimizerRun<float> restored = Start(name);
        restored.Load(new StateReader<float>(Saved(run)));
        var resumed = new ScatteredTensors(Layout, theta.ToFlat());
        var gradient = new ScatteredTensors(Layout, Random(5));
        run.Step(theta.Spans, gradient.Spans, loss: Loss);
        restored.Step(resumed.Spans, gradient.Spans, loss: Loss);
        AssertSameBits(theta.ToFlat(), resumed.ToFlat());
    }

    /// <summary>What a run's state holds for one tensor, part by part.</summary>
    private static float[][] Owned(OptimizerRun<float> run, int tensor)
    {
        var owned = new List<float[]>();
        ParameterSlot slot = Layout.Slots[tensor];
        for (int part = 0; part < run.StateParts.Length; part++)
        {
            StatePart shape = run.StateParts[part];
            float[] values = new float[shape.Channels * shape.Count];
            run.ReadState(part, values);
            (int start, int count) = (shape.Owner, shape.Count) switch
            {
                (StateOwner.Coordinate, Count) => (slot.Offset, slot.Count),
                (StateOwner.Tensor, 3) => (tensor, 1),
                _ => (0, 0), // of the network, or of some tensors alone
            };
            owned.Add([.. Enumerable.Range(0, shape.Channels)
                .SelectMany(channel => values.AsSpan(channel * shape.Count + start, count).ToArray())]);
        }
        return [.. owned];
    }

    private static void AssertSameState(OptimizerRun<float> expected, OptimizerRun<float> actual) =>
        Assert.Equal(Saved(expected), Saved(actual), Same);

    private static bool Same(IReadOnlyList<(string Name, float[] Values)> first, IReadOnlyList<(string Name, float[] Values)> second) =>
        first.Select(static tensor => tensor.Name).SequenceEqual(second.Select(static tensor => tensor.Name))
            && first.Zip(second).All(static pair => Bits(pair.First.Values).SequenceEqual(Bits(pair.Second.Values)));

    private static void AssertSameBits(ReadOnlySpan<float> expected, ReadOnlySpan<float> actual) =>
        Assert.Equal(Bits(expected), Bits(actual));

    private static int[] Bits(ReadOnlySpan<float> values)
    {
        int[] bits = new int[values.Length];
        for (int i = 0; i < bits.Length; i++)
            bits[i] = BitConverter.SingleToInt32Bits(values[i]);
        return bits;
    }

    /// <summary>The same memory for all tensors.</summary>
    private sealed class OneBuffer(ParameterLayout layout) : ITensorMemory<float>
    {
        private readonly float[] _values = new float[layout.Count];

        public int Count => layout.Slots.Length;

        public Span<float> this[int tensor] => _values.AsSpan(0, layout.Slots[tensor].Count);
    }
}
