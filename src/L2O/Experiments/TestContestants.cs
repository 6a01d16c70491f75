using System.Collections.Immutable;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using L2O.MetaTesting;
using L2O.Optimizers;
using L2O.Optimizers.Learned;
using L2O.Optimizers.Wrappers;
using L2O.Pretrained;
using L2O.Settings;

namespace L2O.Experiments;

/// <summary>Makes contestants of what is stored or written: phis, names and texts.</summary>
internal static class TestContestants
{
    /// <summary>A learned optimizer; its identity is all of its settings and numbers.</summary>
    /// <param name="name">Its name in tables.</param>
    /// <param name="phi">Settings and parameters.</param>
    /// <param name="wrappers">What is put around it, as the parts behind an optimizer's name: <c>clip=1:schedule=cosine</c>; null for
    /// nothing.</param>
    /// <exception cref="ArgumentException">The wrappers are malformed.</exception>
    public static Contestant Learned(string name, PhiFile phi, string? wrappers = null)
    {
        ArgumentNullException.ThrowIfNull(phi);
        OptimizerSettings? around = wrappers is null ? null : OptimizerSettings.ParseWrappers(wrappers);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes(SettingsJson.Format(phi.Settings, typeof(ILearnedOptimizer))));
        hash.AppendData(MemoryMarshal.AsBytes(phi.Phi.AsSpan()));
        string identity = $"phi {Convert.ToHexStringLower(hash.GetHashAndReset())}{(wrappers is null ? "" : $":{wrappers}")}";
        return Contestant.Ready(name, compute => phi.Settings.Bind<float>(phi.Phi, compute) is var learned && around is null
            ? learned : around!.Wrap(learned), identity);
    }

    /// <summary>A hand-designed optimizer or a mixture: tuned unless its text says all.</summary>
    /// <param name="settings">A name such as <c>adam</c>, or a whole optimizer such as <c>adam@0.01</c>.</param>
    /// <param name="schedules">Schedules to be searched together with the rate, unless the optimizer has one; null for none.</param>
    public static Contestant Baseline(OptimizerSettings settings, ImmutableArray<ScheduleKind>? schedules = null)
    {
        ArgumentNullException.ThrowIfNull(settings);
        if (!settings.IsComplete)
            return schedules is { } kinds && settings.Schedule is null
                ? Contestant.Tuned(settings.Text, kinds, kind => Baseline(kind == ScheduleKind.Constant ? settings
                    : OptimizerSettings.Parse($"{settings.Text}:schedule={Schedule.NameOf(kind)}")))
                : Contestant.Tuned(settings.Text, rate => settings.Create<float>(rate));
        IOptimizer<float> optimizer = settings.Create<float>();
        return Contestant.Ready(settings.Text, _ => optimizer);
    }
}
