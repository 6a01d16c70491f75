using L2O.Optimizers.Learned.Factored;

namespace L2O.Optimizers.Learned.SmallFc;

/// <summary>What the runs of smallFc and of its relatives differ in.</summary>
/// <param name="Name">The optimizer's name.</param>
/// <param name="HiddenSize">Units of both hidden layers.</param>
/// <param name="LearningRate">The learning rate.</param>
/// <param name="Rate">Factor of the network's output, the learning rate included.</param>
/// <param name="MagnitudeScale">Factor of the second output, in the exponent.</param>
/// <param name="Decay">Share of theta that a step takes away, the learning rate included.</param>
/// <param name="Convolutions">What tensors of more than two dimensions are taken for.</param>
internal sealed record SmallFcRule(string Name, int HiddenSize, double LearningRate, double Rate, double MagnitudeScale, double Decay,
    ConvolutionForm Convolutions);
