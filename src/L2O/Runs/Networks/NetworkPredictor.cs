using System.Numerics.Tensors;
using L2O.Data;
using L2O.Optimizees;
using L2O.Optimizees.Losses;

namespace L2O.Runs.Networks;

/// <summary>A trained network at work: its outputs in the unit of the data. Serves one caller at a time.</summary>
internal sealed class NetworkPredictor
{
    private readonly float[] _theta;

    private NetworkPredictor(NetworkFile file, Network<float> network, float[] theta) => (File, Network, _theta) = (file, network, theta);

    /// <summary>What the network is.</summary>
    public NetworkFile File { get; }

    /// <summary>The network, with the stored statistics.</summary>
    public Network<float> Network { get; }

    /// <summary>(n) the stored parameters.</summary>
    public ReadOnlySpan<float> Theta => _theta;

    /// <summary>Whether outputs of classes are probabilities.</summary>
    public bool HasProbabilities => File.Target == TargetKind.Classes && File.Loss != LossKind.Mse;

    /// <summary>Reads the network in a folder.</summary>
    /// <param name="folder">The folder of a training.</param>
    /// <param name="compute">Where the network runs.</param>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    /// <exception cref="FileNotFoundException">It holds no network, or one without weights.</exception>
    /// <exception cref="InvalidDataException">A file is damaged, or the two do not belong together.</exception>
    public static NetworkPredictor Load(string folder, Compute compute)
    {
        NetworkFile file = NetworkFile.Load(folder);
        Network<float> network;
        try
        {
            network = OptimizeeCatalog.Create<float>(file.Network, file.InputSize(), file.Outputs, file.Loss, compute);
        }
        catch (ArgumentException failure)
        {
            throw new InvalidDataException($"{Path.Combine(folder, NetworkFile.FileName)}: {failure.Message}", failure);
        }
        return new NetworkPredictor(file, network, NetworkWeights.Load(folder, network));
    }

    /// <summary>
    /// Outputs in the unit of the data: probabilities of classes (with <c>mse</c> estimates of 1 and 0), values, or reconstructed inputs.
    /// </summary>
    /// <param name="inputs">(sample, feature) as the network takes them.</param>
    /// <param name="outputs">(sample, output); overwritten.</param>
    public void Predict(ReadOnlySpan<float> inputs, Span<float> outputs)
    {
        Network.Predict(_theta, inputs, outputs);
        if (File.Loss == LossKind.Softmax)
            for (int start = 0; start < outputs.Length; start += File.Outputs)
                TensorPrimitives.SoftMax(outputs.Slice(start, File.Outputs), outputs.Slice(start, File.Outputs));
        else if (File.Loss == LossKind.Bce)
            TensorPrimitives.Sigmoid(outputs, outputs);
        if (File.Target == TargetKind.Input)
            File.Encoding.DecodeInputs(outputs);
        else if (File.Target == TargetKind.Values)
            File.Encoding.DecodeTargets(outputs);
    }
}
