using L2O.Data;
using L2O.Data.Digits;
using L2O.Data.Sources;
using L2O.Numerics;
using L2O.TorchSharp;
using static TorchSharp.torch;

// A convolutional network of TorchSharp, trained by a learned optimizer as it is and by Adam at the best of five learning rates.
//   dotnet run -c Release --project samples/TorchSharpMnist -- [OPTIMIZER] [STEPS]
// MNIST where `l2o data get mnist` or L2O_DATA has it, else the digits that the library brings.
string source = args.Length > 0 ? args[0] : "pretrained/leaky-relu:schedule=cosine";
int steps = args.Length > 1 ? int.Parse(args[1]) : 300;
DataSplits data;
try { data = DataFolder.Resolve().Load("mnist"); }
catch (FileNotFoundException) { data = SyntheticDigits.Load(); }

(double Loss, double Accuracy) Train(Func<nn.Module, optim.Optimizer> optimizerOf)
{
    manual_seed(1); // the same start and the same batches for each
    using var model = nn.Sequential(nn.Unflatten(1, [1, 28, 28]), nn.Conv2d(1, 8, 3, stride: 2), nn.BatchNorm2d(8), nn.ReLU(),
        nn.Conv2d(8, 16, 3, stride: 2), nn.ReLU(), nn.Flatten(), nn.Linear(16 * 36, 10));
    using optim.Optimizer optimizer = optimizerOf(model);
    var batches = new MinibatchSampler<float>(data.Train, 64, new Rng(1));
    double loss = 0;
    for (int step = 0; step < steps; step++)
    {
        using var scope = NewDisposeScope();
        (Tensor inputs, Tensor labels) = Read(batches.Next());
        optimizer.zero_grad();
        Tensor error = nn.functional.cross_entropy(model.forward(inputs), labels);
        error.backward();
        optimizer.step(() => error);
        loss += step >= steps - 50 ? error.item<float>() / Math.Min(50, steps) : 0;
    }
    model.eval();
    using var evaluation = NewDisposeScope();
    (Tensor tested, Tensor truth) = Read(new MinibatchSampler<float>(data.Test, data.Test.Count, new Rng(2)).Next());
    return (loss, model.forward(tested).argmax(1).eq(truth).to(float32).mean().item<float>());
}

(Tensor, Tensor) Read(Batch<float> batch) => (tensor(batch.Inputs.ToArray()).view(batch.Count, -1),
    tensor(batch.Labels.ToArray()).to(int64));

(double Loss, double Accuracy) learned = Train(model => new TorchLearnedOptimizer(model, source, totalSteps: steps));
Console.WriteLine($"{data.Name}, {steps} steps: {source} to a loss of {learned.Loss:F3}, test accuracy {learned.Accuracy:P1}");
foreach (double rate in (double[])[0.0003, 0.001, 0.003, 0.01, 0.03])
    Console.WriteLine($"adam at {rate}: {Train(model => optim.Adam(model.parameters(), rate))}");
