using System.Collections.Immutable;
using L2O.Data;
using L2O.Data.Sources;
using L2O.Experiments;
using L2O.Optimizees.Losses;
using L2O.Pretrained;
using L2O.Runs;

namespace L2O.Cli.Options;

/// <summary>What a test of learned optimizers takes where the user says nothing: networks, data, and where the rest comes from.</summary>
/// <param name="Experiment">Seed, baselines and lengths; null where nothing describes them.</param>
/// <param name="Optimizees">Networks by name.</param>
/// <param name="Data">The data.</param>
/// <param name="Loss">What the networks minimize; null leaves it to the data.</param>
/// <param name="Source">Why these, for the user.</param>
/// <param name="Missing">Which data should have been taken and are not there; null where none.</param>
/// <param name="Digest">That of the training split that the first phi was meta-trained on; null where nothing tells it.</param>
internal sealed record MetaTestDefaults(
    Experiment? Experiment, ImmutableArray<string> Optimizees, DataSettings Data, LossKind? Loss, string Source, string? Missing,
    string? Digest = null)
{
    /// <summary>
    /// From the experiment that is asked for, else from the first phi: the description in its folder, else the metadata in its file.
    /// </summary>
    /// <param name="named">A preset, file or folder; null for none.</param>
    /// <param name="phis">Files and folders, in the order typed.</param>
    /// <param name="folder">Where known datasets lie.</param>
    public static MetaTestDefaults Of(string? named, IReadOnlyList<string> phis, DataFolder folder)
    {
        if (named is not null)
            return Of(ExperimentSource.Load(named), $"as in {named}");
        if (phis.Count == 0)
            return new MetaTestDefaults(null, [PhiOrigin.DefaultOptimizee], new DataSettings(), null, "for want of a PHI", null);
        string trained = $"what {phis[0]} was meta-trained on";
        if (Described(phis[0]) is { Particles: not null } families)
            return Tested(families, phis[0], folder);
        if (Described(phis[0]) is { } experiment)
        {
            MetaTestDefaults described = Of(experiment, trained) with { Digest = DataRecord.DigestOf(phis[0]) };
            if (DataRecord.OwnNameOf(phis[0]) is { } own)
                return described with
                {
                    Data = new DataSettings(),
                    Loss = null,
                    Missing = $"{own}, which {phis[0]} was meta-trained on, was given in C#; the digits are taken instead",
                };
            return PhiOrigin.IsThere(experiment.Data, folder) ? described : described with
            {
                Data = new DataSettings(),
                Missing = $"{experiment.Data}, which {phis[0]} was meta-trained on, is not in {folder.Root}; the digits are taken instead",
            };
        }
        var origin = PhiOrigin.Of(PhiSource.Load(phis[0]));
        return new MetaTestDefaults(null, origin.OptimizeesOrDefault, origin.DataOrDigits(folder, out string? missing), null,
            origin.Optimizees.IsEmpty && origin.DataName is null ? $"as {phis[0]} does not say what it was meta-trained on" : trained,
            missing, origin.DataDigest);
    }

    /// <summary>The same where the data turn out to be others than those of that name that the phi was meta-trained on.</summary>
    /// <param name="train">The training split that was found.</param>
    /// <param name="name">What the first phi is called.</param>
    /// <param name="warning">What the user should know; null where they are the same, or nothing tells.</param>
    public MetaTestDefaults Compare(IDataset train, string name, out string? warning)
    {
        warning = null;
        if (Digest is null || Missing is not null || DatasetFingerprint.Of(train) is var found && found == Digest)
            return this;
        warning = $"{name} was not meta-trained on {Data} as it is here: the digest of the training split is {found}, of the one that it "
            + $"was meta-trained on {Digest}";
        return this with { Source = $"with other data of that name than {name} was meta-trained on" };
    }

    /// <summary>What the user should know of it, a line each: what was not typed.</summary>
    /// <param name="typedOptimizees">Whether the user said which networks.</param>
    /// <param name="typedData">Whether the user said which data.</param>
    public IEnumerable<string> Lines(bool typedOptimizees, bool typedData)
    {
        string networks = string.Join(", ", Optimizees);
        if ((typedOptimizees, typedData) is not (true, true))
            yield return (typedOptimizees, typedData) switch
            {
                (true, _) => $"data by default: {Data}, {WhyData} (--data)",
                (_, true) => $"network by default: {networks}, {Source} (--optimizees)",
                _ => $"by default: {networks} on {Data}, {(Missing is null ? Source : "the network it was meta-trained on")} "
                    + "(--optimizees, --data)",
            };
    }

    /// <summary>A particle training has many tasks; its experiment says what to test on.</summary>
    private static MetaTestDefaults Tested(Experiment experiment, string phi, DataFolder folder)
    {
        MetaTestDefaults described = Of(experiment, $"what the experiment of {phi} says to test on");
        return PhiOrigin.IsThere(experiment.Data, folder) ? described : described with
        {
            Data = new DataSettings(),
            Missing = $"{experiment.Data}, which the experiment of {phi} says to test on, is not in {folder.Root}; the digits are taken "
                + "instead",
        };
    }

    private string WhyData => Missing is null ? Source : "for want of others";

    private static MetaTestDefaults Of(Experiment experiment, string source) => new(experiment,
        experiment.MetaTesting.Optimizees ?? [.. experiment.Mixture.Select(static task => task.Optimizee)],
        experiment.Data, experiment.Loss, source, null);

    private static Experiment? Described(string phi) =>
        Directory.Exists(phi) && File.Exists(Path.Combine(phi, MetaTrainingFolder.ConfigFile)) ? ExperimentSource.Load(phi) : null;
}
