namespace L2O.Cluster;

/// <summary>What a folder says of the workers that share its meta-training.</summary>
/// <param name="Workers">N.</param>
/// <param name="Version">Of the program.</param>
/// <param name="Configuration">Digest of experiment and data.</param>
internal sealed record ClusterRecord(int Workers, string Version, string Configuration);
