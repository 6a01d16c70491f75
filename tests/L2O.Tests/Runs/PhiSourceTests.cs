using System.Globalization;
using L2O.Pretrained;
using Xunit;

namespace L2O.Tests.Runs;

public sealed class PhiSourceTests
{
    public static TheoryData<string> Names => [.. PhiSource.Pretrained];

    [Fact]
    public void One_comes_with_the_library_for_each_network_of_the_study() =>
        Assert.Equal(["pretrained/batchnorm", "pretrained/leaky-relu", "pretrained/sigmoid"], PhiSource.Pretrained);

    [Theory]
    [MemberData(nameof(Names))]
    public void Each_binds_and_says_where_it_comes_from(string name)
    {
        using var compute = new Compute(threads: 1);
        PhiFile phi = PhiSource.Load(name);

        Assert.Equal("l2o", phi.Settings.Bind<float>(phi.Phi, compute).Name);
        Assert.All(phi.Phi, static value => Assert.True(float.IsFinite(value)));
        Assert.Equal(["data", "epochs", "optimizee", "seed"], phi.Origin.Keys);
    }

    [Fact]
    public void A_file_and_its_folder_mean_the_same()
    {
        using var folder = new TemporaryFolder();
        PhiFile phi = PhiSource.Load("pretrained/sigmoid");
        phi.Save(Path.Combine(folder.Root, PhiFile.FileName));

        Assert.Equal(phi.Phi, PhiSource.Load(folder.Root).Phi);
        Assert.Equal(phi.Phi, PhiSource.Load(Path.Combine(folder.Root, PhiFile.FileName)).Phi);
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    public void A_phi_that_is_not_finite_is_refused_by_name(float value)
    {
        using var folder = new TemporaryFolder();
        PhiFile phi = PhiSource.Load("pretrained/sigmoid");
        phi.Phi[^1] = value;
        string path = Path.Combine(folder.Root, PhiFile.FileName);
        phi.Save(path);

        Assert.Equal($"{path}: tensor 'output.bias' has the value {value.ToString(CultureInfo.InvariantCulture)} at 0; " +
            "expected finite numbers", Assert.Throws<InvalidDataException>(() => LearnedOptimizer.Load(path)).Message);
    }

    [Fact]
    public void An_unknown_name_is_told_from_a_missing_file() =>
        Assert.Contains("did you mean 'pretrained/sigmoid'?",
            Assert.Throws<FileNotFoundException>(static () => PhiSource.Load("pretrained/sigmod")).Message, StringComparison.Ordinal);
}
