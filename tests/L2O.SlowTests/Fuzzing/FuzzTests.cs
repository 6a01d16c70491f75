using System.Diagnostics;
using Xunit;

namespace L2O.SlowTests.Fuzzing;

/// <summary>
/// Damaged files are refused with a message: no other exception, no hang, no memory beyond their size. L2O_FUZZ is the number of inputs for
/// each reader, 500 if that is not set; L2O_FUZZ_SEED the first seed.
/// </summary>
public sealed class FuzzTests
{
    private const long AllocationLimit = 64L << 20; // gzip and JSON readers rent buffers; a header that claims 10 TB asks for far more
    private static readonly TimeSpan TimeLimit = TimeSpan.FromSeconds(10);

    public static TheoryData<string> Names
    {
        get
        {
            using var targets = new FuzzTargets();
            return [.. targets.All.Keys];
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Sound_files_are_read(string name)
    {
        using var targets = new FuzzTargets();
        Assert.NotEmpty(targets.All[name].Corpus);
        foreach (byte[] sound in targets.All[name].Corpus)
            targets.All[name].Read(sound);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Damaged_files_are_refused_with_a_message(string name)
    {
        using var targets = new FuzzTargets();
        FuzzTarget target = targets.All[name];
        var mutator = new ByteMutator(target.Corpus, Number("L2O_FUZZ_SEED", 1));
        int refused = 0, count = Number("L2O_FUZZ", 500);
        for (int i = 0; i < count; i++)
        {
            byte[] input = mutator.Next();
            refused += IsRefused(name, target, input) ? 1 : 0;
        }
        Assert.InRange(refused, count / 20, count); // damage that no reader notices would show a test that tests nothing
    }

    private static bool IsRefused(string name, FuzzTarget target, byte[] input)
    {
        long before = GC.GetAllocatedBytesForCurrentThread(), started = Stopwatch.GetTimestamp();
        bool refused = false;
        try
        {
            target.Read(input);
        }
        catch (Exception failure) when (failure is InvalidDataException or FileNotFoundException)
        {
            Assert.False(string.IsNullOrWhiteSpace(failure.Message));
            refused = true;
        }
        catch (Exception failure)
        {
            Assert.Fail($"{name}: {failure.GetType().Name} ({failure.Message}) on {Keep(input)}\n{failure.StackTrace}");
        }
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        if (allocated > AllocationLimit)
            Assert.Fail($"{name}: {allocated} bytes allocated for an input of {input.Length} on {Keep(input)}");
        if (Stopwatch.GetElapsedTime(started) > TimeLimit)
            Assert.Fail($"{name}: {Stopwatch.GetElapsedTime(started)} on {Keep(input)}");
        return refused;
    }

    private static string Keep(byte[] input)
    {
        string path = Path.Combine(Path.GetTempPath(),
            $"l2o-fuzz-{Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(input))[..12]}");
        File.WriteAllBytes(path, input);
        return path;
    }

    private static int Number(string variable, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), out int value) ? value : otherwise;
}
