namespace L2O.Studies.Paper;

/// <summary>What an iteration on a network costs, in seconds with one thread.</summary>
/// <param name="Optimizee">The network.</param>
/// <param name="MetaTraining">Of a meta-training; 0 where it is not meta-trained on.</param>
/// <param name="Learned">With a learned optimizer.</param>
/// <param name="Baseline">With a hand-designed one.</param>
internal sealed record PaperCost(string Optimizee, double MetaTraining, double Learned, double Baseline);
