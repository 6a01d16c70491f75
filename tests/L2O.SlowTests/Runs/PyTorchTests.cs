using System.Collections.Immutable;
using System.Globalization;
using L2O.Numerics;
using L2O.Optimizers.Learned;
using L2O.Optimizers.Learned.Lstm;
using L2O.Pretrained;
using Xunit;

namespace L2O.SlowTests.Runs;

/// <summary>
/// Python's torch loads what is exported, into a module with the original's names, and makes the same updates with it; what torch writes in
/// other precisions is imported. L2O_PYTHON names the interpreter, else python3 and Debian's own are tried; skipped where none has torch.
/// </summary>
public sealed class PyTorchTests : IDisposable
{
    private const int Steps = 4;

    private static readonly CoordinateLstm s_learned = new(hiddenSize: 6);
    private static readonly float[] s_gradient = [0.5f, -0.02f, 3e-6f, 0, -7];

    // The package safetensors is not everywhere where torch is; its format is eight bytes, JSON, and raw numbers.
    private const string Script = """
        import copy, json, struct, sys, torch

        def load(path):
            data = open(path, 'rb').read()
            size = struct.unpack('<Q', data[:8])[0]
            header = json.loads(data[8:8 + size])
            assert header.pop('__metadata__') == {'format': 'pt'}
            tensors = {}
            for name, entry in header.items():
                begin, end = entry['data_offsets']
                assert entry['dtype'] == 'F32'
                values = bytearray(data[8 + size + begin:8 + size + end])
                tensors[name] = torch.frombuffer(values, dtype=torch.float32).reshape(entry['shape'])
            return tensors

        def save(path, tensors, type):
            header, data = {}, b''
            for name, tensor in tensors.items():
                raw = bytes(tensor.contiguous().flatten().view(torch.uint8).tolist())
                header[name] = {'dtype': type, 'shape': list(tensor.shape), 'data_offsets': [len(data), len(data) + len(raw)]}
                data += raw
            text = json.dumps(header).encode()
            open(path, 'wb').write(struct.pack('<Q', len(text)) + text + data)

        class Lstm(torch.nn.Module):
            def __init__(self, hidden):
                super().__init__()
                self.recurs = torch.nn.LSTMCell(2, hidden)
                self.recurs2 = torch.nn.LSTMCell(hidden, hidden)
                self.output = torch.nn.Linear(hidden, 1)

        def features(gradient, p):
            size = gradient.abs()
            large = size >= torch.exp(torch.tensor(-p))
            first = torch.where(large, torch.log(size + 1e-8) / p, torch.full_like(gradient, -1.0))
            second = torch.where(large, torch.sign(gradient), torch.exp(torch.tensor(p)) * gradient)
            return torch.stack([first, second], 1)

        folder, hidden, steps = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
        gradient = torch.tensor([float(value) for value in sys.argv[4:]])
        tensors = load(folder + '/exported.safetensors')
        module = Lstm(hidden)
        module.load_state_dict(tensors, strict=True)
        states = [torch.zeros(len(gradient), hidden) for _ in range(4)]
        with torch.no_grad():
            for step in range(steps):
                states[0], states[1] = module.recurs(features(gradient, 10.0), (states[0], states[1]))
                states[2], states[3] = module.recurs2(states[0], (states[2], states[3]))
                print(' '.join(repr(value) for value in module.output(states[2]).flatten().tolist()))
        for type, name in ((torch.float16, 'F16'), (torch.bfloat16, 'BF16'), (torch.float64, 'F64')):
            parallel = torch.nn.DataParallel(copy.deepcopy(module)).to(type)
            save(folder + '/' + name + '.safetensors', parallel.state_dict(), name)
        """;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Torch_loads_an_export_and_makes_the_same_updates_and_its_own_files_are_imported()
    {
        string? python = Python.WithTorch();
        Assert.SkipWhen(python is null, Python.Missing);
        float[] phi = new float[s_learned.PhiLayout().Count];
        new Rng(3).FillUniform(phi.AsSpan(), 0.5);
        StateDict.Save(_folder["exported.safetensors"], new PhiFile(s_learned, phi, ImmutableSortedDictionary<string, string>.Empty));
        File.WriteAllText(_folder["load.py"], Script);

        string[] gradient = [.. s_gradient.Select(static value => value.ToString("R", CultureInfo.InvariantCulture))];
        (int code, string output, string error) = Python.Run(python!,
            [_folder["load.py"], _folder.Root, $"{s_learned.HiddenSize}", $"{Steps}", .. gradient])!.Value;

        Assert.True(code == 0, error);
        AssertUpdates(phi, [.. output.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(static line => Array.ConvertAll(line.Split(' '), static text => double.Parse(text, CultureInfo.InvariantCulture)))]);
        // Eight or eleven bits of mantissa round by half of their last one.
        foreach ((string name, double relative, double least) in new[] { ("F16", 1.0 / 2048, 1e-7), ("BF16", 1.0 / 256, 0), ("F64", 0, 0) })
        {
            float[] imported = StateDict.Load(_folder[$"{name}.safetensors"]).ToPhi(s_learned).Phi;
            for (int i = 0; i < phi.Length; i++)
                Assert.InRange(Math.Abs(imported[i] - phi[i]), 0, relative * Math.Abs(phi[i]) + least);
        }
    }

    /// <summary>An update is λ times the network's output.</summary>
    private static void AssertUpdates(float[] phi, double[][] outputs)
    {
        Assert.Equal(Steps, outputs.Length);
        using var compute = new Compute(threads: 1);
        LearnedRun<float> run = s_learned.Bind<float>(phi, compute).Start(ParameterLayout.Vector(s_gradient.Length));
        float[] theta = new float[s_gradient.Length], before = new float[s_gradient.Length];
        foreach (double[] expected in outputs)
        {
            theta.CopyTo(before, 0);
            run.Step(theta, s_gradient);
            for (int i = 0; i < theta.Length; i++)
                Assert.Equal(s_learned.UpdateScale * expected[i], theta[i] - before[i], 2e-6); // theta is rounded to single precision
        }
    }
}
