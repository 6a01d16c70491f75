using L2O.Files;
using L2O.MetaTesting;
using L2O.Optimizees;
using L2O.Pretrained;
using L2O.Runs;
using Xunit;

namespace L2O.Tests.Runs;

/// <summary>Stored runs that were damaged: they count as missing, are said, and are made again.</summary>
public sealed class StoredRunTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly List<string> _said = [];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_block_of_zeros_or_a_flipped_bit_is_no_stored_run()
    {
        var store = new TrialFolder(_folder["cells"]) { Warned = _said.Add };
        var curve = new LossCurve("net", "adam", 3, [new CurvePoint(1, 0.5, 0.25, double.NaN, double.NaN)], new LossAndAccuracy(0.5, 0.1),
            new LossAndAccuracy(0.7, 0.2));
        foreach (Func<byte[], byte[]> damage in new Func<byte[], byte[]>[]
        {
            static bytes => [.. bytes[..^8], .. new byte[8]], // what a power cut leaves
            static bytes => [.. bytes[..^1], (byte)(bytes[^1] ^ 1)],
            static bytes => bytes[..^1],
        })
        {
            store.StoreSum("search", 3);
            store.StoreCurve("test", curve);
            Assert.Equal(3, store.FindSum("search"));
            Assert.Equal(0.7, store.FindCurve("test")!.FinalTest.Loss);
            Assert.Empty(_said);
            foreach (string path in Directory.GetFiles(store.Root))
                File.WriteAllBytes(path, damage(File.ReadAllBytes(path)));
            Assert.Null(store.FindSum("search"));
            Assert.Null(store.FindCurve("test"));
            Assert.Equal(2, _said.Count);
            Assert.All(_said, static line => Assert.EndsWith("; the run is made again", line, StringComparison.Ordinal));
            _said.Clear();
        }
    }

    [Fact]
    public void A_cache_that_cannot_be_used_is_said_once_and_borne_and_a_runs_own_store_is_not()
    {
        File.WriteAllText(_folder["file"], "");
        var cache = new TrialFolder(_folder["file"], isOptional: true) { Warned = _said.Add };
        cache.StoreSum("one", 1);
        cache.StoreSum("two", 2);
        Assert.Null(cache.FindSum("one"));
        Assert.EndsWith("; the work goes on without", Assert.Single(_said), StringComparison.Ordinal);
        Assert.ThrowsAny<IOException>(() => new TrialFolder(_folder["file"]).StoreSum("one", 1));
    }

    [Fact]
    public void Runs_of_version_0_1_have_no_checksum_and_are_made_again()
    {
        var store = new TrialFolder(_folder["cells"]) { Warned = _said.Add };
        store.StoreSum("search", 3);
        string path = Directory.GetFiles(store.Root).Single();
        var file = SafetensorsFile.Load(path);
        SafetensorsFile.Save(path, file.Tensors, file.Metadata.Where(static pair => pair.Key != "l2o.sha256").ToDictionary());
        Assert.Null(store.FindSum("search"));
        Assert.Contains("no checksum 'l2o.sha256'", Assert.Single(_said), StringComparison.Ordinal);
        store.StoreSum("search", 4);
        Assert.Equal(4, store.FindSum("search"));
    }

    [Fact]
    public void A_damaged_phi_is_refused_and_one_without_a_checksum_is_read()
    {
        PhiFile phi = PhiSource.Load("pretrained/sigmoid");
        phi.Save(_folder["phi.safetensors"]);
        Assert.Equal(phi.Phi, PhiFile.Load(_folder["phi.safetensors"]).Phi);
        byte[] bytes = File.ReadAllBytes(_folder["phi.safetensors"]);
        File.WriteAllBytes(_folder["zeros.safetensors"], [.. bytes[..^64], .. new byte[64]]);
        Assert.Contains("does not agree with its checksum",
            Assert.Throws<InvalidDataException>(() => PhiFile.Load(_folder["zeros.safetensors"])).Message, StringComparison.Ordinal);
        var file = SafetensorsFile.Load(_folder["phi.safetensors"]);
        SafetensorsFile.Save(_folder["plain.safetensors"], file.Tensors); // as PyTorch writes it
        Assert.Equal(phi.Phi, PhiFile.Load(_folder["plain.safetensors"]).Phi);
    }
}
