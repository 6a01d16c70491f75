namespace L2O.Optimizees.Symmetry;

/// <summary>An optimizee that knows its symmetries. Networks do; an optimizee without this counts as having none.</summary>
public interface ISymmetricOptimizee
{
    /// <summary>What leaves the loss as it is.</summary>
    NetworkSymmetries Symmetries { get; }
}
