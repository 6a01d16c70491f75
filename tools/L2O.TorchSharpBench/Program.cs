using System.Globalization;
using L2O;
using L2O.Numerics;
using L2O.Optimizers.Learned;
using L2O.Optimizers.Learned.Celo2;
using L2O.Optimizers.Learned.RnnProp;
using L2O.Optimizers.Learned.SmallFc;
using L2O.Optimizers.Learned.Velo;
using L2O.Optimizers.Rules;
using L2O.TorchSharp;
using L2O.TorchSharpBench;
using static TorchSharp.torch;

// Cost of a step on a model of 1.05 million parameters, the gradients given: medians, quartiles and what is allocated.
//   dotnet run -c Release --project tools/L2O.TorchSharpBench -- [ROUNDS]
if (!int.TryParse(args.Length > 0 ? args[0] : "15", NumberStyles.None, CultureInfo.InvariantCulture, out int rounds) || rounds < 3)
{
    Console.Error.WriteLine($"error: ROUNDS is '{args[0]}'; expected an integer of at least 3");
    return 2;
}

const int horizon = 100_000;
StepCost[] costs =
[
    new("TorchSharp's Adam", static model => optim.Adam(model.parameters(), 1e-4)),
    new("TorchOptimizer, Adam", static model => new TorchOptimizer(model, new Adam(1e-4))),
    new("TorchOptimizer, Adam, learning rate halved", static model => new TorchOptimizer(model, new Adam(1e-4), learningRate: 5e-5)),
    new("TorchSharp's Adam, bfloat16", static model => optim.Adam(model.parameters(), 1e-4), ScalarType.BFloat16),
    new("TorchOptimizer, Adam, bfloat16", static model => new TorchOptimizer(model, new Adam(1e-4)), ScalarType.BFloat16),
    new("TorchOptimizer, Muon", static model => new TorchOptimizer(model, new Muon(1e-3))),
    new("pretrained/leaky-relu", static model => new TorchLearnedOptimizer(model, "pretrained/leaky-relu")),
    new("pretrained/leaky-relu, 2 threads", static model => new TorchLearnedOptimizer(model, "pretrained/leaky-relu", threads: 2)),
    new("rnnProp", static model => Learned(model, new RnnProp())),
    new("smallFc", static model => Learned(model, new SmallFc())),
    new("celo2", static model => Learned(model, new Celo2())),
    new("velo", static model => Learned(model, new Velo())),
];

Console.WriteLine($"{StepCost.Parameters:N0} parameters, {get_num_threads()} threads of libtorch, {rounds} rounds");
for (int round = 0; round < rounds; round++) // in turn, so that a busy machine is busy for all
    foreach (StepCost cost in costs)
        cost.Measure();
Console.WriteLine("| optimizer | median ms | quartiles | managed bytes a step |\n|---|---|---|---|");
foreach (StepCost cost in costs)
    Console.WriteLine(cost);
return 0;

static TorchOptimizer Learned(nn.Module model, ILearnedOptimizer settings)
{
    float[] phi = new float[settings.PhiLayout().Count]; // the cost is that of any phi
    settings.InitializePhi<float>(phi, new Rng(1));
    return new TorchOptimizer(model, new LearnedOptimizer(settings, phi), horizon);
}
