using System.Collections.Immutable;
using L2O.Experiments;
using L2O.MetaTraining;
using L2O.MetaTraining.Estimators;
using L2O.MetaTraining.Tasks;
using L2O.Numerics;
using L2O.Optimizers.Learned.Celo;
using L2O.Settings;
using Xunit;

namespace L2O.Tests.MetaTraining;

/// <summary>The recipes that learned optimizers were published with.</summary>
public sealed class FieldPresetTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string> Names => [.. FieldPresets.All.Select(static preset => preset.Name)];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Names))]
    public void Are_stored_and_read_again(string name)
    {
        Experiment preset = ExperimentPresets.Find(name);

        SettingsJson.Save(_folder["experiment.json"], preset);

        Assert.Equal(preset, SettingsJson.Load<Experiment>(_folder["experiment.json"]));
        Assert.Equal(4, preset.Particles!.Families.Length);
    }

    [Fact]
    public void Celos_second_phase_moves_its_schedule_alone()
    {
        LearnedOptimizer first = Train("field/celo-phase-1", "first", startFrom: null);
        LearnedOptimizer second = Train("field/celo-phase-2", "second", _folder["first"]);

        foreach (ParameterSlot tensor in new Celo().PhiLayout().Slots)
            Assert.Equal(tensor.Name[0] is 'w' or 'b' or 'd', tensor.Of(first.Phi).SequenceEqual(tensor.Of(second.Phi)));
    }

    [Fact]
    public void Phases_differ_in_the_schedule_and_nothing_else()
    {
        Assert.True(new Celo().Continues(new Celo(isScheduled: false)));
        Assert.False(new Celo().Continues(new Celo(learningRate: 0.5)));
        Assert.False(new Celo().Continues(new CeloAdam()));
    }

    private LearnedOptimizer Train(string preset, string folder, string? startFrom)
    {
        Experiment recipe = ExperimentPresets.Find(preset);
        ImmutableArray<TaskFamilySettings> families =
            [new([new(data: [new("digits,resize=8")])], new EstimatorSettings(particles: 2, truncation: 4), new HorizonSettings(8))];
        var brief = new ParticleTrainingSettings(4, 4, families, recipe.Particles!.MetaOptimizer, new(runs: 1, iterations: 4));
        return LearnedOptimizer.MetaTrain(_folder[folder], new Experiment(learnedOptimizer: recipe.LearnedOptimizer, particles: brief,
            startFrom: startFrom), threads: 1, cancellation: TestContext.Current.CancellationToken);
    }
}
