using System.Globalization;
using L2O.Files;
using L2O.Files.Weights;
using Xunit;

namespace L2O.SlowTests.Runs;

/// <summary>What Python's own programs write is read: archives of torch, and pickles of NumPy in every protocol.</summary>
public sealed class PythonWeightTests : IDisposable
{
    private const string Script = """
        import collections, pickle, sys, torch
        torch.manual_seed(3)
        tensors = collections.OrderedDict(
            plain=torch.randn(3, 2), view=torch.randn(4, 5).t()[1:3], part=torch.arange(9.)[2:6], scalar=torch.tensor(2.5),
            parameter=torch.nn.Parameter(torch.randn(2)), half=torch.randn(3).half(), brain=torch.randn(3).bfloat16(),
            double=torch.randn(2).double(), none=torch.zeros(0, 3))
        torch.save({'state_dict': tensors, 'step': 7}, sys.argv[1] + '/torch.weights')
        torch.save(tensors, sys.argv[1] + '/old.weights', _use_new_zipfile_serialization=False)
        for name, tensor in tensors.items():
            print('state_dict.' + name, *[repr(float(value)) for value in tensor.flatten().tolist()])
        try:
            import numpy
        except ImportError:
            sys.exit(0)
        arrays = {'net': {'w': numpy.arange(6, dtype='f4').reshape(2, 3), 'b': numpy.array([0.5, -1.0])}, 'step': 7}
        for protocol in range(3, min(5, pickle.HIGHEST_PROTOCOL) + 1):
            with open(sys.argv[1] + '/numpy%d.weights' % protocol, 'wb') as file:
                pickle.dump(arrays, file, protocol=protocol)
        """;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Archives_and_pickles_are_read_to_the_bit()
    {
        string? python = Python.WithTorch();
        Assert.SkipWhen(python is null, Python.Missing);
        File.WriteAllText(_folder["write.py"], Script);
        (int code, string output, string error) = Python.Run(python!, _folder["write.py"], _folder.Root)!.Value;
        Assert.True(code == 0, error);

        WeightFile torch = WeightFile.Load(_folder["torch.weights"]);
        string[][] printed = [.. output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(static line => line.Trim().Split(' '))];
        Assert.Equal((9, 1), (printed.Length, torch.LeftOut));
        foreach (string[] line in printed)
            Assert.Equal(line[1..].Select(static text => double.Parse(text, CultureInfo.InvariantCulture)),
                torch.Tensors.ReadDouble(line[0]));
        Assert.Equal([2, 4], torch.Tensors.Shape("state_dict.view"));
        Assert.Equal($"{_folder["old.weights"]}: a file of PyTorch before 1.6; expected a zip archive, as torch.save writes it now",
            Assert.Throws<InvalidDataException>(() => WeightFile.Load(_folder["old.weights"])).Message);

        foreach (string path in Directory.GetFiles(_folder.Root, "numpy*.weights"))
        {
            SafetensorsFile arrays = WeightFile.Load(path).Tensors;
            Assert.Equal([0, 1, 2, 3, 4, 5], arrays.ReadDouble("net/w"));
            Assert.Equal([0.5, -1], arrays.ReadDouble("net/b"));
        }
    }
}
