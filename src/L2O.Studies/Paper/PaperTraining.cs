using System.Globalization;
using L2O.MetaTraining;
using L2O.Studies.Paper.Claims;

namespace L2O.Studies.Paper;

/// <summary>A meta-training of the study. All that differ by their start alone are one condition, and are judged together.</summary>
/// <param name="Condition">What is meta-trained, e.g. <c>leaky-relu-rescale-0.1</c>.</param>
/// <param name="Start">From 0: the seed of PyTorch's that its phi starts from, and by which optimizees and order of batches differ.</param>
/// <param name="TestedAs">What the learned optimizers of the condition are called in tables: <c>l2o</c>, <c>rescale-0.1</c>.</param>
/// <param name="Optimizee">The network that it trains.</param>
/// <param name="MetaTraining">Lengths, rates and regularizer.</param>
/// <param name="HalvesData">Whether it reads the first half of the training split alone.</param>
internal sealed record PaperTraining(string Condition, int Start, string TestedAs, string Optimizee, MetaTrainingSettings MetaTraining,
    bool HalvesData = false)
{
    /// <summary>Of its step, without <c>meta-train-</c>: the condition, of further starts with their number.</summary>
    public string Name => Numbered(Condition);

    /// <summary>Stored name of its learned optimizer in the tests.</summary>
    public string Optimizer => Numbered(TestedAs);

    /// <summary>The same, taken apart.</summary>
    public StartName StartName => new(TestedAs, Start);

    /// <summary>Source of its randomness.</summary>
    public ulong Seed => (ulong)Start + 1;

    private string Numbered(string name) => Start == 0 ? name : string.Create(CultureInfo.InvariantCulture, $"{name}-start-{Start}");
}
