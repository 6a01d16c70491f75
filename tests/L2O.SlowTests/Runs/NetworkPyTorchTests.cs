using System.Globalization;
using L2O.Runs.Networks;
using Xunit;

namespace L2O.SlowTests.Runs;

/// <summary>Python's torch loads a trained network's weights into modules of its names and computes the same outputs.</summary>
public sealed class NetworkPyTorchTests : IDisposable
{
    // The package safetensors is not everywhere where torch is; its format is eight bytes, JSON, and raw numbers.
    private const string Script = """
        import json, struct, sys, torch

        data = open(sys.argv[1], 'rb').read()
        size = struct.unpack('<Q', data[:8])[0]
        header = json.loads(data[8:8 + size])
        assert header.pop('__metadata__')['format'] == 'pt'
        tensors = {}
        for name, entry in header.items():
            begin, end = entry['data_offsets']
            type = {'F32': torch.float32, 'I64': torch.int64}[entry['dtype']]
            tensors[name] = torch.frombuffer(bytearray(data[8 + size + begin:8 + size + end]), dtype=type).reshape(entry['shape'])

        class Net(torch.nn.Module):
            def __init__(self):
                super().__init__()
                self.layers = torch.nn.ModuleDict({'mat_0': torch.nn.Linear(784, 8), 'final_mat': torch.nn.Linear(8, 10)})
                self.batch_norm = torch.nn.BatchNorm1d(8)

            def forward(self, x):
                return self.layers['final_mat'](torch.relu(self.batch_norm(self.layers['mat_0'](x))))

        net = Net()
        net.load_state_dict(tensors, strict=True)
        net.eval()
        x = torch.arange(784, dtype=torch.float32).reshape(1, 784) / 784
        with torch.no_grad():
            print(' '.join(repr(value) for value in torch.softmax(net(x), 1).flatten().tolist()))
        """;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Torch_loads_the_weights_of_a_trained_network_and_predicts_the_same()
    {
        string? python = Python.WithTorch();
        Assert.SkipWhen(python is null, Python.Missing);
        var network = TrainedNetwork.Train("mlp-relu-8-batchnorm", "digits", "adam@0.01", _folder["net"], iterations: 50,
            cancellation: TestContext.Current.CancellationToken);
        File.WriteAllText(_folder["load.py"], Script);

        (int code, string output, string error) = Python.Run(python!, _folder["load.py"], _folder[$"net/{NetworkWeights.FileName}"])!.Value;

        Assert.True(code == 0, error);
        float[] expected = network.Predict([.. Enumerable.Range(0, 784).Select(static i => i / 784f)]);
        string[] numbers = output.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        Assert.Equal(10, numbers.Length);
        for (int i = 0; i < expected.Length; i++)
            Assert.Equal(expected[i], double.Parse(numbers[i], CultureInfo.InvariantCulture), 1e-5);
    }
}
