using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using L2O.Optimizers;

namespace L2O.TorchSharp;

/// <summary>An optimizer of L2O for a TorchSharp model, with what its run needs to know.</summary>
/// <param name="Optimizer">The optimizer, with all that is put around it.</param>
/// <param name="Identity">What tells its states from those of others: its name, and a digest of phi.</param>
/// <param name="Rate">The learning rate of groups at which updates are taken as they are.</param>
/// <param name="Steps">Steps of the run; null where nobody knows.</param>
/// <param name="Compute">Threads that are to be disposed of with the optimizer; null for none.</param>
internal sealed record OptimizerChoice(IOptimizer<float> Optimizer, string Identity, double Rate, int? Steps, Compute? Compute = null)
{
    /// <summary>An optimizer that the caller made.</summary>
    /// <exception cref="ArgumentException">It reads the number of steps, which is not given.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There are no steps.</exception>
    public static OptimizerChoice Of(IOptimizer<float> optimizer, int? steps)
    {
        ArgumentNullException.ThrowIfNull(optimizer);
        string identity = optimizer is LearnedOptimizer learned ? IdentityOf(learned, "") : optimizer.Name;
        return new OptimizerChoice(optimizer, identity, optimizer.LearningRate, steps).Checked();
    }

    /// <summary>A learned optimizer as users write it.</summary>
    /// <param name="source">A name of the library, a file or a folder; parts may follow: <c>pretrained/sigmoid:clip=1</c>.</param>
    /// <param name="steps">Steps of the run; null where nobody knows.</param>
    /// <param name="threads">Of its computations; 0 for as many as are fastest.</param>
    /// <param name="learned">What was loaded.</param>
    public static OptimizerChoice Load(string source, int? steps, int threads, out LearnedOptimizer learned)
    {
        ArgumentException.ThrowIfNullOrEmpty(source);
        (string path, string? parts) = File.Exists(source) || Directory.Exists(source) ? (source, null)
            : OptimizerText.SplitWrappers(source);
        OptimizerSettings? around = parts is null ? null : OptimizerSettings.ParseWrappers(parts);
        learned = LearnedOptimizer.Load(path);
        if (!learned.Settings.SuppliesItsInputs)
            throw new ArgumentException($"learned optimizer '{source}' reads inputs that its caller supplies in each step; expected one "
                + "that reads parameters, gradients, loss and time alone");
        var compute = new Compute(threads);
        IOptimizer<float> bound = learned.Settings.Bind<float>(learned.Phi, compute);
        try
        {
            return new OptimizerChoice(around?.Wrap(bound) ?? bound, IdentityOf(learned, parts ?? ""), 1, steps, compute).Checked();
        }
        catch
        {
            compute.Dispose();
            throw;
        }
    }

    private static string IdentityOf(LearnedOptimizer learned, string parts)
    {
        byte[] digest = SHA256.HashData([.. Encoding.UTF8.GetBytes(learned.Settings.ToString()!),
            .. MemoryMarshal.AsBytes(learned.Phi)]);
        return $"{learned.Name}{(parts.Length > 0 ? ":" : "")}{parts} with phi {Convert.ToHexStringLower(digest.AsSpan(0, 6))}";
    }

    private OptimizerChoice Checked()
    {
        if (Steps < 1)
            throw new ArgumentOutOfRangeException("totalSteps",
                string.Create(CultureInfo.InvariantCulture, $"totalSteps is {Steps}; expected 1 or more, or null"));
        if ((Optimizer.Needs & OptimizerNeeds.Horizon) != 0 && Steps is null)
            throw new ArgumentException($"optimizer '{Optimizer.Name}' reads the number of steps, and totalSteps is not given; expected "
                + "the number of calls of step() that the training will make");
        if ((Optimizer.Needs & OptimizerNeeds.ValidationLoss) != 0)
            throw new ArgumentException($"optimizer '{Optimizer.Name}' reads a validation loss, which TorchSharp's step has no place for; "
                + "expected one that reads the training loss at most");
        return this;
    }
}
