using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using L2O.Experiments;
using L2O.Optimizees.Losses;
using L2O.Settings;

namespace L2O.Runs.Networks;

/// <summary>The training of one network, described completely: what is in its folder's <c>config.json</c>.</summary>
internal sealed record NetworkTraining
{
    /// <summary>Describes a training.</summary>
    /// <param name="network">The network's name.</param>
    /// <param name="data">The dataset.</param>
    /// <param name="optimizer">The optimizer, as <see cref="ChosenOptimizer"/> reads it.</param>
    /// <param name="loss">What is minimized; null leaves it to the data's targets.</param>
    /// <param name="iterations">Steps, 1 or more.</param>
    /// <param name="batchSize">Samples a batch, 1 or more.</param>
    /// <param name="validationShare">Share of the training split that is held out for validation, between 0 and 1.</param>
    /// <param name="validateEvery">Steps from one validation to the next, 1 or more.</param>
    /// <param name="seed">Source of all randomness.</param>
    /// <exception cref="ArgumentException">A value is out of its range.</exception>
    public NetworkTraining(
        string network, DataSettings data, string optimizer, LossKind? loss = null, int iterations = 2000, int batchSize = 128,
        double validationShare = 0.1, int validateEvery = 100, ulong seed = 1)
    {
        ArgumentException.ThrowIfNullOrEmpty(network);
        ArgumentException.ThrowIfNullOrEmpty(optimizer);
        Require(iterations >= 1, "iterations", iterations, "1 or more");
        Require(batchSize >= 1, "batchSize", batchSize, "1 or more");
        Require(validationShare is > 0 and < 1, "validationShare", validationShare, "a share between 0 and 1");
        Require(validateEvery >= 1, "validateEvery", validateEvery, "1 or more");
        (Network, Data, Optimizer, Loss, Iterations, BatchSize) = (network, data, optimizer, loss, iterations, batchSize);
        (ValidationShare, ValidateEvery, Seed) = (validationShare, validateEvery, seed);
    }

    /// <summary>The network's name.</summary>
    public string Network { get; }

    /// <summary>The dataset.</summary>
    public DataSettings Data { get; }

    /// <summary>The optimizer's text.</summary>
    public string Optimizer { get; }

    /// <summary>What is minimized; null leaves it to the data's targets.</summary>
    public LossKind? Loss { get; }

    /// <summary>Steps.</summary>
    public int Iterations { get; }

    /// <summary>Samples a batch.</summary>
    public int BatchSize { get; }

    /// <summary>Share of the training split that is held out for validation.</summary>
    public double ValidationShare { get; }

    /// <summary>Steps from one validation to the next.</summary>
    public int ValidateEvery { get; }

    /// <summary>Source of all randomness.</summary>
    public ulong Seed { get; }

    /// <summary>SHA-256 of all of it: a checkpoint is of these settings and of no others.</summary>
    public string Digest() => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(SettingsJson.Format(this))));

    private static void Require(bool holds, string name, double value, string expected)
    {
        if (!holds)
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"{name} is {value}; expected {expected}"));
    }
}
