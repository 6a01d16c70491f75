using L2O.Cli;

using var interruption = new Interruption();
return interruption.Resolve(CommandLineApp.Create().Run(args, Terminal.OfProcess(), interruption.Token,
    code => Environment.Exit(interruption.Resolve(code))));
