using System.Globalization;
using System.Numerics.Tensors;
using L2O.Data;
using L2O.Readers;
using L2O.Runs.Networks;
using SkiaSharp;
using Xunit;

namespace L2O.Tests.Runs;

/// <summary>A network that somebody takes home: predictions in the unit of the data, whatever those are.</summary>
public sealed class TrainedNetworkTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public TrainedNetworkTests() => File.WriteAllLines(_folder["houses.csv"],
        ["size,kind,price,class", .. Enumerable.Range(1, 200).Select(static i => string.Create(CultureInfo.InvariantCulture,
            $"{i},{Kind(i)},{Price(i)},{(Price(i) > 120000 ? "dear" : "cheap")}"))]);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_regression_is_in_the_unit_of_its_table()
    {
        TrainedNetwork network = Train("table:houses.csv,target=price", "mlp-tanh-16", "adam@0.02:schedule=cosine", 400);
        Assert.InRange(network.TestMetric, 0.98, 1);
        Assert.Equal((4, 1, 0), (network.InputSize, network.OutputSize, network.Classes.Length)); // a size and three kinds
        foreach (int i in (int[])[20, 101, 150])
            Assert.Equal(Price(i), network.Predict(Row(i))[0], 15000f);

        using var compute = new Compute(threads: 1);
        NetworkPredictor predictor = NetworkPredictor.Load(_folder["out"], compute);
        var size = predictor.File.Encoding.Inputs!.Value[0];
        var price = predictor.File.Encoding.Targets!.Value[0];
        float[] raw = new float[1];
        predictor.Network.Predict(predictor.Theta, [(float)((20 - size.Mean) / size.Scale), .. Row(20)[1..]], raw);
        Assert.Equal((float)(raw[0] * price.Scale + price.Mean), network.Predict(Row(20))[0]);

        // other columns in another order, no target; names and categories are what counts
        File.WriteAllLines(_folder["new.csv"], ["note,kind,size", $"a,{Kind(20)},20", $"b,{Kind(101)},101"]);
        network.PredictFile(_folder["new.csv"], _folder["predictions.csv"]);
        Assert.Equal(["row,prediction", Line(1, network.Predict(Row(20))[0]), Line(2, network.Predict(Row(101))[0])],
            File.ReadAllLines(_folder["predictions.csv"]));
        AssertRefused(network, "kind,size\ncastle,20\n",
            "row 1 (line 2), column 'kind': 'castle' does not occur in the training file; expected one of its 3 texts");
        AssertRefused(network, "kind,sizes\nflat,20\n", "there is no column 'size'; expected the network's inputs, size, kind");
        AssertRefused(network, "kind,size\nflat,big\n", "row 1 (line 2), column 'size': the column holds texts; expected numbers");
    }

    [Fact]
    public void Classes_are_named_and_come_with_their_probability()
    {
        TrainedNetwork network = Train("table:houses.csv,target=class,columns=size;kind", "mlp-tanh-8", "adam@0.05", 200);
        Assert.Equal(["cheap", "dear"], network.Classes);
        float[] outputs = network.Predict([.. Row(5), .. Row(195)]), logits = new float[2];
        Assert.True(outputs[0] > 0.9 && outputs[3] > 0.9);
        using var compute = new Compute(threads: 1);
        NetworkPredictor predictor = NetworkPredictor.Load(_folder["out"], compute);
        float[] encoded = Row(5);
        predictor.File.Encoding.EncodeInputs(encoded);
        predictor.Network.Predict(predictor.Theta, encoded, logits);
        TensorPrimitives.SoftMax(logits, logits);
        Assert.Equal(logits, outputs[..2]);

        File.WriteAllLines(_folder["new.csv"], ["size,kind", $"5,{Kind(5)}", $"195,{Kind(195)}"]);
        DataSplits data = PredictionSource.Load(_folder["new.csv"], predictor.File, null, new("nowhere"), 1, []);
        new PredictionTable(predictor, data, allClasses: true).Write(_folder["p.csv"], cancellation: TestContext.Current.CancellationToken);
        string[] lines = File.ReadAllLines(_folder["p.csv"]);
        Assert.False(data.HasTargets);
        Assert.Equal("row,prediction,probability,probability_cheap,probability_dear", lines[0]);
        Assert.Equal(["1", "cheap", Text(outputs[0]), Text(outputs[0]), Text(outputs[1])], lines[1].Split(','));
    }

    [Fact]
    public void Categories_stay_texts_even_where_all_of_them_look_like_numbers()
    {
        string[] codes = ["1", "x", "y"];
        File.WriteAllLines(_folder["mixed.csv"], ["code,y", .. Enumerable.Range(0, 60).Select(i => $"{codes[i % 3]},{i % 3}")]);
        TrainedNetwork network = Train("table:mixed.csv,target=y", "mlp-relu-4", "adam@0.05", 300);
        File.WriteAllLines(_folder["new.csv"], ["code", "1", "1"]);
        network.PredictFile(_folder["new.csv"], _folder["p.csv"]);
        Assert.Equal(0, double.Parse(File.ReadAllLines(_folder["p.csv"])[1].Split(',')[1], CultureInfo.InvariantCulture), 0.2);
    }

    [Fact]
    public void An_autoencoder_of_a_table_gives_back_its_columns()
    {
        TrainedNetwork network = Train("table:houses.csv,target=input,columns=size;kind", "mlp-tanh-16", "adam@0.02:schedule=cosine", 400);
        Assert.True(double.IsNaN(network.TestMetric));
        Assert.Equal(100, network.Predict(Row(100))[0], 15f);
        File.WriteAllLines(_folder["new.csv"], ["kind,size", $"{Kind(100)},100"]);
        network.PredictFile(_folder["new.csv"], _folder["p.csv"]);
        string[] lines = File.ReadAllLines(_folder["p.csv"]);
        Assert.Equal("row,size,kind", lines[0]);
        Assert.Equal(["1", Text(network.Predict(Row(100))[0]), Kind(100)], lines[1].Split(','));
    }

    [Fact]
    public void A_network_of_images_takes_arrays_and_folders_of_images()
    {
        TrainedNetwork network = Train("digits,normalize=true", "mlp-relu-8", "adam@0.02", 60);
        Assert.Equal(["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"], network.Classes);
        float[] pixels = [.. Enumerable.Range(0, 784).Select(static i => i % 28 < 14 ? 1f : 0)];
        Directory.CreateDirectory(_folder["scans"]);
        using (var bitmap = new SKBitmap(new SKImageInfo(56, 56)))
        {
            for (int i = 0; i < 56 * 56; i++)
                bitmap.SetPixel(i % 56, i / 56, i % 56 < 28 ? SKColors.White : SKColors.Black);
            using SKData png = bitmap.Encode(SKEncodedImageFormat.Png, 100);
            File.WriteAllBytes(_folder["scans/a.png"], png.ToArray());
        }
        byte[] values = new byte[784 * sizeof(float)];
        Buffer.BlockCopy(pixels, 0, values, 0, values.Length);
        File.WriteAllBytes(_folder["x.npy"], NpyBytes.Of("<f4", "(1, 28, 28)", values));
        float[] expected = network.Predict(pixels);
        int best = TensorPrimitives.IndexOfMax(expected);
        foreach ((string data, string name) in new[] { ("x.npy", "1"), ("scans", "a.png") })
        {
            network.PredictFile(_folder[data], _folder["p.csv"], [new ImageFolderReader()]);
            string[] cells = File.ReadAllLines(_folder["p.csv"])[1].Split(',');
            Assert.Equal([name, $"{best}"], cells[..2]);
            Assert.Equal(expected[best], float.Parse(cells[2], CultureInfo.InvariantCulture), 1e-5f);
        }
        AssertRefused(network, "size\n1\n", "the network was not trained on a table");
        File.WriteAllBytes(_folder["x.npy"], NpyBytes.Of("<f4", "(2, 392)", values));
        Assert.EndsWith("samples of shape (392); expected (1, 28, 28), as the network was trained on",
            Assert.Throws<InvalidDataException>(() => network.PredictFile(_folder["x.npy"], _folder["p.csv"])).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void The_same_call_gives_the_same_network_and_another_one_is_refused()
    {
        TrainedNetwork first = Train("table:houses.csv,target=price", "mlp-relu-4", "adam@0.01", 20);
        byte[] weights = File.ReadAllBytes(_folder[$"out/{NetworkWeights.FileName}"]);
        TrainedNetwork second = Train("table:houses.csv,target=price", "mlp-relu-4", "adam@0.01", 20);
        Assert.Equal(first.TestLoss, second.TestLoss);
        Assert.Equal(weights, File.ReadAllBytes(_folder[$"out/{NetworkWeights.FileName}"]));
        Assert.Contains("holds another training", Assert.Throws<ArgumentException>(() =>
            Train("table:houses.csv,target=price", "mlp-relu-4", "adam@0.01", 30)).Message, StringComparison.Ordinal);
        Assert.Contains("unknown loss 'mae'", Assert.Throws<ArgumentException>(() =>
            TrainedNetwork.Train("mlp-relu-4", "digits", "adam@0.01", _folder["new"], loss: "mae",
                cancellation: TestContext.Current.CancellationToken)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>("inputs", () => first.Predict(new float[3]));
        Assert.False(Directory.Exists(_folder["new"]));
    }

    private TrainedNetwork Train(string data, string network, string optimizer, int iterations) => TrainedNetwork.Train(network,
        data.Replace("table:", $"table:{_folder.Root}/", StringComparison.Ordinal)
            .Replace(",target=price", ",target=price,columns=size;kind", StringComparison.Ordinal),
        optimizer, _folder["out"], iterations, batchSize: 32, threads: 1, cancellation: TestContext.Current.CancellationToken);

    private void AssertRefused(TrainedNetwork network, string csv, string complaint)
    {
        File.WriteAllText(_folder["bad.csv"], csv);
        string message = Assert.ThrowsAny<Exception>(() => network.PredictFile(_folder["bad.csv"], _folder["none.csv"])).Message;
        Assert.Contains(complaint, message, StringComparison.Ordinal);
        Assert.False(File.Exists(_folder["none.csv"]));
    }

    private static float[] Row(int i) => [i, i % 3 == 0 ? 1 : 0, i % 3 == 1 ? 1 : 0, i % 3 == 2 ? 1 : 0];

    private static string Kind(int i) => i % 3 == 0 ? "flat" : i % 3 == 1 ? "house" : "villa";

    private static float Price(int i) => 1000 * i + 40000 * (i % 3);

    private static string Line(int row, float value) => $"{row},{Text(value)}";

    private static string Text(float value) => value.ToString("R", CultureInfo.InvariantCulture);
}
