using System.Collections.Immutable;
using L2O.Files;
using L2O.Optimizers.Learned.Celo;
using L2O.Optimizers.Learned.Celo2;
using L2O.Optimizers.Learned.Elo;
using L2O.Optimizers.Learned.Factored;
using L2O.Optimizers.Learned.Learnable;
using L2O.Optimizers.Learned.Mlp;
using L2O.Optimizers.Learned.RnnProp;
using L2O.Optimizers.Learned.SmallFc;

namespace L2O.Pretrained.Imports;

/// <summary>
/// All layouts of weights that are known. Published weights get the published settings, also for convolutions, where a phi trained here
/// has others.
/// </summary>
internal static class WeightLayouts
{
    private const string Schedule = "rnn_params.linear_1.w";
    private const string Own = "PyTorch, as the study's code and 'l2o export' write them";

    /// <summary>The layouts. Where several fit a file, their kinds have the same network.</summary>
    public static ImmutableArray<IWeightLayout> All { get; } =
    [
        new DmLayout(),
        new RnnPropLayout(),
        new HaikuMlpLayout(hasDecays: true),
        new HaikuMlpLayout(hasDecays: false),
        new HaikuVeloLayout(),
        new CeloLayout(hasNetwork: true),
        new CeloLayout(hasNetwork: false),
        new HaikuCelo2Layout(),
        new PyloMlpLayout(),
        new PyloVeloLayout(),
        new StateDictLayout("elo", "PyLO", [PyloMlpLayout.Mark], static (file, prefix) =>
            new Elo(StateDictLayout.Size(file, $"{prefix}{PyloMlpLayout.Mark}", dimension: 0), convolutions: ConvolutionForm.Tensor),
            without: PyloMlpLayout.FirstDecays),
        new StateDictLayout("celo2", "PyLO", ["w0.13", "dense_w.1"],
            static (_, _) => new Celo2(convolutions: Celo2Convolutions.Slices), without: Schedule),
        new StateDictLayout("smallFc", Own, [PyloMlpLayout.Mark, PyloMlpLayout.FirstDecays], static (file, prefix) =>
            new SmallFc(StateDictLayout.Size(file, $"{prefix}{PyloMlpLayout.Mark}", dimension: 0))),
        new StateDictLayout("celo", Own, ["w0.13", Schedule], static (_, _) => new Celo()),
        new StateDictLayout("celoAdam", Own, [Schedule], static (_, _) => new CeloAdam(), without: "w0.13"),
        new StateDictLayout("rnnProp", Own, ["input.weight", "recurs.weight_ih"], static (file, prefix) =>
            new RnnProp(StateDictLayout.Size(file, $"{prefix}recurs.weight_hh", dimension: 1))),
        new StateDictLayout("coordinateLstm", Own, [PhiFile.LstmName], static (_, _) => null, without: "input.weight"),
        new StateDictLayout("coordinateMlp", Own, ["layers.0.weight", "layers.1.weight"], static (file, prefix) =>
            new CoordinateMlp(StateDictLayout.Size(file, $"{prefix}layers.0.weight", dimension: 0))),
        new StateDictLayout("learnableAdam", Own, ["learning_rate", "beta1"], static (_, _) => new LearnableAdam()),
        new StateDictLayout("learnableSgd", Own, ["learning_rate", "momentum"], static (_, _) => new LearnableSgd()),
    ];

    /// <summary>The kinds that can be told from tensors.</summary>
    public static IEnumerable<string> Kinds => All.Select(static layout => layout.Kind).Distinct();

    /// <summary>The layouts that fit a file.</summary>
    public static IWeightLayout[] Of(SafetensorsFile weights) => [.. All.Where(layout => layout.Fits(weights))];
}
