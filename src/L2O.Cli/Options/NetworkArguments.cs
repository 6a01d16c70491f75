using System.Collections.Immutable;
using System.CommandLine;
using System.Numerics;
using L2O.Cli.Help;
using L2O.Data;
using L2O.Optimizees;
using L2O.Optimizees.Layers;
using L2O.Optimizees.Losses;

namespace L2O.Cli.Options;

/// <summary>The argument and options that name a network without any data.</summary>
internal sealed class NetworkArguments
{
    private const string CifarName = "cifar";
    private const int MnistFeatures = 784;
    private const int CifarFeatures = 3072;

    private readonly Argument<string> _optimizee = new("OPTIMIZEE") { Description = "A network, named as below" };
    private readonly Option<int> _features = ValueOptions.Integer("--features",
        "Features of a sample; 0 means 784, an MNIST image, or 3072 where the name says CIFAR", 0, min: 0);
    private readonly Option<int> _classes = ValueOptions.Integer("--classes", "Number of classes",
        DatasetCatalog.ClassCount, min: 1, max: 256);
    private readonly Option<int> _outputs = ValueOptions.Integer("--outputs",
        "Outputs of a regression or an autoencoder, instead of classes; 0 means classes", 0, min: 0);
    private readonly Option<LossKind?> _loss = StandardOptions.Loss();

    /// <summary>What names are like, for the help.</summary>
    public static HelpSection Help => new("Networks", OptimizeeCatalog.Guide);

    /// <summary>Adds them to a command.</summary>
    public void AddTo(Command command)
    {
        command.Arguments.Add(_optimizee);
        command.Options.Add(_features);
        command.Options.Add(_classes);
        command.Options.Add(_outputs);
        command.Options.Add(_loss);
    }

    /// <summary>The network's name.</summary>
    public string Name(Invocation invocation) => invocation.Get(_optimizee);

    /// <summary>Builds the network.</summary>
    /// <exception cref="ArgumentException">The name names none, or its layers do not fit the features.</exception>
    public Network<T> Create<T>(Invocation invocation, Compute compute) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        (string name, int features, int outputs, LossKind loss) = Read(invocation);
        return OptimizeeCatalog.Create<T>(name, features, outputs, loss, compute);
    }

    /// <summary>Its layers and features where it has more parameters than can be built; null for all others.</summary>
    /// <exception cref="ArgumentException">The name names none, or its layers do not fit the features.</exception>
    public (ImmutableArray<LayerSignature> Layers, int Features, int Outputs)? TooLarge(Invocation invocation, Compute compute)
    {
        (string name, int features, int outputs, _) = Read(invocation);
        return OptimizeeCatalog.Signatures(name, features, outputs, compute) is { } layers
            && layers.SelectMany(static layer => layer.Parameters)
                .Sum(static tensor => tensor.Shape.Aggregate(1.0, static (product, size) => product * size)) > Array.MaxLength
            ? (layers, features, outputs) : null;
    }

    private (string Name, int Features, int Outputs, LossKind Loss) Read(Invocation invocation)
    {
        string name = Name(invocation);
        OptimizeeCatalog.Check(name);
        int features = invocation.Get(_features) is > 0 and var given ? given
            : name.Contains(CifarName, StringComparison.Ordinal) ? CifarFeatures : MnistFeatures;
        int outputs = invocation.Get(_outputs);
        return (name, features, outputs > 0 ? outputs : invocation.Get(_classes),
            invocation.Get(_loss) ?? (outputs > 0 ? LossKind.Mse : LossKind.Softmax));
    }
}
