using System.CommandLine;
using L2O.Cli.Options;
using L2O.Cli.Output;
using L2O.Pretrained;

namespace L2O.Cli.Commands;

/// <summary><c>l2o export</c>: a learned optimizer as the state dictionary of a PyTorch module.</summary>
internal sealed class ExportCommand : CliCommand
{
    private readonly Argument<string> _phi =
        new("PHI") { Description = "The file of a learned optimizer, or the folder of its meta-training" };
    private readonly Option<string> _out = StandardOptions.OutFile("Safetensors file to write; must be new");

    public ExportCommand()
        : base("export", "Write a learned optimizer as a PyTorch state dictionary in safetensors, as safetensors.torch.save_file would.",
            "l2o export runs/quick --out lstm.safetensors")
    {
        Arguments.Add(_phi);
        Options.Add(_out);
    }

    public override int Run(Invocation invocation)
    {
        string path = OutputFile.ForNew(invocation.Get(_out));
        PhiFile phi = PhiSource.Load(invocation.Get(_phi));
        StateDict.Save(path, phi);
        invocation.Terminal.Print(
            $"{phi.Settings.PhiLayout().Slots.Length} tensors, {phi.Phi.Length} parameters, are in {path}");
        return ExitCode.Done;
    }
}
