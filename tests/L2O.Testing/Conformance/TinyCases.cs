using L2O.Conformance;
using L2O.Files;

namespace L2O.Testing.Conformance;

/// <summary>A folder of small conformance cases whose expected values are computed by hand; removed with the test.</summary>
internal sealed class TinyCases : IDisposable
{
    public const string Sgd = """{ "kind": "optimizer_trajectory", "optimizer": { "name": "sgd", "learning_rate": 0.5 } }""";

    public string Root { get; } = Directory.CreateTempSubdirectory("l2o-conformance-").FullName;

    /// <summary>Two coordinates, one step of gradient descent: [1, 2] - 0.5·[4, 2] = [-1, 1].</summary>
    public string AddSgd(string name, float lastTheta = 1) => Add(
        name,
        Sgd,
        SafetensorsTensor.Of("theta_0", [1f, 2f], 2),
        SafetensorsTensor.Of("gradients", [4f, 2f], 1, 2),
        SafetensorsTensor.Of("thetas", [-1f, lastTheta], 1, 2));

    public string Add(string name, string json, params SafetensorsTensor[] tensors)
    {
        string folder = Directory.CreateDirectory(Path.Combine(Root, name)).FullName;
        File.WriteAllText(Path.Combine(folder, ConformanceCase.SettingsFile), json);
        SafetensorsFile.Save(Path.Combine(folder, ConformanceCase.TensorsFile), tensors);
        return folder;
    }

    public void Dispose() => Directory.Delete(Root, recursive: true);
}
