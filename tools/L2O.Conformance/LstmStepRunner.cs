using L2O.Numerics;
using L2O.Optimizers;
using L2O.Optimizers.Learned.Lstm;

namespace L2O.Conformance;

/// <summary>Kind <c>lstm_step</c>: one step of the learned optimizer from a given state.</summary>
internal sealed class LstmStepRunner(Compute compute) : ICaseRunner
{
    private const double Bound = 1e-5;

    private static readonly string[] StateNames = ["hidden_0", "hidden_1", "cell_0", "cell_1"];

    public string Kind => "lstm_step";

    public string? WhyUnsupported(ConformanceCase @case) => null;

    public void Run(ConformanceCase @case, CaseComparison comparison)
    {
        CoordinateLstm learned = CaseLearnedOptimizer.Read(@case, updateScale: 1); // the expected update is the network's output
        int n = @case.ReadLength("gradient");
        CoordinateLstmRun<float> run = learned.BindLstm<float>(@case.ReadGroup("phi.", learned.PhiLayout()), compute)
            .Start(ParameterLayout.Vector(n));
        run.Load(new StateReader<float>([
            ("iteration", [0f]),
            .. StateNames.Select(name => (name, @case.Read(name, n, learned.HiddenSize))),
        ]));
        FillExtraInputs(@case, run, n, learned.ExtraInputs.Length);

        float[] update = new float[n];
        run.Step(new float[n], @case.Read("gradient", n), update);
        comparison.Tensor("update", update, Bound);
        var writer = new StateWriter<float>();
        run.Save(writer);
        foreach (string name in StateNames)
            comparison.Tensor($"new_{name}", writer.Tensors.First(tensor => tensor.Name == name).Values, Bound);
    }

    private static void FillExtraInputs(ConformanceCase @case, CoordinateLstmRun<float> run, int n, int count)
    {
        if (count == 0)
            return;
        float[] byCoordinate = @case.Read("extra_input", n, count);
        for (int i = 0; i < n; i++)
            for (int input = 0; input < count; input++)
                run.ExtraInputs[input * n + i] = byCoordinate[i * count + input];
    }
}
