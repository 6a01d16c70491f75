using System.Numerics;
using L2O.MetaTraining;
using L2O.Numerics;
using L2O.Optimizees;
using L2O.Optimizers;
using L2O.Optimizers.Learned;
using L2O.Testing;

namespace L2O.Tests.MetaTraining;

/// <summary>A meta-run with a drawn phi and Adam.</summary>
internal sealed class MetaRunOf<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public MetaRunOf(ILearnedOptimizer settings, IOptimizee<T> optimizee, int unroll, Compute compute)
    {
        LearnedOptimizer<T> optimizer = LearnedRuns.Draw<T>(settings, compute, 1, out T[] phi);
        Phi = new AlignedBuffer<T>(phi.Length);
        phi.CopyTo(Phi.Span);
        Run = new MetaRun<T>(optimizer, Phi, optimizee, OptimizerCatalog.Factory<T>("adam")(1e-2)
            .Start(settings.PhiLayout()), new MetaTrainingSettings(unroll: unroll));
    }

    public AlignedBuffer<T> Phi { get; }

    public MetaRun<T> Run { get; }
}
