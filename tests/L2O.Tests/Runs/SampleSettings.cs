using System.Collections.Immutable;

namespace L2O.Tests.Runs;

/// <summary>A settings record with one key of each kind.</summary>
public sealed record SampleSettings(
    int Iterations,
    double Rate,
    SampleSettings.DataOrder Order,
    SampleSettings.InnerSettings Inner,
    ImmutableArray<int> Sizes,
    IReadOnlyList<string> Names,
    string Label = "none",
    bool UseLog = true,
    ulong Seed = 1,
    int? Limit = null)
{
    public enum DataOrder
    {
        Fixed,
        PerRun,
    }

    public static SampleSettings Default { get; } = new(200, 1e-3, DataOrder.Fixed, new InnerSettings(20, 10), [20, 10], ["adam", "sgd"]);

    public double Total => Iterations * Rate;

    public sealed record InnerSettings
    {
        public InnerSettings(int unroll, long limit)
        {
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(unroll);
            if (limit > unroll)
                throw new ArgumentException($"limit {limit}; expected at most the unroll length {unroll}", nameof(limit));
            Unroll = unroll;
            Limit = limit;
        }

        public int Unroll { get; }

        public long Limit { get; }
    }
}
