using L2O.MetaTraining;

namespace L2O.Studies.Paper;

/// <summary>A meta-training of the study.</summary>
/// <param name="Name">Of its step, without <c>meta-train-</c>, e.g. <c>leaky-relu-rescale-0.1</c>.</param>
/// <param name="Optimizer">What its learned optimizer is called in tables: <c>l2o</c>, or <c>rescale-0.1</c> and the like.</param>
/// <param name="Optimizee">The network that it trains.</param>
/// <param name="MetaTraining">Lengths, rates and regularizer.</param>
/// <param name="Seed">Source of its randomness.</param>
internal sealed record PaperTraining(string Name, string Optimizer, string Optimizee, MetaTrainingSettings MetaTraining, ulong Seed);
