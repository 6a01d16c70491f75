using L2O;
using L2O.Numerics;
using L2O.Optimizers;
using L2O.Optimizers.Rules;

// A training loop of one's own, driven by a learned optimizer: the model, its data and its gradient are none of L2O's.
//   dotnet run -c Release --project samples/OwnTrainingLoop -- [PHI]

LearnedOptimizer learned;
try
{
    learned = LearnedOptimizer.Load(args.Length > 0 ? args[0] : "pretrained/sigmoid");
}
catch (Exception failure) when (failure is ArgumentException or IOException or InvalidDataException or UnauthorizedAccessException)
{
    Console.Error.WriteLine($"error: {failure.Message}");
    return 2;
}

// The model: logistic regression of 2000 points in 10 dimensions.
const int points = 2000, features = 10;
var random = new Random(1);
float[] truth = [.. Enumerable.Range(0, features).Select(_ => (float)(4 * random.NextDouble() - 2))];
float[][] inputs = [.. Enumerable.Range(0, points)
    .Select(_ => Enumerable.Range(0, features).Select(_ => (float)(2 * random.NextDouble() - 1)).ToArray())];
bool[] labels = [.. inputs.Select(x => x.Zip(truth, (a, b) => a * b).Sum() > 0)];

// A learned optimizer is an IOptimizer<float> like Adam; a run owns the state of one training.
foreach (IOptimizer<float> optimizer in new IOptimizer<float>[] { learned, new Adam(0.05) })
{
    OptimizerRun<float> run = optimizer.Start(ParameterLayout.Vector(features));
    float[] theta = new float[features], gradient = new float[features];
    for (int iteration = 0; iteration <= 200; iteration++)
    {
        double loss = LossAndGradient(theta, gradient);
        if (iteration % 50 == 0)
            Console.WriteLine($"{optimizer.Name,-12} iteration {iteration,3}: loss {loss:F4}");
        run.Step(theta, gradient);
    }
}
return 0;

double LossAndGradient(float[] theta, float[] gradient)
{
    Array.Clear(gradient);
    double loss = 0;
    for (int i = 0; i < points; i++)
    {
        double margin = inputs[i].Zip(theta, (x, w) => x * w).Sum() * (labels[i] ? 1 : -1);
        loss += Math.Log(1 + Math.Exp(-margin)) / points;
        float slope = (float)(-(labels[i] ? 1 : -1) / (1 + Math.Exp(margin)) / points);
        for (int k = 0; k < features; k++)
            gradient[k] += slope * inputs[i][k];
    }
    return loss;
}
