using Xunit;

namespace L2O.SlowTests.Cli;

/// <content>Networks that are trained to be used.</content>
public sealed partial class BadInputTests
{
    private const string Fifty = "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx";
    private const string LongName = Fifty + Fifty + Fifty + Fifty + Fifty + Fifty;

    [Theory]
    [InlineData("train --out ROOT/x", "there is no NETWORK; expected the name of a network to train, such as mlp-relu-20, or --resume")]
    [InlineData("train mlp-relu-20", "option '--out' is missing; expected --out DIR")]
    [InlineData("train mlp-rleu-20 --out ROOT/x", "unknown optimizee 'mlp-rleu-20': ...")]
    [InlineData("train mlp-relu-20 --data mnsit --out ROOT/x", "unknown dataset 'mnsit'; ...")]
    [InlineData("train mlp-relu-20 --optimizer adam --out ROOT/x",
        "optimizer 'adam' has no learning rate; expected one, as in adam@0.01")]
    [InlineData("train mlp-relu-20 --optimizer adma@0.1 --out ROOT/x", "unknown optimizer 'adma'; expected sgd, ...")]
    [InlineData("train mlp-relu-20 --optimizer adam@0.1:clip=0 --out ROOT/x",
        "optimizer 'adam@0.1:clip=0' has the part ':clip=0'; expected :clip=NORM with a norm above 0")]
    [InlineData("train mlp-relu-20 --optimizer pretrained/sigmoyd --out ROOT/x",
        "unknown learned optimizer 'pretrained/sigmoyd'; expected a file, the folder of a meta-training, or one of ...")]
    [InlineData("train mlp-relu-20 --optimizer ROOT/nowhere --out ROOT/x", "ROOT/nowhere: no such file; expected a safetensors file")]
    [InlineData("train mlp-relu-20 --optimizer ROOT/extra.safetensors --out ROOT/x",
        "ROOT/extra.safetensors has extra inputs of unknown meaning; expected a file whose metadata name them, or none")]
    [InlineData("train mlp-relu-20 --optimizer adam@1e-46 --out ROOT/x",
        "optimizer 'adam' has the learning rate 1E-46, which is 0 in single precision; expected 1E-45 or more")]
    [InlineData("train mlp-relu-20 --optimizer adam@0.1:skip=* --out ROOT/x",
        "all of the tensors are skipped; expected one at least of ...")]
    [InlineData("train mlp-relu-2 --data table:ROOT/ids.csv,target=kind,classification=true --out ROOT/x",
        "ROOT/ids.csv, row 1 (line 2), column 'kind': 9007199254740992 is too large to be told from its neighbors; expected ...")]
    [InlineData("train mlp-relu-2 --out ROOT/" + LongName,
        "output folder 'ROOT/" + LongName + "' has a name of 300 bytes in its path; expected names of at most 255 bytes")]
    [InlineData("train mlp-relu-20 --iterations 0 --out ROOT/x", "option '--iterations' has the value '0'; expected an integer, 1 or more")]
    [InlineData("train mlp-relu-20 --epochs -1 --out ROOT/x", "option '--epochs' has the value '-1'; expected an integer, 0 or more")]
    [InlineData("train mlp-relu-20 --epochs 2 --iterations 5 --out ROOT/x",
        "--epochs does not go with --iterations; expected one of them")]
    [InlineData("train mlp-relu-20 --epochs 2000000000 --out ROOT/x", "option '--epochs' is 2000000000, that is ...")]
    [InlineData("train mlp-relu-20 --batch 0 --out ROOT/x", "option '--batch' has the value '0'; expected an integer, 1 or more")]
    [InlineData("train mlp-relu-20-batchnorm --batch 1 --out ROOT/x",
        "network 'mlp-relu-20-batchnorm' has a batch norm and gets batches of 1 sample; expected at least 2, or the variance is undefined")]
    [InlineData("meta-train --set optimizee=mlp-relu-20-batchnorm --set metaTraining.batchSize=1 --out ROOT/x",
        "network 'mlp-relu-20-batchnorm' has a batch norm and gets batches of 1 sample; expected at least 2, or the variance is undefined")]
    [InlineData("train mlp-relu-20-batchnorm-batchstats --out ROOT/x",
        "network 'mlp-relu-20-batchnorm-batchstats' normalizes with the batch's own statistics in evaluation, so a prediction would " +
        "depend on its neighbors; expected batchnorm without batchstats")]
    [InlineData("train mlp-relu-20 --validation-share 1 --out ROOT/x",
        "option '--validation-share' has the value '1'; expected a number between 0 and 1")]
    [InlineData("train mlp-relu-20 --validate-every 0 --out ROOT/x",
        "option '--validate-every' has the value '0'; expected an integer, 1 or more")]
    [InlineData("train mlp-relu-20 --loss mae --out ROOT/x", "option '--loss' is 'mae'; expected softmax, mse or bce")]
    [InlineData("train mlp-relu-20 --checkpoint-every often --out ROOT/x",
        "option '--checkpoint-every' is 'often'; expected a number with a unit, as in 500ms, 30s, 2min, 1h or 100steps")]
    [InlineData("train mlp-relu-20 --data table:ROOT/houses.csv,target=price --loss softmax --out ROOT/x",
        "loss softmax needs classes; the targets of 'houses.csv/train' are values; expected mse or bce")]
    [InlineData("train lenet --data table:ROOT/houses.csv,target=price --out ROOT/x", "...")]
    [InlineData("train mlp-relu-20 --out ROOT/full",
        "output folder 'ROOT/full' is not empty, it has 'old.csv'; expected a new or empty folder")]
    [InlineData("train --resume --out ROOT/full",
        "output folder 'ROOT/full' has no 'config.json'; expected the folder of a run to resume")]
    [InlineData("train --resume --out ROOT/run", "folder 'ROOT/run' holds a meta-training; expected the training of a network")]
    [InlineData("train mlp-relu-20 --resume --out ROOT/net",
        "NETWORK does not go with --resume; the training's folder says what it is")]
    [InlineData("train --resume --seed 2 --out ROOT/net", "--seed does not go with --resume; the training's folder says what it is")]
    public void Trainings_that_cannot_be_are_refused(string line, string expected) => AssertRefused(line, expected);

