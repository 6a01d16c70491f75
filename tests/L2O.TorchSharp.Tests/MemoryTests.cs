using System.Diagnostics;
using TorchSharp;
using TorchSharp.Modules;
using Xunit;
using static TorchSharp.torch;

namespace L2O.TorchSharp.Tests;

public sealed class MemoryTests
{
    private const long Slack = 8 << 20;

    [Theory]
    [InlineData("adam", ScalarType.Float32)]
    [InlineData("adam", ScalarType.BFloat16)]
    [InlineData("pretrained/sigmoid", ScalarType.Float32)]
    public void Ten_thousand_steps_leave_the_memory_as_it_was(string name, ScalarType type)
    {
        using Sequential model = Models.TwoLayers();
        model.to(type);
        using TorchOptimizer optimizer = name == "adam" ? new TorchOptimizer(model, new Adam(1e-4))
            : new TorchLearnedOptimizer(model, name);
        using Tensor inputs = randn(8, 6).to(type), labels = randint(0, 3, 8);
        Train(model, optimizer, inputs, labels, 500);
        (long tensors, long managed, long resident) = Used();

        Train(model, optimizer, inputs, labels, 10_000);

        (long tensorsAfter, long managedAfter, long residentAfter) = Used();
        Assert.Equal(tensors, tensorsAfter);
        Assert.InRange(managedAfter - managed, long.MinValue, Slack);
        Assert.InRange(residentAfter - resident, long.MinValue, Slack);
    }

    [Fact]
    public void A_step_works_in_place_and_makes_no_tensor_but_the_wrappers_of_gradients()
    {
        using Sequential model = Models.Convolutional();
        using var optimizer = new TorchOptimizer(model, new Adam(0.01));
        (Tensor inputs, Tensor labels) = Models.Images(1);
        Models.Differentiate(model, inputs, labels);
        optimizer.step();
        nint[] places = [.. model.parameters().Select(TrainedTensor.AddressOf)];
        long live = Tensor.TotalCount, allocated = GC.GetAllocatedBytesForCurrentThread();

        for (int step = 0; step < 100; step++)
            optimizer.step();

        long perTensor = (GC.GetAllocatedBytesForCurrentThread() - allocated) / 100 / places.Length;
        Assert.Equal(live, Tensor.TotalCount);
        Assert.Equal(places, model.parameters().Select(TrainedTensor.AddressOf));
        Assert.DoesNotContain(0, places);
        Assert.InRange(perTensor, 0, 400);
    }

    private static void Train(Sequential model, TorchOptimizer optimizer, Tensor inputs, Tensor labels, int steps)
    {
        for (int step = 0; step < steps; step++)
        {
            using var scope = NewDisposeScope();
            Models.Differentiate(model, inputs, labels);
            optimizer.step();
        }
    }

    private static (long Tensors, long Managed, long Resident) Used()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        using var process = Process.GetCurrentProcess();
        return (Tensor.TotalCount, GC.GetTotalMemory(forceFullCollection: true), process.WorkingSet64);
    }
}
