using System.Reflection;
using System.Text;
using Xunit;

namespace L2O.SlowTests.Cli;

/// <summary>
/// What the real commands say to bad input: one line, exit code 2, and nothing written. All of it is printed in docs/bad-input.md.
/// </summary>
public sealed partial class BadInputTests(BadInputFolder folder) : IClassFixture<BadInputFolder>
{
    private const string Networks =
        "expected [cifar-]mlp-ACTIVATION-SIZE[-SIZE...][-batchnorm|-batchnorm-batchstats|-layernorm-fade-T], conv-mnist, lenet, " +
        "conv-cifar, or layers such as affine-20+relu+affine-10";

    private readonly List<(string Line, string Printed, int Code)> _refused = [];

    [Theory]
    [InlineData("meta-trian --out ROOT/x", "unknown command 'meta-trian' of 'l2o'; did you mean 'meta-train'?")]
    [InlineData("meta-train --out ROOT/x --epoch 3",
        "unknown option '--epoch' of 'l2o meta-train'; expected one of --preset, --set, --out, --resume, ...")]
    [InlineData("meta-train --out ROOT/x --resum", "unknown option '--resum' of 'l2o meta-train'; did you mean '--resume'?")]
    [InlineData("meta-train --preset quick", "option '--out' is missing; expected --out DIR")]
    [InlineData("meta-train --out ROOT/x --preset paper/sigmod",
        "unknown preset 'paper/sigmod'; expected one that 'l2o presets' lists; did you mean 'paper/sigmoid'?")]
    [InlineData("meta-train --out ROOT/x --data mnsit",
        "unknown dataset 'mnsit'; expected one of digits, mnist, fashion-mnist, cifar-10...")]
    [InlineData("meta-train --out ROOT/x --threads -1", "option '--threads' has the value '-1'; expected an integer from 0 to 1024")]
    [InlineData("meta-train --out ROOT/x --seed 1e3",
        "option '--seed' has the value '1e3'; expected an integer from 0 to 18446744073709551615")]
    [InlineData("meta-test ROOT/run --out ROOT/x --runs 0", "option '--runs' has the value '0'; expected an integer, 1 or more")]
    [InlineData("meta-test ROOT/run --out ROOT/x --iterations 0",
        "option '--iterations' has the value '0'; expected an integer, 1 or more")]
    [InlineData("meta-test ROOT/run --out ROOT/x --optimizees mlp-sigmoid-20,",
        "option '--optimizees' has the value 'mlp-sigmoid-20,'; expected names separated by commas")]
    [InlineData("meta-test ROOT/run --out ROOT/x --optimizees mlp-relu-20,mlp-sigmoyd-20",
        "unknown optimizee 'mlp-sigmoyd-20': 'mlp-' is not followed by an activation (sigmoid, tanh, relu, leaky-relu, softplus, gelu, " +
        "silu, mixed-feature, mixed-batch); " + Networks + "; did you mean 'mlp-sigmoid-20'?")]
    [InlineData("meta-test ROOT/run --out ROOT/x --optimizees mlp-relu-20,mlp-relu-20",
        "'mlp-relu-20' is named twice; expected each name once")]
    [InlineData("meta-test ROOT/run --out ROOT/x --baselines adam,loin",
        "unknown optimizer 'loin'; expected sgd, momentum, nesterov, adam, adamw, rmsprop, lion, nadamw, muon, " +
        "schedule-free-adamw; did you mean 'lion'?")]
    [InlineData("meta-test ROOT/run --out ROOT/x --baselines lion-sgd-2",
        "optimizer 'lion-sgd-2' has the weight '2'; expected a number from 0 to 1")]
    [InlineData("meta-test ROOT/run --out ROOT/x --baselines adam@fast",
        "optimizer 'adam@fast' has the part 'adam@fast'; expected NAME@RATE with a positive rate")]
    [InlineData("meta-test ROOT/run --out ROOT/x --baselines 0.5*adam@0.1+sgd@1",
        "optimizer '0.5*adam@0.1+sgd@1' has the part 'sgd@1'; expected WEIGHT*NAME@RATE")]
    [InlineData("meta-test ROOT/run --out ROOT/x --rates 0.1,often", "option '--rates' has 'often'; expected numbers separated by commas")]
    [InlineData("meta-test ROOT/run --out ROOT/x --measure devations", "unknown measure 'devations'; expected one of deviations...")]
    [InlineData("meta-test ROOT/run --out ROOT/x --measure deviations --snapshots 0,5",
        "option '--snapshots' has '0'; expected iterations from 1, separated by commas")]
    [InlineData("meta-test ROOT/run --out ROOT/x --every 5", "--every goes with --measure only; expected both or neither")]
    [InlineData("meta-test ROOT/run --out ROOT/x --experiment papre/sigmoid",
        "unknown preset 'papre/sigmoid'; expected one that 'l2o presets' lists; did you mean 'paper/sigmoid'?")]
    [InlineData("meta-test ROOT/run --out ROOT/x --experiment mine.json",
        "mine.json: no such file; expected an experiment in JSON, or a preset's name")]
    [InlineData("meta-test --out ROOT/x", "there is no PHI; expected ...")]
    [InlineData("meta-train mine.json --preset quick --out ROOT/x", "--preset does not go with CONFIG, 'mine.json'; expected one of them")]
    [InlineData("describe mlp-rleu-20", "unknown optimizee 'mlp-rleu-20': ...")]
    [InlineData("describe lenet --graph dot", "option '--graph' has the value 'dot'; expected mermaid or graphviz")]
    [InlineData("config validate nowhere.json", "nowhere.json: no such file; expected settings in JSON")]
    [InlineData("config diff quick paper/sigmod", "unknown preset 'paper/sigmod'; ...")]
    [InlineData("quickstart --out ROOT/x --runs 0", "option '--runs' has the value '0'; expected an integer, 1 or more")]
    [InlineData("data get mnsit --data-dir ROOT/x", "unknown dataset 'mnsit'; expected one of digits, mnist, fashion-mnist, cifar-10...")]
    [InlineData("data verify mnsit --data-dir ROOT/x",
        "unknown dataset 'mnsit'; expected one of digits, mnist, fashion-mnist, cifar-10...")]
    public void Bad_usage_is_refused(string line, string expected) => AssertRefused(line, expected);

