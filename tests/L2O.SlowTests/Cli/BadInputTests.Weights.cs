using Xunit;

namespace L2O.SlowTests.Cli;

/// <content>Weights of others, and state dictionaries.</content>
public sealed partial class BadInputTests
{
    [Theory]
    [InlineData("import ROOT/dict-missing.safetensors",
        "ROOT/dict-missing.safetensors: no tensor 'recurs2.bias_hh'; expected recurs.weight_ih, ...")]
    [InlineData("import ROOT/dict-more.safetensors",
        "ROOT/dict-more.safetensors: tensor 'recurs3.bias' is none of this learned optimizer's; expected recurs.weight_ih, ...")]
    [InlineData("import ROOT/shapes.safetensors", "ROOT/shapes.safetensors: tensor 'output.weight' has shape [2, 1]; expected [1, 2]")]
    [InlineData("import ROOT/dict-nan.safetensors",
        "ROOT/dict-nan.safetensors: tensor 'output.bias' has NaN at position 0; expected numbers that are finite in single precision")]
    [InlineData("import ROOT/dict-double.safetensors",
        "ROOT/dict-double.safetensors: tensor 'output.bias' has 1E+300 at position 0; expected numbers that are finite in single " +
        "precision")]
    [InlineData("import ROOT/dict-integer.safetensors",
        "ROOT/dict-integer.safetensors: tensor 'output.bias' has type I64; expected floating-point numbers")]
    [InlineData("import ROOT/extra.safetensors",
        "ROOT/extra.safetensors: tensor 'recurs.weight_ih' has 3 inputs; expected 2, or settings whose learnedOptimizer.extraInputs say " +
        "what the further 1 are")]
    [InlineData("import ROOT/extra.safetensors --like paper/sigmod", "unknown preset 'paper/sigmod'; ...")]
    [InlineData("import ROOT/extra.safetensors --set metaTraining.epochs=2",
        "setting 'metaTraining.epochs' says nothing of a learned optimizer; expected learnedOptimizer.KEY=VALUE")]
    [InlineData("import ROOT/extra.safetensors --set learnedOptimizer.kind=rnnProp",
        "ROOT/extra.safetensors: no tensor 'input.weight'; expected input.weight, ...")]
    [InlineData("import ROOT/text.safetensors", "ROOT/text.safetensors, offset 0: the header claims ...")]
    [InlineData("import ROOT/terabytes.safetensors",
        "ROOT/terabytes.safetensors: tensor 'recurs.weight_ih' has data_offsets [0, 10000000000000]; expected them in order and within " +
        "the file's 8 bytes of data")]
    [InlineData("import ROOT/nowhere", "ROOT/nowhere: no such file; expected safetensors, a flax state (msgpack), ...")]
    [InlineData("import ROOT/file", "ROOT/file: it is of an unknown format and has 0 bytes; expected safetensors, ...")]
    [InlineData("import ROOT/weights-cut.state", "ROOT/weights-cut.state, offset ...")]
    [InlineData("import ROOT/weights-shape.state",
        "ROOT/weights-shape.state: tensor 'lstm_2/b_gates' has shape [3]; expected [4]")]
    [InlineData("import ROOT/weights-other.state", "ROOT/weights-other.state: its tensors are of no known kind; expected those of ...")]
    [InlineData("import ROOT/weights-code.pkl",
        "ROOT/weights-code.pkl: a pickle of NumPy arrays, protocol 3 without a tensor; expected a dictionary of tensors, as ...")]
    [InlineData("import ROOT/weights.state --as celo3", "option '--as' is 'celo3'; expected one of coordinateLstm, ...")]
    [InlineData("import ROOT/weights-two.pt",
        "ROOT/weights-two.pt: its tensors are those of smallFc and elo; expected '--as' with one of them")]
    [InlineData("import ROOT/weights.state --as celo2",
        "ROOT/weights.state: its tensors are those of coordinateLstm; expected celo2, as '--as' says")]
    [InlineData("import ROOT/weights.state ROOT/weights.state",
        "ROOT/weights.state + ROOT/weights.state: tensor 'lstm_1/w_gates' is in 2 of the files; expected each tensor once")]
    [InlineData("export ROOT/nowhere", "ROOT/nowhere: no such file; expected a safetensors file")]
    [InlineData("export ROOT/full", "ROOT/full/phi.safetensors: no such file; expected a safetensors file")]
    [InlineData("export ROOT/run/checkpoint.safetensors",
        "ROOT/run/checkpoint.safetensors: no tensor 'recurs.weight_ih' of shape [4 H, inputs]; expected a learned optimizer's parameters")]
    public void State_dictionaries_that_do_not_fit_are_refused(string line, string expected) =>
        AssertRefused($"{line} --out ROOT/new.safetensors", expected);
}
