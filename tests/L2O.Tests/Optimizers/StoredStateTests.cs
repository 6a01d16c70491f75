using L2O.Optimizers;
using Xunit;
using static L2O.Tests.Optimizers.OptimizerTable;

namespace L2O.Tests.Optimizers;

/// <summary>States as version 0.1 stored them.</summary>
public sealed class StoredStateTests
{
    [Theory]
    [InlineData("rnnprop", "moment_steps")]
    [InlineData("mlp", "mean_steps")]
    public void Steps_are_stored_under_their_old_names_whether_they_differ_from_the_iteration_or_not(string name, string steps)
    {
        foreach (int before in new[] { 0, 2 })
        {
            OptimizerRun<float> run = Start(name), restored = Start(name);
            run.Reset(before);
            float[] theta = Random(1);
            for (ulong i = 0; i < 3; i++)
                run.Step(theta, Random(10 + i));
            (string Name, float[] Values)[] old =
                [.. Saved(run).Where(tensor => tensor.Name != steps), (steps, [3f])]; // always written then
            Assert.Equal(before > 0, Saved(run).Any(tensor => tensor.Name == steps && tensor.Values[0] == 3));
            restored.Load(new StateReader<float>(old));
            float[] resumed = [.. theta];
            run.Step(theta, Random(20));
            restored.Step(resumed, Random(20));
            Assert.Equal(theta, resumed);
            Assert.Equal(before + 4, restored.Iteration);
        }
    }

    [Fact]
    public void Learnable_Adam_takes_its_steps_from_the_rule_inside()
    {
        OptimizerRun<float> run = Start("learnable adam"), restored = Start("learnable adam");
        float[] theta = Random(1);
        for (ulong i = 0; i < 3; i++)
            run.Step(theta, Random(10 + i));
        // Begun at the third iteration: the outer count was 5 then, the rule's 3.
        restored.Load(new StateReader<float>(Saved(run).Select(static tensor =>
            tensor.Name == "iteration" ? (tensor.Name, [5f]) : tensor)));
        float[] resumed = [.. theta];
        run.Step(theta, Random(20));
        restored.Step(resumed, Random(20));
        Assert.Equal(theta, resumed);
    }

    [Theory]
    [InlineData("adam", "iteration,mean,square")]
    [InlineData("momentum", "iteration,velocity")]
    [InlineData("lion", "iteration,momentum")]
    [InlineData("learned", "iteration,hidden_0,hidden_1,cell_0,cell_1")]
    [InlineData("learnable adam", "iteration,rule.iteration,rule.mean,rule.square")]
    [InlineData("learnable sgd", "iteration,rule.iteration,rule.velocity")]
    public void Names_are_those_of_version_0_1(string name, string names) =>
        Assert.Equal(names.Split(','), Saved(Start(name)).Select(static tensor => tensor.Name));
}