    [Theory]
    [InlineData("optimizee=conv-mnits",
        "setting 'optimizee': unknown optimizee 'conv-mnits': it does not begin with 'mlp-'; expected [cifar-]mlp-...")]
    [InlineData("data=cifar-10 --data-dir DATA", "dataset 'cifar-10' is not in DATA/cifar-10 (cifar-10-binary.tar.gz is missing)...")]
    [InlineData("metaTraining.epoch=3", "unknown setting 'metaTraining.epoch'; did you mean 'metaTraining.epochs'?")]
    [InlineData("epochs=3", "unknown setting 'epochs'; did you mean 'metaTraining.epochs'?")]
    [InlineData("hiddensize=3", "unknown setting 'hiddensize'; did you mean 'learnedOptimizer.hiddenSize'?")]
    [InlineData("metaTraining=3", "setting 'metaTraining' is a group; expected one of metaTraining.epochs, ...")]
    [InlineData("metaTraining.epochs", "setting 'metaTraining.epochs' has no value; expected key=value")]
    [InlineData("metaTraining.epochs=",
        "setting 'metaTraining.epochs' has the value ''; expected an integer from -2147483648 to 2147483647")]
    [InlineData("metaTraining.epochs=many",
        "setting 'metaTraining.epochs' has the value 'many'; expected an integer from -2147483648 to 2147483647")]
    [InlineData("metaTraining.epochs=0", "setting 'metaTraining.epochs': epochs is 0; expected 1 or more")]
    [InlineData("metaTraining.unroll=300", "setting 'metaTraining.unroll': unroll is 300; expected at most iterations, 200")]
    [InlineData("metaTraining.metaLearningRate=NaN",
        "setting 'metaTraining.metaLearningRate': metaLearningRate is NaN; expected a positive number")]
    [InlineData("metaTraining.finalMetaLearningRate=-1",
        "setting 'metaTraining.finalMetaLearningRate': finalMetaLearningRate is -1; expected a positive number")]
    [InlineData("metaTraining.finalMetaLearningRate=none",
        "setting 'metaTraining.finalMetaLearningRate' has the value 'none'; expected a number such as 0.001 or 1e-3, or null")]
    [InlineData("metaTraining.logLoss=yes", "setting 'metaTraining.logLoss' has the value 'yes'; expected true or false")]
    [InlineData("metaTraining.dataOrder=perrun",
        "setting 'metaTraining.dataOrder' has the value 'perrun'; expected one of fixed, perRun; did you mean 'perRun'?")]
    [InlineData("learnedOptimizer.hiddenSize=0", "setting 'learnedOptimizer.hiddenSize': hiddenSize is 0; expected 1 to 1024")]
    [InlineData("learnedOptimizer.initialization=torch", "setting 'learnedOptimizer.initialization' has the value 'torch'; expected ...")]
    [InlineData("learnedOptimizer.initializationSeed=-3", "setting 'learnedOptimizer.initializationSeed': initializationSeed is -3; " +
        "expected 0 or more")]
    [InlineData("learnedOptimizer.extraInputs=supplied",
        "setting 'learnedOptimizer': learnedOptimizer.extraInputs has 'supplied'; expected other inputs, because nothing supplies any " +
        "in a meta-training")]
    [InlineData("learnedOptimizer.extraInputs=times",
        "setting 'learnedOptimizer.extraInputs' has the value 'times'; expected one of supplied, parameterValue, stiffness, " +
        "log10Stiffness, time, timeDecay, fastTimeDecay; did you mean 'time'?")]
    [InlineData("learnedOptimizer.extraInputs=time,time",
        "setting 'learnedOptimizer.extraInputs': extraInputs has Time 2 times; expected it once")]
    [InlineData("metaTraining.longestUnroll=5",
        "setting 'metaTraining.longestUnroll': longestUnroll is 5; expected unroll to iterations, 20 to 200")]
    [InlineData("metaTraining.clipNorm=0", "setting 'metaTraining.clipNorm': clipNorm is 0; expected a positive number")]
    [InlineData("metaTraining.regularizer.kind=rescale",
        "regularizer 'rescale' finds no such symmetry in this optimizee; expected one that has it")]
    [InlineData("metaTraining.regularizer.kind=rescal",
        "setting 'metaTraining.regularizer.kind' has the value 'rescal'; expected one of rescale, scale, translation, all, norm; did " +
        "you mean 'rescale'?")]
    [InlineData("metaTraining.regularizer.beta=NaN", "setting 'metaTraining.regularizer.beta': beta is NaN; expected ...")]
    [InlineData("metaTraining.randomStart.optimizer=adm",
        "setting 'metaTraining.randomStart.optimizer': unknown optimizer 'adm'; expected sgd, momentum, ...")]
    [InlineData("metaTraining.randomStart.latest=201",
        "setting 'metaTraining.randomStart': randomStart.latest is 201; expected at most iterations, 200")]
    [InlineData("learnedOptimizer.kind=rnnprop",
        "setting 'learnedOptimizer.kind' has the value 'rnnprop'; expected one of coordinateLstm, rnnProp, coordinateMlp, learnableSgd, " +
        "learnableAdam, partial, celo2, smallFc, elo, velo, celo, celoAdam; did you mean 'rnnProp'?")]
    [InlineData("learnedOptimizer.kind=rnnProp --set learnedOptimizer.sharedState=true",
        "unknown setting 'learnedOptimizer.sharedState'; ...")]
    [InlineData("learnedOptimizer.kind=partial --set learnedOptimizer.tensors=conv.*",
        "none of the tensors conv.* is in this optimizee; expected one of layers.mat_0.weight, ...")]
    [InlineData("learnedOptimizer.kind=partial --set learnedOptimizer.learned.kind=partial",
        "setting 'learnedOptimizer.learned': learned is partial itself; expected the optimizer of the chosen tensors")]
    [InlineData("layers=affine-20,relu,affine-10",
        "setting 'layers': more than one of optimizee, layers and tasks is given; expected one of them, the others null")]
    [InlineData("optimizee=null --set layers=affine-20,relux,affine-10", "setting 'optimizee', 'layers': unknown layer 'relux'; ...")]
    [InlineData("optimizee=null --set layers=affine-20,relu,affine-9",
        "optimizee 'affine-20+relu+affine-9' has 9 outputs; expected 10, one for each class or target value")]
    [InlineData("startFrom=ROOT/nowhere", "ROOT/nowhere: no such file...")]
    [InlineData("startFrom=ROOT/run --set learnedOptimizer.updateScale=0.2",
        "startFrom ROOT/run is a learned optimizer with other settings than learnedOptimizer's; expected the same")]
    [InlineData("data.resize=0", "setting 'data.resize': resize is 0; expected 1 to 1024")]
    [InlineData("data.onlyClasses=3,3", "setting 'data.onlyClasses': onlyClasses has class 3 twice; expected each class once")]
    [InlineData("metaTesting.baselines=adam,loin", "setting 'metaTesting.baselines': unknown optimizer 'loin'; ...")]
    [InlineData("metaTesting.search.rates=0.1,0.01",
        "setting 'metaTesting.search.rates': rates are [0.1, 0.01]; expected at least one, ascending and positive")]
    [InlineData("seed=1 --set seed=2", "setting 'seed' is given twice, as '1' and '2'; expected it once")]
    public void Bad_settings_are_refused_by_meta_train_and_quickstart(string assignment, string expected)
    {
        AssertRefused($"meta-train --out ROOT/x --set {assignment}", expected);
        AssertRefused($"quickstart --out ROOT/x --set {assignment}", expected);
    }

