using L2O.Cli;

using var interruption = new Interruption();
return CommandLineApp.Create().Run(args, Terminal.OfProcess(), interruption.Token);
