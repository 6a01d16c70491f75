using L2O.Files;
using L2O.Runs;
using L2O.Runs.Owners;
using L2O.Settings;
using Xunit;

namespace L2O.Tests.Runs;

/// <summary>Two processes in one folder where file locks do nothing.</summary>
public sealed class HeartbeatTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Alive => _folder[Heartbeat.FileName];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Without_locks_the_heartbeat_of_the_owner_is_noticed_and_the_second_is_refused()
    {
        if (OperatingSystem.IsWindows())
            Assert.Skip("its open files can't be removed");
        using (RunLock.Acquire(_folder.Root))
        {
            File.Delete(_folder[RunLock.FileName]); // the next one locks another file
            Assert.Equal($"folder '{_folder.Root}' is in use by process {Environment.ProcessId} on {Environment.MachineName}; expected one "
                + "that no other run writes to", Assert.Throws<RunInUseException>(() => RunLock.Acquire(_folder.Root)).Message);
        }
        Assert.False(File.Exists(Alive));
        RunLock.Acquire(_folder.Root).Dispose();
    }

    [Fact]
    public void An_owner_on_another_machine_counts_until_it_has_been_silent_for_long()
    {
        Sign(new FolderOwner("x", "elsewhere", 4711), age: TimeSpan.FromSeconds(5));
        Assert.Contains("by process 4711 on elsewhere;",
            Assert.Throws<RunInUseException>(() => RunLock.Acquire(_folder.Root)).Message, StringComparison.Ordinal);
        Assert.True(RunLock.IsHeld(_folder.Root));
        Sign(new FolderOwner("x", "elsewhere", 4711), age: Heartbeat.Patience + TimeSpan.FromSeconds(2));
        Assert.False(RunLock.IsHeld(_folder.Root));
        RunLock.Acquire(_folder.Root).Dispose();
    }

    [Fact]
    public void An_owner_here_whose_process_is_gone_is_taken_over_at_once()
    {
        Sign(FolderOwner.Here() with { ProcessId = int.MaxValue }, TimeSpan.Zero);
        RunLock.Acquire(_folder.Root).Dispose();
        File.WriteAllText(Alive, "half a lin"); // or its sign was cut
        RunLock.Acquire(_folder.Root).Dispose();
    }

    [Fact]
    public void Who_is_taken_over_stores_nothing_more()
    {
        using var heartbeat = new Heartbeat(_folder.Root);
        heartbeat.Write();
        Assert.False(heartbeat.IsLost);
        FolderOwner other = FolderOwner.Here();
        Sign(other, TimeSpan.Zero);
        heartbeat.Write();
        Assert.True(heartbeat.IsLost);
        Assert.Equal(other, FolderOwner.TryLoad(Alive)); // it is left as it is
    }

    private void Sign(FolderOwner owner, TimeSpan age)
    {
        AtomicFile.WriteText(Alive, SettingsJson.Format(owner));
        File.SetLastWriteTimeUtc(Alive, DateTime.UtcNow - age);
    }
}
