using AdjointKit.Cli.Hosting;

return CommandLineApplication.RunProcess(args);
