using System.Globalization;
using L2O.Dynamics.Noise;
using L2O.Numerics;
using L2O.SlowTests.Runs;
using Xunit;

namespace L2O.SlowTests.Dynamics;

/// <summary>
/// The original's formula in Python's torch gives the same: its mean over mini-batches in single precision, bit for bit, the residues
/// of equal numbers that it leaves, and what they do to the tail index. Skipped where no Python has torch.
/// </summary>
public sealed class CenteringPyTorchTests : IDisposable
{
    private const int Rows = 79;
    private const int Width = 100; // three blocks of 32 columns and four more
    private const int Dead = 40;

    // Reads (rows, n) numbers as text; prints the mean's bits, then α around the mean in single and in double precision, and without the
    // coordinates that are equal in all rows.
    private const string Script = """
        import sys, torch

        torch.set_num_threads(1)

        def group_size(count):
            return max(m for m in range(1, int(count ** 0.5) + 1) if count % m == 0)

        def alpha(x):
            x = x.flatten()
            m = group_size(len(x))
            y = x.view(-1, m).sum(1)
            eps = 2.2e-16
            return 1 / ((torch.log(y.abs() + eps).mean() - torch.log(x.abs() + eps).mean()) / torch.log(torch.tensor(float(m)))).item()

        rows = [[float(text) for text in line.split()] for line in open(sys.argv[1])]
        u = torch.tensor(rows, dtype=torch.float32)
        mean = u.mean(dim=0)
        print(' '.join(str(bits) for bits in mean.view(torch.int32).tolist()))
        exact = u.double() - u.double().mean(dim=0)
        dead = (u == u[0]).all(dim=0)
        residues = (u[0] - mean)[dead].abs()
        print(alpha(u - mean), alpha(exact), alpha(exact[:, ~dead]), int(dead.sum()), int((residues > 0).sum()),
              residues[residues > 0].min().item(), residues.max().item())
        """;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Torch_gives_the_same_mean_residues_and_tail_indices()
    {
        string? python = Python.WithTorch();
        Assert.SkipWhen(python is null, Python.Missing);
        var rng = new Rng(2);
        float[] dead = [.. Enumerable.Range(0, Dead).Select(_ => (float)(0.01 * rng.NextNormal()))];
        float[] values = [.. Enumerable.Range(0, Rows * Width).Select(i =>
            i % Width < Dead ? dead[i % Width] : (float)(0.01 + 0.01 * rng.NextNormal()))];
        File.WriteAllLines(_folder["values.txt"], values.Chunk(Width).Select(static row =>
            string.Join(' ', row.Select(static value => value.ToString("R", CultureInfo.InvariantCulture)))));
        File.WriteAllText(_folder["alpha.py"], Script);

        (int code, string output, string error) = Python.Run(python!, _folder["alpha.py"], _folder["values.txt"])!.Value;

        Assert.True(code == 0, error);
        string[] lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        float[] mean = new float[Width];
        FloatMean.Of(values, mean);
        Assert.Equal(lines[0].Split(' ').Select(int.Parse), mean.Select(BitConverter.SingleToInt32Bits));
        double[] torch = Array.ConvertAll(lines[1].Split(' '), static text => double.Parse(text, CultureInfo.InvariantCulture));
        var found = CenteringAnalysis.Of(values, Width);
        Assert.Equal(torch[0], found.FloatMean, 1e-4); // the original's logarithms and sums are in single precision too
        Assert.Equal(torch[1], found.ExactMean, 1e-7); // log m alone is
        Assert.Equal(torch[2], found.Live, 1e-7);
        Assert.Equal(torch[3..], new double[] { found.Dead, found.Residues, found.SmallestResidue, found.LargestResidue });
        Assert.True(found.Residues > Dead / 2 && found.FloatMean > found.ExactMean + 0.02, $"{found}");
    }
}