    [Theory]
    [InlineData("ROOT/full", "output folder 'ROOT/full' is not empty, it has 'old.csv'; expected a new or empty folder")]
    [InlineData("ROOT/file", "output folder 'ROOT/file' is a file; expected a new or empty folder")]
    [InlineData("ROOT/file/x", "output folder 'ROOT/file/x' can't be made, 'ROOT/file' is a file; expected a folder")]
    public void Bad_output_folders_are_refused_by_every_command_that_writes(string output, string expected)
    {
        AssertRefused($"quickstart --out {output}", expected);
        AssertRefused($"meta-train --out {output}", expected);
        AssertRefused($"meta-test ROOT/run --out {output}", expected);
    }

    [Fact]
    public void A_folder_that_nobody_may_write_to_is_refused()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "needs a folder that refuses root too: /proc");

        AssertRefused("meta-train --out /proc/l2o",
            "output folder '/proc/l2o' can't be written to, '/proc' refuses it; expected a writable folder");
    }

    [Theory]
    [InlineData("ROOT/nowhere",
        "dataset 'mnist' is not in ROOT/nowhere/mnist (train-images-idx3-ubyte.gz is missing); get it with: l2o data get mnist")]
    [InlineData("TRUNCATED", "TRUNCATED/mnist/train-images-idx3-ubyte.gz, byte ...")]
    [InlineData("MAGIC", "MAGIC/mnist/train-images-idx3-ubyte.gz, byte 2: the type byte is 0x09; expected 0x08 (unsigned byte)")]
    public void Missing_and_damaged_data_are_refused(string dataDir, string expected)
    {
        AssertRefused($"quickstart --data mnist --data-dir {dataDir} --out ROOT/x", expected);
        AssertRefused($"meta-train --preset paper/sigmoid --data-dir {dataDir} --out ROOT/x", expected);
        AssertRefused($"meta-test ROOT/run --data mnist --data-dir {dataDir} --out ROOT/x", expected);
    }

    [Theory]
    [InlineData("ROOT/nowhere", "ROOT/nowhere: no such file; expected a safetensors file")]
    [InlineData("ROOT/full", "ROOT/full/phi.safetensors: no such file; expected a safetensors file")]
    [InlineData("ROOT/file", "ROOT/file: the file has 0 bytes; expected at least 8 for the header's length")]
    [InlineData("ROOT/text.safetensors", "ROOT/text.safetensors, offset 0: the header claims ...")]
    [InlineData("ROOT/shapes.safetensors", "ROOT/shapes.safetensors: tensor 'output.weight' has shape [2, 1]; expected [1, 2]")]
    [InlineData("ROOT/extra.safetensors",
        "ROOT/extra.safetensors has extra inputs of unknown meaning; expected a file whose metadata name them, or none")]
    [InlineData("ROOT/run/checkpoint.safetensors",
        "ROOT/run/checkpoint.safetensors: no tensor 'recurs.weight_ih' of shape [4 H, inputs]; expected a learned optimizer's parameters")]
    public void A_phi_that_is_none_is_refused(string phi, string expected) =>
        AssertRefused($"meta-test {phi} --out ROOT/x --data mnist --data-dir DATA", expected);

    [Theory]
    [InlineData("nowhere", "output folder 'ROOT/nowhere' does not exist; expected the folder of a run to resume")]
    [InlineData("full", "output folder 'ROOT/full' has no 'config.json'; expected the folder of a run to resume")]
    [InlineData("no-config", "output folder 'ROOT/no-config' has no 'config.json'; expected the folder of a run to resume")]
    [InlineData("config-cut", "ROOT/config-cut/config.json, line ...")]
    [InlineData("config-key", "ROOT/config-key/config.json: unknown key 'metaTraining.unrol'; did you mean 'unroll'?")]
    [InlineData("config-range", "ROOT/config-range/config.json, 'metaTraining': batchSize is 0; expected 1 or more")]
    [InlineData("config-optimizee", "ROOT/config-optimizee/config.json: unknown optimizee 'mlp-sigmoid-0': ...")]
    [InlineData("checkpoint-cut", "ROOT/checkpoint-cut/checkpoint.safetensors: ...")]
    [InlineData("checkpoint-phi",
        "ROOT/checkpoint-phi/checkpoint.safetensors: no tensor 'best_loss'; expected a checkpoint of a meta-training; there is no " +
        "other checkpoint, so begin again in a new folder with the settings of config.json")]
    [InlineData("checkpoint-adam",
        "ROOT/checkpoint-adam/checkpoint.safetensors: the content does not agree with its checksum; expected a file that is whole and " +
        "unchanged; there is no other checkpoint, so begin again in a new folder with the settings of config.json")]
    [InlineData("run --preset quick", "--preset does not go with --resume; the run's folder says what it is")]
    [InlineData("run --seed 2", "a resumed run may change metaTraining.epochs only; start a new run for other settings")]
    [InlineData("run --data digits", "a resumed run may change metaTraining.epochs only; start a new run for other settings")]
    [InlineData("run --set metaTraining.unroll=5", "a resumed run may change metaTraining.epochs only; start a new run for other settings")]
    [InlineData("run --set metaTraining.epochs=1", "ROOT/run has 2 epochs; expected 2 or more, the settings have 1")]
    public void A_run_that_cannot_be_resumed_is_refused(string run, string expected)
    {
        AssertRefused($"meta-train --resume --data-dir DATA --out ROOT/{run}", expected);
        if (!run.Contains(' ', StringComparison.Ordinal))
            AssertRefused($"meta-train --resume --data-dir DATA --out ROOT/{run} --set metaTraining.epochs=9", expected);
    }

    [Fact]
    public void The_guide_has_every_line_as_it_is_printed()
    {
        var text = new StringBuilder();
        foreach (MethodInfo method in GetType().GetMethods().Where(static method => method.GetCustomAttributes<InlineDataAttribute>().Any())
            .OrderBy(static method => method.MetadataToken))
        {
            text.Append(
                $"{(text.Length > 0 ? "\n" : "")}## " +
                $"{method.Name.Replace('_', ' ')}\n\n" +
                    $"{GeneratedDocument.Head("typed behind `l2o`", "printed behind `error: `", "exit code")}");
            foreach (InlineDataAttribute data in method.GetCustomAttributes<InlineDataAttribute>())
            {
                _refused.Clear();
                method.Invoke(this, data.Data);
                (string line, string printed, int code) = _refused[0];
                text.Append(GeneratedDocument.Row($"`{line}`", $"`{printed}`", $"{code}"));
            }
        }
        GeneratedDocument.AssertUpToDate("docs/bad-input.md", text.ToString());
    }

    /// <param name="line">What is typed behind <c>l2o</c>.</param>
    /// <param name="expected">The line without <c>error: </c>; what follows three dots at its end does not matter.</param>
    private void AssertRefused(string line, string expected)
    {
        if (folder.Refused.TryGetValue(line, out (string Line, string Printed, int Code) known))
        {
            _refused.Add(known); // by the theory, or by the guide's test before it
            return;
        }
        string[] before = FolderSnapshot.Of(folder.Root);

        CliHarness.CliOutcome outcome = CliHarness.Run(folder.Fill(line).Split(' '));

        string error = outcome.Error.ReplaceLineEndings("\n"), wanted = $"error: {folder.Fill(expected)}";
        if (wanted.EndsWith("...", StringComparison.Ordinal))
            Assert.StartsWith(wanted[..^3], error, StringComparison.Ordinal);
        else
            Assert.Equal(wanted + "\n", error);
        Assert.Equal(error.Length - 1, error.IndexOf('\n', StringComparison.Ordinal));
        Assert.Equal("", outcome.Output);
        Assert.Equal(2, outcome.Code);
        Assert.Equal(before, FolderSnapshot.Of(folder.Root));
        folder.Refused.Add(line, (folder.Mask(folder.Fill(line)), folder.Mask(error["error: ".Length..^1]), outcome.Code));
        _refused.Add(folder.Refused[line]);
    }
}