    [Theory]
    [InlineData("ROOT/net", "option '--data' is missing; expected --data FILE")]
    [InlineData("ROOT/nowhere --data ROOT/houses.csv", "folder 'ROOT/nowhere' does not exist; expected the folder of a trained network")]
    [InlineData("ROOT/full --data ROOT/houses.csv", "folder 'ROOT/full' has no 'network.json'; expected the folder of a trained network")]
    [InlineData("ROOT/net-later --data ROOT/houses.csv", "ROOT/net-later/network.json: schemaVersion is 2; expected 1")]
    [InlineData("ROOT/net-scale --data ROOT/houses.csv", "ROOT/net-scale/network.json: ...")]
    [InlineData("ROOT/net-outputs --data ROOT/houses.csv",
        "ROOT/net-outputs/network.json: 'encoding.targets' does not fit the network; expected 2 values")]
    [InlineData("ROOT/net-other --data ROOT/houses.csv",
        "ROOT/net-other/weights.safetensors: tensor 'layers.mat_0.weight' has the shape [4, 3]; expected [5, 3]")]
    [InlineData("ROOT/net-bare --data ROOT/houses.csv", "ROOT/net-bare/weights.safetensors: no such file; expected a safetensors file")]
    [InlineData("ROOT/net --data ROOT/nowhere.csv", "ROOT/nowhere.csv: no such file or folder; expected table data to read")]
    [InlineData("ROOT/net --data mnsit", "unknown dataset 'mnsit'; ...")]
    [InlineData("ROOT/net --data digits", "digits/test: samples of shape (1, 28, 28); expected (3), as the network was trained on")]
    [InlineData("ROOT/net --data ROOT/castle.csv",
        "ROOT/castle.csv, row 1 (line 2), column 'kind': 'castle' does not occur in the training file; expected one of its 2 texts")]
    [InlineData("ROOT/net --data ROOT/sizes.csv",
        "ROOT/sizes.csv: there is no column 'size'; expected the network's inputs, size, kind; is 'sizes' meant?")]
    [InlineData("ROOT/net --data ROOT/text.npy",
        "ROOT/text.npy, byte 4: the file ends inside the magic number; expected 4 more bytes there")]
    [InlineData("ROOT/net --data table:ROOT/houses.csv,target=size",
        "data option 'target' is 'size'; expected 'price', as the network was trained")]
    [InlineData("ROOT/net --data table:ROOT/houses.csv,standardize=false",
        "data option 'standardize' does not go with predictions, how data are presented is stored with the network; expected none, or " +
        "targets=FILE.npy")]
    [InlineData("ROOT/net --data ROOT/houses.csv --split test",
        "a split, test, does not go with 'ROOT/houses.csv', of which all is predicted; expected it with a dataset such as mnist")]
    [InlineData("ROOT/net --data digits --split tset", "option '--split' has the value 'tset'; expected one of train, test")]
    [InlineData("ROOT/net --data ROOT/houses.csv --probabilities", "--probabilities goes with classes only; 'ROOT/net' predicts values")]
    public void Predictions_that_cannot_be_are_refused(string line, string expected) =>
        AssertRefused($"predict {line} --out ROOT/new.csv", expected);

    [Theory]
    [InlineData("ROOT/new.parquet", "output file 'ROOT/new.parquet' would not be what its name says; expected a name that ends in .csv")]
    [InlineData("ROOT/file", "output file 'ROOT/file' is there already; expected a new file")]
    [InlineData("ROOT/nowhere/p.csv",
        "output file 'ROOT/nowhere/p.csv' can't be made, folder 'ROOT/nowhere' does not exist; expected an existing folder")]
    public void Tables_of_predictions_that_cannot_be_written_are_refused(string output, string expected) =>
        AssertRefused($"predict ROOT/net --data ROOT/houses.csv --out {output}", expected);
}
