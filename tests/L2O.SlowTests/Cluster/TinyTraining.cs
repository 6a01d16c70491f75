using System.Security.Cryptography;
using L2O.Pretrained;
using L2O.Runs;
using L2O.Tables;

namespace L2O.SlowTests.Cluster;

/// <summary>A particle training of 200 meta-steps that takes seconds, and what must not differ between two of them.</summary>
internal static class TinyTraining
{
    /// <summary>Particles of both families.</summary>
    public const int Particles = 10;

    /// <summary>The experiment's name in a folder.</summary>
    public const string FileName = "tiny.json";

    private const string Json = """
        {
          "seed": 5,
          "learnedOptimizer": { "kind": "coordinateMlp", "hiddenSize": 4 },
          "particles": {
            "metaSteps": 200, "epochSteps": 70,
            "families": [
              { "tasks": [ { "data": [ { "source": "digits,resize=8", "fewestClasses": 3, "permutedLabels": 0.5 } ],
                  "networks": { "narrowest": 4, "widest": 8 }, "batchSizes": [8] } ],
                "estimator": { "kind": "pes", "particles": 6, "truncation": 5 }, "horizon": { "longest": 12, "shortest": 6 } },
              { "tasks": [ { "data": [ { "source": "digits,resize=8" } ],
                  "networks": { "narrowest": 4, "widest": 8 }, "batchSizes": [8] } ],
                "estimator": { "kind": "nres", "particles": 4, "truncation": 5 }, "horizon": { "longest": 12 } }
            ],
            "metaOptimizer": "adam@0.003",
            "validation": { "runs": 3, "iterations": 5 }
          }
        }
        """;

    private static readonly string[] Results = [PhiFile.FileName, MetaTrainingFolder.LastPhiFile, MetaTrainingCsv.FileName];

    /// <summary>Writes the experiment into a folder.</summary>
    public static string Write(TemporaryFolder folder)
    {
        File.WriteAllText(folder[FileName], Json);
        return folder[FileName];
    }

    /// <summary>Digests of what a meta-training came to.</summary>
    public static string[] Digests(string folder) => [.. Results.Select(name =>
        $"{Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(Path.Combine(folder, name))))}  {name}")];
}
