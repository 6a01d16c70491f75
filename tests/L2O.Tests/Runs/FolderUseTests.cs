using Xunit;

namespace L2O.Tests.Runs;

/// <summary>The façade writes into folders that are new, empty, or hold the same work; into no others.</summary>
public sealed class FolderUseTests
{
    private static readonly string[] s_settings = ["metaTraining.epochs=1"];

    [Fact]
    public void A_folder_of_the_users_own_is_left_alone()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["notes.txt"], "mine");

        Assert.Equal($"folder '{folder.Root}' is not empty and holds no meta-training; expected a new or empty one, or that of the same " +
            "meta-training", Assert.Throws<ArgumentException>(() => Train(folder.Root)).Message);
        Assert.Equal($"folder '{folder.Root}' is not empty and holds no meta-test; expected a new or empty one, or that of the same " +
            "meta-test", Assert.Throws<ArgumentException>(() => LearnedOptimizer.Load("pretrained/sigmoid")
                .Analyze(folder.Root, ["norms"], iterations: 1, cancellation: TestContext.Current.CancellationToken)).Message);
        Assert.StartsWith($"'{folder["notes.txt"]}' is a file; expected", Assert.Throws<ArgumentException>(() =>
            Train(folder["notes.txt"])).Message, StringComparison.Ordinal);
        Assert.Equal("mine", File.ReadAllText(Assert.Single(Directory.GetFileSystemEntries(folder.Root))));
    }

    [Fact]
    public void Snapshots_behind_the_end_and_no_networks_are_refused()
    {
        using var folder = new TemporaryFolder();
        var learned = LearnedOptimizer.Load("pretrained/sigmoid");

        Assert.Equal("snapshots are at 50; expected one up to 20, the last iteration",
            Assert.Throws<ArgumentException>(() => learned.Analyze(folder["x"], ["sharpness"], iterations: 20, snapshots: [50],
                cancellation: TestContext.Current.CancellationToken)).Message);
        Assert.Throws<ArgumentException>(() =>
            learned.CompareWith(["adam@0.01"], [], cancellation: TestContext.Current.CancellationToken));
        Assert.Throws<ArgumentOutOfRangeException>(() => learned.Start(0));
        Assert.False(Directory.Exists(folder["x"]));
    }

    private static LearnedOptimizer Train(string folder) =>
        LearnedOptimizer.MetaTrain(folder, "quick", s_settings, cancellation: TestContext.Current.CancellationToken);
}
