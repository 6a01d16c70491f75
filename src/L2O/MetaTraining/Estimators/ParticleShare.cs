namespace L2O.MetaTraining.Estimators;

/// <summary>
/// What a particle's truncation came to: all that others need to form the meta-gradient, since the perturbations themselves follow from the
/// seed.
/// </summary>
/// <param name="Carried">Factor of the perturbation that the run has had so far: differences of losses before a new run began.</param>
/// <param name="Fresh">Factor of this truncation's own perturbation.</param>
/// <param name="LossSum">Sum of the losses, mean over both signs, of <paramref name="Counted"/> steps; what is not finite is left
/// out.</param>
/// <param name="Counted">Steps whose losses are in the sum.</param>
/// <param name="HasBegun">Whether a new run began within this truncation.</param>
/// <param name="Lost">Steps whose losses were not finite.</param>
internal readonly record struct ParticleShare(
    double Carried, double Fresh, double LossSum, int Counted, bool HasBegun, int Lost);
