using System.CommandLine;
using L2O.Cli;
using L2O.Cli.Options;

namespace L2O.Testing.Cli;

/// <summary>Runs command lines in this process, with the streams captured.</summary>
internal static class CliHarness
{
    public static CliOutcome Run(params string[] args) => Run(CommandLineApp.Create(), args, CancellationToken.None);

    public static CliOutcome Run(CommandLineApp app, string[] args, CancellationToken cancellation)
    {
        using var error = new StringWriter();
        return Run(app, args, error, cancellation);
    }

    /// <summary>The same with an error stream of the test's own, which sees each line as it comes.</summary>
    public static CliOutcome Run(CommandLineApp app, string[] args, StringWriter error, CancellationToken cancellation)
    {
        using var output = new StringWriter();
        int code = app.Run(args, new Terminal(output, error, false, false, TimeProvider.System), cancellation);
        return new CliOutcome(code, output.ToString(), error.ToString());
    }

    /// <summary>The same path for a command of the test's own.</summary>
    public static CliOutcome Run(Func<Invocation, int> work, CancellationToken cancellation, params string[] args) =>
        Run(new CommandLineApp([new ProbeCommand(work)]), ["probe", .. args], cancellation);

    internal sealed record CliOutcome(int Code, string Output, string Error);

    internal sealed class ProbeCommand : CliCommand
    {
        public ProbeCommand(Func<Invocation, int> work) : base("probe", "Does what a test says.", "l2o probe")
        {
            Work = work;
            Arguments.Add(Input);
            Options.Add(Seed);
            Options.Add(Names);
            Options.Add(Kind);
            Options.Add(Rate);
            Options.Add(Set);
        }

        public Argument<string> Input { get; } = new("INPUT") { Description = "a file", DefaultValueFactory = _ => "none" };
        public Option<ulong> Seed { get; } = StandardOptions.Seed();
        public Option<NameList> Names { get; } = ValueOptions.Names("--names", "Some names", "a", "b");
        public Option<string> Kind { get; } = ValueOptions.OneOf("--kind", "A kind", "first", ["first", "second"]);
        public Option<double> Rate { get; } = ValueOptions.Number("--rate", "A rate", 0.5, above: 0);
        public Option<string[]> Set { get; } = StandardOptions.Set();
        private Func<Invocation, int> Work { get; }

        public override int Run(Invocation invocation) => Work(invocation);
    }
}
