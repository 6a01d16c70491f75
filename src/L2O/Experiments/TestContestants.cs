using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using L2O.MetaTesting;
using L2O.Optimizers;
using L2O.Optimizers.Learned;
using L2O.Pretrained;
using L2O.Settings;

namespace L2O.Experiments;

/// <summary>Makes contestants of what is stored or written: phis, names and texts.</summary>
public static class TestContestants
{
    /// <summary>A learned optimizer; its identity is all of its settings and numbers.</summary>
    /// <param name="name">Its name in tables.</param>
    /// <param name="phi">Settings and parameters.</param>
    public static Contestant Learned(string name, PhiFile phi)
    {
        ArgumentNullException.ThrowIfNull(phi);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes(SettingsJson.Format(phi.Settings, typeof(ILearnedOptimizer))));
        hash.AppendData(MemoryMarshal.AsBytes(phi.Phi.AsSpan()));
        return Contestant.Ready(name, compute => phi.Settings.Bind<float>(phi.Phi, compute),
            $"phi {Convert.ToHexStringLower(hash.GetHashAndReset())}");
    }

    /// <summary>A hand-designed optimizer or a mixture: tuned unless its text says all.</summary>
    /// <param name="text">A name such as <c>adam</c>, or a whole optimizer such as <c>adam@0.01</c>.</param>
    /// <exception cref="ArgumentException">The text is neither.</exception>
    public static Contestant Baseline(string text)
    {
        if (!OptimizerText.IsComplete(text))
            return Contestant.Tuned(text, OptimizerCatalog.Factory<float>(text));
        IOptimizer<float> optimizer = OptimizerText.Parse<float>(text);
        return Contestant.Ready(text, _ => optimizer);
    }
}
